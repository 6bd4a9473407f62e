//! The page: the text of the open source with its passages, the caret and the mouse in it.

mod curve;
mod find;
mod flow;
mod head;
mod input;
mod link;
mod marks;
mod paint;
mod popup;

use super::empty;
use super::theme::Theme;
use super::view::View;
use super::window::page_id;
use crate::project::{Id, Source, Tables, claim_tag, evidence_tag, individual_tag};
use crate::session::{Work, quote_begin};
use crate::text::Span;
use eframe::egui::{self, Color32, Pos2, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use flow::{Flow, Shown};
use input::Drag;
use marks::{Marks, Placed, Sign};
use paint::Marked;

/// Room for chips left of the text, and for counts right of it.
const LEFT_MARGIN: f32 = 92.0;
const RIGHT_MARGIN: f32 = 64.0;
/// The width of the scroll bar's track at the right edge.
const BAR: f32 = 12.0;

/// What the page keeps from frame to frame.
#[derive(Default)]
pub(crate) struct Page {
    flow: Flow,
    marks: Marks,
    /// The last call to bring something into view that was followed.
    revealed: Option<(Id, u64)>,
    drag: Drag,
    /// The column the caret keeps when it moves by line.
    column: Option<f32>,
    /// Whether the popup at the selection is wanted, and whether it was seen in the last frame.
    popup: bool,
    popup_seen: bool,
    /// The project as the popup found it; an edit closes it.
    popup_of: Option<Tables>,
    /// Where the port stands that a link is dragged from, and whether one is.
    port: Option<Rect>,
    pulling: bool,
    find: find::Find,
    link: link::LinkBar,
    /// The byte a third down the page, where what is brought into view stands.
    reads_at: Option<usize>,
}

/// Where things stand on the screen in this frame.
struct Ground {
    /// The whole page.
    rect: Rect,
    /// The corner from which blocks are counted.
    corner: Pos2,
    /// The width of a line.
    width: f32,
}

impl Page {
    /// Whether the page wants a key for itself, so that the window makes no command of it.
    pub(crate) fn keeps(&self, key: egui::Key) -> bool {
        self.popup_seen && key == egui::Key::Escape
    }

    /// The byte of the text that is read: what stands a third down the page. `None` where no text is open.
    pub(crate) fn reads_at(&self) -> Option<usize> {
        self.reads_at
    }

    /// Draws the page and hands on what mouse and keys ask of it.
    pub(crate) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let rect = ui.available_rect_before_wrap();
        self.reads_at = None;
        let Some(work) = view.session.work() else { return };
        let (Some(source), Some(text)) = (work.open_source().cloned(), work.text().cloned()) else {
            return empty::page_ui(ui, view);
        };
        let theme = Theme::of(ui);
        let zoom = view.session.settings.zoom as f32 / 100.0;
        let language = source.language.as_str();
        let measure = super::text::TextStyle::reading(language).zoomed(zoom).measure();
        let width = measure.min(rect.width() - LEFT_MARGIN - RIGHT_MARGIN).max(120.0);
        let left = (rect.left() + ((rect.width() - width) / 2.0).max(LEFT_MARGIN)).round();
        let ground = Ground {
            rect,
            corner: pos2(left, rect.top()),
            width,
        };

        self.flow.follow(&source, &text, width, zoom, view.texts.epoch());
        let header = head::height(view, &source, width);
        let response = ui.interact(rect, page_id(), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Document, true, &source.title));
        self.scroll(ui, view, &ground, text.value(), header);
        self.bring_into_view(view, work, source.id, text.value(), rect.height(), header);
        let (header_top, shown) = self.flow.shown(view.texts, text.value(), rect.height(), header);
        // A little below the upper edge of the line that is put there, so that the same line is found again.
        self.reads_at = flow::hit(&shown, pos2(0.0, rect.height() / 3.0 + 2.0));

        let blocks = self.marks.follow(work.project(), source.id, &shown);
        let pointer = ui
            .input(|i| i.pointer.hover_pos())
            .filter(|p| response.hovered() && rect.contains(*p));
        let local = |p: Pos2| p - ground.corner.to_vec2();
        let hovered = pointer.and_then(|p| under(work, &blocks, local(p)));
        let marked = Marked {
            hovered,
            selected: work.selected,
        };

        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        if let Some(top) = header_top {
            head::paint(ui, view, &source, &ground, top);
        }
        let corner = |block: &Placed| ground.corner + vec2(0.0, block.top);
        for block in &blocks {
            paint::washes(&painter, theme, corner(block), &block.block.passages, marked);
        }
        self.paint_selection(&painter, theme, work, &ground, &shown);
        for block in &shown {
            view.texts.paint(
                &painter,
                ground.corner + vec2(0.0, block.top),
                &block.laid,
                theme.text,
            );
        }
        for block in &blocks {
            paint::lines(&painter, theme, corner(block), &block.block.passages, marked);
        }
        let chips = paint::margin(&painter, theme, ground.corner, &blocks, marked);
        gutter(&painter, theme, &ground, &blocks);
        paint_caret(&painter, theme, work, &ground, &shown, response.has_focus());
        self.scroll_bar(ui, theme, &ground, &shown, text.value().len());
        name_passages(ui, work, &ground, &blocks, &source);
        curve::port_ui(self, ui, view, &ground, &blocks, hovered);
        let over = pointer.or(ui.input(|i| i.pointer.latest_pos()).filter(|_| self.pulling));
        curve::paint(&painter, theme, work, &ground, &blocks, over);

        input::mouse(
            self,
            ui,
            view,
            &response,
            &ground,
            &shown,
            &blocks,
            &chips,
            text.value(),
        );
        input::keys(self, ui, view, &response, &shown, text.value(), rect.height());
        find::ui(&mut self.find, ui, view, rect);
        link::ui(&mut self.link, ui, view, rect);
        popup::ui(self, ui, view, &ground, &shown);
    }

    fn scroll(&mut self, ui: &Ui, view: &mut View<'_>, ground: &Ground, text: &str, header: f32) {
        let over = ui
            .input(|i| i.pointer.hover_pos())
            .is_some_and(|p| ground.rect.contains(p));
        let wheel = ui.input(|i| i.smooth_scroll_delta().y);
        if over && wheel != 0.0 && view.session.ask.is_none() {
            self.flow.scroll(view.texts, text, -wheel, header);
        }
        if let Some(by) = self.drag.pull(ui, ground.rect) {
            self.flow.scroll(view.texts, text, by, header);
            ui.ctx().request_repaint();
        }
    }

    fn bring_into_view(
        &mut self,
        view: &mut View<'_>,
        work: &Work,
        source: Id,
        text: &str,
        room: f32,
        header: f32,
    ) {
        let call = (source, work.reveal.turn);
        if self.revealed != Some(call) {
            self.revealed = Some(call);
            let span = work.reveal.span;
            if work.reveal.resumed {
                let at = span.start.min(text.len());
                return self.flow.put(view.texts, text, at, room, header);
            }
            if span.end > 0 {
                self.flow
                    .reveal(view.texts, text, span.end.min(text.len()), room, header);
            }
            self.flow
                .reveal(view.texts, text, span.start.min(text.len()), room, header);
        }
    }

    /// The selection, the hits of a search and the target of a link, under the words.
    fn paint_selection(
        &self,
        painter: &egui::Painter,
        theme: &Theme,
        work: &Work,
        ground: &Ground,
        shown: &[Shown],
    ) {
        let fill = |span: Span, colour: Color32| {
            for rect in paint::rects(shown, span) {
                painter.rect_filled(rect.translate(ground.corner.to_vec2()), 0, colour);
            }
        };
        if !work.caret.span().is_empty() {
            fill(work.caret.span(), theme.sel);
        }
        let Some(finding) = &work.finding else { return };
        let (Some(first), Some(last)) = (shown.first(), shown.last()) else {
            return;
        };
        let from = finding.hits.partition_point(|h| h.end <= first.span.start);
        for hit in finding.hits[from..]
            .iter()
            .take_while(|h| h.start < last.span.end)
        {
            let current = finding.hit() == Some(*hit);
            if current {
                fill(*hit, theme.sel);
            }
            let stroke = if current {
                Stroke::new(2.0, theme.accent)
            } else {
                Stroke::new(1.5, theme.text2)
            };
            for rect in paint::rects(shown, *hit) {
                painter.rect_stroke(
                    rect.translate(ground.corner.to_vec2()),
                    2,
                    stroke,
                    StrokeKind::Outside,
                );
            }
        }
    }

    /// The bar at the right edge: how far the page is, by bytes of the text.
    fn scroll_bar(&mut self, ui: &mut Ui, theme: &Theme, ground: &Ground, shown: &[Shown], length: usize) {
        let (Some(first), Some(last)) = (shown.first(), shown.last()) else {
            return;
        };
        let share = |byte: usize| byte as f32 / length.max(1) as f32;
        let (from, to) = (share(first.span.start), share(last.span.end));
        if to - from > 0.99 {
            return;
        }
        let track = Rect::from_min_max(
            pos2(ground.rect.right() - BAR, ground.rect.top()),
            ground.rect.max,
        );
        let response = ui.interact(track, page_id().with("bar"), Sense::click_and_drag());
        response.widget_info(|| WidgetInfo::labeled(egui::Role::ScrollBar, true, "Place in the text"));
        let height = ((to - from) * track.height()).max(28.0);
        let top = track.top() + from * (track.height() - height);
        let thumb = Rect::from_min_size(pos2(track.right() - 9.0, top), vec2(6.0, height));
        let colour = if response.hovered() || response.dragged() {
            theme.edge
        } else {
            theme.hair
        };
        ui.painter().rect_filled(thumb, 3, colour);
        if let Some(point) = response
            .interact_pointer_pos()
            .filter(|_| response.dragged() || response.clicked())
        {
            self.flow
                .go_to((point.y - track.top() - height / 2.0) / (track.height() - height).max(1.0));
            ui.ctx().request_repaint();
        }
    }
}

