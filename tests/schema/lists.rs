//! The closed lists: the schema has the values that `project` has, and the examples hold every one.

use super::fields::objects;
use super::{EXAMPLES, SEEDS, definition, example, whole};
use onus::project::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

macro_rules! names {
    ($list:ident) => {
        $list::ALL.iter().map(|value| value.name()).collect::<Vec<_>>()
    };
}

/// The definition and the pointer to its list of values, the places of the field in an export, and the values.
fn lists() -> Vec<(
    &'static str,
    &'static str,
    &'static [&'static str],
    Vec<&'static str>,
)> {
    let tlp = Tlp::ALL.iter().map(|tag| tag.tag()).collect();
    let pap = Pap::ALL.iter().map(|tag| tag.tag()).collect();
    let responsibility = state_responsibility()
        .iter()
        .map(|term| term.value.as_str())
        .collect();
    let colour = names!(Colour);
    vec![
        ("Project", "/properties/texts", &["project.texts"], names!(Texts)),
        (
            "Protection",
            "/properties/policy",
            &["project.protection.policy"],
            vec!["keep"],
        ),
        (
            "Analyst",
            "/properties/kind",
            &["analysts[].kind"],
            names!(AnalystKind),
        ),
        ("Tag", "/properties/colour", &["tags[].colour"], colour),
        (
            "Source",
            "/properties/kind",
            &["sources[].kind"],
            names!(SourceKind),
        ),
        ("Source", "/properties/voice", &["sources[].voice"], names!(Voice)),
        (
            "Text",
            "/properties/read_by",
            &["sources[].text.read_by"],
            names!(ReadBy),
        ),
        (
            "Block",
            "/properties/kind",
            &["sources[].text.blocks[].kind"],
            names!(BlockKind),
        ),
        (
            "Entity",
            "/properties/kind",
            &["entities[].kind"],
            names!(EntityKind),
        ),
        (
            "Entity",
            "/properties/protection",
            &["entities[].protection"],
            names!(Protection),
        ),
        (
            "Extent",
            "/properties/kind",
            &["entities[].extent.kind"],
            vec!["single", "counted", "described"],
        ),
        (
            "Alias",
            "/properties/kind",
            &["entities[].aliases[].kind"],
            names!(AliasKind),
        ),
        (
            "Relation",
            "/properties/kind",
            &["relations[].kind"],
            names!(RelationKind),
        ),
        ("Event", "/properties/kind", &["events[].kind"], names!(EventKind)),
        (
            "Participant",
            "/properties/role",
            &["events[].participants[].role"],
            names!(ParticipantRole),
        ),
        (
            "Proposition",
            "/properties/kind",
            &["propositions[].kind"],
            names!(PropositionKind),
        ),
        (
            "Proposition",
            "/properties/state_responsibility",
            &["propositions[].state_responsibility"],
            responsibility,
        ),
        (
            "Proposition",
            "/properties/standing",
            &["propositions[].standing"],
            names!(Standing),
        ),
        (
            "Rung",
            "",
            &["propositions[].rung", "annotations[].evidence.rung"],
            names!(Rung),
        ),
        (
            "Annotation",
            "/properties/tag/anyOf/0",
            &["annotations[].tag"],
            vec!["claim", "evidence", "individual"],
        ),
        (
            "Claim",
            "/properties/speech",
            &["annotations[].claim.speech"],
            names!(Speech),
        ),
        (
            "Claim",
            "/properties/presence",
            &["annotations[].claim.presence"],
            names!(Presence),
        ),
        (
            "Claimant",
            "/properties/role",
            &["annotations[].claim.claimants[].role"],
            names!(ClaimantRole),
        ),
        (
            "Evidence",
            "/properties/class",
            &["annotations[].evidence.class"],
            names!(EvidenceClass),
        ),
        (
            "Evidence",
            "/properties/availability",
            &["annotations[].evidence.availability"],
            names!(Availability),
        ),
        (
            "Individual",
            "/properties/role",
            &["annotations[].individual.role"],
            names!(IndividualRole),
        ),
        (
            "Individual",
            "/properties/discloses/items",
            &["annotations[].individual.discloses[]"],
            names!(Disclosure),
        ),
        ("Link", "/properties/kind", &["links[].kind"], names!(LinkKind)),
        (
            "Link",
            "/properties/attacks",
            &["links[].attacks"],
            names!(Attack),
        ),
        ("Grade", "/properties/scale", &["grades[].scale"], names!(Scale)),
        (
            "Grade",
            "/allOf/0/then/properties/value",
            &["source-reliability"],
            scale(Scale::SourceReliability),
        ),
        (
            "Grade",
            "/allOf/1/then/properties/value",
            &["information-credibility"],
            scale(Scale::InformationCredibility),
        ),
        (
            "Grade",
            "/allOf/2/then/properties/value",
            &["likelihood"],
            scale(Scale::Likelihood),
        ),
        (
            "Confidence",
            "",
            &["confidence", "relations[].confidence"],
            scale(Scale::Confidence),
        ),
        (
            "Review",
            "/properties/verdict",
            &["reviews[].verdict"],
            names!(Verdict),
        ),
        (
            "Reading",
            "/properties/state",
            &["readings[].state"],
            names!(ReadingState),
        ),
        ("Tlp", "", &["tlp"], tlp),
        ("Pap", "", &["PAP"], pap),
    ]
}

