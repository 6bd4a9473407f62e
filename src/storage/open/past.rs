//! What the history beside a file holds beyond it, and what becomes of a history that does not fit.

use crate::project::Project;
use crate::storage::disk::paths::{backups, history_path};
use crate::storage::disk::{Disk, DiskError, Named, folder_of};
use crate::storage::format::hash::Hash;
use crate::storage::format::{self, FILE_LIMIT};
use crate::storage::history::{self, Replay, Scan, Standing, Steps, Texts};
use crate::storage::save::aside::{Aside, set_aside};
use crate::storage::save::ledger::{HistoryEnd, Ledger, SaveError};
use crate::storage::save::lock::Lock;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A project with its past.
pub(in crate::storage) struct Past {
    /// The project in the file, and the hash of the file.
    pub(in crate::storage) in_file: Project,
    pub(in crate::storage) hash: Hash,
    /// The project with what was replayed.
    pub(in crate::storage) project: Project,
    pub(in crate::storage) replay: Replay,
    /// What can be undone and redone.
    pub(in crate::storage) steps: Steps,
    end: HistoryEnd,
    texts: Texts,
    /// How the history does not fit, if it does not.
    pub(in crate::storage) misfit: Option<Misfit>,
    /// Whether its last line is torn.
    pub(in crate::storage) torn: bool,
}

/// How a history may not fit the file beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::storage) enum Misfit {
    /// The file is an older one than the history last saved, and this many transactions came after it.
    OlderFile(u64),
    /// The history does not know the file: another program wrote it, or it is another file of the same name.
    ForeignFile,
    /// It is damaged, and was replayed as far as it is whole.
    Damaged(Stopped),
}

/// Where a history ends though more follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// The line at which it does, counted from 1.
    pub line: usize,
    /// Why, as the end of a sentence.
    pub why: String,
    /// How many of its edits that are not in the file came before.
    pub read: usize,
    /// How many there are, as far as their numbers can be read.
    pub of: usize,
}

impl fmt::Display for Stopped {
    /// A sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, why, read, of } = self;
        match read {
            0 => f.write_str("None")?,
            n => write!(f, "{n}")?,
        }
        let edits = if *of == 1 {
            "edit that is"
        } else {
            "edits that are"
        };
        write!(
            f,
            " of {of} {edits} not in the file can be read. Line {line} of the history cannot: {why}."
        )
    }
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
            Self::Damaged(stopped) => write!(f, "The history is damaged. {stopped}"),
        }
    }
}

impl Past {
    /// Replays on the project in a file with this hash what is to be replayed of its history.
    pub(in crate::storage) fn new(in_file: Project, hash: Hash, scan: Option<&Scan>) -> Self {
        let mut past = Self {
            project: in_file.clone(),
            texts: Texts::of(&in_file),
            in_file,
            hash,
            replay: Replay::default(),
            steps: Steps::default(),
            end: HistoryEnd::default(),
            misfit: None,
            torn: false,
        };
        let Some(scan) = scan else { return past };
        past.torn = scan.torn;
        match scan.standing(hash) {
            Standing::Older(up_to) => past.misfit = Some(Misfit::OlderFile(scan.last.saturating_sub(up_to))),
            Standing::Foreign => past.misfit = Some(Misfit::ForeignFile),
            Standing::Current(up_to) => {
                past.replay = history::replay(&mut past.project, scan, up_to, &mut past.texts);
                past.steps = history::steps(scan, up_to, &past.replay, &past.project);
                past.end = HistoryEnd {
                    length: Some(scan.length),
                    full: Some(scan.full),
                    last: scan.last,
                    in_file: up_to,
                };
                let stopped = past.replay.stopped.take();
                let read = past.replay.entries.len();
                past.misfit = stopped.map(|(line, why)| {
                    let of = usize::try_from(scan.last.saturating_sub(up_to)).unwrap_or(usize::MAX);
                    let of = of.max(read + 1);
                    Misfit::Damaged(Stopped { line, why, read, of })
                });
            }
        }
        past
    }

    /// The number of the last transaction that is in `project`.
    pub(in crate::storage) fn reach(&self) -> u64 {
        self.end.in_file + self.replay.entries.len() as u64
    }

