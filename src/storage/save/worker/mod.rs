//! The disk thread: it owns an open project's ledger. The window hands it transactions and snapshots and never waits;
//! where they are is told by [`Status`].

mod foreign;
mod keeping;
mod originals;
mod owner;
mod saving;
mod second;
mod told;

use super::compaction::{Compacted, NotCompacted};
use super::ledger::Ledger;
use super::lock::Holder;
use crate::project::{Project, Timestamp};
use crate::storage::disk::replace::replace;
use crate::storage::disk::{Disk, DiskError};
use crate::storage::format::Written as FileBytes;
use crate::storage::format::compact::Unwritable;
use crate::storage::format::hash::Hash;
use crate::storage::history::Entry;
use originals::CopyEnded;
use owner::Owner;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use told::Told;

pub use told::{SaveState, Status};

/// A project file that another program has changed under the open project.
#[derive(Debug)]
pub struct Foreign {
    /// What is in it now, or why it cannot be read, in sentences.
    pub theirs: Result<Project, String>,
    /// What was in it when Onus read or wrote it last.
    pub base: Project,
    pub(super) hash: Hash,
}

/// Two are the same if they are of the same state of the file.
impl PartialEq for Foreign {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash
    }
}

impl Eq for Foreign {}

/// How a file that was written beside the project, an export, ended: its path, or why it is not there.
pub type Written = Result<PathBuf, DiskError>;

enum Job {
    Keep(Vec<Entry>),
    /// What all transactions so far have made of the project.
    Follow(Snapshot),
    Save(Snapshot),
    /// A snapshot has become bytes, on a thread of its own.
    Put(Result<FileBytes, Unwritable>, Snapshot),
    /// An original was given.
    Original,
    CopyOriginals(PathBuf),
    /// An original of another project was read, on a thread of its own, which waits until it is told whether it was kept.
    Copied(Hash, Vec<u8>, Sender<bool>),
    CopyEnded(PathBuf, CopyEnded),
    Write(PathBuf, Vec<u8>, Sender<Written>),
    Compact(Sender<Result<Compacted, NotCompacted>>),
    Sign(Holder),
    /// The file was read again, on a thread of its own.
    Seen(Arc<Foreign>),
    Accept(Arc<Foreign>),
    Again,
    Flush(Sender<()>),
    Stop,
}

/// A project as it is to be in the file.
#[derive(Clone)]
struct Snapshot {
    project: Project,
    at: Timestamp,
    /// The last transaction in it that has a number, and how many were given before it; known once the thread has taken
    /// it in.
    up_to: u64,
    taken: u64,
}

impl Snapshot {
    fn new(project: Project, at: Timestamp) -> Self {
        Self {
            project,
            at,
            up_to: 0,
            taken: 0,
        }
    }
}

/// The way to the disk thread of an open project. Dropping it lets the thread finish what it was given, and waits.
#[derive(Debug)]
pub struct Worker {
    jobs: Sender<Job>,
    told: Arc<Mutex<Told>>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts the thread. `wake` is called from it whenever the status may have changed. In the folder `second` edits are
    /// kept, in a copy of the project, while their own place takes none.
    pub fn start(ledger: Ledger, second: Option<PathBuf>, wake: impl Fn() + Send + 'static) -> Self {
        let state = match ledger.unsaved() {
            0 => SaveState::Saved,
            _ => SaveState::Kept,
        };
        let status = Status {
            unsaved: ledger.unsaved(),
            state,
            ..Status::default()
        };
        let told = Arc::new(Mutex::new(Told {
            status,
            ..Told::default()
        }));
        let (jobs, inbox) = channel();
        let owner = Owner::new(ledger, second, Arc::clone(&told), Box::new(wake), jobs.clone());
        let thread = thread::Builder::new()
            .name("disk".into())
            .spawn(move || owner.run(&inbox))
            .ok();
        Self { jobs, told, thread }
    }

