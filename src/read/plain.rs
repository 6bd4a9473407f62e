//! Plain text: each line that is not empty is a paragraph.

use crate::project::{Block, BlockKind};
use crate::text::lines;

/// The name and version of this reader, as captures have it. The version changes when the same bytes would be read
/// otherwise than before.
pub(super) const IMPORTER: (&str, &str) = ("plain", "1");

/// The blocks of a text, without line ends.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let filled = lines(text).filter(|line| !line.is_empty());
    filled
        .map(|span| Block {
            span,
            kind: BlockKind::Paragraph,
            page: None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_with_anything_in_it_is_a_paragraph() {
        for (text, paragraphs) in [
            ("", &[][..]),
            ("\n\n", &[]),
            ("a", &["a"]),
            ("a\n\n国 \n \n\u{85}", &["a", "国 ", " ", "\u{85}"]),
        ] {
            let found = blocks(text);
            let found: Vec<&str> = found.iter().filter_map(|block| block.span.slice(text)).collect();
            assert_eq!(found, paragraphs, "{text:?}");
        }
    }
}
