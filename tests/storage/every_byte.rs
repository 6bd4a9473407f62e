//! Every change of one byte and every cut of a small project file: opened, opened in part or refused, and always said.

use crate::salvage::{SMALL, salvaged};
use onus::project::*;
use onus::storage::format::{LoadError, read, write};
use onus::text::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};
use std::thread;

/// A file as short as one with a record of every kind gets.
static TINY: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut project = read(SMALL.into()).unwrap().project;
    let by = *project.analysts.keys().next().unwrap();
    let mut t = Transaction::new("Make it short", by, "2025-07-01T00:00:00Z".parse().unwrap());
    let claim = project
        .annotations
        .values()
        .find(|a| a.claim().is_some())
        .unwrap();
    let claim_id = claim.id;
    let link = project.links.values().next().unwrap();
    t.add(Link {
        kind: LinkKind::Supports,
        from: [claim_id].into(),
        to: claim.claim().unwrap().proposition,
        ..(**link).clone()
    });
    project.commit(t.clone()).unwrap();
    let second: Vec<Id> = project.sources.keys().skip(1).copied().collect();
    let others = project.annotations.keys().copied().filter(|id| *id != claim_id);
    let reply = project.comments.keys().next().copied();
    t.edits = project
        .delete(second.into_iter().chain(others).chain(reply))
        .unwrap()
        .edits;
    project.commit(t.clone()).unwrap();
    let persons: Vec<Id> = project
        .entities
        .keys()
        .copied()
        .filter(|id| project.uses(*id) == 0)
        .collect();
    t.edits = project.delete(persons).unwrap().edits;
    project.commit(t).unwrap();
    // No tagged text ever changes, so this is no edit that somebody could make.
    for record in shorter(&project) {
        project.apply(Edit::Put(record));
    }
    assert_eq!(project.validate(), []);
    assert!(Kind::ALL.iter().all(|kind| project.count(*kind) > 0));
    write(&project).unwrap().into_text().into_bytes()
});

/// What cuts a project short: what is long, and what makes one record need many others.
fn shorter(project: &Project) -> Vec<Record> {
    let source = project.sources.values().next().unwrap();
    let annotation = project.annotations.values().next().unwrap();
    let proposition = project.propositions.values().next().unwrap();
    let relation = project.relations.values().next().unwrap();
    let claim = Claim {
        accused: BTreeSet::new(),
        ..annotation.claim().unwrap().clone()
    };
    vec![
        Record::Source(Arc::new(Source {
            text: Some(Arc::new(Text::new(
                "“黑客” or\nnot",
                ReadBy::Extraction,
                vec![],
                None,
            ))),
            publisher: None,
            url: None,
            ..(**source).clone()
        })),
        Record::Annotation(Arc::new(Annotation {
            anchor: Anchor::Text {
                spans: vec![Span::between(3, 9)],
            },
            body: Body::Claim(claim),
            translations: vec![],
            ..(**annotation).clone()
        })),
        Record::Proposition(Arc::new(Proposition {
            event: None,
            text: "A".into(),
            ..(**proposition).clone()
        })),
        Record::Relation(Arc::new(Relation {
            asserted_by: relation.from,
            source: None,
            ..(**relation).clone()
        })),
        Record::Review(Arc::new(Review {
            target: proposition.id,
            ..(**project.reviews.values().next().unwrap()).clone()
        })),
        Record::Comment(Arc::new(Comment {
            target: project.about().id,
            text: "Why?".into(),
            ..(**project.comments.values().next().unwrap()).clone()
        })),
    ]
}

/// A file with a record of one kind and no more others than that one needs: what there is to change in the small file, in
/// files so short that half a million changes can be tried.
struct Part {
    bytes: Vec<u8>,
    /// Where the record stands in it.
    own: Vec<usize>,
}

/// The small file in parts: the frame with the record about the project, and the first record of each other kind.
static PARTS: LazyLock<Vec<Part>> = LazyLock::new(|| Kind::ALL.iter().map(|kind| part(*kind)).collect());

fn part(kind: Kind) -> Part {
    let whole = read(TINY.clone()).unwrap().project;
    let about = About::clone(whole.about());
    let first = whole.all().find(|record| record.kind() == kind).unwrap();
    let mut records: Vec<Record> = whole.all().skip(1).collect();
    let is_sound = |records: &[Record]| {
        let project = Project::from_records(about.clone(), records.to_vec());
        (kind == Kind::Project || records.contains(&first)) && project.validate().is_empty()
    };
    let mut without = |is_needless: &dyn Fn(&Record) -> bool| {
        let fewer: Vec<Record> = records
            .iter()
            .filter(|record| !is_needless(record))
            .cloned()
            .collect();
        if is_sound(&fewer) {
            records = fewer;
        }
    };
    // The built-in tags stand or go together. What others need stands before them, and goes after them.
    without(&|record| record.kind() == Kind::Tag);
    for needless in whole.all().skip(1).collect::<Vec<_>>().iter().rev() {
        without(&|record| record == needless);
    }
    let text = write(&Project::from_records(about, records)).unwrap().into_text();
    let (mut own, mut start, mut within) = (Vec::new(), 0, whole.about().id);
    for line in text.split_inclusive('\n') {
        let key = line.get(1..37).and_then(|key| key.parse().ok());
        within = match key {
            Some(id) => id,
            // The lines of a text belong to its source.
            None if line.starts_with(['"', ']']) => within,
            None => whole.about().id,
        };
        if within == first.id() {
            own.extend(start..start + line.len());
        }
        start += line.len();
    }
    Part {
        bytes: text.into_bytes(),
        own,
    }
}

