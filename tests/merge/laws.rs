//! What holds for every merge, whatever was edited.

use crate::support::random::{self, Maker};
use onus::project::diff::diff;
use onus::project::merge::{Clash, Conflict, Merge, Side};
use onus::project::slot::Slot;
use onus::project::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The project after some sound transactions.
fn edited(project: &Project, seed: u64, times: usize) -> Project {
    let mut m = Maker::new(seed);
    let mut project = project.clone();
    let by = *project.analysts.keys().next().unwrap();
    for _ in 0..times {
        let edits = random::edits::any_edits(&mut m, &project);
        let t = Transaction {
            edits,
            ..Transaction::new("edit", by, "2025-07-01T00:00:00Z".parse().unwrap())
        };
        // One that is not sound does not happen.
        let _ = project.commit(t);
    }
    project
}

fn merge(base: &Project, ours: &Project, theirs: &Project) -> Merge {
    Merge::new(base.clone(), ours.clone(), theirs.clone()).unwrap()
}

/// Text is never replaced by random edits where it is tagged, but may be where it is not: the merge is refused then.
fn merged(base: &Project, ours: &Project, theirs: &Project) -> Option<Merge> {
    Merge::new(base.clone(), ours.clone(), theirs.clone()).ok()
}

/// The fields and deletions that both sides changed; the rest depends on whose project stays.
fn mutual(conflicts: &[Conflict]) -> BTreeSet<(Kind, Id, Option<Slot>)> {
    let key = |c: &Conflict| match c.clash {
        Clash::Field(slot) => Some((c.kind, c.id, Some(slot))),
        Clash::Deleted { .. } => Some((c.kind, c.id, None)),
        _ => None,
    };
    conflicts.iter().filter_map(key).collect()
}

fn is_mutual(conflicts: &[Conflict]) -> bool {
    mutual(conflicts).len() == conflicts.len()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_one_side_left_alone_becomes_what_the_other_made(seed: u64) {
        let base = random::project(seed, 30);
        let edited = edited(&base, seed ^ 1, 12);
        for (ours, theirs) in [(&edited, &base), (&base, &edited), (&edited, &edited)] {
            let merge = merge(&base, ours, theirs);
            prop_assert_eq!(merge.conflicts(), &[]);
            prop_assert_eq!(&merge.outcome().project, &edited);
            prop_assert_eq!(merge.outcome().edits.is_empty(), ours == &edited);
        }
    }

    #[test]
    fn what_comes_of_it_is_sound_whatever_is_chosen(seed: u64, choices: Vec<bool>) {
        let base = random::project(seed, 30);
        let (ours, theirs) = (edited(&base, seed ^ 1, 16), edited(&base, seed ^ 2, 16));
        let Some(merge) = merged(&base, &ours, &theirs) else { return Ok(()) };
        let all = [
            merge.resolve(&vec![Side::Ours; merge.conflicts().len()]),
            merge.resolve(&vec![Side::Theirs; merge.conflicts().len()]),
            merge.resolve(&choices.iter().map(|c| if *c { Side::Ours } else { Side::Theirs }).collect::<Vec<_>>()),
        ];
        for outcome in all.iter().chain([merge.outcome()]) {
            prop_assert_eq!(outcome.project.validate(), vec![]);
            prop_assert_eq!(&outcome.project, &outcome.project.reindexed());
            let mut again = ours.clone();
            let by = *base.analysts.keys().next().unwrap();
            let t = Transaction {
                edits: outcome.edits.clone(),
                ..Transaction::new("merge", by, "2025-07-02T00:00:00Z".parse().unwrap())
            };
            let undo = again.commit(t).unwrap();
            prop_assert_eq!(&again, &outcome.project);
            again.commit(undo).unwrap();
            prop_assert_eq!(&again, &ours);
        }
    }

    #[test]
    fn both_sides_see_the_same_conflicts_and_agree_on_the_rest(seed: u64) {
        let base = random::project(seed, 30);
        let (ours, theirs) = (edited(&base, seed ^ 1, 10), edited(&base, seed ^ 2, 10));
        let Some(here) = merged(&base, &ours, &theirs) else { return Ok(()) };
        let there = merge(&base, &theirs, &ours);
        if !is_mutual(here.conflicts()) || !is_mutual(there.conflicts()) {
            return Ok(());
        }
        prop_assert_eq!(mutual(here.conflicts()), mutual(there.conflicts()));
        // To choose one side here is to choose the other there.
        let open = here.conflicts().len();
        let one = here.resolve(&vec![Side::Theirs; open]);
        let other = there.resolve(&vec![Side::Ours; open]);
        prop_assert!(diff(&one.project, &other.project).is_empty());
        for conflict in here.conflicts() {
            let Clash::Field(slot) = conflict.clash else { continue };
            let value = |p: &Project| p.get(conflict.kind, conflict.id).and_then(|r| slot.get(&r));
            if slot.kind == FieldKind::Value {
                prop_assert_eq!(value(&one.project), value(&theirs), "{}", slot);
                prop_assert_eq!(value(&here.outcome().project), value(&ours), "{}", slot);
            }
        }
    }

    #[test]
    fn edits_in_other_records_never_conflict(seed: u64) {
        let base = random::project(seed, 30);
        // One side edits what has an even id, the other the rest; only fields that name nothing.
        let half = |even: bool| {
            let mut m = Maker::new(seed ^ u64::from(even));
            let mut side = base.clone();
            for record in base.propositions.values().filter(|r| (r.id.to_string().as_bytes()[35] % 2 == 0) == even) {
                side.apply(Edit::from(Proposition { text: m.words(5), ..(**record).clone() }));
            }
            for record in base.entities.values().filter(|r| (r.id.to_string().as_bytes()[35] % 2 == 0) == even) {
                side.apply(Edit::from(Entity { name: m.words(5), note: None, ..(**record).clone() }));
            }
            side
        };
        let (ours, theirs) = (half(true), half(false));
        let (here, there) = (merge(&base, &ours, &theirs), merge(&base, &theirs, &ours));
        prop_assert_eq!(here.conflicts(), &[]);
        prop_assert_eq!(&here.outcome().project, &there.outcome().project);
        let changes = diff(&base, &here.outcome().project).len();
        prop_assert_eq!(changes, diff(&base, &ours).len() + diff(&base, &theirs).len());
    }
}
