//! What is wrong with a project file, by line.

use super::FORMAT;
use crate::project::{Id, Kind, Problem};
use std::fmt;

/// One place of a project file that is not as it should be.
#[derive(Clone, Debug, PartialEq)]
pub struct Damage {
    /// The line, counted from 1.
    pub line: usize,
    /// The character in the line, counted from 1, where it is known.
    pub column: Option<usize>,
    /// The record, where it could be read.
    pub record: Option<(Kind, Id)>,
    /// What is wrong, as a sentence.
    pub says: String,
    /// The same without the record's id, for whoever is told its name.
    pub why: String,
    /// How people call the record, where that can still be read.
    pub name: Option<String>,
    /// Whether the record is there all the same, without what was wrong with it.
    pub kept: bool,
}

impl Damage {
    pub(super) fn new(line: usize, says: impl Into<String>) -> Self {
        let says = says.into();
        Self {
            line,
            column: None,
            record: None,
            why: says.clone(),
            says,
            name: None,
            kept: false,
        }
    }

    /// A place at which `ron` could not go on. `line` is that of the record's first line, of which `before` characters
    /// were not given to `ron`.
    pub(super) fn unreadable(line: usize, before: usize, error: &ron::error::SpannedError) -> Self {
        let at = error.span.end;
        Self {
            column: Some(if at.line == 1 { before + at.col } else { at.col }),
            why: why(&error.code),
            ..Self::new(line + at.line - 1, says(&error.code))
        }
    }

    /// Names the record that is left out for it.
    pub(super) fn of(mut self, kind: Kind, id: Id) -> Self {
        if kind != Kind::Project {
            self.record = Some((kind, id));
            self.says = format!("{}/{id} is left out: {}", kind.table(), self.says);
        }
        self
    }

    /// A record whose id stands in an earlier line already.
    pub(super) fn repeated(line: usize, id: Id, earlier: usize) -> Self {
        Self::new(line, format!("the id {id} is used in line {earlier} already."))
    }

    pub(super) fn problem(line: usize, problem: &Problem) -> Self {
        let why = match problem.is_dangling() {
            true => "a record that it names is gone.",
            false => &problem.says,
        };
        Self {
            record: Some((problem.kind, problem.id)),
            why: why.to_owned(),
            ..Self::new(line, problem.to_string())
        }
    }

    /// Says what was done with the record, and what people call it.
    pub(super) fn done(mut self, kept: bool, name: Option<String>) -> Self {
        self.says.push_str(match kept {
            true => " It is kept without that.",
            false => " It is left out.",
        });
        self.kept = kept;
        self.name = name;
        self
    }
}

/// The same for whoever does not know the format.
fn why(error: &ron::Error) -> String {
    match error {
        ron::Error::NoSuchStructField { .. }
        | ron::Error::NoSuchEnumVariant { .. }
        | ron::Error::MissingStructField { .. }
        | ron::Error::DuplicateStructField { .. }
        | ron::Error::Message(_) => says(error),
        _ => "its line is not whole.".to_owned(),
    }
}

/// What is said of the place where a file ends too early.
pub(super) const BREAKS_OFF: &str = "the file breaks off here.";

/// The frequent errors of `ron` in our words.
fn says(error: &ron::Error) -> String {
    match error {
        ron::Error::NoSuchStructField { found, .. } => format!("the field “{found}” is not known."),
        ron::Error::NoSuchEnumVariant { found, .. } => format!("the value “{found}” is not known."),
        ron::Error::MissingStructField { field, .. } => format!("the field “{field}” is missing."),
        ron::Error::DuplicateStructField { field, .. } => format!("the field “{field}” stands here twice."),
        ron::Error::Message(message) => message.clone(),
        other => {
            let message = other.to_string();
            let mut chars = message.chars();
            let first = chars
                .next()
                .map(|c| c.to_lowercase().to_string())
                .unwrap_or_default();
            format!("{first}{}.", chars.as_str())
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(column) = self.column {
            write!(f, ", character {column}")?;
        }
        write!(f, ": {}", self.says)
    }
}

/// More places than this are not listed; a file of noise would have one a line.
const MOST: usize = 1000;

/// So many damaged places are said where there is little room.
const SAID: usize = 5;

/// Damaged places: the first of them, and how many there are.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Listed {
    damages: Vec<Damage>,
    count: usize,
    kept: usize,
}

impl Listed {
    pub(super) fn push(&mut self, damage: Damage) {
        self.count += 1;
        self.kept += usize::from(damage.kept);
        if self.damages.len() < MOST {
            self.damages.push(damage);
        }
    }

