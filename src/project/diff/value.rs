//! Values of fields in the words of a sentence.

use crate::project::naming::{quoted, spaced};
use crate::project::record::*;
use crate::project::slot::Slot;
use crate::project::{Id, Project};
use crate::text::Span;
use serde_json::Value;

/// A field's value in words: names for ids, the source's words for spans, lists with commas. `record` is the one it is
/// a value of.
pub fn shown(project: &Project, record: &Record, slot: &Slot, value: Option<&Value>) -> String {
    let Some(value) = value else {
        return "not set".into();
    };
    match (record, slot.name) {
        (Record::Annotation(a), "anchor") => passage(project, a.source, value),
        (Record::Annotation(_), "body") => body(project, value),
        (Record::Annotation(a), "cue" | "hedges") => words(project, Some(a.source), value),
        (Record::Source(_), "capture") => "its original".into(),
        (Record::Source(_), "text") => "a text".into(),
        // Free text of one word would look like a word of the program.
        (
            _,
            "title" | "name" | "handle" | "text" | "note" | "definition" | "include" | "exclude" | "reason",
        ) => value.as_str().map_or_else(|| words(project, None, value), quoted),
        _ => words(project, None, value),
    }
}

/// Any plain data in words.
pub(super) fn words(project: &Project, source: Option<Id>, value: &Value) -> String {
    match value {
        Value::Null => "not set".into(),
        Value::Bool(true) => "yes".into(),
        Value::Bool(false) => "no".into(),
        Value::Number(n) => n.to_string(),
        Value::String(text) => string(project, text),
        Value::Array(list) => {
            if let (Some(source), Some(span)) = (source, span(value)) {
                return project.words(source, &[span]);
            }
            match list.is_empty() {
                true => "nothing".into(),
                false => joined(list.iter().map(|v| words(project, source, v)), ", "),
            }
        }
        Value::Object(map) => joined(
            map.iter()
                .filter(|(_, v)| **v != Value::Bool(false))
                .map(|(_, v)| words(project, source, v)),
            ", ",
        ),
    }
}

fn string(project: &Project, text: &str) -> String {
    if let Ok(id) = text.parse::<Id>()
        && project.kind(id).is_some()
    {
        return project.name(id);
    }
    // Words of closed lists, dates, tags and languages stand bare; what people wrote stands in quotation marks.
    let bare = |c: char| c.is_ascii_alphanumeric() || "-_:/.+~?%".contains(c);
    match !text.is_empty() && text.len() <= 24 && text.chars().all(bare) {
        true => spaced_word(text),
        false => quoted(text),
    }
}

fn spaced_word(text: &str) -> String {
    let is_word = text.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    if is_word { spaced(text) } else { text.to_owned() }
}

fn span(value: &Value) -> Option<Span> {
    serde_json::from_value(value.clone()).ok()
}

fn passage(project: &Project, source: Id, value: &Value) -> String {
    match serde_json::from_value::<Anchor>(value.clone()) {
        Ok(Anchor::Text { spans }) => project.words(source, &spans),
        Ok(Anchor::Region { page, .. }) => format!("a part of page {page}"),
        Err(_) => "another place".into(),
    }
}

fn body(project: &Project, value: &Value) -> String {
    match serde_json::from_value::<Body>(value.clone()) {
        Ok(Body::Claim(_)) => "claim".into(),
        Ok(Body::Evidence(_)) => "evidence".into(),
        Ok(Body::Individual(mention)) => format!("mention of {}", project.name(mention.entity)),
        Ok(Body::Tag(tag)) => project.name(tag),
        Err(_) => "another tag".into(),
    }
}

pub(super) fn joined(parts: impl Iterator<Item = String>, with: &str) -> String {
    parts.collect::<Vec<_>>().join(with)
}
