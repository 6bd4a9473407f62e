//! A page on which somebody chooses how a project is opened: a sign and what was found, the project and its file, sentences,
//! and the choices with the likeliest first.

use super::button::{Button, paint_icon};
use super::theme::{Theme, metrics};
use super::view::View;
use super::{fonts, icon};
use crate::session::{Command, Recovery};
use eframe::egui::{Label, Rect, RichText, Sense, Ui, UiBuilder, pos2, vec2};
use std::path::Path;

const WIDTH: f32 = 720.0;

/// The room of the page in the middle of the window.
pub(super) fn page(ui: &mut Ui) -> Ui {
    let room = ui.max_rect();
    let width = WIDTH.min(room.width() - 64.0);
    let top = room.top() + if room.height() > 760.0 { 96.0 } else { 40.0 };
    let left = room.center().x - width / 2.0;
    let page = Rect::from_min_max(pos2(left, top), pos2(left + width, room.bottom() - 24.0));
    let mut page = ui.new_child(UiBuilder::new().max_rect(page));
    page.spacing_mut().item_spacing.y = 6.0;
    page
}

/// What was found, in a few words with a sign, and of which project.
pub(super) fn head_ui(ui: &mut Ui, sign: &str, heading: &str, title: &str, path: &Path) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        let (room, _) = ui.allocate_exact_size(vec2(30.0, 34.0), Sense::hover());
        let at = pos2(room.left() + 10.0, room.center().y);
        paint_icon(ui.painter(), at, sign, 22.0, theme.caution);
        ui.add(Label::new(RichText::new(heading).font(fonts::semibold(20.0))).wrap());
    });
    ui.add_space(2.0);
    ui.label(RichText::new(title).font(fonts::medium(metrics::UI_SIZE)));
    small(ui, &path.display().to_string());
    ui.add_space(10.0);
}

/// Lets go of what has the keyboard where something else is shown now than in the last frame.
pub(super) fn let_go_ui(ui: &Ui, shown: &mut String, now: String) {
    if *shown != now {
        *shown = now;
        ui.memory_mut(|m| {
            if let Some(focused) = m.focused() {
                m.surrender_focus(focused);
            }
        });
    }
}

/// The sign of something that needs attention.
pub(super) const ATTENTION: &str = icon::WARNING_CIRCLE;

/// The choices as buttons, the likeliest first. `settled` says whether that one is known: then it is one key away.
pub(super) fn choices_ui(
    ui: &mut Ui,
    view: &mut View<'_>,
    choices: impl IntoIterator<Item = (Recovery, &'static str)>,
    settled: bool,
) {
    let response = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        choices
            .into_iter()
            .enumerate()
            .fold(None, |main, (n, (choice, words))| {
                let button = Button::new(words);
                let button = if n == 0 && settled { button.main() } else { button };
                let drawn = button.ui(ui);
                if drawn.clicked() {
                    view.ask(Command::Recover(choice));
                }
                main.or(Some(drawn))
            })
    });
    let nobody = ui.memory(|m| m.focused().is_none());
    if let Some(main) = response
        .inner
        .filter(|_| settled && nobody && view.session.ask.is_none())
    {
        main.request_focus();
    }
}

/// A sentence.
pub(super) fn says(ui: &mut Ui, words: &str) {
    ui.add(Label::new(RichText::new(words).font(fonts::regular(metrics::UI_SIZE))).wrap());
}

/// A sentence that says less.
pub(super) fn small(ui: &mut Ui, words: &str) {
    let words = RichText::new(words).font(fonts::regular(metrics::SMALL_SIZE));
    let words = words.color(Theme::of(ui).muted);
    ui.add(Label::new(words).wrap());
}
