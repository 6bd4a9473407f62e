//! The parts of the window, where each stands and what it is handed.

use super::damage::DamagePage;
use super::deed::Deed;
use super::guard::Guard;
use super::inspector::{Inspector, inspector_ui};
use super::page::Page;
use super::panels::{self, Widths};
use super::panes::{Pane, Panes};
use super::passages::Passages;
use super::rail::{self, Open};
use super::recovery::RecoveryPage;
use super::sources::{self, Sources};
use super::start::Start;
use super::theme::{self, Ring, Theme, metrics};
use super::view::View;
use super::{fonts, status, tagbar, top};
use crate::project::Tag;
use crate::session::{Focus, Named};
use eframe::egui::{
    self, Frame, Id, Margin, Panel, Rect, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, vec2,
};
use std::sync::Arc;

/// The parts of the window that keep something of their own.
pub(crate) struct Parts<'a> {
    pub start: &'a mut Start,
    pub recovery: &'a mut RecoveryPage,
    pub damage: &'a mut DamagePage,
    pub sources: &'a mut Sources,
    pub passages: &'a mut Passages,
    pub page: &'a mut Page,
    pub inspector: &'a mut Inspector,
    pub open: &'a mut Open,
    pub panes: &'a mut Panes,
    pub guard: &'a mut Guard,
}

