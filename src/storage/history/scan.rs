//! Reading a history from its first line to its last, keeping only what may be replayed.

use super::line::{Line, Mark};
use super::lines::{Found, each_line};
use crate::storage::format::hash::Hash;
use std::collections::VecDeque;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::sync::Arc;

/// More bytes than this are not held to be replayed: eight times a whole project.
const MOST_HELD: u64 = 4 << 30;

/// The most transactions, and the most bytes of them, that are held to be undone.
pub(in crate::storage) const MOST_UNDONE: usize = 1000;
pub(super) const MOST_UNDONE_BYTES: u64 = 16 << 20;

const DAMAGED: &str = "it is damaged";

/// Something that may have to be replayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Held {
    Transaction {
        line: usize,
        number: u64,
        ron: Arc<str>,
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
    entries: Vec<Held>,
    /// How many of them stood there at the last save, and how many stayed when they were last looked through.
    at_save: usize,
    stayed: usize,
    /// The length in bytes of all transactions among them.
    held: u64,
    /// The newest transactions, saved or not, without a gap between them, and their length in bytes.
    recent: VecDeque<(u64, Arc<str>)>,
    recent_length: u64,
    /// The number of the last transaction.
    pub(in crate::storage) last: u64,
    /// The length in bytes of all lines but a torn last one.
    pub(in crate::storage) length: u64,
    /// And with that one.
    pub(in crate::storage) full: u64,
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
    let mut scan = Scan {
        only: file,
        ..Scan::default()
    };
    each_line(reader, |line, bytes, found| {
        scan.full += bytes.len() as u64;
        match found {
            Found::Whole(read) => scan.take(line, read),
            Found::Damaged => scan.stop(line, DAMAGED),
            Found::Torn => {
                scan.torn = true;
                return ControlFlow::Break(());
            }
        }
        scan.length += bytes.len() as u64;
        match scan.files.is_empty() {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    })?;
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
                    let ron: Arc<str> = ron.into();
                    self.remember(number, &ron);
                    self.entries.push(Held::Transaction { line, number, ron });
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

    /// Holds a transaction to be undone, with those right before it.
    fn remember(&mut self, number: u64, ron: &Arc<str>) {
        if self.recent.back().is_some_and(|(last, _)| last + 1 != number) {
            self.forget_recent();
        }
        self.recent_length += ron.len() as u64;
        self.recent.push_back((number, Arc::clone(ron)));
        while (self.recent.len() > MOST_UNDONE || self.recent_length > MOST_UNDONE_BYTES)
            && let Some((_, oldest)) = self.recent.pop_front()
        {
            self.recent_length -= oldest.len() as u64;
        }
    }

    fn forget_recent(&mut self) {
        self.recent.clear();
        self.recent_length = 0;
    }

    /// The newest transactions, newest first, without a gap between them.
    pub(super) fn recent(&self) -> impl Iterator<Item = (u64, &str)> {
        self.recent
            .iter()
            .rev()
            .map(|(number, ron)| (*number, ron.as_ref()))
    }

    /// One such line stops a replay as well as many, and noise may have one in each byte.
    fn stop(&mut self, line: usize, why: &'static str) {
        self.forget_recent();
        let is_new = self.at_save == self.entries.len();
        if is_new || !matches!(self.entries.last(), Some(Held::Stop { .. })) {
            self.entries.push(Held::Stop { line, why });
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
            .retain(|entry| matches!(entry, Held::Transaction { number, .. } if *number > up_to));
        let lengths = self.entries.iter().map(|entry| match entry {
            Held::Transaction { ron, .. } => ron.len() as u64,
            Held::Stop { .. } => 0,
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
    pub(super) fn after(&self, up_to: u64) -> impl Iterator<Item = &Held> {
        self.entries.iter().filter(move |entry| match entry {
            Held::Transaction { number, .. } => *number > up_to,
            Held::Stop { .. } => true,
        })
    }
}
