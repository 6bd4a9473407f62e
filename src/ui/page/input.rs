//! Mouse and keys in the page. Dragging on text always selects.

use super::marks::Placed;
use super::paint::MarginChip;
use super::{Ground, Page, Shown, flow, under};
use crate::session::{Caret, Command, Direction, Step};
use crate::text;
use crate::ui::view::View;
use eframe::egui::{self, EventFilter, Key, Modifiers, Pos2, Rect, Response, Ui, pos2, vec2};

/// A drag over the text. It is followed by the events themselves: egui tells of a drag some pixels and frames late, and
/// not at all of one that is over by then, which a slow machine and a quick hand can bring about.
#[derive(Debug, Default)]
pub(super) struct Drag {
    /// Where the button went down, on the screen and in bytes.
    pressed: Option<(Pos2, usize)>,
    /// Whether the pointer has been far enough from there since.
    moved: bool,
}

/// The edges of the panels beside the page can be grasped from so far within it, in points.
const EDGE: f32 = 4.0;
/// So many points away a click becomes a drag.
const FAR: f32 = 6.0;

impl Drag {
    /// Whether a drag is going on.
    pub(super) fn is_on(&self) -> bool {
        self.pressed.is_some() && self.moved
    }

    /// Follows an event. `hit` is the byte at a point of the screen, and `None` for a press that is not the page's.
    /// Returns the selection, and whether it is the last one of this drag.
    fn follow(
        &mut self,
        event: &egui::Event,
        press: impl FnOnce(Pos2) -> Option<usize>,
        hit: impl Fn(Pos2) -> Option<usize>,
    ) -> Option<(Caret, bool)> {
        use egui::{Event, PointerButton::Primary};
        let (point, last) = match event {
            Event::PointerButton {
                pos,
                button: Primary,
                pressed: true,
                ..
            } => {
                self.pressed = press(*pos).map(|byte| (*pos, byte));
                self.moved = false;
                return None;
            }
            Event::PointerButton {
                pos,
                button: Primary,
                pressed: false,
                ..
            } => (*pos, true),
            Event::PointerMoved(pos) => (*pos, false),
            _ => return None,
        };
        let (from, anchor) = self.pressed?;
        self.moved |= from.distance(point) > FAR;
        let head = hit(point).filter(|_| self.moved);
        if last {
            self.pressed = None;
        }
        Some((Caret { anchor, head: head? }, last))
    }

    /// Where a drag that goes on stands now, as the page may have moved beneath the pointer.
    fn goes_on(&self, ui: &Ui, hit: impl Fn(Pos2) -> Option<usize>) -> Option<Caret> {
        let (_, anchor) = self.pressed.filter(|_| self.moved)?;
        let head = hit(ui.input(|i| i.pointer.latest_pos())?)?;
        Some(Caret { anchor, head })
    }

    /// How far the page is pulled along when the pointer leaves it above or below, in points.
    pub(super) fn pull(&self, ui: &Ui, page: Rect) -> Option<f32> {
        self.pressed.filter(|_| self.moved)?;
        let y = ui.input(|i| i.pointer.latest_pos())?.y;
        let beyond = if y < page.top() + 8.0 {
            y - page.top() - 8.0
        } else {
            (y - page.bottom() + 8.0).max(0.0)
        };
        (beyond != 0.0).then(|| beyond.clamp(-40.0, 40.0) * 0.5)
    }
}

#[allow(clippy::too_many_arguments)]
pub(super) fn mouse(
    page: &mut Page,
    ui: &Ui,
    view: &mut View<'_>,
    response: &Response,
    ground: &Ground,
    shown: &[Shown],
    blocks: &[Placed],
    chips: &[MarginChip],
    text: &str,
) {
    let Some(work) = view.session.work() else { return };
    let local = |p: Pos2| p - ground.corner.to_vec2();
    let point = response.interact_pointer_pos();
    let byte = point.and_then(|p| flow::hit(shown, local(p)));
    let shift = ui.input(|i| i.modifiers.shift);
    if response.hovered() && work.armed.is_none() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::Text);
    } else if response.hovered() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::Crosshair);
    }
    if response.is_pointer_button_down_on() && ui.input(|i| i.pointer.primary_pressed()) {
        response.request_focus();
        page.popup = false;
        page.column = None;
    }
    let hit = |p: Pos2| flow::hit(shown, local(p));
    // A button that is up again within the frame is nobody's to egui.
    let quick = ui.input(|i| i.pointer.primary_released());
    let press = |p: Pos2| {
        let ours = (response.is_pointer_button_down_on() || quick)
            && response.interact_rect.shrink2(vec2(EDGE, 0.0)).contains(p)
            && p.x < ground.rect.right() - super::BAR
            && ui.ctx().layer_id_at(p) == Some(ui.layer_id());
        let from = if shift { Some(work.caret.anchor) } else { hit(p) };
        let taken =
            page.port.is_some_and(|port| port.contains(p)) || chips.iter().any(|c| c.rect.contains(p));
        from.filter(|_| ours && !taken)
    };
    let mut dragged = page.drag.goes_on(ui, hit).map(|caret| (caret, false));
    for event in ui.input(|i| i.events.clone()) {
        dragged = page.drag.follow(&event, press, hit).or(dragged);
    }
    if let Some((caret, last)) = dragged {
        if caret != work.caret {
            view.ask(Command::Select(caret));
        }
        let span = caret.span();
        match work.armed {
            Some(tag) if last && !span.is_empty() => view.ask(Command::TagSpan(tag, span)),
            None if last && !span.is_empty() => page.popup = true,
            _ => {}
        }
    }
    let Some(byte) = byte else { return };
    if response.triple_clicked() {
        view.ask(Command::Select(Caret::over(text::paragraph_at(text, byte))));
        page.popup = true;
    } else if response.double_clicked() {
        view.ask(Command::Select(Caret::over(text::word_at(text, byte))));
        page.popup = true;
    } else if response.clicked() && shift {
        view.ask(Command::Select(work.caret.to(byte, true)));
        page.popup = true;
    } else if response.clicked() {
        let chip = chips
            .iter()
            .find(|c| point.is_some_and(|p| c.rect.expand(2.0).contains(p)))
            .map(|c| c.id);
        let hit = chip.or_else(|| point.and_then(|p| under(work, blocks, local(p))));
        view.ask(Command::Select(Caret::at(byte)));
        match (hit, &work.linking) {
            (Some(id), Some(_)) => view.ask(Command::LinkTo(id)),
            (Some(id), None) => view.ask(Command::Point(id)),
            (None, None) => view.ask(Command::Deselect),
            (None, Some(_)) => {}
        }
    }
}

