//! The frame of a project file: which lines belong to which record, found without reading the records.

use super::damage::{BREAKS_OFF, Listed};
use super::{Damage, FORMAT, LoadError, READER, SEAL, Unknown, ron};
use crate::project::{Id, Kind};
use crate::storage::format::hash::Hash;
use std::collections::BTreeSet;

/// What the first line says.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
pub(super) struct Header {
    pub(super) format: u32,
    pub(super) reader: u32,
    pub(super) generator: String,
}

impl Header {
    /// Whether the file may hold what this version does not know.
    pub(super) fn is_newer(&self) -> bool {
        self.reader > READER
    }
}

/// The lines of one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Frame<'a> {
    /// Its first line, counted from 1.
    pub(super) line: usize,
    /// How many characters of the first line stand before the body.
    pub(super) before: usize,
    pub(super) kind: Kind,
    /// Its key; nothing for the record about the project, which says its id itself.
    pub(super) id: Id,
    /// What stands after the key: `(…)`.
    pub(super) body: &'a str,
}

/// A file cut into records.
#[derive(Debug)]
pub(super) struct Frames<'a> {
    pub(super) header: Header,
    pub(super) about: Option<Frame<'a>>,
    pub(super) records: Vec<Frame<'a>>,
    /// Records that stand in no table of ours, so that their kind is not known; their `kind` means nothing.
    pub(super) unplaced: Vec<Frame<'a>>,
    /// Tables this version does not know, in a file that may have some.
    pub(super) unknown: Unknown,
    pub(super) damages: Listed,
    /// The length in bytes of what stands above the last line, and the hash that line says.
    pub(super) seal: Option<(usize, Hash)>,
}

/// Cuts a file into records.
///
/// # Errors
/// If the first line is not one this version can read. Damage further down is collected.
pub(super) fn frames(text: &str) -> Result<Frames<'_>, LoadError> {
    if text.trim().is_empty() {
        return Err(LoadError::Empty);
    }
    let mut lines = Lines::of(text);
    let header = lines
        .next()
        .and_then(|line| header(line.text))
        .ok_or(LoadError::NotAProject)?;
    if header.format > FORMAT {
        return Err(LoadError::NewerFormat(header.format));
    }
    Ok(Cutter::new(text, header).cut(lines))
}

/// Cuts a damaged file into records: the first line may be missing or unreadable too. Then what is not known is damage.
pub(super) fn frames_of_damaged(text: &str) -> Frames<'_> {
    let mut lines = Lines::of(text);
    let first = lines.find(|line| !line.text.trim().is_empty());
    // Some editors put this mark before a text.
    let read = first.and_then(|line| header(line.text.trim_start_matches('\u{feff}')));
    if let Some(header) = read {
        return Cutter::new(text, header).cut(lines);
    }
    let unknown = Header {
        format: FORMAT,
        reader: READER,
        generator: "an unknown program".to_owned(),
    };
    let mut cutter = Cutter::new(text, unknown);
    let line = first.map_or(1, |line| line.number);
    cutter.damage(line, "the first line is not that of a project.");
    // If that line is gone, another stands first.
    let others = first.filter(|line| begins_part(line.text) || key(line.text).is_some());
    cutter.cut(others.into_iter().chain(lines))
}

fn header(line: &str) -> Option<Header> {
    let fields = line.strip_prefix("Onus(format:")?.strip_suffix(',')?;
    ron().from_str(&format!("(format:{fields})")).ok()
}

#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    /// Counted from 1.
    pub(super) number: usize,
    /// Where it begins, in bytes.
    pub(super) start: usize,
    pub(super) text: &'a str,
}

pub(super) struct Lines<'a> {
    text: &'a str,
    at: usize,
    number: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            number: 0,
        }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = Line<'a>;

    fn next(&mut self) -> Option<Line<'a>> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let start = self.at;
        self.at += length + 1;
        self.number += 1;
        Some(Line {
            number: self.number,
            start,
            text: &rest[..length],
        })
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Within<'a> {
    /// Between tables.
    Top,
    /// In the table of a kind.
    Table(Kind),
    /// In a table of a newer version, which this one does not know.
    Unknown(&'a str),
    /// Among records whose table has no name that is known.
    Nowhere,
    /// After the last parenthesis.
    End,
}

