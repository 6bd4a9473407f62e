//! The difference between two states of a project: what was added, removed and changed, record by record and field by
//! field, and the same in sentences. Parts that the two share in memory cost nothing. Judges nothing: what is to become
//! of a difference is the business of `merge` and of whoever asked.

mod say;
mod value;

pub(crate) use say::field_words;
pub use say::summary;
pub use value::shown;

use super::record::*;
use super::slot::{Slot, slots};
use super::{Id, Project};
use serde_json::Value;

/// One record that is not the same in both.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: Id,
    /// What it was; `None` where it was added.
    pub before: Option<Record>,
    /// What it is; `None` where it was removed.
    pub after: Option<Record>,
}

/// One field that is not the same in both states of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldChange {
    /// The field.
    pub slot: Slot,
    /// What it was, as plain data; a source's text is its hash.
    pub before: Option<Value>,
    /// What it is.
    pub after: Option<Value>,
}

/// Every record that differs, by kind in the order of the schema, then by id.
pub fn diff(before: &Project, after: &Project) -> Vec<Change> {
    changed_ids(before, after)
        .into_iter()
        .map(|(kind, id)| Change {
            kind,
            id,
            before: before.get(kind, id),
            after: after.get(kind, id),
        })
        .collect()
}

/// The records that differ, by kind and id.
pub(super) fn changed_ids(before: &Project, after: &Project) -> Vec<(Kind, Id)> {
    let (old, new) = (before.about(), after.about());
    let mut ids: Vec<(Kind, Id)> = Vec::new();
    if !std::sync::Arc::ptr_eq(old, new) && old != new {
        ids.extend([old.id, new.id].map(|id| (Kind::Project, id)));
        ids.dedup();
    }
    ids.extend(before.differing(after));
    ids
}

impl Change {
    /// The fields that differ, in the order of the model; none where the record was added or removed.
    pub fn fields(&self) -> Vec<FieldChange> {
        let (Some(before), Some(after)) = (&self.before, &self.after) else {
            return Vec::new();
        };
        let mut fields: Vec<FieldChange> = slots(&[before, after])
            .into_iter()
            .map(|slot| FieldChange {
                slot,
                before: slot.get(before),
                after: slot.get(after),
            })
            .collect();
        if let (Record::Source(old), Record::Source(new)) = (before, after)
            && old.text != new.text
        {
            let hash = |s: &Source| s.text.as_ref().map(|t| Value::String(t.sha256.clone()));
            fields.push(FieldChange {
                slot: Slot::TEXT,
                before: hash(old),
                after: hash(new),
            });
        }
        // Texts of the same words may still be cut into other blocks.
        fields.retain(|f| f.before != f.after || f.slot == Slot::TEXT);
        fields
    }
}
