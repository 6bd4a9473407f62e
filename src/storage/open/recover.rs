//! All that a project's file, its history and its backups can give together, for a copy. Nothing of them is changed.

use crate::project::Project;
use crate::storage::disk::paths::{backups, history_path};
use crate::storage::disk::real_disk;
use crate::storage::disk::{Disk, Named, folder_of};
use crate::storage::format;
use crate::storage::format::hash::Hash;
use crate::storage::history::Deed;
use crate::storage::history::{self, Scan, Standing};
use crate::storage::open::past::{Misfit, Past};
use crate::storage::open::{OpenError, bytes, failed};
use std::io;
use std::path::{Path, PathBuf};

/// What could be recovered.
pub struct Recovered {
    /// The project's file, links resolved; it need not be there.
    pub path: PathBuf,
    /// The file or backup that the copy goes on from.
    pub like: PathBuf,
    /// The project.
    pub project: Project,
    /// What was possible and what was not, in sentences.
    pub says: Vec<String>,
    /// Whether nothing is known to lack.
    pub whole: bool,
    /// The edits of the history that were applied, oldest first.
    pub applied: Vec<Deed>,
}

/// A project file or a backup of it.
struct Base {
    path: PathBuf,
    project: Project,
    hash: Hash,
}

/// Puts together what is left of a project, be it that the file itself is gone. `history` is another file than the one
/// beside it, if the history lies elsewhere.
///
/// # Errors
/// If the history cannot be read, or neither the file nor a backup is there and a sound project.
pub fn recover(path: &Path, history: Option<&Path>) -> Result<Recovered, OpenError> {
    let disk = real_disk();
    let path = place(disk.as_ref(), path).map_err(|e| failed(path, &e))?;
    let mut says = Vec::new();
    let file = base(disk.as_ref(), &path);
    let is_sound = file.is_ok();
    let mut bases = Vec::new();
    let refused = file.map(|base| bases.push(base)).err();
    for backup in backups(disk.as_ref(), &path).unwrap_or_default() {
        // A backup that cannot be read cannot help.
        bases.extend(base(disk.as_ref(), &backup));
    }
    says.extend(refused.iter().map(ToString::to_string));
    let history = history.map_or_else(|| history_path(&path), Path::to_owned);
    let best = match disk.length(&history).named(&history, "read")? {
        None => {
            says.push(format!(
                "There is no history: {} is not there.",
                history.display()
            ));
            None
        }
        Some(_) => {
            let best = best(disk.as_ref(), &history, &bases)?;
            if best.is_none() {
                says.push("The history belongs to another file, and nothing of it was applied.".into());
            }
            best
        }
    };
    match refused {
        Some(error) if bases.is_empty() => Err(error),
        _ => Ok(put_together(&path, bases, best, is_sound, says)),
    }
}

/// The path of a project file, links resolved; of one that is gone, where it was.
fn place(disk: &dyn Disk, path: &Path) -> io::Result<PathBuf> {
    match disk.resolve(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let folder = disk.resolve(folder_of(path))?;
            Ok(folder.join(path.file_name().ok_or(error)?))
        }
        resolved => resolved,
    }
}

fn put_together(
    path: &Path,
    mut bases: Vec<Base>,
    best: Option<(usize, Past)>,
    is_sound: bool,
    mut says: Vec<String>,
) -> Recovered {
    let from = best.as_ref().map_or(0, |(at, _)| *at);
    let base = bases.swap_remove(from);
    let name = base
        .path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let is_file = base.path == path;
    if !is_file {
        says.push(format!("The copy goes on from the backup {name}."));
        if is_sound {
            says.push("The file as it is now is no part of it: its history does not know it.".into());
        }
    }
    let had_history = best.is_some();
    let past = best.map_or_else(|| Past::new(base.project, base.hash, None), |(_, past)| past);
    let applied: Vec<Deed> = past
        .replay
        .entries
        .iter()
        .map(|entry| Deed::of(entry, &past.project))
        .collect();
    if had_history {
        says.push(match applied.len() {
            0 => "The history holds nothing to apply to it.".into(),
            1 => "1 edit of the history was applied.".into(),
            n => format!("{n} edits of the history were applied."),
        });
    }
    let stopped = matches!(past.misfit, Some(Misfit::Damaged(..)));
    says.extend(past.misfit.iter().filter(|_| stopped).map(ToString::to_string));
    Recovered {
        path: path.to_owned(),
        like: base.path,
        whole: had_history && !stopped && (is_file || !is_sound),
        project: past.project,
        says,
        applied,
    }
}

/// Reads a file as what a copy may go on from.
fn base(disk: &dyn Disk, path: &Path) -> Result<Base, OpenError> {
    let loaded = format::read(bytes(disk, path)?).map_err(|error| OpenError::Load {
        path: path.display().to_string(),
        error,
    })?;
    Ok(Base {
        path: path.to_owned(),
        project: loaded.project,
        hash: loaded.hash,
    })
}

/// The state from which the history leads furthest, and where it leads; the first of several.
fn best(disk: &dyn Disk, history: &Path, bases: &[Base]) -> Result<Option<(usize, Past)>, OpenError> {
    let known = disk
        .open(history)
        .and_then(history::scan)
        .named(history, "read")?;
    let mut best: Option<(usize, Past)> = None;
    for (at, base) in bases.iter().enumerate() {
        if known.standing(base.hash) == Standing::Foreign {
            continue;
        }
        let scan: Scan = disk
            .open(history)
            .and_then(|reader| history::scan_on(reader, base.hash))
            .named(history, "read")?;
        let past = Past::new(base.project.clone(), base.hash, Some(&scan));
        if best.as_ref().is_none_or(|(_, best)| past.reach() > best.reach()) {
            best = Some((at, past));
        }
    }
    Ok(best)
}
