//! Who may see a record, and what may be done with it.

use super::taxonomy::{Term, terms};
use super::written::excerpt;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr, sync::LazyLock};

/// How far something may be passed on: the Traffic Light Protocol 2.0 of FIRST, from the mildest to the
/// strictest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tlp {
    /// `tlp:clear`
    Clear,
    /// `tlp:green`
    Green,
    /// `tlp:amber`
    Amber,
    /// `tlp:amber+strict`
    AmberStrict,
    /// `tlp:red`
    Red,
}

/// What may be done with something: the Permissible Actions Protocol. `PAP:CLEAR` is the newer name of
/// `PAP:WHITE`; both are kept as written and neither is stricter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pap {
    /// `PAP:CLEAR`
    Clear,
    /// `PAP:WHITE`
    White,
    /// `PAP:GREEN`
    Green,
    /// `PAP:AMBER`
    Amber,
    /// `PAP:RED`
    Red,
}

impl Tlp {
    /// Every value, from the mildest to the strictest.
    pub const ALL: &'static [Self] = &[
        Self::Clear,
        Self::Green,
        Self::Amber,
        Self::AmberStrict,
        Self::Red,
    ];

    /// The tag as it is written in every format.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Clear => "tlp:clear",
            Self::Green => "tlp:green",
            Self::Amber => "tlp:amber",
            Self::AmberStrict => "tlp:amber+strict",
            Self::Red => "tlp:red",
        }
    }

    /// What the protocol says of it, in a sentence.
    pub fn rule(self) -> &'static str {
        static TERMS: LazyLock<Vec<Term>> =
            LazyLock::new(|| terms(include_str!("../../assets/taxonomies/tlp.json"), None));
        rule(&TERMS, self.tag())
    }
}

impl Pap {
    /// Every value, from the mildest to the strictest.
    pub const ALL: &'static [Self] = &[Self::Clear, Self::White, Self::Green, Self::Amber, Self::Red];

    /// The tag as it is written in every format.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Clear => "PAP:CLEAR",
            Self::White => "PAP:WHITE",
            Self::Green => "PAP:GREEN",
            Self::Amber => "PAP:AMBER",
            Self::Red => "PAP:RED",
        }
    }

    /// What the protocol says of it, in a sentence.
    pub fn rule(self) -> &'static str {
        static TERMS: LazyLock<Vec<Term>> =
            LazyLock::new(|| terms(include_str!("../../assets/taxonomies/PAP.json"), None));
        rule(&TERMS, self.tag())
    }

    /// Not `Ord`, since clear and white differ and yet neither is stricter.
    const fn strictness(self) -> u8 {
        match self {
            Self::Clear | Self::White => 0,
            Self::Green => 1,
            Self::Amber => 2,
            Self::Red => 3,
        }
    }
}

/// The taxonomy's sentence on `tag`, without the tag in parentheses that it begins with.
fn rule(terms: &'static [Term], tag: &str) -> &'static str {
    let value = tag.split_once(':').map_or(tag, |(_, value)| value);
    let words = terms
        .iter()
        .find(|term| term.value == value)
        .map_or("", |term| term.words.as_str());
    words.split_once(") ").map_or(words, |(_, sentence)| sentence)
}

/// The markings of a record, a project or an export: at most one of each protocol.
///
/// Serde writes it as a sorted list of tags (`["PAP:AMBER", "tlp:green"]`) and reads one in any order; as
/// text it is the same tags with commas between.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Marking {
    /// How far it may be passed on.
    pub tlp: Option<Tlp>,
    /// What may be done with it.
    pub pap: Option<Pap>,
}

/// Why a list of tags is not a marking.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MarkingError {
    /// No such tag.
    #[error(
        "“{}” is not a marking: use tlp:clear, tlp:green, tlp:amber, tlp:amber+strict, tlp:red, PAP:CLEAR, \
         PAP:WHITE, PAP:GREEN, PAP:AMBER or PAP:RED.",
        excerpt(.0)
    )]
    Unknown(String),
    /// A tag in other case, or an older name.
    #[error("“{}” is written {should_be}.", excerpt(.tag))]
    Spelling {
        /// What was given.
        tag: String,
        /// What was meant.
        should_be: &'static str,
    },
    /// Two of one protocol.
    #[error("{0} and {1} cannot both stand: there is at most one TLP and one PAP marking.")]
    Two(&'static str, &'static str),
}

