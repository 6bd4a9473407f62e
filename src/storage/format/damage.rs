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
}

impl Damage {
    pub(super) fn new(line: usize, says: impl Into<String>) -> Self {
        Self {
            line,
            column: None,
            record: None,
            says: says.into(),
        }
    }

    /// A place at which `ron` could not go on. `line` is that of the record's first line, of which `before` characters
    /// were not given to `ron`.
    pub(super) fn unreadable(line: usize, before: usize, error: &ron::error::SpannedError) -> Self {
        let at = error.span.end;
        Self {
            line: line + at.line - 1,
            column: Some(if at.line == 1 { before + at.col } else { at.col }),
            record: None,
            says: says(&error.code),
        }
    }

    pub(super) fn problem(line: usize, problem: &Problem) -> Self {
        Self {
            line,
            column: None,
            record: Some((problem.kind, problem.id)),
            says: problem.to_string(),
        }
    }
}

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

/// Why bytes are not a project. Nothing was changed.
#[derive(Clone, Debug, thiserror::Error, PartialEq)]
pub enum LoadError {
    /// It is no project file at all.
    #[error("It is not an Onus project: its first line does not begin with “Onus(format:”.")]
    NotAProject,
    /// It is not UTF-8.
    #[error("Line {line} is not UTF-8 text, so the file was damaged or saved by another program.")]
    NotText {
        /// The line, counted from 1.
        line: usize,
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
