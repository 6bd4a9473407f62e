//! Where the edits are, as it can be told at any moment: what the disk thread said last, and what it was given since.

use super::Foreign;
use crate::project::Timestamp;
use crate::storage::format::hash::Hash;
use std::path::PathBuf;
use std::sync::Arc;

/// Where the edits of the open project are at this moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SaveState {
    /// Everything is in the project file.
    #[default]
    Saved,
    /// The project file is being written; every edit is in the history.
    Saving,
    /// Edits or originals are on their way to the disk.
    Keeping,
    /// Every edit is in the history, not yet in the project file.
    Kept,
    /// Something could not be written; the sentences say what, what is safe, and what to do.
    Failed(String),
}

/// What one disk thread is doing, for whoever draws it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Where the edits are.
    pub state: SaveState,
    /// When the snapshot in the project file was handed over, if this thread wrote it.
    pub saved_at: Option<Timestamp>,
    /// How many transactions are not in the project file.
    pub unsaved: u64,
    /// How many transactions are not known to be on any disk, and would be lost with the process.
    pub unkept: u64,
    /// How many originals are not known to be on the disk.
    pub originals: u64,
    /// Of how many other projects the originals are still to be copied here.
    pub copying: usize,
    /// Since when the disk has refused: the time of the first edit or snapshot it did not take.
    pub failing_since: Option<Timestamp>,
    /// The project file as somebody else has left it. It is not written over: the edits stay in the history until the two
    /// are merged, or the project goes on under another name.
    pub foreign: Option<Arc<Foreign>>,
    /// The copy in which every edit is kept while the history's own place takes none.
    pub second: Option<PathBuf>,
    /// Sentences for the person, such as that not all originals could be copied.
    pub says: Vec<String>,
}

const ENDED: &str = "The disk thread has ended. Save elsewhere now, then start Onus again.";

/// What those who give the thread work and the thread itself tell each other.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// What the thread said last.
    pub(super) status: Status,
    /// How many transactions it was given, and of how many of them it speaks there.
    pub(super) given: u64,
    pub(super) taken: u64,
    /// How many projects it was given to copy originals from that are not done.
    pub(super) copying: usize,
    /// The originals it was given that are not on the disk yet.
    pub(super) originals: Vec<(Hash, Arc<[u8]>)>,
}

impl Told {
    /// What is true now. What was given and is not spoken of yet is nowhere, as far as anybody knows; where the thread has
    /// ended it stays there.
    pub(super) fn now(&self, ended: bool) -> Status {
        let mut status = self.status.clone();
        let more = self.given.saturating_sub(self.taken);
        status.unsaved += more;
        status.unkept += more;
        status.originals = self.originals.len() as u64;
        status.copying = self.copying;
        if status.unkept > 0 {
            status.second = None;
        }
        match &mut status.state {
            state if ended => *state = SaveState::Failed(ENDED.to_owned()),
            SaveState::Failed(says) if more > 0 => {
                let is = if more == 1 { "is" } else { "are" };
                *says = format!("{says} {more} more {is} on the way to the disk.");
            }
            SaveState::Failed(_) => {}
            state if status.unkept > 0 || status.originals > 0 => *state = SaveState::Keeping,
            _ => {}
        }
        status
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each line: what the thread said, how many edits it did not speak of, whether it has ended, and what is true.
    #[test]
    fn what_was_given_is_nowhere_until_the_thread_has_spoken_of_it() {
        let failed = |says: &str| SaveState::Failed(says.to_owned());
        let refused = "2 edits are kept elsewhere.";
        for (state, unkept, more, ended, now) in [
            (SaveState::Saved, 0, 0, false, SaveState::Saved),
            (SaveState::Saved, 0, 1, false, SaveState::Keeping),
            (SaveState::Kept, 0, 1, false, SaveState::Keeping),
            (SaveState::Saving, 0, 1, false, SaveState::Keeping),
            (SaveState::Saving, 0, 0, false, SaveState::Saving),
            (failed(refused), 0, 0, false, failed(refused)),
            (
                failed(refused),
                0,
                1,
                false,
                failed("2 edits are kept elsewhere. 1 more is on the way to the disk."),
            ),
            (SaveState::Saved, 0, 2, true, failed(ENDED)),
            (failed(refused), 3, 1, true, failed(ENDED)),
        ] {
            let status = Status {
                state,
                unkept,
                second: Some(PathBuf::from("copy")),
                ..Status::default()
            };
            let (given, taken) = (7 + more, 7);
            let told = Told {
                status,
                given,
                taken,
                ..Told::default()
            };
            let status = told.now(ended);
            assert_eq!(status.state, now);
            assert_eq!((status.unkept, status.unsaved), (unkept + more, more));
            assert_eq!(status.second.is_some(), unkept + more == 0);
        }
    }
}
