//! What is found when a project is about to be opened, and what may then be done: nothing is changed before somebody has
//! chosen.

use crate::project::Project;
use crate::storage::disk::paths::{keep_off, lock_path};
use crate::storage::disk::{Disk, reason};
use crate::storage::format::LeftOut;
use crate::storage::history::Deed;
use crate::storage::open::past::{CopyFrom, Misfit, Past, Stopped};
use crate::storage::open::{Lacks, OpenError, Opened, Ready, create_copy_on, look_with};
use crate::storage::save::aside::{Aside, set_aside};
use crate::storage::save::backup;
use crate::storage::save::ledger::Ledger;
use crate::storage::save::lock::{Held, Lock, NotLocked};
use crate::storage::save::watch::Seen;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How a history stands to the file beside it, and which of its edits can be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beyond {
    /// It holds nothing that is not in the file. There is nothing to ask.
    Nothing,
    /// These edits are not in the file, and can all be applied. Oldest first.
    Unsaved(Vec<Deed>),
    /// The file is an older state than its history: a checkout, or a backup put back.
    Older {
        /// How many edits came after it.
        later: u64,
        /// Those that can be applied to a copy of it.
        copy: Applicable,
    },
    /// The history does not know the file.
    Foreign {
        /// A backup beside the file that it does know, and what can be applied to a copy of that.
        copy: Option<(PathBuf, Applicable)>,
    },
    /// It is damaged, and is applied as far as it is whole.
    Damaged(Applicable),
}

/// Edits that can be applied, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applicable {
    /// The edits.
    pub edits: Vec<Deed>,
    /// Where the history ends though more follows, if it does.
    pub stopped: Option<Stopped>,
}

impl Beyond {
    /// The edits that can be applied, to the file or to a copy. Oldest first.
    pub fn edits(&self) -> &[Deed] {
        match self {
            Self::Nothing | Self::Foreign { copy: None } => &[],
            Self::Unsaved(edits) => edits,
            Self::Older { copy, .. }
            | Self::Foreign {
                copy: Some((_, copy)),
            }
            | Self::Damaged(copy) => &copy.edits,
        }
    }
}

/// `1 edit is`, `2 edits are`.
fn are(n: usize) -> String {
    match n {
        1 => "1 edit is".into(),
        n => format!("{n} edits are"),
    }
}

impl fmt::Display for Beyond {
    /// What was found, in sentences; nothing where there is nothing to ask.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => Ok(()),
            Self::Unsaved(edits) => write!(f, "{} not in the file.", are(edits.len())),
            Self::Older { later, copy } => {
                let edits = if *later == 1 { "edit" } else { "edits" };
                write!(
                    f,
                    "The file is an older state than its history, which has {later} later {edits}.{copy}"
                )
            }
            Self::Foreign { copy } => {
                f.write_str("The history beside this file belongs to another one.")?;
                match copy {
                    None => Ok(()),
                    Some((backup, copy)) => {
                        let name = backup.file_name().unwrap_or_default().to_string_lossy();
                        write!(f, " It goes on from the backup {name}.{copy}")
                    }
                }
            }
            Self::Damaged(whole) => {
                let stopped = whole.stopped.iter().map(ToString::to_string);
                f.write_str(&stopped.collect::<String>())
            }
        }
    }
}

impl fmt::Display for Applicable {
    /// A sentence that follows another one, with a blank before it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n = self.edits.len();
        let edits = if n == 1 { "edit" } else { "edits" };
        match &self.stopped {
            None if n == 0 => Ok(()),
            None => write!(f, " {n} {edits} can be applied to a copy."),
            Some(Stopped { line, why, of, .. }) => write!(
                f,
                " {n} of {of} can be applied to a copy. Line {line} of the history cannot be read: {why}."
            ),
        }
    }
}

/// How a project may be opened.
pub(in crate::storage) enum Access {
    /// With the lock.
    Write(Lock),
    /// Why it may only be read, as a sentence.
    Read(String),
    /// Somebody else has the lock.
    Held(Held),
}

