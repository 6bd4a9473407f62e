//! The window: which parts stand where, and what each is handed.

use super::deed::Deed;
use super::dialogs::Dialogs;
use super::fonts::{self, Faces};
use super::inspector::{Inspector, inspector_ui};
use super::page::Page;
use super::passages::Passages;
use super::rail::{self, Open};
use super::sources::{self, Sources};
use super::start::Start;
use super::text::TextEngine;
use super::theme::{self, Theme, metrics};
use super::view::View;
use super::{keys, status, tagbar, top};
use crate::session::{Command, Focus, Named, Session};
use eframe::egui::{self, Event, Frame, Id, Margin, Panel, Rect, Sense, Stroke, Ui, UiBuilder, vec2};
use std::sync::mpsc::Receiver;

/// Everything the window keeps from frame to frame that is not the analyst's work.
pub struct Window {
    texts: TextEngine,
    faces: Option<Receiver<Faces>>,
    start: Start,
    sources: Sources,
    passages: Passages,
    page: Page,
    inspector: Inspector,
    dialogs: Dialogs,
    open: Open,
    /// The part of the window the keyboard was sent to last by F6.
    pane: usize,
}

/// The page, as what has the keyboard.
pub(crate) fn page_id() -> Id {
    Id::unique("page")
}

impl Window {
    /// A window that sets its texts in the embedded faces.
    pub fn new(ctx: &egui::Context) -> Self {
        let mut faces = Faces::embedded();
        fonts::install(ctx, &mut faces, "en");
        theme::apply(ctx);
        Self {
            texts: TextEngine::new(faces),
            faces: None,
            start: Start::default(),
            sources: Sources::default(),
            passages: Passages::default(),
            page: Page::default(),
            inspector: Inspector::default(),
            dialogs: Dialogs::default(),
            open: Open::default(),
            pane: 0,
        }
    }

    /// Looks for this machine's fonts, which then come in beside the embedded ones.
    pub fn use_system_fonts(&mut self, ctx: &egui::Context) {
        self.faces = Some(fonts::scan(ctx));
    }

    /// One frame: takes in what other threads have done, reads keys, draws, and does what was asked for.
    pub fn frame(&mut self, ui: &mut Ui, session: &mut Session) {
        session.poll();
        self.take_faces(ui.ctx());
        follow_theme(ui.ctx(), session);
        let tags = tagbar::tags(session);
        let mut deeds = keys::take(ui.ctx(), session, &tags, |key, modifiers| {
            self.inspector.keeps(key, modifiers) || self.page.keeps(key)
        });
        take_pasted(ui.ctx(), session, &mut deeds);
        take_dropped(ui.ctx(), &mut deeds);
        let focus = session.focus.take();
        self.move_focus(ui.ctx(), focus);
        let mut view = View {
            session,
            texts: &mut self.texts,
            deeds: &mut deeds,
            focus,
            wide: ui.max_rect().width() >= metrics::WIDE,
        };
        let mut parts = Parts {
            start: &mut self.start,
            sources: &mut self.sources,
            passages: &mut self.passages,
            page: &mut self.page,
            inspector: &mut self.inspector,
            open: &mut self.open,
        };
        parts.ui(ui, &mut view, &tags);
        self.dialogs.ui(ui, &mut view);
        // What a deed changes is drawn in the next frame; nothing else asks for one.
        if !deeds.is_empty() {
            ui.ctx().request_repaint();
        }
        for deed in deeds {
            copy(ui.ctx(), session, &deed);
            deed.carry_out(session);
        }
    }

    fn take_faces(&mut self, ctx: &egui::Context) {
        let Some(faces) = self.faces.as_ref().and_then(|f| f.try_recv().ok()) else {
            return;
        };
        self.faces = None;
        self.use_faces(ctx, faces);
    }

    /// Sets texts in other faces from the next pass on.
    pub fn use_faces(&mut self, ctx: &egui::Context, mut faces: Faces) {
        fonts::install(ctx, &mut faces, "en");
        self.texts.use_faces(faces);
    }

    /// F6 goes round the parts of the window.
    fn move_focus(&mut self, ctx: &egui::Context, focus: Option<Focus>) {
        let panes = [page_id(), sources::filter_id()];
        let step = match focus {
            Some(Focus::NextPane) => 1,
            Some(Focus::PreviousPane) => panes.len() - 1,
            Some(Focus::Page) => {
                self.pane = 0;
                return ctx.memory_mut(|m| m.request_focus(page_id()));
            }
            _ => return,
        };
        self.pane = (self.pane + step) % panes.len();
        ctx.memory_mut(|m| m.request_focus(panes[self.pane]));
    }
}

/// The parts of the window that keep something of their own.
struct Parts<'a> {
    start: &'a mut Start,
    sources: &'a mut Sources,
    passages: &'a mut Passages,
    page: &'a mut Page,
    inspector: &'a mut Inspector,
    open: &'a mut Open,
}

