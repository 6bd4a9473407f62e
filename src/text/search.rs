//! Every occurrence of a few words in a text.

use std::sync::atomic::{AtomicBool, Ordering};

use regex::{Regex, RegexBuilder};

use super::{Span, fold, fold_char};

/// The longest query, in code points. What is longer is no search but a paste by mistake.
const LONGEST: usize = 1000;

/// Bytes searched between two looks at whether to stop.
const STRIDE: usize = 1 << 20;

/// A query that cannot be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadQuery {
    /// Nothing, or nothing but blanks.
    #[error("there is nothing to find; type a word")]
    Blank,
    /// More than is sensible to look for at once.
    #[error("the text to find is too long; {LONGEST} characters are the most")]
    TooLong,
}

/// What a search came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The whole text was searched.
    Complete,
    /// There are more occurrences than were asked for.
    AtLimit,
    /// It was told to stop.
    Stopped,
}

/// A query, ready to be looked for in any number of texts.
///
/// A run of blanks in it stands for any run of blanks, line ends too; blanks around it do not count. Unless case is to
/// be matched, letters, width, quotes and hyphens are compared as [`fold`] does.
#[derive(Clone, Debug)]
pub struct Finder {
    regex: Regex,
    /// Characters of the query that are not blank.
    solid: usize,
}

impl Finder {
    /// Prepares `query`, which is plain text. Refuses one that is blank or has more than 1,000 code points.
    pub fn new(query: &str, match_case: bool) -> Result<Self, BadQuery> {
        if query.chars().nth(LONGEST).is_some() {
            return Err(BadQuery::TooLong);
        }
        let words: Vec<String> = query
            .split_whitespace()
            .map(|word| pattern(word, match_case))
            .collect();
        if words.is_empty() {
            return Err(BadQuery::Blank);
        }
        let regex = RegexBuilder::new(&words.join(r"\s+"))
            .case_insensitive(!match_case)
            .build()
            .map_err(|_| BadQuery::TooLong)?;
        let solid = query.chars().filter(|c| !c.is_whitespace()).count();
        Ok(Self { regex, solid })
    }

    /// The occurrences in `text`, in order, none overlapping another, at most `limit`; and whether these are all.
    /// Returns soon after `stop` is set, with what was found until then.
    pub fn find(&self, text: &str, limit: usize, stop: &AtomicBool) -> (Vec<Span>, Ended) {
        self.find_by(STRIDE, text, limit, stop)
    }

    fn find_by(&self, stride: usize, text: &str, limit: usize, stop: &AtomicBool) -> (Vec<Span>, Ended) {
        let mut found = Vec::new();
        let (mut from, mut to) = (0, 0);
        while to < text.len() {
            if stop.load(Ordering::Relaxed) {
                return (found, Ended::Stopped);
            }
            to = text.ceil_char_boundary(to + stride);
            let part = &text[from..to];
            for hit in self.regex.find_iter(part) {
                if found.len() == limit {
                    return (found, Ended::AtLimit);
                }
                found.push(Span::new(from + hit.start(), from + hit.end()));
            }
            let done = found.last().map_or(0, |span| span.end);
            from = done.max(from + self.earliest_cut_off(part));
        }
        (found, Ended::Complete)
    }

    /// Where in `part` an occurrence may begin that goes on behind it: such a one has all but one of its characters in
    /// the part, whatever blanks are between them.
    fn earliest_cut_off(&self, part: &str) -> usize {
        let mut solid = part.char_indices().rev().filter(|(_, c)| !c.is_whitespace());
        solid.nth(self.solid - 1).map_or(0, |(at, _)| at)
    }
}

/// The pattern of one word.
fn pattern(word: &str, match_case: bool) -> String {
    if match_case {
        return regex::escape(word);
    }
    word.chars().map(|c| class(fold_char(c))).collect()
}

