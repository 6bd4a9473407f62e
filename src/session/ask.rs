//! Questions the window has open, and sentences it shows.

use super::command::{Answer, Command};
use super::leaving::Leaving;
use super::session::Session;
use crate::project::{Id, Kind};
use std::collections::BTreeMap;

/// What a file is picked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picking {
    /// A project to open, or texts to start one with.
    Open,
    /// Texts to read into the project.
    Sources,
    /// The place of a new project.
    NewProject,
    /// Another place for this project.
    SaveAs,
    /// The place of an export.
    Export,
    /// The text of the cited source in the page.
    Hold,
}

/// The one question or sheet that is open over the window.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// The handle to be known by, before the first edit.
    Handle,
    /// A file or place, by dialog or by typing its path.
    Path(Picking),
    /// Words pasted to make a source of.
    Paste,
    /// Title and kind of a source that is cited and not held.
    Cite,
    /// The texts about to be read in, with their encodings.
    Import,
    /// What an export holds, and who it shows.
    Export,
    /// Whether to delete: what goes along, by kind.
    Delete {
        /// The records asked for.
        ids: Vec<Id>,
        /// How many records of each kind go.
        counts: BTreeMap<Kind, usize>,
    },
    /// What somebody else changed in the file, and what is to become of it.
    Foreign,
    /// The tag a passage is to get instead.
    ChangeTag,
    /// What to do with a project that is to be left and cannot be saved.
    Unsaved(Leaving),
    /// Commands and records by name.
    Palette,
    /// Every command with its keys.
    Help,
}

/// How a sentence is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// Something needs attention.
    Caution,
    /// Something was not done.
    Alert,
}

/// A sentence shown until it is read or replaced.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// How it is meant.
    pub tone: Tone,
    /// The sentence.
    pub says: String,
    /// The title of a button, and what it does, where there is something to be done at once.
    pub offer: Option<(&'static str, Command)>,
}

/// A part of the window that is to get the keyboard; taken by the part once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// The page.
    Page,
    /// The filter of the sources.
    SourceFilter,
    /// The filter of the passages.
    PassageFilter,
    /// The field to find in the page.
    Find,
    /// The note of the selected record.
    Note,
    /// The grades of the selected record.
    Grade,
    /// The next part of the window.
    NextPane,
    /// The part before.
    PreviousPane,
}

impl Session {
    /// Sends the keyboard to a part of the window; the panel it is in is opened.
    pub(super) fn turn_to(&mut self, focus: Focus) {
        match focus {
            Focus::SourceFilter | Focus::PassageFilter => self.settings.layout.left_open = true,
            Focus::Note | Focus::Grade => self.settings.layout.right_open = true,
            _ => {}
        }
        self.focus = Some(focus);
    }

    /// Asks for the handle to be known by; what needed it is done after the answer.
    pub(super) fn ask_handle(&mut self, waiting: Command) {
        self.waiting = Some(waiting);
        self.ask = Some(Ask::Handle);
    }

    pub(super) fn answer(&mut self, answer: Answer) {
        let ask = self.ask.take();
        match (ask, answer) {
            (Some(Ask::Handle), Answer::Handle(handle)) if !handle.trim().is_empty() => {
                self.profile.handle = Some(handle.trim().to_owned());
                if let Err(says) = self.store.keep_profile(&self.profile) {
                    self.say(Tone::Caution, says);
                }
                if let Some(command) = self.waiting.take() {
                    self.run(command);
                }
            }
            (Some(Ask::Delete { ids, .. }), Answer::Yes) => self.edit(Command::Delete(ids)),
            (_, Answer::No) => self.waiting = None,
            (ask, _) => self.ask = ask,
        }
    }
}
