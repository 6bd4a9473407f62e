//! What a file is that is not a text.

use super::Encoding;

/// The first bytes of files that are no texts, and what those are to people.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a zip archive, as .docx, .odt and .epub files are"),
    (b"{\\rtf", "a rich text document (.rtf)"),
    (
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        "an old Office document, such as .doc",
    ),
    (b"\x89PNG\r\n\x1A\n", "a PNG picture"),
    (b"\xFF\xD8\xFF", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"\x1F\x8B\x08", "a gzip archive"),
    (b"BZh91AY&SY", "a bzip2 archive"),
    (b"\xFD7zXZ\0", "an xz archive"),
    (b"\x28\xB5\x2F\xFD", "a Zstandard archive"),
    (b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive"),
    (b"Rar!\x1A\x07", "a RAR archive"),
    (b"\x7FELF", "a program"),
    (b"SQLite format 3\0", "an SQLite database"),
];

/// What the file is by its first bytes, if they are those of something that is no text in any encoding.
pub(super) fn of_signature(bytes: &[u8]) -> Option<&'static str> {
    let found = SIGNATURES
        .iter()
        .find(|(signature, _)| bytes.starts_with(signature));
    // Two that could begin a text need a NUL, and two have what tells them further in.
    let has_nul = memchr::memchr(0, &bytes[..bytes.len().min(64)]).is_some();
    let other = || match (bytes.get(..4)?, bytes.get(4..8)?, bytes.get(8..12)?) {
        ([b'M', b'Z', ..], ..) if has_nul => Some("a program"),
        ([b'B', b'M', ..], ..) if has_nul => Some("a BMP picture"),
        ([0, 0, 0, _], b"ftyp", _) => Some("a video or picture"),
        (b"RIFF", _, b"WEBP") => Some("a WebP picture"),
        _ => None,
    };
    found.map(|(_, what)| *what).or_else(other)
}

/// Whether the decoded text is mostly none: more than a few of its characters, and more than one in twenty, are controls
/// that texts do not have, NULs and undecodable bytes.
pub(super) fn is_binary(value: &str, encoding: Encoding) -> bool {
    let (mut wrong, mut all) = (0, 0);
    for c in value.chars() {
        all += 1;
        wrong += usize::from(match c {
            '\u{FFFD}' => true,
            '\t'..='\r' | '\u{1B}' => false,
            // In the Windows code pages these are holes; elsewhere U+0085 is a line end.
            '\u{80}'..='\u{9F}' => encoding.is_of_single_bytes(),
            _ => c.is_control(),
        });
    }
    wrong > 8 + all / 20
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_formats_are_named_and_texts_are_not() {
        for (bytes, what) in [
            (&b"%PDF-1.7\n"[..], Some("a PDF document")),
            (
                b"PK\x03\x04\x14\0",
                Some("a zip archive, as .docx, .odt and .epub files are"),
            ),
            (b"RIFF\x24\0\0\0WEBPVP8 ", Some("a WebP picture")),
            (b"\0\0\0\x18ftypheic", Some("a video or picture")),
            (b"MZ\x90\0\x03\0\0\0\x04\0\0\0", Some("a program")),
            (b"MZ is how programs begin", None),
            (b"BMW", None),
            (b"PK", None),
            (b"", None),
        ] {
            assert_eq!(of_signature(bytes), what, "{bytes:x?}");
        }
    }

    #[test]
    fn a_few_controls_do_not_make_a_text_binary() {
        for (value, encoding, binary) in [
            ("", Encoding::Utf8, false),
            ("\u{FFFD}\u{1}\u{1A} a", Encoding::Utf8, false),
            (&"\u{1B}[1m \u{C}\u{B}\t".repeat(50), Encoding::Utf8, false),
            (&"\u{1}abc".repeat(50), Encoding::Utf8, true),
            (&"\u{FFFD}".repeat(50), Encoding::Gb18030, true),
            (&"\u{85}".repeat(50), Encoding::Windows1252, true),
            (&"\u{85}".repeat(50), Encoding::Utf8, false),
        ] {
            assert_eq!(is_binary(value, encoding), binary, "{value:?}");
        }
    }
}
