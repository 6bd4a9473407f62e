//! Words pasted to make a source of.

use super::{end_ui, says_ui};
use crate::ui::deed::Deed;
use crate::ui::field;
use crate::ui::view::View;
use eframe::egui::{Id, Ui};

pub(super) fn ui(ui: &mut Ui, view: &mut View<'_>, words: &mut String, fresh: bool) {
    if fresh {
        words.clear();
    }
    says_ui(
        ui,
        "Paste the text here. Its words become a source that never changes.",
    );
    ui.add_space(8.0);
    let field = field::lines_ui(ui, Id::unique("pasted text"), words, "Text", 260.0);
    if fresh {
        field.request_focus();
    }
    let enabled = !words.trim().is_empty();
    if end_ui(ui, view, "Make a source", enabled) {
        view.ask(Deed::Paste(words.clone()));
    }
}
