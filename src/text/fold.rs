//! Text as filters and finding compare it: without case, width and the fashions of quotes and hyphens.

use super::Span;

/// The character `c` stands for when case, width and typography do not count. One character always folds to one, so
/// that places in folded and original text correspond.
pub fn fold_char(c: char) -> char {
    let narrow = match c {
        '\u{3000}' => ' ',
        '！'..='～' => char::from_u32(u32::from(c) - FULL_WIDTH).unwrap_or(c),
        '‘' | '’' | '‛' => '\'',
        '“' | '”' | '‟' => '"',
        '‐' | '‑' => '-',
        // Its capital is I, but it is another letter than i.
        'ı' => return c,
        _ => c,
    };
    // Up and down again, so that all letters with one capital are the same: σ and ς, s and ſ.
    single(single(narrow, char::to_uppercase), char::to_lowercase)
}

/// `text` with every character [folded](fold_char).
pub fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// The characters other than case variants that [fold](fold_char) to the folded character `c`, itself among them.
pub(super) fn variants(c: char) -> impl Iterator<Item = char> {
    let wide = matches!(c, '!'..='~')
        .then(|| char::from_u32(u32::from(c) + FULL_WIDTH))
        .flatten();
    let typographic = match c {
        '\'' => "‘’‛",
        '"' => "“”‟",
        '-' => "‐‑",
        _ => "",
    };
    [c].into_iter().chain(wide).chain(typographic.chars())
}

/// How far the full-width forms lie behind ASCII (Unicode block Halfwidth and Fullwidth Forms).
const FULL_WIDTH: u32 = 0xFEE0;

/// What `mapped` makes of `c`, or `c` where that is more than one character.
fn single<I: Iterator<Item = char>>(c: char, mapped: impl Fn(char) -> I) -> char {
    let mut chars = mapped(c);
    match (chars.next(), chars.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

/// A short text beside its folded form, for a list that is filtered as somebody types.
#[derive(Clone, Debug)]
pub struct Folded<'a> {
    original: &'a str,
    folded: String,
}

impl<'a> Folded<'a> {
    /// Folds `original`.
    pub fn new(original: &'a str) -> Self {
        Self {
            original,
            folded: fold(original),
        }
    }

    /// The folded form.
    pub fn as_str(&self) -> &str {
        &self.folded
    }

    /// The first place in the original, in bytes, whose folded form is `query`, which is [folded](fold) already.
    pub fn find(&self, query: &str) -> Option<Span> {
        let start = self.folded.find(query)?;
        let before = self.folded[..start].chars().count();
        let mut places = self
            .original
            .char_indices()
            .map(|(at, _)| at)
            .chain([self.original.len()])
            .skip(before);
        let first = places.next()?;
        let behind = query
            .chars()
            .count()
            .checked_sub(1)
            .map_or(Some(first), |further| places.nth(further))?;
        Some(Span::new(first, behind))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    #[test]
    fn folds_case_width_and_typography() {
        for (text, folded) in [
            ("ICEFCOM", "icefcom"),
            ("ＡＰＴ－Ｑ\u{3000}２０！", "apt-q 20!"),
            ("Don’t “Go”", "don't \"go\""),
            ("ΟΔΟΣ οδος", "οδοσ οδοσ"),
            ("Straße ÉCOLE Яд", "straße école яд"),
            ("台灣資通電軍", "台灣資通電軍"),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn finds_in_the_original() {
        for (text, query, found) in [
            ("国家 ＩＣＥＦＣＯＭ 组织", "icefcom", Some("ＩＣＥＦＣＯＭ")),
            ("Anonymous 64", "64", Some("64")),
            ("Anonymous 64", "", Some("")),
            ("Anonymous 64", "65", None),
        ] {
            assert_eq!(
                Folded::new(text)
                    .find(query)
                    .map(|span| span.slice(text).unwrap()),
                found,
                "{query}"
            );
        }
    }

    /// Lists are filtered by folding and pages searched by the regex crate; both have to mean the same letters.
    #[test]
    fn agrees_with_the_case_folding_of_regex() {
        // The standard library may know letters of a newer Unicode.
        let cased = Regex::new(r"^[\p{Lu}\p{Ll}\p{Lt}]$").unwrap();
        let apart: String = ('\0'..=char::MAX)
            .filter(|c| cased.is_match(c.encode_utf8(&mut [0; 4])))
            .filter(|c| {
                let class: String = variants(fold_char(*c))
                    .map(|c| regex::escape(&c.to_string()))
                    .collect();
                !Regex::new(&format!("(?i)^[{class}]$"))
                    .unwrap()
                    .is_match(&c.to_string())
            })
            .collect();
        assert_eq!(apart, "");
    }

    proptest! {
        #[test]
        fn keeps_the_number_of_characters(text in "\\PC{0,40}") {
            let folded = fold(&text);
            prop_assert_eq!(folded.chars().count(), text.chars().count());
            prop_assert_eq!(fold(&folded), folded);
        }

        #[test]
        fn finds_what_folds_to_the_query(text in "[aAＡ国ßſ ]{0,12}", query in "[a国ßs ]{0,3}") {
            let found = Folded::new(&text).find(&query);
            prop_assert_eq!(found.is_some(), fold(&text).contains(&query));
            if let Some(span) = found {
                prop_assert_eq!(fold(span.slice(&text).unwrap()), query);
            }
        }
    }
}