impl Marking {
    /// The marking with these tags, in any order.
    ///
    /// # Errors
    /// If a tag is none of TLP 2.0 or PAP, or if there are two of one protocol, even the same.
    pub fn from_tags<'a>(tags: impl IntoIterator<Item = &'a str>) -> Result<Self, MarkingError> {
        let mut marking = Self::default();
        for tag in tags {
            if let Some(tlp) = Tlp::ALL.iter().copied().find(|tlp| tlp.tag() == tag) {
                if let Some(other) = marking.tlp.replace(tlp) {
                    return Err(MarkingError::Two(other.tag(), tlp.tag()));
                }
            } else if let Some(pap) = Pap::ALL.iter().copied().find(|pap| pap.tag() == tag) {
                if let Some(other) = marking.pap.replace(pap) {
                    return Err(MarkingError::Two(other.tag(), pap.tag()));
                }
            } else {
                return Err(misspelt(tag));
            }
        }
        Ok(marking)
    }

    /// The tags, sorted by their bytes: PAP before TLP.
    pub fn tags(self) -> impl Iterator<Item = &'static str> {
        self.pap.map(Pap::tag).into_iter().chain(self.tlp.map(Tlp::tag))
    }

    /// Whether nothing is marked.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// This marking, with what it does not name taken from `project`: what is not marked counts as marked
    /// like the project, each protocol for itself.
    #[must_use]
    pub fn or(self, project: Self) -> Self {
        Self {
            tlp: self.tlp.or(project.tlp),
            pap: self.pap.or(project.pap),
        }
    }

    /// Whether an export marked `limit` must leave this out. Each protocol is compared for itself; one that
    /// `limit` does not name leaves nothing out, and what is not marked is not stricter (see
    /// [`Marking::or`]).
    pub fn stricter_than(self, limit: Self) -> bool {
        let tlp = self.tlp.zip(limit.tlp).is_some_and(|(own, most)| own > most);
        let pap = self
            .pap
            .zip(limit.pap)
            .is_some_and(|(own, most)| own.strictness() > most.strictness());
        tlp || pap
    }
}

/// What is wrong with a tag that is none: perhaps only its case, or its age.
fn misspelt(tag: &str) -> MarkingError {
    let known = Tlp::ALL
        .iter()
        .map(|tlp| tlp.tag())
        .chain(Pap::ALL.iter().map(|pap| pap.tag()));
    let meant = if tag.eq_ignore_ascii_case("tlp:white") {
        // TLP 1 said white for what TLP 2.0 calls clear.
        Some(Tlp::Clear.tag())
    } else {
        known.into_iter().find(|known| known.eq_ignore_ascii_case(tag))
    };
    match meant {
        Some(should_be) => MarkingError::Spelling {
            tag: tag.to_owned(),
            should_be,
        },
        None => MarkingError::Unknown(tag.to_owned()),
    }
}

impl fmt::Display for Marking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tags().collect::<Vec<_>>().join(", "))
    }
}

impl FromStr for Marking {
    type Err = MarkingError;

    /// Tags with commas between; blanks around them do not count, and an empty text is no marking.
    fn from_str(text: &str) -> Result<Self, MarkingError> {
        Self::from_tags(text.split(',').map(str::trim).filter(|tag| !tag.is_empty()))
    }
}

impl Serialize for Marking {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.tags())
    }
}

impl<'de> Deserialize<'de> for Marking {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tags = Vec::<String>::deserialize(deserializer)?;
        Self::from_tags(tags.iter().map(String::as_str)).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn marking(text: &str) -> Marking {
        text.parse().unwrap()
    }

