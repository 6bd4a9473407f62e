//! A selection that grows by sense.

use super::words::stretch_at;
use super::{Span, paragraph_at, sentence_at, trim};

/// The next larger selection around `span`: whole words, then whole sentences, then whole paragraphs, trimmed like
/// every selection. An empty span grows into the word at its place, or between words
/// the sentence; whole paragraphs stay as they are.
pub fn grow(text: &str, span: Span) -> Span {
    let span = trim(text, span);
    let units: [fn(&str, usize) -> Span; 3] = [word_in, sentence_at, paragraph_at];
    let last = text
        .floor_char_boundary(span.end.saturating_sub(1))
        .max(span.start);
    units
        .into_iter()
        .map(|unit| {
            trim(
                text,
                Span::new(unit(text, span.start).start, unit(text, last).end),
            )
        })
        .find(|larger| (span.is_empty() || larger.covers(span)) && larger.len() > span.len())
        .unwrap_or(span)
}

/// The word at byte `at`; of what stands between words nothing.
fn word_in(text: &str, at: usize) -> Span {
    let stretch = stretch_at(text, at);
    if stretch.is_word {
        stretch.span
    } else {
        Span::new(at, at)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Grows what is between `⟦` and `⟧` once for each further entry.
    fn check(steps: &[&str]) {
        for pair in steps.windows(2) {
            let start = pair[0].find('⟦').unwrap_or_default();
            let end = pair[0].find('⟧').unwrap_or_default() - '⟦'.len_utf8();
            let mut text = pair[0].replace(['⟦', '⟧'], "");
            let grown = grow(&text, Span::new(start, end));
            text.insert(grown.end, '⟧');
            text.insert(grown.start, '⟦');
            assert_eq!(text, pair[1], "from {}", pair[0]);
        }
    }

    #[test]
    fn grows_from_word_to_sentence_to_paragraph() {
        check(&[
            "One.\nHe l⟦⟧eft. She stayed.\nTwo.",
            "One.\nHe ⟦left⟧. She stayed.\nTwo.",
            "One.\n⟦He left⟧. She stayed.\nTwo.",
            "One.\n⟦He left. She stayed⟧.\nTwo.",
            "One.\n⟦He left. She stayed⟧.\nTwo.",
        ]);
        check(&[
            "国家⟦⟧安全机关立案。“匿名64”是组织！",
            "⟦国家安全⟧机关立案。“匿名64”是组织！",
            "⟦国家安全机关立案⟧。“匿名64”是组织！",
            "⟦国家安全机关立案。“匿名64”是组织⟧！",
        ]);
    }

    #[test]
    fn grows_to_whole_units_at_both_ends() {
        check(&[
            "the Mini⟦stry of Sta⟧te.",
            "the ⟦Ministry of State⟧.",
            "⟦the Ministry of State⟧.",
        ]);
        check(&[
            "One. T⟦wo. Th⟧ree. Four.",
            "One. ⟦Two. Three⟧. Four.",
            "⟦One. Two. Three. Four⟧.",
        ]);
        check(&["a b⟦\nc⟧ d", "a b\n⟦c d⟧"]);
        check(&["a ⟦b\nc⟧ d", "⟦a b\nc d⟧", "⟦a b\nc d⟧"]);
    }

    #[test]
    fn grows_from_between_words() {
        check(&["He left. ⟦⟧ She stayed.", "⟦He left⟧.  She stayed."]);
        check(&["a\n⟦⟧\nb", "a\n⟦⟧\nb"]);
        check(&["⟦⟧", "⟦⟧"]);
    }

    proptest! {
        #[test]
        fn never_shrinks_and_soon_stops(text in "[abU国安 .,。()\"“”\n]{0,40}", a in 0..60usize, b in 0..60usize) {
            let mut span = trim(&text, Span::between(a, b));
            for _ in 0..4 {
                let grown = grow(&text, span);
                prop_assert!((span.is_empty() || grown.covers(span)) && trim(&text, grown) == grown);
                span = grown;
            }
            prop_assert_eq!(grow(&text, span), span);
        }
    }
}