pub(super) fn keys(
    page: &mut Page,
    ui: &Ui,
    view: &mut View<'_>,
    response: &Response,
    shown: &[Shown],
    text: &str,
    room: f32,
) {
    let nobody = ui.memory(|m| m.focused().is_none());
    if nobody && view.session.ask.is_none() {
        response.request_focus();
    }
    if !response.has_focus() || view.session.ask.is_some() {
        return;
    }
    let filter = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|m| m.set_focus_lock_filter(response.id, filter));
    let pressed: Vec<(Key, Modifiers)> = ui.input(|i| {
        i.events
            .iter()
            .filter_map(|e| match e {
                egui::Event::Key {
                    key,
                    pressed: true,
                    modifiers,
                    ..
                } => Some((*key, *modifiers)),
                _ => None,
            })
            .collect()
    });
    for (key, modifiers) in pressed {
        if let Some(command) = caret_key(page, view, shown, text, room, key, modifiers) {
            page.popup = modifiers.shift;
            view.ask(command);
        }
    }
}

/// What a key does to the caret; nothing where it is not one of the caret's.
fn caret_key(
    page: &mut Page,
    view: &View<'_>,
    shown: &[Shown],
    text: &str,
    room: f32,
    key: Key,
    modifiers: Modifiers,
) -> Option<Command> {
    use Direction::{Back, Forward};
    let caret = view.session.work()?.caret;
    let extend = modifiers.shift;
    let step = |step, direction| Some(Command::Move(step, direction, extend));
    let command = match (key, modifiers.command, modifiers.alt) {
        (Key::ArrowRight, false, false) => step(Step::Character, Forward),
        (Key::ArrowLeft, false, false) => step(Step::Character, Back),
        (Key::ArrowRight, true, false) => step(Step::Word, Forward),
        (Key::ArrowLeft, true, false) => step(Step::Word, Back),
        (Key::ArrowDown, false, true) => step(Step::Sentence, Forward),
        (Key::ArrowUp, false, true) => step(Step::Sentence, Back),
        (Key::ArrowDown, true, false) => step(Step::Paragraph, Forward),
        (Key::ArrowUp, true, false) => step(Step::Paragraph, Back),
        (Key::Home, true, false) => step(Step::Text, Back),
        (Key::End, true, false) => step(Step::Text, Forward),
        _ => None,
    };
    if command.is_some() {
        page.column = None;
        return command;
    }
    let here = flow::caret(shown, caret.head)?;
    let to = match (key, modifiers.command || modifiers.alt) {
        (Key::Home, false) => line_edge(shown, text, caret.head, false, extend)?,
        (Key::End, false) => line_edge(shown, text, caret.head, true, extend)?,
        (Key::ArrowDown | Key::ArrowUp | Key::PageDown | Key::PageUp, false) => {
            let column = *page.column.get_or_insert(here.left());
            match key {
                Key::ArrowDown => flow::line_beside(shown, caret.head, column, true)
                    .or(shown.last().map(|s| text::next_grapheme(text, s.span.end)))?,
                Key::ArrowUp => flow::line_beside(shown, caret.head, column, false)
                    .or(shown.first().map(|s| text::previous_grapheme(text, s.span.start)))?,
                Key::PageDown => beyond(shown, text, column, here.center().y + room * 0.85, room),
                _ => beyond(shown, text, column, here.center().y - room * 0.85, room),
            }
        }
        _ => return None,
    };
    if matches!(key, Key::Home | Key::End) {
        page.column = None;
    }
    Some(Command::MoveTo(to, extend))
}

/// The byte at a height that may lie beyond the blocks in view; then it is the nearest one beyond.
fn beyond(shown: &[Shown], text: &str, x: f32, y: f32, room: f32) -> usize {
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else {
        return 0;
    };
    let bottom = last.top + last.laid.height();
    if y > bottom && y > room {
        return text::next_grapheme(text, last.span.end);
    }
    if y < first.top && first.span.start > 0 {
        return text::previous_grapheme(text, first.span.start);
    }
    flow::hit(shown, pos2(x, y)).unwrap_or_default()
}

/// The beginning or the end of the line a byte stands in.
fn line_edge(shown: &[Shown], text: &str, byte: usize, end: bool, extend: bool) -> Option<usize> {
    let block = shown
        .iter()
        .rev()
        .find(|s| s.span.start <= byte && byte <= s.span.end)?;
    let line = block
        .laid
        .lines()
        .get(block.laid.line_of(byte - block.span.start))?;
    let inside = if end { line.span.end } else { line.span.start };
    let edge = (block.span.start + inside).min(block.span.end);
    // A caret at the end of a wrapped line would stand in the next one; a selection may well reach there.
    let wraps = end && !extend && edge < block.span.end && line.span.end > line.span.start;
    Some(if wraps {
        text::previous_grapheme(text, edge)
    } else {
        edge
    })
}
