//! The history beside a project file: append-only, journal, recovery and record of what was done in one.
//!
//! ```text
//! onus history 1 of <hash>
//! 1 <length> <checksum> (label:"…",by:"…",at:"…",edits:[annotations("…",(…)),delete(links,"…")])
//! saving as <hash> up to 1
//! saved as <hash> up to 1
//! ```
//!
//! The head holds the hash of the file at the history's start. Each transaction has its number, counted from 1, the
//! length of its RON in bytes, and the first 16 digits of that RON's SHA-256. The marks stand before and after the file
//! was given its name, with the hash of the new file and the number of the last transaction in it. A hash is that of a
//! whole file read with CR LF as LF.
//!
//! A source is written without its text where the history or the file it begins with holds that text already: a new
//! title does not cost ten megabytes.

mod examine;
mod line;
mod replay;
mod scan;
mod texts;

pub(super) use examine::examine;
pub(super) use line::{Mark, head, mark, transaction};
pub(super) use replay::{Replay, replay};
pub(super) use scan::{Scan, Standing, scan, scan_on};
pub(super) use texts::Texts;
