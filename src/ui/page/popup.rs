//! The popup at the selection: the tags with their keys, and what else can be done with the words.

use super::{Ground, Page, Shown, flow};
use crate::project::{Tables, Tag};
use crate::session::{Command, Named};
use crate::ui::button::{paint_icon, paint_key};
use crate::ui::chip::{Chip, shown_name};
use crate::ui::deed::Deed;
use crate::ui::theme::{self, Ring, Theme, metrics};
use crate::ui::view::View;
use crate::ui::{fonts, icon, keys, tagbar};
use eframe::egui::{
    self, Align2, Frame, Id, Key, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};
use std::sync::Arc;

const WIDTH: f32 = 344.0;
/// Between the bounds of the popup and what is in it.
const INSET: f32 = 8.0;
const ROW: f32 = 30.0;
/// So many tags stand beside each other.
const COLUMNS: usize = 3;

/// A line under the tags: its sign, its words, its key, and what it does.
type Line = (&'static str, String, String, Deed);

pub(super) fn ui(page: &mut Page, ui: &Ui, view: &mut View<'_>, ground: &Ground, shown: &[Shown]) {
    page.popup_seen = false;
    let Some(work) = view.session.work() else { return };
    let (Some(span), Some(text)) = (work.words(), work.text()) else {
        return;
    };
    if !page.popup {
        page.popup_of = None;
    }
    let busy = work.read_only || work.linking.is_some() || view.session.ask.is_some();
    if !page.popup || busy || page.drag.is_on() {
        return;
    }
    let Some(end) = flow::caret(shown, span.end).or_else(|| flow::caret(shown, span.start)) else {
        return;
    };
    let of = page.popup_of.as_ref();
    let edited = of.is_some_and(|tables| !tables.is_still(work.project()));
    if edited || ui.input(|i| i.key_pressed(Key::Escape)) {
        page.popup = false;
        page.popup_of = None;
        return;
    }
    if page.popup_of.is_none() {
        page.popup_of = Some(Tables::clone(work.project()));
    }
    page.popup_seen = true;
    let characters = span.slice(text.value()).map_or(0, |w| w.chars().count());
    let tags = tagbar::tags(view.session);
    let lines = lines(view, &tags);
    let rows = tags.len().div_ceil(COLUMNS) + lines.len() + 1;
    let height = rows as f32 * ROW + 2.0 * INSET + 18.0;
    let below = ground.corner.y + end.bottom() + 6.0;
    let top = if below + height > ground.rect.bottom() {
        ground.corner.y + end.top() - height - 6.0
    } else {
        below
    };
    let left = (ground.corner.x + end.left() - 24.0)
        .min(ground.rect.right() - WIDTH - 20.0)
        .max(ground.rect.left() + 8.0);
    let theme = Theme::of(ui);
    let frame = Frame::new()
        .fill(theme.raised)
        .shadow(theme.shadow)
        .stroke(Stroke::new(1.0, theme.hair))
        .corner_radius(metrics::POPUP_RADIUS)
        .inner_margin(INSET);
    let mut asked = None;
    egui::Area::new(Id::unique("tag popup"))
        .fixed_pos(pos2(left, top.max(ground.rect.top() + 4.0)))
        .order(egui::Order::Middle)
        .fade_in(true)
        .show(ui.ctx(), |ui| {
            frame.show(ui, |ui| {
                ui.set_width(WIDTH - 2.0 * INSET);
                ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
                for row in tags.chunks(COLUMNS) {
                    ui.horizontal(|ui| {
                        for tag in row {
                            if tag_ui(ui, tag).clicked() {
                                asked = Some(Command::Tag(tag.id).into());
                            }
                        }
                    });
                }
                rule_ui(ui);
                for (sign, words, key, deed) in lines {
                    if line_ui(ui, sign, &words, &key).clicked() {
                        asked = Some(deed);
                    }
                }
                rule_ui(ui);
                foot_ui(ui, characters);
            });
        });
    if let Some(deed) = asked {
        page.popup = false;
        view.ask(deed);
    }
}

fn lines(view: &View<'_>, tags: &[Arc<Tag>]) -> Vec<Line> {
    let key = |named| keys::shown(named).unwrap_or_default().to_owned();
    let mut lines: Vec<Line> = Vec::new();
    if view.session.applies(Named::AddSpan) {
        lines.push((
            icon::PLUS,
            "Add to the passage as another span".into(),
            key(Named::AddSpan),
            Named::AddSpan.into(),
        ));
    }
    if let Some(tag) = tags.first() {
        lines.push((
            icon::NOTE_PENCIL,
            format!("Tag as {} and write a note", tag.name),
            format!("Shift+{}", tag.key),
            Command::TagWithNote(tag.id).into(),
        ));
    }
    lines.push((
        icon::COPY_SIMPLE,
        "Tag all identical words".into(),
        key(Named::TagAll),
        Named::TagAll.into(),
    ));
    lines
}

fn rule_ui(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 9.0), Sense::hover());
    let middle = rect.center().y.round();
    let line = Rect::from_x_y_ranges(rect.x_range().expand(INSET), middle..=middle + 1.0);
    ui.painter().rect_filled(line, 0, Theme::of(ui).hair);
}

