//! A second place: while the folder of a project takes no edits, they are kept in a copy of it elsewhere.

use crate::project::Project;
use crate::storage::disk::DiskError;
use crate::storage::disk::paths::{backups, history_path, lock_path, numbered_project, project_name};
use crate::storage::history::Entry;
use crate::storage::open::{OpenError, create_copy_on};
use crate::storage::save::backup;
use crate::storage::save::ledger::Ledger;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A copy of the project with a history of its own.
pub(super) struct Second {
    path: PathBuf,
    ledger: Ledger,
    /// Something that was done meanwhile could not be taken in.
    lacks: bool,
}

/// So many copies of one name may lie in the folder.
const MOST: usize = 1000;

impl Second {
    /// Makes a copy of the project of a ledger, as it is now, under the name of its own file or the next free one.
    pub(super) fn begin(own: &Ledger, folder: &Path, project: &Project) -> Result<Self, OpenError> {
        let disk = own.disk();
        let name = project_name(own.path());
        let mut number = 1;
        loop {
            let copy = numbered_project(folder, &name, number);
            match create_copy_on(disk, &copy, Some(own.path()), project.clone()) {
                Err(OpenError::Exists(_) | OpenError::Taken(_)) if number < MOST => number += 1,
                opened => {
                    let opened = opened?;
                    let path = opened.path.clone();
                    // A merge of the two goes out from what is in its own file. Where that cannot be kept the copy is as
                    // good, and has to be looked through by hand.
                    let _ = backup::keep_first(disk.as_ref(), &path, Some(own.in_file()));
                    return match opened.into_ledger() {
                        Some(ledger) => Ok(Self {
                            path,
                            ledger,
                            lacks: false,
                        }),
                        None => Err(OpenError::Exists(path.display().to_string())),
                    };
                }
            }
        }
    }

    /// Where the copy lies.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Takes in what was done meanwhile.
    pub(super) fn enter(&mut self, entry: Entry) {
        let entered = catch_unwind(AssertUnwindSafe(|| self.ledger.enter(entry)));
        self.lacks |= !matches!(entered, Ok(Ok(())));
    }

    /// How many transactions it lacks of so many that the project's own history lacks.
    pub(super) fn unkept(&self, of: u64) -> u64 {
        match self.lacks {
            true => of,
            false => self.ledger.unkept().min(of),
        }
    }

    /// Waits until all of it will survive a loss of power.
    pub(super) fn flush(&mut self) -> Result<(), DiskError> {
        self.ledger.flush()
    }

    /// Removes the copy: everything is in the project's own history again. That it is gone is not waited for: one that a
    /// loss of power brings back is one copy too many, and is offered as any other.
    pub(super) fn remove(self) {
        let Self { path, ledger, .. } = self;
        let disk = Arc::clone(ledger.disk());
        drop(ledger);
        // The history goes first: a copy without one is whole, a history without its file is nothing. What cannot be
        // removed is one copy too many.
        let backups = backups(disk.as_ref(), &path).unwrap_or_default();
        let own = [history_path(&path), path.clone(), lock_path(&path)];
        for file in own.into_iter().chain(backups) {
            let _ = disk.remove(&file);
        }
    }
}
