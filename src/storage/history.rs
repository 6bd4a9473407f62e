//! The history beside a project file: journal, recovery and the record of who did what when, in one append-only file.
//!
//! ```text
//! onus-history 1 <hash of the project file at the start>
//! 1 213 9f86d081884c7d65
//! (label:"Tag as claim",by:"…",at:"…")
//! put annotations 9b0e… (source:"…",…)
//! delete links 30b7…
//! saving as <hash> up to 1
//! saved as <hash> up to 1
//! ```
//!
//! Each transaction says its number, the length of what follows in bytes, and the first 16 hexadecimal digits of its
//! SHA-256. What comes after a torn or damaged place is not trusted. A text is written once; later edits of its source
//! name it by hash, so that a new title costs a line.

use super::compact::Layout;
use super::format::{self, write_record};
use super::hash::{Hash, with_lf};
use crate::project::{Edit, Id, Kind, Project, Record, Source, Text, Timestamp, Transaction};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

const HEAD: &str = "onus-history 1 ";
const CHECK_DIGITS: usize = 16;

/// The texts that file and history hold already, by hash.
pub type Texts = BTreeSet<String>;

/// The texts of a project.
pub fn texts(project: &Project) -> Texts {
    project
        .sources
        .values()
        .filter_map(|s| s.text.as_ref())
        .map(|t| t.sha256.clone())
        .collect()
}

/// The first line of a new history.
pub fn head(file: Hash) -> String {
    format!("{HEAD}{file}\n")
}

/// The line before the project file is renamed into place.
pub fn saving(file: Hash, upto: u64) -> String {
    format!("saving as {file} up to {upto}\n")
}

/// The line after it.
pub fn saved(file: Hash, upto: u64) -> String {
    format!("saved as {file} up to {upto}\n")
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    label: String,
    by: Id,
    at: Timestamp,
}

/// A transaction as it stands in the history. Texts that are not known yet are written whole and known afterwards.
pub fn entry(number: u64, transaction: &Transaction, texts: &mut Texts) -> String {
    let Transaction { label, by, at, edits } = transaction;
    let mut body = String::new();
    let said = Said {
        label: label.clone(),
        by: *by,
        at: *at,
    };
    // Every record of the model has a form in RON; a value without one would be caught by the checksum's reader.
    let _ = super::compact::write(&mut body, &said, Layout::OneLine);
    body.push('\n');
    for edit in edits {
        let (table, id) = (edit.kind().table(), edit.id());
        match edit {
            Edit::Delete(..) => {
                let _ = writeln!(body, "delete {table} {id}");
            }
            Edit::Put(record) => {
                let _ = write!(body, "put {table} {id} ");
                match without_known_text(record, texts) {
                    Some((bare, sha256)) => {
                        let _ = write!(body, "text {sha256} ");
                        let _ = write_record(&mut body, &bare, Layout::OneLine);
                    }
                    None => {
                        let _ = write_record(&mut body, record, Layout::OneLine);
                    }
                }
                body.push('\n');
            }
        }
    }
    format!("{number} {} {}\n{body}", body.len(), checksum(&body))
}

/// A source whose text is known, without it, and the text's hash.
fn without_known_text(record: &Record, texts: &mut Texts) -> Option<(Record, String)> {
    let Record::Source(source) = record else {
        return None;
    };
    let sha256 = source.text.as_ref()?.sha256.clone();
    if texts.insert(sha256.clone()) {
        return None;
    }
    let bare = Source {
        text: None,
        ..(**source).clone()
    };
    Some((bare.into(), sha256))
}

fn checksum(body: &str) -> String {
    let mut digits = crate::text::sha256(body.as_bytes());
    digits.truncate(CHECK_DIGITS);
    digits
}

/// A mark that says which file held which transactions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    file: Hash,
    upto: u64,
    done: bool,
}

/// A history as it was read.
#[derive(Clone, Debug)]
pub struct History {
    head: Hash,
    entries: Vec<Entry>,
    marks: Vec<Mark>,
    /// How many bytes from the start are whole; what comes after is torn.
    pub whole: usize,
    /// Whether something stands after the last whole line.
    pub torn: bool,
}

#[derive(Clone, Debug)]
struct Entry {
    number: u64,
    body: String,
}

/// What a history has to do with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// The file holds all up to this transaction; the later ones are to be replayed.
    After(u64),
    /// The file is an older state: a checkout or a copy.
    Older,
    /// The history belongs to another file.
    Foreign,
}