fn scale(scale: Scale) -> Vec<&'static str> {
    scale.values().iter().map(|term| term.value.as_str()).collect()
}

/// Every text met in exports, by the place of its field; grades by their scale, markings by their protocol.
fn met(exports: &[Value]) -> BTreeMap<String, BTreeSet<String>> {
    let mut met: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut meet = |place: String, value: &str| {
        met.entry(place).or_default().insert(value.to_owned());
    };
    for export in exports {
        objects(export, "", &mut |place, map| {
            for (name, value) in map {
                let texts = value.as_array().into_iter().flatten().filter_map(Value::as_str);
                for text in texts {
                    meet(format!("{place}.{name}[]"), text);
                    if name == "marking" {
                        meet(text.split(':').next().unwrap().to_owned(), text);
                    }
                }
                if let Some(text) = value.as_str() {
                    meet(format!("{place}.{name}"), text);
                }
            }
            if let (Some(scale), Some(value)) = (map.get("scale"), map.get("value")) {
                meet(scale.as_str().unwrap().to_owned(), value.as_str().unwrap());
            }
        });
    }
    met
}

#[test]
fn the_schema_and_the_examples_hold_every_value() {
    let met = met(&EXAMPLES.map(|(name, _)| example(name)));
    for (name, pointer, places, values) in lists() {
        let list = definition(name).pointer(&format!("{pointer}/enum")).cloned();
        assert_eq!(list, Some(values.clone().into()), "{name}{pointer}");
        for place in places {
            assert_holds(&met, place, &values);
        }
    }
}

fn assert_holds(met: &BTreeMap<String, BTreeSet<String>>, place: &str, values: &[&str]) {
    let missing: Vec<_> = values
        .iter()
        .filter(|value| !met[place].contains(**value))
        .collect();
    assert!(missing.is_empty(), "{place} lacks {missing:?}");
}

/// So that what goes through the program with a random project goes through with every value.
#[test]
fn a_random_project_holds_every_value() {
    for seed in SEEDS {
        let met = met(&[whole(seed)]);
        for (_, _, places, values) in lists() {
            // What an export carries of the texts is for who makes it to say.
            for place in places.iter().filter(|place| **place != "project.texts") {
                assert_holds(&met, place, &values);
            }
        }
    }
}

/// A list that is in the schema and not in the table above would not be compared with anything.
#[test]
fn no_closed_list_is_forgotten() {
    fn count(value: &Value) -> usize {
        let inner = match value {
            Value::Object(map) => map.values().map(count).sum(),
            Value::Array(list) => list.iter().map(count).sum(),
            _ => 0,
        };
        inner + usize::from(value.get("enum").is_some())
    }
    // Beside the lists of the model: what `if` asks of a link, the selectors of a shape, the ids of the built-in tags,
    // and what a fragment conforms to.
    assert_eq!(count(&definition("Export")), lists().len() + 4);
}
