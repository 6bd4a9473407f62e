//! A row of a list: one focusable thing with a name, hovered, selected and ringed as all rows are.

use super::fonts;
use super::theme::{self, Ring, Theme};
use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{Color32, FontId, Galley, Rect, Response, Role, Sense, Ui, WidgetInfo, vec2};
use std::sync::Arc;

/// A row across the whole width, `height` points high. Arrow keys go from row to row, Enter and Space choose.
pub(crate) fn row_ui(ui: &mut Ui, height: f32, selected: bool, name: &str) -> (Rect, Response) {
    let (rect, response) = any_row_ui(ui, height, Sense::click(), selected, name);
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    theme::ring(ui, &response, Ring::Inside);
    (rect, response)
}

/// A row of a list that has the keyboard as a whole; `at` says whether its keys are at this row.
pub(crate) fn listed_ui(ui: &mut Ui, height: f32, selected: bool, at: bool, name: &str) -> (Rect, Response) {
    let (rect, response) = any_row_ui(ui, height, Sense::CLICK, selected, name);
    if at {
        theme::ring_around(ui, rect, Ring::Inside);
    }
    (rect, response)
}

fn any_row_ui(ui: &mut Ui, height: f32, sense: Sense, selected: bool, name: &str) -> (Rect, Response) {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), sense);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, selected, name));
    let fill = match (selected, response.hovered()) {
        (true, _) => theme.pick,
        (_, true) => theme.hover,
        _ => Color32::TRANSPARENT,
    };
    ui.painter().rect_filled(rect, 0, fill);
    (rect, response)
}

/// Onus's own words in one line, cut with … at `width`.
pub(crate) fn line(ui: &Ui, words: &str, font: FontId, ink: Color32, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::simple_singleline(words.to_owned(), font, ink);
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    ui.painter().layout_job(job)
}

/// Draws a small muted word with its right edge at a point's height, and returns its width.
pub(crate) fn aside(ui: &Ui, right: eframe::egui::Pos2, words: &str) -> f32 {
    let theme = Theme::of(ui);
    let rect = ui.painter().text(
        right,
        eframe::egui::Align2::RIGHT_CENTER,
        words,
        fonts::regular(theme::metrics::SMALL_SIZE),
        theme.muted,
    );
    rect.width()
}