impl Parts<'_> {
    /// Draws the window: the start page where no project is open.
    pub(crate) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>, tags: &[Arc<Tag>]) {
        let theme = Theme::of(ui);
        let bar = |margin: i8| {
            Frame::new()
                .fill(theme.chrome)
                .inner_margin(Margin::symmetric(margin, 0))
        };
        if view.session.work().is_none() {
            fixed(Panel::bottom("status"), metrics::STATUS_BAR, bar(12))
                .show(ui, |ui| status::start_ui(ui, view));
            notices_ui(ui, view);
            egui::CentralPanel::no_frame()
                .frame(Frame::new().fill(theme.chrome))
                .show(ui, |ui| {
                    self.guard.ui(ui, "start page", |ui| {
                        match (view.session.found(), view.session.damaged()) {
                            (Some(found), _) => self.recovery.ui(ui, view, found),
                            (None, Some(damaged)) => self.damage.ui(ui, view, damaged),
                            (None, None) => self.start.ui(ui, view),
                        }
                    })
                });
            return;
        }
        fixed(Panel::top("top"), metrics::TOP_BAR, bar(12)).show(ui, |ui| {
            edge(ui, Side::Bottom);
            self.guard.ui(ui, "bar at the top", |ui| top::ui(ui, view));
        });
        fixed(Panel::bottom("status"), metrics::STATUS_BAR, bar(12)).show(ui, |ui| {
            edge(ui, Side::Top);
            self.guard.ui(ui, "status bar", |ui| status::ui(ui, view));
        });
        notices_ui(ui, view);
        let area = ui.available_rect_before_wrap();
        let widths = Widths::of(&view.session.settings.layout, area.width(), view.wide);
        self.left_ui(ui, view, widths.left);
        self.right_ui(ui, view, widths.right);
        egui::CentralPanel::no_frame()
            .frame(Frame::new().fill(theme.page))
            .show(ui, |ui| {
                fixed(Panel::top("tags"), metrics::TAG_BAR, bar(8)).show(ui, |ui| {
                    edge(ui, Side::Bottom);
                    self.panes.see(Pane::Tags, ui.max_rect());
                    self.guard.ui(ui, "tag bar", |ui| tagbar::ui(ui, view, tags));
                });
                if view.session.work().is_some_and(|work| work.text().is_some()) {
                    self.panes.see(Pane::Page, ui.available_rect_before_wrap());
                }
                self.guard.ui(ui, "page", |ui| self.page.ui(ui, view));
                self.drawer_ui(ui, view);
            });
        panels::grips_ui(ui, view, area, widths);
        dropping_ui(ui, view);
    }

    fn left_ui(&mut self, ui: &mut Ui, view: &mut View<'_>, width: f32) {
        let theme = Theme::of(ui);
        let frame = Frame::new().fill(theme.chrome);
        if !view.wide {
            fixed(Panel::left("rail"), width, frame).show(ui, |ui| {
                edge(ui, Side::Right);
                self.panes.see(Pane::Rail, ui.max_rect());
                rail::ui(ui, view, self.open);
            });
            return;
        }
        *self.open = Open::Nothing;
        if width == 0.0 {
            return;
        }
        fixed(Panel::left("left"), width, frame).show(ui, |ui| {
            edge(ui, Side::Right);
            let rect = ui.available_rect_before_wrap();
            let rows = view.session.work().map_or(0, |w| w.project().sources.len());
            // Sources take what they need, up to a bit more than half, in whole rows.
            let most = (rect.height() * 0.55 - sources::OVER_LIST) / metrics::ROW;
            let rows = (rows as f32).clamp(3.0, most.floor().max(3.0));
            let upper = sources::OVER_LIST + rows * metrics::ROW + 4.0;
            let (above, below) = rect.split_top_bottom_at_y(rect.top() + upper);
            self.panes.see(Pane::Sources, above);
            self.guard.ui(&mut child(ui, above), "list of sources", |ui| {
                self.sources.ui(ui, view)
            });
            ui.painter()
                .hline(below.x_range(), below.top(), Stroke::new(1.0, theme.hair));
            self.passages_ui(&mut child(ui, below), view);
        });
    }

    /// An empty list has nothing for the keyboard.
    fn passages_ui(&mut self, ui: &mut Ui, view: &mut View<'_>) -> bool {
        let rect = ui.max_rect();
        let drawn = self
            .guard
            .ui(ui, "list of passages", |ui| self.passages.ui(ui, view));
        if self.passages.takes_keys() {
            self.panes.see(Pane::Passages, rect);
        }
        drawn.unwrap_or(false)
    }

    fn right_ui(&mut self, ui: &mut Ui, view: &mut View<'_>, width: f32) {
        match view.focus {
            Some(Focus::Note) => self.inspector.focus_note(),
            Some(Focus::Grade) => self.inspector.focus_grade(),
            _ => {}
        }
        if width == 0.0 {
            return;
        }
        let frame = Frame::new().fill(Theme::of(ui).chrome);
        fixed(Panel::right("right"), width, frame).show(ui, |ui| {
            // What the inspector holds may be wider than its panel, such as a long address; the panel stays as wide as it is.
            let rect = ui.max_rect();
            ui.expand_to_include_rect(rect);
            self.panes.see(Pane::Inspector, rect);
            // It is no stop on the way with Tab, and so only there while F6 has led to it.
            let pane = Id::unique("inspector as a whole");
            let led_here = view.pane == Some(Pane::Inspector);
            let whole = (led_here || ui.memory(|m| m.has_focus(pane))).then(|| {
                let whole = ui.interact(rect, pane, Sense::focusable_noninteractive());
                whole.widget_info(|| WidgetInfo::labeled(Role::Region, true, "Inspector"));
                whole
            });
            let session = view.session;
            let Some(work) = session.work() else { return };
            let (ids, stamp) = (session.spare_ids(), session.placeholder_stamp());
            let mut commands = Vec::new();
            self.inspector.read_as(session.reader());
            self.guard.ui(&mut child(ui, rect), "inspector", |ui| {
                inspector_ui(ui, self.inspector, view.texts, work, ids, &stamp, &mut commands);
            });
            view.deeds.extend(commands.into_iter().map(Deed::from));
            // The inspector has a ground of its own.
            edge(ui, Side::Left);
            if let Some(whole) = whole {
                if led_here {
                    whole.request_focus();
                }
                theme::ring(ui, &whole, Ring::Inside);
            }
        });
    }

    /// What of the left panel lies open over the page, in a narrow window.
    fn drawer_ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        if *self.open == Open::Nothing {
            return;
        }
        let theme = Theme::of(ui);
        let page = ui.max_rect();
        let size = vec2(panels::left_wanted(&view.session.settings.layout), page.height());
        let area = egui::Area::new(Id::unique("drawer"))
            .fixed_pos(page.min)
            .order(egui::Order::Middle)
            .show(ui.ctx(), |ui| {
                let (rect, _) = ui.allocate_exact_size(size, Sense::click());
                ui.painter().rect_filled(rect, 0, theme.chrome);
                ui.painter()
                    .vline(rect.right(), rect.y_range(), Stroke::new(1.0, theme.hair));
                let mut inner = child(ui, rect);
                if *self.open == Open::Sources {
                    self.panes.see(Pane::Sources, rect);
                    let draw = |ui: &mut Ui| self.sources.ui(ui, view);
                    self.guard
                        .ui(&mut inner, "list of sources", draw)
                        .unwrap_or(false)
                } else {
                    self.passages_ui(&mut inner, view)
                }
            });
        if area.inner || area.response.clicked_elsewhere() && !over_rail(ui) {
            *self.open = Open::Nothing;
        }
    }
}

