//! A project open for writing: its file, its history and its lock, and the order in which they are written.

use crate::project::Project;
use crate::storage::disk::paths::{history_path, lock_path, sources_path};
use crate::storage::disk::replace::{make_folder, remove_left_over, replace, write_beside};
use crate::storage::disk::{Disk, DiskError, DiskFile, FileStamp, Named, Sync, folder_of};
use crate::storage::format::compact::Unwritable;
use crate::storage::format::hash::{Hash, with_lf};
use crate::storage::format::{self, FILE_LIMIT, Written};
use crate::storage::history::Entry;
use crate::storage::history::{self, Mark, Texts};
use crate::storage::save::backup;
use crate::storage::save::lock::{Holder, Lock};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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

/// Where a history ends.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::storage) struct HistoryEnd {
    /// The length in bytes of what is whole in it; `None` while there is no history.
    pub(in crate::storage) length: Option<u64>,
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
    /// Lines that are not in the history yet, and the number of the last transaction in them.
    queue: String,
    queued: u64,
    /// The history, open at its end; `None` before the first edit and after an error.
    pub(in crate::storage) history: Option<Box<dyn DiskFile>>,
    /// The texts that file and history hold.
    texts: Texts,
    /// The project in the file, and the hash of the one that was to take its place when it came in doubt.
    in_file: Project,
    attempted: Option<Hash>,
    /// The file when it was last found to have the hash it should have.
    stamp: Option<FileStamp>,
}

impl Ledger {
    /// A ledger of a file with this hash that holds this project, and of no history yet.
    pub(in crate::storage) fn new(
        disk: Arc<dyn Disk>,
        path: PathBuf,
        lock: Lock,
        file: Hash,
        in_file: &Project,
    ) -> Self {
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
            shortened: None,
            compacted_to: 0,
            queue: String::new(),
            queued: 0,
            history: None,
            texts: Texts::of(in_file),
            in_file: in_file.clone(),
            attempted: None,
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

    /// How many transactions are not in the file yet.
    pub fn unsaved(&self) -> u64 {
        self.queued - self.end.in_file
    }

    /// How many transactions are not in the history yet: they would be lost with the process.
    pub fn unkept(&self) -> u64 {
        self.queued - self.end.last
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
    pub(in crate::storage) fn check_lock(&self) -> Result<(), DiskError> {
        self.lock.check().named(&self.path, "written")
    }

    /// Takes in a transaction that was committed. It is kept with the next `flush`.
    ///
    /// # Errors
    /// If it has no form in the history; nothing was taken in.
    pub fn enter(&mut self, entry: impl Into<Entry>) -> Result<(), Unwritable> {
        let line = history::transaction(self.queued + 1, &entry.into(), &mut self.texts)?;
        self.queue.push_str(&line);
        self.queued += 1;
        Ok(())
    }

    /// Writes all transactions taken in to the history and waits until they will survive a loss of power.
    ///
    /// # Errors
    /// If the disk refuses; then they stay queued.
    pub fn flush(&mut self) -> Result<(), DiskError> {
        if self.queue.is_empty() {
            return Ok(());
        }
        self.check_lock()?;
        let path = history_path(&self.path);
        let (file, length) = self.append(&path)?;
        self.history = Some(file);
        self.queue.clear();
        self.end.length = Some(length);
        self.end.last = self.queued;
        Ok(())
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
        self.put_folder_in_order()?;
        self.find_history(path).named(path, "written")?;
        let Some(length) = self.end.length else {
            let stamp = self.disk.stamp(path).named(path, "written")?;
            if stamp.is_some_and(|stamp| !stamp.plain) {
                return Err(io::Error::other("it is no file")).named(path, "written");
            }
            let head = history::head(self.file);
            let parts = [head.as_bytes(), self.queue.as_bytes()];
            // Beside its name at first: a history without its head would be nobody's.
            let file =
                write_beside(self.disk.as_ref(), path, parts)?.put_in_place(self.disk.as_ref(), path)?;
            return Ok((file, (head.len() + self.queue.len()) as u64));
        };
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
            file.write_all(self.queue.as_bytes())?;
            file.sync(Sync::HistoryGrown)?;
            Ok((file, length + self.queue.len() as u64))
        };
        append().named(path, "written")
    }

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
        if matches!(self.look().named(&self.path, "read")?, FileNow::Foreign { .. }) {
            return Err(SaveError::Changed);
        }
        if hash != self.file || self.in_doubt {
            self.put_folder_in_order()?;
            let fresh = write_beside(self.disk.as_ref(), &self.path, written.parts())?;
            self.queue.push_str(&history::mark(Mark::Saving, hash, up_to));
            if let Err(error) = self.flush() {
                fresh.discard(self.disk.as_ref());
                return Err(error.into());
            }
            // The work comes first: it is saved even where the former version cannot be kept.
            self.no_backup = backup::keep(self.disk.as_ref(), &self.path, self.backups).err();
            if let Err(error) = self.check_lock() {
                fresh.discard(self.disk.as_ref());
                return Err(error.into());
            }
            (self.in_doubt, self.attempted) = (true, Some(hash));
            fresh.put_in_place(self.disk.as_ref(), &self.path)?;
            (self.file, self.in_doubt, self.attempted, self.stamp) = (hash, false, None, None);
        } else if up_to == self.end.in_file {
            return Ok(());
        }
        self.end.in_file = up_to;
        self.in_file = project.clone();
        self.texts.go_on_from(project, up_to)?;
        self.queue.push_str(&history::mark(Mark::Saved, hash, up_to));
        self.flush()?;
        Ok(())
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
        if hash == self.file || self.attempted == Some(hash) {
            self.stamp = Some(stamp);
            return Ok(FileNow::Ours);
        }
        Ok(FileNow::Foreign { bytes, hash })
    }

