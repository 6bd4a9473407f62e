//! What the command line says: answers on standard output, sentences on standard error, one exit code.

use crate::storage::open::Ready;
use serde_json::Value;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

/// Why a command did not do what it was asked.
#[derive(Debug, PartialEq)]
pub enum Failure {
    /// It found a problem or could not do it; the sentence says which. Exit code 1.
    Problem(String),
    /// It was asked wrongly. Exit code 2.
    Use(String),
}

/// How a command ended.
pub type Outcome = Result<(), Failure>;

/// A problem, as a sentence.
pub(super) fn problem(says: impl std::fmt::Display) -> Failure {
    Failure::Problem(says.to_string())
}

/// The exit code of an outcome, with its sentence on standard error.
pub(super) fn exit(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Problem(says)) => {
            note(&says);
            ExitCode::from(1)
        }
        Err(Failure::Use(says)) => {
            note(&says);
            ExitCode::from(2)
        }
    }
}

/// A sentence on standard error.
pub(super) fn note(says: &str) {
    // Nobody is told that they cannot be told.
    let _ = writeln!(std::io::stderr(), "onus: {says}");
}

/// That what was done was done with all of a project: what lacks is said before.
pub(super) fn whole(ready: &Ready) -> Outcome {
    match ready.incomplete {
        true => Err(problem("Not all of the project was there to be read.")),
        false => Ok(()),
    }
}

/// Text on standard output.
pub(super) fn print(text: &str) -> Outcome {
    let mut out = std::io::stdout().lock();
    match out
        .write_all(text.as_bytes())
        .and_then(|()| out.write_all(b"\n"))
        .and_then(|()| out.flush())
    {
        // A reader that closes the pipe early has had enough, as `head` does.
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(problem(format!("Nothing was printed: {e}.")))
        }
        _ => Ok(()),
    }
}

/// An answer: lines for people, or JSON for programs.
pub(super) fn answer(json: bool, value: &Value, people: &str) -> Outcome {
    if json {
        print(&format!("{value:#}"))
    } else {
        print(people)
    }
}

/// Answers that come one by one: lines for people, or the parts of one JSON array, a line each, for programs.
pub(super) struct Answers {
    json: bool,
    said: usize,
}

impl Answers {
    /// No answer yet.
    pub(super) fn new(json: bool) -> Self {
        Self { json, said: 0 }
    }

    /// How many were said.
    pub(super) fn said(&self) -> usize {
        self.said
    }

    /// Says one; people read what is under `says`.
    pub(super) fn say(&mut self, value: &Value) -> Outcome {
        let before = if self.said == 0 { '[' } else { ',' };
        self.said += 1;
        match value.get("says").and_then(Value::as_str) {
            _ if self.json => print(&format!("{before}{value}")),
            Some(says) => print(says),
            None => Ok(()),
        }
    }

    /// That was the last one.
    pub(super) fn end(self) -> Outcome {
        match (self.json, self.said) {
            (true, 0) => print("[]"),
            (true, _) => print("]"),
            (false, _) => Ok(()),
        }
    }
}

/// Progress on standard error, where a person is watching; replaced in place.
pub(super) struct Progress {
    what: &'static str,
    shown: Option<usize>,
}

impl Progress {
    /// Progress of something that is named in a word or two.
    pub(super) fn new(what: &'static str) -> Self {
        Self { what, shown: None }
    }

    /// How far it is.
    pub(super) fn at(&mut self, done: usize, all: usize) {
        let percent = done * 100 / all.max(1);
        if std::io::stderr().is_terminal() && self.shown != Some(percent) {
            self.shown = Some(percent);
            let _ = write!(std::io::stderr(), "\r{} {percent} %", self.what);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown.is_some() {
            let _ = write!(std::io::stderr(), "\r{:40}\r", "");
        }
    }
}
