//! The originals of sources: those that were given, kept until the disk takes them, and those that are copied from beside
//! another project. They are read there on threads of their own: the drive may be the one that does not answer.

use super::Job;
use super::owner::{Owner, RETRY, RETRY_SAVE};
use crate::storage::disk::DiskError;
use crate::storage::format::hash::Hash;
use crate::storage::save::ledger::each_original;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Instant;

/// How it ended that the originals of another project were copied.
pub(super) enum CopyEnded {
    /// All are here.
    Whole,
    /// One was refused here, and the rest not read.
    Refused,
    /// One could not be read.
    Unread(DiskError),
    /// A fault stopped it.
    Stopped,
}

impl From<DiskError> for CopyEnded {
    fn from(error: DiskError) -> Self {
        Self::Unread(error)
    }
}

/// The projects whose originals are copied here.
#[derive(Default)]
pub(super) struct Copies {
    /// How many of them are being read.
    reading: usize,
    /// Those of which something was refused here, why, and when it is tried again.
    refused: Vec<PathBuf>,
    why: Option<DiskError>,
    again: Option<Instant>,
}

impl Copies {
    pub(super) fn are_read(&self) -> bool {
        self.reading > 0
    }

    pub(super) fn again(&self) -> Option<Instant> {
        self.again
    }

    pub(super) fn try_again(&mut self) {
        self.again = self.again.map(|_| Instant::now());
    }

    pub(super) fn refusal(&self) -> Option<String> {
        let (why, from) = (self.why.as_ref()?, self.refused.first()?);
        Some(format!(
            "{why} Not all originals are copied yet; they are beside {}. It is tried again.",
            from.display()
        ))
    }
}

impl Owner {
    /// Keeps the originals that wait, unless the disk has just refused one.
    pub(super) fn hold(&mut self) {
        if self.hold_again.is_some_and(|at| at > Instant::now()) {
            return;
        }
        self.not_held = None;
        let waiting = self.told().originals.clone();
        for (sha256, bytes) in waiting {
            // Whatever happens next, it is not tried without end.
            self.hold_again = Some(Instant::now() + RETRY);
            match self.ledger.keep_original(sha256, &bytes) {
                Ok(()) => {
                    let mut told = self.told();
                    let at = told.originals.iter().position(|(of, _)| *of == sha256);
                    at.map(|at| told.originals.remove(at));
                }
                Err(error) => {
                    self.not_held = Some(format!(
                        "{error} An original is not kept yet; its text is in the project. It is tried again."
                    ));
                }
            }
        }
        if self.not_held.is_none() {
            self.hold_again = None;
        }
    }

    /// Begins to copy the originals of another project.
    pub(super) fn copy(&mut self, from: PathBuf) {
        let (disk, jobs) = (Arc::clone(self.ledger.disk()), self.jobs.clone());
        let read = move || {
            let read = catch_unwind(AssertUnwindSafe(|| {
                // One after the other, so that never more than one is in memory.
                each_original(disk.as_ref(), &from, |sha256, bytes| {
                    let (done, kept) = channel();
                    // If nobody takes it, the disk thread has ended.
                    let _ = jobs.send(Job::Copied(sha256, bytes, done));
                    kept.recv()
                        .unwrap_or(false)
                        .then_some(())
                        .ok_or(CopyEnded::Refused)
                })
            }));
            let ended = match read {
                Ok(read) => read.err().unwrap_or(CopyEnded::Whole),
                Err(_) => CopyEnded::Stopped,
            };
            let _ = jobs.send(Job::CopyEnded(from, ended));
        };
        match thread::Builder::new().name("originals".into()).spawn(read) {
            Ok(_) => self.copies.reading += 1,
            Err(error) => {
                self.say(format!(
                    "The originals were not copied: {error}. Their texts are in the project."
                ));
                self.is_copied();
            }
        }
    }

    /// One project less whose originals are still to be copied.
    fn is_copied(&self) {
        let mut told = self.told();
        told.copying = told.copying.saturating_sub(1);
    }

    /// Keeps one that was read; whether the disk took it.
    pub(super) fn take_copied(&mut self, sha256: Hash, bytes: &[u8]) -> bool {
        let kept = self.ledger.keep_original(sha256, bytes);
        kept.map_err(|error| self.copies.why = Some(error)).is_ok()
    }

    pub(super) fn end_copy(&mut self, from: PathBuf, ended: CopyEnded) {
        self.copies.reading = self.copies.reading.saturating_sub(1);
        if !matches!(ended, CopyEnded::Refused) {
            self.is_copied();
        }
        match ended {
            CopyEnded::Whole => {}
            CopyEnded::Refused => {
                self.copies.refused.push(from);
                self.copies.again = Some(Instant::now() + RETRY_SAVE);
            }
            CopyEnded::Unread(error) => self.say(format!(
                "Not all originals were copied. {error} Their texts are in the project."
            )),
            CopyEnded::Stopped => self.say(format!(
                "Not all originals were copied: reading them stopped. They are beside {}, and their texts in the project.",
                from.display()
            )),
        }
    }

    /// Copies again what was refused, once the time has come.
    pub(super) fn copy_again(&mut self) {
        if self.copies.again.is_some_and(|at| at <= Instant::now()) {
            self.copies.again = None;
            let refused = std::mem::take(&mut self.copies.refused);
            refused.into_iter().for_each(|from| self.copy(from));
        }
    }
}
