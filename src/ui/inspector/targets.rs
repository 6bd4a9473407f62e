//! What can be picked where a field names a record: the records there are by what was typed, and new ones of that name.

use super::name::Name;
use super::picker::{MOST, Offer, Picked};
use crate::project::*;
use crate::session::new_entity;

/// Which records a field may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Any entity; a new one is offered as an organisation first.
    Entity,
    /// An entity, where a person is looked for.
    Person,
    /// An event.
    Event,
    /// A source.
    Source,
    /// An annotation that is a claim.
    Claim,
    /// An annotation that is evidence.
    Evidence,
    /// Any annotation.
    Passage,
    /// A proposition.
    Proposition,
    /// A comment.
    Comment,
}

/// The kinds a new entity is offered as, the likeliest first.
const ENTITIES: [EntityKind; 7] = [
    EntityKind::Organisation,
    EntityKind::State,
    EntityKind::Unit,
    EntityKind::Group,
    EntityKind::Persona,
    EntityKind::Person,
    EntityKind::Party,
];

impl Target {
    /// The lines for what was typed: records whose name begins so, then those that hold it, then new ones.
    pub(super) fn offers(self, project: &Project, query: &str, optional: bool) -> Vec<Offer> {
        let needle = query.to_lowercase();
        let mut found: Vec<(bool, String, Offer)> = Vec::new();
        for (id, words, detail) in self.records(project, &needle).take(MOST * 4) {
            let lower = words.to_lowercase();
            let offer = Offer {
                picked: Picked::Record(id),
                words,
                detail,
            };
            found.push((!lower.starts_with(&needle), lower, offer));
        }
        found.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        let exact = found.iter().any(|(_, lower, _)| *lower == needle);
        found.truncate(MOST);
        let mut offers: Vec<Offer> = found.into_iter().map(|(_, _, offer)| offer).collect();
        if !query.is_empty() && !exact {
            offers.extend(self.new_ones(query));
        }
        if optional && query.is_empty() {
            offers.push(Offer {
                picked: Picked::Nothing,
                words: "Not set".into(),
                detail: String::new(),
            });
        }
        offers
    }

    /// The records whose names or other names hold what was typed, in lower case.
    fn records<'p>(
        self,
        project: &'p Project,
        needle: &'p str,
    ) -> Box<dyn Iterator<Item = (Id, String, String)> + 'p> {
        let named = move |id: Id| {
            let name = Name::of(project, id);
            (id, name.words, name.kind)
        };
        let holds = move |found: &(Id, String, String)| found.1.to_lowercase().contains(needle);
        let annotations = move |fits: fn(&Body) -> bool| {
            let fitting = project.annotations.values().filter(move |a| fits(&a.body));
            fitting.map(move |a| named(a.id)).filter(holds)
        };
        match self {
            Self::Entity | Self::Person => Box::new(project.entities.values().filter_map(move |e| {
                let alias = e.aliases.iter().find(|a| a.text.to_lowercase().contains(needle));
                let (id, words, kind) = named(e.id);
                match alias {
                    _ if words.to_lowercase().contains(needle) => Some((id, words, kind)),
                    Some(alias) => Some((id, words, format!("{kind}, {}", alias.text))),
                    None => None,
                }
            })),
            Self::Event => Box::new(project.events.keys().map(move |id| named(*id)).filter(holds)),
            Self::Source => Box::new(project.sources.keys().map(move |id| named(*id)).filter(holds)),
            Self::Proposition => Box::new(
                project
                    .propositions
                    .keys()
                    .map(move |id| named(*id))
                    .filter(holds),
            ),
            Self::Comment => Box::new(project.comments.keys().map(move |id| named(*id)).filter(holds)),
            Self::Claim => Box::new(annotations(|b| matches!(b, Body::Claim(_)))),
            Self::Evidence => Box::new(annotations(|b| matches!(b, Body::Evidence(_)))),
            Self::Passage => Box::new(annotations(|_| true)),
        }
    }

    fn new_ones(self, query: &str) -> Vec<Offer> {
        let offer = |at: usize, kind: &str| Offer {
            picked: Picked::New(at),
            words: format!("Make {kind} “{query}”"),
            detail: String::new(),
        };
        match self {
            Self::Entity => ENTITIES
                .iter()
                .enumerate()
                .map(|(at, kind)| offer(at, kind.name()))
                .collect(),
            Self::Person => vec![offer(5, "person"), offer(4, "persona")],
            Self::Event => vec![offer(0, "event")],
            Self::Proposition => vec![offer(0, "proposition")],
            _ => Vec::new(),
        }
    }

    /// The new record that an offer stands for.
    pub(super) fn make(self, at: usize, name: String, id: Id, created: &Stamp) -> Option<Record> {
        match self {
            Self::Entity | Self::Person => {
                let kind = *ENTITIES.get(at)?;
                Some(new_entity(id, name, kind, created).into())
            }
            Self::Event => Some(new_event(id, name, created).into()),
            Self::Proposition => Some(crate::session::new_proposition(id, name, created).into()),
            _ => None,
        }
    }
}

/// An event of this name of which nothing else is known.
fn new_event(id: Id, name: String, created: &Stamp) -> Event {
    Event {
        id,
        name,
        kind: EventKind::Other,
        occurred: None,
        discovered: None,
        disclosed: None,
        place: None,
        participants: Vec::new(),
        created: created.clone(),
        modified: None,
        note: None,
        marking: Marking::default(),
    }
}
