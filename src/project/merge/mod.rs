//! The merge of two projects that grew out of one: three-way, record by record and field by field, with deletion as one
//! more edit. What only one side changed is taken; what both changed differently, and whatever would not be sound
//! together, is a conflict, resolved to the sound side and listed. Changes no project: it makes the edits of a
//! transaction. Costs what was changed and not what is there, where the three share their records in memory.

mod codebook;
mod conflict;
mod lines;
mod lists;
mod plan;
mod record;
mod refuse;
mod sound;
mod succession;
mod value;

pub use conflict::{Clash, Conflict};
pub use refuse::NotMerged;

use super::edit::Edit;
use super::record::Kind;
use super::slot::Slot;
use super::{Id, Project};
use std::collections::BTreeMap;

/// One of the two projects that are merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The project that gets the edits.
    Ours,
    /// The other one.
    Theirs,
}

impl Side {
    /// What belongs to this side, of what belongs to each.
    pub fn of<T>(self, ours: T, theirs: T) -> T {
        match self {
            Self::Ours => ours,
            Self::Theirs => theirs,
        }
    }

    /// The other side.
    pub fn other(self) -> Self {
        self.of(Self::Theirs, Self::Ours)
    }
}

/// What a conflict is about: a field of a record, or the record as a whole.
pub(crate) type Key = (Kind, Id, Option<Slot>);

/// The merge of two projects, with every conflict resolved to the sound side.
#[derive(Clone, Debug)]
pub struct Merge {
    base: Project,
    ours: Project,
    theirs: Project,
    outcome: Outcome,
}

/// What comes of a merge.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The merged project; it breaks no rule that ours does not break.
    pub project: Project,
    /// The edits that make it of ours, by kind and id.
    pub edits: Vec<Edit>,
    /// What could not be merged, by kind, id and field.
    pub conflicts: Vec<Conflict>,
}

impl Merge {
    /// Merges two sound projects that grew out of `base`.
    ///
    /// # Errors
    /// `NotMerged` where they are no versions of one project, or hold two texts of one source.
    pub fn new(base: Project, ours: Project, theirs: Project) -> Result<Self, NotMerged> {
        refuse::check(&base, &ours, &theirs)?;
        let outcome = plan::run(&base, &ours, &theirs, &BTreeMap::new());
        Ok(Self {
            base,
            ours,
            theirs,
            outcome,
        })
    }

    /// What comes of it where every conflict is resolved to the sound side, which is ours wherever both are.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// What could not be merged, by kind, id and field.
    pub fn conflicts(&self) -> &[Conflict] {
        &self.outcome.conflicts
    }

    /// The project both grew out of.
    pub fn base(&self) -> &Project {
        &self.base
    }

    /// The project that gets the edits.
    pub fn ours(&self) -> &Project {
        &self.ours
    }

    /// The other project.
    pub fn theirs(&self) -> &Project {
        &self.theirs
    }

    /// What comes of it with a side chosen for each conflict, in their order; conflicts without a choice stay as they
    /// are. A choice that would not be sound, since something else needs what it would delete, is not followed: the
    /// outcome's conflicts say how each was resolved.
    pub fn resolve(&self, sides: &[Side]) -> Outcome {
        let choices = self
            .conflicts()
            .iter()
            .zip(sides)
            .map(|(conflict, side)| (conflict.key(), *side))
            .collect();
        plan::run(&self.base, &self.ours, &self.theirs, &choices)
    }
}
