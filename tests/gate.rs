//! The gate and what follows it: what stays behind, who is shown, what a check of an export sees, and whom a joined
//! source may replace.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use onus::exchange::json::{self, NotJoined};
use onus::project::*;
use onus::protect::{Options, Outgoing, is_protected, says_less};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use support::random;

const EXAMPLE: &str = include_str!("schema/example.json");

fn marking(text: &str) -> Marking {
    text.parse().unwrap()
}

fn example() -> Value {
    serde_json::from_str(EXAMPLE).unwrap()
}

fn project(export: &Value) -> Project {
    json::import(&export.to_string()).unwrap().into_project().unwrap()
}

/// The record whose id begins like this.
fn record<'a>(export: &'a mut Value, begin: &str) -> &'a mut Value {
    let tables = export.as_object_mut().unwrap().values_mut();
    let mut records = tables.filter_map(Value::as_array_mut).flatten();
    records
        .find(|r| r["id"].as_str().unwrap().starts_with(begin))
        .unwrap()
}

/// The entity “three individuals”, which no other record names.
fn three() -> Id {
    "1543b3fb-30f3-4753-b6a3-d51129ec7bc1".parse().unwrap()
}

fn out(project: &Project) -> Outgoing {
    Outgoing::new(project, &Options::default())
}

fn table(kind: Kind) -> &'static str {
    kind.table()
}

/// What is marked stricter than the export, what stays behind by kind, and how many records are trimmed.
type Case = (&'static [&'static str], &'static [(&'static str, usize)], usize);

/// Each line: what is marked stricter than the export, what stays behind by kind, and how many records are trimmed.
#[test]
fn what_is_stricter_stays_behind_with_what_needs_it() {
    let cases: [Case; 7] = [
        (&[], &[], 0),
        // A proposition goes with its last claim, and not before.
        (
            &["cf058133"],
            &[("annotations", 1), ("comments", 1), ("links", 1)],
            0,
        ),
        (
            &["653062de"],
            &[
                ("annotations", 1),
                ("links", 1),
                ("propositions", 1),
                ("reviews", 1),
            ],
            0,
        ),
        (
            &["cf058133", "28bf96dd"],
            &[
                ("annotations", 2),
                ("comments", 1),
                ("grades", 2),
                ("links", 2),
                ("propositions", 1),
            ],
            0,
        ),
        // A person who is mentioned nowhere else goes with the mention.
        (&["c02bcfd1"], &[("annotations", 1), ("entities", 1)], 0),
        // Optional references and entries of lists are trimmed: a publisher, who says an alias, a participant, two
        // claimants. A relation needs who asserts it, and what it joined was not made for it.
        (&["48da9d1d"], &[("entities", 1), ("relations", 1)], 5),
        // A source takes its annotations; a relation stands without its source.
        (
            &["0db9f814"],
            &[
                ("annotations", 2),
                ("comments", 1),
                ("entities", 1),
                ("grades", 1),
                ("links", 2),
                ("readings", 1),
                ("sources", 1),
            ],
            1,
        ),
    ];
    for (stricter, left_out, trimmed) in cases {
        let mut export = example();
        for begin in stricter {
            record(&mut export, begin)["marking"] = json!(["tlp:red"]);
        }
        let outgoing = out(&project(&export));
        let report = outgoing.report();
        let counts: BTreeMap<&str, usize> = report.left_out.iter().map(|(k, n)| (table(*k), *n)).collect();
        assert_eq!(counts, left_out.iter().copied().collect(), "{stricter:?}");
        assert_eq!(report.trimmed, trimmed, "{stricter:?}");
        assert_eq!(outgoing.project().validate(), [], "{stricter:?}");
    }
}

/// What was made of words that stay behind does not say them.
#[test]
fn the_words_of_a_stricter_source_stay_behind() {
    let mut export = example();
    record(&mut export, "81be3d1b")["marking"] = json!(["tlp:red"]);
    let written = json::export(&out(&project(&export)));
    assert!(EXAMPLE.contains("offers no evidence that can be checked"));
    assert!(!written.contains("offers no evidence that can be checked"));
}

