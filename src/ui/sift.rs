//! Which passages of a source the list shows, and in which order. Sifted anew only when something changes: a source may
//! have a hundred thousand.

use crate::project::{Annotation, Id, Project, Source, SourceId, Tag, builtin_tags};
use crate::text::{Finder, Span};
use imbl::OrdMap;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// The order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sort {
    /// As they stand in the text.
    #[default]
    Place,
    /// Tag by tag, each as they stand in the text.
    Tag,
    /// The newest first.
    Newest,
}

impl Sort {
    /// Every order.
    pub(crate) const ALL: [Self; 3] = [Self::Place, Self::Tag, Self::Newest];

    /// The order, as a menu has it.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Place => "In the order of the text",
            Self::Tag => "By tag",
            Self::Newest => "Newest first",
        }
    }
}

/// What is asked for, and what came of it.
#[derive(Debug, Default)]
pub(crate) struct Sift {
    /// What is typed in the filter.
    pub filter: String,
    /// The order.
    pub sort: Sort,
    /// What `ids` were made of.
    of: Option<Of>,
    ids: Vec<Id>,
}

#[derive(Debug)]
struct Of {
    source: SourceId,
    annotations: OrdMap<Id, Arc<Annotation>>,
    tags: OrdMap<Id, Arc<Tag>>,
    filter: String,
    sort: Sort,
}

impl Sift {
    /// The passages to show of `all` those of a source, which come in the order of the text.
    pub(crate) fn of<'a>(&'a mut self, project: &Project, source: &Source, all: &'a [Id]) -> &'a [Id] {
        if self.filter.trim().is_empty() && self.sort == Sort::Place {
            self.of = None;
            return all;
        }
        let same = self.of.as_ref().is_some_and(|of| {
            of.source == source.id
                && of.annotations.ptr_eq(&project.annotations)
                && of.tags.ptr_eq(&project.tags)
                && (of.filter.as_str(), of.sort) == (self.filter.as_str(), self.sort)
        });
        if !same {
            self.ids = sifted(project, source, all, &self.filter, self.sort);
            self.of = Some(Of {
                source: source.id,
                annotations: project.annotations.clone(),
                tags: project.tags.clone(),
                filter: self.filter.clone(),
                sort: self.sort,
            });
        }
        &self.ids
    }
}

fn sifted(project: &Project, source: &Source, all: &[Id], filter: &str, sort: Sort) -> Vec<Id> {
    let wanted = Wanted::new(project, source, filter);
    let mut shown: Vec<&Arc<Annotation>> = all
        .iter()
        .filter_map(|id| project.annotations.get(id))
        .filter(|a| wanted.as_ref().is_none_or(|wanted| wanted.has(a)))
        .collect();
    match sort {
        Sort::Place => {}
        // The sort is stable, so that the order of the text stays within a tag.
        Sort::Tag => {
            let built_in = builtin_tags();
            shown.sort_by_cached_key(|a| {
                let tag = a.body.tag();
                let own = built_in.iter().position(|t| *t == tag).unwrap_or(built_in.len());
                (own, project.tags.get(&tag).map(|t| t.key.clone()), tag)
            });
        }
        Sort::Newest => shown.sort_by_key(|a| Reverse(a.created.at)),
    }
    shown.into_iter().map(|a| a.id).collect()
}

/// What a filter asks for: words of the passage or of its note, or the name of its tag.
struct Wanted {
    /// Where the words stand in the text, in order. The text is searched once, not each passage.
    hits: Vec<Span>,
    finder: Finder,
    tags: BTreeSet<Id>,
}

impl Wanted {
    fn new(project: &Project, source: &Source, filter: &str) -> Option<Self> {
        let finder = Finder::new(filter, false).ok()?;
        let never = AtomicBool::new(false);
        let text = source.text.as_ref().map_or("", |text| text.value());
        let hits = finder.find(text, usize::MAX, &never).0;
        let named = |tag: &&Arc<Tag>| !finder.find(&tag.name, 1, &never).0.is_empty();
        let tags = project.tags.values().filter(named).map(|tag| tag.id).collect();
        Some(Self { hits, finder, tags })
    }

    fn has(&self, annotation: &Annotation) -> bool {
        let never = AtomicBool::new(false);
        let in_note = |note: &String| !self.finder.find(note, 1, &never).0.is_empty();
        self.tags.contains(&annotation.body.tag())
            || annotation.spans().iter().any(|span| self.in_span(*span))
            || annotation.note.as_ref().is_some_and(in_note)
    }

    fn in_span(&self, span: Span) -> bool {
        let first = self.hits.partition_point(|hit| hit.start < span.start);
        self.hits.get(first).is_some_and(|hit| hit.end <= span.end)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::session::SAMPLE;

    #[test]
    fn passages_are_sifted_and_sorted() {
        let project = crate::storage::format::read(SAMPLE.as_bytes().to_vec())
            .unwrap()
            .project;
        let source = project
            .sources
            .values()
            .find(|s| s.title.contains("资通电军"))
            .unwrap();
        let all: Vec<Id> = project.index().annotations(source.id).collect();
        let words = |id: &Id| {
            let spans = project.annotations[id].spans();
            crate::session::quote(source, spans)
        };
        let mut sift = Sift::default();
        assert_eq!(sift.of(&project, source, &all), all);
        let mut check = |filter: &str, fits: &dyn Fn(&Annotation) -> bool| {
            sift.filter = filter.into();
            let expected: Vec<Id> = all
                .iter()
                .copied()
                .filter(|id| fits(&project.annotations[id]))
                .collect();
            assert!(
                !expected.is_empty() && expected.len() < all.len(),
                "{filter} tells none apart"
            );
            assert_eq!(sift.of(&project, source, &all), expected, "{filter}");
        };
        let has = |a: &Annotation, word: &str| {
            words(&a.id).contains(word) || a.note.as_ref().is_some_and(|n| n.contains(word))
        };
        check("网络", &|a| has(a, "网络"));
        check("evid", &|a| a.evidence().is_some());
        sift.filter = "no such words".into();
        assert_eq!(sift.of(&project, source, &all), []);
        sift.filter.clear();
        sift.sort = Sort::Tag;
        let by_tag: Vec<Id> = sift.of(&project, source, &all).to_vec();
        let key = |id: &Id| {
            let tag = project.annotations[id].body.tag();
            let own = builtin_tags().iter().position(|t| *t == tag).unwrap_or(9);
            (
                own,
                project.tags[&tag].key.clone(),
                all.iter().position(|other| other == id),
            )
        };
        assert!(by_tag.len() == all.len() && by_tag.is_sorted_by_key(key));
        sift.sort = Sort::Newest;
        let newest = sift.of(&project, source, &all);
        let at = |id: &Id| Reverse(project.annotations[id].created.at);
        assert!(newest.len() == all.len() && newest.is_sorted_by_key(at));
    }
}
