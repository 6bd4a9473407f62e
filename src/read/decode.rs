//! Bytes to canonical text: decoded, with LF line ends and without a byte order mark.

use super::Encoding;
use encoding_rs::DecoderResult;
use memchr::memchr2;

/// What stands for bytes that mean nothing, and for NUL.
const REPLACEMENT: char = '\u{FFFD}';

/// How much decoded text is held before it is settled, in bytes.
const BUFFER: usize = 1 << 16;

/// A text, and what could not be read as it stood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The whole text: CR LF and CR are LF, a byte order mark is gone, NUL and undecodable bytes are U+FFFD. Nothing
    /// else is changed; no normal form is applied.
    pub value: String,
    /// What was replaced, in sentences with counts; empty where all could be read.
    pub warnings: Vec<String>,
}

/// Decodes a whole file. Bytes that mean nothing in the encoding become one U+FFFD each time the WHATWG's decoder for it
/// reports an error, and are counted in a warning; so are NULs.
pub fn decode(bytes: &[u8], encoding: Encoding) -> Decoded {
    let mut settling = Settling::default();
    decode_into(&mut settling, bytes, encoding, true);
    let Settling {
        value,
        undecodable,
        nuls,
        ..
    } = settling;
    let name = encoding.name();
    let one = format!("byte sequence that is not {name}");
    let many = format!("byte sequences that are not {name}");
    let warnings = [
        undecodable.says(&value, &one, &many),
        nuls.says(&value, "NUL", "NULs"),
    ];
    Decoded {
        warnings: warnings.into_iter().flatten().collect(),
        value,
    }
}

/// Decodes at most the first `most` bytes, for a live preview of another encoding. What comes out is the start of what
/// [`decode`] would give, and never ends in the middle of a character.
pub fn preview(bytes: &[u8], encoding: Encoding, most: usize) -> String {
    let mut settling = Settling::default();
    let start = &bytes[..most.min(bytes.len())];
    decode_into(&mut settling, start, encoding, start.len() == bytes.len());
    settling.value
}

/// Decodes into `settling`. Where `bytes` are not the `whole` file, a character that is cut at their end is left out.
fn decode_into(settling: &mut Settling, bytes: &[u8], encoding: Encoding, whole: bool) {
    let Some(theirs) = encoding.whatwg() else {
        return decode_utf_32(settling, bytes, encoding == Encoding::Utf32Be, whole);
    };
    let mut decoder = theirs.new_decoder_without_bom_handling();
    let mut buffer = String::with_capacity(BUFFER);
    let mut rest = bytes;
    loop {
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut buffer, whole);
        rest = &rest[read..];
        settling.push(&buffer);
        buffer.clear();
        match result {
            DecoderResult::InputEmpty => return,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => settling.push_undecodable(),
        }
    }
}

/// Decodes UTF-32, which the WHATWG lacks: a unit that is no Unicode scalar value means nothing, and so do up to three
/// bytes left over at the end.
fn decode_utf_32(settling: &mut Settling, bytes: &[u8], high_first: bool, whole: bool) {
    let (units, left) = bytes.as_chunks::<4>();
    for &unit in units {
        let unit = if high_first {
            u32::from_be_bytes(unit)
        } else {
            u32::from_le_bytes(unit)
        };
        match char::from_u32(unit) {
            Some(c) => settling.push(c.encode_utf8(&mut [0; 4])),
            None => settling.push_undecodable(),
        }
    }
    if whole && !left.is_empty() {
        settling.push_undecodable();
    }
}

/// A text as it grows, piece by piece.
#[derive(Default)]
struct Settling {
    value: String,
    /// Whether anything came yet; only before that a byte order mark is one.
    begun: bool,
    /// Whether the last character was a CR, so that an LF after it is no line end of its own.
    after_cr: bool,
    undecodable: Replaced,
    nuls: Replaced,
}

