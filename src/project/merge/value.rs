//! Three-way merge of one field's value, as plain data. Which side is preferred says what becomes of a part that both
//! changed differently; a field is in conflict where the preference makes a difference, and nowhere else.

use super::{Side, lines, lists};
use crate::project::slot::Slot;
use crate::project::{FieldKind, FieldPresence};
use serde_json::Value;

/// A value of the base, of ours and of theirs.
#[derive(Clone, Copy)]
pub(super) struct Three<T> {
    pub(super) base: T,
    pub(super) ours: T,
    pub(super) theirs: T,
}

impl<T: PartialEq> Three<T> {
    /// What is left where at most one side changed it, or both alike; `Err` where both changed it differently.
    pub(super) fn settled(self) -> Result<T, Self> {
        if self.ours == self.theirs || self.theirs == self.base {
            Ok(self.ours)
        } else if self.ours == self.base {
            Ok(self.theirs)
        } else {
            Err(self)
        }
    }
}

impl<T> Three<T> {
    pub(super) fn map<U>(&self, f: impl Fn(&T) -> U) -> Three<U> {
        Three {
            base: f(&self.base),
            ours: f(&self.ours),
            theirs: f(&self.theirs),
        }
    }

    pub(super) fn of(self, side: Side) -> T {
        side.of(self.ours, self.theirs)
    }
}

/// The merged value of a field.
pub(super) fn merge(slot: &Slot, prefer: Side, three: Three<Option<&Value>>) -> Option<Value> {
    let three = match three.settled() {
        Ok(value) => return value.cloned(),
        Err(three) => three,
    };
    if let Some(stamp) = stamp(slot, three) {
        return stamp.cloned();
    }
    let merged = match slot.kind {
        FieldKind::Value => None,
        FieldKind::Set => Some(lists::set(three.map(|v| entries(*v)))),
        FieldKind::KeyedList => Some(lists::keyed(slot.name, prefer, three.map(|v| entries(*v)))),
        FieldKind::Text => text(prefer, three),
    };
    match merged {
        // An optional text is never the empty string.
        Some(Value::String(text)) if text.is_empty() && slot.presence == FieldPresence::Optional => None,
        Some(value) => Some(value),
        None => three.of(prefer).cloned(),
    }
}

/// Of two marks of who made a record the older one stays, of two marks of the last change the newer one.
fn stamp<'a>(slot: &Slot, three: Three<Option<&'a Value>>) -> Option<Option<&'a Value>> {
    // Times in UTC and whole seconds sort as their texts do.
    let key = |v: &Option<&Value>| v.map(|v| (v["at"].to_string(), v["by"].to_string()));
    let sides = [three.ours, three.theirs].into_iter();
    match slot.name {
        "created" if !slot.in_body => sides.min_by_key(key),
        "modified" if !slot.in_body => sides.max_by_key(key),
        _ => None,
    }
}

fn entries(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text(prefer: Side, three: Three<Option<&Value>>) -> Option<Value> {
    let all = three.map(|v| v.and_then(Value::as_str));
    Some(lines::merge(prefer, all.base?, all.ours?, all.theirs?).into())
}
