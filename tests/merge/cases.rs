//! Merging rule by rule: base, ours, theirs, what comes of it, and what is said.

use crate::small::*;
use onus::project::merge::{Merge, NotMerged, Side};
use onus::project::*;
use onus::text::Span;

fn merge(base: &Project, ours: &Project, theirs: &Project) -> Merge {
    Merge::new(base.clone(), ours.clone(), theirs.clone()).unwrap()
}

fn says(merge: &Merge) -> Vec<String> {
    merge.conflicts().iter().map(|c| c.sentence(merge)).collect()
}

/// Merges edits of two people in the small project, and checks what comes of it both by itself and as edits of ours.
#[track_caller]
fn check(ours: Vec<Edit>, theirs: Vec<Edit>, merged: Vec<Edit>, conflicts: &[&str]) -> Merge {
    let base = project();
    let (ours, theirs) = (after(&base, ours), after(&base, theirs));
    let result = merge(&base, &ours, &theirs);
    assert_eq!(says(&result), conflicts);
    let outcome = result.outcome();
    assert_eq!(outcome.project, after(&base, merged));
    let mut again = ours;
    again
        .commit(Transaction {
            edits: outcome.edits.clone(),
            ..Transaction::new("merge", id(1), stamp(9).at)
        })
        .unwrap();
    assert_eq!(again, outcome.project);
    result
}

const CLAIM: &str = "Claim “The unit ran the relay.” in “Notice of a relay”";

#[test]
fn a_value_changed_on_one_side_wins() {
    let p = project();
    let speech = |s| vec![with_claim(&p, 7, |c| c.speech = s)];
    let title = vec![with(&p.sources[&id(10)], |s| s.title = "Post one".into())];
    check(speech(Speech::Alleges), vec![], speech(Speech::Alleges), &[]);
    check(vec![], speech(Speech::Alleges), speech(Speech::Alleges), &[]);
    check(
        speech(Speech::Asks),
        speech(Speech::Asks),
        speech(Speech::Asks),
        &[],
    );
    check(
        speech(Speech::Asks),
        title.clone(),
        [speech(Speech::Asks), title].concat(),
        &[],
    );
    let both = with_claim(&p, 7, |c| (c.speech, c.negated) = (Speech::Asks, true));
    check(
        speech(Speech::Asks),
        vec![with_claim(&p, 7, |c| c.negated = true)],
        vec![both],
        &[],
    );
}

#[test]
fn a_value_changed_differently_is_a_conflict_and_stays_ours() {
    let p = project();
    let speech = |s| vec![with_claim(&p, 7, |c| c.speech = s)];
    let said = format!("{CLAIM}: the speech was changed here and there.");
    let result = check(
        speech(Speech::Asks),
        speech(Speech::Denies),
        speech(Speech::Asks),
        &[&said],
    );
    let conflict = &result.conflicts()[0];
    assert_eq!(conflict.value(&result, Side::Ours), "asks");
    assert_eq!(conflict.value(&result, Side::Theirs), "denies");
    let theirs = result.resolve(&[Side::Theirs]);
    assert_eq!(theirs.project, after(&p, speech(Speech::Denies)));
    assert_eq!(theirs.conflicts[0].taken, Side::Theirs);
}

#[test]
fn sets_merge_element_by_element() {
    let p = after(
        &project(),
        [with_claim(&project(), 7, |c| c.accused = [id(2), id(3)].into())],
    );
    let accused = |n: &[u8]| {
        vec![with_claim(&p, 7, |c| {
            c.accused = n.iter().map(|n| id(*n)).collect();
        })]
    };
    for (ours, theirs, merged) in [
        (&[2, 3, 4][..], &[2][..], &[2, 4][..]),
        (&[3], &[2], &[]),
        (&[2, 3, 4], &[2, 3, 4], &[2, 3, 4]),
    ] {
        let result = merge(&p, &after(&p, accused(ours)), &after(&p, accused(theirs)));
        assert_eq!(says(&result), [""; 0]);
        assert_eq!(result.outcome().project, after(&p, accused(merged)));
    }
}

