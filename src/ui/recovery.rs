//! The start page when a project has edits that are not in its file, or is open elsewhere: what was found, and what may be
//! done with it.

use super::button::Button;
use super::choosing::{ATTENTION, choices_ui, head_ui, let_go_ui, page, says, small};
use super::list::{List, Rows};
use super::theme::{Theme, metrics};
use super::view::View;
use super::{fonts, icon, row, when};
use crate::session::Recovery;
use crate::storage::open::{Beyond, Deed, Found};
use crate::storage::save::lock::{Held, lasting};
use eframe::egui::{Align2, Id, ScrollArea, Stroke, Ui, pos2, vec2};

const ROW: f32 = 28.0;

/// What the page keeps from frame to frame.
#[derive(Debug, Default)]
pub(crate) struct RecoveryPage {
    /// Whether the edits are listed.
    open: bool,
    /// What is shown. Another page has other choices, so that the keyboard does not stay where it was.
    shown: String,
    list: List,
}

impl RecoveryPage {
    /// Draws the page.
    pub(crate) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>, found: &Found) {
        let ui = &mut page(ui);
        let sign = match found.held() {
            Some(Held { silent: None, .. }) => icon::LOCK_SIMPLE,
            _ => ATTENTION,
        };
        let title = &found.in_file().about().title;
        head_ui(ui, sign, &heading(found), title, found.path());
        let shown = format!("{} {}", heading(found), found.path().display());
        let_go_ui(ui, &mut self.shown, shown);
        if let Some(held) = found.held() {
            return held_ui(ui, view, found, held);
        }
        if view.session.found_elsewhere() {
            says(
                ui,
                "This copy was kept while the project's own folder took nothing. Its own file and history are as they were.",
            );
        }
        if *found.past() != Beyond::Nothing {
            says(ui, &found.past().to_string());
        }
        let edits = found.past().edits();
        if let (Some(first), Some(last)) = (edits.first(), edits.last()) {
            says(
                ui,
                &format!("The last one: {}, {}.", last.says(), when::said(last.at)),
            );
            if edits.len() > 1 {
                small(ui, &format!("Since {}.", when::said(first.at)));
            }
        }
        ui.add_space(12.0);
        choices_ui(ui, view, choices(found, view.session.found_elsewhere()), true);
        ui.add_space(10.0);
        small(ui, &consequence(found));
        if view.session.found_elsewhere() {
            small(
                ui,
                "The copy is offered until it is saved under another name, merged, or put away. Put away, it is moved into a \
                 folder beside the others.",
            );
        }
        if !edits.is_empty() {
            ui.add_space(14.0);
            self.edits_ui(ui, view, edits);
        }
    }

    fn edits_ui(&mut self, ui: &mut Ui, view: &mut View<'_>, edits: &[Deed]) {
        let words = if self.open {
            "Hide the edits"
        } else {
            "Show the edits"
        };
        if Button::new(words).link().ui(ui).clicked() {
            self.open = !self.open;
            self.list.go_to(edits.len() - 1);
        }
        if !self.open {
            return;
        }
        let theme = Theme::of(ui);
        let height = (ROW * edits.len() as f32)
            .min(ui.available_height() - 8.0)
            .max(ROW * 3.0);
        ui.allocate_ui(vec2(ui.available_width(), height), |ui| {
            ui.set_height(height);
            let rows = Rows {
                id: Id::unique("edits found"),
                name: "Edits that are not in the file, oldest first",
                height: ROW,
                count: edits.len(),
            };
            let area = ScrollArea::vertical().auto_shrink(false);
            self.list.ui(ui, view, rows, area, |ui, _, n, at| {
                let deed = &edits[n];
                let (label, who, time) = (
                    &deed.label,
                    deed.handle.as_deref().unwrap_or("unknown"),
                    when::said(deed.at),
                );
                let (rect, response) =
                    row::listed_ui(ui, ROW, false, at, &format!("{label}, by {who}, {time}"));
                ui.painter()
                    .hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, theme.hair));
                let time_left = row::aside(ui, pos2(rect.right() - 8.0, rect.center().y), &time);
                let who_at = pos2(rect.right() - 8.0 - time_left.max(120.0) - 16.0, rect.center().y);
                let who_width = row::aside(ui, who_at, who);
                let line = row::line(
                    ui,
                    label,
                    fonts::regular(metrics::UI_SIZE),
                    theme.text,
                    who_at.x - who_width - 24.0 - rect.left(),
                );
                let corner =
                    Align2::LEFT_CENTER.anchor_size(rect.left_center() + vec2(8.0, 0.0), line.size());
                ui.painter().galley(corner.min, line, theme.text);
                response
            });
        });
    }
}

