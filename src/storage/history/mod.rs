//! The history beside a project file: append-only, journal, recovery and record of what was done in one.
//!
//! ```text
//! onus history 1 of <hash>
//! 1 <length> <checksum> (label:"…",by:"…",at:"…",edits:[annotations("…",(…)),delete("links","…")],undo:[links("…",(…))])
//! saving as <hash> up to 1
//! saved as <hash> up to 1
//! ```
//!
//! The head holds the hash of the file at the history's start. Each transaction has its number, counted from 1, the
//! length of its RON in bytes, and the first 16 digits of that RON's SHA-256. The marks stand before and after the file
//! was given its name, with the hash of the new file and the number of the last transaction in it. A hash is that of a
//! whole file read with CR LF as LF.
//!
//! `undo` has the former states of the records that were changed or deleted; one that is not there was new. `step:undo` and
//! `step:redo` tell what was undone and redone. With both, undo goes on after a restart where it was.
//!
//! A history that was made shorter has old transactions in a form without contents, `touched:[put("links","…")]` in the
//! place of `edits` and `undo`. A replay stops there.
//!
//! A source is written without its text where the history or the file it begins with holds that text already: a new
//! title does not cost ten megabytes. What undoes an edit names a text that stays, and holds one that goes.

mod deed;
mod entry;
mod examine;
mod line;
mod lines;
mod over;
mod replay;
mod scan;
mod shorten;
mod steps;
mod texts;
mod told;
mod transaction;

pub use deed::Deed;
pub use entry::{Entry, Step};
pub(super) use examine::examine;
pub(super) use line::{Mark, ends_saved, head, mark, numbered};
pub(super) use over::{Over, over};
pub(super) use replay::{Replay, replay};
pub(super) use scan::{MOST_UNDONE, Scan, Standing, scan, scan_on};
pub(super) use shorten::{NotShortened, shorten};
pub(super) use steps::{Steps, steps};
pub(super) use texts::Texts;
pub(super) use told::{Tale, Told, tell};
pub(super) use transaction::transaction;
