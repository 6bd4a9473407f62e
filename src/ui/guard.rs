//! A fault in one part of the window stops that part alone: it says so in its place, and the others go on.

use super::button::{Button, paint_icon};
use super::theme::{Theme, metrics};
use super::{fonts, icon};
use crate::project::SourceId;
use eframe::egui::{Align, Align2, Id, Layout, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The parts that stopped, each with the source that was open then.
#[derive(Debug, Default)]
pub(crate) struct Guard {
    stopped: BTreeMap<&'static str, Option<SourceId>>,
    source: Option<SourceId>,
}

impl Guard {
    /// Says which source is open from here on: a part that could not show another one is tried again.
    pub(crate) fn turn_to(&mut self, source: Option<SourceId>) {
        self.source = source;
        self.stopped.retain(|_, stopped_at| *stopped_at == source);
    }

    /// Draws a part under a name that people are told; `None` where it has stopped.
    pub(crate) fn ui<R>(
        &mut self,
        ui: &mut Ui,
        part: &'static str,
        draw: impl FnOnce(&mut Ui) -> R,
    ) -> Option<R> {
        if self.stopped.contains_key(part) {
            if stopped_ui(ui, part) {
                self.stopped.remove(part);
                ui.ctx().request_repaint();
            }
            return None;
        }
        // What the part keeps from frame to frame may be half changed. It is no project and no history: those change by
        // commands, after drawing.
        let drawn = caught(|| draw(ui));
        if drawn.is_none() {
            self.stopped.insert(part, self.source);
            ui.ctx().request_repaint();
        }
        drawn
    }
}

/// What was to be done, or `None` where a fault stopped it. The fault is told by whoever watches for panics.
pub(crate) fn caught<R>(done: impl FnOnce() -> R) -> Option<R> {
    catch_unwind(AssertUnwindSafe(done)).ok()
}

/// What stands in the place of a part that stopped. Returns whether it is to be tried again.
fn stopped_ui(ui: &mut Ui, part: &str) -> bool {
    let theme = Theme::of(ui);
    let room = ui.available_rect_before_wrap();
    let says = format!("The {part} stopped after a fault in Onus.");
    let button = Button::new("Try again");
    let width = button.width(ui);
    // A bar has room for the button alone.
    let low = room.height() < 96.0;
    let middle = room.center();
    if !low {
        paint_icon(
            ui.painter(),
            middle - vec2(0.0, 44.0),
            icon::WARNING_CIRCLE,
            28.0,
            theme.alert,
        );
        let font = fonts::regular(metrics::UI_SIZE);
        let words = ui
            .painter()
            .layout(says.clone(), font, theme.text2, (room.width() - 24.0).max(60.0));
        let place = Align2::CENTER_CENTER.anchor_size(middle - vec2(0.0, 12.0), words.size());
        let named = ui.interact(place, Id::unique(("stopped", part)), Sense::hover());
        named.widget_info(|| WidgetInfo::labeled(Role::Label, true, &says));
        ui.painter().galley(place.min, words, theme.text2);
    }
    let top = if low {
        middle.y - metrics::CONTROL / 2.0
    } else {
        middle.y + 16.0
    };
    let place = Rect::from_min_size(pos2(middle.x - width / 2.0, top), vec2(width, metrics::CONTROL));
    let builder = UiBuilder::new()
        .max_rect(place)
        .layout(Layout::left_to_right(Align::Center));
    button
        .ui(&mut ui.new_child(builder))
        .on_hover_text(says)
        .clicked()
}

#[cfg(test)]
#[allow(clippy::panic)]
mod tests {
    use super::*;
    use eframe::egui;
    use egui_kittest::{Harness, kittest::Queryable};

    #[derive(Default)]
    struct Shown {
        guard: Guard,
        sound: bool,
        has_fonts: bool,
    }

    fn frame(ui: &mut Ui, shown: &mut Shown) {
        if !std::mem::replace(&mut shown.has_fonts, true) {
            // Making the window's faces known takes effect in the frame after.
            let _ = super::super::window::Window::new(ui.ctx());
            return;
        }
        egui::Panel::left("left").show(ui, |ui| {
            shown.guard.ui(ui, "list", |ui| ui.label("the list goes on"));
        });
        let sound = shown.sound;
        shown.guard.ui(ui, "page", |ui| {
            ui.label("before");
            assert!(sound, "on purpose");
            ui.label("the page")
        });
    }

    #[test]
    fn a_fault_stops_one_part_until_it_is_tried_again_or_shows_another_source() {
        let mut harness = Harness::new_ui_state(frame, Shown::default());
        let stopped = "The page stopped after a fault in Onus.";
        harness.run();
        harness.get_by_label("the list goes on");
        harness.get_by_label(stopped);
        // Still at fault, it stops again.
        harness.get_by_label("Try again").click();
        harness.run();
        harness.get_by_label(stopped);
        harness.state_mut().sound = true;
        harness.get_by_label("Try again").click();
        harness.run();
        harness.get_by_label("the page");

        harness.state_mut().sound = false;
        harness.run();
        harness.get_by_label(stopped);
        harness.state_mut().sound = true;
        harness.state_mut().guard.turn_to(None);
        harness.run();
        harness.get_by_label(stopped);
        harness
            .state_mut()
            .guard
            .turn_to(Some(crate::project::claim_tag()));
        harness.run();
        harness.get_by_label("the page");
    }
}
