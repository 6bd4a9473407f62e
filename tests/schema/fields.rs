//! What an export is made of, by the field lists of `project`, and a table of what JSON names otherwise or adds.

use super::{EXAMPLES, SEEDS, definition, example, schema, whole};
use onus::project::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Whether a field may be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// No.
    Always,
    /// Yes: it has a `?` in the model.
    May,
    /// Only `marking`: it is left out where it is empty.
    NotEmpty,
}

/// An object of an export: the definitions that describe it, and its fields in order.
pub(crate) struct Shape {
    pub(crate) definitions: &'static [&'static str],
    pub(crate) fields: Vec<(&'static str, Need)>,
}

use Need::{Always, May};

/// A record or a part of one: the fields of its list, with what stands in the place of a field.
fn of<R: Fields>(
    definition: &'static [&'static str],
    otherwise: &[(&str, &[(&'static str, Need)])],
) -> Shape {
    let mut fields = Vec::new();
    for field in R::FIELDS {
        let need = match field.presence {
            _ if field.name == "marking" => Need::NotEmpty,
            FieldPresence::Optional => May,
            FieldPresence::Required | FieldPresence::Defaulted => Always,
        };
        match otherwise.iter().find(|(name, _)| *name == field.name) {
            Some((_, instead)) => fields.extend_from_slice(instead),
            None => fields.push((field.name, need)),
        }
    }
    for (name, _) in otherwise {
        assert!(R::field(name).is_some(), "{definition:?} has no field {name}");
    }
    Shape {
        definitions: definition,
        fields,
    }
}

/// A record: as a part, with its id before.
fn record<R: Fields>(
    definition: &'static [&'static str],
    otherwise: &[(&str, &[(&'static str, Need)])],
) -> Shape {
    let mut shape = of::<R>(definition, otherwise);
    shape.fields.insert(0, ("id", Always));
    shape
}

/// What has no field list.
fn added(definitions: &'static [&'static str], fields: &[(&'static str, Need)]) -> Shape {
    Shape {
        definitions,
        fields: fields.to_vec(),
    }
}

/// The place of an object in an export, such as `sources[].capture`, and its shape. A stamp is one wherever it stands.
pub(crate) fn shapes() -> BTreeMap<&'static str, Shape> {
    // A span is written as two offsets; a passage of a claim has its words with it.
    const SPAN: (&str, &[(&str, Need)]) = ("span", &[("start", Always), ("end", Always)]);
    const WORDS: (&str, &[(&str, Need)]) = ("span", &[("start", Always), ("end", Always), ("exact", Always)]);
    BTreeMap::from([
        ("", added(&["Export"], &tables())),
        (
            "generator",
            added(&["Generator"], &[("name", Always), ("version", Always)]),
        ),
        (
            "project",
            of::<About>(
                &["Project"],
                &[("texts", &[("texts", Always), ("protection", Always)])],
            ),
        ),
        (
            "project.protection",
            added(&["Protection"], &[("policy", Always)]),
        ),
        ("analysts[]", record::<Analyst>(&["Analyst"], &[])),
        ("tags[]", record::<Tag>(&["Tag"], &[])),
        ("sources[]", record::<Source>(&["Source"], &[])),
        ("sources[].capture", of::<Capture>(&["Capture"], &[])),
        // The lines of a text are one value, in the shape that has them.
        (
            "sources[].text",
            added(
                &["Text"],
                &[
                    ("value", Always),
                    ("sha256", Always),
                    ("read_by", Always),
                    ("blocks", Always),
                    ("pages", May),
                ],
            ),
        ),
        // The level of a heading stands beside its kind, and is there wherever a heading is.
        (
            "sources[].text.blocks[]",
            of::<Block>(
                &["Block"],
                &[SPAN, ("kind", &[("kind", Always), ("level", Always)])],
            ),
        ),
        ("sources[].text.pages[]", of::<Page>(&["Page"], &[SPAN])),
        ("entities[]", record::<Entity>(&["Entity"], &[])),
        (
            "entities[].extent",
            added(&["Extent"], &[("kind", Always), ("count", Always)]),
        ),
        ("entities[].aliases[]", of::<Alias>(&["Alias"], &[])),
        ("relations[]", record::<Relation>(&["Relation"], &[])),
        ("events[]", record::<Event>(&["Event"], &[])),
        (
            "events[].participants[]",
            of::<Participant>(&["Participant"], &[]),
        ),
        ("propositions[]", record::<Proposition>(&["Proposition"], &[])),
        // Source and anchor are targets, the body is a tag and what the tag brings.
        (
            "annotations[]",
            record::<Annotation>(
                &["Annotation"],
                &[
                    ("source", &[("tag", Always)]),
                    ("anchor", &[("target", Always)]),
                    (
                        "body",
                        &[("claim", Always), ("evidence", Always), ("individual", Always)],
                    ),
                ],
            ),
        ),
        (
            "annotations[].target[]",
            added(
                &["TextTarget", "RegionTarget"],
                &[("source", Always), ("selector", Always)],
            ),
        ),
        (
            "annotations[].target[].selector[]",
            added(
                &["TextPositionSelector", "TextQuoteSelector", "FragmentSelector"],
                &[
                    ("type", Always),
                    ("start", Always),
                    ("end", Always),
                    ("exact", Always),
                    ("prefix", Always),
                    ("suffix", Always),
                    ("conformsTo", Always),
                    ("value", Always),
                ],
            ),
        ),
        ("annotations[].claim", of::<Claim>(&["Claim"], &[])),
        (
            "annotations[].claim.claimants[]",
            of::<Claimant>(&["Claimant"], &[]),
        ),
        ("annotations[].claim.cue", added(&["Cue"], WORDS.1)),
        ("annotations[].claim.hedges[]", of::<Hedge>(&["Hedge"], &[WORDS])),
        ("annotations[].claim.wording", of::<Wording>(&["Wording"], &[])),
        ("annotations[].evidence", of::<Evidence>(&["Evidence"], &[])),
        (
            "annotations[].evidence.indicators[]",
            of::<Indicator>(&["Indicator"], &[]),
        ),
        ("annotations[].individual", of::<Individual>(&["Individual"], &[])),
        (
            "annotations[].translations[]",
            of::<Translation>(&["Translation"], &[]),
        ),
        ("links[]", record::<Link>(&["Link"], &[])),
        ("grades[]", record::<Grade>(&["Grade"], &[])),
        ("reviews[]", record::<Review>(&["Review"], &[])),
        ("comments[]", record::<Comment>(&["Comment"], &[])),
        ("readings[]", record::<Reading>(&["Reading"], &[])),
        ("stamp", of::<Stamp>(&["Stamp"], &[])),
    ])
}

/// The fields of the export as a whole: three that say what it is, then the kinds of record.
fn tables() -> Vec<(&'static str, Need)> {
    let tables = Kind::ALL.iter().map(|kind| kind.table());
    ["format", "version", "generator"]
        .into_iter()
        .chain(tables)
        .map(|name| (name, Always))
        .collect()
}

/// Calls with the place and value of every object in an export.
pub(crate) fn objects<'a>(
    value: &'a Value,
    place: &str,
    f: &mut dyn FnMut(&str, &'a serde_json::Map<String, Value>),
) {
    match value {
        Value::Object(map) => {
            f(place, map);
            for (name, inner) in map {
                objects(inner, &below(place, name), f);
            }
        }
        Value::Array(list) => list
            .iter()
            .for_each(|inner| objects(inner, &format!("{place}[]"), f)),
        _ => {}
    }
}

/// The place of a field.
pub(crate) fn below(place: &str, name: &str) -> String {
    match (place, name) {
        (_, "created" | "modified") => "stamp".to_owned(),
        ("", _) => name.to_owned(),
        _ => format!("{place}.{name}"),
    }
}

#[test]
fn the_fields_met_in_the_examples_are_those_of_the_field_lists() {
    let shapes = shapes();
    let mut met: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, _) in EXAMPLES {
        objects(&example(name), "", &mut |place, map| {
            let shape = shapes
                .get(place)
                .unwrap_or_else(|| panic!("{place} is in no list"));
            met.entry(place.to_owned())
                .or_default()
                .extend(map.keys().cloned());
            let order: Vec<Option<usize>> = map
                .keys()
                .map(|key| shape.fields.iter().position(|(field, _)| field == key))
                .collect();
            assert!(
                order.is_sorted(),
                "{name}: the keys of {place} are not in order: {:?}",
                map.keys()
            );
        });
    }
    for (place, shape) in &shapes {
        let listed: BTreeSet<String> = shape.fields.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(met.get(*place), Some(&listed), "{place}");
        assert_eq!(listed.len(), shape.fields.len(), "{place} lists a field twice");
    }
    assert_eq!(met.len(), shapes.len());
}

/// So that what goes through the program with a random project goes through with every field, there and left out.
#[test]
fn a_random_project_holds_every_field() {
    for seed in SEEDS {
        let mut met: BTreeMap<String, (usize, BTreeMap<String, usize>)> = BTreeMap::new();
        objects(&whole(seed), "", &mut |place, map| {
            let (objects, fields) = met.entry(place.to_owned()).or_default();
            *objects += 1;
            for name in map.keys() {
                *fields.entry(name.clone()).or_default() += 1;
            }
        });
        for (place, shape) in shapes() {
            for (name, need) in shape.fields {
                let (objects, fields) = &met[place];
                let times = fields.get(name).copied().unwrap_or_default();
                assert!(times > 0, "{seed}: {place}.{name} is never there");
                // There is one project, and it is whole.
                assert!(
                    need == Always || place == "project" || times < *objects,
                    "{seed}: {place}.{name} is always there"
                );
            }
        }
    }
}

#[test]
fn the_schema_has_the_fields_of_the_field_lists_in_their_order() {
    let mut seen =
        BTreeSet::from(["WithTexts", "WithoutTexts", "WithQuotes", "WithoutQuotes"].map(str::to_owned));
    for (place, shape) in shapes() {
        let mut properties: Vec<String> = Vec::new();
        for name in shape.definitions {
            seen.insert((*name).to_owned());
            let definition = definition(name);
            let new = definition["properties"].as_object().unwrap().keys();
            properties.extend(
                new.filter(|key| !properties.contains(key))
                    .cloned()
                    .collect::<Vec<_>>(),
            );
        }
        let listed: Vec<&str> = shape.fields.iter().map(|(name, _)| *name).collect();
        assert_eq!(properties, listed, "{place}");
    }
    for (name, definition) in schema()["$defs"].as_object().unwrap() {
        assert!(
            definition.get("properties").is_none() || seen.contains(name),
            "{name} is met nowhere"
        );
    }
}
