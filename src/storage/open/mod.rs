//! Opening and making a project: the lock, the file, and what its history holds beyond it.

pub(super) mod check;
pub(super) mod chronicle;
mod found;
pub(super) mod missing;
pub(super) mod past;
pub(super) mod recover;
pub(super) mod unfinished;

use crate::project::{Project, Transaction};
use crate::storage::disk::paths::{history_path, lock_path};
use crate::storage::disk::replace::{make_folder, replace_like};
use crate::storage::disk::{Disk, DiskError, Named, folder_of, real_disk, reason};
use crate::storage::format::compact::Unwritable;
use crate::storage::format::{self, LeftOut, LoadError, Loaded};
use crate::storage::history::{self, Scan};
use crate::storage::open::found::{Access, beyond, no_lock};
use crate::storage::open::past::{CopyFrom, Past, scan};
use crate::storage::save::aside::{Aside, set_aside};
use crate::storage::save::ledger::{Ledger, SaveError};
use crate::storage::save::lock::{Lock, NotLocked};
use crate::storage::save::watch::Seen;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use crate::storage::format::FILE_LIMIT;
pub use crate::storage::history::Deed;
pub use crate::storage::open::found::{Applicable, Beyond, Found};
pub use crate::storage::open::past::Stopped;
pub use crate::storage::open::recover::copy_recovered;

/// What a person is told of an opened project.
#[derive(Clone, Debug)]
pub struct Ready {
    /// The project, with what was replayed.
    pub project: Project,
    /// How many transactions of the history were not in the file and were replayed.
    pub replayed: usize,
    /// What undoes the newest transactions, saved or not, in the order in which they were made: those of one analyst, and at
    /// most a thousand of those that are in the file.
    pub undo: Vec<Transaction>,
    /// What does again what that analyst undid last, in the order in which it was undone.
    pub redo: Vec<Transaction>,
    /// Why the project may only be read, as a sentence.
    pub read_only: Option<String>,
    /// Whether that is since somebody else has it open.
    pub held: bool,
    /// What else there is to say, in sentences.
    pub notices: Vec<String>,
    /// Whether `project` lacks something of its file or history; what, is said in `read_only` or `notices`.
    pub incomplete: bool,
    /// What of a damaged file `project` lacks. Empty where the file is sound.
    pub left_out: LeftOut,
    /// The names of what a newer version wrote that `project` lacks, if it does.
    pub unknown: Option<String>,
}

impl Ready {
    /// All there is to say of it, in sentences. What is left out of a damaged file is named, the first few places.
    pub fn says(&self) -> Vec<String> {
        let says = self.read_only.iter().chain(&self.notices).cloned();
        says.chain(self.left_out.says()).collect()
    }

    pub(super) fn new(past: Past, lacks: Lacks, read_only: Option<String>, notices: Vec<String>) -> Self {
        let Past {
            project,
            replay,
            steps,
            misfit,
            ..
        } = past;
        Self {
            incomplete: lacks.unknown.is_some() || misfit.is_some() || !lacks.left_out.is_empty(),
            project,
            replayed: replay.entries.len(),
            undo: steps.undo,
            redo: steps.redo,
            read_only,
            held: false,
            notices,
            left_out: lacks.left_out,
            unknown: lacks.unknown,
        }
    }
}

/// An opened project and what writes it.
pub struct Opened {
    pub(super) path: PathBuf,
    /// `None` where the project may only be read.
    pub(super) ledger: Option<Ledger>,
    pub(super) ready: Ready,
    /// How its files were found before they were read.
    pub(super) seen: Seen,
}

impl Opened {
    /// The project with what was replayed, for those who only read it.
    pub fn project(&self) -> &Project {
        &self.ready.project
    }

    /// What there is to say.
    pub fn ready(&self) -> &Ready {
        &self.ready
    }

    /// What writes the project, for those who wait for the disk; `None` where it may only be read.
    pub fn into_ledger(self) -> Option<Ledger> {
        self.ledger
    }
}

