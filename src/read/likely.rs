//! Which characters texts are made of: what tells a right reading of bytes from a wrong one.

use encoding_rs::{BIG5, EncoderResult, GBK, SHIFT_JIS};

/// Whether the characters of texts are such, and those of bytes read in a wrong encoding mostly not: letters of the
/// alphabets up to Arabic and of Vietnamese, Han in everyday use, kana, Hangul, emoji and common punctuation.
pub(super) fn is_likely(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => true,
        ' '..='\u{6FF}' => !c.is_control(),
        '\u{1E00}'..='\u{1EFF}' => true,
        // Of these rows of punctuation only what two printing ASCII characters would not be as one unit of UTF-16.
        '\u{2010}'..='\u{2026}' | '\u{3000}'..='\u{301F}' | '\u{3041}'..='\u{30FE}' => true,
        '\u{20AC}' | '\u{2116}' | '\u{FF01}'..='\u{FF5E}' | '\u{1F300}'..='\u{1FAFF}' => true,
        '\u{4E00}'..='\u{9FFF}' => is_common_han(c),
        '\u{AC00}'..='\u{D7A3}' => true,
        _ => false,
    }
}

/// Whether a Han character is in everyday use somewhere: in level 1 of GB 2312, of Big5 or of JIS X 0208, each of which
/// stands together in its encoding.
fn is_common_han(c: char) -> bool {
    let levels = [
        (GBK, 0xB0..=0xD7, 0xA1..=0xFE),
        (BIG5, 0xA4..=0xC6, 0x40..=0xFE),
        (SHIFT_JIS, 0x88..=0x98, 0x40..=0xFC),
    ];
    levels.into_iter().any(|(encoding, leads, trails)| {
        let mut out = [0; 4];
        let utf_8 = &mut [0; 4];
        let (result, _, written) =
            encoding
                .new_encoder()
                .encode_from_utf8_without_replacement(c.encode_utf8(utf_8), &mut out, true);
        result == EncoderResult::InputEmpty
            && written == 2
            && leads.contains(&out[0])
            && trails.contains(&out[1])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_texts_are_made_of() {
        for (text, likely) in [
            ("a é ệ ж א ع 中 国 國 対 か カ 한 。 ， “ — € № 😀", true),
            ("\0\u{1}\u{7f}\u{85}\u{E000}\u{FFFD}", false),
            // Pairs of bytes of Windows-1251 and IBM866 as UTF-16, and threes of IBM866 as UTF-8.
            ("\u{EFF0}\u{E8E2}\u{A0A5}\u{8A5}\u{BAC}", false),
            ("犮癳羛", false),
        ] {
            for c in text.chars().filter(|c| *c != ' ') {
                assert_eq!(is_likely(c), likely, "{c} {c:?}");
            }
        }
    }
}
