//! A disk that refuses: nothing that was handed over is lost while Onus runs, and what was kept stays as it is.

use crate::history::long_source;
use crate::work::{self, at, note, opened};
use onus::project::{Edit, Kind, Project, Transaction};
use onus::storage::disk::{Disk, DiskFile, FileStamp, RealDisk, Sync};
use onus::storage::save::worker::Worker;
use onus::storage::{SaveState, open};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// Something that somebody else does.
type Meddle = Box<dyn FnOnce() + Send>;

/// The real disk, which can be told to be full: then a write leaves half of its bytes. Or not to sync
/// folders, not to lock, or to wait.
#[derive(Clone, Default)]
pub(crate) struct FullDisk {
    full: Arc<AtomicBool>,
    syncs: Arc<AtomicU64>,
    no_folder_syncs: Arc<AtomicBool>,
    no_locks: Arc<AtomicBool>,
    panics: Arc<AtomicBool>,
    /// A sync waits while somebody holds this.
    wait: Arc<Mutex<()>>,
    /// What somebody else does at the moment when a file is about to be made beside another.
    meddle: Arc<Mutex<Option<Meddle>>>,
    /// What somebody else does once, after a project file was opened to be read.
    once_read: Arc<Mutex<Option<Meddle>>>,
}

impl FullDisk {
    /// Has somebody else do something once, in the middle of the next save.
    pub(crate) fn meddle(&self, meddle: impl FnOnce() + Send + 'static) {
        *self.meddle.lock().unwrap() = Some(Box::new(meddle));
    }

    fn meddled(&self) {
        if let Some(meddle) = self.meddle.lock().unwrap().take() {
            meddle();
        }
    }

    /// One that takes everything, and has no file locks.
    pub(crate) fn without_locks() -> Arc<dyn Disk> {
        let disk = Self::default();
        disk.no_locks.store(true, Ordering::SeqCst);
        Arc::new(disk)
    }

    pub(crate) fn fill(&self, full: bool) {
        self.full.store(full, Ordering::SeqCst);
    }

    /// Every write is a fault.
    pub(crate) fn panic(&self, panics: bool) {
        self.panics.store(panics, Ordering::SeqCst);
    }

    /// Holds up every sync.
    pub(crate) fn hold(&self) -> MutexGuard<'_, ()> {
        self.wait.lock().unwrap()
    }

    /// How many syncs were begun.
    pub(crate) fn syncs(&self) -> u64 {
        self.syncs.load(Ordering::SeqCst)
    }

    pub(crate) fn once_read(&self, then: impl FnOnce() + Send + 'static) {
        *self.once_read.lock().unwrap() = Some(Box::new(then));
    }
}

struct FullFile(Box<dyn DiskFile>, FullDisk);

impl Write for FullFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        assert!(!self.1.panics.load(Ordering::SeqCst), "on purpose");
        if self.1.full.load(Ordering::SeqCst) {
            self.0.write_all(&bytes[..bytes.len() / 2])?;
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl DiskFile for FullFile {
    fn sync(&mut self, sync: Sync) -> io::Result<()> {
        self.1.syncs.fetch_add(1, Ordering::SeqCst);
        drop(self.1.hold());
        self.0.sync(sync)
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.0.truncate(length)
    }

    fn inode(&self) -> Option<u64> {
        self.0.inode()
    }
}

impl Disk for FullDisk {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        RealDisk.resolve(path)
    }
    fn length(&self, path: &Path) -> io::Result<Option<u64>> {
        RealDisk.length(path)
    }
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        let file = RealDisk.open(path)?;
        if path.to_string_lossy().ends_with(".onus.ron")
            && let Some(then) = self.once_read.lock().unwrap().take()
        {
            then();
        }
        Ok(file)
    }
    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        RealDisk.names(folder)
    }
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(FullFile(RealDisk.create(path)?, self.clone())))
    }
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.meddled();
        Ok(Box::new(FullFile(RealDisk.create_new(path)?, self.clone())))
    }
    fn create_private(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.meddled();
        Ok(Box::new(FullFile(RealDisk.create_private(path)?, self.clone())))
    }
    fn stamp(&self, path: &Path) -> io::Result<Option<FileStamp>> {
        RealDisk.stamp(path)
    }
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.link(from, to)
    }
    fn append(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(FullFile(RealDisk.append(path)?, self.clone())))
    }
    fn copy_permissions(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.copy_permissions(from, to)
    }
    fn permit_as(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.permit_as(from, to)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.rename(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        RealDisk.remove(path)
    }
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        RealDisk.create_folder(path)
    }
    fn sync_folder(&self, path: &Path, sync: Sync) -> io::Result<()> {
        if self.no_folder_syncs.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::Other.into());
        }
        RealDisk.sync_folder(path, sync)
    }
    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn DiskFile>>> {
        if self.no_locks.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::Unsupported.into());
        }
        RealDisk.lock(path)
    }
}

