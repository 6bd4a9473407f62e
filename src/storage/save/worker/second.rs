//! A second place: while the folder of a project takes no edits, they are kept in a copy of it elsewhere.

use crate::project::Project;
use crate::storage::disk::paths::{backups, history_path, lock_path};
use crate::storage::disk::{Disk, DiskError, folder_of};
use crate::storage::format::compact::Unwritable;
use crate::storage::history::Entry;
use crate::storage::open::{OpenError, create_on};
use crate::storage::save::ledger::Ledger;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A copy of the project with a history of its own.
pub(super) struct Second {
    path: PathBuf,
    ledger: Ledger,
}

/// So many copies of one name may lie in the folder.
const MOST: usize = 1000;

impl Second {
    /// Makes a copy of the project, under the name of its own file or the next free one.
    pub(super) fn begin(
        disk: &Arc<dyn Disk>,
        folder: &Path,
        own: &Path,
        project: &Project,
    ) -> Result<Self, OpenError> {
        let name = own.file_name().unwrap_or_default().to_string_lossy();
        let name = name.trim_end_matches(".ron").trim_end_matches(".onus");
        let mut number = 1;
        loop {
            let file = match number {
                1 => format!("{name}.onus.ron"),
                n => format!("{name} {n}.onus.ron"),
            };
            match create_on(disk, &folder.join(file), project.clone()) {
                Err(OpenError::Exists(_) | OpenError::Taken(_)) if number < MOST => number += 1,
                opened => {
                    let opened = opened?;
                    let path = opened.path.clone();
                    return match opened.into_ledger() {
                        Some(ledger) => Ok(Self { path, ledger }),
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
    pub(super) fn enter(&mut self, entry: Entry) -> Result<(), Unwritable> {
        self.ledger.enter(entry)
    }

    /// Waits until all of it will survive a loss of power.
    pub(super) fn flush(&mut self) -> Result<(), DiskError> {
        self.ledger.flush()
    }

    /// Removes the copy: everything is in the project's own history again.
    pub(super) fn remove(self) {
        let Self { path, ledger } = self;
        let disk = Arc::clone(ledger.disk());
        drop(ledger);
        // The history goes first: a copy without one is whole, a history without its file is nothing. What cannot be
        // removed is one copy too many.
        let backups = backups(disk.as_ref(), &path).unwrap_or_default();
        let own = [history_path(&path), path.clone(), lock_path(&path)];
        for file in own.into_iter().chain(backups) {
            let _ = disk.remove(&file);
        }
        let _ = disk.sync_folder(folder_of(&path), crate::storage::disk::Sync::FreshNamed);
    }
}
