//! Differences in sentences.

use crate::small::*;
use crate::support::random::{self, Maker};
use onus::project::diff::{diff, summary};
use onus::project::*;
use proptest::prelude::*;

fn check(before: &Project, after: &Project, says: &[&str]) {
    let sentences: Vec<String> = diff(before, after)
        .iter()
        .flat_map(|change| change.sentences(before, after))
        .collect();
    assert_eq!(sentences, says);
}

#[test]
fn a_difference_is_told_in_sentences() {
    let p = project();
    let claim = "Claim “The unit ran the relay.” in “Notice of a relay”";
    check(&p, &p, &[]);
    for (edits, says) in [
        (
            vec![with_claim(&p, 7, |c| c.speech = Speech::Alleges)],
            format!("{claim}: the speech was changed from asserts to alleges."),
        ),
        (
            vec![with_claim(&p, 7, |c| c.cue = Some(onus::text::Span::new(9, 12)))],
            format!("{claim}: the cue was set to “ran”."),
        ),
        (
            vec![with_claim(&p, 7, |c| c.accused = [id(3)].into())],
            format!("{claim}: “Unit 1” was added to the accused."),
        ),
        (
            vec![with_claim(&p, 7, |c| c.claimants[0].entity = id(4))],
            format!("{claim}: in the claimants, “Ministry”, author gave way to “Unit 2”, author."),
        ),
        (
            vec![with(&p.annotations[&id(7)], |a| {
                a.note = Some("One line.\nAnother.".into());
                a.modified = Some(stamp(9));
            })],
            format!("{claim}: the note was set to “One line. Another.”."),
        ),
        (
            vec![with(&p.annotations[&id(7)], |a| {
                a.anchor = Anchor::Text {
                    spans: vec![onus::text::Span::new(4, 12)],
                };
            })],
            format!("{claim}: the passage was changed from “The unit ran the relay.” to “unit ran”."),
        ),
        (
            vec![with(&p.annotations[&id(9)], |a| a.body = Body::Tag(id(13)))]
                .into_iter()
                .chain(without(&p, &[15]))
                .collect(),
            "Evidence “Logs show the relay.” in “Notice of a relay”: the tag was changed from evidence to “tag 13”.\n\
             The link “supports” to claim “The unit ran the relay.” in “Notice of a relay” was deleted."
                .into(),
        ),
        (
            without(&p, &[12]),
            "The grade “2” on claim “The unit ran the relay.” in “Notice of a relay” was deleted.".into(),
        ),
        (
            vec![Edit::from(entity(20, &"Bureau ".repeat(20)))],
            "The organisation “Bureau Bureau Bureau Bureau Bureau Bureau Bureau Bureau Bure…” was added.".into(),
        ),
        (
            vec![with(p.about(), |a| a.questions = vec!["Who ran it?".into()])],
            "The project “A relay”: “Who ran it?” was added to the questions.".into(),
        ),
        (
            vec![with(&p.sources[&id(10)], |s| s.publisher = Some(id(2)))],
            "The source “The first post”: the publisher was set to “Ministry”.".into(),
        ),
    ] {
        check(&p, &after(&p, edits), &says.lines().collect::<Vec<_>>());
    }
}

#[test]
fn a_replaced_text_is_told_without_its_words() {
    let mut before = Project::new(About::new(id(0), "A".into()));
    let mut after = before.clone();
    before.apply(Edit::from(held("one")));
    after.apply(Edit::from(held("two")));
    check(
        &before,
        &after,
        &["The source “Notice of a relay”: the text was replaced."],
    );
}

#[test]
fn differences_are_counted_by_kind() {
    let p = project();
    let mut edits = without(&p, &[7]);
    edits.extend([entity(20, "A").into(), entity(21, "B").into()].map(Edit::Put));
    edits.push(with(&p.entities[&id(3)], |e| e.name = "Unit 0001".into()));
    assert_eq!(
        summary(&diff(&p, &after(&p, edits))),
        [
            "2 entities added, 1 changed.",
            "1 proposition deleted.",
            "1 annotation deleted.",
            "1 link deleted.",
            "1 grade deleted."
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    /// What a difference names is all that differs: put into the one project, it makes the other.
    #[test]
    fn a_difference_is_the_whole_difference(seed: u64) {
        let before = random::project(seed, 30);
        let mut after = before.clone();
        let mut m = Maker::new(seed ^ 1);
        for _ in 0..12 {
            for edit in random::edits::any_edits(&mut m, &after) {
                after.apply(edit);
            }
        }
        let mut again = before.clone();
        for change in diff(&before, &after) {
            prop_assert_eq!(change.before.is_some() && change.after.is_some(), !change.fields().is_empty());
            prop_assert!(!change.sentences(&before, &after).is_empty());
            again.apply(change.after.map_or(Edit::Delete(change.kind, change.id), Edit::Put));
        }
        prop_assert_eq!(&again, &after);
        prop_assert!(diff(&after, &again).is_empty());
    }
}