    /// Keeps what was in the file before somebody else wrote it as a backup: with it the history can be replayed whatever
    /// becomes of the file. A file that was not written by this version cannot be made again, and is not kept.
    pub(in crate::storage) fn keep_base(&self) -> Result<(), SaveError> {
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

    /// The project file.
    pub(in crate::storage) fn path(&self) -> &Path {
        &self.path
    }

    /// Goes on from a file that somebody else has written. The next transaction has to make the same project of theirs as
    /// of ours: the history then leads there from either file.
    pub(in crate::storage) fn accept(&mut self, hash: Hash, theirs: &Project) {
        // What is named in the lines to come has to be known in both.
        self.texts.expect(theirs);
        self.queue
            .push_str(&history::mark(Mark::Saving, hash, self.queued));
        (self.file, self.in_doubt, self.attempted, self.stamp) = (hash, false, None, None);
        self.in_file = theirs.clone();
    }

    /// Keeps the original of a source under its SHA-256. One that is there already stays.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn keep_original(&mut self, sha256: Hash, bytes: &[u8]) -> Result<(), DiskError> {
        let folder = sources_path(&self.path);
        let path = folder.join(sha256.to_string());
        make_folder(self.disk.as_ref(), &folder)?;
        if self.disk.length(&path).named(&path, "read")? == Some(bytes.len() as u64) {
            let found = self.disk.sync_folder(&folder, Sync::OriginalFound);
            return found.named(&path, "kept");
        }
        replace(self.disk.as_ref(), &path, [bytes])
    }

    /// Copies another project's originals beside this one, which goes on from a copy of it.
    ///
    /// # Errors
    /// If the disk refuses; those before are there.
    pub fn copy_originals(&mut self, from: &Path) -> Result<(), DiskError> {
        let folder = sources_path(from);
        let names = match self.disk.names(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            names => names.named(&folder, "read")?,
        };
        // Whatever else lies there is not ours.
        for sha256 in names.iter().filter_map(|name| name.parse::<Hash>().ok()) {
            let path = folder.join(sha256.to_string());
            let bytes = self.disk.read(&path, u64::MAX).named(&path, "read")?;
            self.keep_original(sha256, &bytes)?;
        }
        Ok(())
    }

    /// The disk it writes to.
    pub(in crate::storage) fn disk(&self) -> &Arc<dyn Disk> {
        &self.disk
    }
}
