//! Projects that were not closed: found without reading them, from the ends of their histories.

use crate::storage::disk::paths::history_path;
use crate::storage::disk::{Disk, RealDisk};
use crate::storage::history;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// More of a history's end than its last line needs, if that is a mark.
const END: u64 = 512;

/// Whether the history of a project goes on after the last time it was saved. What it holds then, reading it says; a file
/// that is not there has none.
pub fn unfinished(project: &Path) -> bool {
    let end = || -> std::io::Result<Vec<u8>> {
        RealDisk.stamp(project)?.ok_or(std::io::ErrorKind::NotFound)?;
        let mut file = File::open(history_path(project))?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(length.saturating_sub(END)))?;
        let mut bytes = Vec::new();
        file.take(END).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    end().is_ok_and(|end| !end.is_empty() && !history::ends_saved(&end))
}

/// The copies that were kept in a folder while the projects' own folders took nothing, by name.
pub fn kept_elsewhere(folder: &Path) -> Vec<PathBuf> {
    let mut names = RealDisk.names(folder).unwrap_or_default();
    names.retain(|name| name.ends_with(".onus.ron"));
    names.sort();
    names.into_iter().map(|name| folder.join(name)).collect()
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