    /// Puts transactions in the history. Those that wait together are synced together.
    pub fn keep(&self, entries: Vec<impl Into<Entry>>) {
        if !entries.is_empty() {
            // Counted here: from now on they would be lost with the process, whatever the thread is doing.
            self.told().given += entries.len() as u64;
            self.send(Job::Keep(entries.into_iter().map(Into::into).collect()));
        }
    }

    /// Hands over what all transactions given so far have made of the project: what is saved again without being asked,
    /// and what a copy in a second place begins with.
    /// `at` is the time of the last transaction.
    pub fn follow(&self, project: Project, at: Timestamp) {
        self.send(Job::Follow(Snapshot::new(project, at)));
    }

    /// Takes a changed file as the one to go on from. The transaction that comes next makes the merged project both of
    /// ours and of theirs, so that after a crash it can be replayed on either.
    pub fn accept(&self, foreign: Arc<Foreign>) {
        self.send(Job::Accept(foreign));
    }

    /// Tries again at once what the disk refused.
    pub fn try_again(&self) {
        self.send(Job::Again);
    }

    /// Writes the project file: this project, which is what all transactions given so far have made of it.
    pub fn save(&self, project: Project, at: Timestamp) {
        self.send(Job::Save(Snapshot::new(project, at)));
    }

    /// Keeps a source's original in `name.onus.sources`, by its hash. It is tried again until the disk takes it.
    pub fn keep_original(&self, sha256: Hash, bytes: Arc<[u8]>) {
        self.told().originals.push((sha256, bytes));
        self.send(Job::Original);
    }

    /// The originals that are not on the disk yet.
    pub fn originals(&self) -> Vec<(Hash, Arc<[u8]>)> {
        self.told().originals.clone()
    }

    /// Copies the originals of the project in another file beside this one.
    pub fn copy_originals(&self, from: PathBuf) {
        self.told().copying += 1;
        self.send(Job::CopyOriginals(from));
    }

    /// Puts checked bytes under their final name; how it ended comes by the channel.
    pub fn write(&self, path: PathBuf, bytes: Vec<u8>) -> Receiver<Written> {
        let (done, ended) = channel();
        self.send(Job::Write(path, bytes, done));
        ended
    }

    /// Makes the history shorter, if all of it is in the file; how it ended comes by the channel.
    pub fn compact(&self) -> Receiver<Result<Compacted, NotCompacted>> {
        let (done, ended) = channel();
        self.send(Job::Compact(done));
        ended
    }

    /// Says in the lock who has the project open.
    pub fn sign(&self, holder: Holder) {
        self.send(Job::Sign(holder));
    }

    /// Waits until everything given so far is done, or was refused. Not for the window.
    pub fn flush(&self) {
        let (done, ended) = channel();
        self.send(Job::Flush(done));
        // An error says that the thread is gone, and then nothing is left to wait for.
        let _ = ended.recv();
    }

    /// What is true now.
    pub fn status(&self) -> Status {
        let ended = self.thread.as_ref().is_none_or(JoinHandle::is_finished);
        self.told().now(ended)
    }

    /// The sentences said since this was called last.
    pub fn take_sayings(&self) -> Vec<String> {
        std::mem::take(&mut self.told().status.says)
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn send(&self, job: Job) {
        // If nobody takes it, the thread has ended, and the status says so.
        let _ = self.jobs.send(job);
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // If it cannot be told, it has ended already.
        let _ = self.jobs.send(Job::Stop);
        if let Some(thread) = self.thread.take() {
            // A panic in the thread has been printed; there is nothing to add here.
            let _ = thread.join();
        }
    }
}

/// Puts bytes under a name, and returns it.
pub(in crate::storage) fn write(disk: &dyn Disk, path: PathBuf, bytes: &[u8]) -> Written {
    replace(disk, &path, [bytes]).map(|()| path)
}
