//! What could not be merged, and in what words it is told.

use super::{Key, Merge, Side};
use crate::project::diff::{field_words, shown};
use crate::project::naming::capitalised;
use crate::project::record::*;
use crate::project::slot::Slot;
use crate::project::{Id, Project};

/// One thing that could not be merged, and how it is resolved.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// The kind of the record it is about.
    pub kind: Kind,
    /// That record.
    pub id: Id,
    /// What clashes.
    pub clash: Clash,
    /// The side that is taken.
    pub taken: Side,
    /// Whether the other side can be chosen; where it cannot, it would not be sound.
    pub open: bool,
}

/// What clashes.
#[derive(Clone, Debug, PartialEq)]
pub enum Clash {
    /// Both changed a field, or a part of it, differently. The parts that do not clash are merged whatever is chosen.
    Field(Slot),
    /// One side deleted a record that the other changed.
    Deleted {
        /// Who deleted it.
        by: Side,
    },
    /// One side deleted a record that the other names where it did not before.
    Needed {
        /// Who deleted it.
        by: Side,
        /// The kind of a record that names it.
        kind: Kind,
        /// A record that names it.
        id: Id,
    },
    /// What theirs made of a record breaks a rule together with ours, and is left out.
    Unfit {
        /// The rule, as the end of a sentence.
        says: String,
    },
    /// Theirs gave a tag a letter or key that another tag of ours has.
    Taken(Slot),
    /// What theirs changed does not fit together with ours, and all of it is left out.
    Nothing,
}

impl Conflict {
    /// The field it is about; `None` where it is the record as a whole.
    pub fn field(&self) -> Option<Slot> {
        match self.clash {
            Clash::Field(slot) | Clash::Taken(slot) => Some(slot),
            _ => None,
        }
    }

    pub(super) fn key(&self) -> Key {
        (self.kind, self.id, self.field())
    }

    /// What clashes, in a sentence in which “here” is ours and “there” is theirs.
    pub fn sentence(&self, merge: &Merge) -> String {
        let name = self.name(merge);
        let place = |side: Side| side.of("here", "there");
        let says = match &self.clash {
            Clash::Field(slot) => format!("{name}: the {} was changed here and there.", field_words(slot)),
            Clash::Deleted { by } => {
                format!(
                    "{name} was deleted {} and changed {}.",
                    place(*by),
                    place(by.other())
                )
            }
            Clash::Needed { by, id, .. } => {
                let side = by.other();
                let user = side.of(merge.ours(), merge.theirs()).called(*id);
                format!(
                    "{name} was deleted {}, but {user} names it {}.",
                    place(*by),
                    place(side)
                )
            }
            Clash::Unfit { says } => {
                format!("{name} stays as it is here; what was changed there does not fit: {says}")
            }
            Clash::Taken(slot) => {
                format!(
                    "{name}: the {} it has there is taken, so it has another here.",
                    field_words(slot)
                )
            }
            Clash::Nothing => {
                "What was changed there does not fit what was changed here; all stays as it is here.".into()
            }
        };
        capitalised(&says)
    }

    /// What a side has of it, in a few words.
    pub fn value(&self, merge: &Merge, side: Side) -> String {
        match &self.clash {
            Clash::Field(slot) | Clash::Taken(slot) => self.shown(merge, slot, side),
            Clash::Deleted { by } | Clash::Needed { by, .. } if *by == side => "deleted".into(),
            Clash::Deleted { .. } | Clash::Needed { .. } => "kept".into(),
            Clash::Unfit { .. } | Clash::Nothing => side.of("as it is here", "as it is there").into(),
        }
    }

    fn shown(&self, merge: &Merge, slot: &Slot, side: Side) -> String {
        let project = side.of(merge.ours(), merge.theirs());
        match project.get(self.kind, self.id) {
            Some(record) => shown(project, &record, slot, slot.get(&record).as_ref()),
            None => "not there".into(),
        }
    }

    fn name(&self, merge: &Merge) -> String {
        let has = |project: &&Project| project.get(self.kind, self.id).is_some();
        let project = [merge.ours(), merge.theirs(), merge.base()].into_iter().find(has);
        project.map_or_else(|| "A record".into(), |project| project.called(self.id))
    }
}
