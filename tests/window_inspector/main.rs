//! The inspector by the names a screen reader gives its controls: what is clicked and typed, and the records afterwards,
//! field by field.
#![cfg(feature = "window")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod desk;
mod flow;
mod project;

mod lists;
mod typing;
mod ways;
