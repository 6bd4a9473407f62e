//! Files to documents: every encoding fixture, what is refused, and what holds for any bytes.
#![allow(clippy::unwrap_used)]

use onus::project::{BlockKind, Text};
use onus::read::{Document, Encoding, LIMIT, ReadError, detect, preview, read, refuse_by_size};
use proptest::prelude::*;
use std::fs;
use std::path::Path;

/// The fixtures of encodings: the file's name in parts (language, label, code points, number) and its bytes.
fn fixtures() -> Vec<([String; 4], Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/enc");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let (start, number) = name.rsplit_once('_').unwrap();
            let (start, length) = start.rsplit_once('_').unwrap();
            let (language, label) = start.split_once('_').unwrap();
            let label = match label {
                "utf-16-be" => "utf-16be",
                "utf-16-le" => "utf-16le",
                label => label,
            };
            (
                [language, label, length, number].map(str::to_owned),
                fs::read(path).unwrap(),
            )
        })
        .collect()
}

#[test]
fn every_fixture_comes_out_as_its_label_says() {
    let mut wrong = Vec::new();
    let fixtures = fixtures();
    for ([language, label, length, number], bytes) in &fixtures {
        let (expected, _, _) = encoding_rs::Encoding::for_label(label.as_bytes())
            .unwrap()
            .decode(bytes);
        let document = read(bytes, "fixture.txt", None).unwrap();
        if document.text != expected || !document.warnings.is_empty() {
            wrong.push(format!(
                "{language}_{label}_{length}_{number}: {} {}",
                document.encoding, document.text
            ));
        }
    }
    assert_eq!(fixtures.len(), 180);
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        fixtures.len(),
        wrong.join("\n")
    );
}

#[test]
fn fixtures_of_one_text_are_one_text() {
    let fixtures = fixtures();
    let text = |bytes: &[u8]| read(bytes, "", None).unwrap().text;
    let mut compared = 0;
    for ([language, label, length, number], bytes) in &fixtures {
        let unicode = [language, "utf-8", length, number];
        if let Some((_, twin)) = fixtures.iter().find(|(parts, _)| parts.each_ref() == unicode) {
            assert_eq!(text(bytes), text(twin), "{language}_{label}_{length}_{number}");
            compared += 1;
        }
    }
    assert_eq!(compared, fixtures.len());
}

#[test]
fn a_document_has_all_a_held_source_needs() {
    let bytes = "\u{FEFF}# 关于“匿名者64”的情况通报\r\n\r\n经查，该组织是某部队的掩护身份。\r\n".as_bytes();
    let document = read(bytes, "Notice.MD", None).unwrap();
    let spans = [(0, 40, BlockKind::Heading(1)), (42, 90, BlockKind::Paragraph)];
    let found: Vec<_> = document
        .blocks
        .iter()
        .map(|b| (b.span.start, b.span.end, b.kind))
        .collect();
    assert_eq!(found, spans);
    let Document {
        media_type,
        encoding,
        text,
        sha256,
        bytes: length,
        importer,
        importer_version,
        title,
        language,
        ..
    } = document;
    assert_eq!(
        text,
        "# 关于“匿名者64”的情况通报\n\n经查，该组织是某部队的掩护身份。\n"
    );
    assert_eq!(
        (media_type, encoding.name(), importer, importer_version),
        ("text/markdown", "utf-8", "markdown", "1")
    );
    assert_eq!((sha256, length), (onus::text::sha256(bytes), bytes.len() as u64));
    assert_eq!(title.unwrap(), "关于“匿名者64”的情况通报");
    assert_eq!(language.unwrap().as_str(), "zh-Hans");
}

#[test]
fn damage_becomes_warnings() {
    let bytes = include_bytes!("../fuzz/corpus/read_text/nul_invalid.txt");
    let document = read(bytes, "nul_invalid.txt", None).unwrap();
    assert_eq!(
        document.text,
        "line1\u{FFFD}\u{FFFD}\nbad \u{FFFD}\u{FFFD}( utf8\n静\u{FFFD} ok\nmac\nend\u{1A}"
            .replace("静\u{FFFD}", "静港")
    );
    assert_eq!(
        document.warnings,
        [
            "2 byte sequences that are not utf-8 became U+FFFD, the first in line 2.",
            "2 NULs became U+FFFD, the first in line 1.",
        ]
    );
}