fn worker(disk: &FullDisk, path: &Path, project: &Project) -> Worker {
    let disk: Arc<dyn Disk> = Arc::new(disk.clone());
    let opened = open::create_on(&disk, path, project.clone()).unwrap();
    Worker::start(opened.into_ledger().unwrap(), None, || ())
}

/// Commits `count` notes.
fn notes(project: &mut Project, count: usize) -> Vec<Transaction> {
    let make = |n| {
        let t = note(project, n);
        project.commit(t.clone()).unwrap();
        t
    };
    (1..=count).map(make).collect()
}

#[test]
fn edits_that_the_disk_refuses_are_kept_once_it_takes_them() {
    let disk = FullDisk::default();
    let (_folder, path, mut project) = work::project(1);
    let worker = worker(&disk, &path, &project);
    worker.keep(notes(&mut project, 2));
    worker.flush();
    assert_eq!(
        (worker.status().state, worker.status().unsaved),
        (SaveState::Kept, 2)
    );

    disk.full.store(true, Ordering::SeqCst);
    worker.keep(notes(&mut project, 3));
    worker.flush();
    let status = worker.status();
    let SaveState::Failed(says) = status.state else {
        panic!("{status:?}")
    };
    assert!(
        says.contains("a.onus.history could not be written: the disk is full."),
        "{says}"
    );
    let left = "The last 3 edits are not on the disk and would be lost with Onus.";
    assert!(says.contains(left), "{says}");
    assert_eq!(status.unkept, 3);
    assert_eq!((status.failing_since, status.unsaved), (Some(at(1)), 5));
    // A snapshot does not help, and the file stays what it was.
    worker.save(project.clone(), at(9));
    worker.flush();
    assert!(matches!(worker.status().state, SaveState::Failed(_)));
    // What the disk took of the last edits does not count, but would be found.
    assert!(opened(&path).replayed >= 2);

    // Edits are tried again without being asked, and so is the snapshot, a while later.
    disk.full.store(false, Ordering::SeqCst);
    let begin = Instant::now();
    while opened(&path).replayed < 5 {
        assert!(begin.elapsed() < Duration::from_secs(60));
        std::thread::sleep(Duration::from_millis(50));
    }
    worker.flush();
    assert_eq!(worker.status().unkept, 0);
    drop(worker);
    let ready = opened(&path);
    assert_eq!(ready.project, project);
    assert!(ready.notices.is_empty(), "{:?}", ready.notices);
}

#[test]
fn a_save_that_fails_says_what_is_safe_and_can_be_done_again() {
    let disk = FullDisk::default();
    let (folder, path, mut project) = work::project(2);
    let worker = worker(&disk, &path, &project);
    worker.keep(notes(&mut project, 2));
    worker.flush();
    let before = std::fs::read(&path).unwrap();
    disk.full.store(true, Ordering::SeqCst);
    worker.save(project.clone(), at(9));
    worker.flush();
    let SaveState::Failed(says) = worker.status().state else {
        panic!()
    };
    assert!(
        says.contains("a.onus.ron could not be written: the disk is full."),
        "{says}"
    );
    let advice = "Every edit is in the history. It is tried again. Free some room, or save elsewhere.";
    assert!(says.ends_with(advice), "{says}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(
        work::names(folder.path()),
        [
            "a.onus.backup-1.ron",
            "a.onus.history",
            "a.onus.lock",
            "a.onus.ron"
        ]
    );

    disk.full.store(false, Ordering::SeqCst);
    worker.save(project.clone(), at(10));
    worker.flush();
    let status = worker.status();
    assert_eq!(
        (status.state, status.saved_at, status.unsaved),
        (SaveState::Saved, Some(at(10)), 0)
    );
    assert_eq!(opened(&path).replayed, 0);
    drop(worker);
    assert_eq!(opened(&path).project, project);
}

#[test]
fn what_waits_together_is_synced_together() {
    let disk = FullDisk::default();
    let (_folder, path, mut project) = work::project(3);
    let worker = worker(&disk, &path, &project);
    let before = disk.syncs.load(Ordering::SeqCst);
    worker.keep(notes(&mut project, 200));
    worker.flush();
    assert_eq!(disk.syncs.load(Ordering::SeqCst), before + 1);
}

#[test]
fn originals_are_kept_by_their_hash_and_copied_with_the_project() {
    let disk = FullDisk::default();
    let (folder, path, project) = work::project(4);
    let worker = worker(&disk, &path, &project);
    let bytes: Arc<[u8]> = b"original".as_slice().into();
    let sha256 = onus::text::sha256(&bytes);
    worker.keep_original(sha256.parse().unwrap(), Arc::clone(&bytes));
    worker.flush();
    let copy = folder.path().join("b.onus.ron");
    let other = self::worker(&disk, &copy, &project);
    other.copy_originals(path);
    other.flush();
    assert!(other.take_sayings().is_empty());
    for name in ["a", "b"] {
        let kept = folder.path().join(format!("{name}.onus.sources")).join(&sha256);
        assert_eq!(std::fs::read(kept).unwrap(), *bytes);
    }
}

