//! A project in a git working tree: the offer, once for each tree, to keep what lies beside the project out of it.

use super::ask::{Notice, Tone};
use super::command::Command;
use super::job::{Job, Stopped};
use super::session::Session;
use crate::storage::disk::{DiskError, RealDisk};
use crate::storage::git::Ignores;
use std::path::Path;

/// What is being found out, or done, on threads.
#[derive(Debug, Default)]
pub(super) struct Git {
    looking: Option<Job<Option<Ignores>>>,
    writing: Option<Job<Result<Ignores, DiskError>>>,
    missing: Option<Ignores>,
}

impl Git {
    pub(super) fn is_busy(&self) -> bool {
        self.looking.is_some() || self.writing.is_some()
    }
}

impl Session {
    /// Finds out whether the project that was opened lies in a git working tree that would take its history in.
    pub(super) fn look_for_git(&mut self) {
        self.git = Git::default();
        if let Some(path) = self.store.path().map(Path::to_owned) {
            let look = move || Ignores::missing_for(&RealDisk, &path);
            self.git.looking = Some(Job::start(self.store.wake(), look));
        }
    }

    pub(super) fn poll_git(&mut self) {
        if let Some(looked) = self.git.looking.as_ref().and_then(Job::poll) {
            self.git.looking = None;
            // If looking stopped, there is nothing to offer.
            if let Ok(Some(ignores)) = looked {
                self.offer_ignores(ignores);
            }
        }
        if let Some(written) = self.git.writing.as_ref().and_then(Job::poll) {
            self.git.writing = None;
            match written {
                Ok(Ok(ignores)) => {
                    let says = format!(
                        "git now leaves alone what lies beside the project: {}.",
                        ignores.file.display()
                    );
                    self.say(Tone::Done, says);
                }
                Ok(Err(error)) => self.say(Tone::Alert, error.to_string()),
                Err(Stopped) => self.say(Tone::Alert, "The lines for git were not written."),
            }
        }
    }

    /// Says once for each working tree what the history is, and offers the lines.
    fn offer_ignores(&mut self, ignores: Ignores) {
        let tree = ignores.file.display().to_string();
        if self.settings.told_of_git.contains(&tree) {
            return;
        }
        self.settings.remember_git(tree);
        self.notices.push(Notice {
            tone: Tone::Caution,
            says: "This project lies in a git repository. The history beside it holds everything ever typed, also what was \
                   deleted since: it should not be committed."
                .to_owned(),
            offer: Some(("Let git ignore it", Command::IgnoreInGit)),
        });
        self.git.missing = Some(ignores);
        self.keep_recent();
    }

    /// Writes the lines that were offered.
    pub(super) fn ignore_in_git(&mut self) {
        self.notices.retain(|notice| {
            notice
                .offer
                .as_ref()
                .is_none_or(|(_, command)| *command != Command::IgnoreInGit)
        });
        if let Some(ignores) = self.git.missing.take() {
            let write = move || ignores.write(&RealDisk).map(|()| ignores);
            self.git.writing = Some(Job::start(self.store.wake(), write));
        }
    }
}
