//! The bytes of a project file to a project, with every check of the model.

use super::frame::{Frame, Frames, MOST_DAMAGES, frames, repeated};
use super::newer::{Unknown, parse_known};
use super::record::parse;
use super::{Damage, LoadError, SEAL, WORTHWHILE};
use crate::project::{Edit, Id, Kind, Problem, Project, Record};
use crate::storage::hash::{Hash, Hasher, with_lf};
use crate::storage::parallel::stretches;
use std::collections::{BTreeMap, BTreeSet};
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
}

/// Reads a project file and checks it whole.
///
/// # Errors
/// Names each damaged line, where the file is not a project that breaks no rule of the model. Of a file that a newer
/// Onus wrote, what is not known is left out and counted instead.
pub fn read(bytes: Vec<u8>) -> Result<Loaded, LoadError> {
    let bytes = with_lf(bytes);
    let text = std::str::from_utf8(&bytes).map_err(|error| LoadError::NotText {
        line: 1 + memchr::memchr_iter(b'\n', &bytes[..error.valid_up_to()]).count(),
    })?;
    let frames = frames(text)?;
    let sealed = frames.seal.map_or(text.len(), |(above, _)| above);
    let (read, (above, hash), repeated) = thread::scope(|scope| {
        let others = scope.spawn(|| (hashes(&bytes, sealed), repeated(&frames.records)));
        let read = records(&frames);
        let (hashes, repeated) = others.join().unwrap_or_else(|panic| resume_unwind(panic));
        (read, hashes, repeated)
    });
    let (project, unknown) = match read {
        Ok(read) if repeated.is_empty() => read,
        read => {
            let mut damages = read.err().unwrap_or_default();
            damages.extend(repeated);
            damages.sort_by_key(|damage| (damage.line, damage.column));
            return Err(LoadError::Damaged(damages));
        }
    };
    // Nothing but one line end stands after the last line.
    let is_last = text.len() - sealed <= SEAL.len() + 64 + 1;
    Ok(Loaded {
        project,
        hash,
        changed_outside: !is_last || frames.seal.is_none_or(|(_, says)| says != above),
        newer: frames.header.is_newer().then_some(unknown),
        generator: frames.header.generator,
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
    damages: Vec<Damage>,
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
        self.damages.extend(other.damages);
        self.unknown.merge(other.unknown);
    }
}

/// The project, or what is wrong with its records.
fn records(frames: &Frames<'_>) -> Result<(Project, Unknown), Vec<Damage>> {
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
    whole.damages.extend(about.damages);
    whole.unknown.merge(about.unknown);
    let about = about.records.pop();
    if let (true, Some(Record::Project(about))) = (whole.damages.is_empty(), about) {
        let project = Project::from_records(Arc::unwrap_or_clone(about), whole.records.iter().cloned());
        if newer {
            let sound = sound_part(project, &mut whole.unknown).map_err(|rest| damages(frames, &rest))?;
            return Ok((sound, whole.unknown));
        }
        whole.damages = damages(frames, &check(&project, &whole.records));
        if whole.damages.is_empty() {
            return Ok((project, whole.unknown));
        }
    } else if newer {
        // Without the record about the project there is none, however new the rest is.
        let line = frames.about.as_ref().map_or(1, |frame| frame.line);
        whole
            .damages
            .push(Damage::new(line, "the record about the project cannot be read."));
    }
    Err(whole.damages)
}

/// Checking a record costs about the same as writing it, and a text is hashed.
fn weight(record: &Record) -> usize {
    match record {
        Record::Source(source) => 400 + source.text.as_ref().map_or(0, |text| text.value().len()),
        _ => 400,
    }
}

/// Every rule of the model that the project or one of its records breaks.
fn check(project: &Project, records: &[Record]) -> Vec<Problem> {
    let about = Record::Project(Arc::clone(project.about()));
    let mut problems = project.check_records([&about]);
    let parts = stretches(records, weight, WORTHWHILE, |stretch| {
        project.check_records(stretch)
    });
    problems.extend(parts.into_iter().flatten());
    problems.extend(project.check_whole());
    problems
}

fn damages(frames: &Frames<'_>, problems: &[Problem]) -> Vec<Damage> {
    if problems.is_empty() {
        return Vec::new();
    }
    let lines: BTreeMap<_, _> = frames
        .records
        .iter()
        .rev()
        .map(|frame| (frame.id, frame.line))
        .collect();
    let about = frames.about.as_ref().map_or(1, |frame| frame.line);
    let line = |problem: &Problem| lines.get(&problem.id).copied().unwrap_or(about);
    problems
        .iter()
        .take(MOST_DAMAGES)
        .map(|problem| Damage::problem(line(problem), problem))
        .collect()
}

/// What is left of a newer file's project without the records that break a rule: they may name what was left out. The
/// error is what is wrong with the rest: a built-in tag is gone, or the record about the project breaks a rule itself.
fn sound_part(mut project: Project, unknown: &mut Unknown) -> Result<Project, Vec<Problem>> {
    loop {
        let records: Vec<Record> = project.records().collect();
        let problems = check(&project, &records);
        let mut broken = there(&project, &problems);
        if broken.is_empty() {
            return if problems.is_empty() {
                Ok(project)
            } else {
                Err(problems)
            };
        }
        // What named those left out goes next, and so on along a chain of any length; only then is all checked again.
        while !broken.is_empty() {
            for (kind, id) in &broken {
                project.apply(Edit::Delete(*kind, *id));
                unknown.count(&format!("{} left out", kind.table()));
            }
            let named_them: BTreeSet<_> = broken
                .iter()
                .flat_map(|(_, id)| project.index().referrers(*id))
                .map(|(kind, id, _)| (kind, id))
                .collect();
            let named_them: Vec<_> = named_them
                .into_iter()
                .filter_map(|(kind, id)| project.get(kind, id))
                .collect();
            broken = there(&project, &project.check_records(&named_them));
        }
    }
}

/// The records that have these problems, but for the one about the project.
fn there(project: &Project, problems: &[Problem]) -> BTreeSet<(Kind, Id)> {
    problems
        .iter()
        .map(|problem| (problem.kind, problem.id))
        .filter(|(kind, id)| *kind != Kind::Project && project.get(*kind, *id).is_some())
        .collect()
}
