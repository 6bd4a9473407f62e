//! The disk: the project file, its history, locks, and what belongs to the machine. The only room that writes to the
//! disk, and it does so through one small trait. Decides nothing about projects, and never waits in the window's thread.

pub mod disk;
pub mod lock;
pub mod profile;
