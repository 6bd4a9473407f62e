//! All that a project's file, its history and its backups can give together, for a copy. Nothing of them is changed.

use crate::project::Project;
use crate::storage::disk::paths::{asides, backups, history_path};
use crate::storage::disk::{Disk, Named, RealDisk, folder_of};
use crate::storage::format;
use crate::storage::format::hash::Hash;
use crate::storage::history::Deed;
use crate::storage::history::{self, Over, Scan, Standing};
use crate::storage::open::past::{Misfit, Past};
use crate::storage::open::{OpenError, Opened, bytes, create_copy, failed, load_error};
use std::io;
use std::path::{Path, PathBuf};

/// What could be recovered.
pub struct Recovered {
    /// The project's file, links resolved; it need not be there.
    pub path: PathBuf,
    /// The file or backup that the copy goes on from.
    pub like: PathBuf,
    /// What that is.
    pub from: RecoveredFrom,
    /// The project.
    pub project: Project,
    /// What was possible and what was not, in sentences.
    pub says: Vec<String>,
    /// Whether nothing is known to lack.
    pub whole: bool,
    /// Whether a history was found that goes on from there.
    pub with_history: bool,
    /// The edits of the history that were applied, oldest first.
    pub applied: Vec<Deed>,
    /// How many records it holds that cannot be read in the file, or not as they were. None where the file is sound.
    pub more: usize,
    /// How many records that can be read in a damaged file it does not hold.
    pub less: usize,
}

/// What a copy goes on from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoveredFrom {
    /// The file.
    File,
    /// A backup of it.
    Backup,
    /// What can be read of the damaged file.
    Part,
}

/// A project file or a backup of it.
struct Base {
    path: PathBuf,
    project: Project,
    hash: Hash,
}

/// Puts together what is left of a project, be it that the file itself is gone or damaged. `history` is another file than
/// the one beside it, if the history lies elsewhere.
///
/// # Errors
/// If the history cannot be read, or nothing can be read of the file, and no backup is there and sound.
pub fn recover(path: &Path, history: Option<&Path>) -> Result<Recovered, OpenError> {
    recover_on(&RealDisk, path, history)
}

/// Puts together what is left of a project on a disk; see `recover`.
///
/// # Errors
/// As `recover`.
pub(in crate::storage) fn recover_on(
    disk: &dyn Disk,
    path: &Path,
    history: Option<&Path>,
) -> Result<Recovered, OpenError> {
    let path = place(disk, path).map_err(|e| failed(path, &e))?;
    let is_named = history.is_some();
    let history = history.map_or_else(|| history_path(&path), Path::to_owned);
    let mut says = Vec::new();
    let file = base(disk, &path);
    let is_sound = file.is_ok();
    let mut bases = Vec::new();
    let refused = file.map(|base| bases.push(base)).err();
    for backup in backups(disk, &path).unwrap_or_default() {
        // A backup that cannot be read cannot help.
        bases.extend(base(disk, &backup));
    }
    says.extend(refused.iter().map(ToString::to_string));
    let has_history = disk.length(&history).named(&history, "read")?.is_some();
    let best = match has_history {
        true => best(disk, &history, &bases)?,
        false => {
            says.push(no_history(disk, &path, &history));
            None
        }
    };
    let part = refused.as_ref().and_then(|_| part_of(disk, &path));
    if best.is_none()
        && let Some(part) = &part
    {
        let over = match has_history {
            true => Some(read_over(disk, &history, part)?),
            false => None,
        };
        if let Some(over) = over.filter(|over| over.is_of(part)) {
            return Ok(put_over(disk, path, part, &over, says));
        }
    }
    if has_history && best.is_none() {
        says.push(match bases.is_empty() {
            true => {
                "The history could not be applied: no sound file or backup is there that it goes on from."
                    .into()
            }
            false => "The history belongs to another file, and nothing of it was applied.".to_owned(),
        });
    }
    match (refused, part) {
        (Some(_), Some(part)) if bases.is_empty() => Ok(part_alone(path, part, says)),
        (Some(error), _) if bases.is_empty() => Err(error),
        (_, part) => {
            let mut recovered = put_together(&path, bases, best, is_sound, has_history || is_named, says);
            if !is_sound {
                recovered.compare(part.as_ref());
            }
            Ok(recovered)
        }
    }
}

