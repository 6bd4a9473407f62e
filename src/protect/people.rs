//! Who is protected, as the model says it.

use crate::project::*;
use std::collections::BTreeSet;

/// Whether an entity is protected: a person with `always`, or with `by-role` unless it has a mention, every mention is
/// author, quoted or official, and it is nowhere accused, target or at risk. Other entities only with `always`.
pub fn is_protected(project: &Project, entity: &Entity) -> bool {
    match (entity.protection, entity.kind) {
        (Protection::Always, _) => true,
        (Protection::Never, _) => false,
        (Protection::ByRole, EntityKind::Person) => !acts_in_public(project, entity.id),
        (Protection::ByRole, _) => false,
    }
}

/// The entities that are protected, by id.
pub fn protected_people(project: &Project) -> BTreeSet<EntityId> {
    project
        .entities
        .values()
        .filter(|e| is_protected(project, e))
        .map(|e| e.id)
        .collect()
}

/// Whether a person is mentioned, and only as somebody who speaks or holds an office.
fn acts_in_public(project: &Project, person: EntityId) -> bool {
    let mut mentioned = false;
    for (kind, id, _) in project.index().referrers(person) {
        match kind {
            Kind::Annotation => match project.annotations.get(&id).map(|a| &a.body) {
                Some(Body::Individual(mention)) if mention.entity == person => {
                    mentioned = true;
                    let public = [
                        IndividualRole::Author,
                        IndividualRole::Quoted,
                        IndividualRole::Official,
                    ];
                    if !public.contains(&mention.role) {
                        return false;
                    }
                }
                Some(Body::Claim(claim)) if claim.accused.contains(&person) => return false,
                _ => {}
            },
            Kind::Event => {
                let Some(event) = project.events.get(&id) else {
                    continue;
                };
                let exposed = [
                    ParticipantRole::Accused,
                    ParticipantRole::Target,
                    ParticipantRole::AtRisk,
                ];
                if event
                    .participants
                    .iter()
                    .any(|p| p.entity == person && exposed.contains(&p.role))
                {
                    return false;
                }
            }
            _ => {}
        }
    }
    mentioned
}
