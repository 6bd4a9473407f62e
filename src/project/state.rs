//! The project: its tables, its own record and its index, behind one door.

use super::edit::{Edit, Transaction};
use super::index::{Index, MANY, Place};
use super::record::*;
use super::reference;
use super::validate::{self, Problem};
use super::{Id, SourceId};
use crate::text::Span;
use std::ops::Deref;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread;

/// A project. Cloning it is free, so that saving, exporting and analysing take a snapshot and leave the window alone.
/// Its tables are read through it (`project.sources`); only `apply` and `commit` change it.
#[derive(Clone, Debug, PartialEq)]
pub struct Project {
    about: Arc<About>,
    tables: Tables,
    index: Index,
}

impl Deref for Project {
    type Target = Tables;
    fn deref(&self) -> &Tables {
        &self.tables
    }
}

/// A transaction that was not applied, since the project would not have been sound after it. Nothing was changed.
#[derive(Clone, Debug, thiserror::Error, PartialEq)]
#[error("“{label}” was not done: {}", problems.first().map_or_else(String::new, ToString::to_string))]
pub struct Refused {
    /// What was to be done.
    pub label: String,
    /// Why not; at least one.
    pub problems: Vec<Problem>,
}

impl Project {
    /// A project without records.
    pub fn new(about: About) -> Self {
        Self {
            about: Arc::new(about),
            tables: Tables::default(),
            index: Index::default(),
        }
    }

    /// The record about the project.
    pub fn about(&self) -> &Arc<About> {
        &self.about
    }

    /// What is derived from the records.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The record with this id, of whatever kind; the project's own too.
    pub fn record(&self, id: Id) -> Option<Record> {
        let kind = self.kind(id)?;
        self.get(kind, id)
    }

    /// The record of this kind and id.
    pub fn get(&self, kind: Kind, id: Id) -> Option<Record> {
        match kind {
            Kind::Project => (id == self.about.id).then(|| Record::Project(Arc::clone(&self.about))),
            _ => self.tables.get(kind, id),
        }
    }

    /// The kind of the record with this id.
    pub fn kind(&self, id: Id) -> Option<Kind> {
        if id == self.about.id {
            Some(Kind::Project)
        } else {
            self.tables.kind_of(id)
        }
    }

    /// Every record, the project's own first.
    pub fn all(&self) -> impl Iterator<Item = Record> + '_ {
        std::iter::once(Record::Project(Arc::clone(&self.about))).chain(self.tables.records())
    }

    /// The annotations of a source in order: by first start, last end, id; regions after text.
    pub fn annotations_in(&self, source: SourceId) -> impl DoubleEndedIterator<Item = &Arc<Annotation>> + '_ {
        self.index
            .annotations(source)
            .filter_map(|id| self.annotations.get(&id))
    }

    /// The annotations whose hull touches a stretch of a source's text (in bytes), in order of place, then id.
    pub fn overlapping(&self, source: SourceId, range: Span) -> Vec<Arc<Annotation>> {
        let mut found: Vec<_> = self
            .index
            .candidates(source, range)
            .filter_map(|id| self.annotations.get(&id))
            .filter(|a| {
                a.hull()
                    .is_some_and(|h| h.start < range.end && range.start < h.end)
            })
            .cloned()
            .collect();
        found.sort_unstable_by_key(|a| (Place::of(a), a.id));
        found
    }

    /// Applies an edit without any check and returns the edit that undoes it; the index follows.
    pub fn apply(&mut self, edit: Edit) -> Edit {
        let (kind, id) = (edit.kind(), edit.id());
        if let Edit::Put(Record::Project(about)) = edit {
            return Edit::Put(Record::Project(std::mem::replace(&mut self.about, about)));
        }
        let before = self.tables.remove(kind, id);
        if let Some(before) = &before {
            self.index.remove(before);
        }
        if let Edit::Put(record) = edit {
            self.index.add(&record);
            self.tables.insert(record);
        }
        before.map_or(Edit::Delete(kind, id), Edit::Put)
    }

    /// Applies all edits of a transaction, or none: the outcome is checked as on load, for what the edits touch.
    /// Returns the transaction that undoes it, under the same label.
    ///
    /// # Errors
    /// `Refused` names every rule the outcome would break; the project is as it was.
    pub fn commit(&mut self, transaction: Transaction) -> Result<Transaction, Refused> {
        let (after, inverse) = self.after(transaction)?;
        // Nothing comes after this: whatever stopped before it has left the project as it was.
        *self = after;
        Ok(inverse)
    }

    /// What a transaction would make of the project, and the transaction that undoes it. The project itself cannot be
    /// changed here, so that not even a panic in a check leaves half of a transaction in it.
    fn after(&self, transaction: Transaction) -> Result<(Self, Transaction), Refused> {
        let Transaction { label, by, at, edits } = transaction;
        let touched: Vec<(Kind, Id)> = edits.iter().map(|e| (e.kind(), e.id())).collect();
        let mut after = self.clone();
        let mut inverse: Vec<Edit> = edits.into_iter().map(|edit| after.apply(edit)).collect();
        inverse.reverse();
        let problems = validate::outcome(self, &after, &touched);
        if !problems.is_empty() {
            return Err(Refused { label, problems });
        }
        let inverse = Transaction {
            label,
            by,
            at,
            edits: inverse,
        };
        Ok((after, inverse))
    }

    /// How often a record is used: references to it, comments, grades, reviews and readings apart.
    pub fn uses(&self, id: Id) -> usize {
        self.index
            .referrers(id)
            .filter(|(_, _, rule)| rule.on_delete == reference::OnDelete::Forbid)
            .count()
    }

    /// The same project with its index built anew; a test compares it with the one kept by `apply`.
    pub fn reindexed(&self) -> Self {
        Self::from_records(About::clone(&self.about), self.tables.records())
    }

    /// A project of these records, unchecked; for reading a file, which checks afterwards. Tables and index of many are
    /// built at the same time, since a person waits for it.
    pub fn from_records(about: About, records: impl IntoIterator<Item = Record>) -> Self {
        let records: Vec<Record> = records.into_iter().collect();
        let mut project = Self::new(about);
        let tables = &mut project.tables;
        let mut insert = || {
            for record in &records {
                tables.insert(record.clone());
            }
        };
        project.index = if records.len() < MANY {
            insert();
            Index::of(&records)
        } else {
            thread::scope(|scope| {
                let index = scope.spawn(|| Index::of(&records));
                insert();
                index.join().unwrap_or_else(|panic| resume_unwind(panic))
            })
        };
        project
    }
}
