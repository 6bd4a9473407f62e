//! The shared schema 1.0, by its examples: `example.json`, and `full.json`, `quotes.json` and `none.json`, which
//! together hold every field and every value of every closed list.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/mod.rs"]
mod support;

mod fields;
mod formats;
mod lists;
mod page;
mod refusals;
mod trip;
mod walk;

use onus::exchange::json::{SCHEMA, export};
use onus::protect::{Options, Outgoing};
use serde_json::{Value, json};
use std::ops::Range;
use std::sync::LazyLock;
use support::random;

const EXAMPLES: [(&str, &str); 4] = [
    ("example", include_str!("example.json")),
    ("full", include_str!("full.json")),
    ("quotes", include_str!("quotes.json")),
    ("none", include_str!("none.json")),
];

fn schema() -> Value {
    serde_json::from_str(SCHEMA).unwrap()
}

/// The schema's part of this name.
fn definition(name: &str) -> Value {
    if name == "Export" {
        schema()
    } else {
        schema()["$defs"][name].clone()
    }
}

fn example(name: &str) -> Value {
    let (_, text) = EXAMPLES.iter().find(|(known, _)| *known == name).unwrap();
    serde_json::from_str(text).unwrap()
}

/// Random projects that are looked at.
const SEEDS: Range<u64> = 0..8;

/// The export of a random project that holds everything.
fn whole(seed: u64) -> Value {
    serde_json::from_str(&export(&Outgoing::new(&random::whole(seed), &Options::default()))).unwrap()
}

/// The whole schema, or the part of this name.
fn validator(part: Option<&str>) -> jsonschema::Validator {
    let schema = match part {
        None => schema(),
        Some(name) => json!({
            "$schema": schema()["$schema"], "$defs": schema()["$defs"], "$ref": format!("#/$defs/{name}"),
        }),
    };
    jsonschema::validator_for(&schema).unwrap()
}

fn is_valid(export: &Value) -> bool {
    static WHOLE: LazyLock<jsonschema::Validator> = LazyLock::new(|| validator(None));
    WHOLE.is_valid(export)
}

#[test]
fn the_schema_is_one() {
    jsonschema::meta::validate(&schema()).unwrap();
    assert_eq!(
        schema()["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
}

#[test]
fn the_examples_are_valid_and_laid_out_as_exports_are() {
    let whole = validator(None);
    for (name, text) in EXAMPLES {
        let export: Value = serde_json::from_str(text).unwrap();
        let errors: Vec<String> = whole
            .iter_errors(&export)
            .map(|e| format!("{}: {e}", e.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");
        let mut laid_out = Vec::new();
        let formatter = serde_json::ser::PrettyFormatter::with_indent(b" ");
        let mut serializer = serde_json::Serializer::with_formatter(&mut laid_out, formatter);
        serde::Serialize::serialize(&export, &mut serializer).unwrap();
        assert_eq!(String::from_utf8(laid_out).unwrap(), text, "{name}");
    }
}

#[test]
fn every_definition_is_described_and_closed() {
    for (name, definition) in schema()["$defs"].as_object().unwrap() {
        assert!(definition["description"].is_string(), "{name}");
        let shape = name.starts_with("With");
        if definition.get("properties").is_some() && !shape {
            assert_eq!(definition["additionalProperties"], false, "{name}");
        }
    }
}
