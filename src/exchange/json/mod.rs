//! The shared JSON schema, version 1.0: writing, checking, reading, joining.

mod check;
mod export;
mod import;
mod join;
mod region;
mod value;

pub use check::{CheckError, SCHEMA, check, check_export};
pub use export::{export, write};
pub use import::{ImportError, Imported, import};
pub use join::{Joined, NotJoined, join};