/// A project that was read and can be opened in one of several ways. Its lock is held; dropping this lets go of it, and
/// everything on the disk is as it was.
pub struct Found {
    pub(in crate::storage) disk: Arc<dyn Disk>,
    pub(in crate::storage) path: PathBuf,
    pub(in crate::storage) seen: Seen,
    pub(in crate::storage) access: Access,
    /// What is said of the file.
    pub(in crate::storage) notices: Vec<String>,
    /// What of the file is left out.
    pub(in crate::storage) lacks: Lacks,
    pub(in crate::storage) past: Past,
    /// What a copy would hold, where the edits cannot be applied to the file itself.
    pub(in crate::storage) copy: Option<CopyFrom>,
    pub(in crate::storage) beyond: Beyond,
}

impl Found {
    /// The file, links resolved.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What the history holds beyond the file.
    pub fn past(&self) -> &Beyond {
        &self.beyond
    }

    /// Whether the last edit was cut off when Onus stopped: it was never acknowledged, and is left out.
    pub fn is_torn(&self) -> bool {
        self.past.torn
    }

    /// Why the project may only be read, as a sentence.
    pub fn read_only(&self) -> Option<String> {
        match &self.access {
            Access::Write(_) => None,
            Access::Read(says) => Some(says.clone()),
            Access::Held(held) => Some(held_says(held)),
        }
    }

    /// Who has the project open for writing, where somebody else has.
    pub fn held(&self) -> Option<&Held> {
        match &self.access {
            Access::Held(held) => Some(held),
            Access::Write(_) | Access::Read(_) => None,
        }
    }

    /// Takes the lock away from somebody who has given no sign of life for long, and looks again.
    ///
    /// # Errors
    /// If the disk refuses. If they have given a sign of life meanwhile, it is found held again.
    pub fn take_over(self) -> Result<Self, OpenError> {
        let lock = Lock::take_over(&self.disk, &self.path);
        look_with(&self.disk, self.path, lock)
    }

    /// What of a damaged file the project lacks; empty where the file is sound.
    pub fn left_out(&self) -> &LeftOut {
        &self.lacks.left_out
    }

    /// The project as it is in the file.
    pub fn in_file(&self) -> &Project {
        &self.past.in_file
    }

    /// The project with all edits that can be applied, to the file or to a copy.
    pub fn with_all(&self) -> &Project {
        let past = self.copy.as_ref().map_or(&self.past, |copy| &copy.past);
        &past.project
    }

    /// Opens the project with the edits that belong to its file. A history that does not fit is set aside, untouched, and
    /// a new one begins.
    ///
    /// # Errors
    /// If the disk refuses; no edit is lost then.
    pub fn with_edits(self) -> Result<Opened, OpenError> {
        let (read_only, held) = (self.read_only(), self.held().is_some());
        let Self {
            disk,
            path,
            seen,
            access,
            mut notices,
            lacks,
            mut past,
            ..
        } = self;
        let ledger = match access {
            Access::Write(lock) => {
                if past.torn && past.misfit.is_none() {
                    let says = "The last edit in the history was cut off when Onus stopped, and is left out.";
                    notices.push(says.to_owned());
                }
                Some(past.ledger(&disk, &path, lock, &mut notices)?)
            }
            Access::Read(_) | Access::Held(_) => {
                // Somebody may be writing, so that a torn last line is none.
                notices.extend(past.misfit.iter().map(ToString::to_string));
                None
            }
        };
        let mut ready = Ready::new(past, lacks, read_only, notices);
        ready.held = held;
        Ok(Opened {
            path,
            ledger,
            seen,
            ready,
        })
    }