    /// What writes the project from here on. A history that does not fit is set aside, untouched, and a new one begins
    /// with what could be applied of it; what is said of it goes to `notices`.
    pub(in crate::storage) fn ledger(
        &mut self,
        disk: &Arc<dyn Disk>,
        path: &Path,
        lock: Lock,
        notices: &mut Vec<String>,
    ) -> Result<Ledger, SaveError> {
        let ledger = self.new_ledger(disk, path, lock);
        let Some(misfit) = &self.misfit else {
            return Ok(ledger.go_on(self.end, std::mem::take(&mut self.texts)));
        };
        let way = if self.replay.entries.is_empty() {
            Aside::Moved
        } else {
            Aside::Copied
        };
        let name = set_aside(disk.as_ref(), path, way)?;
        notices.push(format!("{misfit} It is kept as {name}, and a new one begins."));
        begin_again(ledger.replacing(), &self.replay)
    }

    /// What writes the project from its file on, without a history yet.
    pub(in crate::storage) fn new_ledger(&self, disk: &Arc<dyn Disk>, path: &Path, lock: Lock) -> Ledger {
        Ledger::new(Arc::clone(disk), path.to_owned(), lock, self.hash, &self.in_file)
    }
}

/// A state from which a history goes on, though the file beside it is not the one to go on with.
pub(in crate::storage) struct CopyFrom {
    /// The backup that holds the state, if the file itself does not.
    pub(in crate::storage) backup: Option<PathBuf>,
    /// The state, with what was replayed on it.
    pub(in crate::storage) past: Past,
}

impl CopyFrom {
    /// What a copy would hold: the file itself with all later edits where it is a checkout, else the newest backup that
    /// the history knows with what came after it.
    pub(in crate::storage) fn find(
        disk: &dyn Disk,
        path: &Path,
        past: &Past,
        scan: &Scan,
    ) -> Result<Option<Self>, DiskError> {
        match past.misfit {
            Some(Misfit::OlderFile(_)) => {
                let on = scan_on(disk, path, past.hash)?;
                let past = Past::new(past.in_file.clone(), past.hash, on.as_ref());
                Ok(Some(Self { backup: None, past }))
            }
            Some(Misfit::ForeignFile) => Self::from_backup(disk, path, scan),
            Some(Misfit::Damaged(..)) | None => Ok(None),
        }
    }

    fn from_backup(disk: &dyn Disk, path: &Path, scan: &Scan) -> Result<Option<Self>, DiskError> {
        for backup in backups(disk, path).named(folder_of(path), "read")? {
            // A backup that cannot be read is not what is looked for.
            let Ok(bytes) = disk.read(&backup, FILE_LIMIT) else {
                continue;
            };
            let Ok(loaded) = format::read(bytes) else { continue };
            if loaded.newer.is_none() && scan.standing(loaded.hash) != Standing::Foreign {
                let on = scan_on(disk, path, loaded.hash)?;
                let past = Past::new(loaded.project, loaded.hash, on.as_ref());
                let backup = Some(backup);
                return Ok(Some(Self { backup, past }));
            }
        }
        Ok(None)
    }
}

/// A new history begins with what could be applied of the old one.
fn begin_again(mut ledger: Ledger, replay: &Replay) -> Result<Ledger, SaveError> {
    for entry in &replay.entries {
        ledger.enter(entry.clone())?;
    }
    ledger.flush()?;
    Ok(ledger)
}

/// Reads the history of a project file, if there is one.
pub(in crate::storage) fn scan(disk: &dyn Disk, project: &Path) -> Result<Option<Scan>, DiskError> {
    read_history(disk, project, history::scan)
}

/// Reads it again, to replay it on a certain file.
fn scan_on(disk: &dyn Disk, project: &Path, file: Hash) -> Result<Option<Scan>, DiskError> {
    read_history(disk, project, |reader| history::scan_on(reader, file))
}

fn read_history<T>(
    disk: &dyn Disk,
    project: &Path,
    read: impl FnOnce(Box<dyn io::Read + Send>) -> io::Result<T>,
) -> Result<Option<T>, DiskError> {
    let path = history_path(project);
    let read = || match disk.length(&path)? {
        None | Some(0) => Ok(None),
        Some(_) => read(disk.open(&path)?).map(Some),
    };
    read().named(&path, "read")
}
