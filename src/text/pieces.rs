//! Bounded pieces of a text.
//!
//! Sources are hostile: a line may have a megabyte. So a long line is cut, at one seam in every [`CELL`], and where a
//! seam lies depends on the bytes of its cell alone. The same piece is found from each of its bytes, without reading
//! more of the line than two cells; and what is laid out, what the caret steps through and what is divided into words
//! and sentences are the same pieces.

use super::segment::{cluster_breaks, sentence_breaks, stretches};
use super::{Span, lines, marks, paragraph_at};

/// The longest line that is not cut, and the longest piece, in bytes.
pub(super) const PIECE: usize = 4096;

/// Bytes of a long line that have one seam. Two cells, and the bytes of a character that reaches over the second, are
/// no longer than a piece.
const CELL: usize = PIECE / 2 - 2;

/// Bytes in which a seam between words is looked for where no blank is near.
const REACH: usize = 256;

/// The blocks in which `text` is laid out, in order: its lines without their LF, empty ones too, and the pieces of
/// those longer than 4 KiB. No block is longer than that, and each begins where a sentence does, else a word, else a
/// cluster.
pub fn layout_blocks(text: &str) -> Vec<Span> {
    let mut blocks = Vec::new();
    for line in lines(text) {
        let mut start = line.start;
        for cell in 1..cells(line) {
            if let Some(seam) = seam(text, line, cell) {
                blocks.push(Span::new(start, seam));
                start = seam;
            }
        }
        blocks.push(Span::new(start, line.end));
    }
    blocks
}

/// The block of [`layout_blocks`] that byte `at` is in. An LF belongs to the block before it, and a position past the
/// end to the last block.
pub fn piece_at(text: &str, at: usize) -> Span {
    let at = at.min(text.len());
    let line = paragraph_at(text, at);
    if line.len() <= PIECE {
        return line;
    }
    let cell = (at - line.start) / CELL;
    let seam = |cell| {
        if cell == 0 {
            Some(line.start)
        } else {
            seam(text, line, cell)
        }
    };
    match seam(cell) {
        Some(start) if start <= at => Span::new(start, seam(cell + 1).unwrap_or(line.end)),
        // The seam of its own cell lies behind it, or there is none.
        after => {
            let start = seam(cell.saturating_sub(1)).unwrap_or(line.start);
            Span::new(start, after.unwrap_or(line.end))
        }
    }
}

/// In how many cells a line lies; in one, where it is not cut.
fn cells(line: Span) -> usize {
    if line.len() <= PIECE {
        1
    } else {
        line.len().div_ceil(CELL)
    }
}

/// Where the line is cut in a cell; none where the line has no character that begins in it.
fn seam(text: &str, line: Span, cell: usize) -> Option<usize> {
    let from = text.ceil_char_boundary(line.start + cell * CELL);
    let to = text
        .ceil_char_boundary(line.start + (cell + 1) * CELL)
        .min(line.end);
    let cell = text.get(from..to).filter(|cell| !cell.is_empty())?;
    Some(from + best_cut(cell))
}

/// The best place in a cell that has text before and behind it; 0 is the worst.
fn best_cut(cell: &str) -> usize {
    let inside = |at: &usize| *at > 0 && *at < cell.len();
    let after_blank = || {
        let blank = cell.find(marks::is_blank)?;
        Some(blank + cell[blank..].find(|c| !marks::is_blank(c))?)
    };
    // The first word or cluster may be the rest of one that began in the cell before.
    let near = &cell[..cell.floor_char_boundary(REACH)];
    let after_word = || {
        stretches(near)
            .next()
            .map(|stretch| stretch.span.end)
            .filter(|end| *end < near.len())
    };
    let after_cluster = || cluster_breaks(near).nth(1);
    // Asking for sentences costs most, and in vain where nothing can end one.
    let after_sentence = || {
        cell.contains(marks::is_stop)
            .then(|| sentence_breaks(cell).find(inside))
            .flatten()
    };
    after_sentence()
        .or_else(|| after_blank().filter(inside))
        .or_else(after_word)
        .or_else(|| after_cluster().filter(inside))
        .unwrap_or(0)
}

#[cfg(test)]
pub(in crate::text) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Long lines of everything that is hard to cut, and short ones.
    pub(in crate::text) fn long_text() -> impl Strategy<Value = String> {
        let unit = prop_oneof![
            Just("The group named Anonymous 64 is a front. ".to_owned()),
            Just("国家安全机关已对其立案侦查。".to_owned()),
            Just("国家安全机关".to_owned()),
            Just("deadbeef".to_owned()),
            Just(" \u{3000}".to_owned()),
            Just("a\u{301}\u{302}".to_owned()),
            Just("\u{301}".to_owned()),
            Just("👩‍👩‍👧🇨🇳".to_owned()),
            Just("!。".to_owned()),
            Just("\n".to_owned()),
            "\\PC{1,8}",
        ];
        prop::collection::vec((unit, 1..900usize), 0..6)
            .prop_map(|parts| parts.iter().map(|(unit, times)| unit.repeat(*times)).collect())
    }

    #[test]
    fn cuts_a_long_line_where_it_reads_best() {
        for (unit, beginnings) in [
            ("One short sentence. ", &["One"][..]),
            ("国家安全机关已对其立案侦查。", &["国家"]),
            ("no stop here ", &["no", "stop", "here"]),
            ("国家安全机关", &["国家安全", "机关"]),
        ] {
            let text = unit.repeat(2000);
            let blocks = layout_blocks(&text);
            assert!(blocks.len() > text.len() / PIECE, "{unit}");
            for block in blocks.iter().filter_map(|block| block.slice(&text)) {
                assert!(
                    beginnings.iter().any(|begins| block.starts_with(begins)),
                    "{unit}"
                );
            }
        }
    }

    #[test]
    fn leaves_short_and_empty_lines_alone() {
        let text = format!("a\n\n{}\n", "b. ".repeat(PIECE / 3));
        let blocks = layout_blocks(&text);
        assert_eq!(blocks, lines(&text).collect::<Vec<_>>());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn blocks_cover_the_text_and_are_found_from_every_byte(text in long_text()) {
            let blocks = layout_blocks(&text);
            let mut next = 0;
            for (n, block) in blocks.iter().enumerate() {
                prop_assert!(block.start == next && block.len() <= PIECE && block.slice(&text).is_some());
                let is_line_end = text.as_bytes().get(block.end) == Some(&b'\n');
                next = block.end + usize::from(is_line_end);
                prop_assert!(n + 1 == blocks.len() || is_line_end || !block.is_empty());
                let last = next.saturating_sub(1).max(block.start);
                for at in (block.start..last).step_by(61).chain([last]) {
                    prop_assert_eq!(piece_at(&text, at), *block, "{}", at);
                }
            }
            prop_assert_eq!(next, text.len());
        }
    }
}
