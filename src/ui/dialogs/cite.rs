//! A source that is referred to and not held: its title and kind.

use super::{end_ui, says_ui};
use crate::project::{Edtf, SourceKind};
use crate::session::Details;
use crate::ui::deed::Deed;
use crate::ui::field;
use crate::ui::theme::Theme;
use crate::ui::view::View;
use eframe::egui::{ComboBox, Id, RichText, Ui};

/// What is typed.
#[derive(Default)]
pub(super) struct Cite {
    title: String,
    kind: Option<SourceKind>,
    published: String,
    url: String,
}

impl Cite {
    pub(super) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>, fresh: bool) {
        if fresh {
            *self = Self::default();
        }
        says_ui(
            ui,
            "A cited source can be linked and graded. Its text can be added later.",
        );
        ui.add_space(8.0);
        field::label_ui(ui, "Title");
        let title = field::field_ui(ui, Id::unique("cited title"), &mut self.title, "Title", "");
        if fresh {
            title.request_focus();
        }
        ui.add_space(4.0);
        field::label_ui(ui, "Kind");
        kind_ui(ui, "cited kind", &mut self.kind);
        ui.add_space(4.0);
        field::label_ui(ui, "Published");
        let hint = "2024-09-22, 2025-03 or 2024-23";
        field::field_ui(
            ui,
            Id::unique("cited date"),
            &mut self.published,
            "Published",
            hint,
        );
        let published = date(&self.published);
        if let Err(says) = &published {
            ui.label(RichText::new(says).color(Theme::of(ui).alert));
        }
        ui.add_space(4.0);
        field::label_ui(ui, "Address");
        field::field_ui(
            ui,
            Id::unique("cited address"),
            &mut self.url,
            "Address",
            "https://…",
        );
        let enabled = !self.title.trim().is_empty() && published.is_ok();
        if end_ui(ui, view, "Cite", enabled) {
            let details = Details {
                kind: self.kind,
                published: published.ok().flatten(),
                url: some(&self.url),
                ..Details::default()
            };
            view.ask(Deed::Cite(self.title.trim().to_owned(), Box::new(details)));
        }
    }
}

/// A kind of source to pick.
pub(super) fn kind_ui(ui: &mut Ui, salt: &str, kind: &mut Option<SourceKind>) {
    let shown = kind.map_or("Other", sentence_case);
    ComboBox::from_id_salt(salt)
        .selected_text(shown)
        .width(180.0)
        .show_ui(ui, |ui| {
            for one in SourceKind::ALL {
                ui.selectable_value(kind, Some(*one), sentence_case(*one));
            }
        })
        .response
        .accessible_name("Kind");
}

fn sentence_case(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Post => "Post",
        SourceKind::Report => "Report",
        SourceKind::Article => "Article",
        SourceKind::Indictment => "Indictment",
        SourceKind::Notice => "Notice",
        SourceKind::Statement => "Statement",
        SourceKind::Advisory => "Advisory",
        SourceKind::Message => "Message",
        SourceKind::Other => "Other",
    }
}

/// A date as typed: nothing, a date, or a sentence that says what is wrong.
pub(super) fn date(typed: &str) -> Result<Option<Edtf>, String> {
    some(typed)
        .map(|date| date.parse::<Edtf>().map_err(|e| e.to_string()))
        .transpose()
}

/// What was typed, if anything was.
pub(super) fn some(typed: &str) -> Option<String> {
    Some(typed.trim().to_owned()).filter(|t| !t.is_empty())
}