#[test]
fn lists_merge_entry_by_entry_and_keep_their_order() {
    let alias = |name: &str, kind| Alias {
        text: name.into(),
        language: None,
        kind,
        asserted_by: None,
        first_seen: None,
    };
    let list = |names: &str| -> Vec<Alias> {
        let entry = |name: &str| match name.split_once('/') {
            Some((name, "code")) => alias(name, AliasKind::Code),
            Some((name, _)) => alias(name, AliasKind::Epithet),
            None => alias(name, AliasKind::Own),
        };
        names.split_whitespace().map(entry).collect()
    };
    let aliases = |p: &Project, names: &str| vec![with(&p.entities[&id(3)], |e| e.aliases = list(names))];
    for (base, ours, theirs, merged, conflicts) in [
        ("a b c", "a b c d", "a b c", "a b c d", 0),
        ("a b c", "a c", "a b c d", "a c d", 0),
        ("a b c", "x a b c", "a y b c", "x a y b c", 0),
        ("a b c", "c b a", "a b c d", "c d b a", 0),
        ("a b c", "a b c d", "c a b", "c d a b", 0),
        ("a b c", "c b a", "c b a", "c b a", 0),
        ("a b", "a y b", "a x b", "a x y b", 0),
        ("a b", "a/code b", "a b c", "a/code b c", 0),
        ("a b", "a/code b", "a b/code", "a/code b/code", 0),
        ("a b", "a/code b c", "a/epithet b d", "a/code b c d", 1),
        ("a b c", "b a c", "a c b", "b a c", 1),
        ("a b", "b", "a/code b", "b", 1),
        ("a a", "a a a", "a a", "a a a", 0),
    ] {
        let base = after(&project(), aliases(&project(), base));
        let (ours, theirs) = (aliases(&base, ours), aliases(&base, theirs));
        let result = merge(&base, &after(&base, ours.clone()), &after(&base, theirs));
        let got = &result.outcome().project.entities[&id(3)].aliases;
        assert_eq!(*got, list(merged), "{ours:?}");
        assert_eq!(result.conflicts().len(), conflicts, "{merged}");
    }
}

#[test]
fn prose_merges_by_line() {
    let p = after(
        &project(),
        [with(&project().annotations[&id(7)], |a| {
            a.note = Some("a\nb\nc".into());
        })],
    );
    let note = |text: &str| {
        vec![with(&p.annotations[&id(7)], |a| {
            a.note = Some(text.into()).filter(|t: &String| !t.is_empty());
        })]
    };
    for (ours, theirs, merged, conflicts) in [
        ("A\nb\nc", "a\nb\nC", "A\nb\nC", 0),
        ("A\nb\nc", "x\nb\nc\nd", "A\nb\nc\nd", 1),
        ("", "a\nb\nc", "", 0),
        ("", "a\nb\nC", "", 1),
    ] {
        let result = merge(&p, &after(&p, note(ours)), &after(&p, note(theirs)));
        assert_eq!(result.outcome().project, after(&p, note(merged)));
        assert_eq!(result.conflicts().len(), conflicts, "{ours} {theirs}");
    }
}

#[test]
fn the_last_change_is_the_newer_one() {
    let p = project();
    let modified = |second, change: fn(&mut Claim)| {
        vec![with(&p.annotations[&id(7)], |a| {
            a.modified = Some(stamp(second));
            if let Body::Claim(claim) = &mut a.body {
                change(claim);
            }
        })]
    };
    let merged = modified(5, |c| (c.speech, c.negated) = (Speech::Asks, true));
    for (ours, theirs) in [(3, 5), (5, 3)] {
        check(
            modified(ours, |c| c.speech = Speech::Asks),
            modified(theirs, |c| c.negated = true),
            merged.clone(),
            &[],
        );
    }
}

#[test]
fn the_anchor_is_one_thing_and_so_is_a_changed_tag() {
    let p = project();
    let moved = |start, end| {
        vec![with(&p.annotations[&id(7)], |a| {
            a.anchor = Anchor::Text {
                spans: vec![Span::new(start, end)],
            };
        })]
    };
    let said = "Claim “The unit ran” in “Notice of a relay”: the passage was changed here and there.";
    let result = check(moved(0, 12), moved(4, 23), moved(0, 12), &[said]);
    assert_eq!(
        result.conflicts()[0].value(&result, Side::Theirs),
        "“unit ran the relay.”"
    );

    let retagged = vec![with(&p.annotations[&id(8)], |a| a.body = Body::Tag(id(13)))];
    let said = "Claim “The unit ran the relay.” in “Notice of a relay”: the tag was changed here and there.";
    let asked = vec![with_claim(&p, 8, |c| c.speech = Speech::Asks)];
    check(asked.clone(), retagged.clone(), asked.clone(), &[said]);
    let said = said.replacen("Claim", "Passage tagged “tag 13”", 1);
    check(retagged.clone(), asked, retagged, &[&said]);
}