/// Makes another project file of what could be recovered, and opens it, with the originals beside the first one. What is
/// known to lack is among the notices.
///
/// # Errors
/// `Exists` where a file is there already, or whatever writing fails with; another name can then be tried.
pub fn copy_recovered(path: &Path, recovered: Recovered) -> Result<Opened, OpenError> {
    let says = lacks(&recovered);
    let mut opened = create_copy(path, &recovered.like, recovered.project)?;
    opened.ready.notices.extend(says);
    let copied = opened
        .ledger
        .as_mut()
        .map(|ledger| ledger.copy_originals(&recovered.path));
    if let Some(Err(error)) = copied {
        opened.ready.notices.push(format!(
            "Not all originals were copied. {error} Their texts are in the project."
        ));
    }
    Ok(opened)
}

/// What a copy of a damaged file is known to lack.
fn lacks(recovered: &Recovered) -> Option<String> {
    let less = match recovered.less {
        0 => String::new(),
        1 => " It lacks 1 record that can be read there.".to_owned(),
        n => format!(" It lacks {n} records that can be read there."),
    };
    let says = "This copy was recovered, and is not all there was; the damaged file is as it was.";
    (!recovered.whole).then(|| format!("{says}{less}"))
}

/// That there is no history, and how to use one that was set aside.
fn no_history(disk: &dyn Disk, path: &Path, history: &Path) -> String {
    let missing = format!("There is no history: {} is not there.", history.display());
    match asides(disk, path).unwrap_or_default().last() {
        Some(aside) if *history == history_path(path) => format!(
            "{missing} One that was set aside is: to apply that one, say --history {}",
            aside.display()
        ),
        _ => missing,
    }
}

/// The path of a project file, links resolved; of one that is gone, where it was.
fn place(disk: &dyn Disk, path: &Path) -> io::Result<PathBuf> {
    match disk.resolve(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let folder = disk.resolve(folder_of(path))?;
            Ok(folder.join(path.file_name().ok_or(error)?))
        }
        resolved => resolved,
    }
}

fn put_together(
    path: &Path,
    mut bases: Vec<Base>,
    best: Option<(usize, Past)>,
    is_sound: bool,
    expects_history: bool,
    mut says: Vec<String>,
) -> Recovered {
    let from = best.as_ref().map_or(0, |(at, _)| *at);
    let base = bases.swap_remove(from);
    let name = base
        .path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let is_file = base.path == path;
    if !is_file {
        says.push(format!("The copy goes on from the backup {name}."));
        if is_sound {
            says.push("The file as it is now is no part of it: its history does not know it.".into());
        } else if best.is_none() {
            says.push("What was done after that is not in it.".into());
        }
    }
    let with_history = best.is_some();
    let past = best.map_or_else(|| Past::new(base.project, base.hash, None), |(_, past)| past);
    let applied: Vec<Deed> = past
        .replay
        .entries
        .iter()
        .map(|entry| Deed::of(entry, &past.project))
        .collect();
    if with_history {
        says.push(match applied.len() {
            0 => "The history holds nothing to apply to it.".into(),
            1 => "1 edit of the history was applied.".into(),
            n => format!("{n} edits of the history were applied."),
        });
    }
    let stopped = matches!(past.misfit, Some(Misfit::Damaged(_)));
    says.extend(past.misfit.iter().filter(|_| stopped).map(ToString::to_string));
    // A sound file to which no history was ever written lacks nothing.
    let goes_on = with_history || is_file && !expects_history;
    Recovered {
        path: path.to_owned(),
        like: base.path,
        from: match is_file {
            true => RecoveredFrom::File,
            false => RecoveredFrom::Backup,
        },
        whole: goes_on && !stopped && (is_file || !is_sound),
        with_history,
        project: past.project,
        says,
        applied,
        more: 0,
        less: 0,
    }
}

