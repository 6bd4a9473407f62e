//! The index: what is derived from the records, kept up to date by `apply` and never stored.

use super::record::*;
use super::reference::{self, Rule};
use super::{EntityId, Id, SourceId, TagId};
use crate::text::Span;
use imbl::{OrdMap, OrdSet};
use std::panic::resume_unwind;
use std::thread;

/// With fewer records a thread takes longer to start than it saves.
pub(super) const MANY: usize = 1000;

/// Where an annotation stands in its source; text comes before regions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// First start and last end, in bytes.
    Text(usize, usize),
    /// Page, and the y and x of the first rectangle.
    Region(u32, Length, Length),
}

impl Place {
    /// The place of an annotation; one without a span or rectangle comes first.
    pub fn of(annotation: &Annotation) -> Self {
        match &annotation.anchor {
            Anchor::Text { .. } => {
                let hull = annotation.hull().unwrap_or(Span { start: 0, end: 0 });
                Self::Text(hull.start, hull.end)
            }
            Anchor::Region { page, rects } => {
                let (y, x) = rects.first().map_or((Length(0), Length(0)), |r| (r.y, r.x));
                Self::Region(*page, y, x)
            }
        }
    }
}

/// A bin of the binning scheme of Kent et al., “The Human Genome Browser at UCSC” (Genome Research, 2002): a span lies in
/// the smallest bin that holds it whole. The finest bins are 4 KiB of text, each level holds eight of the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Bin {
    level: u8,
    number: usize,
}

const FINEST: u32 = 12;
const LEVELS: u8 = 8;

impl Bin {
    const fn shift(level: u8) -> u32 {
        FINEST + 3 * level as u32
    }

    fn of(span: Span) -> Self {
        let last = span.end.saturating_sub(1).max(span.start);
        for level in 0..LEVELS - 1 {
            let number = span.start >> Self::shift(level);
            if number == last >> Self::shift(level) {
                return Self { level, number };
            }
        }
        // The coarsest bin takes whatever is left.
        Self {
            level: LEVELS - 1,
            number: 0,
        }
    }
}

/// A record that is named, the kind and id of the one that names it, and the row of the table of references.
type Referrer = (Id, Kind, Id, u8);

/// What a record has to do with those it names.
fn each_referrer(record: &Record, mut f: impl FnMut(Referrer)) {
    let (kind, id) = (record.kind(), record.id());
    for (row, rule) in reference::rules(kind).iter().enumerate() {
        rule.each(record, &mut |to| f((to, kind, id, row as u8)));
    }
}

/// What is derived from the records. Cloning it is free.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Index {
    /// Annotations of a source in order of place, then id.
    order: OrdSet<(SourceId, Place, Id)>,
    /// Annotations of a source by bin.
    bins: OrdSet<(SourceId, Bin, Id)>,
    /// Who refers to a record.
    referrers: OrdSet<Referrer>,
    /// How many annotations of a source carry a tag.
    tagged: OrdMap<(SourceId, TagId), usize>,
    /// How many annotations are mentions of a person.
    mentions: OrdMap<EntityId, usize>,
}

impl Index {
    /// The index of these records. Sorted entries are taken in several times as quickly as those of one record after
    /// the other, and the two halves of the index do not need each other.
    pub(crate) fn of(records: &[Record]) -> Self {
        let referrers = || {
            let mut entries = Vec::with_capacity(3 * records.len());
            for record in records {
                each_referrer(record, |entry| entries.push(entry));
            }
            entries.sort_unstable();
            entries.into_iter().collect()
        };
        let mut index = Self::default();
        let mut add = || {
            for record in records {
                if let Record::Annotation(annotation) = record {
                    index.add_annotation(annotation);
                }
            }
        };
        index.referrers = if records.len() < MANY {
            add();
            referrers()
        } else {
            thread::scope(|scope| {
                let referrers = scope.spawn(referrers);
                add();
                referrers.join().unwrap_or_else(|panic| resume_unwind(panic))
            })
        };
        index
    }

    /// Takes a record in.
    pub(crate) fn add(&mut self, record: &Record) {
        each_referrer(record, |entry| {
            self.referrers.insert(entry);
        });
        if let Record::Annotation(annotation) = record {
            self.add_annotation(annotation);
        }
    }

    fn add_annotation(&mut self, a: &Annotation) {
        self.order.insert((a.source, Place::of(a), a.id));
        if let Some(hull) = a.hull() {
            self.bins.insert((a.source, Bin::of(hull), a.id));
        }
        *self.tagged.entry((a.source, a.body.tag())).or_insert(0) += 1;
        if let Some(mention) = a.individual() {
            *self.mentions.entry(mention.entity).or_insert(0) += 1;
        }
    }

