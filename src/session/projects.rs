//! Opening, making, saving and closing projects; files that come in; exports that go out.

use super::ask::{Ask, Picking, Tone};
use super::command::Command;
use super::damaged::Met;
use super::finding::Search;
use super::importing::Importing;
use super::job::{Job, Stopped};
use super::joining::Joining;
use super::merging::Merging;
use super::merging::Theirs;
use super::recovering;
use super::saving_as::SavingAs;
use super::session::Session;
use super::sources::{Details, cited_source};
use super::undo::UndoStack;
use super::work::Work;
use crate::project::*;
use crate::storage::open::{self, Found, OpenError, Opened};
use crate::storage::save::worker::Written;
use crate::storage::{SaveState, numbered_project, project_name, project_path};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Receiver;

/// The sample project, which the start page opens a copy of.
pub const SAMPLE: &str = include_str!("../../sample-projects/icefcom.onus.ron");

/// What is being done on threads beside the disk's.
#[derive(Default)]
pub(super) struct Jobs {
    opening: Option<(PathBuf, Job<Result<Looked, OpenError>>)>,
    pub(super) joining: Option<Joining>,
    pub(super) saving_as: Option<SavingAs>,
    pub(super) exporting: Option<Job<Result<Vec<u8>, String>>>,
    pub(super) writing: Option<Receiver<Written>>,
    pub(super) export_to: Option<PathBuf>,
    pub(super) finding: Option<Search>,
}

/// What came of looking at a project.
pub(super) enum Looked {
    /// It is open.
    Opened(Box<Opened>),
    /// Somebody has to choose first.
    Found(Box<Found>),
    /// It is damaged.
    Damaged(Met),
}

impl Looked {
    pub(super) fn opened(opened: Opened) -> Self {
        Self::Opened(Box::new(opened))
    }
}

impl Jobs {
    /// The project that is being opened.
    pub(super) fn opening_path(&self) -> Option<&Path> {
        self.opening.as_ref().map(|(path, _)| path.as_path())
    }

    /// The name of the export that is being joined.
    pub(super) fn joining(&self) -> Option<&str> {
        self.joining.as_ref().map(Joining::name)
    }

    /// Gives up what has not come to an end. What is being put on the disk is left to it.
    pub(super) fn stop(&mut self) {
        self.opening = None;
        self.joining = None;
        self.exporting = None;
        self.export_to = None;
    }
}

impl Session {
    /// Whether a project is being opened.
    pub fn is_opening(&self) -> bool {
        self.jobs.opening.is_some()
    }

    /// Takes in what other threads have done. Called before every frame.
    pub fn poll(&mut self) {
        self.tell_faults();
        self.poll_opening();
        self.poll_saving_as();
        self.poll_export();
        self.poll_finding();
        self.poll_joining();
        self.poll_foreign();
        self.poll_merging();
        self.poll_git();
        self.poll_lost();
        self.poll_copies();
        self.poll_damaged();
        self.poll_leaving();
        for says in self.importing.poll() {
            self.say(Tone::Alert, says);
        }
        if !self.importing.is_empty() && self.ask.is_none() {
            self.ask = Some(Ask::Import);
        }
        for says in self.store.take_sayings() {
            self.say(Tone::Caution, says);
        }
    }

    fn poll_opening(&mut self) {
        let Some((_, opening)) = &self.jobs.opening else {
            return;
        };
        let Some(opened) = opening.poll() else { return };
        self.jobs.opening = None;
        match opened {
            Ok(Ok(Looked::Opened(opened))) => self.adopt(*opened),
            Ok(Ok(Looked::Found(found))) => self.show_found(*found),
            Ok(Ok(Looked::Damaged(met))) => self.show_damaged(met),
            Ok(Err(error)) => self.say(Tone::Alert, error.to_string()),
            Err(Stopped) => self.say(
                Tone::Alert,
                "The project was not opened: reading it stopped. The file is untouched.",
            ),
        }
    }

    fn adopt(&mut self, opened: Opened) {
        self.leave();
        let ready = self.store.adopt(opened);
        let mut work = Work::new(ready.project);
        work.read_only = ready.read_only.is_some();
        let its_own = |t: &Transaction| t.by == self.profile.id;
        if ready.undo.iter().chain(&ready.redo).all(its_own) {
            work.undo = UndoStack::of(ready.undo, ready.redo);
        }
        self.work = Some(work);
        self.resume();
        match ready.replayed {
            // Nothing of somebody else's was restored by reading it.
            _ if ready.held => {}
            0 => {}
            1 => self.say(
                Tone::Done,
                "1 edit that was not yet in the file was restored from the history.",
            ),
            n => self.say(
                Tone::Done,
                format!("{n} edits that were not yet in the file were restored from the history."),
            ),
        }
        // Who opens what somebody else has open was told so before they chose.
        let read_only = ready.read_only.filter(|_| !ready.held);
        self.said_of_reading = read_only.iter().cloned().collect();
        self.unknown = ready.unknown;
        for says in read_only.into_iter().chain(ready.notices) {
            self.say(Tone::Caution, says);
        }
        if let Some(file) = self.copied.take() {
            self.say(
                Tone::Caution,
                format!("This is the copy {file}. The file it was made of stays as it is; “onus merge” brings the two together."),
            );
        }
        if let Some((base, later)) = self.later.take() {
            self.notice_other(Theirs::History, base, later);
        }
        self.look_for_copies();
        self.remember_open();
        self.look_for_git();
        let files = std::mem::take(&mut self.dropped);
        if !files.is_empty() {
            self.add_files(files);
        }
    }

