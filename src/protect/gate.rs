//! What may go out: the policy for people, and the marking that stricter records do not pass.

use super::people::protected_people;
use crate::project::reference::rewritten;
use crate::project::*;
use std::collections::{BTreeMap, BTreeSet};

/// What is done about protected people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// They are shown; who makes the export is told how many first.
    #[default]
    Keep,
}

impl Policy {
    /// The policy's name in exports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Keep => "keep",
        }
    }
}

/// What an export marked like this says less than its project does, as sentences; none where it is marked as strictly.
pub fn says_less(export: Marking, project: Marking) -> Vec<String> {
    let tags = |m: Marking| [m.tlp.map(Tlp::tag), m.pap.map(Pap::tag)];
    let lowered = [
        project.tlp > export.tlp,
        Marking { tlp: None, ..project }.stricter_than(export),
    ];
    let protocols = ["TLP", "PAP"].into_iter().zip(lowered);
    let each = tags(project).into_iter().zip(tags(export)).zip(protocols);
    each.filter_map(|((project, export), (protocol, lowered))| match (project?, export) {
        (project, None) => Some(format!(
            "The project is marked {project}; without a {protocol} marking this export leaves nothing out for it."
        )),
        (project, Some(export)) if lowered => Some(format!(
            "The project is marked {project}; this export says {export}, so what has no milder marking of its own stays out."
        )),
        _ => None,
    })
    .collect()
}

/// What is asked of the gate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// What is done about protected people.
    pub policy: Policy,
    /// The marking of what goes out; the project's where none is asked for.
    pub marking: Option<Marking>,
    /// What it carries of the texts; the project's choice where none is asked for.
    pub texts: Option<Texts>,
}

/// What the gate did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Records left out since they, or something they need or rest on, are marked stricter; by kind.
    pub left_out: BTreeMap<Kind, usize>,
    /// Records that lost an optional reference or a list entry to one left out.
    pub trimmed: usize,
    /// Protected people who are shown.
    pub shown: Vec<EntityId>,
}

/// What may leave: made only here, and the only thing a writer accepts.
#[derive(Clone, Debug)]
pub struct Outgoing {
    project: Project,
    policy: Policy,
    report: Report,
}

impl Outgoing {
    /// Lets a project through the gate.
    pub fn new(project: &Project, options: &Options) -> Self {
        let about = About {
            marking: options.marking.unwrap_or_else(|| project.about().marking),
            texts: options.texts.unwrap_or(project.about().texts),
            ..(**project.about()).clone()
        };
        let mut report = Report::default();
        let gone = left_out(project, about.marking);
        for kind in gone.values() {
            *report.left_out.entry(*kind).or_insert(0) += 1;
        }
        let mut outgoing = project.clone();
        outgoing.apply(Edit::Put(about.into()));
        if !gone.is_empty() {
            report.trimmed = take_out(&mut outgoing, &gone);
        }
        // Who is protected is decided by the whole project: a mention left out does not make anybody public.
        let protected = protected_people(project);
        report.shown = protected
            .into_iter()
            .filter(|id| outgoing.entities.contains_key(id))
            .collect();
        Self {
            project: outgoing,
            policy: options.policy,
            report,
        }
    }

    /// The records that go out. Its own record has the marking and the choice of texts of what goes out.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// What was done about protected people.
    pub fn policy(&self) -> Policy {
        self.policy
    }

    /// What was left out, and who is shown.
    pub fn report(&self) -> &Report {
        &self.report
    }
}

/// The records that stay behind: those marked stricter than `limit`, those that cannot stand without one, and those that
/// would give away the words of what they came from.
fn left_out(project: &Project, limit: Marking) -> BTreeMap<Id, Kind> {
    let unmarked = project.about().marking;
    let mut gone: BTreeMap<Id, Kind> = project
        .records()
        .filter(|r| {
            r.common()
                .is_some_and(|c| c.marking().or(unmarked).stricter_than(limit))
        })
        .map(|r| (r.id(), r.kind()))
        .collect();
    let mut fresh: Vec<Id> = gone.keys().copied().collect();
    while !fresh.is_empty() {
        while let Some(id) = fresh.pop() {
            for (kind, from, _) in project.index().referrers(id) {
                if gone.contains_key(&from) {
                    continue;
                }
                let stands = project
                    .get(kind, from)
                    .and_then(|r| rewritten(&r, |to| (!gone.contains_key(&to)).then_some(to)));
                if stands.is_none() {
                    gone.insert(from, kind);
                    fresh.push(from);
                }
            }
        }
        if !gone.is_empty() {
            fresh = bereft(project, &gone);
            let kinds = fresh.iter().filter_map(|id| Some((*id, project.kind(*id)?)));
            gone.extend(kinds);
        }
    }
    gone
}

/// Propositions and entities that stay behind with what they were made for. A proposition's text is its claim's quote and
/// an entity's name the words of a mention, so that they would say what was left out, although they refer to nothing.
fn bereft(project: &Project, gone: &BTreeMap<Id, Kind>) -> Vec<Id> {
    let propositions = project
        .propositions
        .keys()
        .filter(|id| only_gone(project, gone, **id, |kind| kind == Kind::Annotation));
    let entities = project.entities.keys().filter(|id| {
        // What is said of an entity goes with it, and is no use of it.
        let uses = |kind| !matches!(kind, Kind::Grade | Kind::Review | Kind::Comment);
        only_gone(project, gone, **id, uses)
    });
    propositions
        .chain(entities)
        .copied()
        .filter(|id| !gone.contains_key(id))
        .collect()
}

/// Whether a record has such uses, and all of them are left out.
fn only_gone(project: &Project, gone: &BTreeMap<Id, Kind>, id: Id, is_use: impl Fn(Kind) -> bool) -> bool {
    let mut uses = project
        .index()
        .referrers(id)
        .filter(|(kind, from, _)| *from != id && is_use(*kind))
        .map(|(_, from, _)| gone.contains_key(&from))
        .peekable();
    uses.peek().is_some() && uses.all(|gone| gone)
}

/// Takes records out, with every optional reference and list entry to them. Returns how many records were trimmed.
fn take_out(project: &mut Project, gone: &BTreeMap<Id, Kind>) -> usize {
    let trimmed: BTreeSet<(Kind, Id)> = gone
        .keys()
        .flat_map(|id| project.index().referrers(*id))
        .filter(|(_, from, _)| !gone.contains_key(from))
        .map(|(kind, from, _)| (kind, from))
        .collect();
    for (kind, id) in &trimmed {
        let record = project.get(*kind, *id);
        if let Some(record) = record.and_then(|r| rewritten(&r, |to| (!gone.contains_key(&to)).then_some(to)))
        {
            project.apply(Edit::Put(record));
        }
    }
    for (id, kind) in gone {
        project.apply(Edit::Delete(*kind, *id));
    }
    trimmed.len()
}
