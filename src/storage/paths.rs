//! Where a project's companions lie: `name.onus.ron` has them under `name.onus`.

use super::disk::beside;
use std::path::{Path, PathBuf};

/// A project file's path without `.ron`.
pub fn stem(project: &Path) -> PathBuf {
    let text = project.as_os_str().to_string_lossy();
    match text.strip_suffix(".ron") {
        Some(_) => project.with_extension(""),
        None => project.to_owned(),
    }
}

/// Where the history of a project file lies.
pub fn history_path(project: &Path) -> PathBuf {
    beside(&stem(project), ".history")
}

/// Where the lock of a project file lies.
pub fn lock_path(project: &Path) -> PathBuf {
    beside(&stem(project), ".lock")
}

/// The folder of a project file's originals.
pub fn sources_path(project: &Path) -> PathBuf {
    beside(&stem(project), ".sources")
}
