//! The checks of the model: on load over everything, after a transaction over what it touched. A sound project has no
//! problems, and `commit` lets no transaction through that would make one.

mod ends;
mod passages;
mod values;

pub use ends::{End, allows};

use super::Id;
use super::codebook::builtin_tags;
use super::record::*;
use super::reference::{authors, each_reference};
use super::state::Project;
use std::collections::BTreeMap;
use std::sync::Arc;

/// One rule of the model that a record breaks.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The record's kind.
    pub kind: Kind,
    /// The record.
    pub id: Id,
    /// The path of the field, or the empty string where it is the record as a whole.
    pub field: &'static str,
    /// What is wrong, as a sentence.
    pub says: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            kind,
            id,
            field,
            says,
        } = self;
        let dot = if field.is_empty() { "" } else { "." };
        write!(f, "{}/{id}{dot}{field}: {says}", kind.table())
    }
}

impl Problem {
    /// Whether the record names one that is not there.
    pub fn is_dangling(&self) -> bool {
        self.says.starts_with(DANGLING)
    }
}

/// How a problem begins that is a reference to nothing.
const DANGLING: &str = "there is no record ";

/// Collects the problems of one record.
pub(super) struct Findings<'a> {
    kind: Kind,
    id: Id,
    problems: &'a mut Vec<Problem>,
}

impl Findings<'_> {
    fn say(&mut self, field: &'static str, says: impl Into<String>) {
        self.problems.push(Problem {
            kind: self.kind,
            id: self.id,
            field,
            says: says.into(),
        });
    }

    fn check(&mut self, holds: bool, field: &'static str, says: &str) {
        if !holds {
            self.say(field, says);
        }
    }
}

impl Project {
    /// Every rule of the model that some record breaks, in the order of the tables and by id.
    pub fn validate(&self) -> Vec<Problem> {
        let records: Vec<Record> = self.all().collect();
        let mut problems = self.check_records(&records);
        problems.extend(self.check_whole());
        problems
    }

    /// Every rule of the model that these records break; for checking parts of a project at the same time.
    pub fn check_records<'a>(&self, records: impl IntoIterator<Item = &'a Record>) -> Vec<Problem> {
        let mut problems = Vec::new();
        for record in records {
            check(self, record, true, &mut problems);
        }
        problems
    }

    /// Every rule of the model that no record breaks by itself: ids are unique over all kinds, the codebook is one.
    pub fn check_whole(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let own = (self.about().id, Kind::Project);
        let mut ids: Vec<(Id, Kind)> = self.ids().map(|(kind, id)| (id, kind)).chain([own]).collect();
        ids.sort_unstable();
        for pair in ids.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            let (id, kind) = pair[1];
            problems.push(Problem {
                kind,
                id,
                field: "",
                says: "another record of another kind has the same id.".into(),
            });
        }
        codebook(self, &mut problems);
        problems
    }
}

/// The rules that the outcome of a transaction breaks, given what it touched. `before` was sound.
pub(super) fn outcome(before: &Project, after: &Project, touched: &[(Kind, Id)]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for &(kind, id) in touched {
        match after.get(kind, id) {
            Some(record) => {
                let same_text = same_text(before, &record);
                check(after, &record, !same_text, &mut problems);
                text_stays(before, after, &record, &mut problems);
                let kinds = Kind::ALL.iter().filter(|k| after.get(**k, id).is_some()).count();
                if kinds > 1 {
                    problem(
                        &mut problems,
                        &record,
                        "",
                        "another record of another kind has the same id.",
                    );
                }
                if kind == Kind::Annotation {
                    recheck_referrers(after, id, &mut problems);
                }
            }
            None => gone(after, kind, id, &mut problems),
        }
    }
    if touched.iter().any(|(kind, _)| *kind == Kind::Tag) {
        codebook(after, &mut problems);
    }
    problems.dedup();
    problems
}

fn problem(problems: &mut Vec<Problem>, record: &Record, field: &'static str, says: &str) {
    problems.push(Problem {
        kind: record.kind(),
        id: record.id(),
        field,
        says: says.into(),
    });
}

