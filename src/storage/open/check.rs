//! Every check there is of a project and of what lies beside it. Nothing is changed, and nothing is locked: nobody who
//! opens the project meanwhile is kept out, and a change that they make is noticed.

use crate::project::{Project, Source};
use crate::storage::disk::paths::{backups, history_path, sources_path};
use crate::storage::disk::{Disk, folder_of, reason};
use crate::storage::format::{self, FILE_LIMIT, LoadError, Loaded};
use crate::storage::history;
use crate::storage::open::past::{Past, scan};
use crate::storage::open::recover::{Recovered, recover_on};
use crate::storage::save::lock::Lock;
use crate::storage::save::watch::Seen;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file in which it was found.
    pub path: PathBuf,
    /// The line, counted from 1, where it is one of a line.
    pub line: Option<usize>,
    /// The character in the line, counted from 1, where it is known.
    pub column: Option<usize>,
    /// What it is, as a sentence.
    pub says: String,
}

/// What was found in a project and beside it.
#[derive(Debug, Default)]
pub struct Checked {
    /// What is not as it should be.
    pub problems: Vec<Finding>,
    /// What is good to know and no problem.
    pub notes: Vec<Finding>,
    /// The project, or what could be read of it, with the edits of its history; `None` where it is no project.
    pub project: Option<Project>,
    /// How much of a damaged file the project lacks, as the end of a sentence.
    pub lacks: Option<String>,
    /// The names of what a newer version wrote that the project lacks.
    pub unknown: Option<String>,
    /// How many records that cannot be read in a damaged file, or not as they were, `recover` can give.
    pub recoverable: usize,
}

impl Checked {
    fn problem(&mut self, path: &Path, line: Option<usize>, says: impl Into<String>) {
        self.problems.push(Finding {
            path: path.to_owned(),
            line,
            column: None,
            says: says.into(),
        });
    }

    fn note(&mut self, path: &Path, says: impl Into<String>) {
        self.notes.push(Finding {
            path: path.to_owned(),
            line: None,
            column: None,
            says: says.into(),
        });
    }
}

/// Checks a project file, its history, its originals, its backups and what else lies beside it.
pub fn check(disk: &dyn Disk, path: &Path) -> Checked {
    let seen = Seen::of(disk, path);
    let mut checked = Checked::default();
    let loaded = match disk.read(path, FILE_LIMIT) {
        Err(error) => {
            let mut says = format!("It cannot be read: {}.", reason(&error));
            if error.kind() == io::ErrorKind::NotFound {
                says.push_str(&left(disk, path));
            }
            checked.problem(path, None, says);
            None
        }
        Ok(bytes) => file(&mut checked, path, bytes),
    };
    let has_history = lines(&mut checked, disk, path);
    if let Some(loaded) = loaded {
        let project = if has_history {
            history(&mut checked, disk, path, loaded)
        } else {
            loaded.project
        };
        originals(&mut checked, disk, path, &project);
        checked.project = Some(project);
    }
    recoverable(&mut checked, disk, path);
    companions(&mut checked, disk, path);
    others(&mut checked, disk, path, seen);
    checked
}

/// Says of a damaged file what its history and its backups can give.
fn recoverable(checked: &mut Checked, disk: &dyn Disk, path: &Path) {
    if checked.lacks.is_none() {
        return;
    }
    let Ok(recovered) = recover_on(disk, path, None) else {
        return;
    };
    checked.recoverable = recovered.more;
    if recovered.more > 0 {
        checked.note(path, can_give(&recovered));
    }
}

/// How many records a copy would hold that cannot be read in the file, and what it would still lack.
fn can_give(recovered: &Recovered) -> String {
    let records = match recovered.more {
        1 => "1 record that cannot be read here".to_owned(),
        n => format!("{n} records that cannot be read here"),
    };
    let edits = match recovered.applied.len() {
        0 => String::new(),
        1 => ", with 1 edit of the history".to_owned(),
        n => format!(", with {n} edits of the history"),
    };
    let less = match recovered.less {
        0 => String::new(),
        1 => " It would not hold 1 record that can be read here.".to_owned(),
        n => format!(" It would not hold {n} records that can be read here."),
    };
    format!(
        "A copy can be made that holds {records}{edits}: onus recover {} -o COPY.{less}",
        recovered.path.display()
    )
}

