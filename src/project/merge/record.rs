//! The merge of one record that both sides changed or added, field by field.

use super::Side;
use super::value::{self, Three};
use crate::project::FieldPresence;
use crate::project::record::*;
use crate::project::slot::{Slot, slots};
use serde_json::Value;
use std::sync::Arc;

/// A record that both sides have, and what it was; `base` is `None` where both added it.
#[derive(Clone, Copy)]
pub(super) struct Versions<'a> {
    pub(super) base: Option<&'a Record>,
    pub(super) ours: &'a Record,
    pub(super) theirs: &'a Record,
}

impl Versions<'_> {
    /// The fields that both changed differently.
    pub(super) fn conflicts(&self) -> Vec<Slot> {
        let mut conflicts: Vec<Slot> = self.slots();
        conflicts.retain(|slot| self.merged(slot, Side::Ours) != self.merged(slot, Side::Theirs));
        let texts = self.texts();
        if texts.settled().is_err() && hash(texts.ours) != hash(texts.theirs) {
            conflicts.push(Slot::TEXT);
        }
        conflicts
    }

    /// Ours with what theirs changed; `prefer` says whose part is taken where both changed it.
    pub(super) fn merge(&self, prefer: impl Fn(Slot) -> Side) -> Record {
        let mut merged = self.ours.clone();
        for slot in self.slots() {
            let value = self.merged(&slot, prefer(slot));
            if value != slot.get(self.ours) {
                // Every part of the value was a record's already, so the field takes it; if not, ours stays.
                let _ = slot.set(&mut merged, value);
            }
        }
        if let Record::Source(source) = &mut merged {
            let texts = self.texts();
            let text = texts
                .settled()
                .unwrap_or_else(|texts| texts.of(prefer(Slot::TEXT)));
            if text != source.text.as_ref() {
                Arc::make_mut(source).text = text.cloned();
            }
        }
        merged
    }

    fn slots(&self) -> Vec<Slot> {
        let all: Vec<&Record> = self.base.into_iter().chain([self.ours, self.theirs]).collect();
        slots(&all)
    }

    fn merged(&self, slot: &Slot, prefer: Side) -> Option<Value> {
        let base = match self.base {
            Some(base) => slot.get(base),
            None => default(slot, self.ours),
        };
        let (ours, theirs) = (slot.get(self.ours), slot.get(self.theirs));
        let three = Three {
            base: base.as_ref(),
            ours: ours.as_ref(),
            theirs: theirs.as_ref(),
        };
        value::merge(slot, prefer, three)
    }

    fn texts(&self) -> Three<Option<&Arc<Text>>> {
        Three {
            base: self.base.and_then(text),
            ours: text(self.ours),
            theirs: text(self.theirs),
        }
    }
}

fn text(record: &Record) -> Option<&Arc<Text>> {
    match record {
        Record::Source(source) => source.text.as_ref(),
        _ => None,
    }
}

fn hash(text: Option<&Arc<Text>>) -> Option<&str> {
    text.map(|text| text.sha256.as_str())
}

/// What a field is in a record of which nobody has said anything yet.
fn default(slot: &Slot, record: &Record) -> Option<Value> {
    if slot.presence != FieldPresence::Defaulted {
        return None;
    }
    let mut record = record.clone();
    slot.set(&mut record, None).ok()?;
    slot.get(&record)
}