/// Whether the pointer is on the rail, which opens and closes the drawer itself.
fn over_rail(ui: &Ui) -> bool {
    ui.input(|i| i.pointer.interact_pos())
        .is_some_and(|p| p.x < metrics::RAIL)
}

/// What becomes of files that are held over the window.
fn dropping_ui(ui: &Ui, view: &View<'_>) {
    if view.session.ask.is_some() || ui.input(|i| i.raw.hovered_files.is_empty()) {
        return;
    }
    let theme = Theme::of(ui);
    let window = ui.ctx().content_rect();
    let painter = ui
        .ctx()
        .layer_painter(egui::LayerId::new(egui::Order::Foreground, Id::unique("drop")));
    let stroke = Stroke::new(2.0, theme.accent);
    painter.rect_stroke(window, 0, stroke, StrokeKind::Inside);
    let says = if view.session.applies(Named::AddSources) {
        "Drop texts to add them, or a project to open it"
    } else {
        "Drop a project to open it; this one is open for reading only"
    };
    let font = fonts::medium(metrics::UI_SIZE);
    let words = painter.layout_no_wrap(says.into(), font, theme.text);
    let around = Rect::from_center_size(window.center(), words.size() + vec2(32.0, 24.0));
    painter.add(theme.shadow.as_shape(around, metrics::POPUP_RADIUS));
    painter.rect_filled(around, metrics::POPUP_RADIUS, theme.raised);
    painter.galley(around.center() - words.size() / 2.0, words, theme.text);
}

fn notices_ui(ui: &mut Ui, view: &mut View<'_>) {
    if view.session.notices.iter().any(status::waits) {
        Panel::bottom("notices")
            .frame(Frame::new())
            .show_separator_line(false)
            .show(ui, |ui| status::notices_ui(ui, view));
    }
}

/// A bar or panel of one size. Its hairline is drawn by [`edge`], within that size.
fn fixed(panel: Panel, size: f32, frame: Frame) -> Panel {
    panel
        .resizable(false)
        .exact_size(size)
        .show_separator_line(false)
        .frame(frame)
}

#[derive(Clone, Copy)]
enum Side {
    Top,
    Bottom,
    Left,
    Right,
}

/// The hairline along one side of a bar or panel.
fn edge(ui: &Ui, side: Side) {
    let stroke = Stroke::new(1.0, Theme::of(ui).hair);
    let rect = ui.max_rect().intersect(ui.clip_rect().expand(16.0));
    let wide = ui.clip_rect().x_range();
    match side {
        Side::Top => ui.painter().hline(wide, rect.top() + 0.5, stroke),
        Side::Bottom => ui.painter().hline(wide, rect.bottom() - 0.5, stroke),
        Side::Left => ui.painter().vline(rect.left() + 0.5, rect.y_range(), stroke),
        Side::Right => ui.painter().vline(rect.right() - 0.5, rect.y_range(), stroke),
    };
}

fn child(ui: &mut Ui, rect: Rect) -> Ui {
    let mut child = ui.new_child(
        UiBuilder::new()
            .max_rect(rect)
            .id_salt((rect.left() as i32, rect.top() as i32)),
    );
    child.set_clip_rect(rect.intersect(ui.clip_rect()));
    child
}
