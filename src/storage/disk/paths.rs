//! Where a project's companions lie: beside `name.onus.ron` there are `name.onus.history` and its like.

use crate::storage::disk::{Disk, RealDisk, beside, folder_of};
use std::io;
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

/// The histories of a project file that were set aside and are there, oldest first.
///
/// # Errors
/// If the folder cannot be read.
pub fn asides(disk: &dyn Disk, project: &Path) -> io::Result<Vec<PathBuf>> {
    let history = history_path(project);
    let number = |name: &str| -> Option<usize> {
        let number = name.strip_prefix(history.file_name()?.to_str()?)?;
        number.strip_prefix('.')?.parse().ok()
    };
    let names = disk.names(folder_of(project))?;
    let mut numbers: Vec<usize> = names.iter().filter_map(|name| number(name)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    Ok(numbers.into_iter().map(|n| aside_path(project, n)).collect())
}

/// The project file to which a history belongs by its name, be it set aside.
pub fn project_of_history(history: &Path) -> Option<PathBuf> {
    let name = history.file_name()?.to_str()?;
    let (stem, number) = name.rsplit_once(".onus.history")?;
    let is_its_name = match number.strip_prefix('.') {
        None => number.is_empty(),
        Some(number) => number.parse::<usize>().is_ok(),
    };
    let project = match stem.ends_with(".ron") {
        true => stem.to_owned(),
        false => format!("{stem}.onus.ron"),
    };
    is_its_name.then(|| history.with_file_name(project))
}

/// The backups of a project file that are there, newest first.
///
/// # Errors
/// If the folder cannot be read.
pub fn backups(disk: &dyn Disk, project: &Path) -> io::Result<Vec<PathBuf>> {
    let numbers = backup_numbers(disk, project)?;
    let newest_first = numbers.iter().rev();
    Ok(newest_first.map(|number| backup_path(project, *number)).collect())
}

/// The numbers of the backups that are there, in order.
pub(in crate::storage) fn backup_numbers(disk: &dyn Disk, project: &Path) -> io::Result<Vec<u64>> {
    let names = disk.names(folder_of(project))?;
    let mut numbers: Vec<u64> = names
        .iter()
        .filter_map(|name| backup_number(project, name))
        .collect();
    numbers.sort_unstable();
    Ok(numbers)
}

/// Where a backup of a project file lies, a former version; numbered from 1, and the highest is the newest.
pub fn backup_path(project: &Path, number: u64) -> PathBuf {
    companion(project, &format!(".backup-{number}.ron"))
}

/// The number of a backup of this project file by its name, without its folder.
fn backup_number(project: &Path, name: &str) -> Option<u64> {
    let before = companion(project, ".backup-");
    let number = name.strip_prefix(before.file_name()?.to_str()?)?;
    let number = number.strip_suffix(".ron")?;
    // Another way to write the number is another name.
    number
        .parse()
        .ok()
        .filter(|read: &u64| read.to_string() == number)
}

/// Where the lock of a project file lies.
pub fn lock_path(project: &Path) -> PathBuf {
    companion(project, ".lock")
}

/// The folder of a project file's originals, each named by its SHA-256.
pub fn sources_path(project: &Path) -> PathBuf {
    companion(project, ".sources")
}

/// Whether a path is that of a project file or of one of its companions, so that nothing else may be written there. Both
/// have to be resolved.
fn is_of_project(project: &Path, path: &Path) -> bool {
    let history = history_path(project);
    let aside = || {
        let name = path.file_name()?.to_str()?;
        let number = name
            .strip_prefix(history.file_name()?.to_str()?)?
            .strip_prefix('.')?;
        Some(path.parent() == history.parent() && number.parse::<usize>().is_ok())
    };
    let backup = || {
        let number = backup_number(project, path.file_name()?.to_str()?);
        Some(path.parent() == project.parent() && number.is_some())
    };
    [project, &history, &lock_path(project)].contains(&path)
        || backup().unwrap_or(false)
        || path.starts_with(sources_path(project))
        || aside().unwrap_or(false)
}

/// Refuses to write something else over a project file or one of its companions, by whatever way the path leads there.
///
/// # Errors
/// A sentence.
pub fn keep_off(disk: &dyn Disk, project: &Path, path: &Path) -> Result<(), String> {
    let resolved = |path: &Path| {
        disk.resolve(path).or_else(|_| {
            let folder = disk.resolve(folder_of(path))?;
            Ok::<_, io::Error>(folder.join(path.file_name().unwrap_or_default()))
        })
    };
    // What cannot be resolved cannot be written either.
    match (resolved(project), resolved(path)) {
        (Ok(project), Ok(resolved)) if is_of_project(&project, &resolved) => Err(format!(
            "{} belongs to the project itself. Choose another name.",
            path.display()
        )),
        _ => Ok(()),
    }
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

/// The name of a project by its file: `name` of `name.onus.ron`.
pub fn project_name(project: &Path) -> String {
    let name = project.file_name().unwrap_or_default().to_string_lossy();
    name.trim_end_matches(".ron").trim_end_matches(".onus").to_owned()
}

/// A project file in a folder: the first of its name is called by it, and the next ones `name 2`, `name 3`.
pub fn numbered_project(folder: &Path, name: &str, number: usize) -> PathBuf {
    folder.join(match number {
        1 => format!("{name}.onus.ron"),
        n => format!("{name} {n}.onus.ron"),
    })
}

/// The project a person names: the file itself, or `name.onus.ron` where only `name` was said. The file may be gone, and
/// its history or backups be all there is of it.
pub fn named_project(path: &Path) -> PathBuf {
    let meant = project_path(path);
    let is_left = || {
        let backups = backups(&RealDisk, &meant);
        history_path(&meant).exists() || backups.is_ok_and(|backups| !backups.is_empty())
    };
    if !path.exists() && (meant.exists() || is_left()) {
        meant
    } else {
        path.to_owned()
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
        assert_eq!(backup_path(file, 2), Path::new("/a/x.onus.backup-2.ron"));
        assert_eq!(aside_path(file, 2), Path::new("/a/x.onus.history.2"));
    }

    #[test]
    fn a_history_is_named_after_its_project() {
        for (history, file) in [
            ("/a/x.onus.history", Some("/a/x.onus.ron")),
            ("/a/x.onus.history.2", Some("/a/x.onus.ron")),
            ("x.ron.onus.history", Some("x.ron")),
            ("/a/x.onus.history.old", None),
            ("/a/x.onus.ron", None),
        ] {
            assert_eq!(
                project_of_history(Path::new(history)).as_deref(),
                file.map(Path::new)
            );
        }
    }

    #[test]
    fn a_project_and_its_companions_are_known() {
        let project = Path::new("/a/x.onus.ron");
        for (path, its) in [
            ("/a/x.onus.ron", true),
            ("/a/x.onus.history", true),
            ("/a/x.onus.history.12", true),
            ("/a/x.onus.lock", true),
            ("/a/x.onus.backup-7.ron", true),
            ("/a/x.onus.backup-07.ron", false),
            ("/a/x.onus.backup-.ron", false),
            ("/a/y.onus.backup-7.ron", false),
            ("/b/x.onus.backup-7.ron", false),
            ("/a/x.onus.sources/ab", true),
            ("/a/x.json", false),
            ("/a/x.onus.history.json", false),
            ("/b/x.onus.history.1", false),
            ("/b/x.onus.ron", false),
            ("/a/y.onus.ron", false),
        ] {
            assert_eq!(is_of_project(project, Path::new(path)), its, "{path}");
        }
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
