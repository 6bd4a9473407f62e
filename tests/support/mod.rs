//! What several test files share.
#![allow(
    unreachable_pub,
    clippy::panic,
    clippy::redundant_clone,
    clippy::clone_on_copy,
    clippy::zero_repeat_side_effects
)]
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

pub mod plain;
pub mod random;
