//! Annotations.

use super::maker::{Maker, with_common};
use onus::project::*;
use std::sync::Arc;

/// This many annotations, of each body in turn, on texts and now and then on a page.
pub(super) fn annotations(
    m: &mut Maker,
    size: usize,
    sources: &[Arc<Source>],
    entities: &[Id],
    propositions: &[Id],
    tags: &[Id],
) -> Vec<Arc<Annotation>> {
    let mut made: Vec<Arc<Annotation>> = Vec::new();
    for n in 0..size {
        let source = sources[m.below(sources.len())].clone();
        let text = source.text.as_ref().unwrap().value();
        let id = m.id();
        let earlier: Vec<Id> = made.iter().map(|a| a.id).collect();
        let earlier = |m: &mut Maker| {
            if earlier.is_empty() {
                None
            } else {
                m.maybe(|m| m.any(&earlier))
            }
        };
        let body = match n % 4 {
            0 => Body::Claim(Claim {
                proposition: m.any(propositions),
                claimants: ClaimantRole::ALL
                    .iter()
                    .take(m.below(5))
                    .map(|role| Claimant {
                        entity: m.any(entities),
                        role: *role,
                    })
                    .collect(),
                via: (0..m.below(3)).map(|_| m.any(entities)).collect(),
                accused: (0..m.below(3)).map(|_| m.any(entities)).collect(),
                speech: m.one_of(Speech::ALL),
                presence: m.one_of(Presence::ALL),
                negated: m.one_of(&[true, false]),
                cue: m.maybe(|m| m.span(text)),
                hedges: (0..m.below(3))
                    .map(|_| Hedge {
                        span: m.span(text),
                        term: m.words(1),
                    })
                    .collect(),
                wording: m.maybe(|m| Wording {
                    likelihood: m.maybe(|m| m.words(1)),
                    confidence: m.maybe(|m| m.words(1)),
                }),
                said: m.maybe(Maker::edtf),
                replies_to: earlier(m),
            }),
            1 => Body::Evidence(Evidence {
                class: m.maybe(|m| m.one_of(EvidenceClass::ALL)),
                rung: m.maybe(|m| m.one_of(Rung::ALL)),
                availability: m.maybe(|m| m.one_of(Availability::ALL)),
                indicators: (0..m.below(3))
                    .map(|_| Indicator {
                        r#type: "domain-name".into(),
                        value: m.words(1),
                    })
                    .collect(),
                observed: m.maybe(Maker::edtf),
                same_as: earlier(m),
            }),
            2 => Body::Individual(Individual {
                entity: m.any(entities),
                role: m.one_of(IndividualRole::ALL),
                discloses: (0..m.below(5)).map(|_| m.one_of(Disclosure::ALL)).collect(),
            }),
            _ => Body::Tag(m.one_of(tags)),
        };
        let anchor = if n % 11 == 10 {
            let rect = Rect {
                x: Length(7200),
                y: Length(10),
                width: Length(12345),
                height: Length(100),
            };
            Anchor::Region {
                page: 1 + n as u32 % 3,
                rects: vec![rect; 1 + n % 2],
            }
        } else {
            Anchor::Text { spans: m.spans(text) }
        };
        let by = m.by.clone();
        let translations = (0..m.below(2))
            .map(|_| Translation {
                text: m.words(6),
                language: m.language(),
                by: m.any(&by),
                machine: m.one_of(&[true, false]),
            })
            .collect();
        made.push(Arc::new(with_common!(
            m,
            Annotation {
                id,
                source: source.id,
                anchor,
                body,
                translations
            }
        )));
    }
    made
}
