//! The window: what it keeps from frame to frame, and what happens in one.

use super::damage::DamagePage;
use super::deed::Deed;
use super::dialogs::Dialogs;
use super::fonts::{self, Faces};
use super::guard::{self, Guard};
use super::inspector::Inspector;
use super::page::Page;
use super::panes::{Pane, Panes};
use super::parts::Parts;
use super::passages::Passages;
use super::rail::Open;
use super::recovery::RecoveryPage;
use super::sources::Sources;
use super::start::Start;
use super::text::TextEngine;
use super::theme::{self, metrics};
use super::view::View;
use super::{keys, tagbar};
use crate::session::{Command, Focus, Named, Session};
use eframe::egui::{self, Event, Id, Ui};
use std::sync::mpsc::Receiver;

/// Everything the window keeps from frame to frame that is not the analyst's work.
pub struct Window {
    texts: TextEngine,
    faces: Option<Receiver<Faces>>,
    start: Start,
    recovery: RecoveryPage,
    damage: DamagePage,
    sources: Sources,
    passages: Passages,
    page: Page,
    inspector: Inspector,
    dialogs: Dialogs,
    open: Open,
    panes: Panes,
    guard: Guard,
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
            recovery: RecoveryPage::default(),
            damage: DamagePage::default(),
            sources: Sources::default(),
            passages: Passages::default(),
            page: Page::default(),
            inspector: Inspector::default(),
            dialogs: Dialogs::default(),
            open: Open::default(),
            panes: Panes::default(),
            guard: Guard::default(),
        }
    }

    /// Looks for this machine's fonts, which then come in beside the embedded ones.
    pub fn use_system_fonts(&mut self, ctx: &egui::Context) {
        self.faces = Some(fonts::scan(ctx));
    }

    /// One frame: takes in what other threads have done, reads keys, draws, and does what was asked for.
    pub fn frame(&mut self, ui: &mut Ui, session: &mut Session) {
        guard::caught(|| session.poll());
        self.guard.turn_to(session.work().and_then(|work| work.source));
        self.take_faces(ui.ctx());
        follow_theme(ui.ctx(), session);
        let tags = tagbar::tags(session);
        let mut deeds = keys::take(ui.ctx(), session, &tags, |key, modifiers| {
            self.inspector.keeps(key, modifiers) || self.page.keeps(key)
        });
        if deeds.iter().any(Deed::puts_away) {
            self.keep_typed(session);
        }
        take_pasted(ui.ctx(), session, &mut deeds);
        take_dropped(ui.ctx(), &mut deeds);
        if ui.input(|i| i.events.contains(&Event::WindowFocused(true))) {
            session.look_again();
        }
        let focus = session.focus.take();
        let wide = ui.max_rect().width() >= metrics::WIDE;
        let pane = self.pane(ui.ctx(), focus);
        match focus {
            Some(Focus::SourceFilter) if !wide => self.open = Open::Sources,
            Some(Focus::PassageFilter) if !wide => self.open = Open::Passages,
            _ => {}
        }
        self.panes.clear();
        let mut view = View {
            session,
            texts: &mut self.texts,
            deeds: &mut deeds,
            focus,
            pane,
            wide,
        };
        let mut parts = Parts {
            start: &mut self.start,
            recovery: &mut self.recovery,
            damage: &mut self.damage,
            sources: &mut self.sources,
            passages: &mut self.passages,
            page: &mut self.page,
            inspector: &mut self.inspector,
            open: &mut self.open,
            panes: &mut self.panes,
            guard: &mut self.guard,
        };
        parts.ui(ui, &mut view, &tags);
        if guard::caught(|| self.dialogs.ui(ui, &mut view)).is_none() {
            // A sheet that cannot be drawn would shut the window off.
            self.dialogs = Dialogs::default();
            deeds.push(Named::Escape.into());
        }
        // What a deed changes is drawn in the next frame; nothing else asks for one.
        if !deeds.is_empty() {
            ui.ctx().request_repaint();
        }
        session.reads_at(self.page.reads_at());
        for deed in deeds {
            if !wide && self.drawer_takes(&deed, session) {
                continue;
            }
            copy(ui.ctx(), session, &deed);
            // What it had committed by then is in the outbox, and goes to the disk with the next command.
            guard::caught(|| deed.carry_out(session));
        }
    }

    /// In a narrow window the panel of sources is a drawer over the page, which the same commands open and close.
    fn drawer_takes(&mut self, deed: &Deed, session: &Session) -> bool {
        let to = match deed {
            Deed::Run(Command::Named(Named::ToggleLeft)) if self.open == Open::Nothing => Open::Sources,
            Deed::Run(Command::Named(Named::ToggleLeft)) => Open::Nothing,
            Deed::Run(Command::Named(Named::Escape))
                if session.ask.is_none() && self.open != Open::Nothing =>
            {
                Open::Nothing
            }
            _ => return false,
        };
        self.open = to;
        true
    }

    /// Keeps what is being typed in a field, as if it had been left.
    pub fn keep_typed(&mut self, session: &mut Session) {
        let kept = session.work().and_then(|work| self.inspector.keep_typed(work));
        if let Some(command) = kept {
            session.run(command);
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

    /// The area that gets the keyboard in this frame.
    fn pane(&self, ctx: &egui::Context, focus: Option<Focus>) -> Option<Pane> {
        let pane = match focus {
            Some(Focus::NextPane) => self.panes.beside(ctx, true),
            Some(Focus::PreviousPane) => self.panes.beside(ctx, false),
            Some(Focus::Page) => Some(Pane::Page),
            _ => None,
        };
        if pane == Some(Pane::Page) {
            ctx.memory_mut(|m| m.request_focus(page_id()));
        }
        pane
    }
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
