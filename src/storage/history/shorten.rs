//! A shorter history that tells the same: who did what when, which files there were, and what undoes the newest edits.

use super::line::{Line, Mark};
use super::lines::{Found, each_line};
use super::scan::MOST_UNDONE_BYTES;
use super::told::{read_told, short};
use crate::storage::format::compact::Unwritable;
use crate::storage::format::hash::Hash;
use std::collections::VecDeque;
use std::io::{self, Read};
use std::ops::ControlFlow;

/// Why a history stays as long as it is.
#[derive(Debug)]
pub(in crate::storage) enum NotShortened {
    /// It could not be read.
    Io(io::Error),
    /// This line, counted from 1, is damaged: leaving it out would hide that.
    Damaged(usize),
    /// A line has no short form.
    Unwritable(Unwritable),
}

/// A line that is still as it was.
enum Long {
    Transaction { at: usize, number: u64, line: String },
    Mark { mark: Mark, hash: Hash, line: String },
}

#[derive(Default)]
struct Shortening {
    out: Vec<u8>,
    /// How many transactions stay as they are.
    most: usize,
    /// The newest lines, how many transactions are among them, and their length in bytes.
    newest: VecDeque<Long>,
    transactions: usize,
    length: u64,
    last: u64,
}

/// The shorter form of a history of which all is in the file. Marks stay, but for one that a file was about to be saved
/// where the next says that it was. The newest transactions stay as they are, `most` of them, so many can be undone after a
/// restart; of older ones stays who did what when, and to which records.
pub(in crate::storage) fn shorten(history: impl Read, most: usize) -> Result<Vec<u8>, NotShortened> {
    let mut shortening = Shortening {
        most,
        ..Shortening::default()
    };
    let mut stopped = None;
    each_line(history, |number, bytes, found| {
        let taken = match (found, std::str::from_utf8(bytes)) {
            (Found::Whole(line), Ok(text)) => shortening.take(number, line, text),
            _ => Err(NotShortened::Damaged(number)),
        };
        match taken {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                stopped = Some(error);
                ControlFlow::Break(())
            }
        }
    })
    .map_err(NotShortened::Io)?;
    match stopped {
        Some(error) => Err(error),
        None => Ok(shortening.end()),
    }
}

impl Shortening {
    fn take(&mut self, at: usize, line: Line<'_>, text: &str) -> Result<(), NotShortened> {
        match line {
            Line::Head(_) if at == 1 => self.out.extend_from_slice(text.as_bytes()),
            Line::Transaction { number, .. } if at > 1 && number == self.last + 1 => {
                self.last = number;
                self.transactions += 1;
                self.length += text.len() as u64;
                let line = text.to_owned();
                self.newest.push_back(Long::Transaction { at, number, line });
                while self.transactions > self.most || self.length > MOST_UNDONE_BYTES {
                    self.shorten_oldest()?;
                }
            }
            Line::Mark { mark, hash, .. } if at > 1 => {
                let was_about_to = |long: &Long| matches!(long, Long::Mark { mark: Mark::Saving, hash: of, .. } if *of == hash);
                if mark == Mark::Saved && self.newest.back().is_some_and(was_about_to) {
                    self.newest.pop_back();
                }
                let line = text.to_owned();
                self.newest.push_back(Long::Mark { mark, hash, line });
            }
            _ => return Err(NotShortened::Damaged(at)),
        }
        Ok(())
    }

    fn shorten_oldest(&mut self) -> Result<(), NotShortened> {
        match self.newest.pop_front() {
            None => (self.transactions, self.length) = (0, 0),
            Some(Long::Mark { line, .. }) => self.out.extend_from_slice(line.as_bytes()),
            Some(Long::Transaction { at, number, line }) => {
                self.transactions -= 1;
                self.length -= line.len() as u64;
                let ron = line.splitn(4, ' ').nth(3).unwrap_or_default();
                let (told, touched) = read_told(ron.trim_end()).map_err(|_| NotShortened::Damaged(at))?;
                let short = short(number, &told, &touched).map_err(NotShortened::Unwritable)?;
                self.out.extend_from_slice(short.as_bytes());
            }
        }
        Ok(())
    }

    fn end(mut self) -> Vec<u8> {
        for long in self.newest {
            let (Long::Transaction { line, .. } | Long::Mark { line, .. }) = long;
            self.out.extend_from_slice(line.as_bytes());
        }
        self.out
    }
}
