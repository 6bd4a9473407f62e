//! The window as eframe runs it.

use super::run::Wake;
use super::window::Window;
use crate::session::{Named, Session};
use eframe::egui::{self, ViewportCommand};
use std::path::Path;

/// A session and the window that shows it.
pub struct App {
    session: Session,
    window: Window,
    wake: Wake,
    title: String,
}

impl App {
    /// An app over a session. `wake` tells it to end.
    pub fn new(ctx: &egui::Context, session: Session, wake: Wake) -> Self {
        let mut window = Window::new(ctx);
        window.use_system_fonts(ctx);
        Self {
            session,
            window,
            wake,
            title: String::new(),
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        if self.wake.ends() {
            // Whatever cannot be saved is in the history, and nobody is there to be asked.
            self.window.keep_typed(&mut self.session);
            self.session.end();
            self.session.quit = true;
            ctx.send_viewport_cmd(ViewportCommand::Close);
        } else if !self.session.quit && ctx.input(|i| i.viewport().close_requested()) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.window.keep_typed(&mut self.session);
            self.session.run(Named::Quit.into());
            ctx.request_repaint();
        }
        // Nothing is drawn until then, unless there is another reason to.
        if let Some(wait) = self.session.idle() {
            ctx.request_repaint_after(wait);
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let size = ui.max_rect().size();
        self.session.settings.layout.window = Some((size.x, size.y));
        self.window.frame(ui, &mut self.session);
        // A project that was left in a window of another size is found again in it. A window that fills the screen does.
        if let Some((width, height)) = self.session.resize.take() {
            let fills =
                ui.input(|i| i.viewport().maximized == Some(true) || i.viewport().fullscreen == Some(true));
            if !fills {
                ui.send_viewport_cmd(ViewportCommand::InnerSize(egui::vec2(width, height)));
            }
        }
        let title = self.session.work().map_or("Onus".to_owned(), |work| {
            // Two copies of a project have one title.
            let file = self.session.store().path().and_then(Path::file_name);
            let file = file.map_or_else(String::new, |name| format!(" — {}", name.to_string_lossy()));
            format!("{}{file} — Onus", work.project().about().title)
        });
        if title != self.title {
            ui.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
        if self.session.quit {
            ui.send_viewport_cmd(ViewportCommand::Close);
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.window.keep_typed(&mut self.session);
        // Where the window system closes the window without asking, what is not in the file yet is written all the same.
        self.session.end();
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}
