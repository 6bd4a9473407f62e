//! The one table of references: which field of which record names which kinds, and what becomes of it when what it
//! names is deleted. Cascades, checks for dangling references, the gate and succession all read this table.

use super::Id;
use super::record::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What becomes of a reference when the record it names is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDelete {
    /// The record that holds the reference is deleted too.
    Cascade,
    /// An optional reference is unset, an entry of a list or set dropped.
    Unset,
    /// As `Unset`; the record is deleted when nothing is left in the field.
    Shrink,
    /// What is named is in use and is not deleted.
    Forbid,
}

/// One row of the table. (`created.by` and `modified.by` of every record name an analyst and forbid deleting it;
/// they are not rows, since every record has them and nobody asks for them by place.)
pub struct Rule {
    /// The kind of record that holds the reference.
    pub from: Kind,
    /// The path of the field.
    pub field: &'static str,
    /// The kinds it may name.
    pub to: &'static [Kind],
    /// What becomes of it.
    pub on_delete: OnDelete,
    each: fn(&Record, &mut dyn FnMut(Id)),
    rewrite: fn(&mut Record, &mut dyn FnMut(Id) -> Option<Id>) -> bool,
}

impl Rule {
    /// Calls with each id the field holds.
    pub fn each(&self, record: &Record, f: &mut dyn FnMut(Id)) {
        (self.each)(record, f);
    }

    /// Puts another id, or none, in place of each. Returns whether the record can stand without what is gone.
    pub fn rewrite(&self, record: &mut Record, f: &mut dyn FnMut(Id) -> Option<Id>) -> bool {
        (self.rewrite)(record, f)
    }
}

/// A field that holds references.
trait Holds {
    fn each(&self, f: &mut dyn FnMut(Id));
    /// Whether what holds the field can stand without what is gone.
    fn rewrite(&mut self, f: &mut dyn FnMut(Id) -> Option<Id>) -> bool;
}

impl Holds for Id {
    fn each(&self, f: &mut dyn FnMut(Id)) {
        f(*self);
    }
    fn rewrite(&mut self, f: &mut dyn FnMut(Id) -> Option<Id>) -> bool {
        f(*self).is_some_and(|id| {
            *self = id;
            true
        })
    }
}

impl Holds for Option<Id> {
    fn each(&self, f: &mut dyn FnMut(Id)) {
        self.iter().copied().for_each(f);
    }
    fn rewrite(&mut self, f: &mut dyn FnMut(Id) -> Option<Id>) -> bool {
        *self = self.and_then(f);
        true
    }
}

impl Holds for Vec<Id> {
    fn each(&self, f: &mut dyn FnMut(Id)) {
        self.iter().copied().for_each(f);
    }
    fn rewrite(&mut self, f: &mut dyn FnMut(Id) -> Option<Id>) -> bool {
        *self = self.iter().copied().filter_map(f).collect();
        true
    }
}

impl Holds for BTreeSet<Id> {
    fn each(&self, f: &mut dyn FnMut(Id)) {
        self.iter().copied().for_each(f);
    }
    fn rewrite(&mut self, f: &mut dyn FnMut(Id) -> Option<Id>) -> bool {
        *self = self.iter().copied().filter_map(f).collect();
        true
    }
}

macro_rules! rule {
    // A field of a record.
    ($kind:ident . $field:ident => [$($to:ident)*] $on:ident) => {
        rule!(@row $kind stringify!($field), [$($to)*] $on,
            |r, f| if let Record::$kind(r) = r { r.$field.each(f) },
            |r, f| if let Record::$kind(r) = r { Arc::make_mut(r).$field.rewrite(f) } else { true })
    };
    // A field of each entry of a list.
    ($kind:ident . $list:ident [] . $field:ident => [$($to:ident)*] $on:ident) => {
        rule!(@row $kind concat!(stringify!($list), "[].", stringify!($field)), [$($to)*] $on,
            |r, f| if let Record::$kind(r) = r { r.$list.iter().for_each(|e| e.$field.each(f)) },
            |r, f| if let Record::$kind(r) = r {
                Arc::make_mut(r).$list.retain_mut(|e| e.$field.rewrite(f));
                true
            } else { true })
    };
    // A field of an annotation's body.
    (Annotation.body $body:ident . $field:ident => [$($to:ident)*] $on:ident) => {
        rule!(@row Annotation concat!("body.", stringify!($field)), [$($to)*] $on,
            |r, f| if let Record::Annotation(a) = r && let Body::$body(b) = &a.body { b.$field.each(f) },
            |r, f| if let Record::Annotation(a) = r && let Body::$body(b) = &mut Arc::make_mut(a).body {
                b.$field.rewrite(f)
            } else { true })
    };
    // A field of each entry of a list in an annotation's body.
    (Annotation.body $body:ident . $list:ident [] . $field:ident => [$($to:ident)*] $on:ident) => {
        rule!(@row Annotation concat!("body.", stringify!($list), "[].", stringify!($field)), [$($to)*] $on,
            |r, f| if let Record::Annotation(a) = r && let Body::$body(b) = &a.body {
                b.$list.iter().for_each(|e| e.$field.each(f));
            },
            |r, f| if let Record::Annotation(a) = r && let Body::$body(b) = &mut Arc::make_mut(a).body {
                b.$list.retain_mut(|e| e.$field.rewrite(f));
                true
            } else { true })
    };
    (@row $kind:ident $field:expr, [$($to:ident)*] $on:ident, $each:expr, $rewrite:expr) => {
        Rule {
            from: Kind::$kind, field: $field, to: &[$(Kind::$to),*], on_delete: OnDelete::$on,
            each: $each, rewrite: $rewrite,
        }
    };
}