    /// Takes a record out again.
    pub(crate) fn remove(&mut self, record: &Record) {
        each_referrer(record, |entry| {
            self.referrers.remove(&entry);
        });
        if let Record::Annotation(a) = record {
            self.order.remove(&(a.source, Place::of(a), a.id));
            if let Some(hull) = a.hull() {
                self.bins.remove(&(a.source, Bin::of(hull), a.id));
            }
            one_less(&mut self.tagged, (a.source, a.body.tag()));
            if let Some(mention) = a.individual() {
                one_less(&mut self.mentions, mention.entity);
            }
        }
    }

    /// The annotations of a source in order: by first start, last end, id; regions after text.
    pub fn annotations(&self, source: SourceId) -> impl DoubleEndedIterator<Item = Id> + '_ {
        let first = (source, Place::Text(0, 0), Id::MIN);
        let last = (
            source,
            Place::Region(u32::MAX, Length(i64::MAX), Length(i64::MAX)),
            Id::MAX,
        );
        self.order.range(first..=last).map(|(_, _, id)| *id)
    }

    /// The annotations whose places in a source come after (or before) a place, nearest first.
    pub fn after(&self, source: SourceId, place: (Place, Id)) -> impl Iterator<Item = Id> + '_ {
        let first = (source, place.0, place.1);
        let last = (
            source,
            Place::Region(u32::MAX, Length(i64::MAX), Length(i64::MAX)),
            Id::MAX,
        );
        self.order
            .range(first..=last)
            .filter(move |entry| **entry != first)
            .map(|(_, _, id)| *id)
    }

    /// The annotations before a place in a source, nearest first.
    pub fn before(&self, source: SourceId, place: (Place, Id)) -> impl Iterator<Item = Id> + '_ {
        let first = (source, Place::Text(0, 0), Id::MIN);
        self.order
            .range(first..(source, place.0, place.1))
            .rev()
            .map(|(_, _, id)| *id)
    }

    /// Annotations that may touch a stretch of text: all that do, and some beside it. In no order that means anything.
    pub(crate) fn candidates(&self, source: SourceId, range: Span) -> impl Iterator<Item = Id> + '_ {
        let last = range.end.saturating_sub(1).max(range.start);
        (0..LEVELS).flat_map(move |level| {
            let top = level == LEVELS - 1;
            let bin = |at: usize| Bin {
                level,
                number: if top { 0 } else { at >> Bin::shift(level) },
            };
            let (first, last) = (bin(range.start), bin(last));
            self.bins
                .range((source, first, Id::MIN)..=(source, last, Id::MAX))
                .map(|(_, _, id)| *id)
        })
    }

    /// Who refers to a record, with the row of the table of references, by kind and id.
    pub fn referrers(&self, to: Id) -> impl Iterator<Item = (Kind, Id, &'static Rule)> + '_ {
        self.referrers
            .range((to, Kind::Project, Id::MIN, 0)..=(to, Kind::Reading, Id::MAX, u8::MAX))
            .filter_map(|(_, kind, from, row)| {
                Some((*kind, *from, reference::rules(*kind).get(usize::from(*row))?))
            })
    }

    /// The records of one kind that refer to a record, by id, with the row of the table of references. Those of other
    /// kinds cost nothing: a source may have a hundred thousand passages and one grade.
    pub fn referring(&self, to: Id, by: Kind) -> impl Iterator<Item = (Id, &'static Rule)> + '_ {
        self.referrers
            .range((to, by, Id::MIN, 0)..=(to, by, Id::MAX, u8::MAX))
            .filter_map(move |(_, _, from, row)| Some((*from, reference::rules(by).get(usize::from(*row))?)))
    }

    /// How many annotations of a source carry each tag, by tag.
    pub fn tagged(&self, source: SourceId) -> impl Iterator<Item = (TagId, usize)> + '_ {
        self.tagged
            .range((source, Id::MIN)..=(source, Id::MAX))
            .map(|((_, tag), count)| (*tag, *count))
    }

    /// How many annotations are mentions of a person.
    pub fn mentions(&self, person: EntityId) -> usize {
        self.mentions.get(&person).copied().unwrap_or_default()
    }
}

fn one_less<K: Ord + Clone>(counts: &mut OrdMap<K, usize>, key: K) {
    match counts.get(&key).copied() {
        Some(count) if count > 1 => {
            counts.insert(key, count - 1);
        }
        _ => {
            counts.remove(&key);
        }
    }
}