/// For each kind: the record is gone, what is left is sound, and the counts are what one counts afterwards.
#[test]
fn each_kind_of_record_is_left_out_and_counted() {
    let strictest = Options {
        marking: Some(marking("PAP:RED, tlp:red")),
        ..Options::default()
    };
    let all = random::project(3, 40);
    let mut export: Value = serde_json::from_str(&json::export(&Outgoing::new(&all, &strictest))).unwrap();
    for records in export.as_object_mut().unwrap().values_mut() {
        let records = records.as_array_mut().into_iter().flatten();
        records
            .filter_map(Value::as_object_mut)
            .for_each(|r| drop(r.shift_remove("marking")));
    }
    export["project"]["marking"] = json!(["PAP:GREEN", "tlp:green"]);
    for kind in Kind::ALL.iter().skip(2) {
        for stricter in ["tlp:amber", "PAP:AMBER"] {
            let mut export = export.clone();
            export[table(*kind)][0]["marking"] = json!([stricter]);
            let whole = project(&export);
            let outgoing = out(&whole);
            let (left, report) = (outgoing.project(), outgoing.report());
            let id: Id = export[table(*kind)][0]["id"].as_str().unwrap().parse().unwrap();
            assert!(left.get(*kind, id).is_none(), "{kind:?}");
            assert_eq!(left.validate(), [], "{kind:?}");
            for each in Kind::ALL {
                let counted = report.left_out.get(each).copied().unwrap_or(0);
                assert_eq!(
                    whole.count(*each) - left.count(*each),
                    counted,
                    "{kind:?}, {each:?}"
                );
            }
            let changed = |r: &Record| whole.get(r.kind(), r.id()).as_ref() != Some(r);
            assert_eq!(left.records().filter(changed).count(), report.trimmed, "{kind:?}");
        }
    }
}

/// Each line: what the export is marked, what the record and its project are, and whether the record goes out.
#[test]
fn an_export_is_marked_as_asked_else_as_the_project() {
    for (asked, own, whole, goes) in [
        (None, "", "tlp:amber", true),
        (None, "tlp:red", "tlp:amber", false),
        (None, "tlp:green", "tlp:amber", true),
        (None, "PAP:RED", "tlp:amber", true),
        (Some("tlp:green"), "", "tlp:amber", false),
        (Some("tlp:green"), "tlp:green", "tlp:amber", true),
        (Some("tlp:red"), "tlp:red", "tlp:amber", true),
        (Some("PAP:GREEN"), "tlp:red", "tlp:amber", true),
        (Some("PAP:GREEN"), "PAP:RED", "tlp:amber", false),
    ] {
        let mut export = example();
        let tags: Vec<&str> = marking(own).tags().collect();
        if !tags.is_empty() {
            record(&mut export, "1543b3fb")["marking"] = json!(tags);
        }
        export["project"]["marking"] = json!([whole]);
        let options = Options {
            marking: asked.map(marking),
            ..Options::default()
        };
        let outgoing = Outgoing::new(&project(&export), &options);
        let case = format!("{asked:?} {own} {whole}");
        assert_eq!(outgoing.project().entities.contains_key(&three()), goes, "{case}");
        assert_eq!(
            outgoing.project().about().marking,
            marking(asked.unwrap_or(whole)),
            "{case}"
        );
    }
}

#[test]
fn an_export_that_is_marked_milder_than_its_project_says_so() {
    for (export, whole, sentences) in [
        ("tlp:amber", "tlp:amber", 0),
        ("tlp:red", "tlp:amber", 0),
        ("tlp:green", "tlp:amber", 1),
        ("", "tlp:amber", 1),
        ("", "", 0),
        ("PAP:GREEN", "PAP:RED, tlp:amber", 2),
        ("PAP:WHITE, tlp:green", "PAP:CLEAR", 0),
    ] {
        let says = says_less(marking(export), marking(whole));
        assert_eq!(says.len(), sentences, "{export} of {whole}: {says:?}");
    }
}

/// Each line: the kind of an entity, its protection, the role of its one mention, and whether it is shown as protected.
#[test]
fn who_is_protected_is_counted() {
    for (kind, protection, role, protected) in [
        ("person", "always", "author", true),
        ("person", "never", "accused", false),
        ("person", "by-role", "accused", true),
        ("person", "by-role", "other", true),
        ("person", "by-role", "author", false),
        ("person", "by-role", "quoted", false),
        ("person", "by-role", "official", false),
        ("organisation", "by-role", "accused", false),
        ("organisation", "always", "author", true),
    ] {
        let mut export = example();
        let entity = record(&mut export, "c38d39ea");
        entity["kind"] = json!(kind);
        entity["protection"] = json!(protection);
        record(&mut export, "c02bcfd1")["individual"]["role"] = json!(role);
        let project = project(&export);
        let id: Id = "c38d39ea-87d2-44d1-a55b-d6d21de740be".parse().unwrap();
        let case = format!("{kind} {protection} {role}");
        assert_eq!(
            is_protected(&project, &project.entities[&id]),
            protected,
            "{case}"
        );
        let outgoing = out(&project);
        assert_eq!(outgoing.policy().name(), "keep");
        // The three individuals are a person nobody mentions, and so protected.
        let mut shown = vec![three()];
        shown.extend(protected.then_some(id));
        assert_eq!(outgoing.report().shown, shown, "{case}");
    }
    let mut export = example();
    record(&mut export, "c02bcfd1")["individual"]["role"] = json!("author");
    record(&mut export, "c38d39ea")["protection"] = json!("by-role");
    let accused = &mut record(&mut export, "cf058133")["claim"]["accused"];
    *accused = json!(["c38d39ea-87d2-44d1-a55b-d6d21de740be"]);
    assert_eq!(
        out(&project(&export)).report().shown.len(),
        2,
        "an accused author"
    );
}