impl Parts<'_> {
    fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>, tags: &[std::sync::Arc<crate::project::Tag>]) {
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
                .show(ui, |ui| self.start.ui(ui, view));
            return;
        }
        fixed(Panel::top("top"), metrics::TOP_BAR, bar(12)).show(ui, |ui| {
            edge(ui, Side::Bottom);
            top::ui(ui, view);
        });
        fixed(Panel::bottom("status"), metrics::STATUS_BAR, bar(12)).show(ui, |ui| {
            edge(ui, Side::Top);
            status::ui(ui, view);
        });
        notices_ui(ui, view);
        self.left_ui(ui, view);
        right_ui(ui, view, self.inspector);
        egui::CentralPanel::no_frame()
            .frame(Frame::new().fill(theme.page))
            .show(ui, |ui| {
                fixed(Panel::top("tags"), metrics::TAG_BAR, bar(8)).show(ui, |ui| {
                    edge(ui, Side::Bottom);
                    tagbar::ui(ui, view, tags);
                });
                self.page.ui(ui, view);
                self.drawer_ui(ui, view);
            });
    }

    fn left_ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let theme = Theme::of(ui);
        let frame = Frame::new().fill(theme.chrome);
        let settings = &view.session.settings;
        if !settings.left_open {
            *self.open = Open::Nothing;
            return;
        }
        if !view.wide {
            fixed(Panel::left("rail"), metrics::RAIL, frame).show(ui, |ui| {
                edge(ui, Side::Right);
                rail::ui(ui, view, self.open);
            });
            return;
        }
        *self.open = Open::Nothing;
        fixed(Panel::left("left"), metrics::LEFT_PANEL, frame).show(ui, |ui| {
            edge(ui, Side::Right);
            let rect = ui.available_rect_before_wrap();
            let rows = view.session.work().map_or(0, |w| w.project().sources.len());
            // Sources take what they need, up to a bit more than half.
            let wanted = 80.0 + rows as f32 * metrics::ROW;
            let upper = wanted.clamp(160.0, (rect.height() * 0.55).max(160.0));
            let (above, below) = rect.split_top_bottom_at_y(rect.top() + upper);
            self.sources.ui(&mut child(ui, above), view);
            ui.painter()
                .hline(below.x_range(), below.top(), Stroke::new(1.0, theme.hair));
            self.passages.ui(&mut child(ui, below), view);
        });
    }

    /// What of the left panel lies open over the page, in a narrow window.
    fn drawer_ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        if *self.open == Open::Nothing {
            return;
        }
        let theme = Theme::of(ui);
        let page = ui.max_rect();
        let size = vec2(metrics::LEFT_PANEL, page.height());
        let area = egui::Area::new(Id::unique("drawer"))
            .fixed_pos(page.min)
            .order(egui::Order::Middle)
            .show(ui.ctx(), |ui| {
                let (rect, _) = ui.allocate_exact_size(size, Sense::click());
                ui.painter().rect_filled(rect, 0, theme.chrome);
                ui.painter()
                    .vline(rect.right(), rect.y_range(), Stroke::new(1.0, theme.hair));
                let mut inner = child(ui, rect);
                match self.open {
                    Open::Sources => self.sources.ui(&mut inner, view),
                    _ => {
                        self.passages.ui(&mut inner, view);
                        false
                    }
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

fn right_ui(ui: &mut Ui, view: &mut View<'_>, inspector: &mut Inspector) {
    match view.focus {
        Some(Focus::Note) => inspector.focus_note(),
        Some(Focus::Grade) => inspector.focus_grade(),
        _ => {}
    }
    if !view.session.settings.right_open {
        return;
    }
    let width = if view.wide {
        metrics::INSPECTOR
    } else {
        metrics::NARROW_INSPECTOR
    };
    let frame = Frame::new().fill(Theme::of(ui).chrome);
    fixed(Panel::right("right"), width, frame).show(ui, |ui| {
        // What the inspector holds may be wider than its panel, such as a long address; the panel stays as wide as it is.
        let rect = ui.max_rect();
        ui.expand_to_include_rect(rect);
        let session = view.session;
        let Some(work) = session.work() else { return };
        let (ids, stamp) = (session.spare_ids(), session.placeholder_stamp());
        let mut commands = Vec::new();
        inspector_ui(
            &mut child(ui, rect),
            inspector,
            view.texts,
            work,
            ids,
            &stamp,
            &mut commands,
        );
        view.deeds.extend(commands.into_iter().map(Deed::from));
        // The inspector has a ground of its own.
        edge(ui, Side::Left);
    });
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

fn follow_theme(ctx: &egui::Context, session: &Session) {
    let preference = match session.settings.dark {
        Some(true) => egui::ThemePreference::Dark,
        Some(false) => egui::ThemePreference::Light,
        None => egui::ThemePreference::System,
    };
    ctx.options_mut(|o| {
        o.fallback_theme = egui::Theme::Light;
        o.theme_preference = preference;
    });
}

/// Words pasted outside a field with Shift held make a source; the key itself never arrives, only what it pastes.
fn take_pasted(ctx: &egui::Context, session: &Session, deeds: &mut Vec<Deed>) {
    if session.ask.is_some() || ctx.text_edit_focused() || !session.applies(Named::PasteSource) {
        return;
    }
    let pasted = ctx.input(|i| {
        let paste = |e: &Event| match e {
            Event::Paste(words) if i.modifiers.shift => Some(words.clone()),
            _ => None,
        };
        i.events.iter().find_map(paste)
    });
    deeds.extend(pasted.map(Deed::Paste));
}

fn take_dropped(ctx: &egui::Context, deeds: &mut Vec<Deed>) {
    let dropped: Vec<_> = ctx.input(|i| i.raw.dropped_files.iter().map(|f| f.path().to_owned()).collect());
    if !dropped.is_empty() {
        deeds.push(Command::Files(dropped).into());
    }
}

/// Puts words on the clipboard, which only the window knows.
fn copy(ctx: &egui::Context, session: &Session, deed: &Deed) {
    let words = match deed {
        Deed::Run(Command::Named(Named::Copy)) => session.work().and_then(|work| {
            let text = work.text()?;
            Some(text.quote(work.caret.span())?.to_owned())
        }),
        _ => None,
    };
    if let Some(words) = words.filter(|w| !w.is_empty()) {
        ctx.copy_text(words);
    }
}
