//! The frame of a project file: which lines belong to which record, found without reading the records.

use super::{Damage, FORMAT, LoadError, READER, SEAL, Unknown, ron};
use crate::project::{Id, Kind};
use crate::storage::hash::Hash;
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
    /// Tables this version does not know, in a file that may have some.
    pub(super) unknown: Unknown,
    pub(super) damages: Vec<Damage>,
    /// The length in bytes of what stands above the last line, and the hash that line says.
    pub(super) seal: Option<(usize, Hash)>,
}

/// More places than this are not listed; a file of noise would have one a line.
pub(super) const MOST_DAMAGES: usize = 1000;

/// Cuts a file into records.
///
/// # Errors
/// If the first line is not one this version can read. Damage further down is collected.
pub(super) fn frames(text: &str) -> Result<Frames<'_>, LoadError> {
    let mut lines = Lines {
        text,
        at: 0,
        number: 0,
    };
    let header = lines
        .next()
        .and_then(|line| header(line.text))
        .ok_or(LoadError::NotAProject)?;
    if header.format > FORMAT {
        return Err(LoadError::NewerFormat(header.format));
    }
    let mut cutter = Cutter {
        text,
        frames: Frames {
            header,
            about: None,
            records: Vec::new(),
            unknown: Unknown::default(),
            damages: Vec::new(),
            seal: None,
        },
        within: Within::Top,
        open: None,
        tables: BTreeSet::new(),
    };
    for line in lines {
        cutter.line(line);
    }
    Ok(cutter.end())
}

fn header(line: &str) -> Option<Header> {
    let fields = line.strip_prefix("Onus(format:")?.strip_suffix(',')?;
    ron().from_str(&format!("(format:{fields})")).ok()
}

#[derive(Clone, Copy)]
struct Line<'a> {
    /// Counted from 1.
    number: usize,
    /// Where it begins, in bytes.
    start: usize,
    text: &'a str,
}

struct Lines<'a> {
    text: &'a str,
    at: usize,
    number: usize,
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
    /// In a table this version does not know.
    Unknown(&'a str),
    /// After the last parenthesis.
    End,
}

struct Cutter<'a> {
    text: &'a str,
    frames: Frames<'a>,
    within: Within<'a>,
    /// The record whose lines are being collected; its body is not known yet.
    open: Option<Frame<'a>>,
    tables: BTreeSet<&'a str>,
}

impl<'a> Cutter<'a> {
    fn damage(&mut self, line: usize, says: impl Into<String>) {
        if self.frames.damages.len() < MOST_DAMAGES {
            self.frames.damages.push(Damage::new(line, says));
        }
    }

    fn line(&mut self, line: Line<'a>) {
        if ["<<<<<<<", "=======", ">>>>>>>"]
            .iter()
            .any(|mark| line.text.starts_with(mark))
        {
            self.damage(line.number, "it is the mark of an unfinished merge.");
            return;
        }
        match self.within {
            Within::Top => self.top(line),
            Within::Table(kind) => self.in_table(kind, line),
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
            if self.frames.about.is_some() {
                self.damage(
                    line.number,
                    "the record about the project stands here a second time.",
                );
            }
            self.frames.about = Some(Frame {
                line: line.number,
                before: "project:".len(),
                kind: Kind::Project,
                id: Id::default(),
                body: body.trim_end().strip_suffix(',').unwrap_or(body),
            });
        } else if let Some(name) = line.text.strip_suffix(":{") {
            if !self.tables.insert(name) {
                self.damage(line.number, format!("the table “{name}” begins a second time."));
            }
            let known = Kind::ALL
                .iter()
                .find(|kind| **kind != Kind::Project && kind.table() == name);
            self.within = match known {
                Some(kind) => Within::Table(*kind),
                None => {
                    if !self.frames.header.is_newer() {
                        self.damage(line.number, format!("the table “{name}” is not known."));
                    }
                    Within::Unknown(name)
                }
            };
        } else if line.text == ")" {
            self.within = Within::End;
        } else if !line.text.trim().is_empty() {
            self.damage(
                line.number,
                "neither a table nor the end of the project begins here.",
            );
        }
    }

    fn in_table(&mut self, kind: Kind, line: Line<'a>) {
        if line.text == "}," {
            self.close(line.start);
            self.within = Within::Top;
            return;
        }
        let Some((key, before)) = key(line.text) else {
            // The lines of a text; whatever else it is, reading the record will say.
            if self.open.is_none() && !line.text.trim().is_empty() {
                self.damage(line.number, format!("no record of {} begins here.", kind.table()));
            }
            return;
        };
        self.close(line.start);
        let Ok(id) = key.parse::<Id>() else {
            self.damage(line.number, format!("“{key}” is not an id."));
            return;
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
            self.frames.records.push(frame);
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
            self.damage(last, "the file breaks off here.");
        }
        if self.frames.about.is_none() {
            self.damage(1, "the record about the project is missing.");
        }
        self.frames
    }
}

/// Keys that stand in the file more than once, each at its second place and those after.
pub(super) fn repeated(frames: &[Frame<'_>]) -> Vec<Damage> {
    let mut ids: Vec<_> = frames.iter().map(|frame| (frame.id, frame.line)).collect();
    ids.sort_unstable();
    let repeated = ids.windows(2).filter(|pair| pair[0].0 == pair[1].0);
    let damage = |pair: &[(Id, usize)]| {
        let says = format!("the id {} is used in line {} already.", pair[0].0, pair[0].1);
        Damage::new(pair[1].1, says)
    };
    repeated.take(MOST_DAMAGES).map(damage).collect()
}

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
