//! The whole history of a project, for whoever asks who did what when. Nothing is locked or written.

use crate::project::Id;
use crate::storage::disk::paths::{history_path, project_of_history};
use crate::storage::disk::{Disk, Named, RealDisk};
use crate::storage::format::{self, FILE_LIMIT};
use crate::storage::history::{self, Deed, Scan, Standing, Tale, Told};
use crate::storage::open::past::Past;
use crate::storage::open::{OpenError, failed};
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// One transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chronicled {
    /// Its number, counted from 1.
    pub number: u64,
    /// Who did what when.
    pub deed: Deed,
    /// How many records of each table it made or changed.
    pub put: BTreeMap<String, usize>,
    /// How many it deleted.
    pub deleted: BTreeMap<String, usize>,
}

/// Who did what when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chronicle {
    /// Every transaction that can be read, oldest first.
    pub entries: Vec<Chronicled>,
    /// The number of the last one that is in the file; `None` where the history does not know the file.
    pub in_file: Option<u64>,
    /// What is said of the file where the history does not know it, as a sentence.
    pub file_says: Option<String>,
    /// The lines that cannot be read, counted from 1.
    pub damaged: Vec<usize>,
}

impl Chronicle {
    /// Whether a transaction is in the file; `None` where that is not known.
    pub fn is_in_file(&self, number: u64) -> Option<bool> {
        self.in_file.map(|in_file| number <= in_file)
    }
}

/// Reads the history beside a project file. Instead of a project a history can be named. The file may be damaged or gone;
/// then handles are known as far as the history holds them.
///
/// # Errors
/// If there is neither a file nor a history, or the history cannot be read.
pub fn chronicle(path: &Path) -> Result<Chronicle, OpenError> {
    chronicle_of(path, None)
}

/// Reads `history` as that of a project file, where another one than that beside it is meant; see `chronicle`.
///
/// # Errors
/// As `chronicle`.
pub fn chronicle_of(path: &Path, history: Option<&Path>) -> Result<Chronicle, OpenError> {
    told(&RealDisk, path, history)
}

/// Reads the history beside a project file on a disk; see `chronicle`.
///
/// # Errors
/// As `chronicle`.
pub fn chronicle_on(disk: &dyn Disk, path: &Path) -> Result<Chronicle, OpenError> {
    told(disk, path, None)
}

fn told(disk: &dyn Disk, path: &Path, history: Option<&Path>) -> Result<Chronicle, OpenError> {
    let (path, history) = match history {
        Some(history) => (Some(path.to_owned()), Some(history.to_owned())),
        None if is_history(disk, path) => (project_of_history(path), Some(path.to_owned())),
        None => (Some(path.to_owned()), None),
    };
    // The file of a history that was named may be gone; so may that of one that lies beside its place.
    let resolved = |path: PathBuf| disk.resolve(&path).unwrap_or(path);
    let path = path.map(resolved);
    let beside = path.as_deref().map(history_path);
    let history = history.or(beside.filter(|history| disk.length(history).is_ok_and(|l| l.unwrap_or(0) > 0)));
    let file = path.as_deref().map(|path| (path, disk.read(path, FILE_LIMIT)));
    let Some(history) = history else {
        if let Some((path, Err(error))) = file {
            return Err(failed(path, &error));
        }
        return Ok(Chronicle {
            in_file: Some(0),
            ..Chronicle::default()
        });
    };
    let scan = disk
        .open(&history)
        .and_then(history::scan)
        .named(&history, "read")?;
    let Tale {
        told,
        damaged,
        mut handles,
    } = disk
        .open(&history)
        .and_then(history::tell)
        .named(&history, "read")?;
    let file = match file {
        None => InFile::says("The project that it belongs to cannot be told from its name."),
        Some((path, Err(_))) => InFile::says(format!("{} is not there or cannot be read.", path.display())),
        Some((path, Ok(bytes))) => in_file(path, bytes, &scan),
    };
    // What stands in for an analyst that cannot be read knows less than the history does.
    let known = file
        .analysts
        .iter()
        .filter(|(id, _)| file.up_to.is_some() || !handles.contains_key(*id));
    let known: Vec<_> = known.map(|(id, handle)| (*id, handle.clone())).collect();
    handles.extend(known);
    Ok(Chronicle {
        entries: told.into_iter().map(|told| chronicled(told, &handles)).collect(),
        in_file: file.up_to,
        file_says: file.says,
        damaged,
    })
}

/// What is known of a history from the file beside it.
#[derive(Default)]
struct InFile {
    /// The number of the last transaction in it.
    up_to: Option<u64>,
    /// Why that is not known, as a sentence.
    says: Option<String>,
    /// The handles of its analysts.
    analysts: BTreeMap<Id, String>,
}

impl InFile {
    fn says(says: impl Into<String>) -> Self {
        Self {
            says: Some(says.into()),
            ..Self::default()
        }
    }
}

fn in_file(path: &Path, bytes: Vec<u8>, scan: &Scan) -> InFile {
    let loaded = match format::salvage(bytes) {
        Ok(loaded) => loaded,
        Err(error) => return InFile::says(format!("{} cannot be read. {error}", path.display())),
    };
    let up_to = match scan.standing(loaded.hash) {
        Standing::Current(up_to) | Standing::Older(up_to) => Some(up_to),
        Standing::Foreign => None,
    };
    let says = match loaded.left_out.is_empty() {
        false => "The file that is here is damaged, so it cannot be told which of them are in it.",
        true => "The history belongs to another file than the one that is here.",
    };
    let project = Past::new(loaded.project, loaded.hash, Some(scan)).project;
    let handles = project.analysts.values().map(|a| (a.id, a.handle.clone()));
    InFile {
        up_to,
        says: up_to.is_none().then(|| says.to_owned()),
        analysts: handles.collect(),
    }
}

/// Whether a file begins as a history does.
fn is_history(disk: &dyn Disk, path: &Path) -> bool {
    const BEGIN: &[u8] = b"onus history ";
    let begins = || -> io::Result<bool> {
        let mut begin = Vec::new();
        disk.open(path)?
            .take(BEGIN.len() as u64)
            .read_to_end(&mut begin)?;
        Ok(begin == BEGIN)
    };
    // A damaged first line is told by the name.
    begins().unwrap_or(false)
        || project_of_history(path).is_some() && disk.length(path).is_ok_and(|l| l.is_some())
}

fn chronicled(told: Told, handles: &BTreeMap<Id, String>) -> Chronicled {
    Chronicled {
        number: told.number,
        deed: Deed {
            label: told.label,
            step: told.step,
            by: told.by,
            handle: handles.get(&told.by).cloned(),
            at: told.at,
        },
        put: told.put,
        deleted: told.deleted,
    }
}
