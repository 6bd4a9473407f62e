//! Copies in which edits were kept while a project's own folder took none: offered when Onus starts and when their project
//! is opened, until they are merged, saved under another name, or put away. Nothing of them is deleted here.

use super::ask::{Notice, Tone};
use super::command::Command;
use super::job::{Job, Stopped};
use super::merging::Theirs;
use super::recovering::look_and_ask;
use super::session::Session;
use crate::storage::profile::Home;
use crate::storage::{Rescued, SaveState, Status, copies_of, is_free, kept_elsewhere, put_away, unfinished};
use std::io;
use std::path::{Path, PathBuf};

/// So many of the projects opened last are looked at when Onus starts.
const LOOKED_AT: usize = 5;

/// What is known of copies, and what is being found out of them on threads.
#[derive(Default)]
pub(super) struct Copies {
    /// Whether the project that was found, while nobody has chosen, is one of them.
    pub(super) found: bool,
    /// Whether they are being offered one after the other, and those that were not wanted now.
    offering: bool,
    declined: Vec<PathBuf>,
    starting: Option<Job<Option<Start>>>,
    /// Those of the open project.
    looking: Option<Job<Vec<Rescued>>>,
    of_project: Vec<Rescued>,
    /// One whose edits are in the open project now; it is put away once they are kept there.
    done: Option<PathBuf>,
    putting_away: Option<Job<io::Result<PathBuf>>>,
}

/// What is to be shown when Onus starts.
enum Start {
    Copy(PathBuf),
    Unfinished(PathBuf),
}

impl Copies {
    pub(super) fn are_looked_for(&self) -> bool {
        self.starting.is_some() || self.looking.is_some() || self.putting_away.is_some()
    }

    /// The project is left: what was to be said of its copies is said when it is opened again.
    pub(super) fn leave(&mut self, all_is_kept: bool) {
        self.looking = None;
        self.of_project.clear();
        self.done = self.done.take().filter(|_| all_is_kept);
    }
}

impl Session {
    /// Whether what was found is a copy that was kept while its own folder took nothing.
    pub fn found_elsewhere(&self) -> bool {
        self.found.is_some() && self.copies.found
    }

    /// Whether a project lies among the copies that are offered.
    pub(super) fn is_rescued(&self, path: &Path) -> bool {
        let Some(folder) = self.store.home().map(Home::rescued) else {
            return false;
        };
        path.parent() == Some(&folder.canonicalize().unwrap_or(folder))
    }

    /// Looks, when Onus starts, whether a copy was kept in a second place or a project that was open last was not closed.
    pub fn look_for_unfinished(&mut self) {
        let recent = self.recent.iter().take(LOOKED_AT).map(|r| r.path.clone());
        let mut recent: Vec<PathBuf> = recent.collect();
        let folder = self.store.home().map(Home::rescued);
        let declined = self.copies.declined.clone();
        self.copies.offering = true;
        self.copies.starting = Some(Job::start(self.store.wake(), move || {
            let copies = folder.as_deref().map(kept_elsewhere).unwrap_or_default();
            recent.retain(|path| !copies.contains(path) && !declined.contains(path));
            let mut copies = copies.into_iter();
            let copy = copies.find(|path| !declined.contains(path) && is_free(path));
            copy.map(Start::Copy).or_else(|| {
                recent
                    .into_iter()
                    .find(|path| unfinished(path))
                    .map(Start::Unfinished)
            })
        }));
    }

    pub(super) fn poll_copies(&mut self) {
        self.poll_start();
        self.poll_looking();
        self.put_away_done();
        let Some(outcome) = self.copies.putting_away.as_ref().and_then(Job::poll) else {
            return;
        };
        self.copies.putting_away = None;
        match outcome {
            Ok(Ok(folder)) => self.say(
                Tone::Caution,
                format!(
                    "The copy is not offered any more. It lies in {}; delete it once you do not need it.",
                    folder.display()
                ),
            ),
            Ok(Err(error)) => self.say(
                Tone::Caution,
                format!("The copy was not put away: {error}. It is offered again."),
            ),
            Err(Stopped) => {}
        }
        self.offer_next();
    }