#[test]
fn deletion_is_an_edit() {
    let p = project();
    check(vec![], without(&p, &[12]), without(&p, &[12]), &[]);
    check(without(&p, &[12]), vec![], without(&p, &[12]), &[]);
    check(without(&p, &[12]), without(&p, &[12]), without(&p, &[12]), &[]);
    check(without(&p, &[7]), without(&p, &[8]), without(&p, &[7, 8]), &[]);
}

#[test]
fn deletion_against_a_change_keeps_the_record() {
    let p = project();
    let said = |a, b| {
        let grade = "The grade “2” on claim “The unit ran the relay.” in “Notice of a relay”";
        format!("{grade} was deleted {a} and changed {b}.")
    };
    let graded = vec![with(&p.grades[&id(12)], |g| g.reason = Some("seen twice".into()))];
    let result = check(
        graded.clone(),
        without(&p, &[12]),
        graded.clone(),
        &[&said("there", "here")],
    );
    assert_eq!(
        result.resolve(&[Side::Theirs]).project,
        after(&p, without(&p, &[12]))
    );
    assert_eq!(result.conflicts()[0].value(&result, Side::Theirs), "deleted");
    let result = check(
        without(&p, &[12]),
        graded.clone(),
        graded.clone(),
        &[&said("here", "there")],
    );
    assert_eq!(
        result.resolve(&[Side::Ours]).project,
        after(&p, without(&p, &[12]))
    );
    assert_eq!(result.resolve(&[Side::Theirs]).project, after(&p, graded));
}

#[test]
fn deletion_against_a_new_reference_keeps_what_is_named() {
    let p = project();
    // A comment goes along with what it is on, where that is chosen to go.
    let commented = vec![Edit::from(comment(30, id(10), "Where is it?"))];
    let gone = without(&p, &[10]);
    let kept = |deleted| {
        let said = match deleted {
            "there" => "here",
            _ => "there",
        };
        format!(
            "The source “The first post” was deleted {deleted}, but the comment “Where is it?” on the source “The first post” names it {said}."
        )
    };
    let merged = [commented.clone(), without(&p, &[16])].concat();
    let result = check(commented.clone(), gone.clone(), merged.clone(), &[&kept("there")]);
    assert_eq!(result.resolve(&[Side::Theirs]).project, after(&p, gone.clone()));
    let result = check(gone.clone(), commented, merged, &[&kept("here")]);
    assert_eq!(result.resolve(&[Side::Ours]).project, after(&p, gone));

    // What may not be deleted while it is in use stays, whatever is chosen.
    let accused = vec![with_claim(&p, 7, |c| c.accused = [id(4)].into())];
    let said = format!(
        "The organisation “Unit 2” was deleted there, but {} names it here.",
        CLAIM.replacen('C', "c", 1)
    );
    let result = check(accused.clone(), without(&p, &[4]), accused.clone(), &[&said]);
    assert!(!result.conflicts()[0].open);
    assert_eq!(result.resolve(&[Side::Theirs]).project, after(&p, accused));
}

#[test]
fn what_comes_back_brings_what_it_names() {
    let p = project();
    // Theirs deletes the claim with its proposition and all; ours hangs a comment on the grade of it.
    let commented = vec![Edit::from(comment(30, id(12), "Why?"))];
    let result = merge(&p, &after(&p, commented), &after(&p, without(&p, &[7])));
    let merged = &result.outcome().project;
    assert_eq!(merged.validate(), vec![]);
    assert!(merged.grades.contains_key(&id(12)));
    assert!(merged.annotations.contains_key(&id(7)) && merged.propositions.contains_key(&id(5)));
    assert!(!merged.links.contains_key(&id(15)), "nothing needed it");
    assert_eq!(result.conflicts().len(), 3);
    // To let the grade go lets the rest go.
    let outcome = result.resolve(&[Side::Theirs; 3]);
    assert_eq!(outcome.project, after(&p, without(&p, &[7])));
}

