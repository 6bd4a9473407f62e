//! The disk, as small as storage needs it, so that a simulated one can take its place in tests.

pub mod paths;
pub(in crate::storage) mod replace;

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

pub use crate::storage::disk::replace::replace;

/// What a disk can do. Every error is the machine's.
#[allow(clippy::missing_errors_doc)]
pub trait Disk: Send + std::marker::Sync {
    /// The path without symbolic links and `..`; the file must exist.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;
    /// The length of a file in bytes; `None` where there is no such file.
    fn length(&self, path: &Path) -> io::Result<Option<u64>>;
    /// What tells that a file was changed by somebody else; `None` where there is no such file.
    fn stamp(&self, path: &Path) -> io::Result<Option<FileStamp>>;
    /// A file's bytes, from the first.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>>;
    /// The names of the files in a folder, in no order.
    fn names(&self, folder: &Path) -> io::Result<Vec<String>>;
    /// A new file, or an existing one emptied.
    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// A new file; `AlreadyExists` where something has that name, be it a link that leads nowhere.
    fn create_new(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// A new file as `create_new` makes it, which nobody else may read before it is permitted.
    fn create_private(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// An existing file, to be written at its end.
    fn append(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;
    /// Gives a file the permissions of another.
    fn copy_permissions(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Permits a file, or a folder, to whom the file that it belongs to is permitted. Who owns it may write it in any case:
    /// a project file that may only be read is still worked on.
    fn permit_as(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives a file another name in one step; a file of that name is replaced.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives a file a second name, a hard link; `AlreadyExists` where something has that name. Not every file system can.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes a folder, and those it lies in.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// Waits until the names in a folder will survive a loss of power, not what the files hold.
    fn sync_folder(&self, path: &Path, sync: Sync) -> io::Result<()>;
    /// Takes the lock of a file, which is made if there is none; `None` while another process holds it. The operating
    /// system gives it back when its holder dies. `Unsupported` where files have no locks.
    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn DiskFile>>>;

    /// The whole of a file. A longer one than `limit` bytes is refused by its size, before it is read.
    ///
    /// # Errors
    /// `FileTooLarge`, or whatever reading fails with.
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let length = self.length(path)?.ok_or(io::ErrorKind::NotFound)?;
        if length > limit {
            return Err(too_large(length, limit));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        // A pipe or device says nothing of its length, so the limit holds while reading too.
        self.open(path)?
            .take(limit.saturating_add(1))
            .read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit {
            return Err(too_large(bytes.len() as u64, limit));
        }
        Ok(bytes)
    }
}

/// A file that is being written.
#[allow(clippy::missing_errors_doc)]
pub trait DiskFile: Write + Send {
    /// Waits until what was written will survive a loss of power, not the file's name.
    fn sync(&mut self, sync: Sync) -> io::Result<()>;
    /// Cuts the file to a length in bytes; writing goes on there.
    fn truncate(&mut self, length: u64) -> io::Result<()>;
    /// The number of the file itself, which another file that has got its name does not have; `None` where there is none.
    fn inode(&self) -> Option<u64>;
}

/// Why the disk is waited for: one for each place that does. A real disk does not care; a simulated one can ignore one of
/// them, to show that each is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sync {
    /// Somebody worked here before, and may have died after giving a file its name and before waiting for it. Else the
    /// history, or the file it calls saved, could be gone with all that was kept since.
    FolderFound,
    /// Edits or marks stand at the history's end: edits are about to be called kept, and a mark has to be there before
    /// the file it names, or that file would be a foreign one.
    HistoryGrown,
    /// What is to replace a file is written. Else its name could lead to a part of it.
    FreshWritten,
    /// A file was replaced. Else the history could call a file saved that is the old one again.
    FreshNamed,
    /// A folder has its name. Else all that lies in it could be gone.
    FolderNamed,
    /// An original is there already, and whoever kept it may have died before its name was sure.
    OriginalFound,
    /// A former version has a name of its own. Else the file could be replaced, and the former version be gone.
    BackupNamed,
    /// A copy is written, where a file system gives no second names. Else it could be a part of one.
    CopyWritten,
}

/// What tells one state of a file from another without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileStamp {
    /// Its length in bytes.
    pub length: u64,
    /// When it was written last; `None` where the file system does not say.
    pub modified: Option<SystemTime>,
    /// Whether it is a file, and no device or pipe.
    pub plain: bool,
    /// The number of the file itself, which another file of the same name does not have; `None` where there is none.
    pub inode: Option<u64>,
}

impl From<fs::Metadata> for FileStamp {
    fn from(metadata: fs::Metadata) -> Self {
        #[cfg(unix)]
        let inode = Some(std::os::unix::fs::MetadataExt::ino(&metadata));
        #[cfg(not(unix))]
        let inode = None;
        Self {
            length: metadata.len(),
            plain: metadata.is_file(),
            modified: metadata.modified().ok(),
            inode,
        }
    }
}

/// The disk of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn length(&self, path: &Path) -> io::Result<Option<u64>> {
        Ok(self.stamp(path)?.map(|stamp| stamp.length))
    }

    fn stamp(&self, path: &Path) -> io::Result<Option<FileStamp>> {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
            Ok(metadata) => Ok(Some(metadata.into())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(File::open(path)?))
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        fs::read_dir(folder)?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect()
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(File::create(path)?))
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(File::create_new(path)?))
    }

    fn create_private(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Ok(Box::new(options.open(path)?))
    }

    fn append(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        // Not in append mode, which on some systems forbids cutting.
        let mut file = OpenOptions::new().write(true).open(path)?;
        file.seek(SeekFrom::End(0))?;
        Ok(Box::new(file))
    }

    fn copy_permissions(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::set_permissions(to, fs::metadata(from)?.permissions())
    }

    #[cfg(unix)]
    fn permit_as(&self, from: &Path, to: &Path) -> io::Result<()> {
        use std::os::unix::fs::PermissionsExt;
        let (from, to_now) = (fs::metadata(from)?, fs::metadata(to)?);
        let now = to_now.permissions().mode() & 0o7777;
        let file = from.permissions().mode() & 0o777 | 0o600;
        // Whoever may read the file may go into its folder. How a folder hands its group on stays.
        let mode = if to_now.is_dir() {
            now & 0o7000 | file | (file & 0o444) >> 2
        } else {
            file
        };
        // Drives without permissions let none be set but those that all files have there.
        if mode == now {
            return Ok(());
        }
        fs::set_permissions(to, fs::Permissions::from_mode(mode))
    }

    /// Elsewhere a file takes its permissions from its folder.
    #[cfg(not(unix))]
    fn permit_as(&self, _: &Path, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn sync_folder(&self, path: &Path, _: Sync) -> io::Result<()> {
        // Only Unix lets a folder be opened and synced; elsewhere the rename is all there is.
        if cfg!(unix) {
            File::open(path)?.sync_all()
        } else {
            Ok(())
        }
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn DiskFile>>> {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Box::new(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) if is_without_locks(&error) => {
                Err(io::ErrorKind::Unsupported.into())
            }
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

/// The disk of this machine, to be shared with threads.
pub fn real_disk() -> Arc<dyn Disk> {
    Arc::new(RealDisk)
}

/// Whether an error says that files cannot be locked here. Network drives say so by an error of their own, `ENOLCK`.
fn is_without_locks(error: &io::Error) -> bool {
    const ENOLCK: i32 = if cfg!(target_os = "linux") { 37 } else { 77 };
    error.kind() == io::ErrorKind::Unsupported || cfg!(unix) && error.raw_os_error() == Some(ENOLCK)
}

impl DiskFile for File {
    fn sync(&mut self, _: Sync) -> io::Result<()> {
        self.sync_data()
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)?;
        self.seek(SeekFrom::Start(length)).map(drop)
    }

    fn inode(&self) -> Option<u64> {
        FileStamp::from(self.metadata().ok()?).inode
    }
}

fn too_large(length: u64, limit: u64) -> io::Error {
    let says = format!("it has {length} bytes, and at most {limit} are read");
    io::Error::new(io::ErrorKind::FileTooLarge, says)
}

/// The folder a file lies in.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().map_or(Path::new("."), or_here)
}

/// A path of no parts is the folder in which the program was started.
pub(super) fn or_here(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    }
}

