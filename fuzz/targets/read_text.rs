//! Texts from outside.

use onus::read::{Encoding, decode, preview, read};

/// A file becomes a document whose blocks lie on its text, and a preview is the start of the whole in every encoding.
pub(super) fn target(data: &[u8]) {
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