/// What is left beside a file that is gone, and what to do with it, as sentences with a blank before them.
fn left(disk: &dyn Disk, path: &Path) -> String {
    let has_history = disk
        .length(&history_path(path))
        .is_ok_and(|length| length.is_some());
    let what = match (has_history, backups(disk, path).unwrap_or_default().len()) {
        (false, 0) => return String::new(),
        (true, 0) => {
            let says = " Its history lies beside it, and no backup that it could be applied to. Put a former version of the \
                        file back in its place.";
            return says.to_owned();
        }
        (false, 1) => "A backup lies".to_owned(),
        (false, n) => format!("{n} backups lie"),
        (true, 1) => "Its history and a backup lie".to_owned(),
        (true, n) => format!("Its history and {n} backups lie"),
    };
    format!(
        " {what} beside it. Make a copy of what is in them: onus recover {} -o COPY",
        path.display()
    )
}

/// The frame, each record, every rule, and the last line.
fn file(checked: &mut Checked, path: &Path, bytes: Vec<u8>) -> Option<Loaded> {
    let lines = 1 + memchr::memchr_iter(b'\n', bytes.strip_suffix(b"\n").unwrap_or(&bytes)).count();
    let loaded = match format::salvage(bytes) {
        Ok(loaded) => loaded,
        Err(error) => {
            for damage in error.damages() {
                checked.problem(path, Some(damage.line), damage.says.clone());
            }
            if error.damages().is_empty() {
                checked.problem(path, None, error.to_string());
            }
            if !matches!(error, LoadError::NewerFormat(_) | LoadError::Packed) {
                checked.lacks = Some("nothing of the file can be read".to_owned());
            }
            return None;
        }
    };
    if !loaded.left_out.is_empty() {
        checked.lacks = Some(loaded.left_out.counts());
    }
    for damage in &loaded.left_out.damages {
        checked.problems.push(Finding {
            path: path.to_owned(),
            line: Some(damage.line),
            column: damage.column,
            says: damage.says.clone(),
        });
    }
    let more = loaded.left_out.count - loaded.left_out.damages.len();
    if more > 0 {
        checked.problem(path, None, format!("{more} more places are damaged."));
    }
    loaded
        .left_out
        .stands_in
        .iter()
        .for_each(|says| checked.note(path, says));
    if loaded.changed_outside && loaded.left_out.is_empty() {
        let says = "the last line is not the hash of what stands above it: the file was changed outside Onus. Every other \
                    check has passed.";
        checked.problem(path, Some(lines), says);
    }
    if let Some(unknown) = &loaded.newer {
        let mut says = format!("{} wrote it, which is newer than this version.", loaded.generator);
        if !unknown.is_empty() {
            says.push_str(&format!(" Not known here, so not checked: {unknown}."));
            checked.unknown = Some(unknown.to_string());
        }
        checked.note(path, says);
    }
    Some(loaded)
}

/// The history's lines, numbers and checksums. Says whether there is one that can be read.
fn lines(checked: &mut Checked, disk: &dyn Disk, path: &Path) -> bool {
    let at = history_path(path);
    let read = || match disk.length(&at)? {
        None | Some(0) => Ok(None),
        Some(_) => history::examine(disk.open(&at)?).map(Some),
    };
    match read() {
        Ok(None) => false,
        Ok(Some(examined)) => {
            for (line, says) in examined.damages {
                checked.problem(&at, Some(line), says);
            }
            if examined.more > 0 {
                checked.problem(&at, None, format!("{} more lines are damaged.", examined.more));
            }
            if examined.torn {
                checked.note(
                    &at,
                    "The last edit was cut off when Onus stopped; it was never called kept.",
                );
            }
            true
        }
        Err(error) => {
            checked.problem(&at, None, format!("It cannot be read: {}.", reason(&error)));
            false
        }
    }
}

