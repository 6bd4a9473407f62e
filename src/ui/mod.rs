//! Everything that knows egui: theme, fonts, text engine, painter, page, panels. Reads the session and returns
//! commands; never writes to the disk and never changes a project by itself.

pub mod app;
mod button;
mod chip;
mod deed;
mod dialogs;
mod empty;
mod field;
pub mod fonts;
mod grade;
mod help;
pub mod icon;
pub mod inspector;
mod keys;
mod menu;
mod moves;
mod page;
pub mod painter;
mod palette;
mod passages;
mod picker;
pub mod picture;
mod rail;
mod row;
pub mod run;
mod sources;
mod start;
mod status;
mod tagbar;
pub mod text;
pub mod theme;
mod top;
mod view;
pub mod window;