    fn poll_start(&mut self) {
        let Some(outcome) = self.copies.starting.as_ref().and_then(Job::poll) else {
            return;
        };
        self.copies.starting = None;
        // Whoever has opened something meanwhile is not disturbed; it is found again when it is opened.
        if self.work.is_some() || self.asks_what_to_open() || self.jobs.opening_path().is_some() {
            return;
        }
        match outcome {
            Ok(Some(Start::Copy(path))) => {
                let disk = self.store.disk();
                self.begin(path.clone(), move || look_and_ask(&disk, &path));
            }
            Ok(Some(Start::Unfinished(path))) => self.open_path(&path),
            Ok(None) | Err(Stopped) => self.copies.offering = false,
        }
    }

    /// Nothing is to be done with a copy now: the next one is offered, if they are being offered.
    pub(super) fn decline_found(&mut self, path: PathBuf) {
        self.copies.declined.push(path);
        self.offer_next();
    }

    fn offer_next(&mut self) {
        if self.copies.offering && self.work.is_none() && !self.asks_what_to_open() {
            self.look_for_unfinished();
        }
    }

    /// Puts a copy away that was found.
    pub(super) fn put_away(&mut self, path: PathBuf) {
        let put = move || put_away(&path);
        self.copies.putting_away = Some(Job::start(self.store.wake(), put));
    }

    /// Looks whether copies of the project that was opened lie there.
    pub(super) fn look_for_copies(&mut self) {
        self.copies.leave(true);
        let folder = self.store.home().map(Home::rescued);
        let (Some(folder), Some(work), Some(path)) = (folder, &self.work, self.store.path()) else {
            return;
        };
        if self.is_rescued(path) {
            return self.say(
                Tone::Caution,
                "This copy was kept while the project's own folder took nothing. It is offered until you save it under a \
                 name of your own, or merge it into the project.",
            );
        }
        let project = work.project.clone();
        let look = move || copies_of(&project, &folder);
        self.copies.looking = Some(Job::start(self.store.wake(), look));
    }

    fn poll_looking(&mut self) {
        let Some(outcome) = self.copies.looking.as_ref().and_then(Job::poll) else {
            return;
        };
        self.copies.looking = None;
        // If looking stopped, they are offered when Onus starts.
        let copies = outcome.unwrap_or_default();
        let may_merge = self.work.as_ref().is_some_and(|work| !work.read_only);
        for Rescued { path, base, .. } in &copies {
            let offer = match base {
                Some(_) if may_merge => ("Look at it…", Command::LookAtCopy(path.clone())),
                _ => ("Open it", Command::Open(path.clone())),
            };
            self.notices.push(Notice {
                tone: Tone::Caution,
                says: format!(
                    "A copy of this project with other edits was kept in {} while this folder took nothing.",
                    path.display()
                ),
                offer: Some(offer),
            });
        }
        self.copies.of_project = copies;
    }

    /// Opens the sheet that says what a copy has that the project has not.
    pub(super) fn look_at_copy(&mut self, path: &Path) {
        let copy = self.copies.of_project.iter().find(|copy| copy.path == path);
        let copy = copy.and_then(|copy| Some((copy.base.clone()?, copy.project.clone())));
        let Some((base, project)) = copy else { return };
        if self.store.foreign().is_some() {
            return self.say(
                Tone::Caution,
                "The file was changed by somebody else. Merge that first, or keep yours as a copy.",
            );
        }
        self.notices.retain(|notice| {
            let offer = notice.offer.as_ref().map(|(_, command)| command);
            !matches!(offer, Some(Command::LookAtCopy(of)) if of == path)
        });
        self.notice_other(Theirs::Copy(path.to_owned()), base, project);
    }

    /// The edits of a copy are in the open project: once they are kept there, it is put away.
    pub(super) fn copy_is_taken(&mut self, copy: PathBuf) {
        self.copies.done = Some(copy);
    }

    /// Whether the edits of the open project, and the originals, are where they will be found.
    pub(super) fn all_is_kept(&self) -> bool {
        let is_kept = |s: Status| matches!(s.state, SaveState::Saved | SaveState::Kept) && s.copying == 0;
        self.store.status().is_none_or(is_kept)
    }

    fn put_away_done(&mut self) {
        let Some(copy) = &self.copies.done else { return };
        // Where nothing is open any more, all was kept when it was left. It may be the copy that is being let go of.
        let is_safe = self.store.path() != Some(copy) && self.all_is_kept() && self.store.is_closed();
        if is_safe && let Some(copy) = self.copies.done.take() {
            self.put_away(copy);
        }
    }
}
