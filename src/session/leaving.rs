//! Leaving a project: it is saved first, and where that fails nobody is asked a question whose wrong answer loses
//! something.

use super::ask::Ask;
use super::command::{Command, Named};
use super::session::Session;
use crate::storage::SaveState;

/// Why a project is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaving {
    /// To go back to the start page.
    Close,
    /// To end Onus.
    Quit,
}

impl Session {
    /// Saves and leaves the project once that is done.
    pub(super) fn begin_leaving(&mut self, leaving: Leaving) {
        self.ask = None;
        self.remember_open();
        let unsaved = self.store.status().is_some_and(|s| s.state != SaveState::Saved);
        if self.work.is_none() || !unsaved {
            return self.end_leaving(leaving);
        }
        self.leaving = Some(leaving);
        // What somebody else wrote is not written over. It may go, and then this is what is saved.
        self.save();
        self.store.try_again();
    }

    /// Leaves once the disk has everything, and asks where it does not take it.
    pub(super) fn poll_leaving(&mut self) {
        let Some(leaving) = self.leaving else { return };
        let Some(status) = self.store.status() else {
            return self.end_leaving(leaving);
        };
        let foreign = status.foreign.is_some();
        match status.state {
            SaveState::Saved => self.end_leaving(leaving),
            SaveState::Failed(_) => self.ask_to_leave(leaving),
            // Nothing was edited since ours was in the file; it is a backup now.
            SaveState::Kept if foreign && status.unsaved == 0 => self.end_leaving(leaving),
            SaveState::Kept if foreign => self.ask_to_leave(leaving),
            SaveState::Saving | SaveState::Keeping | SaveState::Kept => {}
        }
    }

    fn ask_to_leave(&mut self, leaving: Leaving) {
        self.leaving = None;
        self.ask = Some(Ask::Unsaved(leaving));
    }

    /// Leaves although the file does not have everything: the history, or a copy, does.
    pub(super) fn leave_unsaved(&mut self, leaving: Leaving) {
        let lost = self.store.status().is_some_and(|s| s.unkept + s.originals > 0);
        if !lost {
            self.end_leaving(leaving);
        }
    }

    fn end_leaving(&mut self, leaving: Leaving) {
        self.leaving = None;
        self.leave();
        self.keep_recent();
        if leaving == Leaving::Quit {
            self.quit = true;
        }
    }

    /// Whether the project is being saved in order to be left.
    pub fn is_leaving(&self) -> bool {
        self.leaving.is_some()
    }

    /// Leaves at once, as when the system ends Onus: what is not in the file is in the history.
    pub fn end(&mut self) {
        self.leave();
        self.keep_recent();
    }

    /// Puts off leaving a project for another one while the disk refuses: it is asked first.
    pub(super) fn puts_off(&mut self, command: &Command) -> bool {
        let leaves = match command {
            Command::Open(_) => true,
            Command::Named(named) => {
                matches!(named, Named::NewProject | Named::OpenProject | Named::OpenSample)
            }
            _ => false,
        };
        let refuses = self.work.is_some()
            && self
                .store
                .status()
                .is_some_and(|s| matches!(s.state, SaveState::Failed(_)));
        if leaves && refuses {
            self.ask_to_leave(Leaving::Close);
        }
        leaves && refuses
    }
}
