//! What the disk thread does, job by job, and what it says of it.

use super::originals::Copies;
use super::second::Second;
use super::told::Told;
use super::{Job, SaveState, Snapshot, Status, write};
use crate::project::Timestamp;
use crate::storage::format::hash::Hash;
use crate::storage::save::ledger::Ledger;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a disk that refused edits is left alone before it is tried again.
pub(super) const RETRY: Duration = Duration::from_secs(2);

/// How long a disk that refused the project file is left alone: it is large, and every edit is in the history.
pub(super) const RETRY_SAVE: Duration = Duration::from_secs(20);

/// How often it is looked whether somebody else has changed the file.
const LOOK: Duration = Duration::from_secs(2);

/// How long a thread that ends waits for the next original to be read; another drive may never answer.
const SILENT: Duration = Duration::from_secs(30);

/// What to do where somebody has taken the project over.
pub(super) const LOST: &str =
    "Nothing more is written to its file from here. Save under another name, and merge the two.";

const FAULT: &str = "Something on the disk thread stopped. It is tried again; save elsewhere.";

pub(super) struct Owner {
    pub(super) ledger: Ledger,
    pub(super) told: Arc<Mutex<Told>>,
    wake: Box<dyn Fn() + Send>,
    /// The way back to itself, for the threads that make bytes of a snapshot, and read changed files and originals.
    pub(super) jobs: Sender<Job>,
    /// How many transactions it was given.
    pub(super) taken: u64,
    /// The ones of them, counted from 1, that have no form in a history, and what is said of them. They are nowhere until
    /// they are in the file.
    pub(super) formless: Vec<(u64, String)>,
    pub(super) saving: bool,
    /// The newest snapshot that waits for the one before it.
    pub(super) next: Option<Snapshot>,
    /// The newest state of the project that was handed over.
    pub(super) newest: Option<Snapshot>,
    /// Why the last edits are not in the history, the last snapshot not in the file, or an original not beside it.
    pub(super) not_kept: Option<String>,
    pub(super) not_saved: Option<String>,
    pub(super) not_held: Option<String>,
    /// When the file is written again after the disk refused it, and originals.
    pub(super) save_again: Option<Instant>,
    pub(super) hold_again: Option<Instant>,
    /// The originals of other projects that are being copied here.
    pub(super) copies: Copies,
    /// Where a copy is made while the own place takes no edits, and the copy.
    pub(super) folder: Option<PathBuf>,
    pub(super) second: Option<Second>,
    /// Whether a changed file is being read, and when it is looked again whether there is one.
    pub(super) reading: bool,
    pub(super) look: Instant,
    /// A changed file that was accepted, until it is found to be the one that is gone on from.
    pub(super) accepted: Option<Hash>,
    /// Whether there was no file when it was looked at last.
    pub(super) gone: bool,
    /// When what a fault stopped is done again.
    broken: Option<Instant>,
    /// Who waits until everything is done.
    flushed: Vec<Sender<()>>,
}

impl Owner {
    pub(super) fn new(
        ledger: Ledger,
        folder: Option<PathBuf>,
        told: Arc<Mutex<Told>>,
        wake: Box<dyn Fn() + Send>,
        jobs: Sender<Job>,
    ) -> Self {
        Self {
            ledger,
            told,
            wake,
            jobs,
            taken: 0,
            formless: Vec::new(),
            saving: false,
            next: None,
            newest: None,
            not_kept: None,
            not_saved: None,
            not_held: None,
            save_again: None,
            hold_again: None,
            copies: Copies::default(),
            folder,
            second: None,
            reading: false,
            look: Instant::now() + LOOK,
            accepted: None,
            gone: false,
            broken: None,
            flushed: Vec::new(),
        }
    }

    pub(super) fn run(mut self, inbox: &Receiver<Job>) {
        let mut stopping = false;
        while !stopping || self.saving || self.copies.are_read() {
            let first = match stopping {
                false => inbox.recv_timeout(self.patience()),
                true if self.saving => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
                true => inbox.recv_timeout(SILENT),
            };
            let idle = match &first {
                Ok(_) => false,
                Err(RecvTimeoutError::Timeout) if !stopping => true,
                Err(_) => break,
            };
            let before = self.told().status.clone();
            // Whatever waits is taken at once, so that one sync serves many transactions.
            for job in first.into_iter().chain(inbox.try_iter()) {
                stopping |= matches!(job, Job::Stop);
                // A fault in one job must not end the thread that keeps the edits.
                if catch_unwind(AssertUnwindSafe(|| self.work(job))).is_err() {
                    self.say(
                        "Something on the disk thread stopped. Save the project, and see whether it says so."
                            .into(),
                    );
                }
            }
            self.turn();
            // An idle look that has seen nothing wakes nobody. What was told is told even where waking fails.
            let _ = catch_unwind(AssertUnwindSafe(|| self.tell(!idle, &before)));
        }
    }

