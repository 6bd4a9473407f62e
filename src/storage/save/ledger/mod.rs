//! A project open for writing: its file, its history and its lock, and the order in which they are written.

mod file;
mod originals;
mod queue;

use crate::project::Project;
use crate::storage::disk::paths::{history_path, lock_path};
use crate::storage::disk::replace::{remove_left_over, write_like};
use crate::storage::disk::{Disk, DiskError, DiskFile, FileStamp, Named, Sync, folder_of};
use crate::storage::format::compact::Unwritable;
use crate::storage::format::hash::Hash;
use crate::storage::history::{self, Entry, Mark, Texts};
use crate::storage::save::aside::{Aside, set_aside};
use crate::storage::save::backup;
use crate::storage::save::lock::{Holder, Lock};
use file::Base;
pub(in crate::storage) use file::FileNow;
pub use file::SaveError;
pub(in crate::storage) use originals::each_original;
use queue::Queue;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where a history ends.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::storage) struct HistoryEnd {
    /// The length in bytes of what is whole in it; `None` while there is no history.
    pub(in crate::storage) length: Option<u64>,
    /// The length in bytes of all of it, a torn line at its end too; `None` where an attempt to write may have left more.
    pub(in crate::storage) full: Option<u64>,
    /// The number of the last transaction.
    pub(in crate::storage) last: u64,
    /// The number of the last transaction that is in the file too.
    pub(in crate::storage) in_file: u64,
}

/// A project open for writing. Its calls wait for the disk; the disk thread makes them for the window.
///
/// What was handed over is not lost by a disk that refuses: it stays queued, and the next call tries again.
pub struct Ledger {
    pub(in crate::storage) disk: Arc<dyn Disk>,
    /// The project file, links resolved.
    pub(in crate::storage) path: PathBuf,
    lock: Lock,
    /// The hash of the project file.
    file: Hash,
    /// A new file was to get its name, and the disk did not say that it has it: `file` may be the hash of the old one.
    in_doubt: bool,
    pub(in crate::storage) end: HistoryEnd,
    /// How many transactions came before the history that is there. They have numbers, and no lines.
    before: u64,
    /// Another program has removed or replaced the history. What is not in the file is on no disk, until it is saved and
    /// a new history begins.
    orphaned: bool,
    /// What stands under the history's name is to be replaced by one that begins with what it holds.
    replacing: bool,
    /// The length in bytes of a shorter history that was to take the place of the one that ends there, if the disk did not
    /// say that it has.
    pub(in crate::storage) shortened: Option<u64>,
    /// To what length the history was made shorter last.
    pub(in crate::storage) compacted_to: u64,
    /// The folder was put in order since the project was opened: file and history have their names.
    pub(in crate::storage) in_order: bool,
    /// How many former versions of the file are kept.
    backups: usize,
    /// Why the former version was not kept; and whether that was said.
    no_backup: Option<DiskError>,
    said_no_backup: bool,
    /// Lines that are not in the history yet, and the number of the last transaction taken in.
    queue: Queue,
    queued: u64,
    /// The history, open at its end; `None` before the first edit and after an error.
    pub(in crate::storage) history: Option<Box<dyn DiskFile>>,
    /// Its number when it was open last.
    pub(in crate::storage) inode: Option<u64>,
    /// The texts that file and history hold.
    texts: Texts,
    /// The project in the file.
    in_file: Project,
    /// Whether the file as it is now was to get a second name.
    base_noted: bool,
    /// What was to take its place when it came in doubt.
    attempted: Option<Base>,
    /// A file of somebody else, which is gone on from with the next transaction.
    accepted: Option<Base>,
    /// The file when it was last found to have the hash it should have.
    stamp: Option<FileStamp>,
}

impl Ledger {
    /// A ledger of a file with this hash that holds this project, and of no history yet.
    pub(in crate::storage) fn new(
        disk: Arc<dyn Disk>,
        path: PathBuf,
        mut lock: Lock,
        file: Hash,
        in_file: &Project,
    ) -> Self {
        lock.stay();
        Self {
            disk,
            path,
            lock,
            file,
            in_doubt: false,
            in_order: false,
            backups: backup::BACKUPS,
            no_backup: None,
            said_no_backup: false,
            end: HistoryEnd::default(),
            before: 0,
            orphaned: false,
            replacing: false,
            shortened: None,
            compacted_to: 0,
            queue: Queue::default(),
            queued: 0,
            history: None,
            inode: None,
            texts: Texts::of(in_file),
            in_file: in_file.clone(),
            base_noted: false,
            attempted: None,
            accepted: None,
            stamp: None,
        }
    }

    /// Goes on where a history ends. `texts` are those it knows there.
    pub(in crate::storage) fn go_on(self, end: HistoryEnd, texts: Texts) -> Self {
        Self {
            end,
            queued: end.last,
            texts,
            ..self
        }
    }

    /// Takes the place of the history that is there: what can be applied of it is entered next.
    pub(in crate::storage) fn replacing(self) -> Self {
        Self {
            replacing: true,
            ..self
        }
    }

    /// How many transactions are not in the file yet.
    pub fn unsaved(&self) -> u64 {
        self.queued - self.end.in_file
    }

    /// How many transactions are not in the history: they would be lost with the process.
    pub fn unkept(&self) -> u64 {
        match self.orphaned {
            true => self.unsaved(),
            false => self.queued - self.end.last,
        }
    }

    /// Whether another program has removed or replaced the history, so that only a save keeps what comes.
    pub(in crate::storage) fn is_orphaned(&self) -> bool {
        self.orphaned
    }

    /// The number of the last transaction taken in.
    pub(in crate::storage) fn last(&self) -> u64 {
        self.queued
    }

