//! What the disk thread does, job by job, and what it says of it.

use super::second::Second;
use super::{Foreign, Job, SaveState, Snapshot, Status, write};
use crate::project::Timestamp;
use crate::storage::format::compact::Unwritable;
use crate::storage::format::{self, Written as FileBytes};
use crate::storage::history::Entry;
use crate::storage::save::ledger::{FileNow, Ledger, SaveError};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How long a disk that refused edits is left alone before it is tried again.
const RETRY: Duration = Duration::from_secs(2);

/// How long a disk that refused the project file is left alone: it is large, and every edit is in the history.
const RETRY_SAVE: Duration = Duration::from_secs(20);

/// What to do where somebody has taken the project over.
const LOST: &str =
    "Nothing more is written to its file from here. Save under another name, and merge the two.";

/// How often it is looked whether somebody else has changed the file.
const LOOK: Duration = Duration::from_secs(2);

pub(super) struct Owner {
    ledger: Ledger,
    status: Arc<Mutex<Status>>,
    wake: Box<dyn Fn() + Send>,
    /// The way back to itself, for the threads that make bytes of a snapshot and read a changed file.
    jobs: Sender<Job>,
    saving: bool,
    /// The newest snapshot that waits for the one before it.
    next: Option<Snapshot>,
    /// The newest state of the project that was handed over.
    newest: Option<Snapshot>,
    /// Why the last edits are not in the history, or the last snapshot not in the file.
    not_kept: Option<String>,
    not_saved: Option<String>,
    /// When the file is written again after the disk refused it.
    save_again: Option<Instant>,
    /// Where a copy is made while the own place takes no edits, and the copy.
    folder: Option<PathBuf>,
    second: Option<Second>,
    /// Whether a changed file is being read, and when it is looked again whether there is one.
    reading: bool,
    look: Instant,
    /// Who waits until everything is done.
    flushed: Vec<Sender<()>>,
}

impl Owner {
    pub(super) fn new(
        ledger: Ledger,
        folder: Option<PathBuf>,
        status: Arc<Mutex<Status>>,
        wake: Box<dyn Fn() + Send>,
        jobs: Sender<Job>,
    ) -> Self {
        Self {
            ledger,
            status,
            wake,
            jobs,
            saving: false,
            next: None,
            newest: None,
            not_kept: None,
            not_saved: None,
            save_again: None,
            folder,
            second: None,
            reading: false,
            look: Instant::now() + LOOK,
            flushed: Vec::new(),
        }
    }

    pub(super) fn run(mut self, inbox: &Receiver<Job>) {
        let mut stopping = false;
        while !stopping || self.saving {
            let first = if stopping {
                inbox.recv().map_err(|_| RecvTimeoutError::Disconnected)
            } else {
                inbox.recv_timeout(self.patience())
            };
            if matches!(first, Err(RecvTimeoutError::Disconnected)) {
                break;
            }
            let idle = first.is_err();
            // Whatever waits is taken at once, so that one sync serves many transactions.
            for job in first.into_iter().chain(inbox.try_iter()) {
                stopping |= matches!(job, Job::Stop);
                // A fault in one job must not end the thread that keeps the edits. What is half done is done again with
                // the next flush, as after an error of the disk.
                if catch_unwind(AssertUnwindSafe(|| self.work(job))).is_err() {
                    self.say(
                        "Something on the disk thread stopped. Save the project, and see whether it says so."
                            .into(),
                    );
                }
            }
            let told = self.status().clone();
            self.keep();
            self.look();
            self.save_again();
            // An idle look that has seen nothing wakes nobody.
            self.tell(!idle, &told);
        }
    }

    /// How long nothing has to be done unasked.
    fn patience(&self) -> Duration {
        let retry = self.not_kept.as_ref().map(|_| RETRY);
        let until = |at: Instant| at.saturating_duration_since(Instant::now());
        [retry, self.save_again.map(until)]
            .into_iter()
            .flatten()
            .fold(until(self.look), Duration::min)
    }

