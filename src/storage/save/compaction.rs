//! Making a history shorter once all of it is in the file.

use crate::storage::disk::paths::history_path;
use crate::storage::disk::replace::write_beside;
use crate::storage::disk::{DiskError, Named};
use crate::storage::format::compact::Unwritable;
use crate::storage::history::{MOST_UNDONE, NotShortened, shorten};
use crate::storage::save::ledger::Ledger;
use std::io::{self, Read};
use std::path::Path;

/// A longer history, in bytes, is made shorter by itself, if it is also twice as long as the file.
const LONG: u64 = 64 << 20;

/// What became of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compacted {
    /// Its length before, in bytes.
    pub before: u64,
    /// Its length now.
    pub after: u64,
}

/// Why a history was left as it was.
#[derive(Debug, thiserror::Error)]
pub enum NotCompacted {
    /// Not all of it is in the file.
    #[error("The history was left as it is: not all of it is in the file yet. Save the project first.")]
    Unsaved,
    /// A line of it, counted from 1, cannot be read.
    #[error("The history was left as it is: it is damaged in line {0}.")]
    Damaged(usize),
    /// The disk refused.
    #[error("The history was not made shorter. {0} Nothing of it is lost.")]
    Disk(#[from] DiskError),
    /// A line has no short form.
    #[error("The history was left as it is. {0}")]
    Unwritable(#[from] Unwritable),
}

impl Ledger {
    /// Makes the history shorter: of all but the newest transactions stays only who did what when, and to which records. The
    /// shorter one is written beside it, synced, and given its name.
    ///
    /// # Errors
    /// `NotCompacted`; the history is then the long one or the short one, whole.
    pub fn compact(&mut self) -> Result<Compacted, NotCompacted> {
        self.compact_keeping(MOST_UNDONE)
    }

    /// Makes the history shorter as `compact` does, and leaves so many of the newest transactions as they are: only those
    /// can be undone after a restart.
    ///
    /// # Errors
    /// As `compact`.
    pub fn compact_keeping(&mut self, most: usize) -> Result<Compacted, NotCompacted> {
        self.flush()?;
        if self.unsaved() > 0 {
            return Err(NotCompacted::Unsaved);
        }
        let path = history_path(&self.path);
        let Some(before) = self.end.length else {
            return Ok(Compacted { before: 0, after: 0 });
        };
        let long = self.disk.open(&path).named(&path, "read")?.take(before);
        let short = shorten(long, most).map_err(|error| match error {
            NotShortened::Io(error) => NotCompacted::Disk(DiskError {
                path: path.clone(),
                doing: "read",
                source: error,
            }),
            NotShortened::Damaged(line) => NotCompacted::Damaged(line),
            NotShortened::Unwritable(error) => NotCompacted::Unwritable(error),
        })?;
        let after = short.len() as u64;
        self.compacted_to = after.min(before);
        if after >= before {
            return Ok(Compacted {
                before,
                after: before,
            });
        }
        self.check_lock()?;
        let fresh = write_beside(self.disk.as_ref(), &path, [short.as_slice()])?;
        // What is open is the long one, which is about to lose its name.
        self.history = None;
        (self.shortened, self.in_order) = (Some(after), false);
        self.history = Some(fresh.put_in_place(self.disk.as_ref(), &path)?);
        self.inode = self.history.as_ref().and_then(|file| file.inode());
        (self.shortened, self.in_order) = (None, true);
        (self.end.length, self.end.full) = (Some(after), Some(after));
        Ok(Compacted { before, after })
    }

    /// Makes a history shorter that has become very long. It can always be done another time, so that it failed is not
    /// said.
    pub(in crate::storage) fn compact_if_long(&mut self) {
        let length = self.end.length.unwrap_or(0);
        let file = || self.disk.length(&self.path).ok().flatten().unwrap_or(u64::MAX);
        if length > LONG && length / 2 > self.compacted_to && length / 2 > file() {
            let _ = self.compact();
        }
    }

    /// Finds out which history is there, if a shorter one was to take the place of another and the disk did not say that it
    /// has. The folder was put in order, so that it is the one that will be found: what was written at the end of the other
    /// would be lost.
    pub(in crate::storage) fn find_history(&mut self, path: &Path) -> io::Result<()> {
        if let Some(after) = self.shortened {
            if self.disk.length(path)? == Some(after) {
                self.end.length = Some(after);
            }
            (self.end.full, self.shortened, self.inode) = (None, None, None);
        }
        Ok(())
    }
}
