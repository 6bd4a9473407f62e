//! Values that a type alone cannot check: taxonomies, texts that may not be empty, numbers that count from one.

use super::Findings;
use crate::project::codebook::builtin_tags;
use crate::project::record::*;
use crate::project::{Scale, state_responsibility};

/// The optional texts of a record, which are never the empty string.
fn optional_texts(record: &Record) -> Vec<(&'static str, &Option<String>)> {
    match record {
        Record::Project(r) => vec![("description", &r.description), ("licence", &r.licence)],
        Record::Source(r) => {
            let mut texts = vec![("url", &r.url), ("exhibit", &r.exhibit), ("licence", &r.licence)];
            if let Some(capture) = &r.capture {
                texts.extend([
                    ("capture", &capture.encoding),
                    ("capture", &capture.original_name),
                ]);
            }
            texts
        }
        Record::Relation(r) => vec![("confidence", &r.confidence)],
        Record::Event(r) => vec![("place", &r.place)],
        Record::Proposition(r) => vec![("state_responsibility", &r.state_responsibility)],
        Record::Annotation(r) => match r.claim().and_then(|c| c.wording.as_ref()) {
            Some(wording) => vec![("wording", &wording.likelihood), ("wording", &wording.confidence)],
            None => Vec::new(),
        },
        Record::Link(r) => vec![("reason", &r.reason)],
        Record::Grade(r) => vec![("reason", &r.reason)],
        Record::Review(r) => vec![("code", &r.code)],
        Record::Analyst(_) | Record::Tag(_) | Record::Entity(_) | Record::Comment(_) | Record::Reading(_) => {
            Vec::new()
        }
    }
}

pub(super) fn check(record: &Record, findings: &mut Findings<'_>) {
    for (field, text) in optional_texts(record) {
        findings.check(
            text.as_deref() != Some(""),
            field,
            "an optional text is never empty.",
        );
    }
    if let Some(common) = record.common() {
        findings.check(
            common.note() != Some(""),
            "note",
            "an optional text is never empty.",
        );
    }
    // The ids of sources are checked with their captures.
    let own_rule = match record.kind() {
        Kind::Source => true,
        Kind::Tag => builtin_tags().contains(&record.id()),
        _ => false,
    };
    findings.check(
        own_rule || record.id().is_v4(),
        "id",
        "it is not a version 4 UUID.",
    );
    match record {
        Record::Annotation(annotation) => {
            let built_in = matches!(annotation.body, Body::Tag(tag) if builtin_tags().contains(&tag));
            findings.check(!built_in, "body", "a built-in tag comes with its body.");
        }
        Record::Tag(tag) => {
            findings.check(!tag.letter.is_empty(), "letter", "a tag has a letter.");
            findings.check(tag.version >= 1, "version", "versions count from 1.");
        }
        Record::Entity(entity) => {
            let counted = !matches!(entity.extent, Extent::Counted(0));
            findings.check(counted, "extent", "a counted entity stands for one at least.");
        }
        Record::Relation(relation) => {
            let known = relation
                .confidence
                .as_ref()
                .is_none_or(|c| Scale::Confidence.has(c));
            findings.check(known, "confidence", "it is not a value of the scale confidence.");
        }
        Record::Proposition(proposition) => {
            let known = proposition
                .state_responsibility
                .as_ref()
                .is_none_or(|v| state_responsibility().iter().any(|s| s.value == *v));
            findings.check(
                known,
                "state_responsibility",
                "it is not a value of the taxonomy.",
            );
        }
        Record::Review(review) => findings.check(review.round >= 1, "round", "rounds count from 1."),
        _ => {}
    }
}
