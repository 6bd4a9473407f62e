//! What each record became by itself must be sound together: nothing dangles, and no rule is broken. Records that are
//! named come back, and what of theirs does not fit ours is left out, until that holds.

use super::Side;
use super::conflict::Clash;
use super::plan::Plan;
use crate::project::Id;
use crate::project::record::*;
use crate::project::reference::{OnDelete, Rule, authors, each_reference, rewritten};
use crate::project::validate::{self, Problem};

/// More rounds than this are not tried; each takes one more step away from theirs, and few are ever needed.
const MOST_ROUNDS: usize = 64;

/// A reference to a record that is not there.
struct Dangling {
    kind: Kind,
    from: Id,
    /// `None` where it is who made or changed the record.
    rule: Option<&'static Rule>,
    to: Id,
}

pub(super) fn settle(plan: &mut Plan<'_>) {
    for _ in 0..MOST_ROUNDS {
        let dangling = dangling(plan);
        if !dangling.is_empty() {
            dangling.iter().for_each(|d| mend(plan, d));
            continue;
        }
        let touched: Vec<(Kind, Id)> = plan.touched.iter().copied().collect();
        let problems = validate::outcome(plan.ours, &plan.project, &touched);
        if problems.is_empty() {
            return;
        }
        if !problems.iter().any(|problem| give_way(plan, problem)) {
            break;
        }
    }
    // Ours is sound as it is.
    plan.project = plan.ours.clone();
    plan.conflicts.clear();
    let about = plan.ours.about().id;
    plan.clash((Kind::Project, about, None), Clash::Nothing, Side::Ours, false);
}

/// Every reference to nothing, of and to what was touched.
fn dangling(plan: &Plan<'_>) -> Vec<Dangling> {
    let project = &plan.project;
    let mut found = Vec::new();
    let mut analyst_gone = false;
    for &(kind, id) in &plan.touched {
        let Some(record) = project.get(kind, id) else {
            analyst_gone |= kind == Kind::Analyst;
            let named = project.index().referrers(id);
            found.extend(named.map(|(kind, from, rule)| Dangling {
                kind,
                from,
                rule: Some(rule),
                to: id,
            }));
            continue;
        };
        each_reference(&record, |rule, to| {
            if project.kind(to).is_none() {
                let rule = Some(rule);
                found.push(Dangling {
                    kind,
                    from: id,
                    rule,
                    to,
                });
            }
        });
        found.extend(nameless(plan, &record));
    }
    if analyst_gone {
        found.extend(project.records().flat_map(|record| nameless(plan, &record)));
    }
    found
}

/// Who made or changed a record and is not there.
fn nameless(plan: &Plan<'_>, record: &Record) -> Vec<Dangling> {
    authors(record)
        .filter(|by| !plan.project.analysts.contains_key(by))
        .map(|to| Dangling {
            kind: record.kind(),
            from: record.id(),
            rule: None,
            to,
        })
        .collect()
}

/// Sees to it that a reference does not dangle: its successor takes the place of a cited source; what is to go by choice
/// is let go of; anything else comes back.
fn mend(plan: &mut Plan<'_>, dangling: &Dangling) {
    let Dangling { kind, from, rule, to } = *dangling;
    let Some(record) = plan.project.get(kind, from) else {
        return;
    };
    let mut names = rule.is_none();
    each_reference(&record, |_, id| names |= id == to);
    if !names || plan.project.kind(to).is_some() {
        return;
    }
    let successor = plan
        .successors
        .get(&to)
        .filter(|new| plan.project.sources.contains_key(*new));
    if let Some(new) = successor.copied() {
        let moved = rewritten(&record, |id| Some(if id == to { new } else { id }));
        return plan.set(kind, from, moved);
    }
    let forbids = rule.is_none_or(|rule| rule.on_delete == OnDelete::Forbid);
    if plan.reverted.contains(&to) && plan.ours.kind(to).is_none() {
        // It was theirs and does not fit; what names it was theirs too.
        return let_go(plan, &record, to, forbids);
    }
    let by = if plan.ours.kind(to).is_none() {
        Side::Ours
    } else {
        Side::Theirs
    };
    let other = by.other().of(plan.ours, plan.theirs);
    let Some(back) = other.record(to).or_else(|| plan.base.record(to)) else {
        return let_go(plan, &record, to, forbids);
    };
    let key = (back.kind(), to, None);
    let chosen = plan.choice(&key) == Some(by);
    if plan.doomed.contains(&to) || chosen {
        if !forbids {
            plan.doomed.insert(to);
            if chosen {
                plan.clash(key, Clash::Needed { by, kind, id: from }, by, true);
            }
            return let_go(plan, &record, to, false);
        }
        plan.doomed.remove(&to);
    }
    plan.clash(key, Clash::Needed { by, kind, id: from }, by.other(), !forbids);
    plan.set(back.kind(), to, Some(back));
}

/// Drops the reference, or the record that cannot stand without it. One that nobody may be deleted from under goes back
/// to what it is in ours.
fn let_go(plan: &mut Plan<'_>, record: &Record, to: Id, forbids: bool) {
    let (kind, from) = (record.kind(), record.id());
    if forbids && plan.revert(kind, from) {
        return unfit(plan, kind, from, "it names something that could not be taken.");
    }
    let left = rewritten(record, |id| (id != to).then_some(id));
    if left.is_none() {
        plan.doomed.insert(from);
    }
    plan.set(kind, from, left);
}

/// Puts back what breaks a rule: the record itself, or else what it names.
fn give_way(plan: &mut Plan<'_>, problem: &Problem) -> bool {
    let Problem { kind, id, says, .. } = problem;
    let mut suspects = vec![(*kind, *id)];
    if let Some(record) = plan.project.get(*kind, *id) {
        each_reference(&record, |rule, to| {
            suspects.extend(rule.to.iter().map(|kind| (*kind, to)));
        });
    }
    for (kind, id) in suspects {
        if plan.touched.contains(&(kind, id)) && plan.revert(kind, id) {
            unfit(plan, kind, id, says);
            return true;
        }
    }
    false
}

fn unfit(plan: &mut Plan<'_>, kind: Kind, id: Id, says: &str) {
    let clash = Clash::Unfit {
        says: says.to_owned(),
    };
    plan.clash((kind, id, None), clash, Side::Ours, false);
}
