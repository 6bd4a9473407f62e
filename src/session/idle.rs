//! Five idle minutes write the file.

use super::session::Session;
use crate::project::Timestamp;
use crate::storage::SaveState;
use std::time::Duration;

/// So many seconds after the last edit the project file is written.
const IDLE: i64 = 5 * 60;

impl Session {
    /// As [`Session::idle_at`], by the clock of the session.
    pub fn idle(&mut self) -> Option<Duration> {
        let now = self.origin.now();
        self.idle_at(now)
    }

    /// Writes the project file if it has been without the newest edits for five minutes in which there were no more.
    /// Returns after how long to ask again; `None` where nothing waits to be written.
    pub fn idle_at(&mut self, now: Timestamp) -> Option<Duration> {
        let waits = |s: &crate::storage::Status| s.unsaved > 0 && s.state != SaveState::Saving;
        if !self.store.status().as_ref().is_some_and(waits) {
            self.edited = None;
            return None;
        }
        // Edits that came with the history were made before this session; they wait from now on. So does what a clock
        // that was set back says to be made later.
        let since = self.edited.filter(|at| *at <= now).unwrap_or(now);
        let left = IDLE - (now.seconds() - since.seconds());
        self.edited = Some(if left > 0 { since } else { now });
        if left > 0 {
            return Some(Duration::from_secs(left.unsigned_abs()));
        }
        // A disk that refuses is tried again as late.
        self.save();
        Some(Duration::from_secs(IDLE.unsigned_abs()))
    }
}
