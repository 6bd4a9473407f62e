//! The same work without a window. Parses all arguments.

pub mod honest;
