//! Sentences, without the blanks around them.

use super::Span;
use super::marks::{first_not_blank, is_blank, last_not_blank};
use super::pieces::piece_at;
use super::segment::sentence_breaks;

/// The sentence at byte `at`. Blanks belong to the sentence before them, those that begin a line to the first in it;
/// a blank line has an empty sentence. A sentence never goes over a line end, nor over the seams of a line longer than
/// 4 KiB, which lie between sentences where they can.
pub fn sentence_at(text: &str, at: usize) -> Span {
    let piece = piece_at(text, at);
    let mut found = Span::new(piece.start, piece.start);
    for sentence in sentences_of(text, piece) {
        if sentence.start > at && !found.is_empty() {
            break;
        }
        found = sentence;
    }
    found
}

/// The start of the first sentence that starts after byte `at`; without one the end of the text.
pub fn next_sentence(text: &str, at: usize) -> usize {
    let piece = piece_at(text, at);
    let next = sentences_of(text, piece)
        .map(|sentence| sentence.start)
        .find(|start| *start > at);
    next.or_else(|| first_not_blank(text, piece.end))
        .unwrap_or(text.len())
}

/// The start of the last sentence that starts before byte `at`; without one the start of the text.
pub fn previous_sentence(text: &str, at: usize) -> usize {
    let last_before = |piece| {
        sentences_of(text, piece)
            .map(|sentence| sentence.start)
            .take_while(|start| *start < at)
            .last()
    };
    let piece = piece_at(text, at);
    last_before(piece)
        .or_else(|| last_before(piece_at(text, last_not_blank(text, piece.start)?)))
        .unwrap_or(0)
}

/// The sentences of a piece that are not blank.
fn sentences_of(text: &str, piece: Span) -> impl Iterator<Item = Span> {
    let words = piece.slice(text).unwrap_or_default();
    let mut start = 0;
    sentence_breaks(words).filter_map(move |end| {
        let sentence = words[start..end].trim_end_matches(is_blank);
        let blanks = sentence.len() - sentence.trim_start_matches(is_blank).len();
        let span = Span::new(start + blanks, start + sentence.len()).shifted(piece.start);
        start = end;
        (!span.is_empty()).then_some(span)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::pieces::tests::long_text;
    use super::*;

    fn caret(marked: &str) -> (String, usize) {
        (marked.replace('|', ""), marked.find('|').unwrap_or_default())
    }

    #[test]
    fn picks_the_sentence_of_a_position() {
        for (marked, sentence) in [
            ("He le|ft. She stayed.", "He left."),
            ("He left.| She stayed.", "He left."),
            ("He left. |She stayed.", "She stayed."),
            ("He left. She stayed.|", "She stayed."),
            ("国家安全部披露。|“匿名64”组织！真的吗？", "“匿名64”组织！"),
            ("国家安全部|披露。“匿名64”组织！", "国家安全部披露。"),
            ("|\u{3000}\u{3000}近日，他说。又说", "近日，他说。"),
            ("No stop|\nat a line end", "No stop"),
            ("a\n |  \nb", ""),
            ("|", ""),
        ] {
            let (text, at) = caret(marked);
            assert_eq!(sentence_at(&text, at).slice(&text), Some(sentence), "{marked}");
        }
    }

    #[test]
    fn walks_by_sentences() {
        type Walk = fn(&str, usize) -> usize;
        for (walk, before, after) in [
            (next_sentence as Walk, "|One. Two.", "One. |Two."),
            (
                next_sentence,
                "One. T|wo.\n\n \u{3000}三。",
                "One. Two.\n\n \u{3000}|三。",
            ),
            (next_sentence, "|  One.", "  |One."),
            (next_sentence, "On|e. ", "One. |"),
            (previous_sentence, "One. T|wo.", "One. |Two."),
            (previous_sentence, "One. |Two.", "|One. Two."),
            (previous_sentence, "一。二。\n\n|Two", "一。|二。\n\nTwo"),
            (previous_sentence, "\n  |Two", "|\n  Two"),
        ] {
            let (text, at) = caret(before);
            let (_, expected) = caret(after);
            assert_eq!(walk(&text, at), expected, "{before:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn the_way_there_is_the_way_back(text in long_text(), share in 0.0..1.0) {
            let at = text.floor_char_boundary((text.len() as f64 * share) as usize);
            let (before, after) = (previous_sentence(&text, at), next_sentence(&text, at));
            prop_assert!(before <= at && at <= after && (after > at || at == text.len()));
            if after < text.len() {
                prop_assert_eq!(sentence_at(&text, after).start, after);
                prop_assert!(previous_sentence(&text, after) <= at);
            }
            let sentence = sentence_at(&text, at);
            for within in (sentence.start..sentence.end).step_by(7) {
                prop_assert_eq!(sentence_at(&text, within), sentence);
            }
        }
    }
}
