//! The lock of an open project: held by the operating system on `name.onus.lock`, free when its holder dies.

use super::paths::lock_path;
use crate::project::Timestamp;
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;

/// Who has a project open, and since when: by handle, never by login or machine name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Holder {
    /// The analyst's handle.
    pub handle: String,
    /// Since when.
    pub since: Timestamp,
}

/// A lock that is held as long as this value lives.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

/// Why there is no lock.
#[derive(Debug, thiserror::Error)]
pub enum NotLocked {
    /// Somebody else has the project open; they are named once they have made an edit.
    #[error("{}", says(.0))]
    Held(Option<Holder>),
    /// The folder takes no lock.
    #[error("The project could not be locked: {0}.")]
    Io(#[from] io::Error),
}

fn says(holder: &Option<Holder>) -> String {
    match holder {
        Some(Holder { handle, since }) => format!("{handle} has the project open since {since}."),
        None => "Somebody else has the project open.".into(),
    }
}

/// The most that is read of a lock file: a handle and a time are shorter.
const MOST: u64 = 4096;

impl Lock {
    /// Takes the lock of a project file. It names nobody yet.
    ///
    /// # Errors
    /// `Held` where another process has it.
    pub fn take(project: &Path) -> Result<Self, NotLocked> {
        let path = lock_path(project);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)?;
        match file.try_lock() {
            Ok(()) => {
                // What an earlier holder wrote no longer holds.
                file.set_len(0)?;
                Ok(Self { file })
            }
            Err(TryLockError::WouldBlock) => {
                let mut text = String::new();
                let read = (&mut file).take(MOST).read_to_string(&mut text);
                Err(NotLocked::Held(read.ok().and_then(|_| ron::from_str(&text).ok())))
            }
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// Says who holds it, from the first edit on.
    ///
    /// # Errors
    /// Whatever writing fails with; the lock is held all the same.
    pub fn name(&mut self, holder: &Holder) -> io::Result<()> {
        let text = ron::to_string(holder).map_err(io::Error::other)?;
        self.file.set_len(0)?;
        self.file.rewind()?;
        self.file.write_all(text.as_bytes())?;
        self.file.sync_data()
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The name must not outlive the lock; if it cannot be wiped, the next holder wipes it.
        let _ = self.file.set_len(0);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_second_opener_is_told_who_has_it_once_they_edit() {
        let folder = tempfile::tempdir().unwrap();
        let project = folder.path().join("a.onus.ron");
        let mut lock = Lock::take(&project).unwrap();
        assert!(matches!(Lock::take(&project), Err(NotLocked::Held(None))));
        let holder = Holder {
            handle: "A1".into(),
            since: "2025-06-02T08:30:00Z".parse().unwrap(),
        };
        lock.name(&holder).unwrap();
        match Lock::take(&project) {
            Err(NotLocked::Held(Some(found))) => assert_eq!(found, holder),
            other => panic!("{other:?}"),
        }
        drop(lock);
        Lock::take(&project).unwrap();
    }
}
