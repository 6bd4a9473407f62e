//! Reading a history from its first line to its last, keeping only what may be replayed.

use super::line::{self, LONGEST_LINE, Line, Mark};
use crate::storage::hash::Hash;
use std::io::{self, BufRead, Read};

/// More bytes than this are not held to be replayed: eight times a whole project.
const MOST_HELD: u64 = 4 << 30;

const DAMAGED: &str = "it is damaged";

/// Something that may have to be replayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    Transaction {
        line: usize,
        number: u64,
        ron: String,
    },
    /// A line at which a replay stops, though others follow it. Why, as the end of a sentence.
    Stop {
        line: usize,
        why: &'static str,
    },
}

/// What a history says of the files there were.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Known {
    hash: Hash,
    up_to: u64,
    mark: Mark,
}

/// A history, read once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::storage) struct Scan {
    /// The only file that counts as saved, where one is asked for.
    only: Option<Hash>,
    /// The files there were, oldest first. The head counts as saved.
    files: Vec<Known>,
    /// What came after the last save, and some that came before it.
    entries: Vec<Entry>,
    /// How many of them stood there at the last save, and how many stayed when they were last looked through.
    at_save: usize,
    stayed: usize,
    /// The length in bytes of all transactions among them.
    held: u64,
    /// The number of the last transaction.
    pub(in crate::storage) last: u64,
    /// The length in bytes of all lines but a torn last one.
    pub(in crate::storage) length: u64,
    /// Whether the last line is torn: it was never acknowledged, and is ignored.
    pub(in crate::storage) torn: bool,
}

/// How a history stands to the file beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::storage) enum Standing {
    /// The file is the one the history last saved, or was saving: what came after this number is to be replayed.
    Current(u64),
    /// The file is an older one that the history knows: a checkout. It holds the transactions up to this number, and
    /// others came after them.
    Older(u64),
    /// The history does not know the file.
    Foreign,
}

/// Reads a history, to replay it on the file it last saved. One whose first line is not a head knows no file.
pub(in crate::storage) fn scan(reader: impl Read) -> io::Result<Scan> {
    read(reader, None)
}

/// Reads a history again, to replay it on a certain file that it knows, though it saved others since.
pub(in crate::storage) fn scan_on(reader: impl Read, file: Hash) -> io::Result<Scan> {
    read(reader, Some(file))
}

fn read(reader: impl Read, file: Option<Hash>) -> io::Result<Scan> {
    let mut reader = io::BufReader::with_capacity(1 << 20, reader);
    let mut scan = Scan {
        only: file,
        ..Scan::default()
    };
    let mut bytes = Vec::new();
    for line in 1.. {
        bytes.clear();
        let length = reader.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut bytes)?;
        if length == 0 {
            break;
        }
        let whole = bytes.last() == Some(&b'\n');
        let text = std::str::from_utf8(&bytes)
            .ok()
            .map(|text| text.trim_end_matches(['\r', '\n']));
        match text.filter(|_| whole).and_then(line::read) {
            Some(read) => scan.take(line, read),
            // A batch is synced with its last line end, so that only a line without one was never acknowledged.
            None if !whole && reader.fill_buf()?.is_empty() => {
                scan.torn = true;
                break;
            }
            None => scan.stop(line, DAMAGED),
        }
        scan.length += length as u64;
        if scan.files.is_empty() {
            break;
        }
    }
    scan.forget_saved();
    Ok(scan)
}

impl Scan {
    fn take(&mut self, line: usize, read: Line<'_>) {
        // Each transaction has a line, and so has the head.
        let is_too_great = |number: u64| number >= line as u64;
        let in_last_file = self.files.last().map_or(0, |known| known.up_to);
        match read {
            Line::Head(hash) if line == 1 => self.files.push(Known {
                hash,
                up_to: 0,
                mark: Mark::Saved,
            }),
            Line::Transaction { number, ron } if !is_too_great(number) => {
                self.last = self.last.max(number);
                let length = ron.len() as u64;
                if self.held + length > MOST_HELD && self.at_save > self.stayed {
                    self.forget_saved();
                }
                if self.held + length > MOST_HELD {
                    self.stop(line, "the edits above it fill the memory");
                } else {
                    self.held += length;
                    let ron = ron.to_owned();
                    self.entries.push(Entry::Transaction { line, number, ron });
                }
            }
            Line::Mark { mark, hash, up_to } if !is_too_great(up_to) && up_to >= in_last_file => {
                // The line of a transaction that was saved may be damaged, but its number is not free.
                self.last = self.last.max(up_to);
                let known = Known { hash, up_to, mark };
                let saved = self.is_saved(&known);
                self.files.push(known);
                if saved {
                    self.at_save = self.entries.len();
                    // Looking through them at each of many marks would take the square of their number.
                    if self.at_save >= 2 * self.stayed {
                        self.forget_saved();
                    }
                }
            }
            Line::Head(_) | Line::Transaction { .. } | Line::Mark { .. } => {
                self.stop(line, DAMAGED);
            }
        }
    }

    /// One such line stops a replay as well as many, and noise may have one in each byte.
    fn stop(&mut self, line: usize, why: &'static str) {
        let is_new = self.at_save == self.entries.len();
        if is_new || !matches!(self.entries.last(), Some(Entry::Stop { .. })) {
            self.entries.push(Entry::Stop { line, why });
        }
    }

    /// Whether a file is one after which what came before need not be replayed.
    fn is_saved(&self, known: &Known) -> bool {
        match self.only {
            None => known.mark == Mark::Saved,
            Some(file) => known.hash == file,
        }
    }

    /// Drops what the last save took in, and damage that came before it.
    fn forget_saved(&mut self) {
        let saved = self.files.iter().rfind(|known| self.is_saved(known));
        let up_to = saved.map_or(0, |known| known.up_to);
        let later = self.entries.split_off(self.at_save);
        self.entries
            .retain(|entry| matches!(entry, Entry::Transaction { number, .. } if *number > up_to));
        let lengths = self.entries.iter().map(|entry| match entry {
            Entry::Transaction { ron, .. } => ron.len() as u64,
            Entry::Stop { .. } => 0,
        });
        self.held = lengths.sum();
        self.stayed = self.entries.len();
        self.at_save = self.stayed;
        self.entries.extend(later);
    }

    /// How the history stands to a file with this hash.
    pub(in crate::storage) fn standing(&self, file: Hash) -> Standing {
        let last_saved = self
            .files
            .iter()
            .rposition(|known| self.is_saved(known))
            .unwrap_or(0);
        let (older, current) = self.files.split_at(last_saved);
        let known = |files: &[Known]| {
            files
                .iter()
                .rev()
                .find(|known| known.hash == file)
                .map(|k| k.up_to)
        };
        match (known(current), known(older)) {
            (Some(up_to), _) => Standing::Current(up_to),
            (None, Some(up_to)) => Standing::Older(up_to),
            (None, None) => Standing::Foreign,
        }
    }

    /// What came after a transaction, in order.
    pub(super) fn after(&self, up_to: u64) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| match entry {
            Entry::Transaction { number, .. } => *number > up_to,
            Entry::Stop { .. } => true,
        })
    }
}
