//! Opening and making a project: the lock, the file, and what its history holds beyond it.

use super::Hash;
use super::disk::{Disk, RealDisk, beside, replace};
use super::format::{self, LoadError};
use super::history::{self, History, Match};
use super::lock::{Lock, NotLocked};
use super::paths::history_path;
use super::worker::Start;
use crate::project::{Project, Refused, Transaction};
use std::io;
use std::path::{Path, PathBuf};

/// The most a project file may have: larger ones are refused before they are read.
pub const FILE_LIMIT: u64 = 500 << 20;

/// What a person is told of an opened project.
#[derive(Clone, Debug)]
pub struct Ready {
    /// The project, with what was replayed.
    pub project: Project,
    /// How many edits of the history were not in the file and were replayed.
    pub replayed: usize,
    /// Why the project may only be read, as a sentence.
    pub read_only: Option<String>,
    /// What else there is to say, in sentences.
    pub notices: Vec<String>,
}

/// An opened project and what its disk thread begins with.
pub struct Opened {
    pub(super) path: PathBuf,
    pub(super) project: Project,
    pub(super) start: Option<Start>,
    pub(super) ready: Ready,
}

impl Opened {
    /// The project with what was replayed, for those who only read it.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// What there is to say.
    pub fn ready(&self) -> &Ready {
        &self.ready
    }
}

/// Why a project was not opened. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file could not be read or written.
    #[error("{path} was not opened: {why}.")]
    Io {
        /// The file.
        path: String,
        /// What went wrong.
        why: String,
    },
    /// The file is no sound project.
    #[error("{path} was not opened. {error} The file is untouched.")]
    Load {
        /// The file.
        path: String,
        /// What is wrong with it.
        error: LoadError,
    },
    /// There is a file already where a project was to be made.
    #[error("{0} is there already, and was left as it is. Open it, or choose another name.")]
    Exists(String),
}

fn failed(path: &Path, error: &io::Error) -> OpenError {
    OpenError::Io {
        path: path.display().to_string(),
        why: error.to_string(),
    }
}

/// Opens a project file for writing, or for reading only where somebody else has it open or a newer version wrote it.
///
/// # Errors
/// `OpenError`; nothing was changed then.
pub fn open(path: &Path) -> Result<Opened, OpenError> {
    let loaded = load(path)?;
    match Lock::take(path) {
        Ok(lock) if loaded.read_only.is_none() => with_history(path, loaded, lock),
        Ok(_) => Ok(reading(path, loaded)),
        Err(NotLocked::Held(holder)) => {
            let says = format!("{} It is open here for reading only.", NotLocked::Held(holder));
            Ok(reading(
                path,
                Loaded {
                    read_only: Some(says),
                    ..loaded
                },
            ))
        }
        Err(NotLocked::Io(error)) => {
            let says = format!(
                "The folder cannot be written to ({error}), so the project is open for reading only."
            );
            Ok(reading(
                path,
                Loaded {
                    read_only: Some(says),
                    ..loaded
                },
            ))
        }
    }
}

/// Reads a project without a lock and without its history's unsaved edits being kept; for commands that only look.
///
/// # Errors
/// `OpenError`.
pub fn read(path: &Path) -> Result<Ready, OpenError> {
    let loaded = load(path)?;
    let history = read_history(&history_path(path)).ok().flatten();
    let replayed = history.map(|h| replay(&loaded, &h)).and_then(|plan| match plan {
        Plan::Replay {
            project, replayed, ..
        } => Some((project, replayed)),
        _ => None,
    });
    let Loaded {
        project,
        read_only,
        notices,
        ..
    } = loaded;
    let (project, replayed) = replayed.unwrap_or((project, 0));
    Ok(Ready {
        project,
        replayed,
        read_only,
        notices,
    })
}

/// Makes a project file with its history, and opens it.
///
/// # Errors
/// `Exists` where a file is there already, or whatever writing fails with.
pub fn create(path: &Path, project: Project) -> Result<Opened, OpenError> {
    let mut disk = RealDisk;
    let io = |e: io::Error| failed(path, &e);
    if disk.exists(path) {
        return Err(OpenError::Exists(path.display().to_string()));
    }
    disk.create_dir(super::disk::folder_of(path)).map_err(io)?;
    let lock = Lock::take(path).map_err(|e| io(io::Error::other(e)))?;
    let mut notices = Vec::new();
    set_aside(&mut disk, path, &mut notices).map_err(io)?;
    let written = format::write(&project).map_err(|e| io(io::Error::other(e)))?;
    replace(&mut disk, path, &written.parts().collect::<Vec<_>>()).map_err(io)?;
    begin_history(&mut disk, path, written.hash()).map_err(io)?;
    let start = Start {
        disk: Box::new(disk),
        path: path.to_owned(),
        lock: Some(lock),
        next: 1,
        texts: history::texts(&project),
    };
    let ready = Ready {
        project: project.clone(),
        replayed: 0,
        read_only: None,
        notices,
    };
    Ok(Opened {
        path: path.to_owned(),
        project,
        start: Some(start),
        ready,
    })
}

struct Loaded {
    project: Project,
    hash: Hash,
    read_only: Option<String>,
    notices: Vec<String>,
}

