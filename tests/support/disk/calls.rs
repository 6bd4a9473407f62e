//! The calls to the simulated disk.

use super::tree::{Change, FolderNode, Inode, NameChange, Node};
use super::{Refusal, SimDisk, State};
use onus::storage::disk::{Disk, DiskFile, FileStamp, Sync};
use std::io::{self, Cursor, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::MutexGuard;
use std::time::{Duration, SystemTime};

impl SimDisk {
    /// A call that changes nothing.
    fn look(&self) -> io::Result<MutexGuard<'_, State>> {
        let mut state = self.state();
        state.call()?;
        Ok(state)
    }

    /// A call that changes something.
    fn change(&self, what: &str, path: &Path) -> io::Result<MutexGuard<'_, State>> {
        let mut state = self.look()?;
        state.refuse_named(what, path)?;
        state.keep_moment(what, path);
        Ok(state)
    }

    /// Waits as long as a sync takes, and says whether it is to be done.
    fn wait(&self, mut state: MutexGuard<'_, State>, sync: Sync) -> bool {
        let (takes, ignored) = (state.slow, state.ignored == Some(sync));
        state.syncs.push(sync);
        drop(state);
        if !takes.is_zero() {
            std::thread::sleep(takes);
        }
        !ignored
    }

    fn made(&self, path: &Path, what: &str, new: bool) -> io::Result<Box<dyn DiskFile>> {
        let mut state = self.change(what, path)?;
        let place = state.tree.find(path, !new)?;
        let inode = match place.inode {
            Some(_) if new => return Err(ErrorKind::AlreadyExists.into()),
            Some(inode) => {
                state.may_write(inode)?;
                let clock = state.tick();
                state.tree.file_mut(inode)?.change(Change::Truncate(0), clock);
                inode
            }
            None => state.new_file(place.folder, place.name)?,
        };
        Ok(self.file(inode, path, 0))
    }

    fn file(&self, inode: Inode, path: &Path, at: usize) -> Box<dyn DiskFile> {
        Box::new(SimFile {
            disk: self.clone(),
            inode,
            path: path.to_owned(),
            at,
            locks: false,
        })
    }
}