#[test]
fn the_encoding_given_is_used() {
    let bytes = encoding_rs::GBK.encode("国家安全").0;
    for (encoding, text) in [
        (Encoding::Gb18030, "国家安全"),
        (Encoding::Windows1252, "¹ú¼Ò°²È«"),
        (Encoding::Big5, "弊模假"),
    ] {
        let document = read(&bytes, "", Some(encoding)).unwrap();
        assert!(
            document.encoding == encoding && document.text.starts_with(text),
            "{}",
            document.text
        );
        assert_eq!(document.text, preview(&bytes, encoding, bytes.len()));
    }
}

#[test]
fn what_is_no_text_is_refused_in_a_sentence() {
    let noise: Vec<u8> = (0..4000u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    for (bytes, says) in [
        (
            &b"%PDF-1.7\n"[..],
            "It looks like a PDF document, and this version reads plain text and Markdown. Save it as text, and add that.",
        ),
        (
            &noise,
            "It looks like binary data, and this version reads plain text and Markdown. Save it as text, and add that.",
        ),
    ] {
        assert_eq!(read(bytes, "report.txt", None).unwrap_err().to_string(), says);
    }
    assert!(
        read(&noise, "", Some(Encoding::Windows1251)).is_ok(),
        "who names an encoding is obeyed"
    );
}

#[test]
fn a_file_is_refused_by_its_size_alone() {
    assert_eq!(LIMIT, 268_435_456);
    assert_eq!(refuse_by_size(LIMIT), Ok(()));
    let refused = refuse_by_size(LIMIT + 1).unwrap_err();
    assert_eq!(refused, ReadError::TooLong(LIMIT + 1));
    assert_eq!(
        refused.to_string(),
        "It has 257 MB, and files over 256 MB are not read. Split it, and add the parts."
    );
}

#[test]
fn a_file_of_line_ends_or_controls_is_refused_though_it_is_short() {
    let most = Text::MOST_LINES;
    assert_eq!(read(&b"\n".repeat(most - 1), "", None).unwrap().blocks, []);
    for name in ["a.txt", "a.md"] {
        let refused = read(&b"\r\n".repeat(most), name, None).unwrap_err();
        assert_eq!(refused, ReadError::TooManyLines(most + 1));
    }
    assert_eq!(
        ReadError::TooManyLines(5_000_000).to_string(),
        "It has 5000000 lines, and files of more than 4000000 are not read. Split it, and add the parts."
    );
    let windows = Some(Encoding::Windows1251);
    assert!(read(&b"\x01".repeat(4_000_000), "", windows).is_ok());
    let refused = read(&b"\x01".repeat(4_000_001), "", windows);
    assert_eq!(refused.unwrap_err(), ReadError::NotText("binary data"));
}

/// Texts with marks of Markdown and line ends, in any order, and any bytes.
fn file() -> impl Strategy<Value = Vec<u8>> {
    const MARKS: &[&str] = &[
        "# ",
        "> ",
        "- ",
        "1. ",
        "    ",
        "```\n",
        "|a|\n|-|\n",
        "|",
        "\n",
        "\r\n",
        "\r",
        "---\n",
        "===\n",
        "<div>",
        "[x]: y",
        "[^1]: ",
        "*",
        "`",
        "国",
        "é",
        "k: v\n",
        "\t",
        "\0",
    ];
    let mark = proptest::sample::select(MARKS).prop_map(|mark| mark.as_bytes().to_vec());
    let other = proptest::collection::vec(any::<u8>(), 1..4);
    let part = prop_oneof![9 => mark, 1 => other];
    proptest::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn blocks_are_whole_lines_in_order(bytes in file(), name in "a\\.(md|txt)") {
        let Ok(Document { text, blocks, .. }) = read(&bytes, &name, Some(detect(&bytes))) else {
            return Ok(());
        };
        let mut rest = 0;
        for block in &blocks {
            let (start, end) = (block.span.start, block.span.end);
            prop_assert!(rest <= start && start < end);
            prop_assert!(text.get(start..end).is_some());
            prop_assert!(start == 0 || text.as_bytes()[start - 1] == b'\n');
            prop_assert!(end == text.len() || text.as_bytes()[end] == b'\n');
            // What belongs to no block has nothing in it but the marks of a quote.
            prop_assert!(text[rest..start].chars().all(|c| c.is_whitespace() || c == '>'));
            rest = end;
        }
        prop_assert!(text[rest..].chars().all(|c| c.is_whitespace() || c == '>'));
    }
}
