//! The disk: the project file, its history, locks, and what belongs to the machine. The only room that writes to the
//! disk, and it does so through one small trait. Decides nothing about projects, and never waits in the window's thread.

mod compact;
pub mod disk;
pub mod format;
mod hash;
pub mod history;
pub mod lock;
pub mod open;
mod parallel;
pub mod paths;
pub mod profile;
mod store;
pub mod worker;

pub use compact::Unwritable;
pub use hash::{Hash, NotAHash};
pub use store::{Personal, Store, project_path};
pub use worker::{SaveState, Status};
