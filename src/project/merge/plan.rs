//! The run of a merge: first what each record becomes by itself, then what they become together.

use super::conflict::{Clash, Conflict};
use super::record::Versions;
use super::{Key, Outcome, Side, codebook, sound, succession};
use crate::project::diff::changed_ids;
use crate::project::edit::Edit;
use crate::project::record::*;
use crate::project::{Id, Project};
use std::collections::{BTreeMap, BTreeSet};

/// A merge under way.
pub(super) struct Plan<'a> {
    pub(super) base: &'a Project,
    pub(super) ours: &'a Project,
    pub(super) theirs: &'a Project,
    pub(super) choices: &'a BTreeMap<Key, Side>,
    /// Ours, with what has been taken of theirs.
    pub(super) project: Project,
    pub(super) conflicts: BTreeMap<Key, Conflict>,
    /// The records that may differ from ours.
    pub(super) touched: BTreeSet<(Kind, Id)>,
    /// The records that were put back to what they are in ours, since theirs do not fit.
    pub(super) reverted: BTreeSet<Id>,
    /// The records that are to go by choice, with what hangs on them.
    pub(super) doomed: BTreeSet<Id>,
    /// Cited sources that are held on one side, by the id of the held one.
    pub(super) successors: BTreeMap<Id, Id>,
}

/// Merges, with the choices made.
pub(super) fn run(
    base: &Project,
    ours: &Project,
    theirs: &Project,
    choices: &BTreeMap<Key, Side>,
) -> Outcome {
    let mut plan = Plan {
        base,
        ours,
        theirs,
        choices,
        project: ours.clone(),
        conflicts: BTreeMap::new(),
        touched: BTreeSet::new(),
        reverted: BTreeSet::new(),
        doomed: BTreeSet::new(),
        successors: BTreeMap::new(),
    };
    plan.successors = succession::successors(&plan);
    for (kind, id) in changed_ids(base, theirs) {
        plan.take(kind, id);
    }
    succession::carry(&mut plan);
    if !plan.touched.is_empty() {
        codebook::part(&mut plan);
        sound::settle(&mut plan);
    }
    plan.outcome()
}

impl Plan<'_> {
    /// Takes what theirs made of a record, merged with what ours made of it.
    fn take(&mut self, kind: Kind, id: Id) {
        let base = self.base.get(kind, id);
        let ours = self.ours.get(kind, id);
        let theirs = self.theirs.get(kind, id);
        if same(base.as_ref(), ours.as_ref()) {
            return self.set(kind, id, theirs);
        }
        match (ours, theirs) {
            (Some(ours), Some(theirs)) if !ours.is(&theirs) => {
                let versions = Versions {
                    base: base.as_ref(),
                    ours: &ours,
                    theirs: &theirs,
                };
                self.take_fields(&versions);
            }
            (None, Some(theirs)) => self.deleted(Side::Ours, theirs),
            (Some(ours), None) => self.deleted(Side::Theirs, ours),
            _ => {}
        }
    }

    fn take_fields(&mut self, versions: &Versions<'_>) {
        let (kind, id) = (versions.ours.kind(), versions.ours.id());
        for slot in versions.conflicts() {
            let key = (kind, id, Some(slot));
            let taken = self.choice(&key).unwrap_or(Side::Ours);
            self.clash(key, Clash::Field(slot), taken, true);
        }
        let merged = versions.merge(|slot| self.choice(&(kind, id, Some(slot))).unwrap_or(Side::Ours));
        self.set(kind, id, Some(merged));
    }

    /// One side deleted a record that the other changed: it stays, unless it is chosen to go. A cited source that is
    /// held there has not gone: what was changed in it goes over to the held one.
    fn deleted(&mut self, by: Side, record: Record) {
        let (kind, id) = (record.kind(), record.id());
        if self.successors.contains_key(&id) {
            return self.set(kind, id, None);
        }
        let key = (kind, id, None);
        let taken = self.choice(&key).unwrap_or(by.other());
        self.clash(key, Clash::Deleted { by }, taken, true);
        self.set(kind, id, (taken != by).then_some(record));
    }

    pub(super) fn choice(&self, key: &Key) -> Option<Side> {
        self.choices.get(key).copied()
    }

    pub(super) fn clash(&mut self, key: Key, clash: Clash, taken: Side, open: bool) {
        let (kind, id, _) = key;
        let conflict = Conflict {
            kind,
            id,
            clash,
            taken,
            open,
        };
        self.conflicts.insert(key, conflict);
    }

    /// Puts a record in the merged project, or takes it out.
    pub(super) fn set(&mut self, kind: Kind, id: Id, record: Option<Record>) {
        self.touched.insert((kind, id));
        if let Some(record) = record {
            self.project.apply(Edit::Put(record));
        } else if self.project.get(kind, id).is_some() && kind != Kind::Project {
            self.project.apply(Edit::Delete(kind, id));
        }
    }

    /// Puts a record back to what it is in ours; `false` where it is that already.
    pub(super) fn revert(&mut self, kind: Kind, id: Id) -> bool {
        let ours = self.ours.get(kind, id);
        if same(self.project.get(kind, id).as_ref(), ours.as_ref()) {
            return false;
        }
        self.conflicts.retain(|(k, i, _), _| (*k, *i) != (kind, id));
        self.reverted.insert(id);
        self.set(kind, id, ours);
        true
    }

    fn outcome(self) -> Outcome {
        let mut edits = Vec::new();
        for (kind, id) in &self.touched {
            let (is, was) = (self.project.get(*kind, *id), self.ours.get(*kind, *id));
            match is {
                _ if same(is.as_ref(), was.as_ref()) => {}
                Some(record) => edits.push(Edit::Put(record)),
                None => edits.push(Edit::Delete(*kind, *id)),
            }
        }
        Outcome {
            project: self.project,
            edits,
            conflicts: self.conflicts.into_values().collect(),
        }
    }
}

fn same(a: Option<&Record>, b: Option<&Record>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => a.is(b),
        _ => false,
    }
}