#[test]
fn an_export_appears_whole_or_not_at_all() {
    let disk = FullDisk::default();
    let (folder, path, project) = work::project(5);
    let worker = worker(&disk, &path, &project);
    let out = folder.path().join("out.json");
    assert_eq!(
        worker
            .write(out.clone(), b"old".to_vec())
            .recv()
            .unwrap()
            .unwrap(),
        out
    );
    disk.full.store(true, Ordering::SeqCst);
    let error = worker
        .write(out.clone(), b"newer".to_vec())
        .recv()
        .unwrap()
        .unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("out.json could not be written: the disk is full."),
        "{error}"
    );
    assert_eq!(std::fs::read(&out).unwrap(), b"old");
}

#[test]
fn an_edit_made_while_a_save_is_on_its_way_names_no_text_that_the_new_file_lacks() {
    let disk = FullDisk::default();
    let (_folder, path, mut project) = work::project(8);
    let (long, add) = long_source(&project);
    project.commit(add).unwrap();
    let with = project.clone();
    let worker = worker(&disk, &path, &project);
    let mut remove = Transaction::new("Delete", long.created.by, at(2));
    remove.edits.push(Edit::Delete(Kind::Source, long.id));
    let undo = project.commit(remove.clone()).unwrap();

    // The disk thread waits in a sync, so that what is handed over now is taken in one after the other before any bytes
    // of the snapshot come back.
    let syncs = disk.syncs.load(Ordering::SeqCst);
    let wait = disk.wait.lock().unwrap();
    worker.keep(vec![remove]);
    while disk.syncs.load(Ordering::SeqCst) == syncs {
        std::thread::yield_now();
    }
    worker.save(project, at(3));
    worker.keep(vec![undo]);
    drop(wait);
    worker.flush();
    drop(worker);
    let ready = opened(&path);
    assert!(ready.notices.is_empty(), "{:?}", ready.notices);
    assert_eq!((ready.replayed, ready.project), (1, with));
}

#[test]
fn a_save_that_failed_after_the_new_file_had_its_name_is_not_taken_for_the_old_one() {
    let disk = FullDisk::default();
    let (_folder, path, first) = work::project(9);
    let shared: Arc<dyn Disk> = Arc::new(disk.clone());
    let opened_on = open::create_on(&shared, &path, first.clone()).unwrap();
    let mut ledger = opened_on.into_ledger().unwrap();
    let mut project = first.clone();
    let t = note(&project, 1);
    let undo = project.commit(t.clone()).unwrap();
    ledger.enter(&t).unwrap();
    ledger.flush().unwrap();
    disk.no_folder_syncs.store(true, Ordering::SeqCst);
    ledger.save(&project).unwrap_err();
    disk.no_folder_syncs.store(false, Ordering::SeqCst);
    ledger.enter(&undo).unwrap();
    ledger.save(&first).unwrap();
    drop(ledger);
    let ready = opened(&path);
    assert!(ready.notices.is_empty(), "{:?}", ready.notices);
    assert_eq!((ready.replayed, ready.project), (0, first));
}

#[test]
fn a_disk_that_refuses_while_a_history_is_made_shorter_loses_nothing() {
    let disk = FullDisk::default();
    let (folder, path, mut project) = work::project(11);
    let shared: Arc<dyn Disk> = Arc::new(disk.clone());
    let opened_on = open::create_on(&shared, &path, project.clone()).unwrap();
    let mut ledger = opened_on.into_ledger().unwrap();
    ledger.enter(notes(&mut project, 1).remove(0)).unwrap();
    ledger.save(&project).unwrap();
    let history = || std::fs::read(onus::storage::paths::history_path(&path)).unwrap();
    let (long, names) = (history(), work::names(folder.path()));

    disk.full.store(true, Ordering::SeqCst);
    ledger.compact().unwrap_err();
    disk.full.store(false, Ordering::SeqCst);
    assert_eq!((history(), work::names(folder.path())), (long.clone(), names));

    // It has its name, and may have lost it again after a loss of power: nothing is called kept before that is sure.
    disk.no_folder_syncs.store(true, Ordering::SeqCst);
    ledger.compact().unwrap_err();
    let short = history();
    assert!(short.len() < long.len());
    ledger.enter(notes(&mut project, 2).remove(1)).unwrap();
    ledger.flush().unwrap_err();
    assert_eq!((ledger.unkept(), history()), (1, short.clone()));
    disk.no_folder_syncs.store(false, Ordering::SeqCst);
    ledger.flush().unwrap();
    drop(ledger);
    assert!(history().starts_with(&short));
    let ready = opened(&path);
    assert!(ready.notices.is_empty(), "{:?}", ready.notices);
    assert_eq!((ready.replayed, ready.project), (1, project));
}
