//! What the schema refuses beyond types and names, what it takes, and what it cannot see and the reader refuses.

use super::{example, is_valid};
use onus::exchange::json;
use onus::project::*;
use serde_json::{Value, json};

/// The example with other values at these pointers; where the last step is new, it is added.
fn changed(name: &str, changes: &[(&str, Value)]) -> Value {
    let mut export = example(name);
    for (pointer, value) in changes {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        match export.pointer_mut(parent).unwrap_or_else(|| panic!("{parent}")) {
            Value::Array(list) => list[key.parse::<usize>().unwrap()] = value.clone(),
            parent => parent[key] = value.clone(),
        }
    }
    export
}

/// The place of the first annotation with this tag.
fn first(tag: &str) -> usize {
    let export = example("example");
    export["annotations"]
        .as_array()
        .unwrap()
        .iter()
        .position(|a| a["tag"] == tag)
        .unwrap()
}

#[test]
fn values_that_do_not_fit_are_refused() {
    let claim = format!("/annotations/{}", first("claim"));
    let evidence = format!("/annotations/{}", first("evidence"));
    let at = |place: &str, field: &str| format!("{place}/{field}");
    let fragment = |conforms: &str, value: &str| {
        json!([{"source": "0db9f814-4cd7-5312-9bf0-55ffd9134c64", "selector": [
            {"type": "FragmentSelector", "conformsTo": conforms, "value": value}]}])
    };
    let (pdf, picture) = (
        "http://tools.ietf.org/rfc/rfc3778",
        "http://www.w3.org/TR/media-frags/",
    );
    let text_target = example("example")
        .pointer(&at(&claim, "target/0"))
        .unwrap()
        .clone();
    let both = json!([text_target, fragment(pdf, "page=1&viewrect=1,2,3,4")[0]]);
    let body = json!({"indicators": []});
    let refused = [
        // Markings: one of each protocol, sorted, known, not empty.
        ("/project/marking".to_owned(), json!(["tlp:amber", "tlp:red"])),
        ("/project/marking".to_owned(), json!(["PAP:RED", "PAP:WHITE"])),
        ("/project/marking".to_owned(), json!(["tlp:amber", "PAP:RED"])),
        ("/project/marking".to_owned(), json!(["tlp:amber", "tlp:amber"])),
        (
            "/project/marking".to_owned(),
            json!(["PAP:RED", "tlp:amber", "tlp:red"]),
        ),
        ("/project/marking".to_owned(), json!(["tlp:white"])),
        ("/project/marking".to_owned(), json!(["TLP:AMBER"])),
        ("/project/marking".to_owned(), json!([])),
        // Grades, here on source-reliability, confidence, information-credibility, likelihood: the value of another scale.
        ("/grades/0/value".to_owned(), json!("6")),
        ("/grades/0/value".to_owned(), json!("C")),
        ("/grades/0/value".to_owned(), json!("h")),
        ("/grades/0/scale".to_owned(), json!("confidence")),
        ("/grades/1/value".to_owned(), json!("likely")),
        ("/grades/2/value".to_owned(), json!("f")),
        ("/grades/2/value".to_owned(), json!(6)),
        ("/grades/3/value".to_owned(), json!("moderate")),
        ("/relations/0/confidence".to_owned(), json!("certain")),
        // The taxonomy's full stops are part of its values.
        (
            "/propositions/0/state_responsibility".to_owned(),
            json!("state-prohibited"),
        ),
        (
            "/propositions/0/state_responsibility".to_owned(),
            json!("state-executed."),
        ),
        // Optional texts are never empty.
        ("/project/licence".to_owned(), json!("")),
        ("/sources/0/note".to_owned(), json!("")),
        ("/links/0/reason".to_owned(), json!("")),
        ("/tags/0/letter".to_owned(), json!("")),
        // Sets hold nothing twice, and a link starts somewhere.
        ("/links/0/from".to_owned(), json!([])),
        (
            "/links/0/from/0".to_owned(),
            json!("0DB9F814-4CD7-5312-9BF0-55FFD9134C64"),
        ),
        (
            at(&claim, "claim/accused"),
            json!([
                "c04970a9-9965-43b9-a9df-906be8d20a24",
                "c04970a9-9965-43b9-a9df-906be8d20a24"
            ]),
        ),
        // Only objections attack.
        ("/links/1/attacks".to_owned(), json!("premise")),
        // A body is the one of its tag.
        (at(&claim, "tag"), json!("evidence")),
        (at(&claim, "tag"), json!("b8353d28-7354-43c0-ba40-91e1d2adfc66")),
        (at(&claim, "tag"), json!("5929c063-66c1-5b11-bea5-4f335b57eee9")),
        (at(&claim, "evidence"), body),
        (
            at(&evidence, "individual"),
            json!({"entity": "b43ee611-3d8e-4893-b3b9-d2e4044636e6", "role": "other", "discloses": []}),
        ),
        // A passage is text or region, and whole.
        (at(&claim, "target"), json!([])),
        (at(&claim, "target"), both),
        (at(&claim, "target/0/selector"), json!([])),
        (at(&claim, "target/0/selector/0/type"), json!("TextQuoteSelector")),
        (at(&claim, "target/0/selector/0/start"), json!(-1)),
        (at(&claim, "target/0/selector/1/exact"), json!("")),
        (at(&claim, "target/0/selector/1/prefix"), json!("三".repeat(33))),
        (at(&claim, "target"), fragment(pdf, "xywh=pixel:1,2,3,4")),
        (at(&claim, "target"), fragment(picture, "page=1&viewrect=1,2,3,4")),
        (at(&claim, "target"), fragment(picture, "xywh=pixel:1,2.5,3,4")),
        (at(&claim, "target"), fragment(picture, "xywh=percent:1,2,3,4")),
        (at(&claim, "target"), fragment(pdf, "page=0&viewrect=1,2,3,4")),
        (at(&claim, "target"), fragment(pdf, "page=1&viewrect=1,2,0,4")),
        (at(&claim, "target"), fragment(pdf, "page=1&viewrect=1,2,3,4.125")),
        (at(&claim, "target"), fragment(pdf, "page=1&viewrect=1,2,3,4.50")),
        (at(&claim, "target"), fragment(pdf, "page=1&viewrect=-1,2,3,4")),
        (
            at(&claim, "target"),
            fragment("http://www.w3.org/TR/SVG/", "page=1&viewrect=1,2,3,4"),
        ),
        // Ids: version 4 but for held sources and built-in tags.
        (
            "/entities/0/id".to_owned(),
            json!("0190163d-8694-739b-aea5-966c26f8ad91"),
        ),
        (
            "/tags/0/id".to_owned(),
            json!("0db9f814-4cd7-5312-9bf0-55ffd9134c64"),
        ),
        // What goes with a kind, and nothing else.
        ("/entities/0/extent".to_owned(), json!({"kind": "counted"})),
        (
            "/entities/0/extent".to_owned(),
            json!({"kind": "counted", "count": 0}),
        ),
        (
            "/entities/0/extent".to_owned(),
            json!({"kind": "single", "count": 1}),
        ),
        ("/entities/0/extent".to_owned(), json!("single")),
        (
            "/sources/1/text/blocks/0".to_owned(),
            json!({"start": 0, "end": 14, "kind": "heading"}),
        ),
        (
            "/sources/1/text/blocks/0".to_owned(),
            json!({"start": 0, "end": 14, "kind": "paragraph", "level": 1}),
        ),
        (
            "/sources/1/text/blocks/0".to_owned(),
            json!({"start": 0, "end": 14, "kind": "heading", "level": 7}),
        ),
        ("/sources/1/text/pages".to_owned(), json!([])),
        (
            "/sources/1/capture/sha256".to_owned(),
            json!("308F83ABEF5C8FA7EB6F902905790B5F49B9800855CFC88896D0A53B919F6788"),
        ),
        ("/version".to_owned(), json!("1.1")),
        ("/project/protection/policy".to_owned(), json!("none")),
    ];
    for (pointer, value) in refused {
        let export = changed("example", &[(&pointer, value.clone())]);
        assert!(!is_valid(&export), "{pointer} takes {value}");
    }
    let taken = [
        (
            "/project/marking".to_owned(),
            json!(["PAP:WHITE", "tlp:amber+strict"]),
        ),
        ("/project/marking".to_owned(), json!(["PAP:CLEAR"])),
        ("/grades/0/value".to_owned(), json!("g")),
        (
            "/propositions/0/state_responsibility".to_owned(),
            json!("state-prohibited."),
        ),
        ("/links/0/attacks".to_owned(), json!("inference")),
        ("/reviews/0/reason".to_owned(), json!("")),
        ("/tags/0/key".to_owned(), json!("")),
        (
            at(&claim, "target"),
            fragment(pdf, "page=12&viewrect=0,0.5,612,0.01"),
        ),
        (at(&claim, "target"), fragment(picture, "xywh=pixel:0,0,1,1")),
        (
            at(&claim, "target"),
            fragment(picture, "page=1&xywh=pixel:0,20,1,1"),
        ),
        (at(&claim, "target/0/selector/1/prefix"), json!("𠮷".repeat(32))),
    ];
    for (pointer, value) in taken {
        let export = changed("example", &[(&pointer, value.clone())]);
        assert!(is_valid(&export), "{pointer} does not take {value}");
    }
}

