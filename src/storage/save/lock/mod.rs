//! The lock of an open project, `name.onus.lock`. The operating system holds it where it can, and then it is free when its
//! holder dies; on a drive without file locks the holder gives signs of life in it. The file of a project that was open for
//! writing stays, and an empty one means nothing by itself. All who open a project have to see its drive alike, with locks or without.

mod heartbeat;

use crate::project::Timestamp;
use crate::storage::disk::paths::lock_path;
use crate::storage::disk::{Disk, DiskFile};
use crate::storage::format::compact::{self, Layout};
use crate::storage::format::ron;
use heartbeat::Heartbeat;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Who has a project open, and since when: by handle, never by login or machine name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The analyst's handle.
    pub handle: String,
    /// The time of the first edit.
    pub since: Timestamp,
}

/// A lock that somebody else has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// Who it is; named once they have made an edit.
    pub holder: Option<Holder>,
    /// How long they have given no sign of life, if that is so long that they may be gone. Only on drives without file
    /// locks: elsewhere the lock of one who is gone is free.
    pub silent: Option<Duration>,
}

/// A lock that is held as long as this value lives.
pub struct Lock {
    by: By,
    /// Where its file lies, if it was made for this lock and nothing was opened for writing yet: then it goes again.
    made: Option<(Arc<dyn Disk>, PathBuf)>,
}

enum By {
    System(Box<dyn DiskFile>),
    Heartbeat(Heartbeat),
    /// Its file was removed, and somebody else has locked the one that was made since.
    Nobody,
}

impl By {
    fn is_held(&self) -> io::Result<()> {
        match self {
            Self::System(_) | Self::Heartbeat(_) => Ok(()),
            Self::Nobody => Err(taken_over()),
        }
    }
}

/// That nothing more may be written.
fn taken_over() -> io::Error {
    io::Error::other("somebody else has taken the project over")
}

