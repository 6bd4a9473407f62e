//! The examples through the program: in, and out again byte for byte.

use super::EXAMPLES;
use onus::exchange::json;
use onus::project::Texts;
use onus::protect::{Options, Outgoing};

/// The text of an example, as this version would have written it.
fn text(name: &str) -> String {
    let (_, text) = EXAMPLES.iter().find(|(known, _)| *known == name).unwrap();
    text.replacen(
        r#""version": "0.1.0""#,
        &format!(r#""version": "{}""#, env!("CARGO_PKG_VERSION")),
        1,
    )
}

fn assert_same(written: &str, expected: &str, name: &str) {
    let difference = written
        .lines()
        .zip(expected.lines())
        .enumerate()
        .find(|(_, (a, b))| a != b);
    assert!(written == expected, "{name} comes out otherwise: {difference:?}");
}

#[test]
fn the_full_examples_come_out_as_they_went_in() {
    for name in ["example", "full"] {
        let project = json::import(&text(name)).unwrap().into_project().unwrap();
        assert_same(
            &json::export(&Outgoing::new(&project, &Options::default())),
            &text(name),
            name,
        );
    }
}

#[test]
fn the_other_shapes_are_the_full_one_with_less() {
    let project = json::import(&text("full")).unwrap().into_project().unwrap();
    for (name, texts) in [("quotes", Texts::Quotes), ("none", Texts::None)] {
        let options = Options {
            texts: Some(texts),
            ..Options::default()
        };
        assert_same(
            &json::export(&Outgoing::new(&project, &options)),
            &text(name),
            name,
        );
        assert!(
            json::import(&text(name)).is_err(),
            "only full exports can be imported"
        );
    }
}
