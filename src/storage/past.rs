//! What the history beside a file holds beyond it, and what becomes of a history that does not fit.

use super::disk::{Disk, DiskError, Named, Sync, folder_of};
use super::hash::Hash;
use super::history::{self, Replay, Scan, Standing, Texts};
use super::ledger::{HistoryEnd, Ledger, SaveError};
use super::lock::Lock;
use super::paths::{aside_path, history_path};
use crate::project::Project;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// A project with its past.
pub(super) struct Past {
    /// The project in the file, and the hash of the file.
    in_file: Project,
    hash: Hash,
    /// The project with what was replayed.
    pub(super) project: Project,
    pub(super) replay: Replay,
    end: HistoryEnd,
    texts: Texts,
    /// How the history does not fit, if it does not.
    pub(super) misfit: Option<Misfit>,
    /// Whether its last line is torn.
    pub(super) torn: bool,
}

/// How a history may not fit the file beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Misfit {
    /// The file is an older one than the history last saved, and this many transactions came after it.
    OlderFile(u64),
    /// The history does not know the file: another program wrote it, or it is another file of the same name.
    ForeignFile,
    /// The history is damaged in this line, counted from 1, and was replayed up to there. Why, as the end of a sentence.
    Damaged(usize, String),
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OlderFile(later) => {
                let edits = if *later == 1 { "edit" } else { "edits" };
                write!(
                    f,
                    "The file is an older state than its history, which has {later} later {edits}, not applied."
                )
            }
            Self::ForeignFile => {
                f.write_str("The history beside this file belongs to another one and was not applied.")
            }
            Self::Damaged(line, why) => {
                write!(f, "The history could be applied up to line {line} only: {why}.")
            }
        }
    }
}

impl Past {
    /// Replays on the project in a file with this hash what is to be replayed of its history.
    pub(super) fn new(in_file: Project, hash: Hash, scan: Option<&Scan>) -> Self {
        let mut past = Self {
            project: in_file.clone(),
            texts: Texts::of(&in_file),
            in_file,
            hash,
            replay: Replay::default(),
            end: HistoryEnd::default(),
            misfit: None,
            torn: false,
        };
        let Some(scan) = scan else { return past };
        past.torn = scan.torn;
        match scan.standing(hash) {
            Standing::Older(later) => past.misfit = Some(Misfit::OlderFile(later)),
            Standing::Foreign => past.misfit = Some(Misfit::ForeignFile),
            Standing::Current(up_to) => {
                past.replay = history::replay(&mut past.project, scan, up_to, &mut past.texts);
                past.end = HistoryEnd {
                    length: Some(scan.length),
                    last: scan.last,
                    in_file: up_to,
                };
                let stopped = past.replay.stopped.take();
                past.misfit = stopped.map(|(line, why)| Misfit::Damaged(line, why));
            }
        }
        past
    }

    /// What writes the project from here on. A history that does not fit is set aside, untouched, and a new one begins
    /// with what could be applied of it; what is said of it goes to `notices`.
    pub(super) fn ledger(
        &mut self,
        disk: &Arc<dyn Disk>,
        path: &Path,
        lock: Option<Lock>,
        notices: &mut Vec<String>,
    ) -> Result<Ledger, SaveError> {
        let ledger = Ledger::new(Arc::clone(disk), path.to_owned(), lock, self.hash, &self.in_file);
        let Some(misfit) = &self.misfit else {
            return Ok(ledger.go_on(self.end, std::mem::take(&mut self.texts)));
        };
        let name = set_aside(disk.as_ref(), path)?;
        notices.push(format!("{misfit} It is kept as {name}, and a new one begins."));
        begin_again(ledger, &self.replay)
    }
}

/// A new history begins with what could be applied of the old one.
fn begin_again(mut ledger: Ledger, replay: &Replay) -> Result<Ledger, SaveError> {
    for transaction in &replay.done {
        ledger.enter(transaction)?;
    }
    ledger.flush()?;
    Ok(ledger)
}

/// Reads the history of a project file, if there is one.
pub(super) fn scan(disk: &dyn Disk, project: &Path) -> Result<Option<Scan>, DiskError> {
    let path = history_path(project);
    let read = || match disk.length(&path)? {
        None | Some(0) => Ok(None),
        Some(_) => history::scan(disk.open(&path)?).map(Some),
    };
    read().named(&path, "read")
}

/// Gives the history of a project file a numbered name, and returns that name. Nobody else does so meanwhile: the lock is
/// held.
pub(super) fn set_aside(disk: &dyn Disk, project: &Path) -> Result<String, DiskError> {
    let history = history_path(project);
    let rename = || {
        let mut number = 1;
        while disk.length(&aside_path(project, number))?.is_some() {
            number += 1;
        }
        let aside = aside_path(project, number);
        disk.rename(&history, &aside)?;
        disk.sync_folder(folder_of(&aside), Sync::AsideNamed)?;
        Ok(aside
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned())
    };
    rename().named(&history, "set aside")
}
