//! The disk: the project file, its history, the lock and the thread that owns them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/mod.rs"]
mod support;

mod claims;
mod compaction;
mod damage;
mod every_byte;
mod file;
mod found;
mod full_disk;
mod heartbeat;
mod history;
mod lock;
mod meddling;
mod newer;
mod others;
mod packed;
mod private;
mod refusal;
mod salvage;
mod undo;
mod versions;
mod work;