fn load(path: &Path) -> Result<Loaded, OpenError> {
    let bytes = RealDisk.read(path, FILE_LIMIT).map_err(|e| failed(path, &e))?;
    let loaded = format::read(bytes).map_err(|error| OpenError::Load {
        path: path.display().to_string(),
        error,
    })?;
    let mut notices = Vec::new();
    if loaded.changed_outside {
        notices.push("The project file was changed outside Onus. Every check has passed.".to_owned());
    }
    let read_only = loaded.newer.map(|unknown| {
        let counts: Vec<String> = unknown
            .counts()
            .map(|(what, n)| format!("{n} × {what}"))
            .collect();
        let left = if counts.is_empty() {
            "nothing".to_owned()
        } else {
            counts.join(", ")
        };
        format!(
            "{} wrote this project, so it is open for reading only. Not understood: {left}.",
            loaded.generator
        )
    });
    Ok(Loaded {
        project: loaded.project,
        hash: loaded.hash,
        read_only,
        notices,
    })
}

fn reading(path: &Path, loaded: Loaded) -> Opened {
    let Loaded {
        project,
        read_only,
        notices,
        ..
    } = loaded;
    let ready = Ready {
        project: project.clone(),
        replayed: 0,
        read_only,
        notices,
    };
    Opened {
        path: path.to_owned(),
        project,
        start: None,
        ready,
    }
}

fn with_history(path: &Path, mut loaded: Loaded, lock: Lock) -> Result<Opened, OpenError> {
    let mut disk = RealDisk;
    let place = history_path(path);
    let io = |e: io::Error| failed(&place, &e);
    let mut notices = std::mem::take(&mut loaded.notices);
    let history = read_history(&place).map_err(io)?;
    let mut texts = history::texts(&loaded.project);
    let (project, replayed, next) = match history.map(|h| (replay(&loaded, &h), h)) {
        Some((
            Plan::Replay {
                project,
                replayed,
                next,
            },
            history,
        )) => {
            if history.torn {
                cut(&mut disk, &place, history.whole).map_err(io)?;
                notices.push(
                    "The last edit in the history was cut off when Onus stopped, and is left out.".into(),
                );
            }
            texts.extend(history.texts());
            (project, replayed, next)
        }
        other => {
            if let Some((Plan::SetAside(why), _)) = other {
                notices.push(why);
            }
            set_aside(&mut disk, path, &mut notices).map_err(io)?;
            begin_history(&mut disk, path, loaded.hash).map_err(io)?;
            (loaded.project, 0, 1)
        }
    };
    let start = Start {
        disk: Box::new(disk),
        path: path.to_owned(),
        lock: Some(lock),
        next,
        texts,
    };
    let ready = Ready {
        project: project.clone(),
        replayed,
        read_only: None,
        notices,
    };
    Ok(Opened {
        path: path.to_owned(),
        project,
        start: Some(start),
        ready,
    })
}

enum Plan {
    Replay {
        project: Project,
        replayed: usize,
        next: u64,
    },
    SetAside(String),
}

fn replay(loaded: &Loaded, history: &History) -> Plan {
    match history.matches(loaded.hash) {
        Match::After(number) => {
            let replayed = history.after(number, &loaded.project).and_then(|transactions| {
                apply(&loaded.project, transactions).map_err(|refused| refused.to_string())
            });
            match replayed {
                Ok((project, replayed)) => Plan::Replay {
                    project,
                    replayed,
                    next: history.next(),
                },
                Err(why) => Plan::SetAside(format!(
                    "The edits since the last save could not be read again: {why}."
                )),
            }
        }
        Match::Older => Plan::SetAside(
            "This file is an older state than its history, as after a checkout. It is open as it was saved."
                .into(),
        ),
        Match::Foreign => Plan::SetAside("The history beside this file belongs to another one.".into()),
    }
}

fn apply(project: &Project, transactions: Vec<Transaction>) -> Result<(Project, usize), Refused> {
    let mut project = project.clone();
    let count = transactions.len();
    for transaction in transactions {
        project.commit(transaction)?;
    }
    Ok((project, count))
}

fn read_history(path: &Path) -> io::Result<Option<History>> {
    match RealDisk.read(path, FILE_LIMIT) {
        Ok(bytes) => Ok(History::read(bytes)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e),
    }
}

/// A torn tail is cut off, so that what is appended next can be read.
fn cut(disk: &mut RealDisk, path: &Path, whole: usize) -> io::Result<()> {
    let bytes = disk.read(path, FILE_LIMIT)?;
    let bytes = super::hash::with_lf(bytes);
    replace(disk, path, &[&bytes[..whole.min(bytes.len())]])
}

/// Gives a history that does not belong to the file a numbered name, untouched.
fn set_aside(disk: &mut RealDisk, path: &Path, notices: &mut Vec<String>) -> io::Result<()> {
    let place = history_path(path);
    if !disk.exists(&place) {
        return Ok(());
    }
    let mut number = 1;
    let mut aside = beside(&place, ".1");
    while disk.exists(&aside) {
        number += 1;
        aside = beside(&place, &format!(".{number}"));
    }
    disk.rename(&place, &aside)?;
    let name = aside
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    notices.push(format!(
        "The history that was there is kept as {name}, and a new one begins."
    ));
    disk.sync_dir(super::disk::folder_of(&place))
}

fn begin_history(disk: &mut RealDisk, path: &Path, file: Hash) -> io::Result<()> {
    replace(disk, &history_path(path), &[history::head(file).as_bytes()])
}