/// A quote is checked also where the export does not carry the text it stands in.
#[test]
fn every_quote_is_checked_before_an_export_appears() {
    let whole = project(&example());
    for texts in [Texts::Full, Texts::Quotes, Texts::None] {
        let options = Options {
            texts: Some(texts),
            ..Options::default()
        };
        let outgoing = Outgoing::new(&whole, &options);
        let mut export: Value = serde_json::from_str(&json::export(&outgoing)).unwrap();
        json::check_export(&export.to_string(), &outgoing).unwrap();
        let selectors = &mut record(&mut export, "cf058133")["target"][0]["selector"];
        match texts {
            Texts::None => selectors[0]["end"] = json!(1_000_000),
            _ => selectors[1]["exact"] = json!("other words"),
        }
        let refused = json::check_export(&export.to_string(), &outgoing).unwrap_err();
        assert!(
            matches!(refused, json::CheckError::Quote { .. }),
            "{texts:?}: {refused}"
        );
        let mut export: Value = serde_json::from_str(&json::export(&outgoing)).unwrap();
        let cue = &mut record(&mut export, "28bf96dd")["claim"]["cue"];
        match texts {
            Texts::None => cue["end"] = json!(1_000_000),
            _ => cue["exact"] = json!("admits"),
        }
        assert!(
            json::check_export(&export.to_string(), &outgoing).is_err(),
            "{texts:?}"
        );
    }
}

/// Whom the joined source says it took the place of, and what comes of it.
#[test]
fn only_a_cited_source_gives_way_to_its_successor() {
    let ours = project(&example());
    let held: Id = "0db9f814-4cd7-5312-9bf0-55ffd9134c64".parse().unwrap();
    let cited: Id = "0adf79ca-0b0a-4e03-870b-4d830c493968".parse().unwrap();
    let successor = |was: Id| {
        let mut source = (*ours.sources[&held]).clone();
        let sha256 = onus::text::sha256(b"another original");
        source.id = Id::of_original(&sha256);
        source.capture.as_mut().unwrap().sha256 = sha256;
        source.was = Some(was);
        source
    };
    let imported = |records: Vec<Record>| json::Imported {
        about: (**ours.about()).clone(),
        records,
    };
    let entity = *ours.entities.keys().next().unwrap();
    for was in [held, entity] {
        let new = successor(was);
        let refused = json::join(&ours, imported(vec![new.clone().into()])).unwrap_err();
        assert_eq!(
            refused,
            NotJoined::NotCited {
                new: new.id,
                old: was
            }
        );
    }

    let new = successor(cited);
    let joined = json::join(&ours, imported(vec![new.clone().into()])).unwrap();
    let mut after = ours.clone();
    joined.edits.into_iter().for_each(|edit| drop(after.apply(edit)));
    assert!(after.sources.contains_key(&new.id) && !after.sources.contains_key(&cited));
    assert_eq!(after.annotations, ours.annotations);

    // A successor without an original is none, and both are there afterwards.
    let mut hollow = successor(cited);
    (hollow.id, hollow.capture, hollow.text) = (Id::of_original(&onus::text::sha256(b"no")), None, None);
    let joined = json::join(&ours, imported(vec![hollow.into()])).unwrap();
    assert_eq!(joined.edits.len(), 1);

    // A record there whose id some `was` happens to name is joined like any other.
    let mut tag = (**ours.tags.values().next().unwrap()).clone();
    tag.id = Id::of_original(&onus::text::sha256(b"a tag"));
    let records = vec![Record::from(tag.clone()), successor(tag.id).into()];
    let joined = json::join(&ours, imported(records)).unwrap();
    assert_eq!(joined.added[&Kind::Tag], 1);
    assert!(joined.edits.iter().all(|edit| edit.record().is_some()));
}
