//! Tagging: what one key makes of a selected passage, in one transaction.

use crate::project::*;
use crate::text::Span;
use std::sync::Arc;

/// What sticks from one tagging to the next, so that a full claim takes few keys.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Defaults {
    /// The accused of the last claim.
    pub accused: std::collections::BTreeSet<EntityId>,
    /// The date on which the last claim was said, where it was not its source's.
    pub said: Option<Edtf>,
    /// The kind of the last proposition.
    pub kind: Option<PropositionKind>,
}

/// A passage to be tagged: where it stands, and which tag it gets.
#[derive(Clone, Debug, PartialEq)]
pub struct Tagging {
    /// The source.
    pub source: SourceId,
    /// The stretches of its text, in bytes, in order and disjoint.
    pub spans: Vec<Span>,
    /// The tag.
    pub tag: TagId,
}

/// The words at some spans of a source, joined by ` … `, with line ends shown as blanks.
pub fn quote(source: &Source, spans: &[Span]) -> String {
    let Some(text) = &source.text else {
        return String::new();
    };
    let parts: Vec<&str> = spans.iter().filter_map(|span| text.quote(*span)).collect();
    parts.join(" … ").replace('\n', " ")
}

/// The beginning of a quote, as much as a row of a list can show: a passage may be as long as its text.
pub fn quote_begin(source: &Source, spans: &[Span]) -> String {
    const MOST: usize = 240;
    let Some(text) = &source.text else {
        return String::new();
    };
    let mut words = String::new();
    for span in spans {
        let room = MOST.saturating_sub(words.chars().count());
        if room == 0 {
            break;
        }
        if !words.is_empty() {
            words.push_str(" … ");
        }
        let span = text.quote(*span).unwrap_or_default();
        words.extend(span.chars().take(room).map(|c| if c == '\n' { ' ' } else { c }));
    }
    words
}

/// The annotation, with the claim's proposition or the mention's person where one is needed; added to the transaction.
/// Returns the annotation's id; `None` where the source is not there.
pub(super) fn tag(
    project: &Project,
    defaults: &Defaults,
    tagging: Tagging,
    origin: &mut Origin,
    transaction: &mut Transaction,
) -> Option<AnnotationId> {
    let Tagging { source, spans, tag } = tagging;
    let source = Arc::clone(project.sources.get(&source)?);
    let body = new_body(project, &source, &spans, tag, defaults, origin, transaction);
    let id = origin.id();
    transaction.add(Annotation {
        id,
        source: source.id,
        anchor: Anchor::Text { spans },
        body,
        translations: Vec::new(),
        created: transaction.stamp(),
        modified: None,
        note: None,
        marking: Marking::default(),
    });
    Some(id)
}

/// What a passage is under a tag; adds the records it needs.
fn new_body(
    project: &Project,
    source: &Source,
    spans: &[Span],
    tag: TagId,
    defaults: &Defaults,
    origin: &mut Origin,
    transaction: &mut Transaction,
) -> Body {
    let words = quote(source, spans);
    if tag == claim_tag() {
        Body::Claim(new_claim(project, source, defaults, words, origin, transaction))
    } else if tag == evidence_tag() {
        Body::Evidence(Evidence::default())
    } else if tag == individual_tag() {
        Body::Individual(new_mention(project, &words, origin, transaction))
    } else {
        Body::Tag(tag)
    }
}

/// A claim of the source's publisher against the last accused, and its proposition in the background.
fn new_claim(
    project: &Project,
    source: &Source,
    defaults: &Defaults,
    words: String,
    origin: &mut Origin,
    transaction: &mut Transaction,
) -> Claim {
    let proposition = new_proposition(origin.id(), words, &transaction.stamp());
    let proposition = Proposition {
        kind: defaults.kind,
        ..proposition
    };
    let id = proposition.id;
    transaction.add(proposition);
    // An accused one may be gone since.
    let known = defaults
        .accused
        .iter()
        .filter(|id| project.entities.contains_key(*id));
    let author = |entity| Claimant {
        entity,
        role: ClaimantRole::Author,
    };
    Claim {
        claimants: source.publisher.map(author).into_iter().collect(),
        accused: known.copied().collect(),
        said: defaults.said,
        ..Claim::of(id)
    }
}

/// A mention of a person, who is made where no person of that name is known.
fn new_mention(
    project: &Project,
    words: &str,
    origin: &mut Origin,
    transaction: &mut Transaction,
) -> Individual {
    let name = words.trim();
    // One that this transaction makes is the same person.
    let made = transaction.edits.iter().filter_map(Edit::record);
    let mut made = made.filter_map(|record| match record {
        Record::Entity(e) if e.name == name => Some(e.id),
        _ => None,
    });
    let known = person_named(project, name).or(made.next());
    let entity = known.unwrap_or_else(|| {
        let person = new_entity(
            origin.id(),
            name.to_owned(),
            EntityKind::Person,
            &transaction.stamp(),
        );
        let id = person.id;
        transaction.add(person);
        id
    });
    Individual {
        entity,
        role: IndividualRole::Other,
        discloses: Default::default(),
    }
}

/// The person of exactly this name or alias, the one made first where there are several.
fn person_named(project: &Project, name: &str) -> Option<EntityId> {
    let named = |e: &&Arc<Entity>| e.name == name || e.aliases.iter().any(|a| a.text == name);
    let persons = project.entities.values().filter(|e| e.kind == EntityKind::Person);
    persons
        .filter(named)
        .min_by_key(|e| (e.created.at, e.id))
        .map(|e| e.id)
}

/// A proposition that says these words.
pub fn new_proposition(id: PropositionId, text: String, created: &Stamp) -> Proposition {
    Proposition {
        id,
        text,
        kind: None,
        rung: None,
        state_responsibility: None,
        event: None,
        standing: Standing::default(),
        created: created.clone(),
        modified: None,
        note: None,
        marking: Marking::default(),
    }
}

/// An entity of this name and kind, single and protected by default of its kind.
pub fn new_entity(id: EntityId, name: String, kind: EntityKind, created: &Stamp) -> Entity {
    Entity {
        id,
        name,
        kind,
        extent: Extent::Single,
        aliases: Vec::new(),
        protection: Protection::default_of(kind),
        created: created.clone(),
        modified: None,
        note: None,
        marking: Marking::default(),
    }
}

/// The annotation with a stretch more: spans that touch or overlap become one.
pub(super) fn with_span(annotation: &Annotation, span: Span) -> Annotation {
    let mut spans: Vec<Span> = annotation.spans().to_vec();
    spans.push(span);
    spans.sort();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    Annotation {
        anchor: Anchor::Text { spans: joined },
        ..annotation.clone()
    }
}

/// The annotation under another tag. A claim keeps its proposition only as long as it is a claim; what the new tag needs
/// is made, what the old one had alone goes in the same transaction.
pub(super) fn retag(
    project: &Project,
    defaults: &Defaults,
    annotation: &Annotation,
    tag: TagId,
    origin: &mut Origin,
    transaction: &mut Transaction,
) -> Option<()> {
    let source = project.sources.get(&annotation.source)?;
    if annotation.body.tag() == tag {
        return None;
    }
    let body = new_body(
        project,
        source,
        annotation.spans(),
        tag,
        defaults,
        origin,
        transaction,
    );
    transaction.change(Annotation {
        body,
        ..annotation.clone()
    });
    if let Some(claim) = annotation.claim()
        && project
            .index()
            .referrers(claim.proposition)
            .all(|(_, from, _)| from == annotation.id)
    {
        transaction
            .edits
            .push(Edit::Delete(Kind::Proposition, claim.proposition));
    }
    Some(())
}
