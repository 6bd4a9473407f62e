//! The fields of a record of any kind by name, those of an annotation's body among them, as plain data. What compares
//! and merges records reads these, so that no kind has to be written out twice.

use super::field::{FieldError, FieldKind, Fields, Presence};
use super::record::*;
use serde_json::Value;
use std::mem::discriminant;

/// One field of a record, or of the body of an annotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// The name in every format, in `snake_case`.
    pub name: &'static str,
    /// Whether it is a field of an annotation's body.
    pub in_body: bool,
    /// How it is compared and merged.
    pub kind: FieldKind,
    /// Whether it may be absent.
    pub presence: Presence,
}

impl std::fmt::Display for Slot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", if self.in_body { "body." } else { "" }, self.name)
    }
}

impl Slot {
    /// A source's text. It is no plain data: a text of many megabytes is compared where it lies, and by its hash.
    pub const TEXT: Self = Self {
        name: "text",
        in_body: false,
        kind: FieldKind::Value,
        presence: Presence::Optional,
    };

    /// The field as plain data; `None` where it is not set, or where the body has no such field.
    pub fn get(&self, record: &Record) -> Option<Value> {
        let Record::Annotation(annotation) = record else {
            return record.field(self.name);
        };
        match &annotation.body {
            _ if !self.in_body => record.field(self.name),
            Body::Claim(body) => read(body, self.name),
            Body::Evidence(body) => read(body, self.name),
            Body::Individual(body) => read(body, self.name),
            Body::Tag(_) => None,
        }
    }

    /// Sets the field from plain data; `None` unsets it, or brings back its default.
    ///
    /// # Errors
    /// Where the field does not take the value.
    pub fn set(&self, record: &mut Record, value: Option<Value>) -> Result<(), FieldError> {
        let annotation = match record {
            Record::Annotation(annotation) if self.in_body => annotation,
            record => return record.set_field(self.name, value),
        };
        match &mut std::sync::Arc::make_mut(annotation).body {
            Body::Claim(body) => write(body, self.name, value),
            Body::Evidence(body) => write(body, self.name, value),
            Body::Individual(body) => write(body, self.name, value),
            Body::Tag(_) => Err(missing(self.name)),
        }
    }
}

/// The fields that records of one kind are compared by. The body of annotations is taken apart where all have the same
/// kind of body. A source's text and the ids are left out.
pub fn slots(records: &[&Record]) -> Vec<Slot> {
    let Some(first) = records.first() else {
        return Vec::new();
    };
    let left_out = |slot: &Slot| match first {
        Record::Source(_) => slot.name == Slot::TEXT.name,
        Record::Project(_) => slot.name == "id",
        _ => false,
    };
    let mut slots = first.fields();
    slots.retain(|slot| !left_out(slot));
    let body = body_slots(records);
    if !body.is_empty()
        && let Some(at) = slots.iter().position(|slot| slot.name == "body")
    {
        slots.splice(at..=at, body);
    }
    slots
}

fn body_slots(records: &[&Record]) -> Vec<Slot> {
    let bodies: Vec<&Body> = records.iter().filter_map(|r| body(r)).collect();
    let Some(first) = bodies.first() else {
        return Vec::new();
    };
    if bodies.iter().any(|b| discriminant(*b) != discriminant(*first)) {
        return Vec::new();
    }
    let slots = match first {
        Body::Claim(_) => of::<Claim>(),
        Body::Evidence(_) => of::<Evidence>(),
        Body::Individual(_) => of::<Individual>(),
        Body::Tag(_) => Vec::new(),
    };
    slots
        .into_iter()
        .map(|slot| Slot {
            in_body: true,
            ..slot
        })
        .collect()
}

fn body(record: &Record) -> Option<&Body> {
    match record {
        Record::Annotation(annotation) => Some(&annotation.body),
        _ => None,
    }
}

pub(super) fn of<R: Fields>() -> Vec<Slot> {
    let slot = |field: &super::Field<R>| Slot {
        name: field.name,
        in_body: false,
        kind: field.kind,
        presence: field.presence,
    };
    R::FIELDS.iter().map(slot).collect()
}

pub(super) fn read<R: Fields>(part: &R, name: &str) -> Option<Value> {
    R::field(name).and_then(|field| (field.get)(part))
}

pub(super) fn write<R: Fields>(
    part: &mut R,
    name: &'static str,
    value: Option<Value>,
) -> Result<(), FieldError> {
    let field = R::field(name).ok_or_else(|| missing(name))?;
    (field.set)(part, value)
}

fn missing(field: &'static str) -> FieldError {
    FieldError {
        field,
        why: "the record has no such field".into(),
    }
}
