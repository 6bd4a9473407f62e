//! A disk in memory that can lose power, refuse, lie about a sync, and be slow.
//!
//! What is written is durable once the file was synced, and its name once the folder was. A moment is kept before each
//! change, so that one run of a session gives every disk that a loss of power could have left. Shared by several tests; none
//! uses all of it.
#![allow(dead_code)]

mod calls;
mod outcome;
mod tree;

#[allow(unused_imports)]
pub(crate) use outcome::Fate;

use onus::storage::disk::{Disk, Sync};
use std::collections::BTreeSet;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tree::{FileNode, Inode, NameChange, Node, Tree};

/// How a call is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// With an error, and nothing was done.
    Error(ErrorKind),
    /// A write does half of its work and then says that the disk is full; any other call is as with this error.
    ShortWrite,
}

/// Which calls are refused, counted from the first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fault {
    pub(crate) call: usize,
    pub(crate) refusal: Refusal,
    /// Whether all later ones are refused too.
    pub(crate) forever: bool,
}

/// The disk at the moment before a change.
#[derive(Clone)]
pub(crate) struct Moment {
    tree: Tree,
    /// The change that was about to come.
    pub(crate) next: String,
}

#[derive(Default)]
struct State {
    tree: Tree,
    locked: BTreeSet<Inode>,
    /// How many calls there were, reading ones too.
    calls: usize,
    fault: Option<Fault>,
    /// The beginning of what is refused, how, and how often.
    refused: Option<(&'static str, ErrorKind, usize)>,
    ignored: Option<Sync>,
    links_refused: bool,
    slow: Duration,
    /// How often each sync was asked for.
    syncs: Vec<Sync>,
    /// The disk before each change so far, while it is recorded.
    moments: Option<Vec<Moment>>,
    clock: u64,
}

/// The simulated disk. A clone is the same one.
#[derive(Clone, Default)]
pub(crate) struct SimDisk(Arc<Mutex<State>>);

impl SimDisk {
    /// An empty disk, with a folder that is durable.
    pub(crate) fn with_folder(folder: &str) -> Self {
        let disk = Self::default();
        disk.create_folder(Path::new(folder)).unwrap();
        disk.state().settle();
        disk
    }

    /// The same as the storage wants it.
    pub(crate) fn shared(&self) -> Arc<dyn Disk> {
        Arc::new(self.clone())
    }

    /// Keeps from here on a moment before each change.
    pub(crate) fn record(&self) {
        self.state().moments = Some(Vec::new());
    }

    /// How many moments were kept so far.
    pub(crate) fn moment(&self) -> usize {
        self.state().moments.as_ref().map_or(0, Vec::len)
    }

    /// The moments, and the one after the last change.
    pub(crate) fn moments(&self) -> Vec<Moment> {
        let mut state = self.state();
        let last = Moment {
            tree: state.tree.clone(),
            next: "the end".into(),
        };
        let mut moments = state.moments.take().unwrap_or_default();
        moments.push(last);
        moments
    }

    /// How many calls there were.
    pub(crate) fn calls(&self) -> usize {
        self.state().calls
    }

    /// The syncs asked for so far, in order.
    pub(crate) fn syncs(&self) -> Vec<Sync> {
        self.state().syncs.clone()
    }

    /// Refuses calls from here on, or none.
    pub(crate) fn refuse(&self, fault: Option<Fault>) {
        self.state().fault = fault;
    }

    /// Refuses so many changes that begin like this: what is done, and the name of the file.
    pub(crate) fn refuse_named(&self, begins: &'static str, kind: ErrorKind, times: usize) {
        self.state().refused = Some((begins, kind, times));
    }

    /// Says of one sync that it was done, and does not do it.
    pub(crate) fn ignore(&self, sync: Option<Sync>) {
        self.state().ignored = sync;
    }

    /// Whether files may have second names, as they may by default.
    pub(crate) fn allow_links(&self, allowed: bool) {
        self.state().links_refused = !allowed;
    }

    /// How long each sync takes.
    pub(crate) fn slow(&self, sync: Duration) {
        self.state().slow = sync;
    }