#[test]
fn what_does_not_fit_together_stays_ours() {
    let p = project();
    // Ours links from a claim that theirs makes something else of.
    let linked = vec![Edit::from(link(30, LinkKind::Supports, &[8], 5))];
    let retagged = vec![with(&p.annotations[&id(8)], |a| a.body = Body::Tag(id(13)))];
    let said = format!(
        "{CLAIM} stays as it is here; what was changed there does not fit: “supports” does not join these two kinds of record."
    );
    check(linked.clone(), retagged.clone(), linked.clone(), &[&said]);
    let result = merge(&p, &after(&p, retagged.clone()), &after(&p, linked));
    assert_eq!(result.outcome().project, after(&p, retagged));
    assert_eq!(result.conflicts().len(), 1);
    // Each change is sound alone.
    let kind = vec![with(&p.links[&id(15)], |l| l.kind = LinkKind::Undercuts)];
    let both = vec![with(&p.links[&id(15)], |l| {
        (l.kind, l.attacks) = (LinkKind::Undercuts, Some(Attack::Premise));
    })];
    let p2 = after(&p, both);
    let attacks = vec![with(&p2.links[&id(15)], |l| l.attacks = Some(Attack::Inference))];
    let supports = vec![with(&p2.links[&id(15)], |l| {
        (l.kind, l.attacks) = (LinkKind::Supports, None);
    })];
    let result = merge(&p2, &after(&p2, attacks), &after(&p2, supports));
    assert_eq!(result.outcome().project.validate(), vec![]);
    assert!(!result.conflicts().is_empty());
    check(kind.clone(), vec![], kind, &[]);
}

#[test]
fn letters_and_keys_stay_unique() {
    let p = project();
    let ours = vec![Edit::from(tag(30, "Z", "9"))];
    let merged = [ours.clone(), vec![Edit::from(tag(31, "A", ""))]].concat();
    let said = [
        "The tag “tag 31”: the key it has there is taken, so it has another here.",
        "The tag “tag 31”: the letter it has there is taken, so it has another here.",
    ];
    check(ours.clone(), vec![Edit::from(tag(31, "Z", "9"))], merged, &said);
    let relettered = vec![with(&p.tags[&id(13)], |t| t.letter = "Z".into())];
    let said = "The tag “tag 13”: the letter it has there is taken, so it has another here.";
    check(ours.clone(), relettered, ours, &[said]);
    // A letter that was given up is free.
    let away = vec![with(&p.tags[&id(13)], |t| t.letter = "W".into())];
    let again = vec![
        with(&p.tags[&id(13)], |t| t.letter = "W".into()),
        Edit::from(tag(30, "X", "")),
    ];
    check(away, again.clone(), again, &[]);
}

#[test]
fn records_added_on_both_sides_merge_against_nothing() {
    let added = |change: fn(&mut Source)| {
        let sha256 = onus::text::sha256(b"another");
        let mut source = Source {
            id: Id::of_original(&sha256),
            ..held("another text")
        };
        source.capture.as_mut().unwrap().sha256 = sha256;
        change(&mut source);
        vec![Edit::from(source)]
    };
    check(
        added(|s| s.publisher = Some(id(2))),
        added(|s| s.url = Some("https://post.example".into())),
        added(|s| (s.publisher, s.url) = (Some(id(2)), Some("https://post.example".into()))),
        &[],
    );
    check(
        added(|s| (s.title, s.created) = ("Ours".into(), stamp(7))),
        added(|s| (s.title, s.created) = ("Theirs".into(), stamp(3))),
        added(|s| (s.title, s.created) = ("Ours".into(), stamp(3))),
        &["The source “Ours”: the title was changed here and there."],
    );
}

