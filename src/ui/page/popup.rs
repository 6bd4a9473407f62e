//! The popup at the selection: the tags with their keys, and what else can be done with the words.

use super::{Ground, Page, Shown, flow};
use crate::session::{Command, Named};
use crate::ui::chip::Chip;
use crate::ui::theme::{Theme, metrics};
use crate::ui::view::View;
use crate::ui::{fonts, tagbar};
use eframe::egui::{self, Align2, Id, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

const WIDTH: f32 = 336.0;

pub(super) fn ui(page: &mut Page, ui: &Ui, view: &mut View<'_>, ground: &Ground, shown: &[Shown]) {
    let Some(work) = view.session.work() else { return };
    let (Some(span), Some(text)) = (work.words(), work.text()) else {
        return;
    };
    if !page.popup
        || work.read_only
        || work.linking.is_some()
        || view.session.ask.is_some()
        || page.drag_is_on()
    {
        return;
    }
    let Some(end) = flow::caret(shown, span.end).or_else(|| flow::caret(shown, span.start)) else {
        return;
    };
    let characters = span.slice(text.value()).map_or(0, |w| w.chars().count());
    let tags = tagbar::tags(view.session);
    let rows = tags.len().div_ceil(3) + 2 + usize::from(view.session.applies(Named::AddSpan));
    let height = rows as f32 * 30.0 + 44.0;
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
    egui::Area::new(Id::unique("tag popup"))
        .fixed_pos(pos2(left, top))
        .order(egui::Order::Middle)
        .show(ui.ctx(), |ui| {
            let frame = egui::Frame::new()
                .fill(theme.raised)
                .shadow(theme.shadow)
                .corner_radius(metrics::POPUP_RADIUS);
            frame.inner_margin(8).show(ui, |ui| {
                ui.set_width(WIDTH - 16.0);
                ui.spacing_mut().item_spacing = vec2(0.0, 2.0);
                for row in tags.chunks(3) {
                    ui.horizontal(|ui| {
                        for tag in row {
                            let (rect, response) =
                                ui.allocate_exact_size(vec2((WIDTH - 16.0) / 3.0, 28.0), Sense::click());
                            let name = tag.name.clone();
                            response.widget_info(|| {
                                WidgetInfo::labeled(egui::Role::Button, true, format!("Tag as {name}"))
                            });
                            ground_of(ui, theme, rect, &response);
                            let middle = rect.center().y;
                            let painter = ui.painter();
                            painter.text(
                                pos2(rect.left() + 6.0, middle),
                                Align2::LEFT_CENTER,
                                &tag.key,
                                fonts::regular(11.0),
                                theme.muted,
                            );
                            Chip::of(tag).paint(
                                painter,
                                theme,
                                pos2(rect.left() + 18.0, middle - metrics::CHIP / 2.0),
                            );
                            let clip = painter.with_clip_rect(rect);
                            clip.text(
                                pos2(rect.left() + 42.0, middle),
                                Align2::LEFT_CENTER,
                                capital(&tag.name),
                                fonts::regular(13.0),
                                theme.text,
                            );
                            if response.clicked() {
                                view.ask(Command::Tag(tag.id));
                                page.popup = false;
                            }
                        }
                    });
                }
                ui.separator();
                for (named, title) in [
                    (Named::AddSpan, "Add to the passage as another span"),
                    (Named::TagAll, "Tag all identical words"),
                ] {
                    if view.session.applies(named) {
                        let (rect, response) =
                            ui.allocate_exact_size(vec2(WIDTH - 16.0, 28.0), Sense::click());
                        response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, title));
                        ground_of(ui, theme, rect, &response);
                        let painter = ui.painter();
                        painter.text(
                            pos2(rect.left() + 8.0, rect.center().y),
                            Align2::LEFT_CENTER,
                            title,
                            fonts::regular(13.0),
                            theme.text,
                        );
                        let key = crate::ui::keys::shown(named).unwrap_or_default();
                        painter.text(
                            pos2(rect.right() - 8.0, rect.center().y),
                            Align2::RIGHT_CENTER,
                            key,
                            fonts::regular(11.0),
                            theme.muted,
                        );
                        if response.clicked() {
                            view.ask(named);
                            page.popup = false;
                        }
                    }
                }
                let (rect, _) = ui.allocate_exact_size(vec2(WIDTH - 16.0, 24.0), Sense::hover());
                let painter = ui.painter();
                let count = if characters == 1 {
                    "1 character".to_owned()
                } else {
                    format!("{characters} characters")
                };
                painter.text(
                    pos2(rect.left() + 8.0, rect.center().y),
                    Align2::LEFT_CENTER,
                    count,
                    fonts::regular(12.0),
                    theme.muted,
                );
                painter.text(
                    pos2(rect.right() - 8.0, rect.center().y),
                    Align2::RIGHT_CENTER,
                    "Esc  lets go",
                    fonts::regular(12.0),
                    theme.muted,
                );
            });
        });
}

impl Page {
    pub(super) fn drag_is_on(&self) -> bool {
        self.drag.is_on()
    }
}

fn ground_of(ui: &Ui, theme: &Theme, rect: Rect, response: &egui::Response) {
    if response.hovered() {
        ui.painter().rect_filled(rect, metrics::RADIUS, theme.hover);
    }
    if response.has_focus() {
        let stroke = egui::Stroke::new(metrics::RING, theme.accent);
        ui.painter()
            .rect_stroke(rect, metrics::RADIUS, stroke, egui::StrokeKind::Inside);
    }
}

fn capital(name: &str) -> String {
    let mut chars = name.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
