//! The model under random use: transactions undo and redo exactly, the index equals a rebuilt one, nothing unsound
//! gets through, and what leaves by the shared schema comes back equal.
#![allow(clippy::unwrap_used)]

mod support;

use onus::exchange::json;
use onus::project::*;
use onus::protect::{Options, Outgoing};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use support::random::{self, Maker};

fn transaction(label: &str, project: &Project, edits: Vec<Edit>) -> Transaction {
    let by = *project.analysts.keys().next().unwrap();
    Transaction {
        edits,
        ..Transaction::new(label, by, "2025-07-01T00:00:00Z".parse().unwrap())
    }
}

/// The places of annotations by source, as the index must give them.
fn places(project: &Project) -> BTreeMap<Id, Vec<Id>> {
    let mut all: BTreeMap<Id, Vec<(Place, Id)>> = BTreeMap::new();
    for a in project.annotations.values() {
        all.entry(a.source).or_default().push((Place::of(a), a.id));
    }
    let sorted = |mut list: Vec<(Place, Id)>| {
        list.sort();
        list.into_iter().map(|(_, id)| id).collect()
    };
    all.into_iter()
        .map(|(source, list)| (source, sorted(list)))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_random_project_is_sound(seed: u64) {
        let project = random::project(seed, 60);
        prop_assert_eq!(project.validate(), vec![]);
        prop_assert_eq!(&project, &project.reindexed());
    }

    #[test]
    fn transactions_undo_and_redo_exactly(seed: u64) {
        let start = random::project(seed, 50);
        let mut m = Maker::new(seed ^ 1);
        let mut project = start.clone();
        let (mut undo, mut states) = (Vec::new(), vec![start.clone()]);
        for _ in 0..30 {
            let edits = random::edits::any_edits(&mut m, &project);
            let before = project.clone();
            match project.commit(transaction("edit", &before, edits)) {
                Ok(inverse) => {
                    undo.push(inverse);
                    states.push(project.clone());
                }
                Err(refused) => {
                    prop_assert!(!refused.problems.is_empty());
                    prop_assert_eq!(&project, &before);
                }
            }
            prop_assert_eq!(&project, &project.reindexed());
        }
        prop_assert_eq!(project.validate(), vec![], "commit lets nothing unsound through");
        let mut redo = Vec::new();
        while let Some(inverse) = undo.pop() {
            prop_assert_eq!(&project, &states[undo.len() + 1]);
            redo.push(project.commit(inverse).unwrap());
        }
        prop_assert_eq!(&project, &start);
        let mut at = 0;
        while let Some(forward) = redo.pop() {
            project.commit(forward).unwrap();
            at += 1;
            prop_assert_eq!(&project, &states[at]);
        }
    }

    #[test]
    fn deleting_leaves_nothing_dangling(seed: u64, pick: prop::sample::Index) {
        let mut project = random::project(seed, 50);
        let records: Vec<Record> = project.records().collect();
        let record = &records[pick.index(records.len())];
        match project.delete([record.id()]) {
            Ok(deletion) => {
                let before = project.all().count();
                let gone: usize = deletion.counts.values().sum();
                project.commit(transaction("delete", &project, deletion.edits)).unwrap();
                prop_assert_eq!(project.all().count(), before - gone);
                prop_assert_eq!(project.validate(), vec![]);
            }
            Err(NotDeleted::InUse { id, .. }) => prop_assert!(project.kind(id).is_some()),
            Err(NotDeleted::BuiltIn) => prop_assert!(builtin_tags().contains(&record.id())),
            Err(NotDeleted::Missing(_)) => prop_assert!(false, "it is there"),
        }
    }

    #[test]
    fn the_index_answers_as_a_walk_over_all_would(seed: u64, start in 0usize..400, length in 1usize..80) {
        let project = random::project(seed, 80);
        for (source, ids) in places(&project) {
            let listed: Vec<Id> = project.annotations_in(source).map(|a| a.id).collect();
            prop_assert_eq!(&listed, &ids);
            let range = onus::text::Span { start, end: start + length };
            let touching: Vec<Id> = project.overlapping(source, range).iter().map(|a| a.id).collect();
            let walked: Vec<Id> = ids
                .iter()
                .filter(|id| project.annotations[*id].hull().is_some_and(|h| h.start < range.end && range.start < h.end))
                .copied()
                .collect();
            prop_assert_eq!(touching, walked);
            let counted: usize = project.index().tagged(source).map(|(_, n)| n).sum();
            prop_assert_eq!(counted, ids.len());
        }
    }

    #[test]
    fn an_export_comes_back_equal_and_is_the_same_bytes_every_time(seed: u64) {
        let project = random::project(seed, 60);
        let all = Options { marking: Some(project.about().marking), ..Options::default() };
        let outgoing = Outgoing::new(&project, &all);
        let written = json::export(&outgoing);
        prop_assert_eq!(&written, &json::export(&Outgoing::new(&project, &all)));
        let again = json::import(&written).unwrap().into_project().unwrap();
        prop_assert_eq!(&again, outgoing.project());
        prop_assert_eq!(json::export(&Outgoing::new(&again, &all)), written);
    }

    #[test]
    fn every_field_reads_and_writes_by_its_list(seed: u64) {
        fn go<R: Fields + Clone + PartialEq + std::fmt::Debug>(record: &R) {
            for field in R::FIELDS {
                let mut copy = record.clone();
                let value = (field.get)(record);
                (field.set)(&mut copy, value).unwrap();
                assert_eq!(&copy, record, "{}", field.name);
                let unset = (field.set)(&mut copy, None);
                assert_eq!(unset.is_err(), field.presence == FieldPresence::Required, "{}", field.name);
            }
        }
        for record in random::project(seed, 20).all() {
            match &record {
                Record::Project(r) => go(&**r),
                Record::Analyst(r) => go(&**r),
                Record::Tag(r) => go(&**r),
                Record::Source(r) => go(&**r),
                Record::Entity(r) => go(&**r),
                Record::Relation(r) => go(&**r),
                Record::Event(r) => go(&**r),
                Record::Proposition(r) => go(&**r),
                Record::Annotation(r) => go(&**r),
                Record::Link(r) => go(&**r),
                Record::Grade(r) => go(&**r),
                Record::Review(r) => go(&**r),
                Record::Comment(r) => go(&**r),
                Record::Reading(r) => go(&**r),
            }
        }
    }
}

