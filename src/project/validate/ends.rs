//! Which records a link may join and a grade may judge.

use super::Findings;
use crate::project::record::*;
use crate::project::{Id, Project, Scale};

/// What a record is as the end of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// An annotation that is a claim.
    Claim,
    /// An annotation that is evidence.
    Evidence,
    /// A source.
    Source,
    /// An event.
    Event,
    /// A proposition.
    Proposition,
    /// A link.
    Link,
}

impl End {
    /// What this record is as an end; `None` where it can be none.
    pub fn of(project: &Project, id: Id) -> Option<Self> {
        match project.kind(id)? {
            Kind::Annotation => match &project.annotations.get(&id)?.body {
                Body::Claim(_) => Some(Self::Claim),
                Body::Evidence(_) => Some(Self::Evidence),
                Body::Individual(_) | Body::Tag(_) => None,
            },
            Kind::Source => Some(Self::Source),
            Kind::Event => Some(Self::Event),
            Kind::Proposition => Some(Self::Proposition),
            Kind::Link => Some(Self::Link),
            _ => None,
        }
    }
}

/// Whether a link of this kind may lead from such a record to such a one.
pub fn allows(kind: LinkKind, from: End, to: End) -> bool {
    use End::{Claim, Event, Evidence, Link, Proposition, Source};
    match kind {
        LinkKind::Supports | LinkKind::Contradicts => {
            matches!(from, Claim | Evidence) && matches!(to, Claim | Proposition)
        }
        LinkKind::Undercuts => matches!(from, Claim | Evidence) && matches!(to, Claim | Proposition | Link),
        LinkKind::Coincides => (from, to) == (Event, Event),
        LinkKind::Republishes => (from, to) == (Source, Source),
        LinkKind::Reports | LinkKind::Contrasts => matches!((from, to), (Source, Source) | (Claim, Claim)),
        LinkKind::DerivesFrom => matches!((from, to), (Source, Source) | (Evidence, Evidence)),
    }
}

pub(super) fn link(project: &Project, link: &Link, findings: &mut Findings<'_>) {
    findings.check(!link.from.is_empty(), "from", "a link starts somewhere.");
    findings.check(
        !link.from.contains(&link.to),
        "to",
        "a link does not lead back to where it starts.",
    );
    let objects = matches!(link.kind, LinkKind::Contradicts | LinkKind::Undercuts);
    findings.check(
        link.attacks.is_none() || objects,
        "attacks",
        "only contradicts and undercuts attack something.",
    );
    // A missing end is reported as a dangling reference already.
    if project.kind(link.to).is_none() {
        return;
    }
    let to = End::of(project, link.to);
    for from in link.from.iter().filter(|id| project.kind(**id).is_some()) {
        let fits = End::of(project, *from)
            .zip(to)
            .is_some_and(|(from, to)| allows(link.kind, from, to));
        findings.check(
            fits,
            "from",
            &format!("“{}” does not join these two kinds of record.", link.kind),
        );
    }
}

pub(super) fn grade(project: &Project, grade: &Grade, findings: &mut Findings<'_>) {
    let target = match grade.scale {
        Scale::SourceReliability => Kind::Source,
        Scale::InformationCredibility => Kind::Annotation,
        Scale::Likelihood | Scale::Confidence => Kind::Proposition,
    };
    if let Some(kind) = project.kind(grade.target) {
        findings.check(
            kind == target,
            "target",
            &format!("the scale {} is for {}.", grade.scale, target.table()),
        );
    }
    findings.check(
        grade.scale.has(&grade.value),
        "value",
        "it is not a value of its scale.",
    );
}
