//! A project that is to be left and cannot be saved: every way on keeps the edits.

use super::says_ui;
use crate::session::{Command, Leaving, Named};
use crate::storage::{SaveState, Status};
use crate::ui::button::Button;
use crate::ui::view::View;
use eframe::egui::{Label, Ui};

pub(super) fn ui(ui: &mut Ui, view: &mut View<'_>, leaving: Leaving, fresh: bool) {
    let status = view.session.store().status().unwrap_or_default();
    let why = match &status.state {
        SaveState::Failed(says) => says.clone(),
        _ if status.foreign.is_some() => {
            "The project file was changed by somebody else, and is not written over.".into()
        }
        _ => "The disk takes the project again. Try again.".into(),
    };
    ui.add(Label::new(why).wrap());
    ui.add_space(6.0);
    let kept = kept(&status);
    says_ui(ui, kept.as_deref().unwrap_or_else(|| nowhere(&status)));
    ui.add_space(12.0);
    let merges = status.foreign.is_some() && view.session.merging().offer().is_some();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let main = match merges {
            true => Button::new("Merge…").main().ui(ui),
            false => Button::new("Save elsewhere…").main().ui(ui),
        };
        if fresh {
            main.request_focus();
        }
        if main.clicked() {
            view.ask(Named::Escape);
            view.ask(match merges {
                true => Command::LookAtForeign,
                false => Named::SaveAs.into(),
            });
        }
        if merges && Button::new("Save elsewhere…").ui(ui).clicked() {
            view.ask(Named::SaveAs);
        }
        if Button::new("Try again").ui(ui).clicked() {
            view.ask(Command::TryAgain(leaving));
        }
        if kept.is_some() && Button::new("Close, edits stay kept").ui(ui).clicked() {
            view.ask(Command::LeaveUnsaved(leaving));
        }
        if Button::new("Stay here").ui(ui).clicked() {
            view.ask(Named::Escape);
        }
    });
}

/// Where everything is that the project file does not have; `None` where something is on no disk.
fn kept(status: &Status) -> Option<String> {
    if status.unkept + status.originals > 0 {
        return None;
    }
    let (edits, offered) = match status.unsaved {
        0 => return Some("Every edit is in the project file.".to_owned()),
        1 => ("1 edit is".to_owned(), "It is"),
        n => (format!("{n} edits are"), "They are"),
    };
    Some(match &status.second {
        Some(copy) => format!(
            "{edits} kept in {}. That copy is offered when Onus starts, and when the project is opened here.",
            copy.display()
        ),
        None => format!(
            "{edits} kept in the history beside the project. {offered} offered the next time the project is opened."
        ),
    })
}

/// What is on no disk, and what to do.
fn nowhere(status: &Status) -> &'static str {
    match status.unkept {
        0 => {
            "An original is not beside the project yet; its text is kept. Save elsewhere, or leave the window open until \
             the disk takes it."
        }
        _ => {
            "The last edits are on no disk yet. Save them elsewhere, or leave the window open until the disk takes them."
        }
    }
}
