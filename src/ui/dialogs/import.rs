//! Texts about to be read in: their titles, their encodings, and how they then read.

use super::cite::{date, kind_ui, some};
use super::{end_ui, says_ui};
use crate::read::Encoding;
use crate::session::{Details, Pending};
use crate::ui::deed::Deed;
use crate::ui::text::TextStyle;
use crate::ui::theme::{Theme, metrics};
use crate::ui::view::View;
use crate::ui::{button, field, icon, row};
use eframe::egui::{Align, ComboBox, Id, Layout, Rect, RichText, ScrollArea, Sense, Ui, UiBuilder, vec2};

/// Which text is looked at, and what is typed of it.
#[derive(Default)]
pub(super) struct Import {
    at: usize,
    date: String,
    url: String,
    title: String,
    /// Which text the fields are of.
    of: Option<usize>,
    /// Whether something typed cannot be taken.
    wrong: bool,
}

/// So many code points of a text are previewed; enough to see a wrong encoding.
const PREVIEW: usize = 1500;

impl Import {
    pub(super) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>, fresh: bool) {
        if fresh {
            *self = Self::default();
        }
        let importing = &view.session.importing;
        let (count, reading) = (importing.pending.len(), importing.reading);
        self.at = self.at.min(count.saturating_sub(1));
        if reading > 0 {
            says_ui(ui, &format!("Reading… {reading} to go"));
        } else if count == 0 {
            says_ui(ui, "There is nothing left to read in.");
        }
        let session = view.session;
        self.wrong = false;
        if count > 1 {
            self.list_ui(ui, view, &session.importing.pending);
        }
        if let Some(pending) = session.importing.pending.get(self.at) {
            self.one_ui(ui, view, pending);
        }
        let deed = if count == 1 {
            "Add this source".to_owned()
        } else {
            format!("Add {count} sources")
        };
        if end_ui(ui, view, &deed, count > 0 && reading == 0 && !self.wrong) {
            view.ask(Deed::Import);
        }
    }

    fn list_ui(&mut self, ui: &mut Ui, view: &mut View<'_>, pending: &[Pending]) {
        ui.spacing_mut().item_spacing.y = 0.0;
        let height = metrics::ROW * pending.len().min(4) as f32;
        ScrollArea::vertical()
            .id_salt("pending")
            .max_height(height)
            .auto_shrink(false)
            .show_rows(ui, metrics::ROW, pending.len(), |ui, range| {
                for n in range {
                    let name = shown_title(&pending[n]);
                    let (rect, response) = row::row_ui(ui, metrics::ROW, n == self.at, &name);
                    let room = rect.shrink2(vec2(8.0, 0.0));
                    let theme = Theme::of(ui);
                    let aside = row::aside(ui, room.right_center(), pending[n].encoding.title());
                    let title = Rect::from_min_max(room.min, room.max - vec2(aside + 8.0, 0.0));
                    view.source_text(
                        ui,
                        title,
                        &name,
                        &TextStyle::label(&language(&pending[n])),
                        theme.text,
                    );
                    if response.clicked() {
                        self.at = n;
                    }
                }
            });
        ui.add_space(8.0);
    }

    fn one_ui(&mut self, ui: &mut Ui, view: &mut View<'_>, pending: &Pending) {
        let n = self.at;
        if self.of != Some(n) {
            let details = &pending.details;
            self.of = Some(n);
            self.title = details.title.clone().unwrap_or_else(|| shown_title(pending));
            self.date = details
                .published
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default();
            self.url = details.url.clone().unwrap_or_default();
        }
        let mut details = pending.details.clone();
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.columns_const(|[left, right]| {
            field::label_ui(left, "Title");
            field::field_ui(left, Id::unique("import title"), &mut self.title, "Title", "");
            field::label_ui(right, "Address");
            field::field_ui(
                right,
                Id::unique("import address"),
                &mut self.url,
                "Address",
                "https://…",
            );
            field::label_ui(left, "Published");
            let hint = "2024-09-22, 2025-03 or 2024-23";
            field::field_ui(left, Id::unique("import date"), &mut self.date, "Published", hint);
            field::label_ui(right, "Kind");
            kind_ui(right, "import kind", &mut details.kind);
        });
        details.title = some(&self.title);
        details.url = some(&self.url);
        match date(&self.date) {
            Ok(date) => details.published = date,
            Err(says) => {
                self.wrong = true;
                ui.label(RichText::new(says).color(Theme::of(ui).alert));
            }
        }
        ui.add_space(4.0);
        self.encoding_ui(ui, view, pending);
        for says in &pending.document.warnings {
            ui.label(RichText::new(says).color(Theme::of(ui).caution));
        }
        preview_ui(ui, view, pending);
        if details != pending.details {
            view.ask(Deed::Detail(n, Box::new(details)));
        }
    }

    fn encoding_ui(&mut self, ui: &mut Ui, view: &mut View<'_>, pending: &Pending) {
        let n = self.at;
        ui.horizontal(|ui| {
            field::label_ui(ui, "Encoding");
            let mut encoding = pending.encoding;
            ComboBox::from_id_salt("encoding")
                .selected_text(encoding.title())
                .width(260.0)
                .height(320.0)
                .show_ui(ui, |ui| {
                    for one in Encoding::ALL {
                        ui.selectable_value(&mut encoding, *one, one.title());
                    }
                })
                .response
                .accessible_name("Encoding");
            if encoding != pending.encoding {
                view.ask(Deed::Reread(n, encoding));
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if view.session.importing.pending.len() > 1
                    && button::icon_ui(ui, icon::X, "Leave this text out", true, false).clicked()
                {
                    view.ask(Deed::LeaveOut(n));
                    self.of = None;
                }
            });
        });
    }
}

/// How the text reads by the encoding chosen.
fn preview_ui(ui: &mut Ui, view: &mut View<'_>, pending: &Pending) {
    let theme = Theme::of(ui);
    let text = &pending.document.text;
    let end = text.char_indices().nth(PREVIEW).map_or(text.len(), |(at, _)| at);
    let room = ui.ctx().content_rect().height();
    let height = (room - 480.0).clamp(120.0, 260.0);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    response.widget_info(|| {
        eframe::egui::WidgetInfo::labeled(
            eframe::egui::Role::Label,
            true,
            format!("Preview: {}", &text[..end]),
        )
    });
    ui.painter().rect_filled(rect, metrics::RADIUS, theme.page);
    let stroke = eframe::egui::Stroke::new(1.0, theme.hair);
    ui.painter()
        .rect_stroke(rect, metrics::RADIUS, stroke, eframe::egui::StrokeKind::Inside);
    let mut child = ui.new_child(UiBuilder::new().max_rect(rect.shrink(10.0)));
    ScrollArea::vertical()
        .id_salt("preview")
        .auto_shrink(false)
        .show(&mut child, |ui| {
            let style = TextStyle::quote(&language(pending)).wide(rect.width() - 32.0);
            let laid = view.texts.layout(&text[..end], &style);
            let (at, _) = ui.allocate_exact_size(vec2(ui.available_width(), laid.height()), Sense::hover());
            view.texts.paint(ui.painter(), at.min, &laid, theme.text);
        });
}

fn shown_title(pending: &Pending) -> String {
    let Details { title, .. } = &pending.details;
    title
        .clone()
        .or_else(|| pending.document.title.clone())
        .or_else(|| pending.name.clone())
        .unwrap_or_else(|| "Pasted text".into())
}

fn language(pending: &Pending) -> String {
    pending
        .document
        .language
        .as_ref()
        .map_or("und".into(), ToString::to_string)
}