impl History {
    /// Reads a history as far as it is whole; `None` where it is none.
    pub fn read(bytes: Vec<u8>) -> Option<Self> {
        let bytes = with_lf(bytes);
        let text = match std::str::from_utf8(&bytes) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default(),
        };
        let (first, _) = text.split_once('\n')?;
        let head = first.strip_prefix(HEAD)?.parse().ok()?;
        let whole = first.len() + 1;
        let mut history = Self {
            head,
            entries: Vec::new(),
            marks: Vec::new(),
            whole,
            torn: false,
        };
        while let Some(length) = history.read_one(&text[history.whole..]) {
            history.whole += length;
        }
        history.torn = history.whole < bytes.len();
        Some(history)
    }

    /// Reads what stands next; its length, or nothing where it is torn or damaged.
    fn read_one(&mut self, rest: &str) -> Option<usize> {
        let (line, after) = rest.split_once('\n')?;
        if let Some(mark) = mark(line) {
            self.marks.push(mark);
            return Some(line.len() + 1);
        }
        let mut words = line.split(' ');
        let (number, length, check) = (words.next()?, words.next()?, words.next()?);
        let (number, length): (u64, usize) = (number.parse().ok()?, length.parse().ok()?);
        let body = after.get(..length)?;
        let next = self.entries.last().map_or(number, |e| e.number + 1);
        if words.next().is_some() || checksum(body) != check || number != next {
            return None;
        }
        self.entries.push(Entry {
            number,
            body: body.to_owned(),
        });
        Some(line.len() + 1 + length)
    }

    /// What it has to do with the file of this hash, by the rule of the model.
    pub fn matches(&self, file: Hash) -> Match {
        let last_done = self.marks.iter().rposition(|m| m.done);
        let recent = &self.marks[last_done.unwrap_or(0)..];
        if let Some(mark) = recent.iter().rev().find(|m| m.file == file) {
            return Match::After(mark.upto);
        }
        let first = self.entries.first().map_or(1, |e| e.number);
        match (last_done, file == self.head) {
            (None, true) => Match::After(first - 1),
            (Some(_), true) => Match::Older,
            _ if self.marks.iter().any(|m| m.file == file) => Match::Older,
            _ => Match::Foreign,
        }
    }

    /// The number of the next transaction.
    pub fn next(&self) -> u64 {
        let marked = self.marks.iter().map(|m| m.upto).max().unwrap_or(0);
        self.entries.last().map_or(0, |e| e.number).max(marked) + 1
    }

    /// The texts that are written in it.
    pub fn texts(&self) -> Texts {
        // A text stands in its source's line as `text:(sha256:"…"`, and no title can hold an unescaped quote.
        let puts = self
            .entries
            .iter()
            .flat_map(|e| e.body.lines())
            .filter(|l| l.starts_with("put sources "));
        puts.filter_map(|l| l.split_once(",text:(sha256:\"")?.1.get(..64))
            .map(str::to_owned)
            .collect()
    }

    /// The transactions after a number, as they were made.
    ///
    /// # Errors
    /// A sentence, where one cannot be read though its checksum is right: a newer version wrote it.
    pub fn after(&self, number: u64, project: &Project) -> Result<Vec<Transaction>, String> {
        let mut texts: BTreeMap<String, Arc<Text>> = BTreeMap::new();
        for source in project.sources.values() {
            texts.extend(source.text.iter().map(|t| (t.sha256.clone(), Arc::clone(t))));
        }
        let mut transactions = Vec::new();
        for entry in &self.entries {
            let transaction = read_entry(entry, &mut texts)?;
            if entry.number > number {
                transactions.push(transaction);
            }
        }
        Ok(transactions)
    }
}

fn mark(line: &str) -> Option<Mark> {
    let (rest, done) = match line.strip_prefix("saved as ") {
        Some(rest) => (rest, true),
        None => (line.strip_prefix("saving as ")?, false),
    };
    let (file, upto) = rest.split_once(" up to ")?;
    Some(Mark {
        file: file.parse().ok()?,
        upto: upto.parse().ok()?,
        done,
    })
}

fn read_entry(entry: &Entry, texts: &mut BTreeMap<String, Arc<Text>>) -> Result<Transaction, String> {
    let number = entry.number;
    let unreadable =
        |why: &dyn std::fmt::Display| format!("edit {number} of the history cannot be read: {why}");
    let mut lines = entry.body.lines();
    let said = lines.next().unwrap_or_default();
    let Said { label, by, at } = format::ron().from_str(said).map_err(|e| unreadable(&e))?;
    let mut edits = Vec::new();
    for line in lines {
        edits.push(read_edit(line, texts).map_err(|e| unreadable(&e))?);
    }
    Ok(Transaction { label, by, at, edits })
}

fn read_edit(line: &str, texts: &mut BTreeMap<String, Arc<Text>>) -> Result<Edit, String> {
    let mut words = line.splitn(4, ' ');
    let mut word = || words.next().ok_or_else(|| "a line is too short".to_owned());
    let (verb, table, id) = (word()?, word()?, word()?);
    let kind = Kind::ALL
        .iter()
        .copied()
        .find(|k| k.table() == table)
        .ok_or("it speaks of an unknown table")?;
    let id: Id = id.parse().map_err(|e: crate::project::NotAnId| e.to_string())?;
    if verb == "delete" {
        return Ok(Edit::Delete(kind, id));
    }
    let body = word()?;
    let (known, body) = match body.strip_prefix("text ").and_then(|rest| rest.split_once(' ')) {
        Some((sha256, body)) => (Some(sha256), body),
        None => (None, body),
    };
    let mut record = format::parse(kind, id, body).map_err(|e| e.to_string())?;
    if let Record::Source(source) = &mut record {
        let source = Arc::make_mut(source);
        if let Some(sha256) = known {
            source.text = Some(Arc::clone(
                texts.get(sha256).ok_or("it names a text that is not there")?,
            ));
        } else if let Some(text) = &source.text {
            texts.insert(text.sha256.clone(), Arc::clone(text));
        }
    }
    Ok(Edit::Put(record))
}
