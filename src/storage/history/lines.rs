//! The lines of a history, one after another.

use super::line::{self, LONGEST_LINE, Line};
use std::io::{self, BufRead, Read};
use std::ops::ControlFlow;

/// A line as it was found.
pub(super) enum Found<'a> {
    /// It is whole.
    Whole(Line<'a>),
    /// It cannot be read.
    Damaged,
    /// It is the last one and has no end: it was never acknowledged.
    Torn,
}

/// Reads a history line by line: `take` gets each line's number, counted from 1, its bytes with its end, and what it is,
/// and says whether to go on. A longer line than any of ours is taken in parts, each of them damaged.
pub(super) fn each_line(
    reader: impl Read,
    mut take: impl FnMut(usize, &[u8], Found<'_>) -> ControlFlow<()>,
) -> io::Result<()> {
    let mut reader = io::BufReader::with_capacity(1 << 20, reader);
    let mut bytes = Vec::new();
    for number in 1.. {
        bytes.clear();
        if reader.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        let whole = bytes.last() == Some(&b'\n');
        let text = std::str::from_utf8(&bytes)
            .ok()
            .map(|text| text.trim_end_matches(['\r', '\n']));
        let found = match text.filter(|_| whole).and_then(line::read) {
            Some(line) => Found::Whole(line),
            // A batch is synced with its last line end, so that only a line without one was never acknowledged.
            None if !whole && reader.fill_buf()?.is_empty() => Found::Torn,
            None => Found::Damaged,
        };
        if take(number, &bytes, found).is_break() {
            break;
        }
    }
    Ok(())
}