fn heading(found: &Found) -> String {
    if let Some(held) = found.held() {
        let who = held
            .holder
            .as_ref()
            .map_or("Somebody else", |holder| &holder.handle);
        return match held.silent {
            None => format!("{who} has this project open"),
            Some(_) => format!("{who} may have left this project open"),
        };
    }
    let heading = match found.past() {
        Beyond::Older { .. } => "This file is an older state of the project",
        Beyond::Foreign { .. } => "The history beside this file is not its own",
        Beyond::Damaged(_) => "The history is damaged",
        Beyond::Unsaved(_) => "Edits that are not in the file",
        Beyond::Nothing => "A copy of a project, kept elsewhere",
    };
    heading.to_owned()
}

/// A project that somebody else has open: to be read, copied, or taken over from one who gives no sign of life.
fn held_ui(ui: &mut Ui, view: &mut View<'_>, found: &Found, held: &Held) {
    if let Some(holder) = &held.holder {
        says(ui, &format!("Since {}.", when::said(holder.since)));
    }
    says(
        ui,
        &match held.silent {
            None => "You can read it as it is now, or work on a copy and merge the two later.".to_owned(),
            Some(silent) => format!(
                "There was no sign of life for {}. Onus may have stopped there, or the drive may be slow.",
                lasting(silent)
            ),
        },
    );
    ui.add_space(12.0);
    choices_ui(ui, view, choices(found, view.session.found_elsewhere()), true);
    ui.add_space(10.0);
    if held.silent.is_some() {
        small(
            ui,
            "Take it over only if nobody works there any more. If somebody does, their file and history are yours from \
             then on: what they do next is kept in a copy on their machine only, and has to be merged by hand.",
        );
    }
    small(
        ui,
        "A copy lies beside the project, with what it began with, so that “onus merge” can bring the two together.",
    );
}

/// What there is to choose, the likeliest first.
fn choices(found: &Found, elsewhere: bool) -> Vec<(Recovery, &'static str)> {
    if let Some(held) = found.held() {
        let take_over = held.silent.map(|_| (Recovery::TakeOver, "Take over"));
        let read = (Recovery::Read, "Open for reading");
        let copy = (Recovery::Copy, "Work on a copy");
        let not_now = (Recovery::NotNow, "Not now");
        let again = (Recovery::LookAgain, "Look again");
        return [Some(read), Some(copy), take_over, Some(again), Some(not_now)]
            .into_iter()
            .flatten()
            .collect();
    }
    let copy = !found.past().edits().is_empty();
    let with = |choice, words| copy.then_some((choice, words));
    let (first, second) = match found.past() {
        Beyond::Nothing => (Some((Recovery::WithEdits, "Open the copy")), None),
        Beyond::Unsaved(_) => (
            Some((Recovery::WithEdits, "Open with edits")),
            Some((Recovery::AsSaved, "Open as saved")),
        ),
        Beyond::Damaged(_) => (
            with(Recovery::WithEdits, "Open with the edits that are whole"),
            Some((Recovery::AsSaved, "Open as saved")),
        ),
        Beyond::Older { .. } | Beyond::Foreign { .. } => {
            let open = Some((Recovery::AsSaved, "Open this file"));
            let merge = with(Recovery::Merge, "Open it and merge the edits…");
            let copy = with(Recovery::Copy, "Open a copy with the edits");
            let not_now = Some((Recovery::NotNow, "Not now"));
            // Whoever has fetched an older state wanted that one.
            let choices = match found.past() {
                Beyond::Older { .. } => [open, merge, copy, not_now],
                _ => [merge, open, copy, not_now],
            };
            return choices.into_iter().flatten().collect();
        }
    };
    let not_now = Some((Recovery::NotNow, "Not now"));
    let put_away = elsewhere.then_some((Recovery::PutAway, "Put it away"));
    [first, second, not_now, put_away].into_iter().flatten().collect()
}

/// What becomes of what is not chosen.
fn consequence(found: &Found) -> String {
    match found.past() {
        Beyond::Nothing => "Nothing is deleted.".into(),
        Beyond::Unsaved(_) | Beyond::Damaged(_) => {
            "Opened as saved, the history is kept beside the project under a number. Nothing is deleted.".into()
        }
        Beyond::Older { .. } | Beyond::Foreign { .. } => {
            "The history is never applied to this file. It is kept beside it under a number; a copy gets a name of its own."
                .into()
        }
    }
}
