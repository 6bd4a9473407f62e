//! The disk: the project file, its history, the lock and the thread that owns them.
#![allow(
    unreachable_pub,
    clippy::panic,
    clippy::redundant_clone,
    clippy::clone_on_copy,
    clippy::zero_repeat_side_effects
)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../support/mod.rs"]
mod support;

mod damage;
mod file;
mod history;
mod lock;
mod newer;
mod refusal;
mod work;