/// The innermost passage at a point of the page; while a link is drawn, of those it can lead to.
fn under(work: &Work, blocks: &[Placed], point: Pos2) -> Option<Id> {
    let can = |id| {
        let linking = work.linking.as_ref();
        linking.is_none_or(|l| l.fits(work.project(), id))
    };
    blocks
        .iter()
        .find_map(|placed| placed.block.under(point - vec2(0.0, placed.top), can))
}

/// Right of the text: how many links begin or end in a line, or that it has a note.
fn gutter(painter: &egui::Painter, theme: &Theme, ground: &Ground, blocks: &[Placed]) {
    let left = ground.corner.x + ground.width + 16.0;
    let signs = blocks
        .iter()
        .flat_map(|placed| placed.block.signs.iter().map(|sign| (placed.top + sign.y, sign)));
    for (y, Sign { links, note, .. }) in signs {
        let mut x = left;
        let mut sign = |icon: &str| {
            let at = pos2(x, ground.corner.y + y);
            painter.text(
                at,
                egui::Align2::LEFT_CENTER,
                icon,
                super::fonts::icons(14.0),
                theme.muted,
            );
            x += 18.0;
        };
        if *links > 0 {
            sign(super::icon::LINK_SIMPLE);
            let at = pos2(x, ground.corner.y + y);
            painter.text(
                at,
                egui::Align2::LEFT_CENTER,
                links.to_string(),
                super::fonts::regular(12.0),
                theme.muted,
            );
        } else if *note {
            sign(super::icon::NOTE_PENCIL);
        }
    }
}