#[test]
fn a_shape_holds_what_it_says_and_nothing_more() {
    let named = |name: &str, texts: &str| changed(name, &[("/project/texts", json!(texts))]);
    let shapes = ["full", "quotes", "none"];
    for name in shapes {
        for texts in shapes {
            assert_eq!(
                is_valid(&named(name, texts)),
                name == texts,
                "{name} called {texts}"
            );
        }
    }
}

/// The schema sees one value at a time. What it lets pass, the reader refuses.
#[test]
fn what_the_schema_cannot_check_is_checked_on_reading() {
    let refused_later = [
        (
            "a text that is not its hash's",
            "/sources/1/text/sha256",
            json!("0".repeat(64)),
        ),
        (
            "a quote that stands elsewhere",
            "/annotations/0/target/0/selector/0/start",
            json!(17),
        ),
        (
            "a quote that stands nowhere",
            "/annotations/0/target/0/selector/1/exact",
            json!("该组织"),
        ),
        (
            "a cue that stands elsewhere",
            "/annotations/2/claim/cue/end",
            json!(24),
        ),
        (
            "a block beyond the text",
            "/sources/1/text/blocks/2/end",
            json!(69),
        ),
        ("blocks that overlap", "/sources/1/text/blocks/1/start", json!(10)),
        (
            "targets in two sources",
            "/annotations/4/target/1/source",
            json!("0db9f814-4cd7-5312-9bf0-55ffd9134c64"),
        ),
        (
            "an id that is there twice",
            "/grades/0/id",
            json!("639b27ea-bfc0-4ecc-81dc-c76e25876e19"),
        ),
        (
            "a reference to nothing",
            "/sources/0/publisher",
            json!("00000000-0000-4000-8000-000000000000"),
        ),
        (
            "a reference to another kind",
            "/sources/0/publisher",
            json!("0adf79ca-0b0a-4e03-870b-4d830c493968"),
        ),
        (
            "a grade of a record that its scale is not for",
            "/grades/0/target",
            json!("d0b64878-20f7-49c0-9471-b02d78903892"),
        ),
        (
            "a link of kinds it does not join",
            "/links/2/to",
            json!("d0b64878-20f7-49c0-9471-b02d78903892"),
        ),
        ("two tags with one letter", "/tags/1/letter", json!("C")),
        (
            "an interval that ends before it starts",
            "/sources/0/published",
            json!("2025/2024"),
        ),
        (
            "a held source with another's id",
            "/sources/1/capture/sha256",
            json!("0".repeat(64)),
        ),
    ];
    for (what, pointer, value) in refused_later {
        let export = changed("example", &[(pointer, value)]);
        assert!(is_valid(&export), "the schema refuses {what}");
        let read = json::import(&export.to_string());
        assert!(
            read.is_err() || read.unwrap().into_project().is_err(),
            "{what} is read"
        );
    }
}

