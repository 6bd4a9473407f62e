//! Texts and the passages in them: hashes, spans, blocks, regions.

use super::Findings;
use crate::project::record::*;
use crate::project::{Id, Project};
use crate::text::Span;

/// Whether a span holds at least one character and lies on characters of the text.
fn stands(text: &str, span: Span) -> bool {
    span.start < span.end && text.get(span.start..span.end).is_some()
}

fn in_order(spans: impl Iterator<Item = Span>) -> bool {
    let mut end = 0;
    for span in spans {
        if span.start < end {
            return false;
        }
        end = span.end;
    }
    true
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

pub(super) fn source(source: &Source, with_text: bool, findings: &mut Findings<'_>) {
    if let Some(capture) = &source.capture {
        findings.check(
            is_sha256(&capture.sha256),
            "capture",
            "its sha256 is not 64 lower-case hex digits.",
        );
        let own = is_sha256(&capture.sha256) && Id::of_original(&capture.sha256) == source.id;
        findings.check(
            own || source.id.is_v4(),
            "id",
            "a held source's id is made of the hash of its original.",
        );
    } else {
        findings.check(
            source.text.is_none(),
            "text",
            "a source without a capture has no text.",
        );
        findings.check(
            source.id.is_v4(),
            "id",
            "a cited source's id is a version 4 UUID.",
        );
    }
    let Some(text) = source.text.as_ref().filter(|_| with_text) else {
        return;
    };
    findings.check(
        text.is_intact(),
        "text",
        "the text is not the one its hash was made of.",
    );
    let value = text.value();
    let lines = 1 + memchr::memchr_iter(b'\n', value.as_bytes()).count();
    findings.check(
        lines.max(text.blocks.len()) <= Text::MOST_LINES,
        "text",
        &format!("it has more than {} lines or blocks.", Text::MOST_LINES),
    );
    let blocks = text.blocks.iter().map(|b| b.span);
    findings.check(
        blocks.clone().all(|s| stands(value, s)),
        "text",
        "a block does not lie on the text.",
    );
    findings.check(in_order(blocks), "text", "its blocks are not in order.");
    let levels = text
        .blocks
        .iter()
        .all(|b| !matches!(b.kind, BlockKind::Heading(level) if !(1..=6).contains(&level)));
    findings.check(levels, "text", "a heading's level is not between 1 and 6.");
    findings.check(
        text.blocks.iter().all(|b| b.page != Some(0)),
        "text",
        "pages count from 1.",
    );
    if let Some(pages) = &text.pages {
        findings.check(!pages.is_empty(), "text", "its list of pages is empty.");
        let on_text = pages
            .iter()
            .all(|p| value.get(p.span.start..p.span.end).is_some());
        findings.check(on_text, "text", "a page does not lie on the text.");
        let sized = pages
            .iter()
            .all(|p| p.width.is_finite() && p.height.is_finite() && p.width > 0.0 && p.height > 0.0);
        findings.check(sized, "text", "a page has no size.");
    }
}

pub(super) fn annotation(project: &Project, annotation: &Annotation, findings: &mut Findings<'_>) {
    // A missing source is reported as a dangling reference already.
    let Some(source) = project.sources.get(&annotation.source) else {
        return;
    };
    let text = source.text.as_ref().map(|t| t.value());
    match &annotation.anchor {
        Anchor::Text { spans } => {
            findings.check(!spans.is_empty(), "anchor", "it has no span.");
            match text {
                None => findings.say("anchor", "its source has no text."),
                Some(text) => {
                    findings.check(
                        spans.iter().all(|s| stands(text, *s)),
                        "anchor",
                        "a span does not lie on the text.",
                    );
                }
            }
            findings.check(
                in_order(spans.iter().copied()),
                "anchor",
                "its spans are not in order.",
            );
        }
        Anchor::Region { page, rects } => {
            findings.check(source.is_held(), "anchor", "its source is not held.");
            findings.check(*page >= 1, "anchor", "pages count from 1.");
            findings.check(!rects.is_empty(), "anchor", "it has no rectangle.");
            let sized = rects
                .iter()
                .all(|r| r.x.0 >= 0 && r.y.0 >= 0 && r.width.0 > 0 && r.height.0 > 0);
            findings.check(sized, "anchor", "a rectangle has no size.");
            let picture = source
                .capture
                .as_ref()
                .is_some_and(|c| c.media_type.starts_with("image/"));
            let mut lengths = rects.iter().flat_map(|r| [r.x, r.y, r.width, r.height]);
            findings.check(
                !picture || lengths.all(Length::is_whole),
                "anchor",
                "a rectangle of a picture is not in whole pixels.",
            );
        }
    }
    if let Body::Claim(claim) = &annotation.body {
        let words = claim
            .cue
            .iter()
            .copied()
            .chain(claim.hedges.iter().map(|h| h.span));
        let on_text = words
            .into_iter()
            .all(|span| text.is_some_and(|t| stands(t, span)));
        findings.check(on_text, "body", "a cue or hedge does not lie on the text.");
        findings.check(
            claim.replies_to != Some(annotation.id),
            "body.replies_to",
            "a claim does not answer itself.",
        );
    }
}