    #[test]
    fn a_marking_is_a_sorted_list_of_tags() {
        for (read, written) in [
            ("[]", "[]"),
            (r#"["tlp:amber+strict"]"#, r#"["tlp:amber+strict"]"#),
            (r#"["tlp:red","PAP:WHITE"]"#, r#"["PAP:WHITE","tlp:red"]"#),
        ] {
            let marking: Marking = serde_json::from_str(read).unwrap();
            assert_eq!(serde_json::to_string(&marking).unwrap(), written);
            assert_eq!(
                ron::from_str::<Marking>(&ron::to_string(&marking).unwrap()).unwrap(),
                marking
            );
            assert_eq!(marking.to_string().parse::<Marking>().unwrap(), marking);
        }
    }

    #[test]
    fn what_is_no_marking_is_refused_in_a_sentence() {
        for (tags, says) in [
            (
                "tlp:red, tlp:green",
                "tlp:red and tlp:green cannot both stand: there is at most one TLP and one PAP marking.",
            ),
            (
                "PAP:RED,PAP:RED",
                "PAP:RED and PAP:RED cannot both stand: there is at most one TLP and one PAP marking.",
            ),
            ("TLP:AMBER", "“TLP:AMBER” is written tlp:amber."),
            ("pap:red", "“pap:red” is written PAP:RED."),
            ("tlp:white", "“tlp:white” is written tlp:clear."),
        ] {
            assert_eq!(tags.parse::<Marking>().unwrap_err().to_string(), says);
        }
        for tag in [
            "tlp:ex:chr",
            "tlp:unclear",
            "PAP:AMBER+STRICT",
            "secret",
            "tlp:amber strict",
        ] {
            assert_eq!(tag.parse::<Marking>(), Err(MarkingError::Unknown(tag.to_owned())));
        }
    }

    #[test]
    fn each_protocol_is_compared_for_itself() {
        for (own, limit, stricter) in [
            ("", "tlp:clear", false),
            ("tlp:red", "", false),
            ("tlp:red", "PAP:CLEAR", false),
            ("tlp:red", "tlp:red", false),
            ("tlp:red", "tlp:amber+strict", true),
            ("tlp:amber+strict", "tlp:amber", true),
            ("tlp:amber", "tlp:green", true),
            ("tlp:green", "tlp:clear", true),
            ("tlp:clear", "tlp:green", false),
            ("PAP:WHITE", "PAP:CLEAR", false),
            ("PAP:CLEAR", "PAP:WHITE", false),
            ("PAP:GREEN", "PAP:WHITE", true),
            ("PAP:AMBER", "PAP:GREEN", true),
            ("PAP:RED", "PAP:AMBER", true),
            ("PAP:RED, tlp:clear", "tlp:clear", false),
            ("PAP:RED, tlp:clear", "tlp:clear, PAP:AMBER", true),
        ] {
            assert_eq!(
                marking(own).stricter_than(marking(limit)),
                stricter,
                "{own} against {limit}"
            );
        }
    }

    #[test]
    fn what_is_not_marked_counts_as_marked_like_the_project() {
        for (own, project, counts_as) in [
            ("", "tlp:amber, PAP:RED", "PAP:RED, tlp:amber"),
            ("tlp:red", "tlp:amber, PAP:RED", "PAP:RED, tlp:red"),
            ("PAP:GREEN", "", "PAP:GREEN"),
        ] {
            assert_eq!(marking(own).or(marking(project)), marking(counts_as));
        }
    }

    #[test]
    fn every_value_has_its_rule() {
        let rules: Vec<_> = Tlp::ALL
            .iter()
            .map(|t| t.rule())
            .chain(Pap::ALL.iter().map(|p| p.rule()))
            .collect();
        assert!(
            rules
                .iter()
                .all(|rule| rule.ends_with('.') && !rule.starts_with('(')),
            "{rules:?}"
        );
        assert_eq!(
            Tlp::Clear.rule(),
            "Recipients can spread this to the world, there is no limit on disclosure."
        );
    }
}