/// The pattern of all characters that fold to `folded`, but for their case.
fn class(folded: char) -> String {
    let variants: Vec<String> = fold::variants(folded)
        .map(|c| regex::escape(c.encode_utf8(&mut [0; 4])))
        .collect();
    match variants.as_slice() {
        [one] => one.clone(),
        _ => format!("[{}]", variants.concat()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    static GO: AtomicBool = AtomicBool::new(false);

    fn hits<'a>(text: &'a str, query: &str, match_case: bool) -> Vec<&'a str> {
        let (spans, ended) = Finder::new(query, match_case)
            .unwrap()
            .find(text, usize::MAX, &GO);
        assert_eq!(ended, Ended::Complete);
        spans.into_iter().map(|span| span.slice(text).unwrap()).collect()
    }

    #[test]
    fn finds_without_case_width_and_fashion() {
        for (text, query, found) in [
            (
                "ICEFCOM, Icefcom, ＩＣＥＦＣＯＭ",
                "icefcom",
                &["ICEFCOM", "Icefcom", "ＩＣＥＦＣＯＭ"][..],
            ),
            ("国家安全机关，国家安全", "国家安全", &["国家安全", "国家安全"]),
            ("don't don’t", "Don't", &["don't", "don’t"]),
            ("APT-Q-20 APT‑Q‑20", "apt-q-20", &["APT-Q-20", "APT‑Q‑20"]),
            ("aaaa", "aa", &["aa", "aa"]),
            ("a.b axb [a]", "a.b", &["a.b"]),
            ("a.b axb [a]", "[a]", &["[a]"]),
            ("^\\-]&&~~ x", "^\\-]&&~~", &["^\\-]&&~~"]),
            ("x", "y", &[]),
        ] {
            assert_eq!(hits(text, query, false), found, "{query}");
        }
    }

    #[test]
    fn matches_case_when_told() {
        assert_eq!(hits("Some some SOME Ｓome", "some", true), ["some"]);
    }

    #[test]
    fn blanks_stand_for_blanks() {
        assert_eq!(
            hits(
                "two  words, two\nwords, two\u{3000}words, twowords",
                " two words ",
                false
            )
            .len(),
            3
        );
        assert_eq!(hits("two  words two\nwords", "two words", true).len(), 2);
    }

    #[test]
    fn refuses_what_cannot_be_found() {
        let of = |query: &str| Finder::new(query, false).err();
        assert_eq!(of(""), Some(BadQuery::Blank));
        assert_eq!(of(" \u{3000}\n"), Some(BadQuery::Blank));
        assert_eq!(of(&"国".repeat(1001)), Some(BadQuery::TooLong));
        assert_eq!(of(&"-".repeat(1000)), None);
    }

    #[test]
    fn stops_at_the_limit_and_when_told() {
        let finder = Finder::new("a", false).unwrap();
        for (limit, found, ended) in [
            (0, 0, Ended::AtLimit),
            (2, 2, Ended::AtLimit),
            (3, 3, Ended::Complete),
        ] {
            let (spans, how) = finder.find("aaa", limit, &GO);
            assert_eq!((spans.len(), how), (found, ended));
        }
        assert_eq!(
            finder.find("aaa", 3, &AtomicBool::new(true)),
            (Vec::new(), Ended::Stopped)
        );
    }

    proptest! {
        #[test]
        fn strides_make_no_difference(text in "[abA国 \n]{0,60}", query in "[ab国][ab国 ]{0,4}", stride in 1..12usize) {
            let finder = Finder::new(&query, false).unwrap();
            let (spans, _) = finder.find_by(stride, &text, usize::MAX, &GO);
            let at_once: Vec<_> = finder.regex.find_iter(&text).map(|hit| Span::new(hit.start(), hit.end())).collect();
            prop_assert_eq!(spans, at_once);
        }

        #[test]
        fn finds_what_folding_finds(text in "[aAＡßſs'’国]{0,12}", query in "[aAſß’国]{1,3}") {
            let (spans, _) = Finder::new(&query, false).unwrap().find(&text, usize::MAX, &GO);
            let folded = fold(&text);
            prop_assert_eq!(spans.len(), folded.matches(&fold(&query)).count());
        }
    }
}
