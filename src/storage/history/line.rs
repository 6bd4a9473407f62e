//! One line of a history, and back; what stands in the line of a transaction is left to others.

use crate::storage::format::hash::Hash;

/// A longer line, in bytes, is not one of ours: it would hold more than two whole project files may.
pub(super) const LONGEST_LINE: u64 = 1 << 30;

/// What may stand in a line after its number, length and checksum.
pub(super) const LONGEST_RON: u64 = LONGEST_LINE - 100;

const HEAD: &str = "onus history 1 of ";

/// A note in the history that the file is about to become, or has become, a certain one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::storage) enum Mark {
    /// Before the file gets its name.
    Saving,
    /// After it.
    Saved,
}

impl Mark {
    const fn words(self) -> &'static str {
        match self {
            Self::Saving => "saving as ",
            Self::Saved => "saved as ",
        }
    }
}

/// A line as it is read, the RON of a transaction unread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    Head(Hash),
    Transaction { number: u64, ron: &'a str },
    Mark { mark: Mark, hash: Hash, up_to: u64 },
}

/// The first line of a history that begins with a file.
pub(in crate::storage) fn head(file: Hash) -> String {
    format!("{HEAD}{file}\n")
}

/// The line of a mark.
pub(in crate::storage) fn mark(mark: Mark, file: Hash, up_to: u64) -> String {
    format!("{}{file} up to {up_to}\n", mark.words())
}

/// The line of a transaction whose RON is known.
pub(in crate::storage) fn numbered(number: u64, ron: &str) -> String {
    format!("{number} {} {} {ron}\n", ron.len(), checksum(ron))
}

fn checksum(ron: &str) -> String {
    let mut digits = Hash::of(ron.as_bytes()).to_string();
    digits.truncate(16);
    digits
}

/// Reads a line without its end; `None` where it is damaged.
pub(super) fn read(line: &str) -> Option<Line<'_>> {
    if let Some(hash) = line.strip_prefix(HEAD) {
        return Some(Line::Head(hash.parse().ok()?));
    }
    for mark in [Mark::Saving, Mark::Saved] {
        if let Some(rest) = line.strip_prefix(mark.words()) {
            let (hash, up_to) = rest.split_once(" up to ")?;
            return Some(Line::Mark {
                mark,
                hash: hash.parse().ok()?,
                up_to: up_to.parse().ok()?,
            });
        }
    }
    let mut words = line.splitn(4, ' ');
    let number = words.next()?.parse().ok()?;
    let length: usize = words.next()?.parse().ok()?;
    let (sum, ron) = (words.next()?, words.next()?);
    (ron.len() == length && sum == checksum(ron)).then_some(Line::Transaction { number, ron })
}

/// Whether the last whole line of a stretch of a history says that everything above it is in the file: a mark that it was
/// saved, or the head. `end` may begin within a line.
pub(in crate::storage) fn ends_saved(end: &[u8]) -> bool {
    let whole = memchr::memrchr(b'\n', end).map_or(&[][..], |at| &end[..at]);
    let last = memchr::memrchr(b'\n', whole).map_or(whole, |at| &whole[at + 1..]);
    let line = std::str::from_utf8(last)
        .ok()
        .and_then(|line| read(line.trim_end_matches('\r')));
    matches!(
        line,
        Some(
            Line::Head(_)
                | Line::Mark {
                    mark: Mark::Saved,
                    ..
                }
        )
    )
}
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_they_were_written() {
        let hash = Hash::of(b"a file");
        let ron = "(label:\"a b\")";
        for (written, line) in [
            (head(hash), Line::Head(hash)),
            (numbered(12, ron), Line::Transaction { number: 12, ron }),
            (
                mark(Mark::Saving, hash, 3),
                Line::Mark {
                    mark: Mark::Saving,
                    hash,
                    up_to: 3,
                },
            ),
            (
                mark(Mark::Saved, hash, 0),
                Line::Mark {
                    mark: Mark::Saved,
                    hash,
                    up_to: 0,
                },
            ),
        ] {
            let whole = written.strip_suffix('\n').unwrap();
            assert_eq!(read(whole), Some(line), "{whole}");
            for end in 0..whole.len() {
                let torn = read(&whole[..end]);
                // A number with fewer digits cannot be told from a whole one; the line end it lacks tells.
                let shorter = matches!(torn, Some(Line::Mark { .. }));
                assert!(torn.is_none() || shorter, "{}", &whole[..end]);
            }
        }
        assert_eq!(read(&numbered(1, ron).replace("a b", "a c")), None);
    }
}
