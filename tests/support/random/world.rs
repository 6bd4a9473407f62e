//! What the sources speak of: entities, relations, events, propositions.

use super::maker::{Maker, with_common};
use onus::project::*;

pub(super) fn entity(m: &mut Maker, id: Id, kind: EntityKind, entities: &[Id], sources: &[Id]) -> Entity {
    let aliases = (0..1 + m.below(4))
        .map(|_| Alias {
            text: m.words(1),
            language: m.maybe(Maker::language),
            kind: m.one_of(AliasKind::ALL),
            asserted_by: m.maybe(|m| m.any(entities)),
            first_seen: m.maybe(|m| m.any(sources)),
        })
        .collect();
    with_common!(
        m,
        Entity {
            id,
            name: m.words(2),
            kind,
            extent: m.one_of(&[Extent::Single, Extent::Counted(20), Extent::Described]),
            aliases,
            protection: m.one_of(Protection::ALL),
        }
    )
}

/// Two relations of each kind.
pub(super) fn relations(m: &mut Maker, entities: &[Id], sources: &[Id], records: &mut Vec<Record>) {
    for kind in RelationKind::ALL.iter().chain(RelationKind::ALL) {
        let id = m.id();
        records.push(
            with_common!(
                m,
                Relation {
                    id,
                    from: m.any(entities),
                    to: m.any(entities),
                    kind: *kind,
                    asserted_by: m.any(entities),
                    source: m.maybe(|m| m.any(sources)),
                    during: m.maybe(Maker::edtf),
                    confidence: m.maybe(|m| m.one_of(&["low", "moderate", "high"]).to_string()),
                }
            )
            .into(),
        );
    }
}

/// Events, the nth with as many participants.
pub(super) fn events(m: &mut Maker, entities: &[Id], records: &mut Vec<Record>) -> Vec<Id> {
    let events: Vec<Id> = (0..8).map(|_| m.id()).collect();
    for (n, id) in events.iter().enumerate() {
        let participants = ParticipantRole::ALL.iter().take(n);
        let participants = participants
            .map(|role| Participant {
                entity: m.any(entities),
                role: *role,
            })
            .collect();
        records.push(
            with_common!(
                m,
                Event {
                    id: *id,
                    name: m.words(3),
                    kind: EventKind::ALL[n % EventKind::ALL.len()],
                    occurred: m.maybe(Maker::edtf),
                    discovered: m.maybe(Maker::edtf),
                    disclosed: m.maybe(Maker::edtf),
                    place: m.maybe(|m| m.words(1)),
                    participants,
                }
            )
            .into(),
        );
    }
    events
}

/// This many propositions.
pub(super) fn propositions(m: &mut Maker, size: usize, events: &[Id], records: &mut Vec<Record>) -> Vec<Id> {
    let propositions: Vec<Id> = (0..size).map(|_| m.id()).collect();
    for id in &propositions {
        records.push(
            with_common!(
                m,
                Proposition {
                    id: *id,
                    text: m.words(6),
                    kind: m.maybe(|m| m.one_of(PropositionKind::ALL)),
                    rung: m.maybe(|m| m.one_of(Rung::ALL)),
                    state_responsibility: m.maybe(|m| {
                        let all: Vec<&str> =
                            state_responsibility().iter().map(|s| s.value.as_ref()).collect();
                        m.one_of(&all).to_string()
                    }),
                    event: m.maybe(|m| m.any(events)),
                    standing: m.one_of(Standing::ALL),
                }
            )
            .into(),
        );
    }
    propositions
}
