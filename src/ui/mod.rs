//! Everything that knows egui: theme, fonts, text engine, painter, page, panels. Reads the session and returns
//! commands; never writes to the disk and never changes a project by itself.

pub mod fonts;
pub mod icon;
pub mod inspector;
pub mod painter;
pub mod text;
pub mod theme;
