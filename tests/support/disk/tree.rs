//! What lies on the simulated disk: files, folders and symbolic links, each as it is in memory and as it would be found
//! after a loss of power.

use std::collections::BTreeMap;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// The number of a file, folder or link.
pub(super) type Inode = usize;

/// The first folder.
pub(super) const ROOT: Inode = 0;

#[derive(Clone)]
pub(super) enum Node {
    File(FileNode),
    Folder(FolderNode),
    Link(PathBuf),
}

/// A file's bytes, and what was done to them since they were synced.
#[derive(Clone, Default)]
pub(super) struct FileNode {
    pub(super) now: Vec<u8>,
    pub(super) durable: Vec<u8>,
    pub(super) unsynced: Vec<Change>,
    pub(super) mode: u32,
    /// Counts the changes, in place of a clock.
    pub(super) modified: u64,
}

/// One thing done to a file's bytes.
#[derive(Clone, Debug)]
pub(super) enum Change {
    Write(usize, Vec<u8>),
    Truncate(usize),
}

impl Change {
    pub(super) fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Self::Truncate(length) => bytes.resize(*length, 0),
            Self::Write(at, written) => {
                let end = at + written.len();
                if bytes.len() < end {
                    bytes.resize(end, 0);
                }
                bytes[*at..end].copy_from_slice(written);
            }
        }
    }
}

impl FileNode {
    pub(super) fn change(&mut self, change: Change, clock: u64) {
        change.apply(&mut self.now);
        self.unsynced.push(change);
        self.modified = clock;
    }

    /// What was written since the last sync is durable. What an earlier, failed sync gave up is not.
    pub(super) fn sync(&mut self) {
        for change in self.unsynced.drain(..) {
            change.apply(&mut self.durable);
        }
    }
}

/// A folder's names, and what was done to them since they were synced.
#[derive(Clone, Default)]
pub(super) struct FolderNode {
    pub(super) now: BTreeMap<String, Inode>,
    pub(super) durable: BTreeMap<String, Inode>,
    pub(super) unsynced: Vec<NameChange>,
}

/// One thing done to the names in a folder; it is done whole or not at all.
#[derive(Clone, Debug)]
pub(super) enum NameChange {
    Put(String, Inode),
    Rename(String, String, Inode),
    Remove(String, Inode),
}

impl NameChange {
    pub(super) fn apply(&self, names: &mut BTreeMap<String, Inode>) {
        let mut remove = |name: &String, inode: Inode| {
            if names.get(name) == Some(&inode) {
                names.remove(name);
            }
        };
        match self {
            Self::Put(name, inode) => drop(names.insert(name.clone(), *inode)),
            Self::Remove(name, inode) => remove(name, *inode),
            Self::Rename(from, to, inode) => {
                remove(from, *inode);
                names.insert(to.clone(), *inode);
            }
        }
    }
}

impl FolderNode {
    pub(super) fn change(&mut self, change: NameChange) {
        change.apply(&mut self.now);
        self.unsynced.push(change);
    }

    pub(super) fn sync(&mut self) {
        for change in self.unsynced.drain(..) {
            change.apply(&mut self.durable);
        }
    }
}

/// Where a path leads: a folder, a name in it, and what has that name.
pub(super) struct Place {
    pub(super) folder: Inode,
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) inode: Option<Inode>,
}

/// All there is. A clone shares what neither changes.
#[derive(Clone)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Arc<Node>>,
}

impl Default for Tree {
    fn default() -> Self {
        Self {
            nodes: vec![Arc::new(Node::Folder(FolderNode::default()))],
        }
    }
}

impl Tree {
    pub(super) fn add(&mut self, node: Node) -> Inode {
        self.nodes.push(Arc::new(node));
        self.nodes.len() - 1
    }

    /// Follows a path; its last name too, where it is a link and `follow` says so.
    pub(super) fn find(&self, path: &Path, follow: bool) -> io::Result<Place> {
        self.walk(path, follow, 0)
    }

    fn walk(&self, path: &Path, follow: bool, links: usize) -> io::Result<Place> {
        if links > 8 {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let names: Vec<&str> = path
            .components()
            .filter_map(|part| match part {
                Component::Normal(name) => name.to_str(),
                _ => None,
            })
            .collect();
        let mut place = Place {
            folder: ROOT,
            name: String::new(),
            path: "/".into(),
            inode: Some(ROOT),
        };
        for (n, name) in names.iter().enumerate() {
            let folder = place.inode.ok_or(io::ErrorKind::NotFound)?;
            let inode = self.folder(folder)?.now.get(*name).copied();
            if let Some(Node::Link(to)) = inode.map(|inode| &*self.nodes[inode])
                && (follow || n + 1 < names.len())
            {
                let rest: PathBuf = names[n + 1..].iter().collect();
                return self.walk(&place.path.join(to).join(rest), follow, links + 1);
            }
            place = Place {
                folder,
                name: (*name).to_owned(),
                path: place.path.join(name),
                inode,
            };
        }
        Ok(place)
    }

    pub(super) fn folder(&self, inode: Inode) -> io::Result<&FolderNode> {
        match &*self.nodes[inode] {
            Node::Folder(folder) => Ok(folder),
            _ => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    pub(super) fn folder_mut(&mut self, inode: Inode) -> io::Result<&mut FolderNode> {
        match Arc::make_mut(&mut self.nodes[inode]) {
            Node::Folder(folder) => Ok(folder),
            _ => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    pub(super) fn file(&self, inode: Inode) -> io::Result<&FileNode> {
        match &*self.nodes[inode] {
            Node::File(file) => Ok(file),
            _ => Err(io::ErrorKind::IsADirectory.into()),
        }
    }

    pub(super) fn file_mut(&mut self, inode: Inode) -> io::Result<&mut FileNode> {
        match Arc::make_mut(&mut self.nodes[inode]) {
            Node::File(file) => Ok(file),
            _ => Err(io::ErrorKind::IsADirectory.into()),
        }
    }
}
