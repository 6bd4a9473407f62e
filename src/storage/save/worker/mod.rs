//! The disk thread: it owns an open project's ledger. The window hands it transactions and snapshots and never waits;
//! where they are is told by [`Status`].

mod owner;
mod second;

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
use owner::Owner;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

/// Where the edits of the open project are at this moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SaveState {
    /// Everything is in the project file.
    #[default]
    Saved,
    /// The project file is being written.
    Saving,
    /// Edits are on their way to the history.
    Keeping,
    /// Every edit is in the history, not yet in the project file.
    Kept,
    /// Something could not be written; the sentences say what, what is safe, and what to do.
    Failed(String),
}

/// What one disk thread is doing, for whoever draws it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Where the edits are.
    pub state: SaveState,
    /// When the snapshot in the project file was handed over, if this thread wrote it.
    pub saved_at: Option<Timestamp>,
    /// How many transactions are not in the project file.
    pub unsaved: u64,
    /// How many transactions are on no disk yet, and would be lost with the process.
    pub unkept: u64,
    /// Since when the disk has refused: the time of the first edit or snapshot it did not take.
    pub failing_since: Option<Timestamp>,
    /// The project file as somebody else has left it. It is not written over: the edits stay in the history until the two
    /// are merged, or the project goes on under another name.
    pub foreign: Option<Arc<Foreign>>,
    /// The copy in which edits are kept while the history's own place takes none.
    pub second: Option<PathBuf>,
    /// Sentences for the person, such as that an original could not be kept.
    pub says: Vec<String>,
}

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
    Original(Hash, Arc<[u8]>),
    CopyOriginals(PathBuf),
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
    /// The last transaction in it; known once the thread has taken it in.
    up_to: u64,
}

/// The way to the disk thread of an open project. Dropping it lets the thread finish what it was given, and waits.
#[derive(Debug)]
pub struct Worker {
    jobs: Sender<Job>,
    status: Arc<Mutex<Status>>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts the thread. `wake` is called from it whenever the status may have changed. In the folder `second` edits are
    /// kept, in a copy of the project, while their own place takes none.
    pub fn start(ledger: Ledger, second: Option<PathBuf>, wake: impl Fn() + Send + 'static) -> Self {
        let status = Arc::new(Mutex::new(Status {
            unsaved: ledger.unsaved(),
            state: if ledger.unsaved() > 0 {
                SaveState::Kept
            } else {
                SaveState::Saved
            },
            ..Status::default()
        }));
        let (jobs, inbox) = channel();
        let owner = Owner::new(ledger, second, Arc::clone(&status), Box::new(wake), jobs.clone());
        let thread = thread::Builder::new()
            .name("disk".into())
            .spawn(move || owner.run(&inbox))
            .ok();
        Self { jobs, status, thread }
    }

    /// Puts transactions in the history. Those that wait together are synced together.
    pub fn keep(&self, entries: Vec<impl Into<Entry>>) {
        if !entries.is_empty() {
            let mut status = self.lock();
            if !matches!(status.state, SaveState::Failed(_)) {
                status.state = SaveState::Keeping;
            }
            drop(status);
            self.send(Job::Keep(entries.into_iter().map(Into::into).collect()));
        }
    }

    /// Hands over what all transactions given so far have made of the project: what is saved again without being asked,
    /// and what a copy in a second place begins with.
    /// `at` is the time of the last transaction.
    pub fn follow(&self, project: Project, at: Timestamp) {
        self.send(Job::Follow(Snapshot {
            project,
            at,
            up_to: 0,
        }));
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
        self.send(Job::Save(Snapshot {
            project,
            at,
            up_to: 0,
        }));
    }

    /// Keeps a source's original in `name.onus.sources`, by its hash.
    pub fn keep_original(&self, sha256: Hash, bytes: Arc<[u8]>) {
        self.send(Job::Original(sha256, bytes));
    }

    /// Copies the originals of the project in another file beside this one.
    pub fn copy_originals(&self, from: PathBuf) {
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
        self.lock().clone()
    }

    /// The sentences said since this was called last.
    pub fn take_sayings(&self) -> Vec<String> {
        std::mem::take(&mut self.lock().says)
    }

    fn lock(&self) -> MutexGuard<'_, Status> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn send(&self, job: Job) {
        let ended = self.thread.as_ref().is_none_or(JoinHandle::is_finished);
        if ended || self.jobs.send(job).is_err() {
            let says = "The disk thread has ended. Export the project now, then start Onus again.".to_owned();
            self.lock().state = SaveState::Failed(says);
        }
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