    /// Writes a file as somebody else does, durably and without a moment in which it is not whole.
    pub(crate) fn put(&self, path: &str, bytes: &[u8]) {
        let mut state = self.state();
        let place = state.tree.find(Path::new(path), true).unwrap();
        let inode = state.new_file(place.folder, place.name).unwrap();
        let file = state.tree.file_mut(inode).unwrap();
        (file.now, file.durable) = (bytes.to_vec(), bytes.to_vec());
        state.tree.folder_mut(place.folder).unwrap().sync();
    }

    /// Makes a symbolic link.
    pub(crate) fn symlink(&self, to: &str, path: &str) {
        let mut state = self.state();
        let place = state.tree.find(Path::new(path), false).unwrap();
        let inode = state.tree.add(Node::Link(to.into()));
        let folder = state.tree.folder_mut(place.folder).unwrap();
        folder.change(NameChange::Put(place.name, inode));
    }

    /// Sets the permissions of a file; without 0o200 it cannot be written.
    pub(crate) fn chmod(&self, path: &str, mode: u32) {
        let mut state = self.state();
        let inode = state.existing(Path::new(path)).unwrap();
        state.tree.file_mut(inode).unwrap().mode = mode;
    }

    /// The permissions of a file.
    pub(crate) fn mode(&self, path: &str) -> u32 {
        let state = self.state();
        state
            .tree
            .file(state.existing(Path::new(path)).unwrap())
            .unwrap()
            .mode
    }

    /// Gives a folder another name, as when a drive is pulled and put back.
    pub(crate) fn move_name(&self, from: &str, to: &str) {
        let mut state = self.state();
        let from = state.tree.find(Path::new(from), false).unwrap();
        let to = state.tree.find(Path::new(to), false).unwrap();
        let folder = state.tree.folder_mut(from.folder).unwrap();
        folder.change(NameChange::Rename(from.name, to.name, from.inode.unwrap()));
        folder.sync();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(|broken| broken.into_inner())
    }
}

impl State {
    fn call(&mut self) -> io::Result<()> {
        match self.refusal() {
            Some(Refusal::Error(kind)) => Err(kind.into()),
            Some(Refusal::ShortWrite) => Err(ErrorKind::StorageFull.into()),
            None => Ok(()),
        }
    }

    /// Counts a call, and says how it is refused.
    fn refusal(&mut self) -> Option<Refusal> {
        let call = self.calls;
        self.calls += 1;
        let fault = self.fault?;
        (call == fault.call || call > fault.call && fault.forever).then_some(fault.refusal)
    }

    fn refuse_named(&mut self, what: &str, path: &Path) -> io::Result<()> {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        match &mut self.refused {
            Some((begins, kind, times)) if *times > 0 && format!("{what} {name}").starts_with(*begins) => {
                *times -= 1;
                Err((*kind).into())
            }
            _ => Ok(()),
        }
    }

    fn keep_moment(&mut self, what: &str, path: &Path) {
        if let Some(moments) = &mut self.moments {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            moments.push(Moment {
                tree: self.tree.clone(),
                next: format!("{what} {name}"),
            });
        }
    }

    fn tick(&mut self) -> u64 {
        self.clock += 1;
        self.clock
    }

    /// Makes everything durable.
    fn settle(&mut self) {
        for node in &mut self.tree.nodes {
            match Arc::make_mut(node) {
                Node::File(file) => file.sync(),
                Node::Folder(folder) => folder.sync(),
                Node::Link(_) => {}
            }
        }
    }

    fn existing(&self, path: &Path) -> io::Result<Inode> {
        self.tree
            .find(path, true)?
            .inode
            .ok_or_else(|| ErrorKind::NotFound.into())
    }

    fn may_write(&self, inode: Inode) -> io::Result<()> {
        match self.tree.file(inode)?.mode & 0o200 {
            0 => Err(ErrorKind::PermissionDenied.into()),
            _ => Ok(()),
        }
    }

    fn new_file(&mut self, folder: Inode, name: String) -> io::Result<Inode> {
        let modified = self.tick();
        let inode = self.tree.add(Node::File(FileNode {
            mode: 0o644,
            modified,
            ..FileNode::default()
        }));
        self.tree.folder_mut(folder)?.change(NameChange::Put(name, inode));
        Ok(inode)
    }
}