impl Settling {
    /// Takes decoded text, which may end anywhere between two characters.
    fn push(&mut self, piece: &str) {
        let mut rest = piece;
        if !rest.is_empty() && !self.begun {
            self.begun = true;
            rest = rest.strip_prefix('\u{FEFF}').unwrap_or(rest);
        }
        while !rest.is_empty() {
            if self.after_cr {
                self.after_cr = false;
                rest = rest.strip_prefix('\n').unwrap_or(rest);
            }
            let Some(at) = memchr2(b'\r', 0, rest.as_bytes()) else {
                self.value.push_str(rest);
                return;
            };
            self.value.push_str(&rest[..at]);
            if rest.as_bytes()[at] == 0 {
                self.nuls.count(self.value.len());
                self.value.push(REPLACEMENT);
            } else {
                self.value.push('\n');
                self.after_cr = true;
            }
            rest = &rest[at + 1..];
        }
    }

    /// Takes bytes that mean nothing.
    fn push_undecodable(&mut self) {
        self.begun = true;
        self.after_cr = false;
        self.undecodable.count(self.value.len());
        self.value.push(REPLACEMENT);
    }
}

/// How often U+FFFD took the place of something, and where first.
#[derive(Default)]
struct Replaced {
    times: u64,
    /// Byte of the text where it first stands.
    first: usize,
}

impl Replaced {
    fn count(&mut self, at: usize) {
        if self.times == 0 {
            self.first = at;
        }
        self.times += 1;
    }