    /// Opens a project file on a thread.
    pub(super) fn open_path(&mut self, path: &Path) {
        let resolved = |path: &Path| path.canonicalize().ok();
        if let Some(open) = self.store.path()
            && (open == path || resolved(open).is_some_and(|open| Some(open) == resolved(path)))
        {
            self.say(Tone::Done, "This project is open here already.");
            return;
        }
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let disk = self.store.disk();
        self.begin(path.clone(), move || recovering::look(&disk, &path));
    }

    /// Opens or makes a project on a thread: a disk may be slow.
    pub(super) fn begin(
        &mut self,
        path: PathBuf,
        open: impl FnOnce() -> Result<Looked, OpenError> + Send + 'static,
    ) {
        (self.found, self.damaged, self.later, self.copied) = (None, None, None, None);
        // It may be the file that was let go of just now.
        let closing = self.store.take_closing();
        let job = Job::start(self.store.wake(), move || {
            drop(closing);
            open()
        });
        self.jobs.opening = Some((path, job));
    }

    /// Waits for what is being done on threads. For the command line, pictures and tests.
    pub fn wait(&mut self) {
        while self.doing().is_some()
            || self.merging.is_busy()
            || self.git.is_busy()
            || self.is_looking()
            || self.jobs.finding.is_some()
            || self.copies.are_looked_for()
            || self.looks_at_damaged()
            || self.leaving.is_some()
            || !self.store.is_closed()
        {
            std::thread::sleep(std::time::Duration::from_millis(1));
            self.poll();
        }
        self.store.flush();
    }

    /// Makes a project at a place, with the title given, or the file's name; on a thread.
    pub fn create_at(&mut self, path: &Path, title: &str) {
        let path = project_path(path);
        let title = if title.trim().is_empty() {
            project_name(&path)
        } else {
            title.trim().to_owned()
        };
        let about = About::new(self.origin.id(), title);
        let disk = self.store.disk();
        self.begin(path.clone(), move || {
            open::create_on(&disk, &path, Project::new(about)).map(Looked::opened)
        });
    }

    /// Opens a copy of the sample in the folder of projects; one that is there already is opened again.
    pub(super) fn open_sample(&mut self) {
        let folder = self
            .store
            .home()
            .map_or_else(std::env::temp_dir, |home| home.projects());
        let path = folder.join("icefcom.onus.ron");
        if path.exists() {
            self.open_path(&path);
            return;
        }
        let project = match crate::storage::format::read(SAMPLE.as_bytes().to_vec()) {
            Ok(loaded) => loaded.project,
            Err(error) => return self.say(Tone::Alert, error.to_string()),
        };
        let disk = self.store.disk();
        self.begin(path.clone(), move || {
            open::create_on(&disk, &path, project).map(Looked::opened)
        });
    }

    /// Files that were dropped or picked: a project is opened, an export joined, texts are read in.
    pub(super) fn take_files(&mut self, paths: Vec<PathBuf>) {
        let is_project = |p: &PathBuf| p.extension().is_some_and(|e| e == "ron" || e == "onusz");
        match paths.iter().find(|p| is_project(p)) {
            Some(project) => self.open_path(&project.clone()),
            None if self.work.is_some() => self.add_files(paths),
            None => {
                // Texts without a project start one in the folder of projects.
                let name = paths
                    .first()
                    .and_then(|p| p.file_stem())
                    .unwrap_or_default()
                    .to_owned();
                let folder = self
                    .store
                    .home()
                    .map_or_else(std::env::temp_dir, |home| home.projects());
                self.dropped = paths;
                let path = free_name(&folder, &name.to_string_lossy());
                self.create_at(&path, "");
            }
        }
    }

    /// Makes a source that is cited and not held.
    pub fn cite(&mut self, title: String, details: Details) {
        self.ask = None;
        let mut t = Transaction::new("Cite a source", self.profile.id, self.origin.now());
        let source = cited_source(self.origin.id(), title, details, t.stamp());
        let id = source.id;
        t.add(source);
        match self.commit(t) {
            Ok(()) => self.run(Command::OpenSource(id)),
            Err(says) => self.say(Tone::Alert, says),
        }
        self.hand_over();
    }

    /// Writes the project file.
    pub(super) fn save(&mut self) {
        self.hand_over();
        if let Some(work) = self.work.as_ref().filter(|w| !w.read_only) {
            self.store.save(work.project.clone(), self.origin.now());
        }
    }

    /// Saves what is not in the file yet and lets go of the project.
    pub(super) fn leave(&mut self) {
        self.forget_reading();
        self.unknown = None;
        self.merging = Merging::default();
        self.remember_open();
        let unsaved = self.store.status().is_some_and(|s| s.state != SaveState::Saved);
        if unsaved {
            self.save();
        }
        let all_is_kept = self.all_is_kept();
        self.store.close_later();
        self.work = None;
        self.edited = None;
        self.jobs.joining = None;
        self.jobs.saving_as = None;
        self.copies.leave(all_is_kept);
        self.importing = Importing::default();
        self.look_again();
    }

    /// A picked path, for what it was picked for.
    pub fn picked(&mut self, picking: Picking, path: PathBuf) {
        self.ask = None;
        match picking {
            Picking::Open | Picking::Sources => self.run(Command::Files(vec![path])),
            Picking::NewProject => self.create_at(&path, ""),
            Picking::SaveAs => self.save_as(&path),
            Picking::Hold => self.hold_from(path),
            Picking::Export => {}
        }
    }
}

/// A name in a folder that no project has yet.
pub(super) fn free_name(folder: &Path, name: &str) -> PathBuf {
    let name = if name.is_empty() { "project" } else { name };
    let path = |n: usize| numbered_project(folder, name, n);
    (1..).map(path).find(|p| !p.exists()).unwrap_or_else(|| path(1))
}
