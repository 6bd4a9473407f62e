//! The project goes on under another name, with what is edited while that is being written.

use super::ask::{Ask, Tone};
use super::job::{Job, Stopped};
use super::merging::Merging;
use super::projects::free_name;
use super::session::Session;
use crate::storage::open::{self, OpenError, Opened};
use crate::storage::profile::Home;
use crate::storage::{Entry, SaveState, project_name, project_path};
use std::path::{Path, PathBuf};

/// The project being written under another name, and what was edited since it was handed over.
pub(super) struct SavingAs {
    made: Job<Result<Opened, OpenError>>,
    pub(super) since: Vec<Entry>,
}

impl Session {
    /// A name for the project that nothing has: in its own folder, or where that refuses in the folder of projects.
    pub fn save_as_suggestion(&self) -> Option<PathBuf> {
        let path = self.store.path()?;
        let refuses = self
            .store
            .status()
            .is_some_and(|status| matches!(status.state, SaveState::Failed(_)));
        let elsewhere = self.store.home().map(Home::projects).filter(|_| refuses);
        let name = project_name(path);
        Some(match elsewhere {
            Some(folder) => free_name(&folder, &name),
            None => free_name(path.parent()?, &format!("{name} copy")),
        })
    }

    /// Goes on with a copy under another name.
    pub fn save_as(&mut self, path: &Path) {
        self.ask = None;
        let Some(work) = &self.work else { return };
        let (path, project) = (project_path(path), work.project.clone());
        let (disk, of) = (self.store.disk(), self.store.path().map(Path::to_owned));
        self.jobs.saving_as = Some(SavingAs {
            made: Job::start(self.store.wake(), move || {
                open::create_copy_on(&disk, &path, of.as_deref(), project)
            }),
            since: Vec::new(),
        });
    }

    /// Goes on in the file that was made under another name, with what was edited meanwhile.
    pub(super) fn poll_saving_as(&mut self) {
        let Some(saving) = &self.jobs.saving_as else {
            return;
        };
        let Some(made) = saving.made.poll() else { return };
        let since = self.jobs.saving_as.take().map(|saving| saving.since);
        match made {
            Ok(Ok(opened)) if self.work.is_some() => self.go_on_in(opened, since.unwrap_or_default()),
            Ok(Ok(_)) => {}
            Ok(Err(error)) => self.say(Tone::Alert, error.to_string()),
            Err(Stopped) => self.say(
                Tone::Alert,
                "Not saved under another name: writing it stopped. The project is as it was.",
            ),
        }
    }

    fn go_on_in(&mut self, opened: Opened, since: Vec<Entry>) {
        self.remember_open();
        let old = self.store.path().filter(|old| self.is_rescued(old));
        // What was kept in a second place is in the new file too.
        let second = self.store.status().and_then(|status| status.second);
        let rescued = old.map(Path::to_owned).or(second);
        let Some(work) = &mut self.work else { return };
        work.read_only = false;
        // What somebody else wrote in the old file stays there.
        self.merging = Merging::default();
        self.ask = self.ask.take().filter(|ask| *ask != Ask::Foreign);
        let ready = self.store.go_on_in(opened);
        let at = since
            .last()
            .map_or_else(|| self.origin.now(), |entry| entry.done.at);
        if let Some(handle) = self.profile.handle.as_ref().filter(|_| !since.is_empty()) {
            self.store.keep(since, handle);
        }
        // A second place can begin with it, should this one take nothing either.
        self.store.follow(work.project.clone(), at);
        self.forget_reading();
        if let Some(unknown) = self.unknown.take() {
            self.say(
                Tone::Caution,
                format!("This copy lacks what this version does not know: {unknown}. The file it was made of still has it."),
            );
        }
        for says in ready.notices {
            self.say(Tone::Caution, says);
        }
        self.remember_open();
        self.look_for_git();
        if let Some(rescued) = rescued {
            self.copy_is_taken(rescued);
        }
    }

    /// The project is not open for reading any more: what was said of that goes.
    pub(super) fn forget_reading(&mut self) {
        let said = std::mem::take(&mut self.said_of_reading);
        self.notices.retain(|notice| !said.contains(&notice.says));
    }
}
