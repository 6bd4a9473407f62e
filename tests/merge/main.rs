//! The difference of two projects, and the merge of three.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../support/mod.rs"]
mod support;

mod cases;
mod differences;
mod laws;
mod small;
