//! Records as plain data by their field lists: every field with a default is written, absent ones are left out.

use crate::project::*;
use crate::text::Offsets;
use crate::text::Span;
use serde_json::{Map, Value, json};

/// A part's fields in order.
pub(super) fn part<P: Fields>(part: &P) -> Map<String, Value> {
    P::FIELDS
        .iter()
        .filter_map(|f| Some((f.name.to_owned(), (f.get)(part)?)))
        .collect()
}

/// A record: its id, its fields in order, then what all records have in common. `special` makes the fields that JSON
/// writes otherwise; where it answers nothing the field is written as it is, and an inner `None` leaves it out.
pub(super) fn record<R: Fields>(
    id: Id,
    record: &R,
    special: impl Fn(&str) -> Option<Option<Value>>,
) -> Value {
    let mut map = Map::new();
    map.insert("id".into(), json!(id));
    for field in R::FIELDS {
        let value = match special(field.name) {
            Some(value) => value,
            None => (field.get)(record),
        };
        if let Some(value) =
            value.filter(|v| !(field.name == "marking" && v.as_array().is_some_and(Vec::is_empty)))
        {
            map.insert(field.name.to_owned(), value);
        }
    }
    Value::Object(map)
}

/// No field is special.
pub(super) fn plain(_: &str) -> Option<Option<Value>> {
    None
}

/// A source, with as much of its text as the export carries.
pub(super) fn source(source: &Source, texts: Texts) -> Value {
    record(source.id, source, |field| match field {
        "capture" => Some(source.capture.as_ref().map(|c| Value::Object(part(c)))),
        "text" => Some(source.text.as_ref().map(|t| text(t, texts))),
        _ => None,
    })
}

fn text(text: &Text, texts: Texts) -> Value {
    let offsets = Offsets::new(text.value());
    let mut map = Map::new();
    if texts == Texts::Full {
        map.insert("value".into(), json!(text.value()));
    }
    map.insert("sha256".into(), json!(text.sha256));
    map.insert("read_by".into(), json!(text.read_by));
    let blocks = text.blocks.iter().map(|block| {
        let mut map = span(&offsets, block.span);
        map.insert("kind".into(), json!(block.kind.name()));
        if let BlockKind::Heading(level) = block.kind {
            map.insert("level".into(), json!(level));
        }
        if let Some(page) = &block.page {
            map.insert("page".into(), json!(page));
        }
        Value::Object(map)
    });
    map.insert("blocks".into(), blocks.collect());
    if let Some(pages) = &text.pages {
        let pages = pages.iter().map(|page| {
            let mut map = Map::new();
            map.insert("label".into(), json!(page.label));
            map.append(&mut span(&offsets, page.span));
            map.insert("width".into(), number(page.width));
            map.insert("height".into(), number(page.height));
            Value::Object(map)
        });
        map.insert("pages".into(), pages.collect());
    }
    Value::Object(map)
}

/// A whole number without a point, any other as it is.
fn number(value: f64) -> Value {
    let whole = value.fract() == 0.0 && value.abs() < 9e15;
    if whole { json!(value as i64) } else { json!(value) }
}

/// An entity; its extent is always an object.
pub(super) fn entity(entity: &Entity) -> Value {
    record(entity.id, entity, |field| match (field, entity.extent) {
        ("extent", Extent::Single) => Some(Some(json!({"kind": "single"}))),
        ("extent", Extent::Counted(count)) => Some(Some(json!({"kind": "counted", "count": count}))),
        ("extent", Extent::Described) => Some(Some(json!({"kind": "described"}))),
        _ => None,
    })
}

/// A span in Unicode code points. Spans of a sound project lie on their text.
pub(super) fn span(offsets: &Offsets, span: Span) -> Map<String, Value> {
    let point = |byte| json!(offsets.to_chars(byte).unwrap_or_default());
    Map::from_iter([
        ("start".to_owned(), point(span.start)),
        ("end".to_owned(), point(span.end)),
    ])
}
