//! A list: one stop for the keyboard, however many rows it has. Arrow keys, Page Up and Down, Home and End move from row
//! to row, Enter and Space choose. Only the rows in sight are drawn.

use super::view::View;
use eframe::egui::{EventFilter, Id, Key, Response, Role, ScrollArea, Sense, Ui, WidgetInfo};

/// What a list keeps from frame to frame.
#[derive(Debug, Default)]
pub(crate) struct List {
    /// The row that the keys are at.
    at: usize,
    /// Whether that row is to be brought into view.
    bring: bool,
    /// How far the list was scrolled and how high it was in the last frame, in points.
    seen: (f32, f32),
}

/// The rows of a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rows<'a> {
    /// What has the keyboard when the list has it.
    pub id: Id,
    /// What the list is called.
    pub name: &'a str,
    /// The height of a row in points.
    pub height: f32,
    /// How many there are.
    pub count: usize,
}

impl List {
    /// Goes to a row, and brings it into view.
    pub(crate) fn go_to(&mut self, row: usize) {
        (self.at, self.bring) = (row, true);
    }

    /// Draws the rows in sight; `row` is told the number of a row and whether the keys are at it. Returns which row was
    /// chosen by key, and what has the keyboard when the list has it.
    pub(crate) fn ui(
        &mut self,
        ui: &mut Ui,
        view: &mut View<'_>,
        rows: Rows<'_>,
        area: ScrollArea,
        mut row: impl FnMut(&mut Ui, &mut View<'_>, usize, bool) -> Response,
    ) -> (Option<usize>, Response) {
        let rect = ui.available_rect_before_wrap();
        let response = ui.interact(rect, rows.id, Sense::focusable_noninteractive());
        response.widget_info(|| WidgetInfo::labeled(Role::ListBox, true, rows.name));
        if self.seen.1 == 0.0 {
            self.seen = (0.0, rect.height());
        }
        self.at = self.at.min(rows.count.saturating_sub(1));
        let focused = response.has_focus();
        let chosen = if focused && view.session.ask.is_none() {
            self.keys(ui, &response, rows)
        } else {
            None
        };
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut area = area.id_salt(rows.id);
        if std::mem::take(&mut self.bring)
            && let Some(offset) = self.offset(rows.height)
        {
            area = area.vertical_scroll_offset(offset);
        }
        let shown = area.show_rows(ui, rows.height, rows.count, |ui, range| {
            for n in range {
                let at = focused && n == self.at;
                let drawn = row(ui, view, n, at);
                if at {
                    ui.ctx().accesskit_node_builder(rows.id, |node| {
                        node.set_active_descendant(drawn.id.accesskit_id());
                    });
                }
            }
        });
        self.seen = (shown.state.clamped_offset().y, shown.inner_rect.height());
        (chosen, response)
    }

    fn keys(&mut self, ui: &Ui, response: &Response, rows: Rows<'_>) -> Option<usize> {
        let filter = EventFilter {
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
        let page = ((self.seen.1 / rows.height) as usize).saturating_sub(1).max(1);
        let last = rows.count.checked_sub(1)?;
        let pressed = |key| ui.input(|i| i.modifiers.is_none() && i.key_pressed(key));
        let to = [
            (Key::ArrowDown, self.at + 1),
            (Key::ArrowUp, self.at.saturating_sub(1)),
            (Key::PageDown, self.at + page),
            (Key::PageUp, self.at.saturating_sub(page)),
            (Key::Home, 0),
            (Key::End, last),
        ];
        if let Some((_, to)) = to.into_iter().find(|(key, _)| pressed(*key)) {
            self.go_to(to.min(last));
        }
        (pressed(Key::Enter) || pressed(Key::Space)).then_some(self.at)
    }

    /// The row that the keys are at.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Where to scroll so that the row of the keys is seen; `None` where it is seen already. A row next to those seen
    /// comes in at the edge, one from afar in the middle, with no
    /// row cut at the top.
    fn offset(&self, row: f32) -> Option<f32> {
        let (from, height) = self.seen;
        let top = self.at as f32 * row;
        let bottom = top + row;
        if from <= top && bottom <= from + height {
            None
        } else if top < from && from - top <= row {
            Some(top)
        } else if bottom > from && bottom - from - height <= row {
            Some(bottom - height)
        } else {
            Some(((top - height / 2.0) / row).floor().max(0.0) * row)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_out_of_sight_is_brought_into_it() {
        let check = |from: f32, at: usize, to: Option<f32>| {
            let list = List {
                at,
                seen: (from, 100.0),
                ..List::default()
            };
            assert_eq!(list.offset(20.0), to, "row {at} of a list scrolled by {from}");
        };
        check(0.0, 0, None);
        check(0.0, 4, None);
        check(0.0, 5, Some(20.0));
        check(40.0, 1, Some(20.0));
        check(40.0, 0, Some(0.0));
        check(0.0, 50, Some(940.0));
        check(1000.0, 3, Some(0.0));
    }
}
