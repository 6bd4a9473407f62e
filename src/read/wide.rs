//! Whether bytes without a byte order mark are UTF-16 or UTF-32. Read in the right order, their units are characters
//! that texts are made of; the bytes of another encoding, taken by twos or fours, are not.

use super::{Encoding, likely::is_likely};

/// How much of the start is looked at, in bytes; a multiple of four.
const SAMPLE: usize = 1 << 14;

/// The share of characters that must be likely, in percent. Texts have more than 95.
const ENOUGH: usize = 80;

/// UTF-16 or UTF-32 in either order, if the bytes read well so.
pub(super) fn detect(bytes: &[u8]) -> Option<Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let orders = [
        (Encoding::Utf32Le, share_of_fours(sample, u32::from_le_bytes)),
        (Encoding::Utf32Be, share_of_fours(sample, u32::from_be_bytes)),
        (Encoding::Utf16Le, share_of_pairs(sample, u16::from_le_bytes)),
        (Encoding::Utf16Be, share_of_pairs(sample, u16::from_be_bytes)),
    ];
    let best = orders.into_iter().max_by_key(|(_, share)| *share);
    best.filter(|(_, share)| *share >= ENOUGH)
        .map(|(encoding, _)| encoding)
}

/// Whether a quarter of the bytes are controls that no text has: such bytes can be well-formed UTF-8, but half of the
/// bytes of alphabets in UTF-16 and more of those in UTF-32 are controls, mostly NUL.
pub(super) fn is_hinted(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let controls = sample.iter().filter(|b| matches!(b, 0..=8 | 14..=31)).count();
    controls > 0 && controls * 4 >= sample.len()
}

fn share_of_fours(sample: &[u8], unit: fn([u8; 4]) -> u32) -> usize {
    let units = sample.as_chunks::<4>().0.iter();
    share(units.map(|&bytes| char::from_u32(unit(bytes)).is_some_and(is_likely)))
}

fn share_of_pairs(sample: &[u8], unit: fn([u8; 2]) -> u16) -> usize {
    let pairs = sample.as_chunks::<2>().0;
    // Many pairs of ASCII letters would be Han in everyday use; of Han in UTF-16, a tenth are such pairs.
    let is_of_words = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b' ' | b'\n');
    if pairs.iter().filter(|pair| pair.iter().all(is_of_words)).count() * 2 > pairs.len() {
        return 0;
    }
    // Half of all pairs of bytes in GBK and EUC-KR would be Hangul, but they have no NULs; Korean in UTF-16 has, in its
    // spaces.
    let has_nul = memchr::memchr(0, sample).is_some();
    let is_likely = |c: char| match c {
        '\u{AC00}'..='\u{D7A3}' => has_nul,
        // More likely ASCII in the other order.
        '\u{100}'.. if has_nul && u32::from(c) & 0xFF == 0 => false,
        _ => is_likely(c),
    };
    let units = pairs.iter().map(|&pair| unit(pair));
    share(char::decode_utf16(units).map(|c| c.is_ok_and(is_likely)))
}

/// How many of all are so, in percent.
fn share(all: impl Iterator<Item = bool>) -> usize {
    let (mut so, mut count) = (0, 0);
    for one in all {
        so += usize::from(one);
        count += 1;
    }
    (so * 100).checked_div(count).unwrap_or(0)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn only_wide_units_look_so() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/documents/enc");
        let mut wide = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let expected = match name.split('_').nth(1) {
                Some("utf-16-le") => Some(Encoding::Utf16Le),
                Some("utf-16-be") => Some(Encoding::Utf16Be),
                _ => None,
            };
            wide += usize::from(expected.is_some());
            assert_eq!(detect(&std::fs::read(&path).unwrap()), expected, "{name}");
        }
        assert_eq!(wide, 24);
    }

    #[test]
    fn a_text_with_a_few_controls_is_not_hinted() {
        for (bytes, hinted) in [
            (&b""[..], false),
            (b"abc\0", true),
            (b"abcd\0", false),
            (b"a\0b\0", true),
            (b"\t\n\r\x0C", false),
            (b"\x1F\x04=\x040\x04", true),
        ] {
            assert_eq!(is_hinted(bytes), hinted, "{bytes:x?}");
        }
    }
}
