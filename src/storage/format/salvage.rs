//! What can be read of a damaged project file, record by record. Nothing is guessed that would change what a record says.

use super::damage::{LeftOut, Listed};
use super::frame::{Frame, Frames, Header, frames_of_damaged};
use super::newer::{Unknown, parse_known};
use super::read::{Loaded, read_with_lf};
use super::record::parse;
use super::sides::sides;
use super::sound::{Dangling, Done, sound_part};
use super::stand_in::{StandIns, about_in_stead};
use super::{Damage, LoadError, WORTHWHILE};
use crate::project::{About, Id, Kind, Project, Record};
use crate::storage::format::hash::{Hash, with_lf};
use crate::storage::format::parallel::stretches;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Reads a project file as [`read`](super::read()) does, and a damaged one in part: each record that is whole, breaks no
/// rule and names nothing that is gone. What else there was is listed in [`Loaded::left_out`].
///
/// # Errors
/// What `read` says, where no record can be recognised, or the format is a newer one.
pub fn salvage(bytes: Vec<u8>) -> Result<Loaded, LoadError> {
    salvage_with(bytes, |_| ())
}

/// Reads a project file as [`salvage`] does. Of a damaged one `put` gets every record that could be read, before those go
/// that name something that could not; it may put there what it knows.
///
/// # Errors
/// As `salvage`.
pub(in crate::storage) fn salvage_with(
    bytes: Vec<u8>,
    put: impl FnOnce(&mut Project),
) -> Result<Loaded, LoadError> {
    let bytes = with_lf(bytes);
    match read_with_lf(&bytes) {
        Err(error @ (LoadError::NewerFormat(_) | LoadError::Packed | LoadError::Empty)) => Err(error),
        Err(error) => part(&bytes, &error, put).ok_or(error),
        whole => whole,
    }
}

/// What is left of a file that cannot be read whole, if anything is.
fn part(bytes: &[u8], error: &LoadError, put: impl FnOnce(&mut Project)) -> Option<Loaded> {
    let text = as_text(bytes);
    let (views, marks) = sides(&text);
    let mut found = Found {
        left_out: marks,
        ..Found::default()
    };
    for view in &views {
        found.take_in(&frames_of_damaged(view));
    }
    let header = found.header.take()?;
    if found.about.is_none() && found.records.is_empty() {
        return None;
    }
    let newer = header.is_newer().then(|| std::mem::take(&mut found.unknown));
    let hash = Hash::of(bytes);
    let (project, mut left_out) = found.into_project(hash, put)?;
    if left_out.is_empty() {
        // What stands in no record may be damaged too.
        left_out.damages.push(whole_file(error));
        left_out.count = 1;
    }
    Some(Loaded {
        project,
        hash,
        changed_outside: true,
        generator: header.generator,
        newer,
        left_out,
    })
}

/// The file as text of the same length. Bytes that are no UTF-8 become NUL, which Onus writes in no file and which no
/// record is read with: so they damage their record alone.
fn as_text(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '\0'));
    }
    Cow::Owned(text)
}

/// Why a file is not read whole, as a place in it.
fn whole_file(error: &LoadError) -> Damage {
    match error {
        LoadError::NotText { line, .. } => Damage::new(*line, NOT_TEXT),
        LoadError::Damaged(damages) if !damages.is_empty() => damages[0].clone(),
        _ => Damage::new(1, "the first line is not that of a project."),
    }
}

const NOT_TEXT: &str = "it holds bytes that are not UTF-8 text.";

/// What was found in a file so far.
#[derive(Default)]
struct Found {
    header: Option<Header>,
    about: Option<About>,
    /// What is left of the line of the record about the project.
    damaged_about: String,
    /// Each record with its line.
    records: BTreeMap<Id, (usize, Record)>,
    /// How many of them were told apart by what they hold.
    placed: usize,
    unknown: Unknown,
    left_out: Listed,
}

impl Found {
    /// Takes in what the file holds, or what it holds on another side of a merge: the side before it stands.
    fn take_in(&mut self, frames: &Frames<'_>) {
        let is_first = self.header.is_none();
        let newer = frames.header.is_newer();
        let read = |frames: &[Frame<'_>], placed| {
            stretches(
                frames,
                |frame| frame.body.len(),
                WORTHWHILE,
                |stretch| {
                    let mut part = Part::default();
                    stretch.iter().for_each(|frame| part.read(frame, placed, newer));
                    part
                },
            )
        };
        let mut parts = read(&frames.records, true);
        parts.extend(read(&frames.unplaced, false));
        let mut about = Part::default();
        frames
            .about
            .iter()
            .for_each(|frame| about.read(frame, true, newer));
        self.take_about(frames, &mut about);
        parts.push(about);

        let mut damages = frames.damages.clone();
        for part in parts {
            damages.append(part.damages);
            for (line, record) in part.records {
                self.keep(line, record, is_first, &mut damages);
            }
            if is_first {
                self.unknown.merge(part.unknown);
                self.placed += part.placed;
            }
        }
        if is_first {
            self.unknown.merge(frames.unknown.clone());
            self.header = Some(frames.header.clone());
            self.left_out.append(damages);
        } else {
            self.left_out.append_new(damages);
        }
    }

