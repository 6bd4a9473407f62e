//! Files of a newer Onus are opened for reading; what is not known is left out, counted and named.

use crate::file::{SAMPLE, load};
use crate::work;
use onus::storage::{format::write, open};
use std::fs;

/// The sample as a newer version might have written it.
fn newer() -> String {
    SAMPLE
        .replacen("reader:1,", "reader:2,", 1)
        .replacen("generator:\"onus ", "generator:\"onus 9.", 1)
}

fn counts(text: &str) -> Vec<(String, usize)> {
    let loaded = load(text).unwrap();
    assert_eq!(loaded.project.validate(), []);
    let unknown = loaded.newer.unwrap();
    unknown
        .counts()
        .map(|(name, count)| (name.to_owned(), count))
        .collect()
}

#[test]
fn what_is_known_is_read_whole() {
    let known = load(SAMPLE).unwrap().project;
    let loaded = load(&newer()).unwrap();
    assert!(loaded.newer.unwrap().is_empty());
    assert_eq!(loaded.project, known);
}

#[test]
fn unknown_fields_are_passed_over_wherever_they_stand() {
    let known = load(SAMPLE).unwrap().project;
    let annotations = known.annotations.len();
    let text = newer()
        .replace("(source:", "(weight:Heavy((1,[\"a\",None])),source:")
        .replacen(",kind:paragraph", ",tone:r#rather-dark,kind:paragraph", 1)
        .replacen("project:(", "project:(silhouette:(x:1.5),", 1);
    let readings = known.readings.len();
    assert_eq!(
        counts(&text),
        [
            ("annotations.weight".to_owned(), annotations),
            ("project.silhouette".to_owned(), 1),
            ("readings.weight".to_owned(), readings),
            ("sources.tone".to_owned(), 1),
        ]
    );
    assert_eq!(load(&text).unwrap().project, known);
}

#[test]
fn unknown_tables_and_values_leave_records_out_with_all_that_needs_them() {
    let text = newer().replacen(
        ")\n// sha256",
        "maps:{\n\"a\":(x:1),\n\"b\":(x:2),\n},\n)\n// sha256",
        1,
    );
    assert_eq!(counts(&text), [("maps".to_owned(), 2)]);

    // Without its propositions no claim can be there, and nothing that says something of one.
    let known = load(SAMPLE).unwrap().project;
    let text = newer().replace("standing:", "stance:");
    let text = text.replace("\"propositions", "");
    assert!(
        counts(&text)
            .iter()
            .any(|(name, _)| name == "propositions.stance")
    );
    let text = newer().replace("kind:act,", "kind:deed,");
    let left_out = counts(&text);
    assert!(
        left_out.iter().any(|(name, _)| name == "propositions left out"),
        "{left_out:?}"
    );
    assert!(load(&text).unwrap().project.propositions.len() < known.propositions.len());
}

#[test]
fn it_can_only_be_read_and_is_not_changed() {
    let (folder, path, _) = work::project(1);
    fs::write(&path, newer().replacen("project:(", "project:(silhouette:1,", 1)).unwrap();
    let before = fs::read(&path).unwrap();
    let opened = open::open(&path).unwrap();
    assert_eq!(
        opened.ready().read_only.as_deref(),
        Some(
            "onus 9.0.1.0 wrote this project, so it is open here for reading only. Left out, since this version does \
             not know it: project.silhouette ×1."
        )
    );
    let text = write(opened.project()).unwrap();
    assert!(opened.into_ledger().is_none());
    assert_eq!(fs::read(&path).unwrap(), before);
    assert!(!text.into_text().contains("silhouette"));
    assert_eq!(work::names(folder.path()), ["a.onus.ron"]);
}

#[test]
fn with_our_reader_the_same_is_damage() {
    for text in [
        SAMPLE.replacen("(source:", "(weight:1,source:", 1),
        SAMPLE.replacen(")\n// sha256", "maps:{\n},\n)\n// sha256", 1),
    ] {
        assert!(!load(&text).unwrap_err().damages().is_empty());
    }
}
