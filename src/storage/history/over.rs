//! Doing again on what is left of a damaged file whatever a history holds, from its first line on. Each edit holds its record
//! whole, so that every record it names is in the end as it was last.

use super::line::Line;
use super::lines::{Found, each_line};
use super::texts::Texts;
use super::transaction::read_done;
use crate::project::{Id, Kind, Project};
use crate::storage::history::Entry;
use std::collections::BTreeSet;
use std::io::{self, Read};
use std::ops::ControlFlow;

/// What a history holds in full.
#[derive(Debug, Default)]
pub(in crate::storage) struct Over {
    /// Its transactions, oldest first, without what undoes them.
    pub(in crate::storage) entries: Vec<Entry>,
    /// How many lines do not say any more what their edits held, or cannot be read.
    pub(in crate::storage) missed: usize,
}

/// Reads all that a history holds in full. `part` is what is left of the file: its texts need not stand in the history.
pub(in crate::storage) fn over(history: impl Read, part: &Project) -> io::Result<Over> {
    let (mut over, mut texts) = (Over::default(), Texts::of(part));
    each_line(history, |_, _, found| {
        match found {
            Found::Whole(Line::Transaction { number, ron }) => match read_done(number, ron, &mut texts) {
                Ok((done, step)) => over.entries.push(Entry {
                    step,
                    ..Entry::from(done)
                }),
                Err(_) => over.missed += 1,
            },
            Found::Damaged => over.missed += 1,
            Found::Whole(_) | Found::Torn => {}
        }
        ControlFlow::Continue(())
    })?;
    Ok(over)
}

impl Over {
    /// Whether it names a record that `part` holds and that no other project has: tags and analysts are in many.
    pub(in crate::storage) fn is_of(&self, part: &Project) -> bool {
        let named: BTreeSet<Id> = self
            .entries
            .iter()
            .flat_map(|entry| &entry.done.edits)
            .filter(|edit| !matches!(edit.kind(), Kind::Tag | Kind::Analyst))
            .map(|edit| edit.id())
            .collect();
        named.iter().any(|id| part.kind(*id).is_some())
    }

    /// Puts it all into a project, which need not be sound before or after.
    pub(in crate::storage) fn put(&self, project: &mut Project) {
        for edit in self.entries.iter().flat_map(|entry| &entry.done.edits) {
            project.apply(edit.clone());
        }
    }
}
