//! What belongs to the machine and its analyst, and to no project.

pub mod profile;
pub mod report;