/// What deleting takes along, rule by rule of the model.
#[test]
fn deleting_takes_along_what_the_model_says() {
    let project = random::project(7, 60);
    let counts = |id: Id| project.delete([id]).map(|d| d.counts);
    let source = project
        .sources
        .values()
        .find(|s| project.annotations_in(s.id).next().is_some())
        .unwrap();
    let annotations = project.annotations_in(source.id).count();
    assert!(counts(source.id).unwrap()[&Kind::Annotation] >= annotations);
    assert_eq!(counts(claim_tag()), Err(NotDeleted::BuiltIn));
    let by_others = |e: &Entity| project.index().referrers(e.id).all(|(_, from, _)| from != e.id);
    let used = project
        .entities
        .values()
        .find(|e| project.uses(e.id) > 0 && by_others(e))
        .unwrap();
    assert_eq!(
        counts(used.id),
        Err(NotDeleted::InUse {
            id: used.id,
            times: project.uses(used.id)
        })
    );
    let analyst = *project.analysts.keys().next().unwrap();
    assert!(matches!(counts(analyst), Err(NotDeleted::InUse { .. })));

    // A link goes when its last start goes, and not before.
    let link = project
        .links
        .values()
        .find(|l| l.from.len() > 1 && l.kind == LinkKind::Supports)
        .unwrap();
    let one = *link.from.first().unwrap();
    assert!(
        !project
            .delete([one])
            .unwrap()
            .edits
            .contains(&Edit::Delete(Kind::Link, link.id))
    );
    let all = project.delete(link.from.iter().copied()).unwrap();
    assert!(all.edits.contains(&Edit::Delete(Kind::Link, link.id)));

    // A proposition goes with its last claim unless somebody said something of it.
    for proposition in project.propositions.values() {
        let referrers: Vec<_> = project.index().referrers(proposition.id).collect();
        let claims: Vec<Id> = referrers
            .iter()
            .filter(|(k, ..)| *k == Kind::Annotation)
            .map(|(_, id, _)| *id)
            .collect();
        if claims.is_empty() {
            continue;
        }
        let deletion = project.delete(claims.iter().copied()).unwrap();
        let gone: Vec<Id> = deletion
            .edits
            .iter()
            .filter(|e| e.record().is_none())
            .map(Edit::id)
            .collect();
        let left = referrers.iter().filter(|(_, id, _)| !gone.contains(id)).count();
        assert_eq!(gone.contains(&proposition.id), left == 0);
    }
}