    /// Opens the project as it is in its file. Where the history holds more, or does not fit, it is set aside, kept, and
    /// said.
    ///
    /// # Errors
    /// If the disk refuses; nothing is lost then.
    pub fn as_saved(mut self) -> Result<Opened, OpenError> {
        if matches!(self.beyond, Beyond::Nothing) {
            return self.with_edits();
        }
        if matches!(self.access, Access::Write(_)) {
            let name = set_aside(self.disk.as_ref(), &self.path, Aside::Moved)?;
            self.notices.push(format!(
                "The project is open as it was saved. What its history holds beyond that is kept as {name}."
            ));
        }
        // Without its history nothing is beyond the file.
        self.past = Past::new(self.past.in_file, self.past.hash, None);
        self.with_edits()
    }

    /// What the edits that can be applied go on from: the file, or where it is another one what its history knows.
    pub fn base(&self) -> &Project {
        match &self.copy {
            Some(copy) => &copy.past.in_file,
            None => &self.past.in_file,
        }
    }

    /// Makes another project file with all edits that can be applied, and opens it. This one and its history stay as they
    /// are.
    ///
    /// # Errors
    /// `Exists` where a file is there already, or whatever writing fails with; another name can then be tried.
    pub fn copy_with_edits(&self, path: &Path) -> Result<Opened, OpenError> {
        keep_off(self.disk.as_ref(), &self.path, path).map_err(OpenError::Kept)?;
        let mut opened = create_copy_on(&self.disk, path, Some(&self.path), self.with_all().clone())?;
        // Where two go on, a merge of them will go out from what both began with.
        let began = self.held().is_none().then(|| self.base());
        if let Err(error) = backup::keep_first(self.disk.as_ref(), &opened.path, began) {
            opened.ready.notices.push(format!(
                "What the copy begins with was not kept, so it cannot be merged later. {error}"
            ));
        }
        let originals = opened
            .ledger
            .as_mut()
            .map(|ledger: &mut Ledger| ledger.copy_originals(&self.path));
        if let Some(Err(error)) = originals {
            opened.ready.notices.push(format!(
                "Not all originals were copied. {error} Their texts are in the project."
            ));
        }
        Ok(opened)
    }
}

/// What a history holds beyond a file.
pub(in crate::storage) fn beyond(past: &Past, copy: Option<&CopyFrom>) -> Beyond {
    let applicable = |past: &Past| Applicable {
        edits: past
            .replay
            .entries
            .iter()
            .map(|entry| Deed::of(entry, &past.project))
            .collect(),
        stopped: match &past.misfit {
            Some(Misfit::Damaged(stopped)) => Some(stopped.clone()),
            _ => None,
        },
    };
    match &past.misfit {
        None if past.replay.entries.is_empty() => Beyond::Nothing,
        None => Beyond::Unsaved(applicable(past).edits),
        Some(Misfit::OlderFile(later)) => Beyond::Older {
            later: *later,
            copy: copy.map_or_else(Applicable::default, |copy| applicable(&copy.past)),
        },
        Some(Misfit::ForeignFile) => Beyond::Foreign {
            copy: copy.and_then(|copy| Some((copy.backup.clone()?, applicable(&copy.past)))),
        },
        Some(Misfit::Damaged(..)) => Beyond::Damaged(applicable(past)),
    }
}

/// That somebody else has the project open, as a sentence.
fn held_says(held: &Held) -> String {
    format!(
        "{} It is open here for reading only.",
        NotLocked::Held(held.clone())
    )
}

/// Why a project is not locked, as a sentence.
pub(in crate::storage) fn no_lock(disk: &dyn Disk, project: &Path, error: &io::Error) -> String {
    let lock = lock_path(project);
    // A lock that is there belongs to whoever was here first, be it that the folder is open to all.
    if error.kind() == io::ErrorKind::PermissionDenied && matches!(disk.length(&lock), Ok(Some(_))) {
        let name = lock.file_name().unwrap_or_default().to_string_lossy();
        return format!(
            "You may not write {name}, with which the project is locked. It is open here for reading only. Have whoever owns \
             that file permit you to write it, or delete it while nobody has the project open."
        );
    }
    format!(
        "Nothing can be written in the project's folder ({}). It is open here for reading only.",
        reason(error)
    )
}
