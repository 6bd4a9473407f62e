//! The measures of a row: a label 84 points wide, a value beside it, hairlines between groups.

use crate::ui::button::Button;
use crate::ui::fonts;
use crate::ui::theme::{Theme, metrics};
use eframe::egui::{self, Align, Color32, Layout, Rect, RichText, Sense, Ui, UiBuilder, pos2, vec2};

/// The width of the column of labels.
const LABEL: f32 = 84.0;
/// Between label and value.
const GAP: f32 = 8.0;
/// Between the bounds of a value's control and its words.
pub(super) const INSET: f32 = 6.0;

/// A row with a label, which is painted only: the control beside it carries it as its own name.
pub(super) fn row<T>(ui: &mut Ui, label: &str, value: impl FnOnce(&mut Ui) -> T) -> T {
    let top = ui.cursor().top();
    let left = ui.max_rect().left() + metrics::PADDING;
    let column = Rect::from_min_max(
        pos2(left + LABEL + GAP - INSET, top),
        pos2(ui.max_rect().right() - metrics::PADDING, top + metrics::ROW),
    );
    let builder = UiBuilder::new()
        .max_rect(column)
        .layout(Layout::left_to_right(Align::Center));
    let mut inside = ui.new_child(builder);
    inside.set_min_height(metrics::ROW);
    inside.spacing_mut().item_spacing.x = 4.0;
    let result = value(&mut inside);
    let height = inside.min_rect().height().max(metrics::ROW);
    let muted = Theme::of(ui).muted;
    let galley = ui
        .painter()
        .layout_no_wrap(label.to_owned(), fonts::regular(metrics::UI_SIZE), muted);
    let middle = top + metrics::ROW / 2.0 - galley.size().y / 2.0;
    ui.painter().galley(pos2(left, middle.round()), galley, muted);
    ui.advance_cursor_after_rect(Rect::from_min_size(
        pos2(ui.max_rect().left(), top),
        vec2(ui.max_rect().width(), height),
    ));
    result
}

/// A block as wide as the panel but for its padding, for what has no label. What stands out of it does not move what
/// follows.
pub(super) fn block<T>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> T) -> T {
    let around = ui.available_rect_before_wrap();
    let builder = UiBuilder::new()
        .max_rect(around.shrink2(vec2(metrics::PADDING, 2.0)))
        .layout(Layout::top_down(Align::Min));
    let mut inside = ui.new_child(builder);
    let result = content(&mut inside);
    let height = inside.min_rect().bottom() + 2.0 - around.top();
    ui.advance_cursor_after_rect(Rect::from_min_size(around.min, vec2(around.width(), height)));
    result
}

/// Content whose controls stand out of the column by their inset, so that their words stand in it.
pub(super) fn outdented<T>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> T) -> T {
    let left = egui::Margin {
        left: -(INSET as i8),
        ..egui::Margin::ZERO
    };
    egui::Frame::new().outer_margin(left).show(ui, content).inner
}

/// The hairline between groups, with the space around it.
pub(super) fn hairline(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 17.0), Sense::hover());
    let line = Rect::from_center_size(rect.center(), vec2(rect.width(), 1.0));
    ui.painter().rect_filled(line, 0.0, Theme::of(ui).hair);
}

/// The head of a group: its name, a count in words, and buttons at its end.
pub(super) fn heading(ui: &mut Ui, title: &str, count: &str, buttons: impl FnOnce(&mut Ui)) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 32.0), Sense::hover());
    let theme = Theme::of(ui);
    let inner = rect.shrink2(vec2(metrics::PADDING, 0.0));
    let mut inside = ui.new_child(
        UiBuilder::new()
            .max_rect(inner)
            .layout(Layout::left_to_right(Align::Center)),
    );
    inside.spacing_mut().item_spacing.x = 6.0;
    inside.label(RichText::new(title).font(fonts::semibold(metrics::UI_SIZE)));
    if !count.is_empty() {
        inside.label(RichText::new(count).color(theme.muted));
    }
    inside.with_layout(Layout::right_to_left(Align::Center), buttons);
}

/// A value that cannot be changed, or a second line.
pub(super) fn words(ui: &mut Ui, words: &str, size: f32, colour: Color32) -> egui::Response {
    ui.add(egui::Label::new(RichText::new(words).size(size).color(colour)).truncate())
}

/// A row that only shows something.
pub(super) fn fact(ui: &mut Ui, label: &str, value: &str) {
    row(ui, label, |ui| {
        ui.add_space(INSET);
        words(ui, value, metrics::UI_SIZE, Theme::of(ui).text).on_hover_text(value);
    });
}

/// A row whose field is empty and not filled in here.
pub(super) fn nothing(ui: &mut Ui, label: &str, says: &str) {
    row(ui, label, |ui| {
        ui.add_space(INSET);
        words(ui, says, metrics::UI_SIZE, Theme::of(ui).muted);
    });
}

/// A muted sentence over the width of the panel.
pub(super) fn sentence_ui(ui: &mut Ui, sentence: &str) {
    block(ui, |ui| {
        let muted = Theme::of(ui).muted;
        ui.label(RichText::new(sentence).size(metrics::SMALL_SIZE).color(muted));
    });
}

/// A flat button amid the rows, such as “Add name”.
pub(super) fn small_button(ui: &mut Ui, words: &str, enabled: bool) -> egui::Response {
    Button::new(words).flat().enabled(enabled).ui(ui)
}