struct Cutter<'a> {
    text: &'a str,
    frames: Frames<'a>,
    within: Within<'a>,
    /// The record whose lines are being collected; its body is not known yet.
    open: Option<Frame<'a>>,
    /// Lines that belong to nothing are named at their first one.
    passing: bool,
    tables: BTreeSet<&'a str>,
}

impl<'a> Cutter<'a> {
    fn new(text: &'a str, header: Header) -> Self {
        Self {
            text,
            frames: Frames {
                header,
                about: None,
                records: Vec::new(),
                unplaced: Vec::new(),
                unknown: Unknown::default(),
                damages: Listed::default(),
                seal: None,
            },
            within: Within::Top,
            open: None,
            passing: false,
            tables: BTreeSet::new(),
        }
    }

    fn cut(mut self, lines: impl Iterator<Item = Line<'a>>) -> Frames<'a> {
        for line in lines {
            self.line(line);
        }
        self.end()
    }

    fn damage(&mut self, line: usize, says: impl Into<String>) {
        self.frames.damages.push(Damage::new(line, says));
    }

    /// A line that belongs to nothing.
    fn pass(&mut self, line: Line<'_>, says: impl Into<String>) {
        if !self.passing && !line.text.trim().is_empty() {
            self.damage(line.number, says);
            self.passing = true;
        }
    }

    fn line(&mut self, line: Line<'a>) {
        if is_mark_of_merge(line.text) {
            self.damage(line.number, "it is the mark of an unfinished merge.");
            return;
        }
        match self.within {
            Within::Top => self.top(line),
            Within::Table(_) | Within::Nowhere => self.in_table(line),
            Within::Unknown(name) => match line.text {
                "}," => self.within = Within::Top,
                text if key(text).is_some() => self.frames.unknown.count(name),
                _ => {}
            },
            Within::End => self.after(line),
        }
    }

    fn top(&mut self, line: Line<'a>) {
        if let Some(body) = line.text.strip_prefix("project:") {
            self.about(line, body);
        } else if let Some(name) = line.text.strip_suffix(":{") {
            self.begin(line, name);
        } else if line.text == ")" {
            self.within = Within::End;
        } else if line.text.starts_with(SEAL) {
            self.damage(line.number, "the end of the project is missing above it.");
            self.within = Within::End;
            self.after(line);
        } else if key(line.text).is_some() {
            self.damage(line.number, "a record stands here in no table.");
            self.within = Within::Nowhere;
            self.in_table(line);
        } else {
            return self.pass(line, "neither a table nor the end of the project begins here.");
        }
        self.passing = false;
    }

    fn about(&mut self, line: Line<'a>, body: &'a str) {
        if self.frames.about.is_some() {
            let says = "the record about the project stands here a second time.";
            return self.damage(line.number, says);
        }
        self.frames.about = Some(Frame {
            line: line.number,
            before: "project:".len(),
            kind: Kind::Project,
            id: Id::default(),
            body: body.trim_end().strip_suffix(',').unwrap_or(body),
        });
    }

    fn begin(&mut self, line: Line<'a>, name: &'a str) {
        if !self.tables.insert(name) {
            self.damage(line.number, format!("the table “{name}” begins a second time."));
        }
        self.within = match table(name) {
            Some(kind) => Within::Table(kind),
            None if self.frames.header.is_newer() => Within::Unknown(name),
            None => {
                self.damage(line.number, format!("the table “{name}” is not known."));
                Within::Nowhere
            }
        };
    }

    fn in_table(&mut self, line: Line<'a>) {
        if line.text == "}," {
            self.close(line.start);
            self.within = Within::Top;
            return;
        }
        if begins_part(line.text) {
            self.close(line.start);
            self.damage(line.number, "the table above it has no end.");
            self.within = Within::Top;
            return self.top(line);
        }
        let Some((key, before)) = key(line.text) else {
            // The lines of a text; whatever else it is, reading the record will say.
            if self.open.is_none() {
                let table = match self.within {
                    Within::Table(kind) => kind.table(),
                    _ => "the project",
                };
                self.pass(line, format!("no record of {table} begins here."));
            }
            return;
        };
        self.close(line.start);
        self.passing = false;
        let Ok(id) = key.parse::<Id>() else {
            return self.pass(line, format!("“{key}” is not an id."));
        };
        let kind = match self.within {
            Within::Table(kind) => kind,
            _ => Kind::Project,
        };
        self.open = Some(Frame {
            line: line.number,
            before,
            kind,
            id,
            body: &self.text[line.start + before..],
        });
    }

    /// The lines of the record before end at this byte of the file.
    fn close(&mut self, end: usize) {
        if let Some(mut frame) = self.open.take() {
            let length = frame.body.len() - (self.text.len() - end);
            let body = frame.body[..length].trim_end();
            frame.body = body.strip_suffix(',').unwrap_or(body);
            match self.within {
                Within::Table(_) => self.frames.records.push(frame),
                _ => self.frames.unplaced.push(frame),
            }
        }
    }

    fn after(&mut self, line: Line<'a>) {
        if let Some(hash) = line.text.strip_prefix(SEAL) {
            // A last line that cannot be read is a wrong one, which is said, not refused.
            self.frames.seal = hash.parse().ok().map(|hash| (line.start, hash));
        } else if !line.text.is_empty() && !line.text.starts_with("//") {
            self.damage(line.number, "the project has ended above this line.");
        }
    }

    fn end(mut self) -> Frames<'a> {
        self.close(self.text.len());
        if self.within != Within::End {
            let last = self.text.lines().count();
            self.damage(last, BREAKS_OFF);
        }
        if self.frames.about.is_none() {
            self.damage(1, "the record about the project is missing.");
        }
        self.frames
    }
}

