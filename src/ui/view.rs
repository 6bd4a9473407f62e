//! What every part of the window is handed to draw itself.

use super::button;
use super::deed::Deed;
use super::keys;
use super::panes::Pane;
use super::text::{TextEngine, TextStyle};
use crate::session::{Focus, Named, Session};
use eframe::egui::{Color32, Rect, Response, Ui, pos2};

/// The session to read, the engine that sets what comes from sources, and where deeds are put.
pub(crate) struct View<'a> {
    /// What is shown.
    pub session: &'a Session,
    /// Sets words of sources.
    pub texts: &'a mut TextEngine,
    /// What is to be done after drawing.
    pub deeds: &'a mut Vec<Deed>,
    /// The part that is to get the keyboard in this frame.
    pub focus: Option<Focus>,
    /// The area that gets the keyboard in this frame.
    pub pane: Option<Pane>,
    /// Whether the window has room for all three columns.
    pub wide: bool,
}

impl View<'_> {
    /// Asks for something to be done.
    pub(crate) fn ask(&mut self, deed: impl Into<Deed>) {
        self.deeds.push(deed.into());
    }

    /// One line of a source, such as its title or a quote, cut with … where `rect` ends; in the middle of its height.
    /// Every word that comes from a source into the chrome passes here.
    pub(crate) fn source_text(&mut self, ui: &Ui, rect: Rect, words: &str, style: &TextStyle, ink: Color32) {
        let style = TextStyle {
            elided: true,
            ..*style
        }
        .wide(rect.width().max(8.0));
        // More can never be seen in a row, and a claim may be a page long.
        let end = words.char_indices().nth(240).map_or(words.len(), |(at, _)| at);
        let laid = self.texts.layout(&words[..end], &style);
        let left = if laid.is_rtl() {
            (rect.right() - laid.size().x).max(rect.left())
        } else {
            rect.left()
        };
        let at = pos2(left, rect.center().y - laid.height() / 2.0);
        self.texts.paint(
            &ui.painter()
                .with_clip_rect(rect.expand(2.0).intersect(ui.clip_rect())),
            at,
            &laid,
            ink,
        );
    }

    /// A command as an icon alone, with its title and key as tooltip.
    pub(crate) fn icon_ui(&mut self, ui: &mut Ui, named: Named, icon: &str) -> Response {
        self.icon_on_ui(ui, named, icon, false)
    }

    /// As `icon_ui`, shown as switched on.
    pub(crate) fn icon_on_ui(&mut self, ui: &mut Ui, named: Named, icon: &str, on: bool) -> Response {
        let entry = named.entry();
        let response = button::icon_ui(ui, icon, entry.title, self.session.applies(named), on);
        if response.clicked() {
            self.ask(named);
        }
        match keys::shown(named) {
            Some(key) => response.on_hover_text(button::key_label(key)),
            None => response,
        }
    }
}
