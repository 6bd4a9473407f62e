//! How the project file is written, and what is done where somebody else has written it.

use super::Ledger;
use crate::project::Project;
use crate::storage::disk::paths::history_path;
use crate::storage::disk::replace::write_like;
use crate::storage::disk::{DiskError, FileStamp, Named};
use crate::storage::format::compact::Unwritable;
use crate::storage::format::hash::{Hash, with_lf};
use crate::storage::format::{self, FILE_LIMIT, Written};
use crate::storage::history::{self, Mark};
use crate::storage::save::backup;
use std::io;

/// Why something was not kept or saved. What was kept before is as safe as it was.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The disk refused.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// A record has no form in a file.
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
    /// Somebody else has changed the file, and it is not written over.
    #[error(
        "The project file was changed outside Onus since it was read or written here, and is left as it is."
    )]
    Changed,
}

/// What lies where the project file was left.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::storage) enum FileNow {
    /// The file as it was left, but perhaps for its line ends.
    Ours,
    /// Nothing.
    Gone,
    /// What another program wrote.
    Foreign {
        /// All of it, with CR LF as LF.
        bytes: Vec<u8>,
        /// Its hash.
        hash: Hash,
    },
}

/// A file by its hash, and the project in it.
#[derive(Clone, Debug)]
pub(in crate::storage) struct Base {
    pub(in crate::storage) hash: Hash,
    pub(in crate::storage) project: Project,
}

impl Ledger {
    /// Writes the project, which is what all transactions taken in have made of it, to its file.
    ///
    /// # Errors
    /// If the disk refuses; the file is then whole, the old one or the new one.
    pub fn save(&mut self, project: &Project) -> Result<(), SaveError> {
        let up_to = self.last();
        self.expect(project);
        self.put(&format::write(project)?, project, up_to)
    }

    /// Says that this project, of which bytes are being made, may soon be the one in the file.
    pub(in crate::storage) fn expect(&mut self, project: &Project) {
        self.texts.expect(project);
    }

    /// Puts the bytes of a project that was expected, which is what the transactions up to a number have made of it, in
    /// its file.
    pub(in crate::storage) fn put(
        &mut self,
        written: &Written,
        project: &Project,
        up_to: u64,
    ) -> Result<(), SaveError> {
        let hash = written.hash();
        let base = || Base {
            hash,
            project: project.clone(),
        };
        // Where theirs is ours, no transaction leads there.
        if let Some(theirs) = self.accepted.take_if(|theirs| theirs.project == *project) {
            self.queue.mark(Mark::Saving, theirs.hash, up_to);
            self.begin_from(theirs);
        }
        let found = self.look().named(&self.path, "read")?;
        if matches!(found, FileNow::Foreign { .. }) {
            // Whoever dies before it is merged finds the history with a file that it goes on from. That this was not to be
            // had is said where the change is.
            let _ = self.keep_base();
            return Err(SaveError::Changed);
        }
        let there = self.stamp.filter(|_| found == FileNow::Ours);
        if hash != self.file || self.in_doubt || there.is_none() || self.orphaned {
            self.put_folder_in_order()?;
            // One that is gone is permitted as its history, which was permitted as it was.
            let like = history_path(&self.path);
            let fresh = write_like(self.disk.as_ref(), &self.path, Some(&like), written.parts())?;
            if let Err(error) = self.announce(hash, up_to, there) {
                fresh.discard(self.disk.as_ref());
                return Err(error);
            }
            (self.in_doubt, self.attempted) = (true, Some(base()));
            fresh.put_in_place(self.disk.as_ref(), &self.path)?;
        } else if up_to == self.end.in_file {
            return Ok(());
        }
        self.begin_from(base());
        self.end.in_file = up_to;
        self.texts.go_on_from(project, up_to)?;
        if self.orphaned {
            // The new history begins with the new file, so that only what came later is written there.
            self.queue = self.queue.after(up_to);
            (self.before, self.end.last) = (up_to, up_to);
            (self.orphaned, self.replacing) = (false, false);
        }
        self.queue.mark(Mark::Saved, hash, up_to);
        self.flush()?;
        Ok(())
    }

