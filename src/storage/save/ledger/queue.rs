//! Lines on their way to the history.

use crate::storage::format::hash::Hash;
use crate::storage::history::{self, Mark};

/// Lines that are not in the history yet, in order.
#[derive(Default)]
pub(super) struct Queue(Vec<Line>);

enum Line {
    /// A transaction by its number, with its RON.
    Transaction(u64, String),
    /// That the file is about to become, or has become, one with this hash and all transactions up to a number.
    Mark(Mark, Hash, u64),
}

impl Queue {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn transaction(&mut self, number: u64, ron: String) {
        self.0.push(Line::Transaction(number, ron));
    }

    pub(super) fn mark(&mut self, mark: Mark, hash: Hash, up_to: u64) {
        self.0.push(Line::Mark(mark, hash, up_to));
    }

    /// The number of the last transaction in it.
    pub(super) fn last(&self) -> Option<u64> {
        self.0.iter().rev().find_map(|line| match line {
            Line::Transaction(number, _) => Some(*number),
            Line::Mark(..) => None,
        })
    }

    /// The lines, in a history before which there were so many transactions.
    pub(super) fn text(&self, before: u64) -> String {
        let mut text = String::new();
        for line in &self.0 {
            text.push_str(&match line {
                Line::Transaction(number, ron) => history::numbered(number.saturating_sub(before), ron),
                Line::Mark(mark, hash, up_to) => history::mark(*mark, *hash, up_to.saturating_sub(before)),
            });
        }
        text
    }

    /// Takes out what comes after a transaction, and drops the rest and all marks.
    pub(super) fn after(&mut self, up_to: u64) -> Self {
        let lines = std::mem::take(&mut self.0).into_iter();
        Self(
            lines
                .filter(|line| matches!(line, Line::Transaction(number, _) if *number > up_to))
                .collect(),
        )
    }
}
