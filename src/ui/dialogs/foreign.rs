//! The file was changed by somebody else: what they changed, and what is to become of what both changed.

use super::{end_ui, says_ui};
use crate::project::merge::{Conflict, Merge, Side};
use crate::session::{Command, Named, Offer, Theirs};
use crate::ui::button::Button;
use crate::ui::theme::{Theme, metrics};
use crate::ui::view::View;
use crate::ui::{field, fonts};
use eframe::egui::{Frame, Label, Margin, RichText, Role, ScrollArea, Ui, WidgetInfo};

/// The highest the list of conflicts becomes, and that of what they changed, in points.
const LIST: f32 = 260.0;
const TOLD: f32 = 120.0;

/// So many sentences need no summary above them.
const FEW: usize = 6;

/// The sides chosen so far.
#[derive(Default)]
pub(super) struct Foreign {
    sides: Vec<Side>,
}

impl Foreign {
    pub(super) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>, fresh: bool) {
        let session = view.session;
        let offer = match session.merging().offer() {
            Some(Ok(offer)) => offer,
            Some(Err(says)) => return refused_ui(ui, view, says),
            None => return says_ui(ui, "Comparing the two versions…"),
        };
        let conflicts = offer.merge.conflicts();
        if fresh || self.sides.len() != conflicts.len() {
            self.sides = conflicts.iter().map(|c| c.taken).collect();
        }
        let theirs = session.merging().theirs();
        told_ui(ui, offer, theirs);
        if !conflicts.is_empty() {
            self.conflicts_ui(ui, &offer.merge);
        }
        ui.add_space(8.0);
        match theirs {
            Theirs::Copy(copy) => {
                says_ui(
                    ui,
                    "Merging is one edit and can be undone. The copy is put away then, and not deleted.",
                );
                ui.add_space(4.0);
                if Button::new("Open the copy instead").ui(ui).clicked() {
                    view.ask(Named::Escape);
                    view.ask(Command::Open(copy.clone()));
                }
            }
            Theirs::History => says_ui(
                ui,
                "Merging is one edit and can be undone. The history they come from is kept under a number, whatever you choose.",
            ),
            Theirs::File => {
                says_ui(
                    ui,
                    "Merging is one edit and can be undone. Until then your edits are kept, and the file is not written over.",
                );
                ui.add_space(4.0);
                if Button::new("Keep mine as a copy…").ui(ui).clicked() {
                    view.ask(Named::Escape);
                    view.ask(Named::SaveAs);
                }
            }
        }
        if end_ui(ui, view, "Merge", true) {
            view.ask(Command::MergeForeign(self.sides.clone()));
        }
    }

    fn conflicts_ui(&mut self, ui: &mut Ui, merge: &Merge) {
        let n = merge.conflicts().len();
        ui.add_space(8.0);
        let says = match n {
            1 => "1 conflict".to_owned(),
            n => format!("{n} conflicts"),
        };
        field::label_ui(ui, &says);
        ScrollArea::vertical()
            .max_height(LIST)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                for (conflict, side) in merge.conflicts().iter().zip(&mut self.sides) {
                    conflict_ui(ui, merge, conflict, side);
                }
            });
    }
}

fn conflict_ui(ui: &mut Ui, merge: &Merge, conflict: &Conflict, side: &mut Side) {
    let theme = Theme::of(ui);
    let sentence = conflict.sentence(merge);
    let frame = Frame::new()
        .fill(theme.caution_bg)
        .corner_radius(4)
        .inner_margin(Margin::symmetric(10, 6));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.add(Label::new(RichText::new(&sentence).color(theme.text)).wrap());
        if !conflict.open {
            return;
        }
        for (choice, words) in [(Side::Ours, "Mine"), (Side::Theirs, "Theirs")] {
            let says = format!("{words}: {}", conflict.value(merge, choice));
            let radio = ui.radio(*side == choice, &says);
            radio.widget_info(|| {
                WidgetInfo::selected(
                    Role::RadioButton,
                    true,
                    *side == choice,
                    format!("{says}. {sentence}"),
                )
            });
            if radio.clicked() {
                *side = choice;
            }
        }
    });
    ui.add_space(4.0);
}

/// Who changed what in the file, and what waits here.
fn told_ui(ui: &mut Ui, offer: &Offer, theirs: &Theirs) {
    let theme = Theme::of(ui);
    let (theirs, ours) = match theirs {
        Theirs::Copy(copy) => {
            says_ui(
                ui,
                &format!("Edits of this project were kept in {}.", copy.display()),
            );
            ("In the copy", "Here, since the copy was made")
        }
        Theirs::History => {
            says_ui(ui, "They were kept before another program put this file here.");
            ("In the history", "In the file, since they parted")
        }
        Theirs::File => {
            says_ui(ui, &begin(offer));
            ("In the file", "Here, not yet in the file")
        }
    };
    if offer.is_older {
        ui.add_space(4.0);
        let says = "It looks like an earlier state of the project: merging takes back what it lacks.";
        ui.add(Label::new(RichText::new(says).color(theme.caution)).wrap());
    }
    ui.add_space(4.0);
    let told = |heads: &mut Ui| {
        ScrollArea::vertical()
            .id_salt("told")
            .max_height(TOLD)
            .auto_shrink([false, true])
            .show(heads, |ui| {
                for says in &offer.told {
                    ui.add(Label::new(RichText::new(says).font(fonts::regular(metrics::SMALL_SIZE))).wrap());
                }
            });
    };
    for (head, lines) in [(theirs, &offer.summary), (ours, &offer.ours)] {
        if lines.is_empty() {
            continue;
        }
        field::label_ui(ui, head);
        // A few sentences need no summary.
        let few = head == theirs && offer.told.len() <= FEW;
        for says in lines.iter().filter(|_| !few) {
            let words = RichText::new(says).font(fonts::regular(metrics::UI_SIZE));
            ui.add(Label::new(words.color(theme.text)).wrap());
        }
        if head == theirs && !offer.told.is_empty() {
            told(ui);
        }
        ui.add_space(4.0);
    }
}

fn begin(offer: &Offer) -> String {
    let who = offer
        .by
        .as_ref()
        .map_or_else(String::new, |by| format!(", last by {by}"));
    match offer.summary.is_empty() {
        true => "The file was written anew, and nothing in it differs.".into(),
        false => {
            format!("The project file was changed outside this window{who}. Nothing of it is taken yet.")
        }
    }
}

/// There is nothing to merge with: the file is damaged, or of another project.
fn refused_ui(ui: &mut Ui, view: &mut View<'_>, says: &str) {
    if let Theirs::Copy(copy) = view.session.merging().theirs().clone() {
        says_ui(ui, says);
        if end_ui(ui, view, "Open the copy instead", true) {
            view.ask(Named::Escape);
            view.ask(Command::Open(copy));
        }
        return;
    }
    says_ui(ui, "The project file was changed outside this window.");
    ui.add_space(4.0);
    says_ui(ui, says);
    ui.add_space(4.0);
    says_ui(
        ui,
        "Your edits are kept in the history. The file is not written over.",
    );
    if end_ui(ui, view, "Keep mine as a copy…", true) {
        view.ask(Named::Escape);
        view.ask(Named::SaveAs);
    }
}