    /// All that comes before the file gets its name: the mark in the history, the former version under another name, and
    /// the last look whether it still is what it was. Whoever writes it in the moment after that look is not seen.
    fn announce(&mut self, hash: Hash, up_to: u64, there: Option<FileStamp>) -> Result<(), SaveError> {
        if !self.orphaned {
            self.queue.mark(Mark::Saving, hash, up_to);
            match self.flush() {
                Err(error) if !self.orphaned => return Err(error.into()),
                _ => {}
            }
        }
        if self.orphaned {
            self.check_lock()?;
            let path = history_path(&self.path);
            let begun = self.begin_history(&path, &history::mark(Mark::Saving, hash, 0))?;
            (self.end.length, self.end.full) = (Some(begun.1), Some(begun.1));
            self.inode = begun.0.inode();
            // Should the file not get its name, the next attempt takes the place of this one.
            (self.history, self.replacing) = (Some(begun.0), true);
        }
        // The work comes first: it is saved even where the former version cannot be kept.
        self.no_backup = backup::keep(self.disk.as_ref(), &self.path, self.backups).err();
        self.check_lock()?;
        if self.disk.stamp(&self.path).named(&self.path, "read")? != there {
            self.stamp = None;
            return Err(SaveError::Changed);
        }
        Ok(())
    }

    /// From here on this is what is in the file.
    pub(super) fn begin_from(&mut self, base: Base) {
        if base.hash != self.file || self.in_doubt {
            (self.stamp, self.base_noted) = (None, false);
        }
        (self.file, self.in_file) = (base.hash, base.project);
        (self.in_doubt, self.attempted) = (false, None);
    }

    /// From here on keeps so many former versions of the file, or none.
    pub fn keep_backups(&mut self, most: usize) {
        self.backups = most;
    }

    /// That the former version could not be kept, as a sentence; said once.
    pub(in crate::storage) fn take_saying(&mut self) -> Option<String> {
        let error = self.no_backup.take()?;
        let first = !std::mem::replace(&mut self.said_no_backup, true);
        first.then(|| format!("Saved, but the former version was not kept. {error}"))
    }

    /// Looks whether the file is still the one that was read or written here last. Where its stamp has not changed since
    /// it was found to be, it is not read again. A file that was just written is read once more, since stamps of old
    /// file systems are coarse.
    pub(in crate::storage) fn look(&mut self) -> io::Result<FileNow> {
        let Some(stamp) = self.disk.stamp(&self.path)? else {
            return Ok(FileNow::Gone);
        };
        if self.stamp == Some(stamp) {
            return Ok(FileNow::Ours);
        }
        let bytes = with_lf(self.disk.read(&self.path, FILE_LIMIT)?);
        let hash = Hash::of(&bytes);
        if let Some(attempted) = self.attempted.take_if(|attempted| attempted.hash == hash) {
            // It has its name after all, though the disk has not said that it will keep it.
            self.begin_from(attempted);
            self.in_doubt = true;
        }
        if hash == self.file {
            self.stamp = Some(stamp);
            return Ok(FileNow::Ours);
        }
        Ok(FileNow::Foreign { bytes, hash })
    }

    /// Gives the file a second name before the first edit that goes on from it, so that the history can be replayed
    /// whatever puts another file in its place. A file system without second names has none then: a copy would take too
    /// long.
    pub(super) fn note_base(&mut self) {
        if !std::mem::replace(&mut self.base_noted, true) {
            let _ = backup::link(self.disk.as_ref(), &self.path);
        }
    }

    /// Keeps what was in the file before somebody else wrote it as a backup: with it the history can be replayed whatever
    /// becomes of the file. A file that was not written by this version cannot be made again, and is not kept.
    pub(in crate::storage) fn keep_base(&self) -> Result<(), SaveError> {
        if backup::newest_is(self.disk.as_ref(), &self.path, self.file) {
            return Ok(());
        }
        let written = format::write(&self.in_file)?;
        if written.hash() == self.file {
            backup::keep_written(self.disk.as_ref(), &self.path, &written)?;
        }
        Ok(())
    }

    /// The project as it is in the file.
    pub(in crate::storage) fn in_file(&self) -> &Project {
        &self.in_file
    }

    /// Goes on from a file that somebody else has written, with the transaction that is entered next. It has to make the
    /// same project of theirs as of ours: the history then leads there from either file. Until then theirs is not written
    /// over.
    pub fn accept(&mut self, hash: Hash, theirs: &Project) {
        // What is named in the lines to come has to be known in both.
        self.texts.expect(theirs);
        self.accepted = Some(Base {
            hash,
            project: theirs.clone(),
        });
    }
}
