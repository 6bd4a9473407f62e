//! The disk thread: it owns the disk while a project is open. The window hands it transactions and snapshots and never
//! waits; what stands on the disk is told by [`SaveState`].

use super::disk::{Disk, replace};
use super::lock::{Holder, Lock};
use super::paths::{history_path, sources_path};
use super::{format, history};
use crate::project::{Project, Timestamp, Transaction};
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// What is true of the open project's edits at this moment.
#[derive(Clone, Debug, Default, PartialEq)]
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
    /// Something could not be written; the sentence says what, and what to do.
    Failed(String),
}

/// What one disk thread is doing, for whoever draws it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Status {
    /// Where the edits are.
    pub state: SaveState,
    /// When the project file was written last by this thread.
    pub saved_at: Option<Timestamp>,
    /// Sentences for the person: an export that is there, a file that could not be written.
    pub says: Vec<String>,
}

/// What a file that was written outside the project ended as.
pub type Written = io::Result<PathBuf>;

enum Job {
    Keep(Vec<Transaction>),
    Save {
        project: Box<Project>,
        at: Timestamp,
    },
    Original {
        sha256: String,
        bytes: Arc<[u8]>,
    },
    Write {
        path: PathBuf,
        bytes: Vec<u8>,
        done: Sender<Written>,
    },
    Named(Holder),
    Flush(Sender<()>),
}

/// The way to the disk thread of an open project. Dropping it lets the thread finish what it was given, and waits.
#[derive(Debug)]
pub struct Worker {
    jobs: Option<Sender<Job>>,
    status: Arc<Mutex<Status>>,
    thread: Option<JoinHandle<()>>,
}

/// What the disk thread begins with.
pub struct Start {
    /// The disk.
    pub disk: Box<dyn Disk>,
    /// The project file.
    pub path: PathBuf,
    /// The lock, held until the thread ends.
    pub lock: Option<Lock>,
    /// The number of the next transaction.
    pub next: u64,
    /// The texts that file and history hold already, by hash, so that they are not written again.
    pub texts: history::Texts,
}

impl Worker {
    /// Starts the thread. `wake` is called whenever the status changed, from the thread.
    pub fn start(start: Start, wake: impl Fn() + Send + 'static) -> Self {
        let status = Arc::new(Mutex::new(Status::default()));
        let (jobs, inbox) = channel();
        let shared = Arc::clone(&status);
        let thread = std::thread::Builder::new()
            .name("disk".into())
            .spawn(move || {
                Owner {
                    start,
                    status: shared,
                    wake: Box::new(wake),
                    named: false,
                }
                .run(&inbox)
            })
            .ok();
        Self {
            jobs: Some(jobs),
            status,
            thread,
        }
    }

    /// Puts transactions in the history. Those that wait together are synced together.
    pub fn keep(&self, transactions: Vec<Transaction>) {
        if !transactions.is_empty() {
            self.set(|s| s.state = SaveState::Keeping);
            self.send(Job::Keep(transactions));
        }
    }

    /// Writes the project file.
    pub fn save(&self, project: Project, at: Timestamp) {
        self.send(Job::Save {
            project: Box::new(project),
            at,
        });
    }

    /// Keeps a source's original in `name.onus.sources/<sha256>`.
    pub fn keep_original(&self, sha256: String, bytes: Arc<[u8]>) {
        self.send(Job::Original { sha256, bytes });
    }

    /// Puts checked bytes under their final name; how it ended comes by the channel.
    pub fn write(&self, path: PathBuf, bytes: Vec<u8>) -> Receiver<Written> {
        let (done, ended) = channel();
        self.send(Job::Write { path, bytes, done });
        ended
    }

    /// Says in the lock who has the project open.
    pub fn name_holder(&self, holder: Holder) {
        self.send(Job::Named(holder));
    }

    /// Waits until everything given so far is done. Not for the window.
    pub fn flush(&self) {
        let (done, ended) = channel();
        self.send(Job::Flush(done));
        // An error says that the thread is gone, and then nothing is left to wait for.
        let _ = ended.recv();
    }

