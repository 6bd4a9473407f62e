//! Damage is named with its line, and no bytes whatever make a panic.

use crate::file::{SAMPLE, load};
use onus::storage::format::{LoadError, read};
use proptest::prelude::*;

/// Replaces `what` where it stands first in the sample, and expects damage in the line in which `with` ends.
fn check(what: &str, with: &str, says: &str) {
    let at = SAMPLE.find(what).expect(what);
    let broken = SAMPLE.replacen(what, with, 1);
    let line = 1 + broken[..at + with.len()].matches('\n').count();
    let error = load(&broken).expect_err(with);
    let found: Vec<_> = error.damages().iter().map(|d| (d.line, d.says.clone())).collect();
    let named = found.iter().any(|(at, said)| *at == line && said.contains(says));
    assert!(named, "{with}: no “{says}” in line {line} but {found:#?}");
}

#[test]
fn what_is_not_known_not_there_or_there_twice_is_named_with_its_line() {
    check("handle:", "hendle:", "the field “hendle” is not known.");
    check(",kind:software)", ")", "the field “kind” is missing.");
    check(
        "kind:software",
        "kind:person,kind:person",
        "the field “kind” stands here twice.",
    );
    check("anchor:Text(", "anchor:Line(", "the value “Line” is not known.");
    check(
        "speech:alleges",
        "speech:alleged",
        "the value “alleged” is not known.",
    );
    check("links:{", "lniks:{", "the table “lniks” is not known.");
    check(
        "tags:{",
        "tags:{\n},\ntags:{",
        "the table “tags” begins a second time.",
    );
    check(
        "project:(",
        "projects:(",
        "neither a table nor the end of the project begins here.",
    );
}

#[test]
fn what_is_cut_or_glued_is_named_with_its_line() {
    check(
        "tags:{",
        "tags:{\n=======",
        "it is the mark of an unfinished merge.",
    );
    check("tags:{", "tags:{\n\"5f1c\":(),", "“5f1c” is not an id.");
    check("tags:{", "tags:{\n\"a line\",", "no record of tags begins here.");
    check("\n)", "\n)\nmore", "the project has ended above this line.");
    check(",read_by:", "read_by:", "expected");
}

#[test]
fn what_the_model_does_not_allow_is_named_with_its_line() {
    check(
        "spans:[(",
        "spans:[(900000,900001),(",
        "a span does not lie on the text.",
    );
    check(
        "spans:[(",
        "spans:[(18446744073709551615,18446744073709551615),(",
        "a span does not lie on the text.",
    );
    check(",sha256:\"", ",sha256:\"0", "64 lower-case hex digits");
    check("key:\"4\"", "key:\"1\"", "has the key 1 too");
}

#[test]
fn a_key_that_stands_twice_is_refused() {
    let start = SAMPLE.find("entities:{\n").unwrap() + "entities:{\n".len();
    let line = &SAMPLE[start..=start + SAMPLE[start..].find('\n').unwrap()];
    let number = 1 + SAMPLE[..start].matches('\n').count();
    let twice = SAMPLE.replacen(line, &line.repeat(2), 1);
    let error = load(&twice).unwrap_err();
    assert_eq!(error.damages()[0].line, number + 1);
    let says = format!("the id {} is used in line {number} already.", &line[1..37]);
    assert_eq!(error.damages()[0].says, says);
}

#[test]
fn a_damaged_line_of_a_text_is_named_with_its_character() {
    let at = SAMPLE.find("lines:[\"").unwrap();
    let second = at + SAMPLE[at..].find("\n\"").unwrap() + 1;
    let number = 1 + SAMPLE[..second].matches('\n').count();
    let mut broken = SAMPLE.to_owned();
    broken.insert_str(second + 1, "\\q");
    let error = load(&broken).unwrap_err();
    assert_eq!(
        (error.damages()[0].line, error.damages()[0].column),
        (number, Some(4))
    );
    assert!(
        error
            .to_string()
            .starts_with(&format!("It is damaged: line {number}, character 4: "))
    );
}

#[test]
fn a_changed_text_is_not_the_one_its_hash_was_made_of() {
    let at = SAMPLE.find("lines:[\"").unwrap() + "lines:[\"".len();
    let mut broken = SAMPLE.to_owned();
    broken.insert(at, 'x');
    let error = load(&broken).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("the text is not the one its hash was made of"),
        "{error}"
    );
}

#[test]
fn what_is_no_project_is_said_to_be_none() {
    for (bytes, error) in [
        (&b""[..], LoadError::Empty),
        (b"\r\n", LoadError::Empty),
        (b"(format:1)", LoadError::NotAProject),
        (b"Onus(format:1,reader:1)", LoadError::NotAProject),
        (
            b"Onus(format:2,reader:2,generator:\"onus 9\",\n",
            LoadError::NewerFormat(2),
        ),
        (b"Onus(format:1,\n\xff", LoadError::NotText { line: 2, byte: 1 }),
    ] {
        assert_eq!(read(bytes.to_vec()).err(), Some(error));
    }
}

#[test]
fn a_file_that_breaks_off_is_refused_wherever_it_does() {
    let end = SAMPLE.rfind("\n)\n").unwrap() + 2;
    for length in (0..end)
        .step_by(97)
        .filter(|length| SAMPLE.is_char_boundary(*length))
    {
        assert!(load(&SAMPLE[..length]).is_err(), "{length}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Broken bytes, joined lines, lines in another order: refused or read, but never a panic.
    #[test]
    fn no_bytes_make_a_panic(
        edits in prop::collection::vec((0..SAMPLE.len(), 0..40usize, prop::collection::vec(any::<u8>(), 0..4)), 1..6),
    ) {
        let mut bytes = SAMPLE.as_bytes().to_vec();
        for (at, gone, new) in edits {
            let at = at.min(bytes.len());
            let end = (at + gone).min(bytes.len());
            bytes.splice(at..end, new);
        }
        if let Ok(loaded) = read(bytes) {
            prop_assert_eq!(loaded.project.validate(), []);
        }
    }
}
