//! Who did what when, as people are told it.

use crate::project::{Id, Project, Timestamp};
use crate::storage::history::{Entry, Step};

/// One transaction of a history, for whoever lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// What was done, in the user's words.
    pub label: String,
    /// Whether it was done, undone or done again.
    pub step: Step,
    /// Who did it.
    pub by: Id,
    /// Their handle, where the project knows them.
    pub handle: Option<String>,
    /// When.
    pub at: Timestamp,
}

impl Deed {
    /// What an entry did. `project` is asked for the handle.
    pub(in crate::storage) fn of(entry: &Entry, project: &Project) -> Self {
        let done = &entry.done;
        Self {
            label: done.label.clone(),
            step: entry.step,
            by: done.by,
            handle: project.analysts.get(&done.by).map(|a| a.handle.clone()),
            at: done.at,
        }
    }

    /// What and by whom, as the middle of a sentence; the time is left to whoever knows the reader's clock.
    pub fn says(&self) -> String {
        let by = self.handle.as_deref().unwrap_or("somebody unknown");
        format!("“{}”, by {by}", self.step.says(&self.label))
    }
}
