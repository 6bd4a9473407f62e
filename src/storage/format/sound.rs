//! The rules of the model over a whole project, and what is left of one that breaks some.

use super::WORTHWHILE;
use crate::project::reference::rewritten;
use crate::project::{Edit, Id, Kind, Problem, Project, Record};
use crate::storage::format::parallel::stretches;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Checking a record costs about the same as writing it, and a text is hashed.
fn weight(record: &Record) -> usize {
    match record {
        Record::Source(source) => 400 + source.text.as_ref().map_or(0, |text| text.value().len()),
        _ => 400,
    }
}

/// Every rule of the model that the project or one of its records breaks.
pub(super) fn check(project: &Project, records: &[Record]) -> Vec<Problem> {
    let about = Record::Project(Arc::clone(project.about()));
    let mut problems = project.check_records([&about]);
    let parts = stretches(records, weight, WORTHWHILE, |stretch| {
        project.check_records(stretch)
    });
    problems.extend(parts.into_iter().flatten());
    problems.extend(project.check_whole());
    problems
}

/// What becomes of a record that names one that is not there, where the model lets it stand without that.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dangling {
    /// It is left out: a newer version may have meant more by it.
    LeftOut,
    /// It stays without naming it.
    Unset,
}

/// What was done with a record that broke a rule.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Done {
    LeftOut,
    /// It is there without what broke the rule: a reference that led nowhere, or a text that was not the source's.
    Mended,
}

/// Leaves out of a project the records that break a rule, and those that named them, and says each with the first rule it
/// broke. Returns what is wrong with the rest: a built-in tag is gone, or the record about the project breaks a rule.
pub(super) fn sound_part(
    project: &mut Project,
    dangling: Dangling,
    mut says: impl FnMut(&Problem, Done),
) -> Vec<Problem> {
    loop {
        let records: Vec<Record> = project.records().collect();
        let problems = check(project, &records);
        let mut broken = by_record(project, &problems);
        if broken.is_empty() {
            return problems;
        }
        // What named those left out goes next, and so on along a chain of any length; only then is all checked again.
        while !broken.is_empty() {
            let mut changed = BTreeSet::new();
            for ((kind, id), problems) in &broken {
                let mended = project
                    .get(*kind, *id)
                    .filter(|_| dangling == Dangling::Unset)
                    .and_then(|record| mended(project, &record, problems));
                let done = if mended.is_some() {
                    Done::Mended
                } else {
                    Done::LeftOut
                };
                project.apply(mended.map_or(Edit::Delete(*kind, *id), Edit::Put));
                problems.iter().take(1).for_each(|problem| says(problem, done));
                changed.insert((*kind, *id));
            }
            let named_them = changed.iter().flat_map(|(_, id)| project.index().referrers(*id));
            let to_check: BTreeSet<_> = named_them
                .map(|(kind, id, _)| (kind, id))
                .chain(changed.iter().copied())
                .collect();
            let to_check: Vec<_> = to_check
                .into_iter()
                .filter_map(|(kind, id)| project.get(kind, id))
                .collect();
            broken = by_record(project, &project.check_records(&to_check));
        }
    }
}

/// The problems of each record that is there, but for the one about the project.
fn by_record(project: &Project, problems: &[Problem]) -> BTreeMap<(Kind, Id), Vec<Problem>> {
    let mut broken = BTreeMap::new();
    for problem in problems {
        let at = (problem.kind, problem.id);
        if problem.kind != Kind::Project && project.get(problem.kind, problem.id).is_some() {
            broken.entry(at).or_insert_with(Vec::new).push(problem.clone());
        }
    }
    broken
}

/// The record without what breaks the rules, if it can stand without it.
fn mended(project: &Project, record: &Record, problems: &[Problem]) -> Option<Record> {
    let mut mended = rewritten(record, |to| project.kind(to).map(|_| to))?;
    if let Record::Source(source) = &mut mended
        && source.is_held()
        && problems.iter().any(|problem| problem.field == "text")
    {
        Arc::make_mut(source).text = None;
    }
    (mended != *record).then_some(mended)
}
