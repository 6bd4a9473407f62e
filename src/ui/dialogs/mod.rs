//! The sheets over the window, one for each question of the session. A sheet keeps what is typed in it and asks for a
//! deed; `Escape` and a click beside it leave everything as it is.

mod cite;
mod delete;
mod export;
mod foreign;
mod handle;
mod import;
mod paste;
mod path;
mod retag;
mod unsaved;

use super::button::Button;
use super::theme::{Theme, metrics};
use super::view::View;
use super::{fonts, help, palette};
use crate::session::{Ask, Named, Picking, Theirs};
use eframe::egui::{Align, Frame, Id, Key, Layout, Modal, Response, RichText, Ui, vec2};

/// What is typed in the sheets.
#[derive(Default)]
pub(crate) struct Dialogs {
    asked: Option<Ask>,
    palette: palette::Palette,
    handle: String,
    path: path::Path,
    paste: String,
    cite: cite::Cite,
    import: import::Import,
    export: export::Export,
    foreign: foreign::Foreign,
}

impl Dialogs {
    /// Draws the sheet of the open question, if there is one.
    pub(crate) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let fresh = self.asked != view.session.ask;
        self.asked.clone_from(&view.session.ask);
        let Some(ask) = self.asked.clone() else { return };
        if fresh {
            // What lies behind the sheet lets go of the keyboard.
            ui.memory_mut(|m| m.focused().inspect(|id| m.surrender_focus(*id)));
        }
        let (title, width) = title(&ask, view.session.merging().theirs());
        let theme = Theme::of(ui);
        let frame = Frame::new()
            .fill(theme.raised)
            .corner_radius(metrics::SHEET_RADIUS)
            .shadow(theme.shadow)
            .inner_margin(16);
        let room = ui.ctx().content_rect().width() - 64.0;
        let sheet = Modal::new(Id::unique(("sheet", title)))
            .frame(frame)
            .backdrop_color(theme.scrim)
            .show(ui.ctx(), |ui| {
                ui.set_width(width.min(room));
                if ask != Ask::Palette {
                    ui.label(RichText::new(title).font(fonts::semibold(metrics::TITLE_SIZE)));
                    ui.add_space(8.0);
                }
                self.content_ui(ui, view, &ask, fresh);
            });
        if sheet.backdrop_response.clicked() {
            view.ask(Named::Escape);
        }
    }

    fn content_ui(&mut self, ui: &mut Ui, view: &mut View<'_>, ask: &Ask, fresh: bool) {
        match ask {
            Ask::Handle => handle::ui(ui, view, &mut self.handle, fresh),
            Ask::Path(picking) => self.path.ui(ui, view, *picking, fresh),
            Ask::Paste => paste::ui(ui, view, &mut self.paste, fresh),
            Ask::Cite => self.cite.ui(ui, view, fresh),
            Ask::Import => self.import.ui(ui, view, fresh),
            Ask::Export => self.export.ui(ui, view, fresh),
            Ask::Foreign => self.foreign.ui(ui, view, fresh),
            Ask::Delete { ids, counts } => delete::ui(ui, view, ids, counts),
            Ask::ChangeTag => retag::ui(ui, view),
            Ask::Unsaved(leaving) => unsaved::ui(ui, view, *leaving, fresh),
            Ask::Palette => self.palette.ui(ui, view, fresh),
            Ask::Help => help::ui(ui),
        }
    }
}

/// What a sheet is called, and how wide it is. What is merged may be a copy.
fn title(ask: &Ask, theirs: &Theirs) -> (&'static str, f32) {
    match ask {
        Ask::Handle => ("Who works here", 400.0),
        Ask::Path(Picking::Open) => ("Open", 520.0),
        Ask::Path(Picking::Sources) => ("Add a source", 520.0),
        Ask::Path(Picking::NewProject) => ("New project", 520.0),
        Ask::Path(Picking::SaveAs) => ("Save as", 520.0),
        Ask::Path(Picking::Export) => ("Export to", 520.0),
        Ask::Path(Picking::Hold) => ("Add the text of this cited source", 520.0),
        Ask::Paste => ("Paste text as a source", 600.0),
        Ask::Cite => ("Cite a source", 480.0),
        Ask::Import => ("Add sources", 760.0),
        Ask::Export => ("Export", 520.0),
        Ask::Foreign => (
            match theirs {
                Theirs::File => "The file was changed by somebody else",
                Theirs::Copy(_) => "A copy of this project has other edits",
                Theirs::History => "The history has edits that the file has not",
            },
            640.0,
        ),
        Ask::Delete { .. } => ("Delete", 420.0),
        Ask::ChangeTag => ("Change tag", 300.0),
        Ask::Unsaved(_) => ("Not everything is in the file", 520.0),
        Ask::Palette => ("", 560.0),
        Ask::Help => ("Help and keys", 760.0),
    }
}

/// The line that ends a sheet: cancel, and what the sheet is there for. Returns whether that was chosen, which Enter does
/// too, in a field of one line and where nothing has the keyboard. It stands last in its sheet, as a field that Enter
/// was pressed in has let go of the keyboard by then.
fn end_ui(ui: &mut Ui, view: &mut View<'_>, deed: &str, enabled: bool) -> bool {
    let free = ui.memory(|m| m.focused().is_none());
    let mut done = free && enabled && ui.input(|i| i.key_pressed(Key::Enter));
    ui.add_space(12.0);
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), metrics::CONTROL + 4.0),
        Layout::right_to_left(Align::Center),
        |ui| {
            done |= Button::new(deed).main().enabled(enabled).ui(ui).clicked();
            if Button::new("Cancel").ui(ui).clicked() {
                view.ask(Named::Escape);
            }
        },
    );
    done
}

/// A field with a button at its right, which the keyboard reaches after it. Returns whether that was clicked too.
fn beside_ui(ui: &mut Ui, button: Button<'_>, field: impl FnOnce(&mut Ui) -> Response) -> (Response, bool) {
    ui.horizontal(|ui| {
        let room = ui.available_width() - button.width(ui) - ui.spacing().item_spacing.x;
        let size = vec2(room, metrics::CONTROL);
        let layout = Layout::top_down(Align::Min);
        let field = ui.allocate_ui_with_layout(size, layout, field).inner;
        (field, button.ui(ui).clicked())
    })
    .inner
}

/// A muted sentence.
fn says_ui(ui: &mut Ui, says: &str) {
    let theme = Theme::of(ui);
    ui.label(RichText::new(says).color(theme.muted));
}
