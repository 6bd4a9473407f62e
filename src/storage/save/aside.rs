//! Histories that do not fit their file, or lie in the way of one that does: kept under a number.

use crate::storage::disk::paths::{aside_path, history_path};
use crate::storage::disk::replace::keep_as;
use crate::storage::disk::{Disk, DiskError, Named};
use std::path::Path;

/// What becomes of a history's own name when it gets a numbered one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::storage) enum Aside {
    /// It has it no longer.
    Moved,
    /// It keeps it until a new history takes it: what is to be replayed is in a history at any time.
    Copied,
}

/// Gives the history of a project file a numbered name, and returns that name. Nobody else does so meanwhile: the lock is
/// held.
pub(in crate::storage) fn set_aside(
    disk: &dyn Disk,
    project: &Path,
    way: Aside,
) -> Result<String, DiskError> {
    let history = history_path(project);
    let rename = || {
        let mut number = 1;
        while disk.length(&aside_path(project, number))?.is_some() {
            number += 1;
        }
        let aside = aside_path(project, number);
        // Before a new history takes its name, its folder is waited for.
        match way {
            Aside::Moved => disk.rename(&history, &aside)?,
            Aside::Copied => keep_as(disk, &history, &aside)?,
        }
        Ok(aside
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned())
    };
    rename().named(&history, "set aside")
}
