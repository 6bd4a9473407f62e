//! Why a file that was there is not to be found, told from what is left of the way to it.

use std::path::Path;

/// What is missing on the way to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Its folder is there.
    File,
    /// Its folder is not.
    Folder,
    /// The drive or share it lay on is not connected.
    Drive,
}

/// Where systems attach drives and shares, directly or by user.
const MOUNTS: [&str; 4] = ["/media", "/run/media", "/mnt", "/Volumes"];

impl Missing {
    /// What is missing; `None` where the file is there. May wait for a drive, so not for the window's thread.
    pub fn on_the_way_to(path: &Path) -> Option<Self> {
        if path.exists() {
            return None;
        }
        let there = path.ancestors().skip(1).find(|folder| folder.exists());
        Some(match there {
            Some(folder) if Some(folder) == path.parent() => Self::File,
            Some(folder) if is_mount(folder) || folder.parent().is_some_and(is_mount) => Self::Drive,
            Some(_) => Self::Folder,
            None => Self::Drive,
        })
    }

    /// What is missing, in a few words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::File => "File not found",
            Self::Folder => "Folder not found",
            Self::Drive => "Drive not connected",
        }
    }
}

fn is_mount(folder: &Path) -> bool {
    MOUNTS.iter().any(|mount| folder == Path::new(mount))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_of_the_way_says_what_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        let check = |path: &Path, missing: Option<Missing>| {
            assert_eq!(Missing::on_the_way_to(path), missing, "{}", path.display());
        };
        std::fs::write(folder.path().join("a"), "").unwrap();
        check(&folder.path().join("a"), None);
        check(&folder.path().join("b"), Some(Missing::File));
        check(&folder.path().join("c/d/b"), Some(Missing::Folder));
        #[cfg(target_os = "linux")]
        check(Path::new("/mnt/no such stick/b"), Some(Missing::Drive));
    }
}