/// A path with something after its whole name: `a.onus` and `.ron` give `a.onus.ron`.
pub(super) fn beside(path: &Path, after: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(after);
    PathBuf::from(name)
}

/// What the disk did not do, and why.
#[derive(Debug, thiserror::Error)]
#[error("{} could not be {doing}: {}.", path.display(), reason(source))]
pub struct DiskError {
    /// The file or folder.
    pub path: PathBuf,
    /// What was to be done with it, as a participle.
    pub doing: &'static str,
    /// The machine's error.
    pub source: io::Error,
}

/// Says with which file an error has to do.
pub(super) trait Named<T> {
    /// Names the file, and what was to be done with it: `read`, `written`.
    fn named(self, path: &Path, doing: &'static str) -> Result<T, DiskError>;
}

impl<T> Named<T> for io::Result<T> {
    fn named(self, path: &Path, doing: &'static str) -> Result<T, DiskError> {
        self.map_err(|source| DiskError {
            path: path.to_owned(),
            doing,
            source,
        })
    }
}

/// The frequent errors of a disk in plain words, as the end of a sentence.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull => "the disk is full".into(),
        io::ErrorKind::QuotaExceeded => "your share of the disk is full".into(),
        io::ErrorKind::PermissionDenied => "it is not permitted".into(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk can only be read".into(),
        io::ErrorKind::NotFound => "it is not there".into(),
        io::ErrorKind::NotADirectory => "a part of its path is not a folder".into(),
        io::ErrorKind::IsADirectory => "it is a folder".into(),
        // Ours says more: how large, and what is read.
        io::ErrorKind::FileTooLarge if error.raw_os_error().is_some() => {
            "files may not grow as large here".into()
        }
        _ => error.to_string(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_file_over_the_limit_is_refused_before_it_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, b"12345").unwrap();
        let refused = |path: &Path, limit| RealDisk.read(path, limit).unwrap_err().kind();
        assert_eq!(RealDisk.read(&path, 5).unwrap(), b"12345");
        assert_eq!(refused(&path, 4), io::ErrorKind::FileTooLarge);
        assert_eq!(refused(&folder.path().join("b"), 9), io::ErrorKind::NotFound);
        assert_eq!(refused(folder.path(), 9), io::ErrorKind::IsADirectory);
        #[cfg(unix)]
        assert_eq!(refused(Path::new("/dev/zero"), 9), io::ErrorKind::FileTooLarge);
    }
}
