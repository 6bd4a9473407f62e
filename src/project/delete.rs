//! Deleting, as the table of references says it: one transaction, one undo, and the count is known first.

use super::edit::Edit;
use super::record::*;
use super::reference::{self, OnDelete, authors};
use super::state::Project;
use super::{Id, builtin_tags};
use std::collections::{BTreeMap, BTreeSet};

/// What deleting would do. Applied as one transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct Deletion {
    /// The edits, those that only drop a reference among them.
    pub edits: Vec<Edit>,
    /// How many records of each kind go, the ones asked for among them.
    pub counts: BTreeMap<Kind, usize>,
}

/// Why something is not deleted.
#[derive(Clone, Debug, thiserror::Error, PartialEq)]
pub enum NotDeleted {
    /// It is in use.
    #[error("Not deleted: it is used {times} times. Replace it there first.")]
    InUse {
        /// The record in use.
        id: Id,
        /// How often it is used.
        times: usize,
    },
    /// A built-in tag stays.
    #[error("Not deleted: claim, evidence and individual are part of every project.")]
    BuiltIn,
    /// There is no such record.
    #[error("Not deleted: there is no record {0}.")]
    Missing(Id),
}

impl Project {
    /// What deleting these records would do, with all that goes along with them.
    ///
    /// # Errors
    /// `NotDeleted` where one of them, or one that would go along, must stay.
    pub fn delete(&self, ids: impl IntoIterator<Item = Id>) -> Result<Deletion, NotDeleted> {
        let mut work: Vec<Id> = ids.into_iter().collect();
        let mut gone: BTreeMap<Id, Kind> = BTreeMap::new();
        loop {
            while let Some(id) = work.pop() {
                if gone.contains_key(&id) {
                    continue;
                }
                let kind = self
                    .kind(id)
                    .filter(|k| *k != Kind::Project)
                    .ok_or(NotDeleted::Missing(id))?;
                if kind == Kind::Tag && builtin_tags().contains(&id) {
                    return Err(NotDeleted::BuiltIn);
                }
                gone.insert(id, kind);
                let cascades = self
                    .index()
                    .referrers(id)
                    .filter(|(_, _, r)| r.on_delete == OnDelete::Cascade);
                work.extend(cascades.map(|(_, from, _)| from));
            }
            // What only now has nothing left to stand on: links without a start, propositions without a claim.
            work.extend(self.emptied_links(&gone));
            work.extend(self.abandoned_propositions(&gone));
            if work.is_empty() {
                break;
            }
        }
        self.check_unused(&gone)?;
        let mut counts = BTreeMap::new();
        for kind in gone.values() {
            *counts.entry(*kind).or_insert(0) += 1;
        }
        Ok(Deletion {
            edits: self.deletion_edits(&gone),
            counts,
        })
    }

    fn emptied_links(&self, gone: &BTreeMap<Id, Kind>) -> Vec<Id> {
        let shrunk = gone.keys().flat_map(|id| self.index().referrers(*id));
        shrunk
            .filter(|(_, from, rule)| rule.on_delete == OnDelete::Shrink && !gone.contains_key(from))
            .filter_map(|(_, from, _)| self.links.get(&from))
            .filter(|link| link.from.iter().all(|id| gone.contains_key(id)))
            .map(|link| link.id)
            .collect()
    }

    /// Propositions whose last claim goes, and that nobody graded, reviewed, linked or commented.
    fn abandoned_propositions(&self, gone: &BTreeMap<Id, Kind>) -> Vec<Id> {
        let claims = gone.iter().filter(|(_, kind)| **kind == Kind::Annotation);
        let propositions: BTreeSet<Id> = claims
            .filter_map(|(id, _)| Some(self.annotations.get(id)?.claim()?.proposition))
            .filter(|id| !gone.contains_key(id))
            .collect();
        propositions
            .into_iter()
            .filter(|id| {
                self.index()
                    .referrers(*id)
                    .all(|(_, from, _)| gone.contains_key(&from))
            })
            .collect()
    }

    fn check_unused(&self, gone: &BTreeMap<Id, Kind>) -> Result<(), NotDeleted> {
        for (&id, &kind) in gone {
            let in_fields = self
                .index()
                .referrers(id)
                .filter(|(_, from, rule)| rule.on_delete == OnDelete::Forbid && !gone.contains_key(from))
                .count();
            let as_author = if kind == Kind::Analyst {
                self.authored(id, gone)
            } else {
                0
            };
            if in_fields + as_author > 0 {
                return Err(NotDeleted::InUse {
                    id,
                    times: in_fields + as_author,
                });
            }
        }
        Ok(())
    }

    fn authored(&self, analyst: Id, gone: &BTreeMap<Id, Kind>) -> usize {
        let kept = self.records().filter(|r| !gone.contains_key(&r.id()));
        kept.filter(|r| authors(r).any(|by| by == analyst)).count()
    }

    fn deletion_edits(&self, gone: &BTreeMap<Id, Kind>) -> Vec<Edit> {
        let losers: BTreeSet<(Kind, Id)> = gone
            .keys()
            .flat_map(|id| self.index().referrers(*id))
            .filter(|(_, from, _)| !gone.contains_key(from))
            .map(|(kind, from, _)| (kind, from))
            .collect();
        let kept = losers.into_iter().filter_map(|(kind, id)| {
            let record = self.get(kind, id)?;
            reference::rewritten(&record, |to| (!gone.contains_key(&to)).then_some(to)).map(Edit::Put)
        });
        kept.chain(gone.iter().map(|(id, kind)| Edit::Delete(*kind, *id)))
            .collect()
    }

    /// The edits that put one record in another's place wherever it is referred to: a merged entity, or a cited source
    /// that became held. The record itself stays; deleting it is the caller's next edit.
    pub fn replace(&self, old: Id, new: Id) -> Vec<Edit> {
        let referrers: BTreeSet<(Kind, Id)> = self
            .index()
            .referrers(old)
            .map(|(kind, from, _)| (kind, from))
            .filter(|(_, from)| *from != new)
            .collect();
        referrers
            .into_iter()
            .filter_map(|(kind, id)| {
                let record = self.get(kind, id)?;
                reference::rewritten(&record, |to| Some(if to == old { new } else { to })).map(Edit::Put)
            })
            .collect()
    }
}
