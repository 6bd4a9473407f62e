//! Power cuts and refusals at every call to the disk: what was acknowledged is there afterwards, once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/disk/mod.rs"]
mod disk;

mod backups;
mod check;
mod cuts;
mod refusals;
mod script;
mod simulator;
mod work;
