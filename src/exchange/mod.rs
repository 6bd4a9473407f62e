//! `Outgoing` to formats, and formats to edits. Never reads a project past the gate, and never touches the disk.

pub mod json;
