//! What is made of the passages: links, grades, reviews, comments, readings.

use super::maker::{Maker, with_common};
use onus::project::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What links, grades, reviews and comments may be of.
pub(super) struct Targets<'a> {
    pub(super) sources: &'a [Id],
    pub(super) events: &'a [Id],
    pub(super) propositions: &'a [Id],
    pub(super) annotations: &'a [Arc<Annotation>],
}

/// Links of each kind, between what it may join.
pub(super) fn links(m: &mut Maker, targets: &Targets<'_>) -> Vec<Link> {
    let Targets {
        sources,
        events,
        propositions,
        annotations,
    } = *targets;
    let of = |is: fn(&Annotation) -> bool| -> Vec<Id> {
        annotations.iter().filter(|a| is(a)).map(|a| a.id).collect()
    };
    let claims = of(|a| a.claim().is_some());
    let evidence = of(|a| a.evidence().is_some());
    let mut links: Vec<Link> = Vec::new();
    for n in 0..24 {
        let kind = LinkKind::ALL[n % LinkKind::ALL.len()];
        let (from, to): (&[Id], &[Id]) = match kind {
            LinkKind::Supports | LinkKind::Contradicts | LinkKind::Undercuts if n % 2 == 0 => {
                (&evidence, &claims)
            }
            LinkKind::Supports | LinkKind::Contradicts | LinkKind::Undercuts => (&evidence, propositions),
            LinkKind::Coincides => (events, events),
            LinkKind::DerivesFrom if n > 8 => (&evidence, &evidence),
            LinkKind::Reports | LinkKind::Contrasts if n > 8 => (&claims, &claims),
            _ => (sources, sources),
        };
        if from.len() < 2 || to.len() < 2 {
            continue;
        }
        let to = m.any(to);
        let from: BTreeSet<Id> = (0..1 + m.below(3))
            .map(|_| m.any(from))
            .filter(|id| *id != to)
            .collect();
        if from.is_empty() {
            continue;
        }
        let attacks =
            matches!(kind, LinkKind::Contradicts | LinkKind::Undercuts).then(|| m.one_of(Attack::ALL));
        let id = m.id();
        links.push(with_common!(
            m,
            Link {
                id,
                kind,
                from,
                to,
                attacks,
                reason: m.maybe(|m| m.words(4))
            }
        ));
    }
    links
}

/// A grade of each value of each scale.
pub(super) fn grades(m: &mut Maker, targets: &Targets<'_>, records: &mut Vec<Record>) -> Vec<Id> {
    let annotations: Vec<Id> = targets.annotations.iter().map(|a| a.id).collect();
    let mut grade_ids = Vec::new();
    for scale in Scale::ALL {
        for value in scale.values() {
            let target = match scale {
                Scale::SourceReliability => m.any(targets.sources),
                Scale::InformationCredibility => m.any(&annotations),
                Scale::Likelihood | Scale::Confidence => m.any(targets.propositions),
            };
            let id = m.id();
            grade_ids.push(id);
            records.push(
                with_common!(
                    m,
                    Grade {
                        id,
                        target,
                        scale: *scale,
                        value: value.value.to_string(),
                        reason: m.maybe(|m| m.words(4)),
                    }
                )
                .into(),
            );
        }
    }
    grade_ids
}

/// A review with each verdict.
pub(super) fn reviews(m: &mut Maker, reviewable: &[Id], records: &mut Vec<Record>) {
    for verdict in Verdict::ALL {
        let id = m.id();
        records.push(
            with_common!(
                m,
                Review {
                    id,
                    target: m.any(reviewable),
                    verdict: *verdict,
                    reason: m.words(5),
                    code: m.maybe(|m| m.words(1)),
                    round: 1 + m.below(3) as u32,
                }
            )
            .into(),
        );
    }
}

/// Comments, some in answer to earlier ones.
pub(super) fn comments(m: &mut Maker, targets: &[Id], records: &mut Vec<Record>) {
    let mut comments: Vec<Id> = Vec::new();
    for _ in 0..8 {
        let id = m.id();
        let replies_to = if comments.is_empty() {
            None
        } else {
            m.maybe(|m| m.any(&comments))
        };
        records.push(
            with_common!(
                m,
                Comment {
                    id,
                    target: m.any(targets),
                    text: m.words(9),
                    replies_to,
                    resolved: m.one_of(&[true, false]),
                }
            )
            .into(),
        );
        comments.push(id);
    }
}

/// A reading in each state.
pub(super) fn readings(m: &mut Maker, sources: &[Id], records: &mut Vec<Record>) {
    for state in ReadingState::ALL {
        let id = m.id();
        let by = m.by.clone();
        records.push(
            with_common!(
                m,
                Reading {
                    id,
                    source: m.any(sources),
                    analyst: m.any(&by),
                    state: *state
                }
            )
            .into(),
        );
    }
}