/// A cited source becomes held: all references move, and the cited one goes.
#[test]
fn a_cited_source_gives_way_to_its_successor() {
    let mut project = random::project(3, 60);
    let cited = project
        .sources
        .values()
        .find(|s| !s.is_held() && project.index().referrers(s.id).next().is_some());
    let cited = cited.unwrap().clone();
    let held = project.sources.values().find(|s| s.is_held()).unwrap();
    let mut successor = (**held).clone();
    let sha256 = onus::text::sha256(b"the original");
    successor.id = Id::of_original(&sha256);
    successor.was = Some(cited.id);
    successor.capture.as_mut().unwrap().sha256 = sha256;
    successor.version_of = None;
    let referrers = project.index().referrers(cited.id).count();
    let mut edits = vec![Edit::from(successor.clone())];
    edits.extend(project.replace(cited.id, successor.id));
    edits.push(Edit::Delete(Kind::Source, cited.id));
    project.commit(transaction("hold", &project, edits)).unwrap();
    assert_eq!(project.index().referrers(successor.id).count(), referrers);
    assert!(!project.sources.contains_key(&cited.id));
    assert_eq!(project.validate(), vec![]);
}

/// Joining an export: what is there is skipped, what differs stays ours, what dangles refuses all.
#[test]
fn joining_skips_the_same_and_keeps_ours() {
    let project = random::project(11, 40);
    let strictest = Marking::from_tags(["tlp:red", "PAP:RED"]).unwrap();
    let all = Options {
        marking: Some(strictest),
        ..Options::default()
    };
    let export = json::export(&Outgoing::new(&project, &all));
    let joined = json::join(&project, json::import(&export).unwrap()).unwrap();
    assert!(joined.edits.is_empty() && joined.different.is_empty());

    let mut ours = project.clone();
    let annotation = project.annotations.values().next().unwrap();
    ours.apply(Edit::from(Annotation {
        note: Some("ours".into()),
        ..(**annotation).clone()
    }));
    let grade = project.grades.values().next().unwrap();
    ours.apply(Edit::Delete(Kind::Grade, grade.id));
    let mut imported = json::import(&export).unwrap();
    let joined = json::join(&ours, imported.clone()).unwrap();
    assert!(joined.different.contains(&(Kind::Annotation, annotation.id)));
    assert!(
        joined
            .edits
            .contains(&Edit::Put(Record::Grade(Arc::clone(grade))))
    );

    let source = imported.records.iter_mut().find_map(|r| match r {
        Record::Source(s) if s.text.is_some() => Some(s),
        _ => None,
    });
    let source = Arc::make_mut(source.unwrap());
    source.text = Some(Arc::new(Text::new(
        "another text",
        ReadBy::Extraction,
        vec![],
        None,
    )));
    assert!(json::join(&project, imported).is_err());
}
