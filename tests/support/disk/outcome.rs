//! What a loss of power leaves of what was not synced.

use super::tree::{Change, NameChange, Node, Tree};
use super::{Moment, SimDisk, State};
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, RngExt, SeedableRng};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex};

/// What becomes of the writes and names that were not synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// The program died, and the machine goes on: all is there, and as little durable as before.
    Killed,
    /// None is there.
    Lost,
    /// All are there.
    Kept,
    /// The bytes are there, and the names are not.
    OnlyBytes,
    /// The names are there, and the bytes are not.
    OnlyNames,
    /// Each is kept, lost, torn, or done before another, by chance.
    Chance(u64),
}

impl Fate {
    /// The first `count` outcomes of a loss of power.
    pub(crate) fn all(count: u64, seed: u64) -> impl Iterator<Item = Self> {
        let plain = [Self::Lost, Self::Kept, Self::OnlyBytes, Self::OnlyNames];
        let chances = (0..count.saturating_sub(plain.len() as u64)).map(move |n| Self::Chance(seed + n));
        plain.into_iter().chain(chances)
    }
}

impl Moment {
    /// The disk as it is found again.
    pub(crate) fn after(&self, fate: Fate) -> SimDisk {
        let mut tree = self.tree.clone();
        if fate != Fate::Killed {
            let mut rng = StdRng::seed_from_u64(if let Fate::Chance(seed) = fate { seed } else { 0 });
            for node in &mut tree.nodes {
                settle(Arc::make_mut(node), fate, &mut rng);
            }
        }
        SimDisk(Arc::new(Mutex::new(State {
            clock: tree.nodes.len() as u64 + 1_000_000,
            tree,
            ..State::default()
        })))
    }
}

impl SimDisk {
    /// The disk as it is found again if power is lost now.
    pub(crate) fn after(&self, fate: Fate) -> Self {
        let moment = Moment {
            tree: self.state().tree.clone(),
            next: String::new(),
        };
        moment.after(fate)
    }

    /// Tells disks that hold something else apart; what was never durable counts too.
    pub(crate) fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        fingerprint(&self.state().tree, super::tree::ROOT, &mut hasher);
        hasher.finish()
    }
}

fn fingerprint(tree: &Tree, inode: usize, hasher: &mut DefaultHasher) {
    match &*tree.nodes[inode] {
        Node::File(file) => {
            (&file.now, file.unsynced.is_empty() || file.now == file.durable).hash(hasher);
            file.durable.hash(hasher);
        }
        Node::Link(to) => to.hash(hasher),
        Node::Folder(folder) => {
            (folder.now == folder.durable).hash(hasher);
            for (name, inode) in &folder.now {
                name.hash(hasher);
                fingerprint(tree, *inode, hasher);
            }
        }
    }
}

/// What is found of a file or folder becomes all there is of it.
fn settle(node: &mut Node, fate: Fate, rng: &mut StdRng) {
    match node {
        Node::Link(_) => {}
        Node::Folder(folder) => {
            let mut changes = std::mem::take(&mut folder.unsynced);
            keep_some(&mut changes, fate, fate == Fate::OnlyNames, rng);
            let found = changes.iter();
            found.for_each(|change: &NameChange| change.apply(&mut folder.durable));
            folder.now.clone_from(&folder.durable);
        }
        Node::File(file) => {
            let mut changes = std::mem::take(&mut file.unsynced);
            keep_some(&mut changes, fate, fate == Fate::OnlyBytes, rng);
            for change in &mut changes {
                if matches!(fate, Fate::Chance(_)) {
                    tear(change, rng);
                }
                change.apply(&mut file.durable);
            }
            file.now.clone_from(&file.durable);
        }
    }
}

/// Keeps what the fate wants; by chance, each or not, and now and then in another order.
fn keep_some<T>(changes: &mut Vec<T>, fate: Fate, all: bool, rng: &mut StdRng) {
    match fate {
        Fate::Chance(_) => {
            let kept = [0.2, 0.5, 0.9][rng.random_range(0..3)];
            changes.retain(|_| rng.random_bool(kept));
            if rng.random_bool(0.2) {
                changes.shuffle(rng);
            }
        }
        Fate::Kept | Fate::Killed => {}
        _ if all => {}
        _ => changes.clear(),
    }
}

/// Of a write the beginning may be there alone, or with zeros or noise where the rest should be.
fn tear(change: &mut Change, rng: &mut StdRng) {
    let Change::Write(_, bytes) = change else { return };
    let torn = rng.random_range(0..=bytes.len());
    match rng.random_range(0..6) {
        0 | 1 => bytes.truncate(torn),
        2 => bytes[torn..].fill(0),
        3 => rng.fill_bytes(&mut bytes[torn..]),
        _ => {}
    }
}
