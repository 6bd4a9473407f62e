//! The ids of records.

use super::written::{excerpt, written_as_text};
use std::{fmt, str::FromStr};
use uuid::{Builder, Uuid, Version};

/// The id of a record: a UUID (RFC 9562), unique over all kinds of a project.
///
/// It is written as 32 hexadecimal digits in lower case with hyphens, and only that form is read, so that
/// reading and writing a file changes no byte of it.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Uuid);

/// An id in the table of sources.
pub type SourceId = Id;
/// An id in the table of entities.
pub type EntityId = Id;
/// An id in the table of relations.
pub type RelationId = Id;
/// An id in the table of events.
pub type EventId = Id;
/// An id in the table of propositions.
pub type PropositionId = Id;
/// An id in the table of annotations.
pub type AnnotationId = Id;
/// An id in the table of links.
pub type LinkId = Id;
/// An id in the table of grades.
pub type GradeId = Id;
/// An id in the table of reviews.
pub type ReviewId = Id;
/// An id in the table of comments.
pub type CommentId = Id;
/// An id in the table of tags.
pub type TagId = Id;
/// An id in the table of analysts.
pub type AnalystId = Id;
/// An id in the table of readings.
pub type ReadingId = Id;

/// A text that is not an id as Onus writes it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{}” is not an id: an id is 32 hexadecimal digits in lower case, grouped 8-4-4-4-12 by hyphens.",
    excerpt(.0)
)]
pub struct NotAnId(String);

impl Id {
    /// The least id, the nil UUID: no record has it. For the lower end of a range, and where an id comes
    /// later.
    pub const MIN: Self = Self(Uuid::nil());
    /// The greatest id, the max UUID: no record has it. For the upper end of a range.
    pub const MAX: Self = Self(Uuid::max());

    /// The id of a held source: a v5 UUID in the URL namespace of the SHA-256 of its original, given as 64
    /// hexadecimal digits in lower case. The same document is so the same source in everyone's copy.
    pub fn of_original(sha256_hex: &str) -> Self {
        debug_assert!(
            sha256_hex.len() == 64 && sha256_hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
        );
        Self(Uuid::new_v5(&Uuid::NAMESPACE_URL, sha256_hex.as_bytes()))
    }

    /// The id of a built-in tag, `claim`, `evidence` or `individual`: a v5 UUID in the URL namespace of
    /// `onus:tag:` and the name, so that it is the same tag in every project.
    pub fn of_tag(name: &str) -> Self {
        Self(Uuid::new_v5(
            &Uuid::NAMESPACE_URL,
            format!("onus:tag:{name}").as_bytes(),
        ))
    }

    /// A v4 UUID of 16 random bytes, six bits of which give way to version and variant. The ids of all other
    /// records are v4: v7 would tell working hours, and STIX 2.1 refuses it.
    pub fn from_random(bytes: [u8; 16]) -> Self {
        Self(Builder::from_random_bytes(bytes).into_uuid())
    }

    /// Whether this is a v4 (random) UUID, as all ids are but those of held sources and built-in tags.
    pub fn is_v4(self) -> bool {
        self.0.get_version() == Some(Version::Random)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.hyphenated().encode_lower(&mut Uuid::encode_buffer()))
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Id({self})")
    }
}

impl FromStr for Id {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let as_we_write = text.len() == 36 && !text.bytes().any(|b| b.is_ascii_uppercase());
        let uuid = as_we_write.then(|| Uuid::try_parse(text).ok()).flatten();
        uuid.map(Self).ok_or_else(|| NotAnId(text.to_owned()))
    }
}

written_as_text!(Id, "an id");

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The v5 ids were computed with Python's `uuid.uuid5(uuid.NAMESPACE_URL, name)`.
    #[test]
    fn ids_of_originals_and_tags_are_those_of_the_url_namespace() {
        let empty_file = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        for (id, text) in [
            (Id::of_tag("claim"), "5929c063-66c1-5b11-bea5-4f335b57eee9"),
            (Id::of_tag("evidence"), "5c0904ac-6031-57e9-9843-00f785515aea"),
            (Id::of_tag("individual"), "fd831c0e-8b62-580e-8867-26d1b28a757e"),
            (
                Id::of_original(empty_file),
                "80440758-37c2-5ab0-acbb-6da4cf6cef1b",
            ),
        ] {
            assert_eq!(id.to_string(), text);
            assert!(!id.is_v4());
        }
    }

    #[test]
    fn other_forms_of_a_uuid_are_refused() {
        for text in [
            "",
            "F81D4FAE-7DEC-41D0-A765-00A0C91E6BF6",
            "f81d4fae7dec41d0a76500a0c91e6bf6",
            "{f81d4fae-7dec-41d0-a765-00a0c91e6bf6}",
            "urn:uuid:f81d4fae-7dec-41d0-a765-00a0c91e6bf6",
            "f81d4fae-7dec-41d0-a765-00a0c91e6bf",
            "f81d4fae-7dec-41d0-a765-00a0c91e6bfg",
            "f81d4fae7-dec-41d0-a765-00a0c91e6bf6",
            " f81d4fae-7dec-41d0-a765-00a0c91e6bf",
        ] {
            assert_eq!(text.parse::<Id>(), Err(NotAnId(text.to_owned())));
        }
        assert_eq!(
            "x".parse::<Id>().unwrap_err().to_string(),
            "“x” is not an id: an id is 32 hexadecimal digits in lower case, grouped 8-4-4-4-12 by hyphens."
        );
    }

    proptest! {
        #[test]
        fn a_random_id_is_v4_and_reads_back(bytes: [u8; 16]) {
            let id = Id::from_random(bytes);
            prop_assert!(id.is_v4());
            prop_assert_eq!(id.to_string().parse::<Id>().unwrap(), id);
            let json = serde_json::to_string(&id).unwrap();
            prop_assert_eq!(&json, &format!("\"{id}\""));
            prop_assert_eq!(serde_json::from_str::<Id>(&json).unwrap(), id);
            prop_assert_eq!(ron::from_str::<Id>(&ron::to_string(&id).unwrap()).unwrap(), id);
        }
    }
}
