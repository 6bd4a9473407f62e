//! The handle to be known by, asked once before the first edit.

use super::{end_ui, says_ui};
use crate::session::{Answer, Command};
use crate::ui::field;
use crate::ui::view::View;
use eframe::egui::{Id, Ui};

pub(super) fn ui(ui: &mut Ui, view: &mut View<'_>, handle: &mut String, fresh: bool) {
    says_ui(
        ui,
        "Every edit is signed with a handle, such as A1. Choose one; it need not be your name. It is kept on this machine.",
    );
    ui.add_space(8.0);
    field::label_ui(ui, "Handle");
    let field = field::field_ui(ui, Id::unique("handle"), handle, "Handle", "");
    if fresh {
        field.request_focus();
    }
    let enabled = !handle.trim().is_empty();
    if end_ui(ui, view, "Sign with this handle", enabled) {
        view.ask(Command::Answer(Answer::Handle(handle.trim().to_owned())));
    }
}
