//! Exports: what one would hold, made and checked on a thread, and put under its final name.

use super::ask::Tone;
use super::job::{Job, Stopped};
use super::session::Session;
use crate::exchange::json;
use crate::protect::{Options, Outgoing};
use crate::storage::disk::RealDisk;
use crate::storage::keep_off;
use std::path::PathBuf;
use std::sync::mpsc::TryRecvError;

impl Session {
    /// Whether an export is being made.
    pub fn is_exporting(&self) -> bool {
        self.jobs.exporting.is_some() || self.jobs.writing.is_some()
    }

    /// What an export with these options would hold, and whom it would show.
    pub fn outgoing(&self, options: &Options) -> Option<Outgoing> {
        Some(Outgoing::new(&self.work.as_ref()?.project, options))
    }

    /// Makes an export on a thread, checks it, and puts it under its final name.
    pub fn export_to(&mut self, path: PathBuf, outgoing: Outgoing) {
        let kept_off = self
            .store
            .path()
            .map_or(Ok(()), |project| keep_off(&RealDisk, project, &path));
        if let Err(says) = kept_off {
            return self.say(Tone::Alert, format!("Not exported: {says}"));
        }
        self.ask = None;
        self.jobs.exporting = Some(Job::start(self.store.wake(), move || {
            let text = json::export(&outgoing);
            let checked = json::check_export(&text, &outgoing).map(|()| text.into_bytes());
            checked.map_err(|e| format!("Not exported, nothing was written: {e}"))
        }));
        self.jobs.export_to = Some(path);
    }

    pub(super) fn poll_export(&mut self) {
        if let Some(made) = self.jobs.exporting.as_ref().and_then(Job::poll) {
            self.jobs.exporting = None;
            let stopped = |Stopped| Err("Not exported, nothing was written: making it stopped.".to_owned());
            let made = made.unwrap_or_else(stopped);
            match (made, self.jobs.export_to.take()) {
                (Ok(bytes), Some(path)) => self.jobs.writing = Some(self.store.write(path, bytes)),
                (Err(says), _) => self.say(Tone::Alert, says),
                (Ok(_), None) => {}
            }
        }
        let Some(writing) = &self.jobs.writing else { return };
        let written = match writing.try_recv() {
            Err(TryRecvError::Empty) => return,
            Err(TryRecvError::Disconnected) => Err("writing it stopped.".to_owned()),
            Ok(written) => written.map_err(|error| error.to_string()),
        };
        self.jobs.writing = None;
        match written {
            Ok(path) => self.say(Tone::Done, format!("Exported to {}.", path.display())),
            Err(says) => self.say(
                Tone::Alert,
                format!("Not exported: {says} The project is untouched."),
            ),
        }
    }
}
