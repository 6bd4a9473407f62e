//! The texts a history may name instead of writing them again.

use crate::project::{Project, Text};
use crate::storage::format::compact::{self, Layout, Unwritable};
use crate::storage::format::hash::Hash;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The texts of the file a history goes on from, and those written in it since. Writing and replaying keep the same
/// account, so what is named on the one side is there on the other.
#[derive(Debug, Default)]
pub(in crate::storage) struct Texts {
    /// The texts in the file, until one is asked for: naming them takes time, and most edits are of no source.
    base: Vec<Arc<Text>>,
    known: BTreeMap<String, Arc<Text>>,
    /// What the history itself holds, with the number of the transaction.
    written: Vec<(u64, Arc<Text>)>,
}

impl Texts {
    /// The texts of a project as it is in its file.
    pub(in crate::storage) fn of(project: &Project) -> Self {
        Self {
            base: texts(project).map(Arc::clone).collect(),
            ..Self::default()
        }
    }

    /// What names a text: the hash of all of it. The hash of its lines stands for them.
    pub(super) fn key(text: &Text) -> Result<String, Unwritable> {
        let mut all = String::new();
        let parts = (&text.sha256, text.read_by, &text.blocks, &text.pages);
        compact::write(&mut all, &parts, Layout::OneLine)?;
        Ok(Hash::of(all.as_bytes()).to_string())
    }

    /// The text of this key, if it is known.
    pub(super) fn get(&mut self, key: &str) -> Result<Option<Arc<Text>>, Unwritable> {
        self.look_at_base()?;
        Ok(self.known.get(key).cloned())
    }

    /// Takes in a text that can be got, though no file and no edit holds it.
    pub(super) fn offer(&mut self, text: &Arc<Text>) {
        self.base.push(Arc::clone(text));
    }

    /// Takes in a text that stands in a transaction; whether it was not known before.
    pub(super) fn learn(&mut self, number: u64, text: &Arc<Text>) -> Result<bool, Unwritable> {
        self.look_at_base()?;
        let is_new = self.known.insert(Self::key(text)?, Arc::clone(text)).is_none();
        if is_new {
            self.written.push((number, Arc::clone(text)));
        }
        Ok(is_new)
    }

    /// Takes in the texts of the file, so that they can be got.
    fn look_at_base(&mut self) -> Result<(), Unwritable> {
        for text in std::mem::take(&mut self.base) {
            self.known.insert(Self::key(&text)?, text);
        }
        Ok(())
    }

    /// From here on the file may become one that holds this project: a text is known only if it is there too. What is
    /// written meanwhile can then be replayed on the old file and on the new one. A text that is there as another copy is
    /// taken for one that is not, and costs its length again.
    pub(in crate::storage) fn expect(&mut self, project: &Project) {
        let there: BTreeSet<_> = texts(project).map(Arc::as_ptr).collect();
        self.base.retain(|text| there.contains(&Arc::as_ptr(text)));
        self.known.retain(|_, text| there.contains(&Arc::as_ptr(text)));
    }

    /// From here on the history goes on from a file that holds this project, with all transactions up to a number.
    pub(in crate::storage) fn go_on_from(&mut self, project: &Project, up_to: u64) -> Result<(), Unwritable> {
        self.written.retain(|(number, _)| *number > up_to);
        self.known.clear();
        for (_, text) in &self.written {
            self.known.insert(Self::key(text)?, Arc::clone(text));
        }
        self.base = texts(project).map(Arc::clone).collect();
        Ok(())
    }
}

fn texts(project: &Project) -> impl Iterator<Item = &Arc<Text>> {
    project.sources.values().filter_map(|source| source.text.as_ref())
}