    /// Says in the lock who works here. That it is held is what counts, so it is no error if this cannot be written.
    pub fn sign(&mut self, holder: &Holder) {
        let _ = self.lock.sign(holder);
    }

    /// Whether somebody has taken the project over: nothing more is written to its file and history then.
    pub(in crate::storage) fn is_lost(&self) -> bool {
        self.lock.is_lost()
    }

    /// Makes sure that nobody else may be writing here.
    pub(in crate::storage) fn check_lock(&mut self) -> Result<(), DiskError> {
        let checked = self.lock.check(self.disk.as_ref(), &self.path);
        checked.named(&self.path, "written")
    }

    /// Takes in a transaction that was committed. It is kept with the next `flush`.
    ///
    /// # Errors
    /// If it has no form in the history; nothing was taken in.
    pub fn enter(&mut self, entry: impl Into<Entry>) -> Result<(), Unwritable> {
        let number = self.queued + 1;
        let ron = history::transaction(number, &entry.into(), &mut self.texts)?;
        self.queue.transaction(number, ron);
        if let Some(accepted) = self.accepted.take() {
            // The mark comes after the transaction: a file that is called known before its edits are would be taken for
            // one that holds all edits up to then.
            self.queue.mark(Mark::Saving, accepted.hash, self.queued);
            self.begin_from(accepted);
        }
        self.queued = number;
        Ok(())
    }

    /// Writes all transactions taken in to the history and waits until they will survive a loss of power.
    ///
    /// # Errors
    /// If the disk refuses, or another program has removed or replaced the history; then they stay queued.
    pub fn flush(&mut self) -> Result<(), DiskError> {
        if self.queue.is_empty() {
            return Ok(());
        }
        if self.orphaned {
            return Err(orphaned()).named(&history_path(&self.path), "written");
        }
        self.check_lock()?;
        let path = history_path(&self.path);
        match self.append(&path) {
            Ok((file, length)) => {
                self.inode = file.inode();
                self.history = Some(file);
                self.end.last = self.queue.last().unwrap_or(self.end.last);
                (self.end.length, self.end.full) = (Some(length), Some(length));
                self.queue = Queue::default();
                Ok(())
            }
            Err(error) => {
                self.end.full = None;
                Err(error)
            }
        }
    }

    /// Whoever worked here before may have died in the middle of it.
    fn put_folder_in_order(&mut self) -> Result<(), DiskError> {
        if self.in_order {
            return Ok(());
        }
        let (disk, history) = (self.disk.as_ref(), history_path(&self.path));
        remove_left_over(disk, [&self.path, &history, &lock_path(&self.path)]);
        let found = disk.sync_folder(folder_of(&self.path), Sync::FolderFound);
        found.named(&history, "written")?;
        self.in_order = true;
        Ok(())
    }

    /// Writes the queue, and returns the open history and its length. After an error the next attempt begins where the
    /// last one that succeeded ended, over what this one may have left.
    fn append(&mut self, path: &Path) -> Result<(Box<dyn DiskFile>, u64), DiskError> {
        if self.end.last == self.end.in_file && self.queue.last().is_some() {
            self.note_base();
        }
        self.put_folder_in_order()?;
        self.find_history(path).named(path, "written")?;
        let lines = self.queue.text(self.before);
        let Some(length) = self.end.length else {
            return self.begin_history(path, &lines);
        };
        if !self.is_history_ours(path, length).named(path, "written")? {
            (self.orphaned, self.history) = (true, None);
            return Err(orphaned()).named(path, "written");
        }
        let disk = Arc::clone(&self.disk);
        let mut append = || {
            let mut file = match self.history.take() {
                Some(file) => file,
                None => {
                    let mut file = disk.append(path)?;
                    file.truncate(length)?;
                    file
                }
            };
            file.write_all(lines.as_bytes())?;
            file.sync(Sync::HistoryGrown)?;
            Ok((file, length + lines.len() as u64))
        };
        append().named(path, "written")
    }

    fn begin_history(&mut self, path: &Path, lines: &str) -> Result<(Box<dyn DiskFile>, u64), DiskError> {
        let stamp = self.disk.stamp(path).named(path, "written")?;
        if stamp.is_some_and(|stamp| !stamp.plain) {
            return Err(io::Error::other("it is no file")).named(path, "written");
        }
        if stamp.is_some_and(|stamp| stamp.length > 0) && !self.replacing {
            // It was not there when the project was opened, and is somebody's.
            set_aside(self.disk.as_ref(), &self.path, Aside::Moved)?;
        }
        let head = history::head(self.file);
        let parts = [head.as_bytes(), lines.as_bytes()];
        // Beside its name at first: a history without its head would be nobody's.
        let fresh = write_like(self.disk.as_ref(), path, Some(&self.path), parts)?;
        let file = fresh.put_in_place(self.disk.as_ref(), path)?;
        self.replacing = false;
        Ok((file, (head.len() + lines.len()) as u64))
    }

    /// Whether the history is the one that was written or read here last. What another program has put in its place is
    /// not to be cut, and what is written in one that has lost its name is lost.
    fn is_history_ours(&self, path: &Path, length: u64) -> io::Result<bool> {
        let Some(now) = self.disk.stamp(path)? else {
            return Ok(false);
        };
        let same = self.inode.zip(now.inode).is_none_or(|(ours, now)| ours == now);
        let whole = match self.end.full {
            Some(full) => now.length == full,
            None => now.length >= length,
        };
        Ok(same && whole)
    }

    /// The disk it writes to.
    pub(in crate::storage) fn disk(&self) -> &Arc<dyn Disk> {
        &self.disk
    }

    /// The project file.
    pub(in crate::storage) fn path(&self) -> &Path {
        &self.path
    }
}

fn orphaned() -> io::Error {
    io::Error::other("another program has removed or replaced it")
}
