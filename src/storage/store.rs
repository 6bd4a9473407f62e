//! What the rest of the house asks of the disk: the analyst's own files, and one open project at a time.

use crate::project::{Origin, Project, Timestamp};
use crate::storage::disk::{Disk, RealDisk, real_disk};
use crate::storage::history::Entry;
use crate::storage::home::profile::{Home, Profile, Recent, Settings};
use crate::storage::open::{Opened, Ready};
use crate::storage::save::backup::BACKUPS;
use crate::storage::save::compaction::{Compacted, NotCompacted};
use crate::storage::save::lock::Holder;
use crate::storage::save::watch::Watch;
use crate::storage::save::worker::{Foreign, Status, Worker, Written, write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread::{self, JoinHandle};

/// What belongs to the machine.
pub struct Personal {
    /// The analyst's profile.
    pub profile: Profile,
    /// How the window is left and found again.
    pub settings: Settings,
    /// The projects that were open here, newest first.
    pub recent: Vec<Recent>,
    /// What could not be read, in sentences.
    pub says: Vec<String>,
}

/// The disk, with the open project's thread.
pub struct Store {
    /// Where projects lie. What belongs to the machine lies on its own disk.
    disk: Arc<dyn Disk>,
    home: Option<Home>,
    wake: Arc<dyn Fn() + Send + Sync>,
    open: Option<OpenFile>,
    closing: Closing,
}

/// Files that are let go of on threads; a slow disk may take its time with the last save. Whoever drops this waits.
#[derive(Default)]
pub struct Closing(Vec<JoinHandle<()>>);

impl Closing {
    /// Whether all have been let go of.
    pub fn is_done(&self) -> bool {
        self.0.iter().all(JoinHandle::is_finished)
    }
}

impl Drop for Closing {
    fn drop(&mut self) {
        for thread in self.0.drain(..) {
            // A panic in the thread has been printed; there is nothing to add here.
            let _ = thread.join();
        }
    }
}

struct OpenFile {
    path: PathBuf,
    /// `None` where the project may only be read.
    worker: Option<Worker>,
    /// Looks whether it is changed by others, where it may only be read.
    watch: Option<Watch>,
    /// Whether the lock names who works here.
    signed: bool,
}

impl Store {
    /// A store without an open project. `wake` is called from other threads when something changed.
    pub fn new(home: Option<Home>, wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            disk: real_disk(),
            home,
            wake: Arc::new(wake),
            open: None,
            closing: Closing::default(),
        }
    }

    /// The same with projects on another disk.
    pub fn on(self, disk: Arc<dyn Disk>) -> Self {
        Self { disk, ..self }
    }

    /// The disk on which projects lie.
    pub fn disk(&self) -> Arc<dyn Disk> {
        Arc::clone(&self.disk)
    }

    /// What wakes whoever waits for the disk; for other threads that have something to tell.
    pub fn wake(&self) -> Arc<dyn Fn() + Send + Sync> {
        Arc::clone(&self.wake)
    }

    /// The folder of what belongs to the machine.
    pub fn home(&self) -> Option<&Home> {
        self.home.as_ref()
    }

    /// Reads what belongs to the machine.
    pub fn personal(&self, origin: &mut Origin) -> Personal {
        let Some(home) = &self.home else {
            let says =
                vec!["There is no folder for settings here; they are forgotten when Onus ends.".into()];
            return Personal {
                profile: Profile::new(origin),
                settings: Settings::default(),
                recent: Vec::new(),
                says,
            };
        };
        let (profile, bad_profile) = home.profile(&RealDisk, origin);
        let (settings, bad_settings) = home.settings(&RealDisk);
        let says = bad_profile.into_iter().chain(bad_settings).collect();
        Personal {
            profile,
            settings,
            recent: home.recent(&RealDisk),
            says,
        }
    }

    /// Keeps the profile.
    ///
    /// # Errors
    /// A sentence.
    pub fn keep_profile(&self, profile: &Profile) -> Result<(), String> {
        let kept = self
            .home
            .as_ref()
            .map_or(Ok(()), |home| home.keep_profile(&RealDisk, profile));
        kept.map_err(|e| {
            format!("Your handle is not kept on this machine: {e}. It is asked for again next time.")
        })
    }

    /// Keeps settings and recent projects. That they cannot be kept loses nobody's work, so it is not an error.
    pub fn keep_settings(&self, settings: &Settings, recent: &[Recent]) {
        if let Some(home) = &self.home {
            let _ = home.keep_settings(&RealDisk, settings);
            let _ = home.keep_recent(&RealDisk, recent);
        }
    }

    /// Goes on with a project that was opened or created; another one that was open is finished first.
    pub fn adopt(&mut self, opened: Opened) -> Ready {
        self.close();
        let Opened {
            path,
            ledger,
            ready,
            seen,
        } = opened;
        let wake = Arc::clone(&self.wake);
        let backups = self.home.as_ref().map(|home| home.backups(&RealDisk));
        let second = self.home.as_ref().map(Home::rescued);
        let worker = ledger.map(|mut ledger| {
            ledger.keep_backups(backups.unwrap_or(BACKUPS));
            Worker::start(ledger, second, move || wake())
        });
        let watch = worker.is_none().then(|| {
            let wake = Arc::clone(&self.wake);
            Watch::start(self.disk(), path.clone(), seen, move || wake())
        });
        self.open = Some(OpenFile {
            path,
            worker,
            watch,
            signed: false,
        });
        ready
    }

    /// Goes on with the open project in another file, without waiting for the one it was in: that drive may not answer.
    /// Its originals go along, those too that it did not take.
    pub fn go_on_in(&mut self, opened: Opened) -> Ready {
        let old = self.path().map(Path::to_owned);
        let originals = self.worker().map(Worker::originals).unwrap_or_default();
        self.close_later();
        let ready = self.adopt(opened);
        if let Some(worker) = self.worker() {
            for (sha256, bytes) in originals {
                worker.keep_original(sha256, bytes);
            }
            old.into_iter().for_each(|old| worker.copy_originals(old));
        }
        ready
    }

    /// Puts transactions in the history, and says in the lock who works here.
    pub fn keep(&mut self, entries: Vec<impl Into<Entry>>, handle: &str) {
        let Some(open) = &mut self.open else { return };
        let Some(worker) = &open.worker else { return };
        let entries: Vec<Entry> = entries.into_iter().map(Into::into).collect();
        if let Some(first) = entries.first().filter(|_| !open.signed) {
            worker.sign(Holder {
                handle: handle.to_owned(),
                since: first.done.at,
            });
            open.signed = true;
        }
        worker.keep(entries);
    }

    /// Hands over what all transactions so far have made of the project. `at` is the time of the last one.
    pub fn follow(&self, project: Project, at: Timestamp) {
        if let Some(worker) = self.worker() {
            worker.follow(project, at);
        }
    }

    /// Whether the project, open for reading only, was changed by somebody else since it was read.
    pub fn changed_while_reading(&self) -> bool {
        let watch = self.open.as_ref().and_then(|open| open.watch.as_ref());
        watch.is_some_and(Watch::changed)
    }

    /// The project file as somebody else has left it under the open project.
    pub fn foreign(&self) -> Option<Arc<Foreign>> {
        self.status()?.foreign
    }

    /// Goes on from a file that somebody else has written. The transaction that is kept next has to hold the edits from
    /// theirs to the merged project as well as those from ours, so that it can be replayed on either.
    pub fn accept_foreign(&self, foreign: Arc<Foreign>) {
        if let Some(worker) = self.worker() {
            worker.accept(foreign);
        }
    }

    /// Tries again at once what the disk refused.
    pub fn try_again(&self) {
        if let Some(worker) = self.worker() {
            worker.try_again();
        }
    }

    /// Writes the project file.
    pub fn save(&self, project: Project, at: Timestamp) {
        if let Some(worker) = self.worker() {
            worker.save(project, at);
        }
    }

    /// Keeps a source's original beside the project, by its SHA-256 in hexadecimal digits.
    pub fn keep_original(&self, sha256: &str, bytes: Arc<[u8]>) {
        if let (Some(worker), Ok(sha256)) = (self.worker(), sha256.parse()) {
            worker.keep_original(sha256, bytes);
        }
    }

    /// Copies another project's originals beside the open one; whatever cannot be read is said, and what is refused here is
    /// tried again.
    pub fn copy_originals(&self, from: &Path) {
        if let Some(worker) = self.worker() {
            worker.copy_originals(from.to_owned());
        }
    }

    /// Puts checked bytes under their final name. Works without an open project's thread too.
    pub fn write(&self, path: PathBuf, bytes: Vec<u8>) -> Receiver<Written> {
        if let Some(worker) = self.worker() {
            return worker.write(path, bytes);
        }
        let (done, ended) = channel();
        let (wake, disk) = (self.wake(), self.disk());
        thread::spawn(move || {
            // Whoever asked may have gone; the file is there all the same.
            let _ = done.send(write(disk.as_ref(), path, &bytes));
            wake();
        });
        ended
    }

    /// Makes the open project's history shorter; `None` where no project is open for writing.
    pub fn compact(&self) -> Option<Receiver<Result<Compacted, NotCompacted>>> {
        self.worker().map(Worker::compact)
    }

    /// Where the edits are; `None` where no project is open for writing.
    pub fn status(&self) -> Option<Status> {
        self.worker().map(Worker::status)
    }

    /// Sentences of the disk thread since the last time.
    pub fn take_sayings(&self) -> Vec<String> {
        self.worker().map(Worker::take_sayings).unwrap_or_default()
    }

    /// The file of the open project.
    pub fn path(&self) -> Option<&Path> {
        self.open.as_ref().map(|open| open.path.as_path())
    }

    /// Waits until the disk has everything. Not for the window.
    pub fn flush(&self) {
        if let Some(worker) = self.worker() {
            worker.flush();
        }
    }

    /// Lets go of the open project; waits until the disk has everything.
    pub fn close(&mut self) {
        self.open = None;
    }

    /// Lets go of the open project without waiting. When the store goes, it waits for what is still being written.
    pub fn close_later(&mut self) {
        let Some(open) = self.open.take() else { return };
        let wake = Arc::clone(&self.wake);
        self.closing.0.retain(|thread| !thread.is_finished());
        self.closing.0.push(thread::spawn(move || {
            drop(open);
            wake();
        }));
    }

    /// What is still being let go of, for whoever has to wait for it: the same file may be opened again.
    pub fn take_closing(&mut self) -> Closing {
        std::mem::take(&mut self.closing)
    }

    /// Whether nothing is being let go of.
    pub fn is_closed(&self) -> bool {
        self.closing.is_done()
    }

    fn worker(&self) -> Option<&Worker> {
        self.open.as_ref()?.worker.as_ref()
    }
}
