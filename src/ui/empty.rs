//! What stands in the page where there is no text: a sign, one sentence, one action.

use super::button::{Button, paint_icon};
use super::theme::{Theme, metrics};
use super::view::View;
use super::{fonts, icon, keys};
use crate::session::Named;
use eframe::egui::{Align, Align2, Layout, Rect, Ui, UiBuilder, pos2, vec2};

/// The place of the page until a source is open in it.
pub(crate) fn page_ui(ui: &mut Ui, view: &mut View<'_>) {
    let Some(work) = view.session.work() else { return };
    let (sign, says, named) = match work.open_source() {
        None => (
            icon::FILE_PLUS,
            "A source is a text that somebody published.",
            Named::AddSources,
        ),
        Some(source) if source.text.is_none() => (
            icon::LINK_SIMPLE,
            "This source is cited. Its text is not held here.",
            Named::HoldSource,
        ),
        Some(_) => return,
    };
    let theme = Theme::of(ui);
    let middle = ui.max_rect().center();
    let painter = ui.painter();
    paint_icon(painter, middle - vec2(0.0, 48.0), sign, 28.0, theme.muted);
    let font = fonts::regular(metrics::UI_SIZE);
    let words = middle - vec2(0.0, 14.0);
    painter.text(words, Align2::CENTER_CENTER, says, font, theme.text2);
    let button = Button::new(named.entry().title).enabled(view.session.applies(named));
    let button = match keys::shown(named) {
        Some(key) => button.key(key),
        None => button,
    };
    let width = button.width(ui);
    let place = Rect::from_min_size(
        pos2(middle.x - width / 2.0, middle.y + 8.0),
        vec2(width, metrics::CONTROL),
    );
    let builder = UiBuilder::new()
        .max_rect(place)
        .layout(Layout::left_to_right(Align::Center));
    if button.ui(&mut ui.new_child(builder)).clicked() {
        view.ask(named);
    }
}