    fn work(&mut self, job: Job) {
        match job {
            Job::Keep(entries) => self.enter(entries),
            Job::Follow(mut snapshot) => {
                snapshot.up_to = self.ledger.last();
                self.newest = Some(snapshot);
            }
            Job::Save(mut snapshot) => {
                snapshot.up_to = self.ledger.last();
                self.newest = Some(snapshot.clone());
                self.save(snapshot);
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
            Job::Seen(foreign) => self.seen(foreign),
            Job::Accept(foreign) => self.accept(&foreign),
            Job::Again => self.save_again = self.save_again.map(|_| Instant::now()),
            Job::Flush(done) => self.flushed.push(done),
            Job::Stop => {}
        }
    }

    fn enter(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            let (label, at) = (entry.done.label.clone(), entry.done.at);
            // One that has no form here has none there, and was told.
            let _ = self.second.as_mut().map(|second| second.enter(entry.clone()));
            if let Err(error) = self.ledger.enter(entry) {
                self.say(format!(
                    "“{label}” is not in the history. {error} Save the project."
                ));
            }
            self.failing_since(at);
        }
    }

    /// Brings the edits to the history; while it takes none, to a copy in a second place.
    fn keep(&mut self) {
        let Err(error) = self.ledger.flush() else {
            self.not_kept = None;
            if let Some(second) = self.second.take() {
                second.remove();
            }
            return;
        };
        let (n, are) = match self.ledger.unkept() {
            1 => ("edit".to_owned(), "is"),
            n => (format!("{n} edits"), "are"),
        };
        let lost = self.ledger.is_lost();
        self.not_kept = Some(match self.keep_elsewhere() {
            Some(place) if lost => format!("{error} The last {n} {are} kept in {place}. {LOST}"),
            Some(place) => format!("{error} The last {n} {are} kept in {place}. It is tried again."),
            None if lost => {
                format!("{error} The last {n} {are} not on the disk and would be lost with Onus. {LOST}")
            }
            None => format!(
                "{error} The last {n} {are} not on the disk and would be lost with Onus. It is tried again; save elsewhere."
            ),
        });
    }

    /// Keeps everything in a copy of the project, and says where.
    fn keep_elsewhere(&mut self) -> Option<String> {
        if self.second.is_none() {
            let (folder, newest) = (self.folder.as_ref()?, self.newest.as_ref()?);
            // What was handed over after that state would be missing in the copy.
            if newest.up_to != self.ledger.last() {
                return None;
            }
            let begun = Second::begin(self.ledger.disk(), folder, self.ledger.path(), &newest.project);
            self.second = Some(begun.ok()?);
        }
        let second = self.second.as_mut()?;
        second.flush().ok()?;
        Some(second.path().display().to_string())
    }

    /// Has a snapshot written. It waits while another one is.
    fn save(&mut self, snapshot: Snapshot) {
        self.ledger.expect(&snapshot.project);
        self.next = Some(snapshot);
        self.begin_next();
    }

