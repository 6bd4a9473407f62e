//! Projects in a git working tree: what of theirs should not be committed. No git program is needed to tell.

use crate::storage::disk::{Disk, DiskError, Named, folder_of, replace};
use std::path::{Path, PathBuf};

/// What lies beside a project and belongs in no repository: the history holds everything ever typed, a key is secret, and
/// the rest is of this machine.
pub const IGNORED: [&str; 4] = ["*.onus.history*", "*.onus.lock", "*.onus.key", "*.onus.backup-*"];

/// What stands above the lines.
const WHY: &str = "# What Onus keeps beside a project. A history holds everything ever typed.";

/// A longer file is none that somebody wrote.
const MOST: u64 = 1 << 20;

/// The lines that are missing where a project lies in a git working tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignores {
    /// The file to which they belong: the one at the top of the tree.
    pub file: PathBuf,
    /// The lines that neither it nor another one on the way to the project has.
    pub missing: Vec<&'static str>,
}

impl Ignores {
    /// What the project at this path, links resolved, lacks; `None` where it lies in no git working tree, or lacks nothing.
    pub fn missing_for(disk: &dyn Disk, project: &Path) -> Option<Self> {
        let folders = folder_of(project).ancestors();
        // A folder in a clone, a file in a linked working tree or a submodule.
        let is_top = |folder: &&Path| disk.resolve(&folder.join(".git")).is_ok();
        let top = folders.clone().find(is_top)?;
        let mut missing = IGNORED.to_vec();
        for folder in folders.take_while(|folder| folder.starts_with(top)) {
            let ignored = disk.read(&folder.join(".gitignore"), MOST).unwrap_or_default();
            let ignored = String::from_utf8_lossy(&ignored);
            missing.retain(|line| !ignored.lines().any(|ignored| ignored.trim() == *line));
        }
        (!missing.is_empty()).then(|| Self {
            file: top.join(".gitignore"),
            missing,
        })
    }

    /// Appends the lines, with the line ends that the file has.
    ///
    /// # Errors
    /// If the disk refuses; the file is as it was then.
    pub fn write(&self, disk: &dyn Disk) -> Result<(), DiskError> {
        let is_there = disk.length(&self.file).named(&self.file, "read")?.is_some();
        let mut text = match is_there {
            true => disk.read(&self.file, MOST).named(&self.file, "read")?,
            false => Vec::new(),
        };
        let end = match memchr::memmem::find(&text, b"\r\n") {
            Some(_) => "\r\n",
            None => "\n",
        };
        if !text.is_empty() && !text.ends_with(b"\n") {
            text.extend(end.bytes());
        }
        for line in [WHY].iter().chain(&self.missing) {
            text.extend(line.bytes().chain(end.bytes()));
        }
        replace(disk, &self.file, [&text[..]])
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::storage::disk::RealDisk;
    use std::fs;

    /// A tree with this at its top and this in the folder of the project; what is missing, and what the file at the top is
    /// afterwards.
    fn check(top: Option<&str>, within: &str, missing: usize, after: Option<&str>) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::create_dir_all(root.join("a/b")).unwrap();
        fs::write(root.join(".git"), "gitdir: elsewhere").unwrap();
        if let Some(top) = top {
            fs::write(root.join(".gitignore"), top).unwrap();
        }
        fs::write(root.join("a/b/.gitignore"), within).unwrap();
        let project = root.join("a/b/x.onus.ron");
        let ignores = Ignores::missing_for(&RealDisk, &project);
        assert_eq!(
            ignores.as_ref().map_or(0, |ignores| ignores.missing.len()),
            missing
        );
        ignores
            .iter()
            .for_each(|ignores| ignores.write(&RealDisk).unwrap());
        assert_eq!(fs::read_to_string(root.join(".gitignore")).ok().as_deref(), after);
        assert_eq!(Ignores::missing_for(&RealDisk, &project), None);
    }

    #[test]
    fn lines_that_are_missing_are_appended_as_the_file_has_them() {
        let all = format!("{WHY}\n{}\n", IGNORED.join("\n"));
        check(None, "", 4, Some(&all));
        check(Some(&all), "", 0, Some(&all));
        check(Some(""), &all, 0, Some(""));
        check(
            Some("/target"),
            "*.onus.lock\n*.onus.key",
            2,
            Some(&format!("/target\n{WHY}\n*.onus.history*\n*.onus.backup-*\n")),
        );
        check(
            Some("/target\r\n*.onus.lock\r\n*.onus.history*\r\n*.onus.key\r\n"),
            "",
            1,
            Some(&format!(
                "/target\r\n*.onus.lock\r\n*.onus.history*\r\n*.onus.key\r\n{WHY}\r\n*.onus.backup-*\r\n"
            )),
        );
    }

    #[test]
    fn outside_of_a_tree_nothing_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(
            Ignores::missing_for(&RealDisk, &folder.path().join("x.onus.ron")),
            None
        );
    }
}