/// Whether the history goes with the file. Returns the project with its edits.
fn history(checked: &mut Checked, disk: &dyn Disk, path: &Path, loaded: Loaded) -> Project {
    let at = history_path(path);
    let is_whole = loaded.left_out.is_empty();
    let Ok(scan) = scan(disk, path) else {
        return loaded.project;
    };
    let past = Past::new(loaded.project, loaded.hash, scan.as_ref());
    match &past.misfit {
        // A damaged file is none that the history knows.
        Some(_) if !is_whole => checked.note(
            &at,
            "It goes with the whole file, and cannot be applied to a damaged one.",
        ),
        Some(misfit) => checked.problem(&at, None, misfit.to_string()),
        None => {}
    }
    match past.replay.entries.len() {
        0 => {}
        1 => checked.note(&at, "1 edit is not in the file yet."),
        n => checked.note(&at, format!("{n} edits are not in the file yet.")),
    }
    past.project
}

/// Each original hashed again.
fn originals(checked: &mut Checked, disk: &dyn Disk, path: &Path, project: &Project) {
    let folder = sources_path(path);
    let mut named = BTreeSet::new();
    let held = project
        .sources
        .values()
        .filter_map(|s| Some((s, &s.capture.as_ref()?.sha256)));
    let names = match disk.names(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if held.count() > 0 {
                checked.note(&folder, "No original of a source is kept beside the project.");
            }
            return;
        }
        Err(error) => {
            return checked.problem(&folder, None, format!("It cannot be read: {}.", reason(&error)));
        }
        Ok(names) => names,
    };
    for (source, sha256) in held {
        if named.insert(sha256.as_str()) {
            original(checked, disk, &folder, source, sha256);
        }
    }
    let others = names.iter().filter(|name| !named.contains(name.as_str())).count();
    match others {
        0 => {}
        1 => checked.note(&folder, "1 file in it is of no source."),
        n => checked.note(&folder, format!("{n} files in it are of no source.")),
    }
}

fn original(checked: &mut Checked, disk: &dyn Disk, folder: &Path, source: &Source, sha256: &str) {
    let at = folder.join(sha256);
    match crate::storage::pack::hash_of(disk, &at) {
        Ok(Some(hash)) if hash.to_string() == sha256 => {}
        Ok(Some(_)) => checked.problem(
            &at,
            None,
            format!("It is not the original of “{}”: it was changed.", source.title),
        ),
        Ok(None) => checked.problem(
            &at,
            None,
            format!("The original of “{}” is not there.", source.title),
        ),
        Err(error) => checked.problem(&at, None, format!("It cannot be read: {}.", reason(&error))),
    }
}

/// Backups, what a stopped save left, and histories set aside.
fn companions(checked: &mut Checked, disk: &dyn Disk, path: &Path) {
    for backup in backups(disk, path).unwrap_or_default() {
        let read = disk
            .read(&backup, FILE_LIMIT)
            .map_err(|error| format!("It cannot be read: {}.", reason(&error)));
        match read.and_then(|bytes| format::read(bytes).map_err(|error| error.to_string())) {
            Ok(_) => {}
            Err(says) => checked.problem(&backup, None, says),
        }
    }
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let history = history_path(path);
    let history = history
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let mut names = disk.names(folder_of(path)).unwrap_or_default();
    names.sort();
    for found in names {
        let at = path.with_file_name(&found);
        if found.starts_with(&format!("{name}.")) && found.ends_with(".new") {
            checked.note(&at, "It is left of a save that was stopped, and can be deleted.");
        } else if found
            .strip_prefix(&format!("{history}."))
            .is_some_and(|n| n.parse::<usize>().is_ok())
        {
            checked.note(
                &at,
                "It is a history that was set aside: it did not fit its file, or the project was opened as it was saved. \
                 “onus history” with its name says what it holds.",
            );
        }
    }
}

/// Who may be working here, and whether somebody has changed what was checked.
fn others(checked: &mut Checked, disk: &dyn Disk, path: &Path, seen: Seen) {
    if let Some(holder) = Lock::says(disk, path) {
        checked.note(
            path,
            format!(
                "The lock says that {} has the project open since {}, unless Onus was stopped there.",
                holder.handle, holder.since
            ),
        );
    }
    if Seen::of(disk, path) != seen {
        let says = "It was changed while it was checked, and what was found may be in the middle of that. Check it again.";
        checked.note(path, says);
    }
}
