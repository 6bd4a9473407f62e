//! How wide the panels at the sides are, and the grips at their edges. The page never falls below its least width: the
//! panels yield first.

use super::theme::{Theme, metrics};
use super::view::View;
use crate::session::Command;
use crate::storage::profile::Layout;
use eframe::egui::{
    CursorIcon, EventFilter, Id, Key, Rangef, Rect, Role, Sense, Stroke, Ui, WidgetInfo, vec2,
};

/// The least and the greatest width of the panel of sources, in points.
const LEFT: Rangef = Rangef {
    min: 200.0,
    max: 420.0,
};
/// The least and the greatest width of the inspector, in points.
const RIGHT: Rangef = Rangef {
    min: 280.0,
    max: 520.0,
};
/// So many points an arrow key moves an edge.
const STEP: f32 = 16.0;

/// Widths of the panels in points; 0 for one that is not shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Widths {
    /// The panel of sources, or its rail.
    pub left: f32,
    /// The inspector.
    pub right: f32,
}

impl Widths {
    /// What each panel gets of a window `room` points wide. A window that is not wide folds the sources to a rail.
    pub(crate) fn of(layout: &Layout, room: f32, wide: bool) -> Self {
        let usual = if wide {
            metrics::INSPECTOR
        } else {
            metrics::NARROW_INSPECTOR
        };
        let left = match (wide, layout.left_open) {
            (false, _) => metrics::RAIL,
            (true, true) => left_wanted(layout),
            (true, false) => 0.0,
        };
        let right = if layout.right_open {
            RIGHT.clamp(layout.right_width.unwrap_or(usual))
        } else {
            0.0
        };
        let give = |width: f32, least: f32| (width - least).max(0.0);
        let (left_gives, right_gives) = (give(left, LEFT.min), give(right, RIGHT.min));
        let missing = (left + right + metrics::PAGE_MIN - room).max(0.0);
        let share = (missing / (left_gives + right_gives).max(1.0)).min(1.0);
        let left = left - left_gives * share;
        let right = right - right_gives * share;
        // Where even the least widths are too much, the inspector waits for a wider window.
        let fits = left + right + metrics::PAGE_MIN <= room + 0.5;
        Self {
            left: left.round(),
            right: if fits { right.round() } else { 0.0 },
        }
    }
}

/// The width of the panel of sources as it was asked for, which a drawer over the page has too.
pub(crate) fn left_wanted(layout: &Layout) -> f32 {
    LEFT.clamp(layout.left_width.unwrap_or(metrics::LEFT_PANEL))
}

/// A panel with an edge that can be moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Panel {
    Left,
    Right,
}

/// The grips at the edges of the panels that are shown. Drawn after all else in the window, since they lie over it.
pub(crate) fn grips_ui(ui: &Ui, view: &mut View<'_>, area: Rect, widths: Widths) {
    let page = area.width() - widths.left - widths.right;
    // A panel can take what the page does not need.
    let spare = (page - metrics::PAGE_MIN).max(0.0);
    if view.wide && widths.left > 0.0 {
        let most = Rangef::new(LEFT.min, (widths.left + spare).clamp(LEFT.min, LEFT.max));
        grip_ui(ui, view, Panel::Left, area, widths.left, most);
    }
    if widths.right > 0.0 {
        let most = Rangef::new(RIGHT.min, (widths.right + spare).clamp(RIGHT.min, RIGHT.max));
        grip_ui(ui, view, Panel::Right, area, widths.right, most);
    }
}

fn grip_ui(ui: &Ui, view: &mut View<'_>, panel: Panel, area: Rect, width: f32, limits: Rangef) {
    let (x, name) = match panel {
        Panel::Left => (area.left() + width, "Width of the sources panel"),
        Panel::Right => (area.right() - width, "Width of the inspector"),
    };
    // Less of it lies in the panel, where scroll bars are.
    let into_page = if panel == Panel::Left { 1.0 } else { -1.0 };
    let grip = Rect::from_center_size(
        eframe::egui::pos2(x + into_page, area.center().y),
        vec2(6.0, area.height()),
    );
    let response = ui.interact(grip, Id::unique(name), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Splitter, true, name));
    let mut to = None;
    if response.hovered() || response.dragged() {
        ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
    }
    if let (true, Some(pointer)) = (response.dragged(), response.interact_pointer_pos()) {
        let x = pointer.x - into_page;
        let wanted = match panel {
            Panel::Left => x - area.left(),
            Panel::Right => area.right() - x,
        };
        to = Some(Some(limits.clamp(wanted.round())));
    } else if response.double_clicked() {
        to = Some(None);
    } else if response.has_focus() {
        let filter = EventFilter {
            horizontal_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
        let pressed = |key| ui.input(|i| i.modifiers.is_none() && i.key_pressed(key));
        let moved = match (pressed(Key::ArrowLeft), pressed(Key::ArrowRight)) {
            (true, false) => -STEP * into_page,
            (false, true) => STEP * into_page,
            _ => 0.0,
        };
        if moved != 0.0 {
            to = Some(Some(limits.clamp(width + moved)));
        }
    }
    if response.hovered() || response.dragged() || response.has_focus() {
        let stroke = Stroke::new(2.0, Theme::of(ui).accent);
        ui.painter().vline(x, area.y_range(), stroke);
    }
    if let Some(to) = to.filter(|to| *to != Some(width)) {
        view.ask(match panel {
            Panel::Left => Command::LeftWidth(to),
            Panel::Right => Command::RightWidth(to),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_yield_to_the_page() {
        let check = |room: f32, asked: (Option<f32>, Option<f32>), open: (bool, bool), widths: (f32, f32)| {
            let layout = Layout {
                left_width: asked.0,
                right_width: asked.1,
                left_open: open.0,
                right_open: open.1,
                ..Layout::default()
            };
            let of = Widths::of(&layout, room, room >= metrics::WIDE);
            assert_eq!((of.left, of.right), widths, "{asked:?} {open:?} in {room}");
            let page = room - of.left - of.right;
            assert!(
                page >= metrics::PAGE_MIN - 0.5 || of.right == 0.0,
                "the page has {page}"
            );
        };
        let (both, usual) = ((true, true), (None, None));
        check(1440.0, usual, both, (264.0, 328.0));
        check(1440.0, usual, (false, true), (0.0, 328.0));
        check(1440.0, usual, (true, false), (264.0, 0.0));
        check(1440.0, (Some(300.0), Some(400.0)), both, (300.0, 400.0));
        check(1440.0, (Some(10.0), Some(9999.0)), both, (200.0, 520.0));
        check(1280.0, (Some(420.0), Some(520.0)), both, (353.0, 447.0));
        check(1024.0, usual, both, (44.0, 300.0));
        check(1024.0, (None, Some(520.0)), both, (44.0, 500.0));
        check(1024.0, usual, (false, false), (44.0, 0.0));
        check(780.0, usual, both, (44.0, 0.0));
    }
}
