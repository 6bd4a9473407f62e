//! The former versions of a project file, kept beside it as `name.onus.backup-N.ron`. N grows, so the highest is the newest.

use crate::project::Project;
use crate::storage::disk::paths::{backup_numbers, backup_path};
use crate::storage::disk::replace::{keep_as, replace_like};
use crate::storage::disk::{Disk, DiskError, Named, Sync, folder_of};
use crate::storage::format::hash::{Hash, with_lf};
use crate::storage::format::{self, FILE_LIMIT, Written};
use crate::storage::save::ledger::SaveError;
use std::io;
use std::path::Path;

/// How many former versions are kept where nothing else was said.
pub const BACKUPS: usize = 3;

/// The number of the version that a copy of somebody's project began with. It stays, since a merge of the two goes out
/// from it.
pub(in crate::storage) const FIRST: u64 = 0;

/// Keeps what a project file that was just made began with: this project, or where there is none the file itself.
///
/// # Errors
/// If the disk refuses.
pub(in crate::storage) fn keep_first(
    disk: &dyn Disk,
    project: &Path,
    began: Option<&Project>,
) -> Result<(), SaveError> {
    let first = backup_path(project, FIRST);
    if let Some(began) = began {
        let written = format::write(began)?;
        return Ok(replace_like(disk, &first, Some(project), written.parts())?);
    }
    let keep = || {
        keep_as(disk, project, &first)?;
        disk.sync_folder(folder_of(project), Sync::BackupNamed)
    };
    Ok(keep().named(project, "kept as a backup")?)
}

/// Keeps the project file, which is about to be replaced, as the newest of `most` former versions. Older ones are removed.
///
/// # Errors
/// If the disk refuses; the file is as it was.
pub(in crate::storage) fn keep(disk: &dyn Disk, project: &Path, most: usize) -> Result<(), DiskError> {
    let keep = || {
        let mut numbers = backup_numbers(disk, project)?;
        numbers.retain(|number| *number != FIRST);
        if most > 0 && !is_kept(disk, project, numbers.last())? {
            let number = numbers.last().map_or(1, |last| last.saturating_add(1));
            keep_as(disk, project, &backup_path(project, number))?;
            numbers.push(number);
        }
        if most > 0 {
            // The name may be there since the first edit, and not be sure.
            disk.sync_folder(folder_of(project), Sync::BackupNamed)?;
        }
        let surplus = numbers.len().saturating_sub(most);
        let mut old = numbers.iter().take(surplus);
        old.try_for_each(|number| disk.remove(&backup_path(project, *number)))
    };
    keep().named(project, "kept as a backup")
}

/// Gives the project file, which edits are about to go on from, the name of the newest former version, where it has none
/// yet. With it they can be replayed whatever is put in its place. Nothing is waited for, and nothing is copied.
///
/// # Errors
/// If the disk refuses, or has no second names.
pub(in crate::storage) fn link(disk: &dyn Disk, project: &Path) -> io::Result<()> {
    let numbers = backup_numbers(disk, project)?;
    let newest = numbers.last().filter(|number| **number != FIRST);
    let kept = newest.map(|number| disk.stamp(&backup_path(project, *number)));
    let kept = kept.transpose()?.flatten();
    match disk.stamp(project)? {
        Some(file) if kept != Some(file) => {
            let number = numbers.last().map_or(1, |last| last.saturating_add(1));
            disk.link(project, &backup_path(project, number))
        }
        _ => Ok(()),
    }
}

/// Whether the newest former version has this hash.
pub(in crate::storage) fn newest_is(disk: &dyn Disk, project: &Path, file: Hash) -> bool {
    let newest = || {
        let number = backup_numbers(disk, project).ok()?.pop()?;
        let bytes = disk.read(&backup_path(project, number), FILE_LIMIT).ok()?;
        Some(Hash::of(&with_lf(bytes)))
    };
    newest() == Some(file)
}

/// Keeps these bytes as the newest former version: they stood in the file, and another program has written over them.
///
/// # Errors
/// If the disk refuses.
pub(in crate::storage) fn keep_written(
    disk: &dyn Disk,
    project: &Path,
    written: &Written,
) -> Result<(), DiskError> {
    let numbers = backup_numbers(disk, project).named(project, "kept as a backup")?;
    let number = numbers.last().map_or(1, |last| last.saturating_add(1));
    let backup = backup_path(project, number);
    replace_like(disk, &backup, Some(project), written.parts())
}

/// Whether the newest former version is the file itself: a save was given up after it had been kept.
fn is_kept(disk: &dyn Disk, project: &Path, newest: Option<&u64>) -> io::Result<bool> {
    let Some(file) = disk.stamp(project)? else {
        // There is nothing to be kept.
        return Ok(true);
    };
    let Some(newest) = newest else { return Ok(false) };
    let newest = backup_path(project, *newest);
    let kept = disk.stamp(&newest)?;
    if kept == Some(file) {
        return Ok(true);
    }
    // A copy is another file of the same bytes.
    let is_as_long = kept.is_some_and(|kept| kept.length == file.length);
    Ok(is_as_long && disk.read(&newest, file.length)? == disk.read(project, file.length)?)
}