fn paint_caret(
    painter: &egui::Painter,
    theme: &Theme,
    work: &Work,
    ground: &Ground,
    shown: &[Shown],
    focused: bool,
) {
    if !focused {
        return;
    }
    if let Some(caret) = flow::caret(shown, work.caret.head) {
        let at = caret.translate(ground.corner.to_vec2());
        let x = at.left().round();
        painter.vline(
            x,
            (at.top() + 4.0)..=(at.bottom() - 3.0),
            Stroke::new(1.5, theme.accent),
        );
    }
}

/// Each passage by name, for those who do not see the page: its tag and its words.
fn name_passages(ui: &Ui, work: &Work, ground: &Ground, blocks: &[Placed], source: &Source) {
    let passages = blocks.iter().enumerate().flat_map(|(n, placed)| {
        let begun = placed.block.passages.iter().filter(move |p| n == 0 || !p.enters);
        begun.filter_map(|p| Some((p, p.rects.first()?.translate(vec2(0.0, placed.top)))))
    });
    for (passage, rect) in passages.take(200) {
        let tag = match passage.annotation.body.tag() {
            id if id == claim_tag() => "Claim".to_owned(),
            id if id == evidence_tag() => "Evidence".to_owned(),
            id if id == individual_tag() => "Individual".to_owned(),
            id => work
                .project()
                .tags
                .get(&id)
                .map_or_else(|| "Tag".to_owned(), |t| t.name.clone()),
        };
        let words = quote_begin(source, passage.annotation.spans());
        let id = page_id().with(passage.annotation.id.to_string());
        let response = ui.interact(
            rect.translate(ground.corner.to_vec2()).intersect(ground.rect),
            id,
            Sense::hover(),
        );
        let selected = work.selected == Some(passage.annotation.id);
        response.widget_info(|| {
            WidgetInfo::selected(egui::Role::Mark, true, selected, format!("{tag}: {words}"))
        });
    }
}