/// Keys that stand in the file more than once, each at its second place and those after.
pub(super) fn repeated(frames: &[Frame<'_>]) -> Listed {
    let mut ids: Vec<_> = frames.iter().map(|frame| (frame.id, frame.line)).collect();
    ids.sort_unstable();
    let mut damages = Listed::default();
    for pair in ids.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        damages.push(Damage::repeated(pair[1].1, pair[0].0, pair[0].1));
    }
    damages
}

/// The kind of the records in a table of this name.
fn table(name: &str) -> Option<Kind> {
    let mut kinds = Kind::ALL.iter().filter(|kind| **kind != Kind::Project);
    kinds.find(|kind| kind.table() == name).copied()
}

/// Whether something begins here that never stands within a table: another table, the record about the project, or the
/// end. A line of a text begins with a quotation mark.
fn begins_part(line: &str) -> bool {
    let is_table = || line.strip_suffix(":{").is_some_and(|name| table(name).is_some());
    line == ")" || line.starts_with("project:(") || line.starts_with(SEAL) || is_table()
}

/// Whether a line is one of those that git writes between the sides of a merge. A line of a text begins with a quotation
/// mark.
pub(super) fn is_mark_of_merge(line: &str) -> bool {
    MARKS.iter().any(|mark| line.starts_with(mark))
}

/// Ours, the base, theirs, and the end.
pub(super) const MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// The key with which a line begins, and the number of bytes before the record: `"…":(`. A line of a text begins with a
/// quotation mark too, but after its closing one comes a comma, and quotation marks within it are escaped.
fn key(line: &str) -> Option<(&str, usize)> {
    let rest = line.strip_prefix('"')?;
    let length = memchr::memchr(b'"', rest.as_bytes())?;
    let key = &rest[..length];
    (rest[length + 1..].starts_with(':') && !key.ends_with('\\')).then_some((key, length + 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_begins_with_its_key_and_a_line_of_text_does_not() {
        for (line, found) in [
            ("\"5f1c\":(a:1),", Some(("5f1c", 7))),
            ("\"\":", Some(("", 3))),
            ("\"a line\",", None),
            ("\"he said \\\":(\",", None),
            ("\"5f1c\" :(", None),
            ("]),created:(),", None),
            ("", None),
        ] {
            assert_eq!(key(line), found, "{line}");
        }
    }
}