fn row_ui(ui: &mut Ui, width: f32, name: &str) -> (Rect, Response) {
    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    if response.hovered() {
        ui.painter()
            .rect_filled(rect.shrink(1.0), metrics::RADIUS, Theme::of(ui).hover);
    }
    theme::ring(ui, &response, Ring::Inside);
    (rect, response)
}

fn tag_ui(ui: &mut Ui, tag: &Tag) -> Response {
    let width = (WIDTH - 2.0 * INSET) / COLUMNS as f32;
    let (rect, response) = row_ui(ui, width, &format!("Tag as {}", tag.name));
    let theme = Theme::of(ui);
    let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
    let y = rect.center().y;
    let key = pos2(rect.left() + 8.0, y);
    painter.text(
        key,
        Align2::LEFT_CENTER,
        &tag.key,
        fonts::regular(metrics::TINY_SIZE),
        theme.muted,
    );
    let chip = pos2(rect.left() + 20.0, y - metrics::CHIP / 2.0);
    Chip::of(tag).paint(&painter, theme, chip);
    let name = pos2(rect.left() + 44.0, y);
    let font = fonts::regular(metrics::UI_SIZE);
    painter.text(name, Align2::LEFT_CENTER, shown_name(tag), font, theme.text);
    response
}

fn line_ui(ui: &mut Ui, sign: &str, words: &str, key: &str) -> Response {
    let (rect, response) = row_ui(ui, ui.available_width(), words);
    let theme = Theme::of(ui);
    let y = rect.center().y;
    let at = pos2(rect.left() + 14.0, y);
    paint_icon(ui.painter(), at, sign, metrics::SMALL_ICON, theme.text2);
    let font = fonts::regular(metrics::UI_SIZE);
    let at = pos2(rect.left() + 28.0, y);
    ui.painter()
        .text(at, Align2::LEFT_CENTER, words, font, theme.text);
    key_at(ui, rect.right() - 6.0, y, key);
    response
}

/// How long the selection is, and what Esc does.
fn foot_ui(ui: &mut Ui, characters: usize) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
    let theme = Theme::of(ui);
    let count = match characters {
        1 => "1 character".to_owned(),
        n => format!("{n} characters"),
    };
    let font = fonts::regular(metrics::SMALL_SIZE);
    let y = rect.center().y;
    let (left, right) = (pos2(rect.left() + 8.0, y), pos2(rect.right() - 6.0, y));
    ui.painter()
        .text(left, Align2::LEFT_CENTER, count, font.clone(), theme.muted);
    let words = ui.painter().text(
        right,
        Align2::RIGHT_CENTER,
        "keep selection only",
        font,
        theme.muted,
    );
    key_at(ui, words.left() - 6.0, y, "Escape");
}

/// Draws the badge of a key with its right edge at `right`.
fn key_at(ui: &Ui, right: f32, y: f32, key: &str) {
    let label = crate::ui::button::key_label(key);
    let width = crate::ui::button::key_width(ui, &label);
    paint_key(ui, pos2(right - width, y), &label, None);
}
