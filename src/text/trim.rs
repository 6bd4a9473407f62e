//! What a selection leaves out.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use super::Span;
use super::abbreviations::keeps_its_dot;
use super::marks::{is_blank, is_closing, is_opening, is_stop, is_straight_quote, openings_of};

/// The selection `span` without blanks and punctuation at its ends: stops go, and so does a bracket or quote whose
/// partner is not selected with it. A dot stays where it is part of a word (`U.S.`, `.exe`), and a selection of nothing
/// but punctuation loses its blanks alone. One that lies outside `text` or cuts its characters is made to fit first.
/// Trimming what is trimmed changes nothing.
pub fn trim(text: &str, span: Span) -> Span {
    let whole = without_blanks(text, fitted(text, span));
    let partnered = LazyCell::new(|| partnered(text, whole));
    let is_alone = |at, c| is_bracket_or_quote(c) && !partnered.contains(&at);
    let mut rest = whole;
    loop {
        let words = rest.slice(text).unwrap_or_default();
        let mut chars = words.chars();
        let Some(first) = chars.next() else {
            return whole;
        };
        let last = words.chars().next_back().unwrap_or(first);
        let last_at = rest.end - last.len_utf8();
        let begins_a_word =
            matches!(first, '.' | ':') && chars.next().is_some_and(|c| c.is_ascii_alphanumeric());
        if (is_stop(last) && !keeps_its_dot(words)) || is_alone(last_at, last) {
            rest.end = last_at;
        } else if (is_stop(first) && !begins_a_word) || is_alone(rest.start, first) {
            rest.start += first.len_utf8();
        } else {
            return rest;
        }
        rest = without_blanks(text, rest);
    }
}

/// The nearest span of `text` that holds all of `span` which is in it.
fn fitted(text: &str, span: Span) -> Span {
    let start = text.floor_char_boundary(span.start);
    Span::new(start, text.ceil_char_boundary(span.end).max(start))
}

fn without_blanks(text: &str, span: Span) -> Span {
    let words = span.slice(text).unwrap_or_default();
    let start = span.end - words.trim_start_matches(is_blank).len();
    let end = span.start + words.trim_end_matches(is_blank).len();
    Span::new(start, end.max(start))
}

fn is_bracket_or_quote(c: char) -> bool {
    is_opening(c) || is_closing(c) || is_straight_quote(c)
}

/// Where the brackets and quotes of `span` are that have their partner in it.
///
/// Each kind is paired for itself, since sources nest them wrongly. A quote that may open or close closes where one is
/// open.
fn partnered(text: &str, span: Span) -> BTreeSet<usize> {
    let mut open: BTreeMap<char, Vec<usize>> = BTreeMap::new();
    let mut partnered = BTreeSet::new();
    let marks = span
        .slice(text)
        .unwrap_or_default()
        .char_indices()
        .filter(|(_, c)| is_bracket_or_quote(*c));
    for (at, c) in marks.map(|(at, c)| (span.start + at, c)) {
        let around = Around::of(text, at, c);
        if around.is_apostrophe() {
            continue;
        }
        let last = openings_of(c)
            .filter_map(|opening| Some((*open.get(&opening)?.last()?, opening)))
            .filter(|_| around.may_close())
            .max();
        if let Some((partner, opening)) = last {
            open.entry(opening).or_default().pop();
            partnered.extend([partner, at]);
        } else if is_opening(c) || (is_straight_quote(c) && around.may_open()) {
            open.entry(c).or_default().push(at);
        }
    }
    partnered
}

/// A bracket or quote and the characters beside it, which tell what a straight quote is.
struct Around {
    before: Option<char>,
    mark: char,
    after: Option<char>,
}

impl Around {
    fn of(text: &str, at: usize, mark: char) -> Self {
        let (before, after) = (&text[..at], &text[at + mark.len_utf8()..]);
        Self {
            before: before.chars().next_back(),
            mark,
            after: after.chars().next(),
        }
    }

    fn is_apostrophe(&self) -> bool {
        let is_cased = |c: char| c.is_lowercase() || c.is_uppercase();
        matches!(self.mark, '\'' | '’')
            && self.before.is_some_and(is_cased)
            && self.after.is_some_and(is_cased)
    }

    fn may_open(&self) -> bool {
        !self.looks_closing() || self.looks_opening()
    }

    fn may_close(&self) -> bool {
        !is_straight_quote(self.mark) || !self.looks_opening() || self.looks_closing()
    }

    fn looks_opening(&self) -> bool {
        self.before.is_none_or(|c| is_blank(c) || is_opening(c)) && self.after.is_some_and(|c| !is_blank(c))
    }

