//! The difference of two projects, and the merge of three.
#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../support/mod.rs"]
mod support;

mod differences;
#[allow(dead_code)]
mod small;
