//! The disk: the project file, its history, locks. The only room that writes to the disk.