/// Why a project was not opened or made. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file could not be read or written.
    #[error("{path} was not opened: {why}.")]
    Io {
        /// The file.
        path: String,
        /// What went wrong.
        why: String,
    },
    /// The file is no sound project.
    #[error("{path} was not opened. {error} The file is untouched.")]
    Load {
        /// The file.
        path: String,
        /// What is wrong with it.
        error: LoadError,
    },
    /// A companion of the file could not be read or written, or the file could not be made.
    #[error("The project was not opened. {0}")]
    Disk(#[from] DiskError),
    /// Somebody else changed the file meanwhile.
    #[error("The project file was changed while it was being opened. Open it again.")]
    Changed,
    /// A record has no form in a file.
    #[error("The project was not written. {0}")]
    Unwritable(#[from] Unwritable),
    /// There is a file already where a project was to be made.
    #[error("{0} is there already, and was left as it is. Open it, or choose another name.")]
    Exists(String),
    /// The name belongs to another project; the sentence says which.
    #[error("No copy was made: {0}")]
    Kept(String),
    /// Somebody has a project of this name open.
    #[error("{0} was not made: somebody has a project of this name open. Choose another name.")]
    Taken(String),
}

impl OpenError {
    /// Why nothing of the file can be read, where it is damaged, as sentences.
    pub fn damage(&self) -> Option<String> {
        match self {
            Self::Load {
                error: LoadError::NewerFormat(_) | LoadError::Packed,
                ..
            } => None,
            Self::Load { error, .. } => Some(error.to_string()),
            _ => None,
        }
    }
}

impl From<SaveError> for OpenError {
    fn from(error: SaveError) -> Self {
        match error {
            SaveError::Disk(error) => error.into(),
            SaveError::Unwritable(error) => error.into(),
            SaveError::Changed => Self::Changed,
        }
    }
}

pub(super) fn failed(path: &Path, error: &io::Error) -> OpenError {
    OpenError::Io {
        path: path.display().to_string(),
        why: reason(error),
    }
}

/// Opens a project file for writing, or for reading only where somebody else has it open or a newer version wrote it. Edits
/// that belong to it are applied; see `Found::with_edits`.
///
/// # Errors
/// `OpenError`; nothing was changed then.
pub fn open(path: &Path) -> Result<Opened, OpenError> {
    open_on(&real_disk(), path)
}

/// Opens a project file on a disk; see `open`.
///
/// # Errors
/// `OpenError`; nothing was changed then.
pub fn open_on(disk: &Arc<dyn Disk>, path: &Path) -> Result<Opened, OpenError> {
    look_on(disk, path)?.with_edits()
}

/// Takes the lock of a project and reads it with its history, so that somebody can choose how it is opened.
///
/// # Errors
/// `OpenError`; nothing was changed then.
pub fn look(path: &Path) -> Result<Found, OpenError> {
    look_on(&real_disk(), path)
}

/// Reads a project on a disk, so that somebody can choose how it is opened; see `look`.
///
/// # Errors
/// `OpenError`; nothing was changed then.
pub fn look_on(disk: &Arc<dyn Disk>, path: &Path) -> Result<Found, OpenError> {
    let path = disk.resolve(path).map_err(|e| failed(path, &e))?;
    // The lock comes first, so that the file is the one its last holder left.
    let lock = Lock::take(disk, &path);
    look_with(disk, path, lock)
}

/// Reads a project of which the lock was taken, or was not to be had.
fn look_with(disk: &Arc<dyn Disk>, path: PathBuf, lock: Result<Lock, NotLocked>) -> Result<Found, OpenError> {
    let seen = Seen::of(disk.as_ref(), &path);
    let loaded = loaded(&path, bytes(disk.as_ref(), &path)?)?;
    let access = match (only_read(&loaded), lock) {
        (Some(says), _) => Access::Read(says),
        (None, Ok(lock)) => Access::Write(lock),
        (None, Err(NotLocked::Io(e))) => Access::Read(no_lock(disk.as_ref(), &path, &e)),
        (None, Err(NotLocked::Held(held))) => Access::Held(held),
    };
    let scan = scan(disk.as_ref(), &path)?;
    let (notices, lacks) = (said(&loaded), Lacks::of(&loaded));
    let past = past(loaded, scan.as_ref());
    let copy = match &scan {
        Some(scan) => CopyFrom::find(disk.as_ref(), &path, &past, scan)?,
        None => None,
    };
    let beyond = beyond(&past, copy.as_ref());
    Ok(Found {
        disk: Arc::clone(disk),
        path,
        seen,
        access,
        notices,
        lacks,
        past,
        copy,
        beyond,
    })
}

/// Reads a project without a lock and without writing anything; for commands that only look.
///
/// # Errors
/// `OpenError`.
pub fn read(path: &Path) -> Result<Ready, OpenError> {
    let disk = real_disk();
    let path = disk.resolve(path).map_err(|e| failed(path, &e))?;
    let bytes = bytes(disk.as_ref(), &path)?;
    read_from(disk.as_ref(), &path, bytes)
}

/// Reads a project from the bytes that its file was found to have, and from the history that lies beside it.
pub(super) fn read_from(disk: &dyn Disk, path: &Path, bytes: Vec<u8>) -> Result<Ready, OpenError> {
    let loaded = loaded(path, bytes)?;
    let (mut notices, lacks, read_only) = (said(&loaded), Lacks::of(&loaded), only_read(&loaded));
    let scan = scan(disk, path)?;
    let past = past(loaded, scan.as_ref());
    // Somebody may be writing, so that a torn last line is none.
    notices.extend(past.misfit.iter().map(ToString::to_string));
    Ok(Ready::new(past, lacks, read_only, notices))
}

/// Reads a project from the bytes of its file and of its history, which may be none.
///
/// # Errors
/// If the file is no sound project. A history that does not fit is a notice.
pub fn read_bytes(file: Vec<u8>, history: &[u8]) -> Result<Ready, LoadError> {
    let loaded = format::read(file)?;
    let read_only = only_read(&loaded);
    // Memory can always be read.
    let scan = history::scan(history).ok().filter(|_| !history.is_empty());
    let (mut notices, lacks) = (said(&loaded), Lacks::of(&loaded));
    let past = past(loaded, scan.as_ref());
    notices.extend(past.misfit.iter().map(ToString::to_string));
    Ok(Ready::new(past, lacks, read_only, notices))
}

/// The bytes of a project file.
pub(super) fn bytes(disk: &dyn Disk, path: &Path) -> Result<Vec<u8>, OpenError> {
    disk.read(path, FILE_LIMIT).map_err(|e| failed(path, &e))
}

fn loaded(path: &Path, bytes: Vec<u8>) -> Result<Loaded, OpenError> {
    format::salvage(bytes).map_err(|error| load_error(path, error))
}

pub(super) fn load_error(path: &Path, error: LoadError) -> OpenError {
    OpenError::Load {
        path: path.display().to_string(),
        error,
    }
}

/// What the history holds beyond a file. One that does not know a damaged file is not said to belong to another one.
fn past(loaded: Loaded, scan: Option<&Scan>) -> Past {
    let is_damaged = !loaded.left_out.is_empty();
    let mut past = Past::new(loaded.project, loaded.hash, scan);
    past.misfit = past.misfit.filter(|_| !is_damaged);
    past
}

/// Why a file may not be written: it is damaged, or a newer version wrote it.
fn only_read(loaded: &Loaded) -> Option<String> {
    if !loaded.left_out.is_empty() {
        return Some(format!(
            "The file is damaged: {}. What could be read is open here for reading only. Save it under another name to go \
             on with that part; the damaged file stays as it is.",
            loaded.left_out.counts()
        ));
    }
    let unknown = loaded.newer.as_ref()?;
    let left_out = match unknown.is_empty() {
        true => String::new(),
        false => format!(" Left out, since this version does not know it: {unknown}."),
    };
    let generator = &loaded.generator;
    Some(format!(
        "{generator} wrote this project, so it is open here for reading only.{left_out}"
    ))
}

/// What a project lacks of its file.
pub(super) struct Lacks {
    /// The names of what this version does not know.
    unknown: Option<String>,
    /// What is damaged.
    pub(super) left_out: LeftOut,
}

impl Lacks {
    fn of(loaded: &Loaded) -> Self {
        Self {
            unknown: loaded
                .newer
                .as_ref()
                .filter(|unknown| !unknown.is_empty())
                .map(ToString::to_string),
            left_out: loaded.left_out.clone(),
        }
    }
}

/// What else is said of a file.
fn said(loaded: &Loaded) -> Vec<String> {
    let says = "The project file was changed outside Onus. Every check has passed.";
    (loaded.changed_outside && loaded.left_out.is_empty())
        .then(|| says.to_owned())
        .into_iter()
        .collect()
}

/// Makes a project file, and opens it. A history that lies there from an older one of that name is set aside.
///
/// # Errors
/// `Exists` where a file is there already, or whatever writing fails with.
pub fn create(path: &Path, project: Project) -> Result<Opened, OpenError> {
    create_on(&real_disk(), path, project)
}

/// Makes a project file on a disk, and opens it; see `create`.
///
/// # Errors
/// As `create`.
pub fn create_on(disk: &Arc<dyn Disk>, path: &Path, project: Project) -> Result<Opened, OpenError> {
    create_copy_on(disk, path, None, project)
}

/// Makes a project file as `create` does, for a copy of another one: it is permitted to those who are permitted that file.
///
/// # Errors
/// As `create`.
pub fn create_copy(path: &Path, of: &Path, project: Project) -> Result<Opened, OpenError> {
    create_copy_on(&real_disk(), path, Some(of), project)
}

/// Makes a project file on a disk, perhaps as a copy of another one; see `create_copy`.
///
/// # Errors
/// As `create`.
pub fn create_copy_on(
    disk: &Arc<dyn Disk>,
    path: &Path,
    like: Option<&Path>,
    project: Project,
) -> Result<Opened, OpenError> {
    let (folder, name) = (folder_of(path), path.file_name().unwrap_or_default());
    make_folder(disk.as_ref(), folder)?;
    let path = disk.resolve(folder).map_err(|e| failed(folder, &e))?.join(name);
    let exists = || disk.length(&path).map_err(|e| failed(&path, &e));
    if exists()?.is_some() {
        return Err(OpenError::Exists(path.display().to_string()));
    }
    let mut notices = Vec::new();
    let lock = match Lock::take(disk, &path) {
        Ok(lock) => lock,
        Err(NotLocked::Held(_)) => return Err(OpenError::Taken(path.display().to_string())),
        Err(NotLocked::Io(error)) => return Err(error).named(&path, "written").map_err(OpenError::Disk),
    };
    // It may have been made while the lock was not ours yet.
    if exists()?.is_some() {
        return Err(OpenError::Exists(path.display().to_string()));
    }
    let old = history_path(&path);
    if disk.length(&old).map_err(|e| failed(&old, &e))?.is_some() {
        let name = set_aside(disk.as_ref(), &path, Aside::Moved)?;
        notices.push(format!(
            "A history of an older project of this name was there. It is kept as {name}."
        ));
    }
    let written = format::write(&project)?;
    replace_like(disk.as_ref(), &path, like, written.parts())?;
    if like.is_some() {
        // The lock was made before the file was there. It holds a handle and a time, so that it is held all the same.
        let _ = disk.permit_as(&path, &lock_path(&path));
    }
    let ledger = Ledger::new(Arc::clone(disk), path.clone(), lock, written.hash(), &project);
    let ready = Ready {
        project,
        replayed: 0,
        undo: Vec::new(),
        redo: Vec::new(),
        read_only: None,
        held: false,
        notices,
        incomplete: false,
        left_out: LeftOut::default(),
        unknown: None,
    };
    let seen = Seen::of(disk.as_ref(), &path);
    Ok(Opened {
        path,
        ledger: Some(ledger),
        ready,
        seen,
    })
}
