//! Records as the inspector edits them: any kind, by the type of its record.

use crate::project::*;
use std::sync::Arc;

/// A record that can be found again by its type.
pub(super) trait Kept: Clone + Into<Record> + 'static {
    /// The record, if it is of this kind.
    fn of(record: &Record) -> Option<&Self>;
    /// Its id.
    fn id(&self) -> Id;
}

macro_rules! kept {
    ($($record:ident in $variant:ident),+ $(,)?) => {
        $(impl Kept for $record {
            fn of(record: &Record) -> Option<&Self> {
                if let Record::$variant(r) = record { Some(Arc::as_ref(r)) } else { None }
            }
            fn id(&self) -> Id { self.id }
        })+
    };
}

kept! {
    Analyst in Analyst, Tag in Tag, Source in Source, Entity in Entity, Relation in Relation, Event in Event,
    Proposition in Proposition, Annotation in Annotation, Link in Link, Grade in Grade, Review in Review,
    Comment in Comment, Reading in Reading, About in Project,
}
