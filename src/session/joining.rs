//! Files that come into an open project: texts are read in, the records of an export join. Both are read on threads.

use super::ask::{Ask, Tone};
use super::command::Command;
use super::job::{Job, Stopped};
use super::session::Session;
use crate::exchange::json::{self, Joined};
use crate::project::{Project, Transaction};
use crate::read::Encoding;
use crate::storage::disk::{Disk, RealDisk, reason};
use crate::storage::open;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// An export that is read on a thread, to join the project. One that nobody waits for any more is stopped.
pub(super) struct Joining {
    path: PathBuf,
    /// How many edits the project had seen when it was compared with the export.
    turn: u64,
    /// Further exports that wait for this one.
    next: Vec<PathBuf>,
    joined: Job<Result<Joined, String>>,
    stop: Arc<AtomicBool>,
    name: String,
}

impl Joining {
    /// The name of the file.
    pub(super) fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Joining {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

impl Session {
    /// Texts are read in and exports joined, once there is a handle.
    pub(super) fn add_files(&mut self, paths: Vec<PathBuf>) {
        if self.work.as_ref().is_some_and(|w| w.read_only) {
            return self.say(
                Tone::Caution,
                "Nothing was added: this project is open for reading only.",
            );
        }
        if self.profile.handle.is_none() {
            return self.ask_handle(Command::Files(paths));
        }
        let is_export = |p: &PathBuf| p.extension().is_some_and(|e| e.eq_ignore_ascii_case("json"));
        let (exports, texts): (Vec<_>, Vec<_>) = paths.into_iter().partition(is_export);
        self.join(exports);
        if !texts.is_empty() {
            self.importing.read_files(texts, self.store.wake());
            self.ask = Some(Ask::Import);
        }
    }

    /// Reads the first of these exports on a thread; the others follow it.
    fn join(&mut self, mut paths: Vec<PathBuf>) {
        if let Some(joining) = &mut self.jobs.joining {
            return joining.next.append(&mut paths);
        }
        let Some(work) = self.work.as_ref().filter(|_| !paths.is_empty()) else {
            return;
        };
        let path = paths.remove(0);
        let stop = Arc::new(AtomicBool::new(false));
        let (project, gives_up, from) = (work.project.clone(), Arc::clone(&stop), path.clone());
        let joined = Job::start(self.store.wake(), move || {
            read_and_join(&from, &project, &gives_up)
        });
        self.jobs.joining = Some(Joining {
            name: path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            path,
            turn: work.turn,
            next: paths,
            joined,
            stop,
        });
    }

    /// Takes in an export that has been read.
    pub(super) fn poll_joining(&mut self) {
        let Some(joining) = &self.jobs.joining else { return };
        let stopped = |Stopped| {
            Err("Nothing was imported: reading the export stopped. The project is untouched.".to_owned())
        };
        let Some(joined) = joining.joined.poll() else {
            return;
        };
        let joined = joined.unwrap_or_else(stopped);
        let Some(mut joining) = self.jobs.joining.take() else {
            return;
        };
        let mut next = std::mem::take(&mut joining.next);
        match joined {
            // The project went on meanwhile, so the two are compared again.
            Ok(_) if self.work.as_ref().is_some_and(|w| w.turn != joining.turn) => {
                next.insert(0, joining.path.clone());
            }
            Ok(joined) => self.take_joined(joined),
            Err(says) => self.say(Tone::Alert, says),
        }
        self.join(next);
    }

    fn take_joined(&mut self, joined: Joined) {
        let added: usize = joined.added.values().sum();
        let different = joined.different.len();
        let mut t = Transaction::new("Import an export", self.profile.id, self.origin.now());
        t.edits = joined.edits;
        let done = if t.edits.is_empty() {
            Ok(())
        } else {
            self.commit(t)
        };
        match done {
            Ok(()) => self.say(
                Tone::Done,
                format!("{added} records joined; {different} differ here and stay as they are."),
            ),
            Err(says) => self.say(Tone::Alert, says),
        }
        self.hand_over();
    }

    /// Reads a pending text by another encoding.
    pub fn reread(&mut self, n: usize, encoding: Encoding) {
        if let Some(says) = self.importing.reread(n, encoding, self.store.wake()) {
            self.say(Tone::Alert, says);
        }
    }
}

/// What joining an export to a project would do. Looks whether to go on between the steps that take long.
fn read_and_join(path: &Path, project: &Project, stop: &AtomicBool) -> Result<Joined, String> {
    let go_on = || {
        if stop.load(Ordering::Relaxed) {
            return Err("Given up.".to_owned());
        }
        Ok(())
    };
    let not_read = |e: &dyn std::fmt::Display| format!("{} was not read: {e}.", path.display());
    let bytes = RealDisk
        .read(path, open::FILE_LIMIT)
        .map_err(|e| not_read(&reason(&e)))?;
    go_on()?;
    let text = String::from_utf8(bytes).map_err(|e| not_read(&e))?;
    let imported = json::import(&text).map_err(|e| e.to_string())?;
    go_on()?;
    json::join(project, imported).map_err(|e| e.to_string())
}
