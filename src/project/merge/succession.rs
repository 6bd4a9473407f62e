//! Cited sources that became held on one side: whatever named the cited one names the held one, and what the other side
//! wrote in the cited one goes over to it.

use super::Side;
use super::conflict::Clash;
use super::plan::Plan;
use super::record::Versions;
use crate::project::Id;
use crate::project::diff::changed_ids;
use crate::project::record::*;
use std::collections::BTreeMap;

/// The held source of each cited one that gave way to it on a side.
pub(super) fn successors(plan: &Plan<'_>) -> BTreeMap<Id, Id> {
    let mut successors = BTreeMap::new();
    for side in [plan.theirs, plan.ours] {
        let changed = changed_ids(plan.base, side)
            .into_iter()
            .filter(|(kind, _)| *kind == Kind::Source);
        for source in changed.filter_map(|(_, id)| side.sources.get(&id)) {
            let gave_way = |old: &Id| {
                let cited = plan.base.sources.get(old).is_some_and(|s| !s.is_held());
                cited && !side.sources.contains_key(old)
            };
            if let Some(old) = source.was.filter(gave_way).filter(|_| source.is_held()) {
                successors.insert(old, source.id);
            }
        }
    }
    successors
}

/// Merges what the side that still has a cited source changed in it into the held one that took its place on the other.
pub(super) fn carry(plan: &mut Plan<'_>) {
    for (old, new) in plan.successors.clone() {
        let (ours, theirs) = (plan.ours, plan.theirs);
        let cited = |side: Side| side.of(ours, theirs).sources.get(&old).cloned();
        let (Some(base), Some(held)) = (
            plan.base.sources.get(&old).cloned(),
            plan.project.sources.get(&new).cloned(),
        ) else {
            continue;
        };
        for side in [Side::Ours, Side::Theirs] {
            let Some(cited) = cited(side).filter(|cited| *cited != base) else {
                continue;
            };
            // As if the cited one had become held there too, in what makes it held.
            let as_held = |source: &Source| {
                Record::from(Source {
                    id: held.id,
                    capture: held.capture.clone(),
                    text: held.text.clone(),
                    was: held.was,
                    created: held.created.clone(),
                    ..source.clone()
                })
            };
            let (base, cited, held) = (as_held(&base), as_held(&cited), Record::Source(held.clone()));
            let versions = Versions {
                base: Some(&base),
                ours: side.of(&cited, &held),
                theirs: side.of(&held, &cited),
            };
            let choice = |plan: &Plan<'_>, slot| {
                plan.choice(&(Kind::Source, new, Some(slot)))
                    .unwrap_or(Side::Ours)
            };
            for slot in versions.conflicts() {
                let taken = choice(plan, slot);
                plan.clash((Kind::Source, new, Some(slot)), Clash::Field(slot), taken, true);
            }
            let merged = versions.merge(|slot| choice(plan, slot));
            plan.set(Kind::Source, new, Some(merged));
        }
    }
}