/// What can be read of the damaged file, with nothing that goes on from it.
fn part_alone(path: PathBuf, part: Project, mut says: Vec<String>) -> Recovered {
    says.push(
        "The copy holds what could be read of the file, and no more. “onus fsck” says what it lacks.".into(),
    );
    Recovered {
        like: path.clone(),
        path,
        from: RecoveredFrom::Part,
        project: part,
        says,
        whole: false,
        with_history: false,
        applied: Vec::new(),
        more: 0,
        less: 0,
    }
}

/// What can be read of the damaged file, with all that the history holds in full put over it.
fn put_over(disk: &dyn Disk, path: PathBuf, part: &Project, over: &Over, mut says: Vec<String>) -> Recovered {
    let loaded = bytes(disk, &path)
        .ok()
        .and_then(|bytes| format::salvage_with(bytes, |project| over.put(project)).ok());
    let project = loaded.map_or_else(|| part.clone(), |loaded| loaded.project);
    let n = over.entries.len();
    let edits = if n == 1 { "edit" } else { "edits" };
    says.push(format!(
        "The copy holds what could be read of the file, and {n} {edits} of the history, each record as it was last. What \
         stood in damaged lines and is not in the history lacks."
    ));
    match over.missed {
        0 => {}
        1 => says.push("1 line of the history does not say any more what it changed.".into()),
        n => says.push(format!(
            "{n} lines of the history do not say any more what they changed."
        )),
    }
    let applied = over
        .entries
        .iter()
        .map(|entry| Deed::of(entry, &project))
        .collect();
    let mut recovered = Recovered {
        like: path.clone(),
        path,
        from: RecoveredFrom::Part,
        project,
        says,
        whole: false,
        with_history: true,
        applied,
        more: 0,
        less: 0,
    };
    recovered.compare(Some(part));
    recovered
}

impl Recovered {
    /// Counts what it holds and what it lacks against what can be read of the damaged file.
    fn compare(&mut self, part: Option<&Project>) {
        let is_in = |project: &Project, record: &crate::project::Record| {
            project.get(record.kind(), record.id()).as_ref() == Some(record)
        };
        let more = |part: &Project| self.project.records().filter(|r| !is_in(part, r)).count();
        self.more = part.map_or_else(|| self.project.records().count(), more);
        let is_there = |id| self.project.kind(id).is_some();
        let less = |part: &Project| part.records().filter(|r| !is_there(r.id())).count();
        self.less = part.map_or(0, less);
    }
}

/// Reads a file as what a copy may go on from.
fn base(disk: &dyn Disk, path: &Path) -> Result<Base, OpenError> {
    let loaded = format::read(bytes(disk, path)?).map_err(|error| load_error(path, error))?;
    Ok(Base {
        path: path.to_owned(),
        project: loaded.project,
        hash: loaded.hash,
    })
}

/// What can be read of a damaged file, if anything can.
fn part_of(disk: &dyn Disk, path: &Path) -> Option<Project> {
    let loaded = format::salvage(bytes(disk, path).ok()?).ok()?;
    Some(loaded.project)
}

fn read_over(disk: &dyn Disk, history: &Path, part: &Project) -> Result<Over, OpenError> {
    let over = disk
        .open(history)
        .and_then(|reader| history::over(reader, part))
        .named(history, "read")?;
    Ok(over)
}

/// The state from which the history leads furthest, and where it leads; the first of several.
fn best(disk: &dyn Disk, history: &Path, bases: &[Base]) -> Result<Option<(usize, Past)>, OpenError> {
    let known = disk
        .open(history)
        .and_then(history::scan)
        .named(history, "read")?;
    let mut best: Option<(usize, Past)> = None;
    for (at, base) in bases.iter().enumerate() {
        if known.standing(base.hash) == Standing::Foreign {
            continue;
        }
        let scan: Scan = disk
            .open(history)
            .and_then(|reader| history::scan_on(reader, base.hash))
            .named(history, "read")?;
        let past = Past::new(base.project.clone(), base.hash, Some(&scan));
        if best.as_ref().is_none_or(|(_, best)| past.reach() > best.reach()) {
            best = Some((at, past));
        }
    }
    Ok(best)
}
