//! Dots that end a word and not a sentence.

use super::marks::is_opening;

/// Titles and references, always followed by what they belong to.
const TITLES: &[&str] = &[
    "Adm", "Apr", "Art", "Aug", "Brig", "Capt", "Cmdr", "Col", "Dec", "Dr", "Feb", "Fig", "Gen", "Gov",
    "Jan", "Jul", "Jun", "Lt", "Maj", "Mar", "Mr", "Mrs", "Ms", "No", "Nos", "Nov", "Oct", "Prof", "Rep",
    "Sec", "Sen", "Sep", "Sept", "Sgt", "St", "Vol", "al", "cf", "pp", "vs",
];

/// Parts of names, which may well stand at the end of a sentence.
const NAMES: &[&str] = &["Bros", "Co", "Corp", "Inc", "Jr", "Ltd", "Sr", "etc"];

/// Characters of the longest abbreviation, dots included.
const LONGEST: usize = 12;

/// Whether `sentence` ends in a dot, and perhaps blanks, behind a title or initials.
pub(super) fn never_ends_a_sentence(sentence: &str) -> bool {
    let Some(word) = word_before_dot(sentence.trim_end()) else {
        return false;
    };
    TITLES.contains(&word) || (is_initials(word) && word.chars().all(|c| c == '.' || c.is_uppercase()))
}

/// Whether the dot at the end of `words` is part of the last of them: `Ltd.`, `U.S.`, `p.m.`; a single letter before it
/// is no initials, since that ends many a sentence (`plan B.`).
pub(super) fn keeps_its_dot(words: &str) -> bool {
    word_before_dot(words).is_some_and(|word| {
        TITLES.contains(&word) || NAMES.contains(&word) || (word.contains('.') && is_initials(word))
    })
}

/// The word before the dot that ends `words`, if it is short enough for an abbreviation.
fn word_before_dot(words: &str) -> Option<&str> {
    let words = words.strip_suffix('.')?;
    let near = words.char_indices().rev().take(LONGEST + 1);
    let mut start = words.len();
    for (at, c) in near {
        if c.is_whitespace() || is_opening(c) {
            return Some(&words[start..]);
        }
        start = at;
    }
    (start == 0).then_some(words)
}

/// Single letters with dots between them.
fn is_initials(word: &str) -> bool {
    word.split('.').all(|part| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_dots_of_words() {
        for (words, never_ends, keeps) in [
            ("by Mr. ", true, true),
            ("the (U.S. ", true, true),
            ("by J. ", true, false),
            ("at 5 p.m. ", false, true),
            ("Qihu Technology Co., Ltd. ", false, true),
            ("he left. ", false, false),
            ("on plan b. ", false, false),
            ("he left.. ", false, false),
            ("by Mr ", false, false),
            (". ", false, false),
        ] {
            assert_eq!(never_ends_a_sentence(words), never_ends, "{words}");
            assert_eq!(keeps_its_dot(words.trim_end()), keeps, "{words}");
        }
    }
}