/// All that can be said of a record from itself and what it refers to. Hashing a long text takes a while, so it is
/// left out where the text is known to be the same.
fn check(project: &Project, record: &Record, with_text: bool, problems: &mut Vec<Problem>) {
    let mut findings = Findings {
        kind: record.kind(),
        id: record.id(),
        problems,
    };
    each_reference(record, |rule, to| {
        // Where it is almost always found; to ask every table takes ten times as long.
        if rule.to.iter().any(|kind| project.has(*kind, to)) {
            return;
        }
        match project.kind(to) {
            None => findings.say(rule.field, format!("{DANGLING}{to}.")),
            Some(kind) if !rule.to.contains(&kind) => {
                findings.say(
                    rule.field,
                    format!("{to} is in {}, which this field cannot name.", kind.table()),
                );
            }
            Some(_) => {}
        }
    });
    for by in authors(record) {
        findings.check(
            project.analysts.contains_key(&by),
            "created",
            "its author is not among the analysts.",
        );
    }
    values::check(record, &mut findings);
    match record {
        Record::Source(source) => passages::source(source, with_text, &mut findings),
        Record::Annotation(annotation) => passages::annotation(project, annotation, &mut findings),
        Record::Link(link) => ends::link(project, link, &mut findings),
        Record::Grade(grade) => ends::grade(project, grade, &mut findings),
        _ => {}
    }
}

/// A changed annotation may no longer be what a link or grade needs at its end.
fn recheck_referrers(project: &Project, id: Id, problems: &mut Vec<Problem>) {
    for (kind, from, _) in project.index().referrers(id) {
        if matches!(kind, Kind::Link | Kind::Grade)
            && let Some(record) = project.get(kind, from)
        {
            check(project, &record, false, problems);
        }
    }
}

fn gone(project: &Project, kind: Kind, id: Id, problems: &mut Vec<Problem>) {
    for (from_kind, from, rule) in project.index().referrers(id) {
        let says = format!("it names {id}, which would be deleted.");
        problems.push(Problem {
            kind: from_kind,
            id: from,
            field: rule.field,
            says,
        });
    }
    if kind == Kind::Analyst
        && let Some(record) = project.records().find(|r| authors(r).any(|by| by == id))
    {
        problem(problems, &record, "created", "its author would be deleted.");
    }
}

fn same_text(before: &Project, record: &Record) -> bool {
    let Record::Source(source) = record else {
        return true;
    };
    let old = before.sources.get(&source.id).and_then(|s| s.text.as_ref());
    match (old, &source.text) {
        (Some(old), Some(new)) => Arc::ptr_eq(old, new),
        (None, None) => true,
        _ => false,
    }
}

/// Once anything is tagged in it, a text never changes; a missing one is set once.
fn text_stays(before: &Project, after: &Project, record: &Record, problems: &mut Vec<Problem>) {
    let Record::Source(source) = record else { return };
    let Some(old) = before.sources.get(&source.id).and_then(|s| s.text.as_ref()) else {
        return;
    };
    let changed = source
        .text
        .as_ref()
        .is_none_or(|new| !Arc::ptr_eq(old, new) && old.value() != new.value());
    // What is tagged in the same transaction stands on the text that comes with it.
    let was_there = |a: &Arc<Annotation>| {
        before
            .annotations
            .get(&a.id)
            .is_some_and(|b| b.source == a.source)
    };
    if changed && after.annotations_in(source.id).any(was_there) {
        problem(
            problems,
            record,
            "text",
            "something is tagged in it, so its text cannot change.",
        );
    }
}

/// Letters and keys are unique, and the built-in tags are there once there are tags at all.
fn codebook(project: &Project, problems: &mut Vec<Problem>) {
    let mut letters = BTreeMap::new();
    let mut keys = BTreeMap::new();
    for tag in project.tags.values() {
        let record = Record::Tag(Arc::clone(tag));
        if let Some(other) = letters.insert(&tag.letter, &tag.name) {
            problem(
                problems,
                &record,
                "letter",
                &format!("the tag “{other}” has the letter {} too.", tag.letter),
            );
        }
        if !tag.key.is_empty()
            && let Some(other) = keys.insert(&tag.key, &tag.name)
        {
            problem(
                problems,
                &record,
                "key",
                &format!("the tag “{other}” has the key {} too.", tag.key),
            );
        }
    }
    for id in builtin_tags() {
        if !project.tags.is_empty() && !project.tags.contains_key(&id) {
            let says = "a built-in tag is missing.".into();
            problems.push(Problem {
                kind: Kind::Tag,
                id,
                field: "",
                says,
            });
        }
    }
}
