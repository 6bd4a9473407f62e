//! The disk as the rest of the house sees it: a few operations, so that another disk can stand in for the real one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// A place for files. Every operation that has to survive a power cut is followed by a sync of its own.
pub trait Disk: Send {
    /// The whole of a file, refused before it is read where it is longer than `limit` bytes.
    ///
    /// # Errors
    /// `FileTooLarge`, or whatever reading fails with.
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>>;
    /// Whether something lies at this path.
    fn exists(&self, path: &Path) -> bool;
    /// Makes a file of these bytes, synced; an older one of the name is cut to nothing first.
    ///
    /// # Errors
    /// Whatever creating, writing or syncing fails with.
    fn create(&mut self, path: &Path, parts: &[&[u8]]) -> io::Result<()>;
    /// Appends bytes to a file, which is made where it is not there, and syncs it.
    ///
    /// # Errors
    /// Whatever opening, writing or syncing fails with.
    fn append(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Gives a file another name in the same folder, over what has that name.
    ///
    /// # Errors
    /// Whatever renaming fails with.
    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()>;
    /// Syncs a folder, so that the names in it survive.
    ///
    /// # Errors
    /// Whatever syncing fails with.
    fn sync_dir(&mut self, folder: &Path) -> io::Result<()>;
    /// Removes a file; one that is not there is no error.
    ///
    /// # Errors
    /// Whatever removing fails with.
    fn remove(&mut self, path: &Path) -> io::Result<()>;
    /// Makes a folder and those above it.
    ///
    /// # Errors
    /// Whatever creating fails with.
    fn create_dir(&mut self, path: &Path) -> io::Result<()>;
    /// Where a symbolic link leads; the path itself where it is none.
    fn resolve(&self, path: &Path) -> PathBuf;
    /// Gives a file the permissions of another, where there is one.
    ///
    /// # Errors
    /// Whatever the system refuses.
    fn copy_permissions(&mut self, from: &Path, to: &Path) -> io::Result<()>;
}

/// The disk of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn read(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
        let mut file = File::open(path)?;
        let meta = file.metadata()?;
        if meta.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
        }
        if meta.len() > limit {
            return Err(too_large(meta.len(), limit));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0));
        // A pipe or device says nothing of its length, so the limit holds while reading too.
        (&mut file)
            .take(limit.saturating_add(1))
            .read_to_end(&mut bytes)?;
        if bytes.len() as u64 > limit {
            return Err(too_large(bytes.len() as u64, limit));
        }
        Ok(bytes)
    }

    fn exists(&self, path: &Path) -> bool {
        path.symlink_metadata().is_ok()
    }

    fn create(&mut self, path: &Path, parts: &[&[u8]]) -> io::Result<()> {
        let mut file = File::create(path)?;
        for part in parts {
            file.write_all(part)?;
        }
        file.sync_all()
    }

    fn append(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new().append(true).create(true).open(path)?;
        file.write_all(bytes)?;
        file.sync_data()
    }

    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn sync_dir(&mut self, folder: &Path) -> io::Result<()> {
        // Only Unix lets a folder be opened and synced; elsewhere the rename is all there is.
        if cfg!(unix) {
            File::open(folder)?.sync_all()
        } else {
            Ok(())
        }
    }

    fn remove(&mut self, path: &Path) -> io::Result<()> {
        match fs::remove_file(path) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
            _ => Ok(()),
        }
    }

    fn create_dir(&mut self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn resolve(&self, path: &Path) -> PathBuf {
        fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
    }

    fn copy_permissions(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        match fs::metadata(from) {
            Ok(meta) => fs::set_permissions(to, meta.permissions()),
            Err(_) => Ok(()),
        }
    }
}

fn too_large(length: u64, limit: u64) -> io::Error {
    let says = format!(
        "it has {} MB, and the most that is read is {} MB",
        length >> 20,
        limit >> 20
    );
    io::Error::new(io::ErrorKind::FileTooLarge, says)
}

/// The folder a file lies in.
pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// A path with something after its whole name: `a.onus` and `.lock` give `a.onus.lock`.
pub fn beside(path: &Path, after: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(after);
    PathBuf::from(name)
}

/// Puts bytes under a name so that after a power cut either the old file is there or the new one: written beside it,
/// synced, renamed, and the folder synced. A symbolic link stays one, and permissions are kept.
///
/// # Errors
/// Whatever fails first; the old file is as it was.
pub fn replace(disk: &mut dyn Disk, path: &Path, parts: &[&[u8]]) -> io::Result<()> {
    let target = disk.resolve(path);
    let fresh = beside(&target, ".new");
    let written = disk
        .create(&fresh, parts)
        .and_then(|()| disk.copy_permissions(&target, &fresh))
        .and_then(|()| disk.rename(&fresh, &target));
    if written.is_err() {
        // The half-written file is of no use to anybody; that it could not be removed either changes nothing.
        let _ = disk.remove(&fresh);
    }
    written.and_then(|()| disk.sync_dir(folder_of(&target)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn replacing_keeps_links_and_permissions() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("a"), folder.path().join("link"));
        replace(&mut RealDisk, &file, &[b"one"]).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
            std::os::unix::fs::symlink(&file, &link).unwrap();
            replace(&mut RealDisk, &link, &[b"tw", b"o"]).unwrap();
            assert!(link.symlink_metadata().unwrap().is_symlink());
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
            assert_eq!(fs::read(&file).unwrap(), b"two");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_file_over_the_limit_is_refused_before_it_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, b"12345").unwrap();
        assert_eq!(RealDisk.read(&path, 5).unwrap(), b"12345");
        assert_eq!(
            RealDisk.read(&path, 4).unwrap_err().kind(),
            io::ErrorKind::FileTooLarge
        );
        assert_eq!(
            RealDisk.read(Path::new("/dev/zero"), 9).unwrap_err().kind(),
            io::ErrorKind::FileTooLarge
        );
    }
}
