//! Edits on their way to the history; while it takes none, to a copy in a second place.

use super::owner::{LOST, Owner};
use super::second::Second;
use crate::storage::format::compact::Unwritable;
use crate::storage::history::Entry;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

impl Owner {
    /// Takes transactions in. They are kept with the next `keep`.
    pub(super) fn enter(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            let (label, at) = (entry.done.label.clone(), entry.done.at);
            self.taken += 1;
            self.failing_since(at);
            if let Some(second) = &mut self.second {
                second.enter(entry.clone());
            }
            // A fault in one must not take along those that come after it.
            let entered = catch_unwind(AssertUnwindSafe(|| self.ledger.enter(entry)));
            if let Err(error) = entered.unwrap_or(Err(Unwritable::Stopped)) {
                let says = format!("“{label}” is not in the history. {error} Save the project.");
                self.formless.push((self.taken, says));
            }
        }
    }

    /// How many transactions are on no disk: neither in the history nor in a copy.
    pub(super) fn unkept(&self) -> u64 {
        let own = self.ledger.unkept();
        let nowhere = self.second.as_ref().map_or(own, |second| second.unkept(own));
        nowhere + self.formless.len() as u64
    }

    /// Brings the edits to the history; while it takes none, to a copy in a second place.
    pub(super) fn keep(&mut self) {
        let Err(error) = self.ledger.flush() else {
            self.not_kept = None;
            // What has no form in a history may be in the copy, and nowhere else.
            let all_is_kept = self.ledger.unkept() == 0 && self.formless.is_empty();
            if let Some(second) = self.second.take_if(|_| all_is_kept) {
                second.remove();
            }
            return;
        };
        let elsewhere = self.keep_elsewhere();
        if self.ledger.is_orphaned() {
            // Its history takes nothing more before the file is written anew.
            self.save_again.get_or_insert_with(Instant::now);
        }
        let count = match &elsewhere {
            Some(_) => self.ledger.unkept(),
            None => self.unkept(),
        };
        let (n, are) = match count {
            1 => ("edit".to_owned(), "is"),
            n => (format!("{n} edits"), "are"),
        };
        let lost = self.ledger.is_lost();
        self.not_kept = Some(match elsewhere {
            Some(place) if lost => format!("{error} The last {n} {are} kept in {place}. {LOST}"),
            Some(place) => format!("{error} The last {n} {are} kept in {place}. It is tried again."),
            None if lost => {
                format!("{error} The last {n} {are} not on the disk and would be lost with Onus. {LOST}")
            }
            None => format!(
                "{error} The last {n} {are} not on the disk and would be lost with Onus. It is tried again; save elsewhere."
            ),
        });
    }

    /// Keeps everything in a copy of the project, and says where; `None` where something is not there either.
    fn keep_elsewhere(&mut self) -> Option<String> {
        if self.second.is_none() {
            let (folder, newest) = (self.folder.as_ref()?, self.newest.as_ref()?);
            // What was handed over after that state would be missing in the copy.
            if newest.up_to != self.ledger.last() {
                return None;
            }
            self.second = Some(Second::begin(&self.ledger, folder, &newest.project).ok()?);
        }
        let second = self.second.as_mut()?;
        second.flush().ok()?;
        let place = second.path().display().to_string();
        (second.unkept(self.ledger.unkept()) == 0).then_some(place)
    }
}
