//! Fields to type in: the filter over a list, a field of a sheet, and a field of several lines.

use super::button::{key_label, key_width, paint_icon, paint_key};
use super::theme::{self, Ring, Theme, metrics};
use super::{fonts, icon};
use eframe::egui::{
    Frame, Id, Margin, Rect, Response, RichText, Sense, Stroke, StrokeKind, TextEdit, Ui, UiBuilder, pos2,
    vec2,
};

/// A filter over a list: sunken, without bounds, with the key that leads to it. Named by its hint.
pub(crate) fn filter_ui(ui: &mut Ui, id: Id, text: &mut String, hint: &str, key: Option<&str>) -> Response {
    let theme = Theme::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), metrics::CONTROL), Sense::hover());
    ui.painter().rect_filled(rect, metrics::RADIUS, theme.sunken);
    paint_icon(
        ui.painter(),
        pos2(rect.left() + 15.0, rect.center().y),
        icon::MAGNIFYING_GLASS,
        metrics::SMALL_ICON,
        theme.muted,
    );
    let mut inner = Rect::from_min_max(pos2(rect.left() + 28.0, rect.top()), rect.max - vec2(6.0, 0.0));
    if let Some(key) = key.filter(|_| text.is_empty()) {
        let label = key_label(key);
        let width = key_width(ui, &label);
        inner.max.x -= width + 4.0;
        paint_key(ui, pos2(inner.right() + 2.0, rect.center().y), &label, None);
    }
    let edit = TextEdit::singleline(text)
        .id(id)
        .font(fonts::regular(metrics::SMALL_SIZE));
    let response = edit_in(ui, inner, edit, hint);
    theme::ring(ui, &response.clone().with_new_rect(rect), Ring::Inside);
    response
}

/// A field of a sheet, as wide as there is room.
pub(crate) fn field_ui(ui: &mut Ui, id: Id, text: &mut String, name: &str, hint: &str) -> Response {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), metrics::CONTROL), Sense::hover());
    bounds(ui, rect);
    let inner = rect.shrink2(vec2(8.0, 0.0));
    let edit = TextEdit::singleline(text).id(id);
    let response = edit_in(ui, inner, edit, hint).accessible_name(name);
    theme::ring(ui, &response.clone().with_new_rect(rect), Ring::Inside);
    response
}

/// A field of several lines, `height` points high; it scrolls.
pub(crate) fn lines_ui(ui: &mut Ui, id: Id, text: &mut String, name: &str, height: f32) -> Response {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    bounds(ui, rect);
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect.shrink(6.0)));
    let response = eframe::egui::ScrollArea::vertical()
        .id_salt(id)
        .auto_shrink(false)
        .show(&mut child, |ui| {
            TextEdit::multiline(text)
                .id(id)
                .frame(Frame::NONE)
                .margin(Margin::same(2))
                .desired_width(f32::INFINITY)
                .desired_rows(((height - 16.0) / metrics::UI_LINE) as usize)
                .show(ui)
                .response
                .response
        })
        .inner
        .accessible_name(name);
    theme::ring(ui, &response.clone().with_new_rect(rect), Ring::Inside);
    response
}

/// A line above a field that names it.
pub(crate) fn label_ui(ui: &mut Ui, words: &str) -> Response {
    let theme = Theme::of(ui);
    ui.label(RichText::new(words).color(theme.muted))
}

fn bounds(ui: &Ui, rect: Rect) {
    let theme = Theme::of(ui);
    let fill = if theme.dark { theme.sunken } else { theme.raised };
    ui.painter().rect_filled(rect, metrics::RADIUS, fill);
    let stroke = Stroke::new(1.0, theme.edge);
    ui.painter()
        .rect_stroke(rect, metrics::RADIUS, stroke, StrokeKind::Inside);
}

fn edit_in(ui: &mut Ui, rect: Rect, edit: TextEdit<'_>, hint: &str) -> Response {
    let theme = Theme::of(ui);
    let hint_text = RichText::new(hint).color(theme.muted);
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect));
    child.set_clip_rect(rect.intersect(ui.clip_rect()));
    let edit = edit
        .frame(Frame::NONE)
        .margin(Margin::ZERO)
        .desired_width(rect.width())
        .min_size(rect.size())
        .align(eframe::egui::Align2::LEFT_CENTER)
        .hint_text(hint_text);
    let response = edit.show(&mut child).response.response;
    response.accessible_name(hint)
}
