//! A history that holds more than its file: what was found is shown, and nothing is done before somebody has chosen.

use super::damaged::{self, Met};
use super::projects::{Looked, free_name};
use super::session::Session;
use crate::storage::disk::Disk;
use crate::storage::open::{self, Beyond, Found};
use crate::storage::project_name;
use std::path::Path;
use std::sync::Arc;

/// What may be done with a history that holds more than its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// The project with the edits that belong to its file.
    WithEdits,
    /// The project as it is in its file; the history is kept beside it.
    AsSaved,
    /// A copy of the project with all edits that can be applied; the file and its history stay as they are.
    Copy,
    /// The project as it is in its file, to be merged with what its history holds beyond another state of it.
    Merge,
    /// The project that somebody else has open, or what is left of a damaged one, to be read.
    Read,
    /// The project of which somebody else has a lock that stands still.
    TakeOver,
    /// A copy of a damaged project with all that its history and its backups give.
    Recovered,
    /// Nothing yet: it is looked whether somebody else still has it.
    LookAgain,
    /// Nothing now: the file and its history stay as they are.
    NotNow,
    /// A copy that was kept elsewhere is not offered any more. It is moved, not deleted.
    PutAway,
}

/// Whether somebody has to choose. One who may only read changes nothing, and sees all there is.
fn asks(found: &Found) -> bool {
    found.held().is_some() || found.read_only().is_none() && *found.past() != Beyond::Nothing
}

impl Session {
    /// The project that was found with edits beyond its file, while nobody has chosen what becomes of them.
    pub fn found(&self) -> Option<&Found> {
        self.found.as_ref()
    }

    /// Whether a project waits for somebody to choose how it is opened.
    pub(super) fn asks_what_to_open(&self) -> bool {
        self.found.is_some() || self.damaged.is_some()
    }

    /// Does what was chosen, on a thread.
    pub(super) fn recover(&mut self, choice: Recovery) {
        if let Some(damaged) = self.damaged.take() {
            return self.choose_of_damaged(damaged, choice);
        }
        let Some(found) = self.found.take() else { return };
        let path = found.path().to_owned();
        match choice {
            Recovery::WithEdits | Recovery::Read => {
                self.begin(path, move || found.with_edits().map(Looked::opened));
            }
            Recovery::AsSaved => self.begin(path, move || found.as_saved().map(Looked::opened)),
            Recovery::Copy => {
                let name = project_name(&path);
                let what = match found.held() {
                    Some(_) => "copy",
                    None => "with later edits",
                };
                let copy = free_name(path.parent().unwrap_or(&path), &format!("{name} {what}"));
                let file = copy
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                self.begin(copy.clone(), move || {
                    found.copy_with_edits(&copy).map(Looked::opened)
                });
                self.copied = Some(file);
            }
            Recovery::Merge => {
                let later = (found.base().clone(), found.with_all().clone());
                self.begin(path, move || found.as_saved().map(Looked::opened));
                self.later = Some(later);
            }
            Recovery::TakeOver => self.begin(path, move || decide(found.take_over()?)),
            Recovery::LookAgain => {
                drop(found);
                self.open_path(&path);
            }
            Recovery::NotNow if self.copies.found => self.decline_found(path),
            Recovery::NotNow | Recovery::Recovered => {}
            Recovery::PutAway => {
                // Its lock is held by what was found.
                drop(found);
                self.put_away(path);
            }
        }
    }

    /// Opens the project again that is open for reading: as it is now, and for writing where nobody else has it any more.
    pub(super) fn open_again(&mut self) {
        let reads = self.work.as_ref().is_some_and(|work| work.read_only);
        let Some(path) = self.store.path().filter(|_| reads).map(Path::to_owned) else {
            return;
        };
        self.remember_open();
        let disk = self.store.disk();
        self.begin(path.clone(), move || {
            let found = match open::look_on(&disk, &path) {
                Ok(found) => found,
                Err(error) => return damaged::met(&path, error),
            };
            match found.held() {
                Some(_) => found.with_edits().map(Looked::opened),
                None => decide(found),
            }
        });
    }

    /// Shows what was found. The project that was open is left for it, as for any other that is opened.
    pub(super) fn show_found(&mut self, found: Found) {
        self.leave();
        self.copies.found = self.is_rescued(found.path());
        self.found = Some(found);
    }
}

/// Opens a project, or says that somebody has to choose.
pub(super) fn look(disk: &Arc<dyn Disk>, path: &Path) -> Result<Looked, open::OpenError> {
    open::look_on(disk, path).map_or_else(|error| damaged::met(path, error), decide)
}

/// Reads a project so that somebody chooses in any case.
pub(super) fn look_and_ask(disk: &Arc<dyn Disk>, path: &Path) -> Result<Looked, open::OpenError> {
    let found = match open::look_on(disk, path) {
        Ok(found) => found,
        Err(error) => return damaged::met(path, error),
    };
    if found.left_out().is_empty() {
        return Ok(Looked::Found(Box::new(found)));
    }
    decide(found)
}

fn decide(found: Found) -> Result<Looked, open::OpenError> {
    if !found.left_out().is_empty() {
        return Ok(Looked::Damaged(Met::Part(Box::new(found))));
    }
    if asks(&found) {
        return Ok(Looked::Found(Box::new(found)));
    }
    found.with_edits().map(Looked::opened)
}
