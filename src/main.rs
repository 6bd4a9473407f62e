//! Onus: a window, or one command and out.
fn main() {}
