//! Linking: from a passage, by a verb, to a target picked on the page or from a list.

use super::work::Work;
use crate::project::*;
use crate::text;
use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

/// A link being drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Linking {
    /// Whence: the record that was selected.
    pub from: Id,
    /// What the link will say.
    pub kind: LinkKind,
    /// Whether the target, once picked, is where the link starts.
    pub reversed: bool,
    /// Whether the list of targets is open, and what has been typed in it.
    pub picking: Option<String>,
}

/// The kinds of link that can start at a record, the likeliest first.
pub fn kinds_from(project: &Project, from: Id) -> Vec<LinkKind> {
    let Some(from) = End::of(project, from) else {
        return Vec::new();
    };
    let ends = [
        End::Claim,
        End::Evidence,
        End::Source,
        End::Event,
        End::Proposition,
        End::Link,
    ];
    let fits = |kind: &LinkKind| ends.iter().any(|to| allows(*kind, from, *to));
    LinkKind::ALL.iter().copied().filter(fits).collect()
}

impl Linking {
    /// A link from a record, by the likeliest verb; `None` where no link can start there.
    pub fn start(project: &Project, from: Id) -> Option<Self> {
        let kind = *kinds_from(project, from).first()?;
        Some(Self {
            from,
            kind,
            reversed: false,
            picking: None,
        })
    }

    /// Where the link would start and end with this target.
    fn ends(&self, target: Id) -> (Id, Id) {
        if self.reversed {
            (target, self.from)
        } else {
            (self.from, target)
        }
    }

    /// Whether a link to this target is allowed.
    pub fn fits(&self, project: &Project, target: Id) -> bool {
        let (from, to) = self.ends(target);
        let ends = End::of(project, from).zip(End::of(project, to));
        from != to && ends.is_some_and(|(from, to)| allows(self.kind, from, to))
    }

    /// The records the link can lead to that hold what was typed, at most `most`: passages before other records, and
    /// those of the source in the page before those of others.
    pub fn targets(&self, work: &Work, most: usize) -> Vec<Id> {
        let query = self.picking.as_deref().unwrap_or_default().trim();
        let mut found = self.passages(work, query, most);
        let folded = text::fold(query);
        let project = work.project();
        let propositions = project.propositions.values().map(|p| (p.id, p.text.as_str()));
        let events = project.events.values().map(|e| (e.id, e.name.as_str()));
        let sources = project.sources.values().map(|s| (s.id, s.title.as_str()));
        let links = project.links.values().map(|l| (l.id, l.kind.name()));
        let others = propositions
            .chain(events)
            .chain(sources)
            .chain(links)
            .filter(|(id, _)| self.fits(project, *id))
            .filter(|(_, words)| query.is_empty() || text::Folded::new(words).find(&folded).is_some())
            .map(|(id, _)| id);
        found.extend(others.take(most - found.len()));
        found
    }

    /// Passages are looked for by the places of the words, which is quick however many passages there are.
    fn passages(&self, work: &Work, query: &str, most: usize) -> Vec<Id> {
        /// So many places of the words are looked at in one source.
        const PLACES: usize = 5_000;
        let project = work.project();
        let mut sources = work.sources();
        sources.sort_by_key(|s| Some(s.id) != work.source);
        let finder = text::Finder::new(query, false).ok();
        let mut found: Vec<Id> = Vec::new();
        for source in sources {
            let mut take = |a: &Annotation| {
                if !matches!(a.body, Body::Tag(_)) && self.fits(project, a.id) && !found.contains(&a.id) {
                    found.push(a.id);
                }
                found.len() >= most
            };
            let full = match (&finder, &source.text) {
                (Some(finder), Some(text)) => {
                    let (places, _) = finder.find(text.value(), PLACES, &AtomicBool::new(false));
                    places.into_iter().any(|place| {
                        let holds = |s: &text::Span| s.start <= place.start && place.end <= s.end;
                        let mut here = project.overlapping(source.id, place).into_iter();
                        here.any(|a| a.spans().iter().any(holds) && take(&a))
                    })
                }
                (Some(_), None) => false,
                (None, _) => project.annotations_in(source.id).any(|a| take(a)),
            };
            if full {
                break;
            }
        }
        found
    }

    /// The link to this target. Where one of the same verb and ends is there already it is not made twice.
    pub fn link(&self, project: &Project, target: Id, id: Id, created: &Stamp) -> Option<Link> {
        if !self.fits(project, target) {
            return None;
        }
        let (from, to) = self.ends(target);
        let from = BTreeSet::from([from]);
        if project
            .links
            .values()
            .any(|l| l.kind == self.kind && l.from == from && l.to == to)
        {
            return None;
        }
        Some(Link {
            id,
            kind: self.kind,
            from,
            to,
            attacks: None,
            reason: None,
            created: created.clone(),
            modified: None,
            note: None,
            marking: Marking::default(),
        })
    }
}