    pub(super) fn append(&mut self, other: Self) {
        let (count, kept) = (self.count + other.count, self.kept + other.kept);
        other.damages.into_iter().for_each(|damage| self.push(damage));
        (self.count, self.kept) = (count, kept);
    }

    /// Appends the places that are not listed yet.
    pub(super) fn append_new(&mut self, other: Self) {
        let new = other
            .damages
            .into_iter()
            .filter(|damage| !self.damages.contains(damage));
        let new: Vec<Damage> = new.collect();
        new.into_iter().for_each(|damage| self.push(damage));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The places in the order of the file.
    pub(super) fn in_order(mut self) -> Vec<Damage> {
        self.damages.sort_by_key(|damage| (damage.line, damage.column));
        self.damages
    }
}

/// What of a damaged file is not in the project that was read of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LeftOut {
    /// The places, those of one line together; of very many only the first.
    pub damages: Vec<Damage>,
    /// How many places there are.
    pub count: usize,
    /// How many of them are of records that are there all the same, without what was wrong with them.
    pub kept: usize,
    /// What stands in for something that could not be read, in sentences.
    pub stands_in: Vec<String>,
}

impl LeftOut {
    /// Whether the whole file was read.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// How much is left out, as the end of a sentence.
    pub fn counts(&self) -> String {
        let breaks_off = self.damages.iter().find(|damage| damage.says == BREAKS_OFF);
        let left_out = match self.count - self.kept - usize::from(breaks_off.is_some()) {
            0 => None,
            1 => Some("1 record or part of one is left out".to_owned()),
            n => Some(format!("{n} records or parts of them are left out")),
        };
        let kept = match self.kept {
            0 => None,
            1 => Some("1 record is kept without what could not be read".to_owned()),
            n => Some(format!("{n} records are kept without what could not be read")),
        };
        let gone = breaks_off.map(|damage| format!("all that stood after line {} is gone", damage.line));
        let mut parts: Vec<String> = [left_out, kept, gone].into_iter().flatten().collect();
        let last = parts.pop().unwrap_or_default();
        match parts.is_empty() {
            true => last,
            false => format!("{}, and {last}", parts.join(", ")),
        }
    }

    /// What is left out, in sentences: the first few places, and how many more there are.
    pub fn says(&self) -> Vec<String> {
        let first = self.damages.iter().take(SAID);
        let mut says: Vec<String> = first.map(|damage| format!("Damaged in {damage}")).collect();
        match self.count - says.len() {
            0 => {}
            1 => says.push("One more place is damaged. “onus fsck” names all.".to_owned()),
            n => says.push(format!("{n} more places are damaged. “onus fsck” names all.")),
        }
        says.extend(self.stands_in.iter().cloned());
        says
    }
}

impl From<Listed> for LeftOut {
    fn from(listed: Listed) -> Self {
        Self {
            count: listed.count,
            kept: listed.kept,
            damages: listed.in_order(),
            stands_in: Vec::new(),
        }
    }
}

/// Why bytes are not a project. Nothing was changed.
#[derive(Clone, Debug, thiserror::Error, PartialEq)]
pub enum LoadError {
    /// There is nothing in it.
    #[error("It is empty.")]
    Empty,
    /// It is no project file at all.
    #[error("It is not an Onus project: its first line does not begin with “Onus(format:”.")]
    NotAProject,
    /// It is a zip archive: a packed project, most likely.
    #[error("It is a packed project or another zip archive. Unpack it first: onus unpack FILE.")]
    Packed,
    /// It is not UTF-8.
    #[error(
        "Line {line} is not UTF-8 text from its byte {byte} on, so the file was damaged or saved by another program."
    )]
    NotText {
        /// The line, counted from 1.
        line: usize,
        /// The byte in the line, counted from 1.
        byte: usize,
    },
    /// It was written in a framing that did not exist yet when this build was made.
    #[error(
        "It is in format {0}, which this version cannot read (it reads format {FORMAT}). A newer Onus can."
    )]
    NewerFormat(u32),
    /// Some of its lines are not what the model allows.
    #[error("It is damaged: {}{}", first(.0), more(.0))]
    Damaged(Vec<Damage>),
}

fn first(damages: &[Damage]) -> String {
    damages.first().map(ToString::to_string).unwrap_or_default()
}

fn more(damages: &[Damage]) -> String {
    match damages.len().saturating_sub(1) {
        0 => String::new(),
        1 => " One more place is damaged.".to_owned(),
        n => format!(" {n} more places are damaged."),
    }
}

impl LoadError {
    /// The damaged places, if it is that.
    pub fn damages(&self) -> &[Damage] {
        if let Self::Damaged(damages) = self {
            damages
        } else {
            &[]
        }
    }
}
