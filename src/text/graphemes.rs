//! Steps of the caret.

use super::pieces::piece_at;
use super::segment::cluster_breaks;

/// Where the caret stands one step after byte `at`: behind the grapheme cluster, or LF, that is there. At the end of
/// the text it stays.
pub fn next_grapheme(text: &str, at: usize) -> usize {
    let piece = piece_at(text, at);
    let words = piece.slice(text).unwrap_or_default();
    cluster_breaks(words)
        .map(|end| piece.start + end)
        .find(|end| *end > at)
        // Only an LF, or nothing at all, lies behind the last cluster of a piece.
        .unwrap_or_else(|| text.len().min(piece.end + 1))
}

/// Where the caret stands one step before byte `at`. At the start of the text it stays.
pub fn previous_grapheme(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    let Some(before) = at.checked_sub(1) else {
        return 0;
    };
    let piece = piece_at(text, before);
    let words = piece.slice(text).unwrap_or_default();
    let steps = cluster_breaks(words).map(|end| piece.start + end);
    steps.take_while(|end| *end < at).last().unwrap_or(piece.start)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::pieces::tests::long_text;
    use super::*;

    /// The text with `|` wherever the caret stops on its way to the end.
    fn stops(text: &str) -> String {
        let mut stops = String::new();
        let mut at = 0;
        while at < text.len() {
            let next = next_grapheme(text, at);
            stops.push_str(&text[at..next]);
            stops.push('|');
            at = next;
        }
        stops
    }

    #[test]
    fn steps_over_what_is_one_sign() {
        for expected in [
            "国|e\u{301}|x|",
            "👩‍👩‍👧|🇨🇳|🇹🇼|",
            "a|\n|\n|b|",
            "각|가|",
            "न|म|स्ते|",
            "",
        ] {
            let text = expected.replace('|', "");
            assert_eq!(stops(&text), expected);
        }
    }

    #[test]
    fn positions_from_outside_do_no_harm() {
        assert_eq!((next_grapheme("国", 1), previous_grapheme("国", 2)), (3, 0));
        assert_eq!((next_grapheme("国", 99), previous_grapheme("国a", 99)), (3, 3));
        assert_eq!((next_grapheme("", 0), previous_grapheme("", 0)), (0, 0));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn goes_back_the_way_it_came(text in long_text(), share in 0.0..1.0) {
            let mut at = text.floor_char_boundary((text.len() as f64 * share) as usize);
            at = previous_grapheme(&text, at);
            for _ in 0..20 {
                let next = next_grapheme(&text, at);
                prop_assert!(text.is_char_boundary(next));
                if next == at {
                    prop_assert_eq!(at, text.len());
                    break;
                }
                prop_assert_eq!(previous_grapheme(&text, next), at);
                at = next;
            }
        }
    }
}
