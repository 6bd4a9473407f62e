//! What several test files share; none uses all of it.
#![allow(dead_code)]

pub(crate) mod plain;
pub(crate) mod random;
