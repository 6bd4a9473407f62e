//! What is fuzzed: functions that take any bytes and panic where something does not hold. The fuzzer runs them, and
//! `tests/corpora.rs` replays what the fuzzer has found.

use onus::read::{Encoding, decode, preview, read};

/// A target with the name of its program, which is that of the folder of its corpus.
type Target = (&'static str, fn(&[u8]));

/// All targets.
pub(crate) const TARGETS: &[Target] = &[("read_text", read_text)];

/// A file becomes a document whose blocks lie on its text, and a preview is the start of the whole in every encoding.
fn read_text(data: &[u8]) {
    for name in ["a.txt", "a.md"] {
        let Ok(document) = read(data, name, None) else {
            continue;
        };
        let mut end = 0;
        for block in &document.blocks {
            assert!(end <= block.span.start, "{block:?} begins before {end}");
            assert!(
                block
                    .span
                    .slice(&document.text)
                    .is_some_and(|words| !words.is_empty()),
                "{block:?}"
            );
            end = block.span.end;
        }
    }
    for &encoding in Encoding::ALL {
        let whole = decode(data, encoding).value;
        assert!(!whole.contains(['\r', '\0']));
        assert!(
            whole.starts_with(&preview(data, encoding, data.len() / 2)),
            "{encoding}"
        );
    }
}
