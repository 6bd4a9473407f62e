//! The codebook's built-in tags: claim, evidence, individual. A project's first transaction makes them.

use super::record::*;
use super::{Id, Marking, TagId};
use std::sync::LazyLock;

static BUILT_IN: LazyLock<[TagId; 3]> = LazyLock::new(|| {
    [
        Id::of_tag("claim"),
        Id::of_tag("evidence"),
        Id::of_tag("individual"),
    ]
});

/// The ids of the built-in tags: claim, evidence, individual.
pub fn builtin_tags() -> [TagId; 3] {
    *BUILT_IN
}

/// The tag of claims.
pub fn claim_tag() -> TagId {
    BUILT_IN[0]
}

/// The tag of evidence.
pub fn evidence_tag() -> TagId {
    BUILT_IN[1]
}

/// The tag of mentions of persons.
pub fn individual_tag() -> TagId {
    BUILT_IN[2]
}

/// The built-in tags as records.
pub fn codebook(created: &Stamp) -> [Tag; 3] {
    let tag = |id, name: &str, letter: &str, key: &str, colour, definition: &str| Tag {
        id,
        name: name.into(),
        letter: letter.into(),
        key: key.into(),
        colour,
        definition: definition.into(),
        include: String::new(),
        exclude: String::new(),
        example: None,
        version: 1,
        created: created.clone(),
        modified: None,
        note: None,
        marking: Marking::default(),
    };
    [
        tag(
            claim_tag(),
            "claim",
            "C",
            "1",
            Colour::Claim,
            "Somebody asserts something.",
        ),
        tag(
            evidence_tag(),
            "evidence",
            "E",
            "2",
            Colour::Evidence,
            "What is offered for or against a claim.",
        ),
        tag(
            individual_tag(),
            "individual",
            "I",
            "3",
            Colour::Individual,
            "A mention of a natural person.",
        ),
    ]
}