/// What becomes of these bytes, in a word. They are not those of the small file, and it is said that they are not.
fn outcome(bytes: Vec<u8>, change: usize) -> &'static str {
    match salvaged(bytes) {
        Err(_) => "refused",
        Ok(loaded) if !loaded.left_out.is_empty() => "in part",
        Ok(loaded) if loaded.newer.is_some() || loaded.changed_outside => "whole",
        Ok(_) => panic!("nothing is said of change {change}"),
    }
}

/// What becomes of the small file after each of many changes, on all cores.
fn outcomes(count: usize, change: impl Fn(usize) -> Option<Vec<u8>> + Sync) -> BTreeMap<&'static str, usize> {
    let threads = thread::available_parallelism().unwrap().get();
    let part = |first: usize| {
        let mut outcomes = BTreeMap::new();
        for at in (first..count).step_by(threads) {
            if let Some(bytes) = change(at) {
                *outcomes.entry(outcome(bytes, at)).or_insert(0) += 1;
            }
        }
        outcomes
    };
    thread::scope(|scope| {
        let parts: Vec<_> = (0..threads)
            .map(|first| scope.spawn(move || part(first)))
            .collect();
        let mut all = BTreeMap::new();
        for part in parts {
            for (outcome, count) in part.join().unwrap() {
                *all.entry(outcome).or_insert(0) += count;
            }
        }
        all
    })
}

/// Every other byte in place of every one. There is no exception: what a CR in front of an LF replaces is missing.
///
/// Bytes that are no UTF-8 are all the same to what reads damaged files, so that of those one is tried there in each place;
/// what reads sound files refuses each of them.
#[test]
fn no_change_of_a_byte_goes_unnoticed() {
    let changes = PARTS
        .iter()
        .flat_map(|part| part.own.iter().map(move |at| (part, *at)));
    let changes: Vec<(&Part, usize)> = changes.collect();
    assert!(changes.len() > 3000, "{}", changes.len());
    let all = outcomes(changes.len() * 255, |n| {
        let (part, at) = changes[n / 255];
        let more = 1 + n % 255;
        let mut bytes = part.bytes.clone();
        bytes[at] = bytes[at].wrapping_add(more as u8);
        if std::str::from_utf8(&bytes).is_ok() || bytes[at] as usize == 0x80 + at % 0x80 {
            return Some(bytes);
        }
        assert!(
            matches!(read(bytes), Err(LoadError::NotText { .. })),
            "{at} and {more}"
        );
        None
    });
    assert!(all.values().sum::<usize>() > changes.len() * 127, "{all:?}");
    assert!(all["in part"] > 5 * all["whole"], "{all:?}");
}

/// A CR in front of an LF is the line end of another system; anywhere else it is a change.
#[test]
fn no_added_byte_goes_unnoticed_but_one_of_a_line_end() {
    let with = |at: usize, byte: u8| [&TINY[..at], &[byte], &TINY[at..]].concat();
    let all = outcomes(TINY.len(), |at| (TINY[at] != b'\n').then(|| with(at, b'\r')));
    assert!(all["in part"] > 2 * all["whole"], "{all:?}");
    for at in (0..TINY.len()).filter(|at| TINY[*at] == b'\n') {
        let loaded = salvaged(with(at, b'\r')).unwrap();
        assert!(loaded.left_out.is_empty() && loaded.newer.is_none() && !loaded.changed_outside);
    }
}

#[test]
fn no_missing_byte_goes_unnoticed() {
    let all = outcomes(TINY.len(), |at| {
        let mut bytes = TINY.clone();
        bytes.remove(at);
        Some(bytes)
    });
    assert!(all["in part"] > 5 * all["whole"], "{all:?}");
}

#[test]
fn no_cut_goes_unnoticed() {
    let all = outcomes(TINY.len(), |length| Some(TINY[..length].to_vec()));
    assert!(all["in part"] > all["refused"] && all["whole"] > 64, "{all:?}");
}

#[test]
fn line_ends_of_another_system_are_no_change() {
    let text = String::from_utf8(TINY.clone()).unwrap();
    let loaded = salvaged(text.replace('\n', "\r\n")).unwrap();
    assert!(loaded.left_out.is_empty() && loaded.newer.is_none() && !loaded.changed_outside);
}
