//! Back and forward: where the analyst was.

use super::caret::Caret;
use crate::project::{Id, SourceId};

/// A place to go back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The source in the page.
    pub source: Option<SourceId>,
    /// The record in the inspector.
    pub selected: Option<Id>,
    /// The caret.
    pub caret: Caret,
}

/// The places before and after this one. The oldest are forgotten beyond a hundred.
#[derive(Clone, Debug, Default)]
pub struct Places {
    before: Vec<Place>,
    after: Vec<Place>,
}

const MOST: usize = 100;

impl Places {
    /// Remembers the place that is being left for a new one.
    pub fn leave(&mut self, here: Place) {
        self.after.clear();
        if self.before.last() != Some(&here) {
            self.before.push(here);
        }
        if self.before.len() > MOST {
            self.before.remove(0);
        }
    }

    /// The place before, if there is one; this one is then the next after it.
    pub fn back(&mut self, here: Place) -> Option<Place> {
        let place = self.before.pop()?;
        self.after.push(here);
        Some(place)
    }

    /// The place after, if there is one.
    pub fn forward(&mut self, here: Place) -> Option<Place> {
        let place = self.after.pop()?;
        self.before.push(here);
        Some(place)
    }

    /// Whether there is a place to go back to.
    pub fn can_go_back(&self) -> bool {
        !self.before.is_empty()
    }

    /// Whether there is a place to go forward to.
    pub fn can_go_forward(&self) -> bool {
        !self.after.is_empty()
    }
}
