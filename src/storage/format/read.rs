//! The bytes of a project file to a project, with every check of the model.

use super::damage::{LeftOut, Listed};
use super::frame::{Frame, Frames, frames, repeated};
use super::newer::{Unknown, parse_known};
use super::record::parse;
use super::sound::{Dangling, check, sound_part};
use super::{Damage, LoadError, SEAL, WORTHWHILE};
use crate::project::{Kind, Problem, Project, Record};
use crate::storage::format::hash::{Hash, Hasher, with_lf};
use crate::storage::format::parallel::stretches;
use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread;

/// A project from its file. It breaks no rule of the model.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The project.
    pub project: Project,
    /// The hash of the file.
    pub hash: Hash,
    /// The last line is not the hash of what stands above it, so something else than Onus wrote here.
    pub changed_outside: bool,
    /// The program that wrote the file, and its version.
    pub generator: String,
    /// There if the file may hold what this version does not know; then it must not be written by it.
    pub newer: Option<Unknown>,
    /// What of a damaged file is not in the project. If there is something, the file must not be written either.
    pub left_out: LeftOut,
}

/// Reads a project file and checks it whole.
///
/// # Errors
/// Names each damaged line, where the file is not a project that breaks no rule of the model. Of a file that a newer
/// Onus wrote, what is not known is left out and counted instead.
pub fn read(bytes: Vec<u8>) -> Result<Loaded, LoadError> {
    read_with_lf(&with_lf(bytes))
}

/// Reads a project file whose line ends are LF.
pub(super) fn read_with_lf(bytes: &[u8]) -> Result<Loaded, LoadError> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(LoadError::Packed);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let above = &bytes[..error.valid_up_to()];
        LoadError::NotText {
            line: 1 + memchr::memchr_iter(b'\n', above).count(),
            byte: above.len() - memchr::memrchr(b'\n', above).map_or(0, |end| end + 1) + 1,
        }
    })?;
    let frames = frames(text)?;
    let sealed = frames.seal.map_or(text.len(), |(above, _)| above);
    let others = || (hashes(bytes, sealed), repeated(&frames.records));
    let (read, ((above, hash), repeated)) = match bytes.len() < WORTHWHILE {
        true => (records(&frames), others()),
        false => thread::scope(|scope| {
            let others = scope.spawn(others);
            let read = records(&frames);
            (read, others.join().unwrap_or_else(|panic| resume_unwind(panic)))
        }),
    };
    let (project, unknown) = match read {
        Ok(read) if repeated.is_empty() => read,
        read => {
            let mut damages = read.err().unwrap_or_default();
            damages.append(repeated);
            return Err(LoadError::Damaged(damages.in_order()));
        }
    };
    // Nothing but one line end stands after the last line.
    let is_last = text.len() - sealed == SEAL.len() + 64 + 1;
    Ok(Loaded {
        project,
        hash,
        changed_outside: !is_last || frames.seal.is_none_or(|(_, says)| says != above),
        newer: frames.header.is_newer().then_some(unknown),
        generator: frames.header.generator,
        left_out: LeftOut::default(),
    })
}

/// The hash of what stands above the last line, and that of the whole file.
fn hashes(bytes: &[u8], above: usize) -> (Hash, Hash) {
    let (above, rest) = bytes.split_at(above);
    let mut hasher = Hasher::default();
    hasher.update(above);
    let above = hasher.hash();
    hasher.update(rest);
    (above, hasher.hash())
}

/// What one stretch of a file holds.
#[derive(Default)]
struct Part {
    records: Vec<Record>,
    damages: Listed,
    unknown: Unknown,
}

impl Part {
    fn read(&mut self, frame: &Frame<'_>, newer: bool) {
        if newer {
            self.records
                .extend(parse_known(frame.kind, frame.id, frame.body, &mut self.unknown));
            return;
        }
        match parse(frame.kind, frame.id, frame.body) {
            Ok(record) => self.records.push(record),
            Err(error) => self
                .damages
                .push(Damage::unreadable(frame.line, frame.before, &error)),
        }
    }

    fn append(&mut self, other: Self) {
        self.records.extend(other.records);
        self.damages.append(other.damages);
        self.unknown.merge(other.unknown);
    }
}

/// The project, or what is wrong with its records.
fn records(frames: &Frames<'_>) -> Result<(Project, Unknown), Listed> {
    let newer = frames.header.is_newer();
    let parts = stretches(
        &frames.records,
        |frame| frame.body.len(),
        WORTHWHILE,
        |stretch| {
            let mut part = Part::default();
            stretch.iter().for_each(|frame| part.read(frame, newer));
            part
        },
    );
    let mut whole = Part {
        damages: frames.damages.clone(),
        unknown: frames.unknown.clone(),
        ..Part::default()
    };
    parts.into_iter().for_each(|part| whole.append(part));

    let mut about = Part::default();
    frames.about.iter().for_each(|frame| about.read(frame, newer));
    whole.damages.append(about.damages);
    whole.unknown.merge(about.unknown);
    let about = about.records.pop();
    if let (true, Some(Record::Project(about))) = (whole.damages.is_empty(), about) {
        let mut project = Project::from_records(Arc::unwrap_or_clone(about), whole.records.iter().cloned());
        let problems = if newer {
            let unknown = &mut whole.unknown;
            let mut count = |kind: Kind| unknown.count(&format!("{} left out", kind.table()));
            sound_part(&mut project, Dangling::LeftOut, |problem, _| count(problem.kind))
        } else {
            check(&project, &whole.records)
        };
        if problems.is_empty() {
            return Ok((project, whole.unknown));
        }
        whole.damages = damages(frames, &problems);
    } else if newer {
        // Without the record about the project there is none, however new the rest is.
        let line = frames.about.as_ref().map_or(1, |frame| frame.line);
        whole
            .damages
            .push(Damage::new(line, "the record about the project cannot be read."));
    }
    Err(whole.damages)
}

fn damages(frames: &Frames<'_>, problems: &[Problem]) -> Listed {
    let lines: BTreeMap<_, _> = frames
        .records
        .iter()
        .rev()
        .map(|frame| (frame.id, frame.line))
        .collect();
    let about = frames.about.as_ref().map_or(1, |frame| frame.line);
    let mut damages = Listed::default();
    for problem in problems {
        let line = lines.get(&problem.id).copied().unwrap_or(about);
        damages.push(Damage::problem(line, problem));
    }
    damages
}
