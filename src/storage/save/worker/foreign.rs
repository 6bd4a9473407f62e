//! A project file that somebody else has changed: it is looked for, read, and gone on from once it is merged.

use super::owner::Owner;
use super::{Foreign, Job};
use crate::project::Project;
use crate::storage::format;
use crate::storage::format::hash::Hash;
use crate::storage::save::ledger::FileNow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use std::time::Instant;

impl Owner {
    /// Looks from time to time whether the file is the one that was left there.
    pub(super) fn look(&mut self) {
        if self.look > Instant::now() {
            return;
        }
        self.put_off_look();
        if self.reading || self.saving {
            return;
        }
        match self.ledger.look() {
            // It is gone on from with the transaction that is on its way.
            Ok(FileNow::Foreign { hash, .. }) if self.accepted == Some(hash) => {}
            Ok(FileNow::Foreign { bytes, hash }) => {
                (self.accepted, self.gone) = (None, false);
                let known = self.told().status.foreign.as_ref().map(|f| f.hash);
                if known != Some(hash) {
                    self.read(bytes, hash);
                }
            }
            // One that is gone is written anew with the next save; a file that came back as it was is no change.
            Ok(now) => self.is_nobody_elses(now == FileNow::Gone),
            // A drive that does not answer is told when something has to be written.
            Err(_) => {}
        }
    }

    /// Nobody else's file is there: what waited for that can be saved.
    fn is_nobody_elses(&mut self, gone: bool) {
        (self.accepted, self.gone) = (None, gone);
        if self.told().status.foreign.take().is_some() {
            self.save_again = self.save_again.map(|_| Instant::now());
        }
    }

    fn read(&mut self, bytes: Vec<u8>, hash: Hash) {
        let (jobs, base) = (self.jobs.clone(), self.ledger.in_file().clone());
        let read = move || {
            let theirs = read(bytes);
            let foreign = Foreign { theirs, base, hash };
            // If nobody takes it, the disk thread has ended.
            let _ = jobs.send(Job::Seen(Arc::new(foreign)));
        };
        self.reading = thread::Builder::new().name("look".into()).spawn(read).is_ok();
    }

    /// It was read again.
    pub(super) fn seen(&mut self, foreign: Arc<Foreign>) {
        self.reading = false;
        if self.accepted == Some(foreign.hash) {
            return;
        }
        if let Err(error) = self.ledger.keep_base() {
            self.say(format!(
                "The former project file was not kept as a backup. {error} Save the project under another name."
            ));
        }
        self.told().status.foreign = Some(foreign);
    }

    /// Goes on from it, if it is still what is in the file: another one has to be merged first.
    pub(super) fn accept(&mut self, foreign: &Foreign) {
        let is_current = self.told().status.foreign.as_deref() == Some(foreign);
        if let Ok(theirs) = &foreign.theirs
            && is_current
        {
            self.ledger.accept(foreign.hash, theirs);
            self.accepted = Some(foreign.hash);
            self.told().status.foreign = None;
        }
    }
}

fn read(bytes: Vec<u8>) -> Result<Project, String> {
    match catch_unwind(AssertUnwindSafe(|| format::read(bytes))) {
        Ok(Ok(loaded)) if loaded.newer.is_none() => Ok(loaded.project),
        Ok(Ok(loaded)) => Err(format!(
            "{} wrote it, which is newer than this one.",
            loaded.generator
        )),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("Reading it stopped.".to_owned()),
    }
}
