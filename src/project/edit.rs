//! Edits and transactions: the one way to change a project.

use super::record::*;
use super::{Id, Timestamp};

/// Replaces one record: its new state, or none.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// The record is now this.
    Put(Record),
    /// The record of this kind and id is gone.
    Delete(Kind, Id),
}

impl Edit {
    /// The kind of the record it replaces.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Put(record) => record.kind(),
            Self::Delete(kind, _) => *kind,
        }
    }

    /// The id of the record it replaces.
    pub fn id(&self) -> Id {
        match self {
            Self::Put(record) => record.id(),
            Self::Delete(_, id) => *id,
        }
    }

    /// The record's new state.
    pub fn record(&self) -> Option<&Record> {
        match self {
            Self::Put(record) => Some(record),
            Self::Delete(..) => None,
        }
    }
}

impl<R: Into<Record>> From<R> for Edit {
    fn from(record: R) -> Self {
        Self::Put(record.into())
    }
}

/// Edits that happen together or not at all.
#[derive(Clone, Debug, PartialEq)]
pub struct Transaction {
    /// What was done, in the user's words.
    pub label: String,
    /// Who did it.
    pub by: Id,
    /// When.
    pub at: Timestamp,
    /// The edits, in order.
    pub edits: Vec<Edit>,
}

impl Transaction {
    /// An empty transaction.
    pub fn new(label: impl Into<String>, by: Id, at: Timestamp) -> Self {
        Self {
            label: label.into(),
            by,
            at,
            edits: Vec::new(),
        }
    }

    /// Who makes it and when, as a new record says it.
    pub fn stamp(&self) -> Stamp {
        Stamp {
            by: self.by,
            at: self.at,
        }
    }

    /// Puts first what a project needs before its first edit: the built-in tags, where it has none and none come with the
    /// edits, and the analyst who makes them, where it does not know them.
    pub fn introduce(&mut self, project: &super::Project, analyst: Option<Analyst>) {
        let brings_tags = self.edits.iter().any(|e| e.kind() == Kind::Tag);
        if project.tags.is_empty() && !brings_tags {
            let tags = super::codebook(&self.stamp()).map(|tag| Edit::from(Record::from(tag)));
            self.edits.splice(0..0, tags);
        }
        if let Some(analyst) = analyst.filter(|a| !project.analysts.contains_key(&a.id)) {
            self.edits.insert(0, analyst.into());
        }
    }

    /// Adds a new record.
    pub fn add(&mut self, record: impl Into<Record>) {
        self.edits.push(Edit::Put(record.into()));
    }

    /// Adds a record's new state, and says in it who changed it when.
    pub fn change(&mut self, record: impl Into<Record>) {
        let mut record = record.into();
        if let Some(common) = record.common_mut() {
            common.set_modified(self.stamp());
        }
        self.edits.push(Edit::Put(record));
    }

    /// Adds an edit: a record that the project has not yet says who made it, one that it has who changed it.
    pub fn edit(&mut self, project: &super::Project, edit: Edit) {
        match edit {
            Edit::Put(record) if project.get(record.kind(), record.id()).is_some() => self.change(record),
            Edit::Put(mut record) => {
                if let Some(common) = record.common_mut() {
                    common.set_created(self.stamp());
                }
                self.edits.push(Edit::Put(record));
            }
            delete @ Edit::Delete(..) => self.edits.push(delete),
        }
    }
}