    fn take_about(&mut self, frames: &Frames<'_>, part: &mut Part) {
        if self.about.is_some() {
            part.records.clear();
        } else if let Some((_, Record::Project(about))) = part.records.pop() {
            self.about = Some(Arc::unwrap_or_clone(about));
        } else if let Some(frame) = &frames.about {
            frame.body.clone_into(&mut self.damaged_about);
        }
    }

    /// Keeps a record, unless another of its id stands before it.
    fn keep(&mut self, line: usize, record: Record, is_first: bool, damages: &mut Listed) {
        match self.records.get(&record.id()) {
            None => {
                self.records.insert(record.id(), (line, record));
            }
            Some((_, kept)) if !is_first && *kept == record => {}
            Some((earlier, _)) => damages.push(Damage::repeated(line, record.id(), *earlier)),
        }
    }

    /// The sound project that is in what was found.
    fn into_project(self, hash: Hash, put: impl FnOnce(&mut Project)) -> Option<(Project, LeftOut)> {
        let Self {
            about,
            records,
            mut left_out,
            ..
        } = self;
        let mut stand_ins = StandIns::new(hash);
        let about = about.unwrap_or_else(|| about_in_stead(&self.damaged_about, hash, &mut stand_ins));
        let lines: BTreeMap<Id, usize> = records.iter().map(|(id, (line, _))| (*id, *line)).collect();
        let mut project = Project::from_records(about, records.into_values().map(|(_, record)| record));
        put(&mut project);
        // What stands in for one record may let others stay; after the second time nothing is left to stand in for.
        for _ in 0..3 {
            stand_ins.put(&mut project);
            let whole = project.clone();
            let rest = sound_part(&mut project, Dangling::Unset, |problem, done| {
                let damage = Damage::problem(lines.get(&problem.id).copied().unwrap_or(1), problem);
                let name = whole.kind(problem.id).map(|_| whole.called(problem.id));
                left_out.push(damage.done(done == Done::Mended, name));
            });
            if rest.is_empty() {
                let mut left_out = LeftOut::from(left_out);
                left_out.stands_in = stand_ins.says(&mut project);
                if self.placed > 0 {
                    left_out.stands_in.push(format!(
                        "Records that stood in no table or in another one were read by what they hold: {}.",
                        self.placed
                    ));
                }
                return Some((project, left_out));
            }
        }
        None
    }
}

/// What was read of one stretch of a file.
#[derive(Default)]
struct Part {
    records: Vec<(usize, Record)>,
    placed: usize,
    damages: Listed,
    unknown: Unknown,
}

impl Part {
    /// Reads a record, whose kind is known if it is placed.
    fn read(&mut self, frame: &Frame<'_>, is_placed: bool, newer: bool) {
        let Frame {
            line,
            before,
            kind,
            id,
            body,
        } = *frame;
        let own = own_lines(body);
        if let Some(at) = memchr::memchr(0, own.as_bytes()) {
            let above = &own[..at];
            let mut damage = Damage::new(line + above.matches('\n').count(), NOT_TEXT).of(kind, id);
            let in_line = above.rsplit('\n').next().unwrap_or_default().chars().count();
            damage.column = Some(in_line + 1 + if damage.line == line { before } else { 0 });
            return self.damages.push(damage);
        }
        if newer {
            return self.read_newer(frame, is_placed);
        }
        let read = parse(kind, id, body);
        let error = match read {
            Ok(record) if is_placed => return self.records.push((line, record)),
            read => read.err(),
        };
        let part = own.strip_suffix(',').unwrap_or(own);
        let as_placed = || {
            parse(kind, id, part)
                .ok()
                .filter(|_| is_placed && part.len() < body.len())
        };
        let record = as_placed().or_else(|| {
            let record = only_kind(id, part)?;
            self.placed += 1;
            Some(record)
        });
        match (record, error) {
            (Some(record), _) => {
                self.records.push((line, record));
                if own.len() < body.len() {
                    let after = line + own.matches('\n').count() + 1;
                    self.damages.push(Damage::new(after, "no record begins here."));
                }
            }
            (None, Some(error)) if is_placed => self
                .damages
                .push(Damage::unreadable(line, before, &error).of(kind, id)),
            (None, _) => self
                .damages
                .push(Damage::new(line, "no kind of record is like this one.")),
        }
    }

    fn read_newer(&mut self, frame: &Frame<'_>, is_placed: bool) {
        let mut unknown = Unknown::default();
        let read = parse_known(frame.kind, frame.id, frame.body, &mut unknown);
        match read.filter(|_| is_placed) {
            Some(record) => {
                self.records.push((frame.line, record));
                self.unknown.merge(unknown);
            }
            None => self
                .damages
                .push(Damage::new(frame.line, "this version cannot read the record.")),
        }
    }
}

/// The lines of a record without those that follow because the key of the next one is damaged: a record is one line, or
/// it ends in the line in which the list of its text does.
fn own_lines(body: &str) -> &str {
    let mut end = 0;
    for (number, line) in body.split('\n').enumerate() {
        end += line.len();
        let may_end = number == 0 || line.starts_with(']');
        if may_end && line.ends_with("),") {
            return &body[..end];
        }
        end += 1;
    }
    body
}

/// The record of the one kind that it can be of.
fn only_kind(id: Id, body: &str) -> Option<Record> {
    let kinds = Kind::ALL.iter().filter(|kind| **kind != Kind::Project);
    let mut read = kinds.filter_map(|kind| parse(*kind, id, body).ok());
    let record = read.next()?;
    read.next().is_none().then_some(record)
}
