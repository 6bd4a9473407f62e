//! What is being done on threads while a person waits: what it is, how far it is, and that it is given up.

use super::ask::Ask;
use super::importing::Importing;
use super::session::Session;

/// Something that takes its time.
#[derive(Clone, Debug, PartialEq)]
pub struct Doing {
    /// What it is, in a few words.
    pub says: String,
    /// How much of it is done, from 0 to 1; `None` where nobody can say.
    pub share: Option<f32>,
}

impl Session {
    /// What is being done; `None` where nobody waits for anything.
    pub fn doing(&self) -> Option<Doing> {
        let whole = |says: String| Some(Doing { says, share: None });
        if let Some(path) = self.jobs.opening_path() {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            return whole(format!("Opening {name}…"));
        }
        if self.is_leaving() {
            return whole("Saving before closing…".into());
        }
        if self.jobs.saving_as.is_some() {
            return whole("Saving under another name…".into());
        }
        if let Some(name) = self.jobs.joining() {
            return whole(format!("Reading {name}…"));
        }
        if self.importing.is_rereading() {
            return whole("Reading again…".into());
        }
        if self.importing.reading > 0 {
            let (of, done) = (self.importing.of, self.importing.of - self.importing.reading);
            return Some(Doing {
                says: format!("Reading text {} of {of}…", done + 1),
                share: Some(done as f32 / of as f32),
            });
        }
        if self.is_exporting() {
            return whole("Exporting…".into());
        }
        None
    }

    /// Gives up what is being done. Nothing that was there before is changed by it.
    pub(super) fn stop(&mut self) {
        self.jobs.stop();
        self.leaving = None;
        if self.importing.reading > 0 {
            self.importing = Importing::default();
            self.ask = self.ask.take().filter(|ask| *ask != Ask::Import);
        }
        self.importing.stop_rereading();
    }
}
