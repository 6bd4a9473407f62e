//! Lists of fields: what a record is made of, by name, so that inspector, diff, merge and export read one list.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// How a field is compared and merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FieldKind {
    /// Compared and replaced whole.
    Value,
    /// An unordered set, merged element by element and written sorted.
    Set,
    /// A list whose entries have an identity of their own; keeps its order.
    KeyedList,
    /// Prose, merged by line.
    Text,
}

/// Whether a field may be absent. *Absent means not yet set,* never a judgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// Must be there in every format.
    Required,
    /// `?` in the model: left out where it is not set.
    Optional,
    /// Has a default: left out of the project file, always written in JSON.
    Defaulted,
}

/// One field of a record or of a part of one.
pub struct Field<R> {
    /// The name in every format, in `snake_case`.
    pub name: &'static str,
    /// How the field is compared and merged.
    pub kind: FieldKind,
    /// Whether the field may be absent.
    pub presence: Presence,
    /// The field as plain data; `None` where an optional field is not set.
    pub get: fn(&R) -> Option<Value>,
    /// Sets the field from plain data; `None` unsets an optional field and brings back a default.
    pub set: fn(&mut R, Option<Value>) -> Result<(), FieldError>,
}

/// A type that lists its fields, in the order of the model.
pub trait Fields: Sized + 'static {
    /// The fields in the order of the model; the record's id is not among them.
    const FIELDS: &'static [Field<Self>];

    /// The field of this name.
    fn field(name: &str) -> Option<&'static Field<Self>> {
        Self::FIELDS.iter().find(|f| f.name == name)
    }
}

/// A value that a field does not take.
#[derive(Debug, thiserror::Error, PartialEq)]
#[error("The field {field} was not set: {why}.")]
pub struct FieldError {
    /// The field's name.
    pub field: &'static str,
    /// Why, as the end of a sentence.
    pub why: String,
}

/// A word that is not in a closed list.
#[derive(Debug, thiserror::Error, PartialEq)]
#[error("“{word}” is not one of {list}.")]
pub struct UnknownValue {
    word: String,
    list: String,
}

impl UnknownValue {
    pub(crate) fn new<'a>(word: &str, list: impl Iterator<Item = &'a str>) -> Self {
        Self {
            word: word.to_owned(),
            list: list.collect::<Vec<_>>().join(", "),
        }
    }
}

/// A field's name without the mark of a raw identifier.
pub(crate) const fn plain_name(name: &'static str) -> &'static str {
    if let [b'r', b'#', rest @ ..] = name.as_bytes()
        && let Ok(plain) = std::str::from_utf8(rest)
    {
        return plain;
    }
    name
}

/// Reads a field as plain data; an unset optional field is `None`.
pub(crate) fn read<T: Serialize>(value: &T) -> Option<Value> {
    // Only a map with keys that are no strings cannot become JSON, and no field is one.
    match serde_json::to_value(value) {
        Ok(Value::Null) | Err(_) => None,
        Ok(value) => Some(value),
    }
}

/// Makes a required field's value of plain data.
pub(crate) fn write<T: DeserializeOwned>(field: &'static str, value: Option<Value>) -> Result<T, FieldError> {
    let value = value.ok_or(FieldError {
        field,
        why: "it must have a value".into(),
    })?;
    serde_json::from_value(value).map_err(|e| FieldError {
        field,
        why: e.to_string(),
    })
}

/// Makes an optional field's value (an `Option`) of plain data; nothing unsets it.
pub(crate) fn write_optional<T: DeserializeOwned>(
    field: &'static str,
    value: Option<Value>,
) -> Result<T, FieldError> {
    write(field, Some(value.unwrap_or(Value::Null)))
}

/// Makes the value of a field with a default; nothing brings the default back.
pub(crate) fn write_default<T: DeserializeOwned + Default>(
    field: &'static str,
    value: Option<Value>,
) -> Result<T, FieldError> {
    value.map_or_else(|| Ok(T::default()), |value| write(field, Some(value)))
}