    /// What is true now.
    pub fn status(&self) -> Status {
        self.status.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The sentences said since this was called last.
    pub fn take_sayings(&self) -> Vec<String> {
        std::mem::take(&mut self.status.lock().unwrap_or_else(PoisonError::into_inner).says)
    }

    fn set(&self, change: impl FnOnce(&mut Status)) {
        change(&mut self.status.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn send(&self, job: Job) {
        let sent = self.jobs.as_ref().is_some_and(|jobs| jobs.send(job).is_ok()) && self.thread.is_some();
        if !sent {
            let says = "The disk thread has ended. Export the project now, then start Onus again.".to_owned();
            self.set(|s| s.state = SaveState::Failed(says));
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // A panic in the thread has been printed; there is nothing to add here.
            let _ = thread.join();
        }
    }
}

struct Owner {
    start: Start,
    status: Arc<Mutex<Status>>,
    wake: Box<dyn Fn() + Send>,
    named: bool,
}

impl Owner {
    fn run(mut self, inbox: &Receiver<Job>) {
        while let Ok(first) = inbox.recv() {
            // Whatever waits is taken at once, so that one sync serves many transactions and one save many snapshots.
            let mut batch = vec![first];
            batch.extend(inbox.try_iter());
            self.work(batch);
            (self.wake)();
        }
    }

    fn work(&mut self, batch: Vec<Job>) {
        let mut kept = Vec::new();
        let mut saved = None;
        let mut flushed = Vec::new();
        for job in batch {
            match job {
                Job::Keep(transactions) => kept.extend(transactions),
                Job::Save { project, at } => {
                    // The snapshot holds what was kept before it; the history must have it first.
                    self.keep(std::mem::take(&mut kept));
                    saved = Some((project, at));
                }
                Job::Original { sha256, bytes } => self.original(&sha256, &bytes),
                Job::Write { path, bytes, done } => {
                    let written = replace(&mut *self.start.disk, &path, &[&bytes]).map(|()| path);
                    // Whoever asked may have gone; the file is there all the same.
                    let _ = done.send(written);
                }
                Job::Named(holder) => self.name(&holder),
                Job::Flush(done) => flushed.push(done),
            }
        }
        if let Some((project, at)) = saved {
            self.save(&project, at);
        }
        self.keep(kept);
        for done in flushed {
            let _ = done.send(());
        }
    }

    fn set(&self, change: impl FnOnce(&mut Status)) {
        change(&mut self.status.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn failed(&self, what: &str, why: &io::Error) {
        let says = format!("{what}: {why}. Save elsewhere, or free some room and save again.");
        self.set(|s| s.state = SaveState::Failed(says));
    }

    fn keep(&mut self, transactions: Vec<Transaction>) {
        if transactions.is_empty() {
            return;
        }
        let mut lines = String::new();
        for transaction in &transactions {
            lines.push_str(&history::entry(
                self.start.next,
                transaction,
                &mut self.start.texts,
            ));
            self.start.next += 1;
        }
        match self
            .start
            .disk
            .append(&history_path(&self.start.path), lines.as_bytes())
        {
            Ok(()) => self.set(|s| s.state = SaveState::Kept),
            Err(error) => self.failed("The last edits are not on the disk", &error),
        }
    }

    fn save(&mut self, project: &Project, at: Timestamp) {
        self.set(|s| s.state = SaveState::Saving);
        (self.wake)();
        match self.write_file(project) {
            Ok(()) => self.set(|s| {
                s.state = SaveState::Saved;
                s.saved_at = Some(at);
            }),
            Err(error) => self.failed("Not saved", &error),
        }
    }

    fn write_file(&mut self, project: &Project) -> io::Result<()> {
        let written = format::write(project).map_err(io::Error::other)?;
        let (hash, upto) = (written.hash(), self.start.next.saturating_sub(1));
        let history = history_path(&self.start.path);
        let disk = &mut *self.start.disk;
        disk.append(&history, history::saving(hash, upto).as_bytes())?;
        replace(disk, &self.start.path, &written.parts().collect::<Vec<_>>())?;
        disk.append(&history, history::saved(hash, upto).as_bytes())
    }

    fn original(&mut self, sha256: &str, bytes: &[u8]) {
        let folder = sources_path(&self.start.path);
        let path = folder.join(sha256);
        if self.start.disk.exists(&path) {
            return;
        }
        let disk = &mut *self.start.disk;
        let kept = disk
            .create_dir(&folder)
            .and_then(|()| replace(disk, &path, &[bytes]));
        if let Err(error) = kept {
            let says = format!(
                "The original {sha256} could not be kept: {error}. The text is in the project all the same."
            );
            self.set(|s| s.says.push(says));
        }
    }

    fn name(&mut self, holder: &Holder) {
        if let Some(lock) = self.start.lock.as_mut().filter(|_| !self.named) {
            // A lock that names nobody still keeps others from writing.
            self.named = lock.name(holder).is_ok();
        }
    }
}