    fn looks_closing(&self) -> bool {
        self.after
            .is_none_or(|c| is_blank(c) || is_stop(c) || is_closing(c))
            && self.before.is_some_and(|c| !is_blank(c))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A text in which `⟦` and `⟧` stand around a span.
    fn marked(text: &str) -> (String, Span) {
        let start = text.find('⟦').unwrap_or_default();
        let end = text.find('⟧').unwrap_or_default() - '⟦'.len_utf8();
        (text.replace(['⟦', '⟧'], ""), Span::new(start, end))
    }

    fn check(before: &str, after: &str) {
        let (mut shown, span) = marked(before);
        let trimmed = trim(&shown, span);
        shown.insert(trimmed.end, '⟧');
        shown.insert(trimmed.start, '⟦');
        assert_eq!(shown, after, "from {before}");
    }

    #[test]
    fn leaves_out_blanks_and_stops() {
        check("⟦Some⟧ text", "⟦Some⟧ text");
        check("⟦Some ⟧text", "⟦Some⟧ text");
        check("a⟦ \u{3000}Some.\n⟧text", "a \u{3000}⟦Some⟧.\ntext");
        check("Well⟦, he left...⟧", "Well, ⟦he left⟧...");
        check("⟦。国家安全机关，⟧", "。⟦国家安全机关⟧，");
        check("⟦国家安全机关……⟧", "⟦国家安全机关⟧……");
        check("他说⟦：真的吗？！⟧", "他说：⟦真的吗⟧？！");
        check("⟦\u{200B}word\u{FEFF} ⟧", "\u{200B}⟦word⟧\u{FEFF} ");
    }

    #[test]
    fn keeps_brackets_and_quotes_that_are_whole() {
        check("⟦“hello.”⟧", "⟦“hello.”⟧");
        check("⟦“hello.”.⟧", "⟦“hello.”⟧.");
        check("“⟦hello.”⟧", "“⟦hello⟧.”");
        check("⟦“hello⟧.”", "“⟦hello⟧.”");
        check("“[⟦hello].”⟧", "“[⟦hello⟧].”");
        check("“⟦[hello].”⟧", "“⟦[hello]⟧.”");
        check("⟦“[hello].⟧”", "“⟦[hello]⟧.”");
        check("⟦“[hello⟧].”", "“[⟦hello⟧].”");
        check("⟦「匿名64」。⟧", "⟦「匿名64」⟧。");
        check("「⟦匿名64」。⟧", "「⟦匿名64⟧」。");
        check("⟦《报告》（附件）：⟧", "⟦《报告》（附件）⟧：");
        check("（⟦台灣）資通電軍（ICEFCOM）⟧", "（⟦台灣）資通電軍（ICEFCOM）⟧");
        check("⟦hello (⟧see", "⟦hello⟧ (see");
        check("⟦((a) b⟧ c)", "(⟦(a) b⟧ c)");
        check("⟦(a) b)⟧", "⟦(a) b⟧)");
        check("“他说：⟦‘走’。”⟧", "“他说：⟦‘走’⟧。”");
        check("⟦„Ja.“ ⟧", "⟦„Ja.“⟧ ");
        check("„⟦Ja.“ ⟧", "„⟦Ja⟧.“ ");
        check("⟦« oui »,⟧", "⟦« oui »⟧,");
        check("⟦»nein«.⟧", "⟦»nein«⟧.");
    }

    #[test]
    fn tells_straight_quotes_by_what_is_beside_them() {
        check("He said ⟦\"no.\"⟧", "He said ⟦\"no.\"⟧");
        check("He said \"⟦no.\"⟧", "He said \"⟦no⟧.\"");
        check("⟦\"a\" said \"⟧b\"", "⟦\"a\" said⟧ \"b\"");
        check("\"b⟦\" said \"a\"⟧", "\"b\" ⟦said \"a\"⟧");
        check("他说⟦\"你好\"。⟧", "他说⟦\"你好\"⟧。");
        check("他说\"⟦你好\"。⟧", "他说\"⟦你好⟧\"。");
        check("⟦'don't go'⟧ he", "⟦'don't go'⟧ he");
        check("⟦‘don’t go’.⟧", "⟦‘don’t go’⟧.");
        check("('⟦x')⟧", "('⟦x⟧')");
    }

    #[test]
    fn keeps_dots_that_are_part_of_a_word() {
        check("in the ⟦U.S.⟧", "in the ⟦U.S.⟧");
        check("in the (⟦U.S.),⟧", "in the (⟦U.S.⟧),");
        check("⟦Qihu Technology Co., Ltd.⟧", "⟦Qihu Technology Co., Ltd.⟧");
        check("⟦.exe files:⟧", "⟦.exe files⟧:");
        check("⟦plan B.⟧", "⟦plan B⟧.");
    }

    #[test]
    fn leaves_something_of_punctuation() {
        check("a ⟦?!  ⟧", "a ⟦?!⟧  ");
        check("a⟦ \n ⟧b", "a \n ⟦⟧b");
        check("a⟦⟧b", "a⟦⟧b");
    }

    #[test]
    fn makes_a_foreign_span_fit() {
        for (start, end, trimmed) in [(1, 99, (0, 3)), (1, 2, (0, 3)), (9, 12, (3, 3)), (3, 0, (3, 3))] {
            assert_eq!(trim("国", Span::new(start, end)), Span::new(trimmed.0, trimmed.1));
        }
    }

    #[test]
    fn ends_soon_on_hostile_marks() {
        for unit in ["(", ")", ".", "\"", "“", "' "] {
            let text = unit.repeat(50_000);
            let trimmed = trim(&text, Span::new(0, text.len()));
            assert!(trimmed.len() <= text.len(), "{unit}");
        }
    }

    proptest! {
        #[test]
        fn trimming_twice_is_trimming_once(
            before in "[ab (\"“'.。「„]{0,4}",
            inside in "[abU国 .,。()\"'“”‘’„「」»«\u{3000}]{0,24}",
            after in "[ab )\"”'.。」“]{0,4}",
        ) {
            let text = format!("{before}{inside}{after}");
            let span = Span::new(before.len(), before.len() + inside.len());
            let once = trim(&text, span);
            prop_assert!(span.covers(once) && once.slice(&text).is_some(), "{:?}", once);
            prop_assert_eq!(trim(&text, once), once);
            let letters = |words: Span| words.slice(&text).map(|w| w.chars().filter(|c| c.is_alphanumeric()).count());
            prop_assert_eq!(letters(once), letters(span));
        }
    }
}