    /// The warning, if there is anything to say.
    fn says(&self, text: &str, one: &str, many: &str) -> Option<String> {
        let line = 1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..self.first]).count();
        match self.times {
            0 => None,
            1 => Some(format!("1 {one} became U+FFFD, in line {line}.")),
            times => Some(format!("{times} {many} became U+FFFD, the first in line {line}.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(bytes: &[u8], encoding: Encoding, value: &str, warnings: &[&str]) {
        let decoded = decode(bytes, encoding);
        assert_eq!(decoded.value, value, "{encoding} {bytes:x?}");
        assert_eq!(decoded.warnings, warnings, "{encoding} {bytes:x?}");
    }

    #[test]
    fn line_ends_become_lf_and_nothing_else_does() {
        use Encoding::{EucJp, Utf8, Utf16Be, Utf32Le};
        check(b"a\r\nb\rc\nd", Utf8, "a\nb\nc\nd", &[]);
        check(b"\r\r\n\n\r", Utf8, "\n\n\n\n", &[]);
        check(b"\0\r\0\n\0a", Utf16Be, "\na", &[]);
        check(b"\r\0\0\0\n\0\0\0", Utf32Le, "\n", &[]);
        check(b"a\r\n", EucJp, "a\n", &[]);
        check(
            "a\u{85}\u{2028}\u{B}\u{C}é e\u{301}".as_bytes(),
            Utf8,
            "a\u{85}\u{2028}\u{B}\u{C}é e\u{301}",
            &[],
        );
    }

    #[test]
    fn only_a_first_byte_order_mark_goes() {
        use Encoding::{Gb18030, Utf8, Utf16Le, Utf32Be, Windows1252};
        check(b"\xEF\xBB\xBFa\xEF\xBB\xBF", Utf8, "a\u{FEFF}", &[]);
        check(b"\xFF\xFE\xFF\xFEa\0", Utf16Le, "\u{FEFF}a", &[]);
        check(b"\0\0\xFE\xFF\0\0\0a", Utf32Be, "a", &[]);
        check(b"\x84\x31\x95\x33a", Gb18030, "a", &[]);
        check(b"\xEF\xBB\xBFa", Windows1252, "ï»¿a", &[]);
    }

    #[test]
    fn what_means_nothing_is_replaced_and_counted() {
        use Encoding::{Gb18030, Utf8, Utf16Le, Utf32Le};
        check(
            b"a\n\0",
            Utf8,
            "a\n\u{FFFD}",
            &["1 NUL became U+FFFD, in line 2."],
        );
        check(
            b"\0\r\xFFb\xC3\r\n\xE9\x9D\0",
            Utf8,
            "\u{FFFD}\n\u{FFFD}b\u{FFFD}\n\u{FFFD}\u{FFFD}",
            &[
                "3 byte sequences that are not utf-8 became U+FFFD, the first in line 2.",
                "2 NULs became U+FFFD, the first in line 1.",
            ],
        );
        check("\u{FFFD}".as_bytes(), Utf8, "\u{FFFD}", &[]);
        let one = |name| format!("1 byte sequence that is not {name} became U+FFFD, in line 1.");
        check(b"\xB9\xFA\xFFa", Gb18030, "国\u{FFFD}a", &[&one("gb18030")]);
        check(b"a\0\0\xD8a\0", Utf16Le, "a\u{FFFD}a", &[&one("utf-16le")]);
        check(b"a\0\0\0\0\0\x11\0", Utf32Le, "a\u{FFFD}", &[&one("utf-32le")]);
        check(b"a\0\0\0b\0", Utf32Le, "a\u{FFFD}", &[&one("utf-32le")]);
    }

    #[test]
    fn a_preview_ends_before_a_cut_character() {
        for (bytes, encoding, most, shown) in [
            ("国家".as_bytes(), Encoding::Utf8, 5, "国"),
            ("国家".as_bytes(), Encoding::Utf8, 6, "国家"),
            ("国家".as_bytes(), Encoding::Utf8, 99, "国家"),
            (b"\xB9\xFA\xBC\xD2", Encoding::Gb18030, 3, "国"),
            (b"\xB9\xFA\xBC", Encoding::Gb18030, 3, "国\u{FFFD}"),
            (b"a\0\x3D\xD8\0\xDE", Encoding::Utf16Le, 5, "a"),
            (b"a\r\nb", Encoding::Utf8, 2, "a\n"),
            (b"\xEF\xBB\xBFa", Encoding::Utf8, 2, ""),
        ] {
            assert_eq!(preview(bytes, encoding, most), shown, "{encoding} {bytes:x?}");
        }
    }

    /// Bytes of any kind, and such as are close to texts.
    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        let some = prop_oneof![
            Just(vec![0]),
            Just(b"\r\n".to_vec()),
            Just(vec![b'\r']),
            Just(vec![0xFF, 0xFE]),
            any::<u8>().prop_map(|byte| vec![byte]),
            any::<char>().prop_map(|c| c.to_string().into_bytes()),
            any::<char>().prop_map(|c| encoding_rs::GB18030.encode(&c.to_string()).0.into_owned()),
            any::<char>().prop_map(|c| c.to_string().encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ];
        proptest::collection::vec(some, 0..40).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn any_bytes_decode_to_settled_text(bytes in bytes(), encoding in proptest::sample::select(Encoding::ALL)) {
            let Decoded { value, warnings } = decode(&bytes, encoding);
            prop_assert!(!value.contains(['\r', '\0']));
            prop_assert!(warnings.is_empty() || value.contains(REPLACEMENT));
        }

        #[test]
        fn a_preview_is_the_start_of_the_whole(
            bytes in bytes(),
            encoding in proptest::sample::select(Encoding::ALL),
            most in 0..60usize,
        ) {
            let whole = decode(&bytes, encoding).value;
            let shown = preview(&bytes, encoding, most);
            prop_assert!(whole.starts_with(&shown), "{:?} of {:?}", shown, whole);
            prop_assert!(most < bytes.len() || shown == whole);
        }

        #[test]
        fn utf_8_decodes_to_itself(text in "[^\r\0\u{FEFF}]{0,40}") {
            prop_assert_eq!(decode(text.as_bytes(), Encoding::Utf8).value, text);
        }
    }
}
