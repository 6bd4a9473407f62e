//! What is remembered of a project outside it: that it was open, where its reader was, and how the window stood.

use super::job::Job;
use super::session::Session;
use crate::project::AnalystId;
use crate::storage::Missing;
use crate::storage::profile::{Recent, remember};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Which of the recent projects are not where they were. Found on a thread, since a drive may be slow to answer.
#[derive(Default)]
pub(super) struct Lost {
    known: bool,
    looking: Option<Job<BTreeMap<PathBuf, Missing>>>,
    missing: BTreeMap<PathBuf, Missing>,
}

impl Session {
    /// What is missing on the way to a recent project; `None` where it is there, or nobody has looked yet.
    pub fn missing(&self, project: &Path) -> Option<Missing> {
        self.lost.missing.get(project).copied()
    }

    /// Has the recent projects looked for again.
    pub fn look_again(&mut self) {
        self.lost.known = false;
    }

    pub(super) fn is_looking(&self) -> bool {
        self.lost.looking.is_some()
    }

    /// Looks for the recent projects while the start page lists them.
    pub(super) fn poll_lost(&mut self) {
        if let Some(found) = self.lost.looking.as_ref().and_then(Job::poll) {
            self.lost.looking = None;
            // Where looking stopped, nothing is said to be missing.
            self.lost.missing = found.unwrap_or_default();
        }
        if self.work.is_some() || self.lost.known || self.recent.is_empty() {
            return;
        }
        self.lost.known = true;
        let paths: Vec<PathBuf> = self.recent.iter().map(|r| r.path.clone()).collect();
        self.lost.looking = Some(Job::start(self.store.wake(), move || {
            let missing = |path: PathBuf| Some((Missing::on_the_way_to(&path)?, path));
            let missing = paths.into_iter().filter_map(missing);
            missing.map(|(missing, path)| (path, missing)).collect()
        }));
    }

    /// Goes on where this project was left: in the text, and with the window as it stood.
    pub(super) fn resume(&mut self) {
        let Some(path) = self.store.path() else { return };
        let Some(known) = self.recent.iter().find(|r| r.path == path) else {
            return;
        };
        self.settings.layout.clone_from(&known.layout);
        self.resize = known.layout.window;
        if let (Some(place), Some(work)) = (known.place, &mut self.work) {
            work.resume(place);
        }
    }

    /// Notes which byte of the text is read, as the page shows it; nothing where there is no text.
    pub fn reads_at(&mut self, byte: Option<usize>) {
        if let (Some(work), Some(byte)) = (&mut self.work, byte) {
            work.read = byte;
        }
    }

    pub(super) fn remember_open(&mut self) {
        let (Some(work), Some(path)) = (&self.work, self.store.path()) else {
            return;
        };
        let entry = Recent {
            path: path.to_owned(),
            title: work.project.about().title.clone(),
            sources: work.project.sources.len(),
            annotations: work.project.annotations.len(),
            opened: self.origin.now(),
            place: work.bookmark(),
            layout: self.settings.layout.clone(),
        };
        remember(&mut self.recent, entry);
        self.keep_recent();
    }

    /// Keeps settings and recent projects.
    pub fn keep_recent(&self) {
        self.store.keep_settings(&self.settings, &self.recent);
    }

    /// Whose reading of the sources is shown: that of the analyst here, or, while nobody has said who that is, that of
    /// whoever noted one last.
    pub fn reader(&self) -> AnalystId {
        let last = || {
            let readings = &self.work.as_ref()?.project.readings;
            let newest = readings.values().max_by_key(|r| {
                let at = r.modified.as_ref().map_or(r.created.at, |m| m.at);
                (at, r.id)
            });
            Some(newest?.analyst)
        };
        match self.profile.handle {
            None => last().unwrap_or(self.profile.id),
            Some(_) => self.profile.id,
        }
    }
}
