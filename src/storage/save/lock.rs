//! The lock of an open project: held by the operating system on `name.onus.lock`, free when its holder dies. The file
//! stays, and means nothing by itself.

use crate::project::Timestamp;
use crate::storage::disk::paths::lock_path;
use crate::storage::disk::{Disk, DiskFile};
use crate::storage::format::compact::{self, Layout};
use crate::storage::format::ron;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::Path;

/// Who has a project open, and since when: by handle, never by login or machine name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The analyst's handle.
    pub handle: String,
    /// The time of the first edit.
    pub since: Timestamp,
}

/// A lock that is held as long as this value lives.
pub struct Lock(Box<dyn DiskFile>);

/// Why there is no lock.
#[derive(Debug, thiserror::Error)]
pub enum NotLocked {
    /// Somebody else has the project open; they are named once they have made an edit.
    #[error("{}", says(.0))]
    Held(Option<Holder>),
    /// The folder takes no lock.
    #[error("The project could not be locked: {}.", crate::storage::disk::reason(.0))]
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
    pub fn take(disk: &dyn Disk, project: &Path) -> Result<Self, NotLocked> {
        let path = lock_path(project);
        let Some(mut file) = disk.lock(&path)? else {
            let bytes = disk.read(&path, MOST).ok();
            return Err(NotLocked::Held(
                bytes.and_then(|bytes| ron().from_bytes(&bytes).ok()),
            ));
        };
        // What an earlier holder wrote no longer holds.
        file.truncate(0)?;
        Ok(Self(file))
    }

    /// Says who holds it, from the first edit on. It is there to be read, not to be relied on, so no sync is waited for.
    ///
    /// # Errors
    /// Whatever writing fails with; the lock is held all the same.
    pub fn sign(&mut self, holder: &Holder) -> io::Result<()> {
        let mut line = String::new();
        compact::write(&mut line, holder, Layout::OneLine).map_err(io::Error::other)?;
        line.push('\n');
        self.0.truncate(0)?;
        self.0.write_all(line.as_bytes())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The name must not outlive the lock; if it cannot be wiped, the next holder wipes it.
        let _ = self.0.truncate(0);
    }
}
