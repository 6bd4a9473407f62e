//! Snapshots on their way to the project file.

use super::owner::{LOST, Owner, RETRY, RETRY_SAVE};
use super::{Job, Snapshot};
use crate::storage::format::compact::Unwritable;
use crate::storage::format::{self, Written as FileBytes};
use crate::storage::save::ledger::SaveError;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::Instant;

impl Owner {
    /// Has a snapshot written. It waits while another one is.
    pub(super) fn save(&mut self, snapshot: Snapshot) {
        self.ledger.expect(&snapshot.project);
        self.next = Some(snapshot);
        self.begin_next();
    }

    /// Writes the newest state again once the time has come.
    pub(super) fn save_again(&mut self) {
        let due = self.save_again.is_some_and(|at| at <= Instant::now());
        if !due {
            return;
        }
        if self.saving || self.told().status.foreign.is_some() {
            self.save_again = Some(Instant::now() + RETRY_SAVE);
            return;
        }
        self.save_again = None;
        if let Some(newest) = self.newest.clone() {
            self.save(newest);
        }
    }

    /// Makes bytes of the newest snapshot, on a thread of its own: edits are kept meanwhile.
    fn begin_next(&mut self) {
        let Some(snapshot) = self.next.take_if(|_| !self.saving) else {
            return;
        };
        // Again, since the file that was put before it made the texts of its own known.
        self.ledger.expect(&snapshot.project);
        let jobs = self.jobs.clone();
        let make = move || {
            let made = catch_unwind(AssertUnwindSafe(|| format::write(&snapshot.project)));
            let bytes = made.unwrap_or(Err(Unwritable::Stopped));
            // If nobody takes it, the disk thread has ended.
            let _ = jobs.send(Job::Put(bytes, snapshot));
        };
        match thread::Builder::new().name("save".into()).spawn(make) {
            Ok(_) => self.saving = true,
            Err(error) => {
                self.not_saved = Some(format!("{error}. It is tried again."));
                self.save_again = Some(Instant::now() + RETRY);
            }
        }
    }

    /// Puts the bytes of a snapshot in the file.
    pub(super) fn put(&mut self, bytes: Result<FileBytes, Unwritable>, snapshot: &Snapshot) {
        self.saving = false;
        self.failing_since(snapshot.at);
        let put = bytes.map_err(SaveError::from).and_then(|bytes| {
            let put = || self.ledger.put(&bytes, &snapshot.project, snapshot.up_to);
            catch_unwind(AssertUnwindSafe(put)).unwrap_or(Err(Unwritable::Stopped.into()))
        });
        self.ledger
            .take_saying()
            .into_iter()
            .for_each(|says| self.say(says));
        let is_put = put.is_ok();
        match put {
            Ok(()) => {
                (self.not_saved, self.save_again, self.gone) = (None, None, false);
                self.formless.retain(|(number, _)| *number > snapshot.taken);
                self.told().status.saved_at = Some(snapshot.at);
            }
            Err(SaveError::Changed) => {
                // It may be ours again before it is looked at: then it is written, and somebody may wait for that.
                self.look = Instant::now();
                self.save_again = Some(Instant::now() + RETRY);
            }
            Err(error) => self.refuse_save(&error),
        }
        self.begin_next();
        if is_put {
            self.ledger.compact_if_long();
        }
    }

    /// Says why the file was not written, and tries again later.
    fn refuse_save(&mut self, error: &SaveError) {
        let safe = match self.unkept() {
            0 => "Every edit is in the history.",
            _ => "The file is as it was.",
        };
        let lost = self.ledger.is_lost();
        let advice = match error {
            _ if lost => LOST,
            SaveError::Disk(_) => "It is tried again. Free some room, or save elsewhere.",
            _ => "",
        };
        self.not_saved = Some(format!("{error} {safe} {advice}").trim_end().to_owned());
        self.save_again = (!lost).then(|| Instant::now() + RETRY_SAVE);
    }
}