/// What the schema refuses beyond what a type forbids is refused as an edit already, and so never met at an export.
#[test]
fn what_the_schema_refuses_is_in_no_sound_project() {
    let text = example("full").to_string();
    let project = json::import(&text).unwrap().into_project().unwrap();
    let refused = |edit: Edit| {
        let by = *project.analysts.keys().next().unwrap();
        let transaction = Transaction {
            edits: vec![edit],
            ..Transaction::new("edit", by, "2025-07-01T00:00:00Z".parse().unwrap())
        };
        project.clone().commit(transaction).is_err()
    };
    let annotation = |fits: fn(&Annotation) -> bool| {
        let found = project.annotations.values().find(|a| fits(a)).unwrap();
        Annotation::clone(found)
    };
    let on_text = annotation(|a| !a.spans().is_empty());
    let on_picture = annotation(|a| matches!(a.anchor, Anchor::Region { page: 2, .. }));
    let entity = Entity::clone(project.entities.values().next().unwrap());
    let id = "0190163d-8694-739b-aea5-966c26f8ad91".parse().unwrap();
    assert!(!refused(Edit::from(on_text.clone())));
    assert!(refused(Edit::from(Entity { id, ..entity })));
    assert!(refused(Edit::from(Annotation {
        body: Body::Tag(claim_tag()),
        ..on_text
    })));
    let Anchor::Region { page, mut rects } = on_picture.anchor.clone() else {
        panic!()
    };
    rects[0].x = Length(50);
    assert!(refused(Edit::from(Annotation {
        anchor: Anchor::Region { page, rects },
        ..on_picture
    })));
}