    /// Writes the newest state again once the time has come.
    fn save_again(&mut self) {
        let due = self.save_again.is_some_and(|at| at <= Instant::now());
        if !due {
            return;
        }
        if self.saving || self.status().foreign.is_some() {
            self.save_again = Some(Instant::now() + RETRY_SAVE);
            return;
        }
        self.save_again = None;
        if let Some(newest) = self.newest.clone() {
            self.save(newest);
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
            let made = catch_unwind(AssertUnwindSafe(|| format::write(&snapshot.project)));
            let bytes = made.unwrap_or(Err(Unwritable::Stopped));
            // If nobody takes it, the disk thread has ended.
            let _ = jobs.send(Job::Put(bytes, snapshot));
        };
        if let Err(error) = thread::Builder::new().name("save".into()).spawn(make) {
            self.saving = false;
            self.not_saved = Some(format!("{error}. Every edit is in the history."));
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
                (self.not_saved, self.save_again) = (None, None);
                self.status().saved_at = Some(snapshot.at);
            }
            Err(SaveError::Changed) => self.look = Instant::now(),
            Err(error) => {
                let safe = match self.ledger.unkept() {
                    0 => "Every edit is in the history.",
                    _ => "The file is as it was.",
                };
                let lost = self.ledger.is_lost();
                let advice = match error {
                    _ if lost => LOST,
                    SaveError::Disk(_) => "It is tried again. Free some room, or save elsewhere.",
                    _ => "",
                };
                self.not_saved = Some(format!("{error} {safe} {advice}").trim_end().to_owned());
                self.save_again = (!lost).then(|| Instant::now() + RETRY_SAVE);
            }
        }
        self.begin_next();
    }

    /// Looks from time to time whether the file is the one that was left there.
    fn look(&mut self) {
        if self.look > Instant::now() {
            return;
        }
        self.look = Instant::now() + LOOK;
        if self.reading || self.saving {
            return;
        }
        match self.ledger.look() {
            Ok(FileNow::Foreign { bytes, hash }) => {
                let known = self.status().foreign.as_ref().is_some_and(|f| f.hash == hash);
                if known {
                    return;
                }
                self.reading = true;
                let (jobs, base) = (self.jobs.clone(), self.ledger.in_file().clone());
                let read = move || {
                    let read = catch_unwind(AssertUnwindSafe(|| format::read(bytes)));
                    let theirs = match read {
                        Ok(Ok(loaded)) if loaded.newer.is_none() => Ok(loaded.project),
                        Ok(Ok(loaded)) => Err(format!(
                            "{} wrote it, which is newer than this one.",
                            loaded.generator
                        )),
                        Ok(Err(error)) => Err(error.to_string()),
                        Err(_) => Err("Reading it stopped.".to_owned()),
                    };
                    let foreign = Foreign { theirs, base, hash };
                    // If nobody takes it, the disk thread has ended.
                    let _ = jobs.send(Job::Seen(Arc::new(foreign)));
                };
                self.reading = thread::Builder::new().name("look".into()).spawn(read).is_ok();
            }
            // A file that came back as it was is no change. One that is gone is written anew with the next save.
            Ok(FileNow::Ours | FileNow::Gone) => self.status().foreign = None,
            // A drive that does not answer is told when something has to be written.
            Err(_) => {}
        }
    }

    fn seen(&mut self, foreign: Arc<Foreign>) {
        self.reading = false;
        if let Err(error) = self.ledger.keep_base() {
            self.say(format!(
                "The former project file was not kept as a backup. {error} Save the project under another name."
            ));
        }
        self.status().foreign = Some(foreign);
    }

    fn accept(&mut self, foreign: &Foreign) {
        if let Ok(theirs) = &foreign.theirs {
            self.ledger.accept(foreign.hash, theirs);
            let mut status = self.status();
            if status.foreign.as_deref() == Some(foreign) {
                status.foreign = None;
            }
        }
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

    /// Tells what is true now, and wakes whoever waits for it; where nothing was asked for, only if it is another truth.
    fn tell(&mut self, asked: bool, before: &Status) {
        let lost = || {
            self.ledger
                .is_lost()
                .then(|| format!("Somebody else has taken the project over. {LOST}"))
        };
        let failed = self
            .not_kept
            .clone()
            .or_else(|| self.not_saved.clone())
            .or_else(lost);
        let fails = failed.is_some();
        let state = match failed {
            Some(says) => SaveState::Failed(says),
            None if self.saving => SaveState::Saving,
            None if self.ledger.unsaved() > 0 => SaveState::Kept,
            None => SaveState::Saved,
        };
        let mut status = self.status();
        if !fails {
            status.failing_since = None;
        }
        status.state = state;
        status.unsaved = self.ledger.unsaved();
        status.unkept = match self.second {
            Some(_) => 0,
            None => self.ledger.unkept(),
        };
        status.second = self.second.as_ref().map(|second| second.path().to_owned());
        let is_news = *status != *before;
        drop(status);
        if !self.saving {
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
