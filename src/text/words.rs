//! Words, for a double click and for the caret. Chinese and Japanese words are those of a dictionary.

use super::Span;
use super::marks::{first_not_blank, last_not_blank};
use super::pieces::piece_at;
use super::segment::{Stretch, stretches};

/// How many pieces of nothing but marks the caret crosses in one step, so that a step in a hostile text
/// ends soon.
const PIECES: usize = 16;

/// The word at byte `at`; between words the run of blanks or the mark that is there. Right behind a word, where no
/// other begins, it is that word; in an empty line it is nothing.
pub fn word_at(text: &str, at: usize) -> Span {
    stretch_at(text, at).span
}

/// [`word_at`], and whether it is a word.
pub(super) fn stretch_at(text: &str, at: usize) -> Stretch {
    let piece = piece_at(text, at);
    let mut before = Stretch {
        span: Span::new(piece.start, piece.start),
        is_word: false,
    };
    for stretch in stretches_of(text, piece) {
        if stretch.span.contains(at) {
            let is_behind_word = before.is_word && before.span.end == at;
            return if is_behind_word && !stretch.is_word {
                before
            } else {
                stretch
            };
        }
        before = stretch;
    }
    before
}

/// The end of the first word that ends after byte `at`: where the caret goes by a word. Without one it is the end of
/// the text, or of as much of it as was read.
pub fn next_word(text: &str, at: usize) -> usize {
    let mut piece = piece_at(text, at);
    for _ in 0..PIECES {
        let word = stretches_of(text, piece).find(|stretch| stretch.is_word && stretch.span.end > at);
        if let Some(word) = word {
            return word.span.end;
        }
        match first_not_blank(text, piece.end) {
            Some(next) => piece = piece_at(text, next),
            None => return text.len(),
        }
    }
    piece.start
}

/// The start of the last word that starts before byte `at`: where the caret goes back by a word. Without one it is
/// the start of the text, or of as much of it as was read.
pub fn previous_word(text: &str, at: usize) -> usize {
    let mut piece = piece_at(text, at);
    for _ in 0..PIECES {
        let before = stretches_of(text, piece).take_while(|stretch| stretch.span.start < at);
        if let Some(word) = before.filter(|stretch| stretch.is_word).last() {
            return word.span.start;
        }
        match last_not_blank(text, piece.start) {
            Some(before) => piece = piece_at(text, before),
            None => return 0,
        }
    }
    piece.end
}

fn stretches_of(text: &str, piece: Span) -> impl Iterator<Item = Stretch> {
    stretches(piece.slice(text).unwrap_or_default()).map(move |stretch| stretch.shifted(piece.start))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::pieces::tests::long_text;
    use super::*;

    /// The position of `|` and the text without it.
    fn caret(marked: &str) -> (String, usize) {
        (marked.replace('|', ""), marked.find('|').unwrap_or_default())
    }

    #[test]
    fn picks_the_word_under_a_click() {
        for (marked, word) in [
            ("国|家安全机关已对其立案侦查", "国家安全"),
            ("国家安全|机关已对其立案侦查", "机关"),
            ("组织“匿|名64”。", "匿名"),
            ("Som|e text", "Some"),
            ("Some| text", "Some"),
            ("Some | text", "  "),
            ("(|text)", "text"),
            ("text|)", "text"),
            ("text)|", ")"),
            ("text|", "text"),
            ("one|\ntwo", "one"),
            ("one\n|\ntwo", ""),
            ("one\n|two", "two"),
            ("at evil.ex|ample.com now", "evil.example.com"),
            ("|", ""),
        ] {
            let (text, at) = caret(marked);
            assert_eq!(word_at(&text, at).slice(&text), Some(word), "{marked}");
        }
    }

    #[test]
    fn walks_by_words() {
        type Walk = fn(&str, usize) -> usize;
        for (walk, before, after) in [
            (next_word as Walk, "|Some text", "Some| text"),
            (next_word, "Some| text.", "Some text|."),
            (
                next_word,
                "Some text|. \n\n  “More” ",
                "Some text. \n\n  “More|” ",
            ),
            (next_word, "国家安全|机关已对其", "国家安全机关|已对其"),
            (next_word, "text|. ", "text. |"),
            (next_word, "|", "|"),
            (previous_word, "Some text|.", "Some |text."),
            (previous_word, "Some |text.", "|Some text."),
            (previous_word, "“More”. \n\n |text", "“|More”. \n\n text"),
            (previous_word, "国家安全机|关", "国家安全|机关"),
            (previous_word, " .|text", "| .text"),
        ] {
            let (text, at) = caret(before);
            let (_, expected) = caret(after);
            assert_eq!(walk(&text, at), expected, "{before}");
        }
    }

    #[test]
    fn a_step_through_marks_ends() {
        let text = "!".repeat(1_000_000);
        let (forward, back) = (next_word(&text, 0), previous_word(&text, text.len()));
        assert!(forward > 0 && forward < text.len() && back > 0 && back < text.len());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn a_word_is_the_same_from_all_its_bytes(text in long_text(), share in 0.0..1.0) {
            let at = text.floor_char_boundary((text.len() as f64 * share) as usize);
            let found = stretch_at(&text, at);
            for at in (found.span.start..found.span.end).step_by(31) {
                let again = stretch_at(&text, at);
                // At its first byte a mark gives way to the word before it.
                prop_assert!(again == found || (at == found.span.start && again.is_word && !found.is_word));
            }
            let (before, after) = (previous_word(&text, at), next_word(&text, at));
            prop_assert!(before <= at && at <= after);
            prop_assert!(text.is_char_boundary(before) && text.is_char_boundary(after));
            prop_assert!((before < at || at == 0) && (after > at || at == text.len()));
        }
    }
}
