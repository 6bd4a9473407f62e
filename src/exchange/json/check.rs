//! Checking an export before it appears under its final name: the schema, and every quote.

use crate::project::Texts;
use crate::protect::Outgoing;
use crate::text::Quote;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The published JSON Schema (2020-12) of version 1.0.
pub const SCHEMA: &str = include_str!("../../../assets/schema/onus-1.0.schema.json");

/// The schema compiled once; `Err` would say that the embedded schema is no schema, which a test rules out.
static VALIDATOR: LazyLock<Result<jsonschema::Validator, String>> = LazyLock::new(|| {
    let schema: Value = serde_json::from_str(SCHEMA).map_err(|e| e.to_string())?;
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .map_err(|e| e.to_string())
});

/// Why something is not a valid export.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// It is not JSON.
    #[error("It is not JSON: {0}.")]
    Json(#[from] serde_json::Error),
    /// It breaks the schema.
    #[error("At {place} it does not follow the schema: {says}. ({more} more)")]
    Schema {
        /// A JSON pointer.
        place: String,
        /// What is wrong.
        says: String,
        /// How many other places are wrong.
        more: usize,
    },
    /// A quote is not what stands in the text.
    #[error("Annotation {annotation}: the words at {start}–{end} are not the ones quoted.")]
    Quote {
        /// The annotation's id.
        annotation: String,
        /// Where the quote should begin, in code points.
        start: u64,
        /// Where it should end.
        end: u64,
    },
}

/// Checks an export: the schema, and, where texts are there, every quote with its surroundings.
///
/// # Errors
/// The first thing that is wrong.
pub fn check(json: &str) -> Result<Value, CheckError> {
    let value: Value = serde_json::from_str(json)?;
    follow_schema(&value)?;
    let texts = list(&value, "sources").filter_map(|source| {
        let text = source.pointer("/text/value").and_then(Value::as_str);
        Some((string(source, "id")?, text?))
    });
    quotes(&value, &points(texts))?;
    Ok(value)
}

/// Checks an export that was made of `outgoing`, before it appears: as `check`, and every quote against the texts it was
/// made of, which the export itself need not carry.
///
/// # Errors
/// The first thing that is wrong.
pub fn check_export(json: &str, outgoing: &Outgoing) -> Result<(), CheckError> {
    let value = check(json)?;
    let project = outgoing.project();
    if project.about().texts == Texts::Full {
        return Ok(());
    }
    let ids: Vec<(String, &str)> = project
        .sources
        .values()
        .filter_map(|s| Some((s.id.to_string(), s.text.as_ref()?.value())))
        .collect();
    quotes(&value, &points(ids.iter().map(|(id, text)| (id.as_str(), *text))))
}

/// Checks that a value follows the schema.
///
/// # Errors
/// `CheckError::Schema` for the first place that does not.
pub(super) fn follow_schema(value: &Value) -> Result<(), CheckError> {
    let wrong = |place: String, says: String, more| CheckError::Schema { place, says, more };
    let validator = VALIDATOR
        .as_ref()
        .map_err(|e| wrong(String::new(), e.clone(), 0))?;
    let mut errors = validator.iter_errors(value);
    let Some(first) = errors.next() else { return Ok(()) };
    let place = first.instance_path().to_string();
    let place = if place.is_empty() {
        "the top".to_owned()
    } else {
        place
    };
    // A long value would bury the reason.
    let says: String = first.to_string().chars().take(300).collect();
    Err(wrong(place, says, errors.count()))
}

/// A text by code points.
struct Points<'a> {
    text: &'a str,
    offsets: crate::text::Offsets,
}

impl Points<'_> {
    fn span(&self, at: &Value) -> Option<crate::text::Span> {
        let byte = |name: &str| {
            self.offsets
                .to_bytes(usize::try_from(at.get(name)?.as_u64()?).ok()?)
        };
        Some(crate::text::Span {
            start: byte("start")?,
            end: byte("end")?,
        })
    }
}

fn points<'a>(texts: impl Iterator<Item = (&'a str, &'a str)>) -> HashMap<&'a str, Points<'a>> {
    texts
        .map(|(id, text)| {
            let offsets = crate::text::Offsets::new(text);
            (id, Points { text, offsets })
        })
        .collect()
}

/// Checks what is quoted against these texts, and of what is not quoted that its place lies in them.
fn quotes(export: &Value, texts: &HashMap<&str, Points<'_>>) -> Result<(), CheckError> {
    let quoted = export.pointer("/project/texts").and_then(Value::as_str) != Some("none");
    for annotation in list(export, "annotations") {
        for target in list(annotation, "target") {
            let Some(points) = string(target, "source").and_then(|id| texts.get(id)) else {
                continue;
            };
            let selectors = target
                .get("selector")
                .and_then(Value::as_array)
                .map_or(&[][..], Vec::as_slice);
            let of_type = |t: &str| selectors.iter().find(|s| string(s, "type") == Some(t));
            if let Some(at) = of_type("TextPositionSelector") {
                let there = points.span(at).and_then(|span| Quote::of(points.text, span));
                let right = there.is_some_and(|q| match of_type("TextQuoteSelector") {
                    Some(quote) => {
                        Some(q.exact) == string(quote, "exact")
                            && Some(q.prefix) == string(quote, "prefix")
                            && Some(q.suffix) == string(quote, "suffix")
                    }
                    None => !quoted,
                });
                require(right, annotation, at)?;
            }
        }
        let source = annotation.pointer("/target/0/source").and_then(Value::as_str);
        if let (Some(claim), Some(points)) = (annotation.get("claim"), source.and_then(|id| texts.get(id))) {
            for at in claim.get("cue").into_iter().chain(list(claim, "hedges")) {
                let there = points.span(at).and_then(|span| span.slice(points.text));
                require(
                    there.is_some() && (!quoted || there == string(at, "exact")),
                    annotation,
                    at,
                )?;
            }
        }
    }
    Ok(())
}

fn require(right: bool, annotation: &Value, at: &Value) -> Result<(), CheckError> {
    let number = |name: &str| at.get(name).and_then(Value::as_u64).unwrap_or_default();
    let annotation = || string(annotation, "id").unwrap_or("without id").to_owned();
    if right {
        Ok(())
    } else {
        Err(CheckError::Quote {
            annotation: annotation(),
            start: number("start"),
            end: number("end"),
        })
    }
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value.get(name).and_then(Value::as_array).into_iter().flatten()
}

fn string<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name)?.as_str()
}
