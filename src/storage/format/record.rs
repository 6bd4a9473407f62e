//! One record from its line, and to it.

use super::quick::{self, OtherForm};
use crate::project::*;
use crate::storage::format::compact::{self, Layout, Unwritable};
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
    parse_quickly(kind, id, body).or_else(|_| parse_with(kind, id, body, &mut Whole))
}

/// Reads a record in the form in which Onus writes it.
fn parse_quickly(kind: Kind, id: Id, body: &str) -> Result<Record, OtherForm> {
    macro_rules! read {
        ($name:ident) => {
            quick::parse::<$name>(body)?
        };
    }
    of_kind! {
        kind, id, read: Analyst, Tag, Source, Entity, Relation, Event, Proposition, Annotation, Link, Grade, Review,
        Comment, Reading
    }
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// The quick reader takes every line that Onus writes, and reads in it what `ron` does.
    #[test]
    fn the_quick_reader_reads_what_ron_reads() {
        let sample = include_str!("../../../tests/golden/everything.onus.ron");
        let frames = super::super::frame::frames(sample).unwrap();
        for frame in frames.records.iter().chain(&frames.about) {
            let slowly = parse_with(frame.kind, frame.id, frame.body, &mut Whole).unwrap();
            let quickly = parse_quickly(frame.kind, frame.id, frame.body);
            assert_eq!(quickly.ok(), Some(slowly), "{}", frame.body);
        }
    }

    /// What Onus would not write is left to `ron`, never read as something else.
    #[test]
    fn the_quick_reader_is_strict() {
        let good = r#"(handle:"a",kind:person)"#;
        assert!(quick::parse::<Analyst>(good).is_ok());
        for other in [
            r#"(handle:"a",kind:person"#,
            r#"(handle:"a",kind:person))"#,
            r#"(handle:"a"kind:person)"#,
            r#"(handle:"a",,kind:person)"#,
            r#"(handle: "a",kind:person)"#,
            r#"(handle:"\x61",kind:person)"#,
            r#"(handle:"\u{d800}",kind:person)"#,
            r#"(handle:r"a",kind:person)"#,
            r#"(handle:"a",kind:person())"#,
            r#"(handle:"a",kind:robot)"#,
            r#"(handle:"a",kind:person,kind:person)"#,
            r#"(handle:"a",kind:person,age:1)"#,
            r#"(handle:"a")"#,
            r#"Analyst(handle:"a",kind:person)"#,
            "",
        ] {
            assert!(quick::parse::<Analyst>(other).is_err(), "{other}");
        }
    }
}