/// Why there is no lock.
#[derive(Debug, thiserror::Error)]
pub enum NotLocked {
    /// Somebody else has the project open.
    #[error("{}", says(.0))]
    Held(Held),
    /// The folder takes no lock.
    #[error("The project could not be locked: {}.", crate::storage::disk::reason(.0))]
    Io(#[from] io::Error),
}

fn says(held: &Held) -> String {
    let who = held
        .holder
        .as_ref()
        .map_or("Somebody else", |holder| &holder.handle);
    let since = held
        .holder
        .as_ref()
        .map(|holder| format!(" since {}", holder.since))
        .unwrap_or_default();
    match held.silent {
        None => format!("{who} has the project open{since}."),
        Some(silent) => format!(
            "{who} has the project open{since}, but has given no sign of life for {}.",
            lasting(silent)
        ),
    }
}

/// Whether a lock's file is the one that lies under its name.
fn has_name(disk: &dyn Disk, file: &dyn DiskFile, path: &Path) -> io::Result<bool> {
    let now = disk.stamp(path)?;
    let inodes = file.inode().zip(now.and_then(|stamp| stamp.inode));
    Ok(now.is_some() && inodes.is_none_or(|(held, now)| held == now))
}

/// A length of time in the largest unit that it fills.
pub(crate) fn lasting(time: Duration) -> String {
    let seconds = time.as_secs();
    let (n, unit) = match seconds {
        0..=59 => (seconds, "second"),
        60..=3599 => (seconds / 60, "minute"),
        3600..=86_399 => (seconds / 3600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format!("{n} {unit}{}", if n == 1 { "" } else { "s" })
}

/// The most that is read of a lock file: what stands in it is shorter.
const MOST: u64 = 4096;

impl Lock {
    /// Takes the lock of a project file. It names nobody yet.
    ///
    /// # Errors
    /// `Held` where another process has it, be it that nobody has heard of that one for long.
    pub fn take(disk: &Arc<dyn Disk>, project: &Path) -> Result<Self, NotLocked> {
        let path = lock_path(project);
        let is_new = disk.length(&path).is_ok_and(|length| length.is_none());
        let made = is_new.then(|| (Arc::clone(disk), path.clone()));
        match disk.lock(&path) {
            Ok(Some(mut file)) => {
                if is_new {
                    // Whoever may write the project may lock it. If that cannot be had, it is held all the same.
                    let _ = disk.permit_as(project, &path);
                }
                // What an earlier holder wrote no longer holds.
                file.truncate(0)?;
                let by = By::System(file);
                Ok(Self { by, made })
            }
            Ok(None) => Err(NotLocked::Held(Held {
                holder: Self::says(disk.as_ref(), project),
                silent: None,
            })),
            Err(error) if error.kind() == io::ErrorKind::Unsupported => Heartbeat::take(disk, project, false)
                .map(|beat| Self {
                    by: By::Heartbeat(beat),
                    made,
                }),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes the lock away from somebody who has given no sign of life for long. If they live after all, they find it out
    /// before they write the next time, and write nothing more.
    ///
    /// # Errors
    /// `Held` where they have given one meanwhile.
    pub fn take_over(disk: &Arc<dyn Disk>, project: &Path) -> Result<Self, NotLocked> {
        match Self::take(disk, project) {
            Err(NotLocked::Held(Held { silent: Some(_), .. })) => {
                Heartbeat::take(disk, project, true).map(|beat| Self {
                    by: By::Heartbeat(beat),
                    made: None,
                })
            }
            taken => taken,
        }
    }

    /// Who says in the lock of a project file that they have the project open, by an edit they made. Nothing is taken or
    /// changed for it, so it cannot be told from the word of somebody who was stopped and is gone.
    pub(in crate::storage) fn says(disk: &dyn Disk, project: &Path) -> Option<Holder> {
        let bytes = disk.read(&lock_path(project), MOST).ok()?;
        let mut lines = bytes.rsplit(|byte| *byte == b'\n');
        lines.find_map(|line| ron().from_bytes(line).ok())
    }

    /// The project is open for writing: the file of its lock stays.
    pub(in crate::storage) fn stay(&mut self) {
        self.made = None;
    }

    /// Says who holds it, from the first edit on. It is there to be read, not to be relied on, so no sync is waited for.
    ///
    /// # Errors
    /// Whatever writing fails with; the lock is held all the same.
    pub fn sign(&mut self, holder: &Holder) -> io::Result<()> {
        match &mut self.by {
            By::Nobody => Ok(()),
            By::Heartbeat(beat) => beat.sign(holder),
            By::System(file) => {
                let mut line = String::new();
                compact::write(&mut line, holder, Layout::OneLine).map_err(io::Error::other)?;
                line.push('\n');
                file.truncate(0)?;
                file.write_all(line.as_bytes())
            }
        }
    }

    /// Makes sure that it is held still, before something is written that others may be writing too. The lock of a file
    /// that has lost its name keeps nobody out; it is taken anew then.
    ///
    /// # Errors
    /// If somebody has taken it over, for good; or whatever looking at it fails with.
    pub(in crate::storage) fn check(&mut self, disk: &dyn Disk, project: &Path) -> io::Result<()> {
        let path = &lock_path(project);
        match &mut self.by {
            By::Heartbeat(beat) => beat.check(),
            By::System(file) => {
                if !has_name(disk, file.as_ref(), path)? {
                    self.by = disk.lock(path)?.map_or(By::Nobody, By::System);
                    if self.by.is_held().is_ok() {
                        // As with the one that lost its name.
                        let _ = disk.permit_as(project, path);
                    }
                }
                self.by.is_held()
            }
            By::Nobody => self.by.is_held(),
        }
    }

    /// Whether somebody has taken it over, as far as it was found out.
    pub(in crate::storage) fn is_lost(&self) -> bool {
        match &self.by {
            By::System(_) => false,
            By::Heartbeat(beat) => beat.is_lost(),
            By::Nobody => true,
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The name must not outlive the lock; if it cannot be wiped, the next holder wipes it.
        if let By::System(file) = &mut self.by {
            let _ = file.truncate(0);
        }
        let Some((disk, path)) = self.made.take() else {
            return;
        };
        let is_ours = match &self.by {
            By::System(file) => has_name(disk.as_ref(), file.as_ref(), &path),
            By::Heartbeat(beat) => beat.check().map(|()| true),
            By::Nobody => Ok(false),
        };
        // Whoever has opened the file meanwhile finds, before writing, that it has no name any more.
        if is_ours.unwrap_or(false) {
            let _ = disk.remove(&path);
        }
    }
}