static TAG: &[Rule] = &[rule!(Tag.example => [Annotation] Unset)];

static SOURCE: &[Rule] = &[
    rule!(Source.publisher => [Entity] Forbid),
    rule!(Source.version_of => [Source] Unset),
    rule!(Source.part_of => [Source] Unset),
    rule!(Source.translation_of => [Source] Unset),
];

static ENTITY: &[Rule] = &[
    rule!(Entity.aliases[].asserted_by => [Entity] Forbid),
    rule!(Entity.aliases[].first_seen => [Source] Unset),
];

static RELATION: &[Rule] = &[
    rule!(Relation.from => [Entity] Forbid),
    rule!(Relation.to => [Entity] Forbid),
    rule!(Relation.asserted_by => [Entity] Forbid),
    rule!(Relation.source => [Source] Unset),
];

static EVENT: &[Rule] = &[rule!(Event.participants[].entity => [Entity] Forbid)];

static PROPOSITION: &[Rule] = &[rule!(Proposition.event => [Event] Forbid)];

static ANNOTATION: &[Rule] = &[
    rule!(Annotation.source => [Source] Cascade),
    rule!(Annotation.body Claim.proposition => [Proposition] Forbid),
    rule!(Annotation.body Claim.claimants[].entity => [Entity] Forbid),
    rule!(Annotation.body Claim.via => [Entity] Forbid),
    rule!(Annotation.body Claim.accused => [Entity] Forbid),
    rule!(Annotation.body Claim.replies_to => [Annotation] Unset),
    rule!(Annotation.body Evidence.same_as => [Annotation] Unset),
    rule!(Annotation.body Individual.entity => [Entity] Forbid),
    Rule {
        from: Kind::Annotation,
        field: "body.tag",
        to: &[Kind::Tag],
        on_delete: OnDelete::Forbid,
        each: |r, f| {
            if let Record::Annotation(a) = r
                && let Body::Tag(tag) = a.body
            {
                f(tag);
            }
        },
        rewrite: |r, f| {
            if let Record::Annotation(a) = r
                && let Body::Tag(tag) = &mut Arc::make_mut(a).body
            {
                tag.rewrite(f)
            } else {
                true
            }
        },
    },
    rule!(Annotation.translations[].by => [Analyst] Forbid),
];

static LINK: &[Rule] = &[
    Rule {
        from: Kind::Link,
        field: "from",
        to: &[Kind::Annotation, Kind::Source, Kind::Event],
        on_delete: OnDelete::Shrink,
        each: |r, f| {
            if let Record::Link(l) = r {
                l.from.each(f);
            }
        },
        rewrite: |r, f| {
            if let Record::Link(l) = r {
                let l = Arc::make_mut(l);
                l.from.rewrite(f);
                !l.from.is_empty()
            } else {
                true
            }
        },
    },
    rule!(Link.to => [Annotation Proposition Link Source Event] Cascade),
];

static GRADE: &[Rule] = &[rule!(Grade.target => [Source Annotation Proposition] Cascade)];

static REVIEW: &[Rule] = &[rule!(Review.target => [Annotation Link Proposition Grade] Cascade)];

static COMMENT: &[Rule] = &[
    rule!(Comment.target => [Project Analyst Tag Source Entity Relation Event Proposition Annotation Link Grade Review
        Reading] Cascade),
    rule!(Comment.replies_to => [Comment] Unset),
];

static READING: &[Rule] = &[
    rule!(Reading.source => [Source] Cascade),
    rule!(Reading.analyst => [Analyst] Forbid),
];

/// The rows for a kind of record.
pub fn rules(kind: Kind) -> &'static [Rule] {
    match kind {
        Kind::Project | Kind::Analyst => &[],
        Kind::Tag => TAG,
        Kind::Source => SOURCE,
        Kind::Entity => ENTITY,
        Kind::Relation => RELATION,
        Kind::Event => EVENT,
        Kind::Proposition => PROPOSITION,
        Kind::Annotation => ANNOTATION,
        Kind::Link => LINK,
        Kind::Grade => GRADE,
        Kind::Review => REVIEW,
        Kind::Comment => COMMENT,
        Kind::Reading => READING,
    }
}

/// Calls with each reference a record holds and its row; who made and changed it is left out.
pub fn each_reference(record: &Record, mut f: impl FnMut(&'static Rule, Id)) {
    for rule in rules(record.kind()) {
        rule.each(record, &mut |id| f(rule, id));
    }
}

/// The analysts a record names as who made it, changed it.
pub fn authors(record: &Record) -> impl Iterator<Item = Id> {
    let stamps = record
        .common()
        .map(|c| (c.created().by, c.modified().map(|m| m.by)));
    stamps
        .into_iter()
        .flat_map(|(made, changed)| std::iter::once(made).chain(changed))
}

/// The record with each reference to an id replaced, the field list's way: `None` unsets or drops it. Returns `None`
/// where the record cannot stand without it.
pub fn rewritten(record: &Record, mut f: impl FnMut(Id) -> Option<Id>) -> Option<Record> {
    let mut record = record.clone();
    for rule in rules(record.kind()) {
        if !rule.rewrite(&mut record, &mut f) {
            return None;
        }
    }
    Some(record)
}