    /// What is due after any work. What a fault leaves half done is done again a while later, as after an error of the
    /// disk.
    fn turn(&mut self) {
        let due = [
            Self::keep,
            Self::hold,
            Self::copy_again,
            Self::look,
            Self::save_again,
        ];
        let mut broke = false;
        for step in due {
            broke |= catch_unwind(AssertUnwindSafe(|| step(self))).is_err();
        }
        let again = Instant::now() + RETRY;
        self.broken = broke.then_some(again);
        if broke && self.newest.is_some() {
            self.save_again.get_or_insert(again);
        }
    }

    /// How long nothing has to be done unasked.
    fn patience(&self) -> Duration {
        let retry = self.not_kept.as_ref().map(|_| RETRY);
        let until = |at: Instant| at.saturating_duration_since(Instant::now());
        let due = [self.save_again, self.hold_again, self.copies.again(), self.broken];
        due.map(|at| at.map(until))
            .into_iter()
            .chain([retry])
            .flatten()
            .fold(until(self.look), Duration::min)
    }

    fn work(&mut self, job: Job) {
        match job {
            Job::Keep(entries) => self.enter(entries),
            Job::Follow(snapshot) => self.newest = Some(self.numbered(snapshot)),
            Job::Save(snapshot) => {
                let snapshot = self.numbered(snapshot);
                // Whoever saves wants all of it on the disk now.
                self.hold_again = None;
                self.newest = Some(snapshot.clone());
                self.save(snapshot);
            }
            Job::Put(bytes, snapshot) => self.put(bytes, &snapshot),
            // It waits where it was put.
            Job::Original => {}
            Job::CopyOriginals(from) => self.copy(from),
            Job::Copied(sha256, bytes, done) => {
                let kept = self.take_copied(sha256, &bytes);
                // Whoever reads them may have stopped; it is there all the same.
                let _ = done.send(kept);
            }
            Job::CopyEnded(from, ended) => self.end_copy(from, ended),
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
            Job::Seen(foreign) => self.seen(foreign),
            Job::Accept(foreign) => self.accept(&foreign),
            Job::Again => self.try_again(),
            Job::Flush(done) => self.flushed.push(done),
            Job::Stop => {}
        }
    }

    /// A snapshot, with the number of the last transaction in it.
    fn numbered(&self, mut snapshot: Snapshot) -> Snapshot {
        (snapshot.up_to, snapshot.taken) = (self.ledger.last(), self.taken);
        snapshot
    }

    fn try_again(&mut self) {
        let now = |at: Option<Instant>| at.map(|_| Instant::now());
        self.save_again = now(self.save_again);
        self.hold_again = now(self.hold_again);
        self.copies.try_again();
    }

    /// Puts off the next look at the file.
    pub(super) fn put_off_look(&mut self) {
        self.look = Instant::now() + LOOK;
    }

    /// Remembers the time of the first thing that a refusing disk may not have taken.
    pub(super) fn failing_since(&self, at: Timestamp) {
        self.told().status.failing_since.get_or_insert(at);
    }

    pub(super) fn say(&self, says: String) {
        self.told().status.says.push(says);
    }

    pub(super) fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why something is not where it should be, if so: what could be lost comes first.
    fn failure(&self) -> Option<String> {
        let lost = || {
            self.ledger
                .is_lost()
                .then(|| format!("Somebody else has taken the project over. {LOST}"))
        };
        self.not_kept
            .clone()
            .or_else(|| self.broken.map(|_| FAULT.to_owned()))
            .or_else(|| self.formless.last().map(|(_, says)| says.clone()))
            .or_else(|| self.not_saved.clone())
            .or_else(|| self.not_held.clone())
            .or_else(|| self.copies.refusal())
            .or_else(lost)
    }

    /// Tells what is true now, and wakes whoever waits for it; where nothing was asked for, only if it is another truth.
    fn tell(&mut self, asked: bool, before: &Status) {
        let (failure, unkept, gone) = (self.failure(), self.unkept(), self.gone);
        let mut told = self.told();
        told.taken = self.taken;
        let status = &mut told.status;
        if failure.is_none() {
            status.failing_since = None;
        }
        status.unsaved = self.ledger.unsaved() + self.formless.len() as u64;
        status.unkept = unkept;
        status.second = self
            .second
            .as_ref()
            .filter(|_| unkept == 0)
            .map(|second| second.path().to_owned());
        status.state = match failure {
            Some(says) => SaveState::Failed(says),
            None if self.saving => SaveState::Saving,
            // Nothing of ours is in a file that somebody else has written, or removed.
            None if status.unsaved > 0 || status.foreign.is_some() || gone => SaveState::Kept,
            None => SaveState::Saved,
        };
        let is_news = *status != *before;
        drop(told);
        if !self.saving && !self.copies.are_read() {
            self.flushed.drain(..).for_each(|done| {
                // Whoever waited may have gone.
                let _ = done.send(());
            });
        }
        if asked || is_news {
            (self.wake)();
        }
    }
}