impl Disk for SimDisk {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        let place = self.look()?.tree.find(path, true)?;
        place.inode.ok_or(ErrorKind::NotFound)?;
        Ok(place.path)
    }

    fn length(&self, path: &Path) -> io::Result<Option<u64>> {
        Ok(self.stamp(path)?.map(|stamp| stamp.length))
    }

    fn stamp(&self, path: &Path) -> io::Result<Option<FileStamp>> {
        let state = self.look()?;
        let inode = match state.existing(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            inode => inode?,
        };
        let file = state.tree.file(inode)?;
        Ok(Some(FileStamp {
            length: file.now.len() as u64,
            plain: true,
            modified: Some(SystemTime::UNIX_EPOCH + Duration::from_secs(file.modified)),
            inode: Some(inode as u64),
        }))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        let state = self.look()?;
        let bytes = state.tree.file(state.existing(path)?)?.now.clone();
        Ok(Box::new(Cursor::new(bytes)))
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        let state = self.look()?;
        let folder = state.tree.folder(state.existing(folder)?)?;
        Ok(folder.now.keys().cloned().collect())
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.made(path, "create", false)
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        self.made(path, "create new", true)
    }

    fn create_private(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let file = self.made(path, "create new", true)?;
        let mut state = self.state();
        let inode = state.existing(path)?;
        state.tree.file_mut(inode)?.mode = 0o600;
        Ok(file)
    }

    fn append(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let state = self.look()?;
        let inode = state.existing(path)?;
        state.may_write(inode)?;
        let end = state.tree.file(inode)?.now.len();
        drop(state);
        Ok(self.file(inode, path, end))
    }

    fn copy_permissions(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.change("copy permissions to", to)?;
        let (from, to) = (state.existing(from)?, state.existing(to)?);
        let mode = state.tree.file(from)?.mode;
        state.tree.file_mut(to)?.mode = mode;
        Ok(())
    }

    fn permit_as(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.change("permit", to)?;
        let (from, to) = (state.existing(from)?, state.existing(to)?);
        let mode = state.tree.file(from)?.mode | 0o600;
        // A folder has no permissions here.
        if state.tree.folder(to).is_err() {
            state.tree.file_mut(to)?.mode = mode;
        }
        Ok(())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.change("rename to", to)?;
        let (from, to) = (state.tree.find(from, false)?, state.tree.find(to, false)?);
        let inode = from.inode.ok_or(ErrorKind::NotFound)?;
        if from.folder != to.folder {
            return Err(ErrorKind::CrossesDevices.into());
        }
        let folder = state.tree.folder_mut(to.folder)?;
        folder.change(NameChange::Rename(from.name, to.name, inode));
        Ok(())
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.change("link", to)?;
        let (from, to) = (state.existing(from)?, state.tree.find(to, false)?);
        if state.links_refused {
            return Err(ErrorKind::Unsupported.into());
        }
        if to.inode.is_some() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let folder = state.tree.folder_mut(to.folder)?;
        folder.change(NameChange::Put(to.name, from));
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut state = self.change("remove", path)?;
        let place = state.tree.find(path, false)?;
        let inode = place.inode.ok_or(ErrorKind::NotFound)?;
        let folder = state.tree.folder_mut(place.folder)?;
        folder.change(NameChange::Remove(place.name, inode));
        Ok(())
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        for folder in path.ancestors().collect::<Vec<_>>().into_iter().rev() {
            let mut state = self.look()?;
            let place = state.tree.find(folder, true)?;
            if place.inode.is_none() {
                state.keep_moment("make", folder);
                let inode = state.tree.add(Node::Folder(FolderNode::default()));
                let above = state.tree.folder_mut(place.folder)?;
                above.change(NameChange::Put(place.name, inode));
            }
        }
        Ok(())
    }

    fn sync_folder(&self, path: &Path, sync: Sync) -> io::Result<()> {
        let state = self.change("sync names in", path)?;
        let inode = state.existing(path)?;
        state.tree.folder(inode)?;
        if self.wait(state, sync) {
            self.state().tree.folder_mut(inode)?.sync();
        }
        Ok(())
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Box<dyn DiskFile>>> {
        let mut state = self.change("lock", path)?;
        let place = state.tree.find(path, true)?;
        let inode = match place.inode {
            Some(inode) => {
                state.may_write(inode)?;
                inode
            }
            None => state.new_file(place.folder, place.name)?,
        };
        if !state.locked.insert(inode) {
            return Ok(None);
        }
        Ok(Some(Box::new(SimFile {
            disk: self.clone(),
            inode,
            path: path.to_owned(),
            at: 0,
            locks: true,
        })))
    }
}

/// A file of it that is being written.
struct SimFile {
    disk: SimDisk,
    inode: Inode,
    path: PathBuf,
    at: usize,
    locks: bool,
}

impl SimFile {
    fn change(&mut self, what: &str, change: Change) -> io::Result<()> {
        let mut state = self.disk.state();
        state.keep_moment(what, &self.path);
        let clock = state.tick();
        state.tree.file_mut(self.inode)?.change(change, clock);
        Ok(())
    }
}

impl Write for SimFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let refusal = self.disk.state().refusal();
        let written = match refusal {
            Some(Refusal::Error(kind)) => return Err(kind.into()),
            // The next call then says why, or does the rest.
            Some(Refusal::ShortWrite) => &bytes[..bytes.len() / 2],
            None => bytes,
        };
        if !written.is_empty() {
            self.change("write", Change::Write(self.at, written.to_vec()))?;
            self.at += written.len();
        }
        match refusal {
            Some(_) => Err(ErrorKind::StorageFull.into()),
            None => Ok(written.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl DiskFile for SimFile {
    fn sync(&mut self, sync: Sync) -> io::Result<()> {
        let state = self.disk.change("sync", &self.path);
        let Ok(state) = state else {
            // As on Linux: what a failed sync did not write is given up, and the next one says that all is well.
            if let Ok(file) = self.disk.state().tree.file_mut(self.inode) {
                file.unsynced.clear();
            }
            return state.map(drop);
        };
        if self.disk.wait(state, sync) {
            self.disk.state().tree.file_mut(self.inode)?.sync();
        }
        Ok(())
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.disk.state().call()?;
        let length = usize::try_from(length).map_err(io::Error::other)?;
        self.change("truncate", Change::Truncate(length))?;
        self.at = length;
        Ok(())
    }

    fn inode(&self) -> Option<u64> {
        Some(self.inode as u64)
    }
}

impl Drop for SimFile {
    fn drop(&mut self) {
        if self.locks {
            self.disk.state().locked.remove(&self.inode);
        }
    }
}