#[test]
fn two_texts_of_one_source_refuse_the_whole() {
    let bare = Project::new(About::new(id(0), "A".into()));
    let with_text = |text: &str| {
        let mut p = bare.clone();
        for record in codebook(&stamp(0)).map(Record::from) {
            p.apply(Edit::Put(record));
        }
        p.apply(Edit::from(Analyst {
            id: id(1),
            handle: "A1".into(),
            kind: AnalystKind::Person,
        }));
        after(&p, [Edit::from(held(text))])
    };
    let (one, two) = (with_text("The one text"), with_text("The two text"));
    let tagged = |p: &Project| {
        after(
            p,
            [
                Edit::from(tag(13, "X", "")),
                Edit::from(annotation(7, (0, 3), Body::Tag(id(13)))),
            ],
        )
    };
    let refused = |base: &Project, ours: &Project, theirs: &Project| {
        matches!(
            Merge::new(base.clone(), ours.clone(), theirs.clone()),
            Err(NotMerged::TwoTexts(_))
        )
    };
    assert!(refused(&bare, &one, &two));
    assert!(refused(&one, &tagged(&one), &two), "ours stands on the old text");
    assert!(
        refused(&one, &two, &tagged(&one)),
        "theirs stands on the old text"
    );
    // Read again while nothing was tagged in it, and tagged then.
    assert_eq!(merge(&one, &one, &tagged(&two)).outcome().project, tagged(&two));
    assert_eq!(merge(&one, &tagged(&two), &one).outcome().project, tagged(&two));
    let mut ours = one.clone();
    let edits = merge(&one, &one, &tagged(&two)).outcome().edits.clone();
    ours.commit(Transaction {
        edits,
        ..Transaction::new("merge", id(1), stamp(9).at)
    })
    .unwrap();
    assert_eq!(ours, tagged(&two));
}

#[test]
fn what_named_a_cited_source_names_the_one_that_took_its_place() {
    let p = project();
    let sha256 = onus::text::sha256(b"the first post");
    let mut held = Source {
        id: Id::of_original(&sha256),
        was: Some(id(10)),
        title: "The first post".into(),
        ..held("The first post in full")
    };
    held.capture.as_mut().unwrap().sha256 = sha256;
    let mut hold = vec![Edit::from(held.clone())];
    hold.extend(p.replace(id(10), held.id));
    hold.push(Edit::Delete(Kind::Source, id(10)));
    let linked = |to: Id| Link {
        to,
        ..link(30, LinkKind::Contrasts, &[11], 10)
    };
    let titled = |s: &Source| Source {
        title: "Post no. 1".into(),
        ..s.clone()
    };
    let other = vec![
        Edit::from(linked(id(10))),
        Edit::from(titled(&p.sources[&id(10)])),
    ];
    let merged = [
        hold.clone(),
        vec![Edit::from(linked(held.id)), Edit::from(titled(&held))],
    ]
    .concat();
    check(hold.clone(), other.clone(), merged.clone(), &[]);
    check(other, hold.clone(), merged, &[]);
    check(hold.clone(), hold.clone(), hold, &[]);
}

#[test]
fn an_analyst_who_wrote_something_comes_back() {
    let second = Analyst {
        id: id(40),
        handle: "A2".into(),
        kind: AnalystKind::Person,
    };
    let base = after(&project(), [Edit::from(second)]);
    let gone = after(&base, [Edit::Delete(Kind::Analyst, id(40))]);
    let mut written = comment(30, id(10), "Mine");
    written.created.by = id(40);
    let written = after(&base, [Edit::from(written)]);
    for (ours, theirs) in [(&gone, &written), (&written, &gone)] {
        let result = merge(&base, ours, theirs);
        assert_eq!(result.outcome().project, written);
        assert_eq!(result.conflicts().len(), 1);
    }
}

#[test]
fn two_projects_are_refused() {
    let p = project();
    let other = Project::new(About::new(id(99), "Another".into()));
    let refused = |base: &Project, ours: &Project, theirs: &Project| {
        Merge::new(base.clone(), ours.clone(), theirs.clone())
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refused(&p, &p, &other),
        "Nothing was merged: “A relay” and “Another” are two projects, not two versions of one."
    );
    assert!(refused(&other, &p, &p).contains("did not grow out of “Another”"));
    let kinds = after(&p, [entity(30, "An entity").into()].map(Edit::Put));
    let other_kind = after(&p, [Edit::from(proposition(30, "A proposition"))]);
    assert!(refused(&p, &kinds, &other_kind).contains("of another kind"));
}
