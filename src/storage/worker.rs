//! The disk thread: it owns an open project's ledger. The window hands it transactions and snapshots and never waits;
//! where they are is told by [`Status`].

use super::compact::Unwritable;
use super::compaction::{Compacted, NotCompacted};
use super::disk::{Disk, DiskError, replace};
use super::entry::Entry;
use super::format::{self, Written as FileBytes};
use super::hash::Hash;
use super::ledger::{Ledger, SaveError};
use super::lock::Holder;
use crate::project::{Project, Timestamp};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How long a disk that refused is left alone before it is tried again.
const RETRY: Duration = Duration::from_secs(2);

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
    /// Since when the disk has refused: the time of the first edit or snapshot it did not take.
    pub failing_since: Option<Timestamp>,
    /// Sentences for the person, such as that an original could not be kept.
    pub says: Vec<String>,
}

/// How a file that was written beside the project, an export, ended: its path, or why it is not there.
pub type Written = Result<PathBuf, DiskError>;

enum Job {
    Keep(Vec<Entry>),
    Save(Snapshot),
    /// A snapshot has become bytes, on a thread of its own.
    Put(Result<FileBytes, Unwritable>, Snapshot),
    Original(Hash, Arc<[u8]>),
    CopyOriginals(PathBuf),
    Write(PathBuf, Vec<u8>, Sender<Written>),
    Compact(Sender<Result<Compacted, NotCompacted>>),
    Sign(Holder),
    Flush(Sender<()>),
    Stop,
}

