//! The system's own file dialog, on a thread: where there is none it answers like a cancelled one, at once or never.

use crate::session::Picking;
use eframe::egui;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// A dialog that is open, if one is.
#[derive(Debug, Default)]
pub(crate) struct Picker {
    answer: Option<Receiver<Vec<PathBuf>>>,
}

impl Picker {
    /// Opens the dialog for what is picked; a second one is not opened beside it.
    pub(crate) fn open(&mut self, ctx: &egui::Context, picking: Picking) {
        if self.answer.is_some() {
            return;
        }
        let (done, answer) = channel();
        self.answer = Some(answer);
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            // Whoever asked may be gone by now.
            let _ = done.send(ask(picking));
            ctx.request_repaint();
        });
    }

    /// Whether a dialog is open.
    pub(crate) fn is_open(&self) -> bool {
        self.answer.is_some()
    }

    /// What was picked; empty where it was cancelled, or where there is no dialog on this machine.
    pub(crate) fn answer(&mut self) -> Option<Vec<PathBuf>> {
        let answer = match self.answer.as_ref()?.try_recv() {
            Ok(paths) => paths,
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) => Vec::new(),
        };
        self.answer = None;
        Some(answer)
    }
}

fn ask(picking: Picking) -> Vec<PathBuf> {
    let dialog = rfd::FileDialog::new();
    let texts = &["txt", "md", "json"];
    match picking {
        Picking::Open => dialog
            .add_filter("Projects and texts", &["ron", "txt", "md"])
            .pick_files()
            .unwrap_or_default(),
        Picking::Sources => dialog
            .add_filter("Texts and exports", texts)
            .add_filter("All files", &["*"])
            .pick_files()
            .unwrap_or_default(),
        Picking::Hold => dialog.pick_file().into_iter().collect(),
        Picking::NewProject | Picking::SaveAs => dialog
            .set_file_name("project.onus.ron")
            .save_file()
            .into_iter()
            .collect(),
        Picking::Export => dialog
            .set_file_name("export.json")
            .save_file()
            .into_iter()
            .collect(),
    }
}
