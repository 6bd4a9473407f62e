//! One record from its line, and to it.

use crate::project::*;
use crate::storage::compact::{self, Layout, Unwritable};
use ron::error::SpannedResult;
use serde::de::DeserializeOwned;
use serde::{Deserializer, de::DeserializeSeed};

/// How all our RON is read: an optional value is written as itself.
pub(in crate::storage) fn ron() -> ron::Options {
    ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
}

/// How a record is taken from a deserializer: as it is, or past what is not known.
pub(super) trait Take {
    fn take<'de, R: DeserializeOwned, D: Deserializer<'de>>(&mut self, from: D) -> Result<R, D::Error>;
}

/// Takes a record as it is; what is not known is an error.
struct Whole;

impl Take for Whole {
    fn take<'de, R: DeserializeOwned, D: Deserializer<'de>>(&mut self, from: D) -> Result<R, D::Error> {
        R::deserialize(from)
    }
}

/// Lets `ron` hand over the deserializer it makes.
struct Seed<'t, T, R>(&'t mut T, std::marker::PhantomData<R>);

impl<'de, T: Take, R: DeserializeOwned> DeserializeSeed<'de> for Seed<'_, T, R> {
    type Value = R;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<R, D::Error> {
        self.0.take(deserializer)
    }
}

macro_rules! of_kind {
    ($kind:expr, $id:expr, $read:ident: $($name:ident),+) => {
        match $kind {
            Kind::Project => Ok(Record::from($read!(About))),
            $(Kind::$name => {
                let mut record = $read!($name);
                record.id = $id;
                Ok(Record::from(record))
            })+
        }
    };
}

/// Reads the record of this kind and id from what stands after its key: `(…)`.
pub(super) fn parse_with(kind: Kind, id: Id, body: &str, how: &mut impl Take) -> SpannedResult<Record> {
    let options = ron();
    macro_rules! read {
        ($name:ident) => {
            options.from_str_seed(body, Seed::<_, $name>(how, std::marker::PhantomData))?
        };
    }
    of_kind! {
        kind, id, read: Analyst, Tag, Source, Entity, Relation, Event, Proposition, Annotation, Link, Grade, Review,
        Comment, Reading
    }
}

/// Reads a record; what is not known is an error.
pub(in crate::storage) fn parse(kind: Kind, id: Id, body: &str) -> SpannedResult<Record> {
    parse_with(kind, id, body, &mut Whole)
}

/// Writes a record without its key.
pub(super) fn write(out: &mut String, record: &Record, layout: Layout) -> Result<(), Unwritable> {
    macro_rules! by_kind {
        ($($name:ident),+) => {
            match record { $(Record::$name(record) => compact::write(out, record.as_ref(), layout)),+ }
        };
    }
    by_kind! {
        Project, Analyst, Tag, Source, Entity, Relation, Event, Proposition, Annotation, Link, Grade, Review, Comment,
        Reading
    }
}
