//! A disk that does what real ones do now and then.

use onus::storage::disk::{Disk, DiskFile, FileStamp, RealDisk, Sync};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

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

    pub(crate) fn refuse_folder_syncs(&self, refuse: bool) {
        self.no_folder_syncs.store(refuse, Ordering::SeqCst);
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
