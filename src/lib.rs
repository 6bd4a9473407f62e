//! Onus: read, tag, link and grade the sources of public cyber-attribution.
#![forbid(unsafe_code)]

pub mod cli;
pub mod exchange;
pub mod project;
pub mod protect;
pub mod read;
pub mod session;
pub mod storage;
pub mod text;
#[cfg(feature = "window")]
pub mod ui;
