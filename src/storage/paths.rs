//! Where a project's companions lie: beside `name.onus.ron` there are `name.onus.history` and its like.

use super::disk::beside;
use std::path::{Path, PathBuf};

/// A companion of a project file. A project file of another name keeps all of it, so that no two projects in a folder
/// share a history.
fn companion(project: &Path, ending: &str) -> PathBuf {
    let name = project.file_name().unwrap_or_default();
    match name.to_str().and_then(|name| name.strip_suffix(".onus.ron")) {
        Some(name) => project.with_file_name(format!("{name}.onus{ending}")),
        None => beside(project, &format!(".onus{ending}")),
    }
}

/// Where the history of a project file lies.
pub fn history_path(project: &Path) -> PathBuf {
    companion(project, ".history")
}

/// The name under which a history that does not fit its file is set aside, numbered from 1.
pub fn aside_path(project: &Path, number: usize) -> PathBuf {
    companion(project, &format!(".history.{number}"))
}

/// Where the lock of a project file lies.
pub fn lock_path(project: &Path) -> PathBuf {
    companion(project, ".lock")
}

/// The folder of a project file's originals, each named by its SHA-256.
pub fn sources_path(project: &Path) -> PathBuf {
    companion(project, ".sources")
}

/// The path of a project file as a person meant it: `name` becomes `name.onus.ron`.
pub fn project_path(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if name.ends_with(".ron") {
        path.to_owned()
    } else if name.ends_with(".onus") {
        beside(path, ".ron")
    } else {
        beside(path, ".onus.ron")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn companions_are_named_after_the_project() {
        for (file, history) in [
            ("/a/icefcom.onus.ron", "/a/icefcom.onus.history"),
            ("b.c.onus.ron", "b.c.onus.history"),
            ("/a/icefcom.ron", "/a/icefcom.ron.onus.history"),
        ] {
            assert_eq!(history_path(Path::new(file)), Path::new(history));
        }
        let file = Path::new("/a/x.onus.ron");
        assert_eq!(lock_path(file), Path::new("/a/x.onus.lock"));
        assert_eq!(sources_path(file), Path::new("/a/x.onus.sources"));
        assert_eq!(aside_path(file, 2), Path::new("/a/x.onus.history.2"));
    }

    #[test]
    fn a_name_becomes_that_of_a_project() {
        for (meant, path) in [
            ("a/x", "a/x.onus.ron"),
            ("x.onus", "x.onus.ron"),
            ("x.onus.ron", "x.onus.ron"),
            ("x.ron", "x.ron"),
            ("v1.2", "v1.2.onus.ron"),
        ] {
            assert_eq!(project_path(Path::new(meant)), Path::new(path));
        }
    }
}
