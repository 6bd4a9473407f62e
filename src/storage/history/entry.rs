//! What is kept of one transaction: what was done, what undoes it, and which way it went.

use crate::project::{Edit, Transaction};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Which way a transaction went on the stack of what can be undone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// It is an edit like any other.
    #[default]
    Edit,
    /// It undid one.
    Undo,
    /// It did one again that was undone.
    Redo,
}

impl Step {
    /// Whether it is an edit like any other, which need not be said.
    pub(in crate::storage) fn is_edit(&self) -> bool {
        *self == Self::Edit
    }

    /// The label of a transaction with the way it went: `Undo: Tag a claim`.
    pub fn says(self, label: &str) -> Cow<'_, str> {
        match self {
            Self::Edit => Cow::Borrowed(label),
            Self::Undo => Cow::Owned(format!("Undo: {label}")),
            Self::Redo => Cow::Owned(format!("Redo: {label}")),
        }
    }
}

/// One entry of a history.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What was done. The label of an undone or redone transaction is that of the edit itself.
    pub done: Transaction,
    /// The edits that undo it. Without them it can be done again, and not undone after a restart.
    pub undo: Option<Vec<Edit>>,
    /// Which way it went.
    pub step: Step,
}

impl Entry {
    /// An ordinary edit, and what undoes it.
    pub fn edit(done: Transaction, inverse: Transaction) -> Self {
        Self {
            done,
            undo: Some(inverse.edits),
            step: Step::Edit,
        }
    }
}

impl From<Transaction> for Entry {
    fn from(done: Transaction) -> Self {
        Self {
            done,
            undo: None,
            step: Step::Edit,
        }
    }
}

impl From<&Transaction> for Entry {
    fn from(done: &Transaction) -> Self {
        done.clone().into()
    }
}