/// A project as it is to be in the file.
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
    /// Starts the thread. `wake` is called from it whenever the status may have changed.
    pub fn start(ledger: Ledger, wake: impl Fn() + Send + 'static) -> Self {
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
        let owner = Owner {
            ledger,
            status: Arc::clone(&status),
            wake: Box::new(wake),
            jobs: jobs.clone(),
            saving: false,
            next: None,
            not_kept: None,
            not_saved: None,
            flushed: Vec::new(),
        };
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

struct Owner {
    ledger: Ledger,
    status: Arc<Mutex<Status>>,
    wake: Box<dyn Fn() + Send>,
    /// The way back to itself, for the thread that makes bytes of a snapshot.
    jobs: Sender<Job>,
    saving: bool,
    /// The newest snapshot that waits for the one before it.
    next: Option<Snapshot>,
    /// Why the last edits are not in the history, or the last snapshot not in the file.
    not_kept: Option<String>,
    not_saved: Option<String>,
    /// Who waits until everything is done.
    flushed: Vec<Sender<()>>,
}

impl Owner {
    fn run(mut self, inbox: &Receiver<Job>) {
        let mut stopping = false;
        while !stopping || self.saving {
            let first = if self.not_kept.is_some() && !stopping {
                match inbox.recv_timeout(RETRY) {
                    Err(RecvTimeoutError::Disconnected) => break,
                    job => job.ok(),
                }
            } else {
                match inbox.recv() {
                    Err(_) => break,
                    job => job.ok(),
                }
            };
            // Whatever waits is taken at once, so that one sync serves many transactions.
            for job in first.into_iter().chain(inbox.try_iter()) {
                stopping |= matches!(job, Job::Stop);
                self.work(job);
            }
            self.not_kept = self.ledger.flush().err().map(|error| {
                let (n, edits) = match self.ledger.unkept() {
                    1 => (1, "edit is"),
                    n => (n, "edits are"),
                };
                format!("The last {n} {edits} not on the disk and would be lost with Onus: {error} It is tried again.")
            });
            self.tell();
        }
    }

    fn work(&mut self, job: Job) {
        match job {
            Job::Keep(entries) => self.enter(entries),
            Job::Save(mut snapshot) => {
                snapshot.up_to = self.ledger.last();
                self.ledger.expect(&snapshot.project);
                self.next = Some(snapshot);
                self.begin_next();
            }
            Job::Put(bytes, snapshot) => self.put(bytes, &snapshot),
            Job::Original(sha256, bytes) => {
                if let Err(error) = self.ledger.keep_original(sha256, &bytes) {
                    self.say(format!(
                        "An original was not kept. {error} Its text is in the project all the same."
                    ));
                }
            }
            Job::CopyOriginals(from) => {
                if let Err(error) = self.ledger.copy_originals(&from) {
                    self.say(format!(
                        "Not all originals were copied. {error} Their texts are in the project."
                    ));
                }
            }
            Job::Write(path, bytes, done) => {
                let written = write(self.ledger.disk().as_ref(), path, &bytes);
                // Whoever asked may have gone; the file is there all the same.
                let _ = done.send(written);
            }
            Job::Compact(done) => {
                // Whoever asked may have gone; it is done all the same.
                let _ = done.send(self.ledger.compact());
            }
            Job::Sign(holder) => self.ledger.sign(&holder),
            Job::Flush(done) => self.flushed.push(done),
            Job::Stop => {}
        }
    }

    fn enter(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            let (label, at) = (entry.done.label.clone(), entry.done.at);
            if let Err(error) = self.ledger.enter(entry) {
                self.say(format!(
                    "“{label}” is not in the history. {error} Save the project."
                ));
            }
            self.failing_since(at);
        }
    }

    /// Makes bytes of the newest snapshot, on a thread of its own: edits are kept meanwhile.
    fn begin_next(&mut self) {
        let Some(snapshot) = self.next.take_if(|_| !self.saving) else {
            return;
        };
        self.saving = true;
        // Again, since the file that was put before it made the texts of its own known.
        self.ledger.expect(&snapshot.project);
        let jobs = self.jobs.clone();
        let make = move || {
            // If nobody takes it, the disk thread has ended.
            let _ = jobs.send(Job::Put(format::write(&snapshot.project), snapshot));
        };
        if let Err(error) = thread::Builder::new().name("save".into()).spawn(make) {
            self.saving = false;
            self.not_saved = Some(format!("Not saved: {error}. Your edits are safe in the history."));
        }
    }

    fn put(&mut self, bytes: Result<FileBytes, Unwritable>, snapshot: &Snapshot) {
        self.saving = false;
        let put = bytes
            .map_err(SaveError::from)
            .and_then(|bytes| self.ledger.put(&bytes, &snapshot.project, snapshot.up_to));
        self.ledger
            .take_saying()
            .into_iter()
            .for_each(|says| self.say(says));
        self.failing_since(snapshot.at);
        match put {
            Ok(()) => {
                self.ledger.compact_if_long();
                self.not_saved = None;
                self.status().saved_at = Some(snapshot.at);
            }
            Err(error) => {
                let safe = match self.ledger.unkept() {
                    0 => "Your edits are safe in the history.",
                    _ => "The file is as it was.",
                };
                let advice = match error {
                    SaveError::Disk(_) => " Free some room, or save elsewhere.",
                    SaveError::Unwritable(_) => "",
                };
                self.not_saved = Some(format!("Not saved. {error} {safe}{advice}"));
            }
        }
        self.begin_next();
    }

    /// Remembers the time of the first thing that a refusing disk may not have taken.
    fn failing_since(&self, at: Timestamp) {
        self.status().failing_since.get_or_insert(at);
    }

    fn say(&self, says: String) {
        self.status().says.push(says);
    }

    fn status(&self) -> MutexGuard<'_, Status> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells what is true now, and wakes whoever waits for it.
    fn tell(&mut self) {
        let failed = self.not_kept.as_ref().or(self.not_saved.as_ref());
        let state = match failed {
            Some(says) => SaveState::Failed(says.clone()),
            None if self.saving => SaveState::Saving,
            None if self.ledger.unsaved() > 0 => SaveState::Kept,
            None => SaveState::Saved,
        };
        let mut status = self.status();
        if failed.is_none() {
            status.failing_since = None;
        }
        status.state = state;
        status.unsaved = self.ledger.unsaved();
        drop(status);
        if !self.saving {
            self.flushed.drain(..).for_each(|done| {
                // Whoever waited may have gone.
                let _ = done.send(());
            });
        }
        (self.wake)();
    }
}

/// Puts bytes under a name, and returns it.
pub(super) fn write(disk: &dyn Disk, path: PathBuf, bytes: &[u8]) -> Written {
    replace(disk, &path, [bytes]).map(|()| path)
}
