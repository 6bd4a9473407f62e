//! The whole history of a project, for whoever asks who did what when. Nothing is locked or written.

use crate::project::Project;
use crate::storage::disk::paths::history_path;
use crate::storage::disk::{Disk, Named, RealDisk};
use crate::storage::format::hash::{Hash, with_lf};
use crate::storage::format::{self, FILE_LIMIT};
use crate::storage::history::Deed;
use crate::storage::history::{self, Standing, Told};
use crate::storage::open::past::{Past, scan};
use crate::storage::open::{OpenError, failed};
use std::collections::BTreeMap;
use std::path::Path;

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
    /// The lines that cannot be read, counted from 1.
    pub damaged: Vec<usize>,
}

impl Chronicle {
    /// Whether a transaction is in the file; `None` where that is not known.
    pub fn is_in_file(&self, number: u64) -> Option<bool> {
        self.in_file.map(|in_file| number <= in_file)
    }
}

/// Reads the history beside a project file. The file may be damaged; then nobody's handle is known.
///
/// # Errors
/// If the file or its history cannot be read.
pub fn chronicle(path: &Path) -> Result<Chronicle, OpenError> {
    chronicle_on(&RealDisk, path)
}

/// Reads the history beside a project file on a disk; see `chronicle`.
///
/// # Errors
/// As `chronicle`.
pub fn chronicle_on(disk: &dyn Disk, path: &Path) -> Result<Chronicle, OpenError> {
    let path = disk.resolve(path).map_err(|e| failed(path, &e))?;
    let read = || disk.read(&path, FILE_LIMIT).map_err(|e| failed(&path, &e));
    let Some(scan) = scan(disk, &path)? else {
        read()?;
        return Ok(Chronicle {
            in_file: Some(0),
            ..Chronicle::default()
        });
    };
    let (hash, project) = match format::read(read()?) {
        Ok(loaded) => {
            let past = Past::new(loaded.project, loaded.hash, Some(&scan));
            (loaded.hash, Some(past.project))
        }
        Err(_) => (Hash::of(&with_lf(read()?)), None),
    };
    let in_file = match scan.standing(hash) {
        Standing::Current(up_to) | Standing::Older(up_to) => Some(up_to),
        Standing::Foreign => None,
    };
    let history = history_path(&path);
    let (told, damaged) = disk
        .open(&history)
        .and_then(history::tell)
        .named(&history, "read")?;
    let entries = told
        .into_iter()
        .map(|told| chronicled(told, project.as_ref()))
        .collect();
    Ok(Chronicle {
        entries,
        in_file,
        damaged,
    })
}

fn chronicled(told: Told, project: Option<&Project>) -> Chronicled {
    let handle = project.and_then(|project| Some(project.analysts.get(&told.by)?.handle.clone()));
    Chronicled {
        number: told.number,
        deed: Deed {
            label: told.label,
            step: told.step,
            by: told.by,
            handle,
            at: told.at,
        },
        put: told.put,
        deleted: told.deleted,
    }
}
