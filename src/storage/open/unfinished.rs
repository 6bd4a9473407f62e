//! Projects that were not closed, found without reading them from the ends of their histories; and the copies in which
//! edits were kept while a project's own folder took none.

use crate::project::Project;
use crate::storage::disk::paths::{backup_path, backups, history_path, lock_path};
use crate::storage::disk::{Disk, RealDisk, folder_of, real_disk};
use crate::storage::history;
use crate::storage::open::{look, read};
use crate::storage::save::backup::FIRST;
use crate::storage::save::lock::{Lock, NotLocked};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// More of a history's end than its last line needs, if that is a mark.
const END: u64 = 512;

/// Whether the history of a project goes on after the last time it was saved. What it holds then, reading it says; a file
/// that is not there has none.
pub fn unfinished(project: &Path) -> bool {
    let end = || -> io::Result<Vec<u8>> {
        RealDisk.stamp(project)?.ok_or(io::ErrorKind::NotFound)?;
        let mut file = File::open(history_path(project))?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(END)))?;
        let mut bytes = Vec::new();
        file.take(END).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    end().is_ok_and(|end| !end.is_empty() && !history::ends_saved(&end))
}

/// Whether a history or a backup of a project lies beside its file.
pub fn has_past(project: &Path) -> bool {
    let has = |length: io::Result<Option<u64>>| length.is_ok_and(|length| length.unwrap_or(0) > 0);
    has(RealDisk.length(&history_path(project)))
        || backups(&RealDisk, project).is_ok_and(|backups| !backups.is_empty())
}

/// The copies that were kept in a folder while the projects' own folders took nothing, by name.
pub fn kept_elsewhere(folder: &Path) -> Vec<PathBuf> {
    let mut names = RealDisk.names(folder).unwrap_or_default();
    names.retain(|name| name.ends_with(".onus.ron"));
    names.sort();
    names.into_iter().map(|name| folder.join(name)).collect()
}

/// Whether nobody has a project open: a copy that is still being written is no matter of anybody else.
pub fn is_free(project: &Path) -> bool {
    !matches!(Lock::take(&real_disk(), project), Err(NotLocked::Held(_)))
}

/// A copy in which edits of a project were kept while its own folder took none.
#[derive(Clone, Debug)]
pub struct Rescued {
    /// Its file.
    pub path: PathBuf,
    /// What it holds.
    pub project: Project,
    /// What was in the project's own file when the copy was made; `None` where that could not be kept.
    pub base: Option<Project>,
}

/// The copies of a project in a folder that hold something else than it does. Those that cannot be read, or are being
/// written, are not among them.
pub fn copies_of(project: &Project, folder: &Path) -> Vec<Rescued> {
    let copies = kept_elsewhere(folder).into_iter().filter_map(|path| {
        let found = look(&path).ok().filter(|found| found.held().is_none())?;
        let copy = found.with_all();
        let is_of_it = copy.about().id == project.about().id && copy != project;
        is_of_it.then(|| Rescued {
            base: read(&backup_path(&path, FIRST)).map(|ready| ready.project).ok(),
            project: copy.clone(),
            path,
        })
    });
    copies.collect()
}

/// The folder, in the one of the copies, of those that are not offered any more.
const AWAY: &str = "put away";

/// Puts a copy away with all that lies beside it: it is not offered any more, and nothing of it is deleted. Returns its
/// new folder.
///
/// # Errors
/// If somebody has it open, or whatever moving it fails with.
pub fn put_away(copy: &Path) -> io::Result<PathBuf> {
    let disk = real_disk();
    let _held = Lock::take(&disk, copy).map_err(io::Error::other)?;
    let folder = folder_of(copy);
    let away = folder.join(AWAY);
    disk.create_folder(&away)?;
    let taken = disk.names(&away)?;
    let is_free = |n: &u64| !taken.contains(&n.to_string());
    let away = away.join((1_u64..).find(is_free).unwrap_or(1).to_string());
    disk.create_folder(&away)?;
    let name = |path: &Path| {
        path.file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    let (file, lock) = (name(copy), name(&lock_path(copy)));
    let stem = file.trim_end_matches("ron").to_owned();
    // The file goes first: what is left without one is offered to nobody, and kept.
    disk.rename(copy, &away.join(&file))?;
    for name in disk.names(folder)? {
        if name.starts_with(&stem) && name != lock {
            disk.rename(&folder.join(&name), &away.join(&name))?;
        }
    }
    let _ = disk.remove(&folder.join(lock));
    Ok(away)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::storage::disk::paths::history_path;

    #[test]
    fn the_end_of_a_history_says_whether_something_was_left() {
        let folder = tempfile::tempdir().unwrap();
        let project = folder.path().join("a.onus.ron");
        std::fs::write(&project, "any").unwrap();
        let hash = "0".repeat(64);
        let (head, saved, saving) = (
            format!("onus history 1 of {hash}\n"),
            format!("saved as {hash} up to 1\n"),
            format!("saving as {hash} up to 1\n"),
        );
        let edit = format!("1 {} x (label:\"{}\")\n", 800, "long ".repeat(200));
        for (history, left) in [
            (String::new(), false),
            (head.clone(), false),
            (format!("{head}{edit}"), true),
            (format!("{head}{edit}{saving}{saved}"), false),
            (format!("{head}{edit}{saving}"), true),
            (format!("{head}{edit}{saved}2 torn"), false),
            (format!("{head}{edit}{saved}{edit}"), true),
            (format!("{head}{edit}{saved}").replace('\n', "\r\n"), false),
        ] {
            std::fs::write(history_path(&project), &history).unwrap();
            assert_eq!(unfinished(&project), left, "{history}");
        }
        std::fs::remove_file(&project).unwrap();
        assert!(!unfinished(&project));
    }
}
