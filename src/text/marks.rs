//! Blanks, stops, brackets and quotes of Latin, Chinese, Japanese and a few other scripts.

/// Brackets and quotes that belong together, opening first. Some quotes open in one language and close in another.
const PAIRS: &[(char, char)] = &[
    ('(', ')'),
    ('[', ']'),
    ('{', '}'),
    ('（', '）'),
    ('［', '］'),
    ('｛', '｝'),
    ('｟', '｠'),
    ('〔', '〕'),
    ('【', '】'),
    ('〖', '〗'),
    ('〘', '〙'),
    ('《', '》'),
    ('〈', '〉'),
    ('⟨', '⟩'),
    ('「', '」'),
    ('『', '』'),
    ('｢', '｣'),
    ('﹁', '﹂'),
    ('﹃', '﹄'),
    ('〝', '〞'),
    ('〝', '〟'),
    ('“', '”'),
    ('‘', '’'),
    ('„', '“'),
    ('„', '”'),
    ('‚', '‘'),
    ('‚', '’'),
    ('«', '»'),
    ('»', '«'),
    ('‹', '›'),
    ('›', '‹'),
];

/// Quotes that open and close with the same mark.
const STRAIGHT: &[char] = &['"', '\'', '＂', '＇', '`'];

/// Whether nothing of it is seen between words: white space, and the characters of no width that are not part of a
/// word.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// Whether it ends or divides a sentence.
pub(super) fn is_stop(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?')
        || matches!(c, '…' | '‥' | '‼' | '⁇' | '⁈' | '⁉')
        || matches!(
            c,
            '。' | '，' | '、' | '；' | '：' | '！' | '？' | '．' | '｡' | '､'
        )
        || matches!(
            c,
            '﹐' | '﹑' | '﹒' | '﹔' | '﹕' | '﹖' | '﹗' | '︐' | '︑' | '︒'
        )
        || matches!(
            c,
            '،' | '؛' | '؟' | '۔' | '।' | '॥' | '։' | '\u{37E}' | '။' | '၊' | '។'
        )
}

/// Whether it opens a bracket or quote.
pub(super) fn is_opening(c: char) -> bool {
    PAIRS.iter().any(|(open, _)| *open == c)
}

/// Whether it closes a bracket or quote.
pub(super) fn is_closing(c: char) -> bool {
    PAIRS.iter().any(|(_, close)| *close == c)
}

/// Whether it is a quote that opens and closes with the same mark.
pub(super) fn is_straight_quote(c: char) -> bool {
    STRAIGHT.contains(&c)
}

/// What `close` may close.
pub(super) fn openings_of(close: char) -> impl Iterator<Item = char> {
    let paired = PAIRS
        .iter()
        .filter(move |pair| pair.1 == close)
        .map(|pair| pair.0);
    paired.chain(is_straight_quote(close).then_some(close))
}

/// The first byte at or after `from` that is not blank.
pub(super) fn first_not_blank(text: &str, from: usize) -> Option<usize> {
    Some(from + text.get(from..)?.find(|c| !is_blank(c))?)
}

/// The first byte of the last character before `to` that is not blank.
pub(super) fn last_not_blank(text: &str, to: usize) -> Option<usize> {
    text.get(..to)?.rfind(|c| !is_blank(c))
}
