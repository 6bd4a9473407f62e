//! What an export carries of the texts, how it is marked, and whom it shows: asked once more where it shows protected
//! people.

use super::{beside_ui, end_ui, says_ui};
use crate::project::naming::counted;
use crate::project::{Marking, Pap, Texts, Tlp};
use crate::protect::{Options, Report, says_less};
use crate::storage::project_name;
use crate::ui::button::Button;
use crate::ui::deed::Deed;
use crate::ui::picker::Picker;
use crate::ui::text::TextStyle;
use crate::ui::theme::{Theme, metrics};
use crate::ui::view::View;
use crate::ui::{field, fonts, icon};
use eframe::egui::{ComboBox, Frame, Id, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};
use std::path::PathBuf;

/// What is chosen.
#[derive(Default)]
pub(super) struct Export {
    path: String,
    texts: Texts,
    marking: Marking,
    /// What the gate would do with these choices; asked again when they change, since it goes through the whole project.
    report: Option<(Texts, Marking, Report)>,
    /// The names of the protected people it would show, in order.
    people: Vec<String>,
    /// Whether it was confirmed that protected people are shown.
    confirmed: bool,
    picker: Picker,
}

impl Export {
    pub(super) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>, fresh: bool) {
        if fresh {
            self.begin(view);
        }
        says_ui(
            ui,
            "JSON in the shared schema 1.0. It is checked before it appears under its name.",
        );
        ui.add_space(8.0);
        field::label_ui(ui, "Texts");
        ui.horizontal(|ui| {
            for (texts, words) in [
                (Texts::Full, "Whole texts"),
                (Texts::Quotes, "Quotes only"),
                (Texts::None, "None"),
            ] {
                ui.radio_value(&mut self.texts, texts, words);
            }
        });
        let says = match self.texts {
            Texts::Full => "Can be imported again.",
            Texts::Quotes | Texts::None => "For readers; it cannot be imported again.",
        };
        says_ui(ui, says);
        ui.add_space(4.0);
        field::label_ui(ui, "Marking");
        self.marking_ui(ui);
        if let Some(work) = view.session.work() {
            for says in says_less(self.marking, work.project().about().marking) {
                says_ui(ui, &says);
            }
        }
        self.ask_gate(view);
        self.report_ui(ui, view);
        ui.add_space(4.0);
        self.place_ui(ui);
        let shown = self.report.as_ref().map_or(0, |(.., report)| report.shown.len());
        let ready = !self.path.trim().is_empty() && (shown == 0 || self.confirmed);
        if end_ui(ui, view, "Export", ready) {
            let options = self.options();
            view.ask(Deed::Export(PathBuf::from(self.path.trim()), options));
        }
    }

    fn begin(&mut self, view: &View<'_>) {
        let Some(work) = view.session.work() else { return };
        let about = work.project().about();
        let beside = view.session.store().path().map(|p| {
            let name = format!("{}.json", project_name(p));
            p.with_file_name(name).display().to_string()
        });
        *self = Self {
            path: beside.unwrap_or_default(),
            texts: about.texts,
            marking: about.marking,
            ..Self::default()
        };
    }

    fn options(&self) -> Options {
        Options {
            marking: Some(self.marking),
            texts: Some(self.texts),
            ..Options::default()
        }
    }

    fn ask_gate(&mut self, view: &View<'_>) {
        let known = self
            .report
            .as_ref()
            .is_some_and(|(t, m, _)| *t == self.texts && *m == self.marking);
        if !known {
            let report = view.session.outgoing(&self.options()).map(|o| o.report().clone());
            self.people = report.as_ref().map_or_else(Vec::new, |r| names(view, r));
            self.report = report.map(|report| (self.texts, self.marking, report));
            self.confirmed = false;
        }
    }

    fn marking_ui(&mut self, ui: &mut Ui) {
        let name = |tag: Option<String>| tag.unwrap_or_else(|| "Not marked".into());
        ui.horizontal(|ui| {
            ComboBox::from_id_salt("tlp")
                .selected_text(name(self.marking.tlp.map(|t| t.tag().to_uppercase())))
                .show_ui(ui, |ui| {
                    ui.selectable_value(&mut self.marking.tlp, None, "Not marked");
                    for tlp in Tlp::ALL {
                        ui.selectable_value(&mut self.marking.tlp, Some(*tlp), tlp.tag().to_uppercase());
                    }
                })
                .response
                .accessible_name("TLP");
            ComboBox::from_id_salt("pap")
                .selected_text(name(self.marking.pap.map(|p| p.tag().to_uppercase())))
                .show_ui(ui, |ui| {
                    ui.selectable_value(&mut self.marking.pap, None, "Not marked");
                    for pap in Pap::ALL {
                        ui.selectable_value(&mut self.marking.pap, Some(*pap), pap.tag().to_uppercase());
                    }
                })
                .response
                .accessible_name("PAP");
        });
    }

    /// What is left out, and whom the export shows.
    fn report_ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let theme = Theme::of(ui);
        let Some((.., report)) = &self.report else { return };
        if !report.left_out.is_empty() {
            let parts: Vec<String> = report
                .left_out
                .iter()
                .map(|(kind, n)| counted(*kind, *n))
                .collect();
            says_ui(ui, &format!("Left out as marked stricter: {}.", parts.join(", ")));
        }
        let shown = report.shown.len();
        if shown == 0 {
            return;
        }
        ui.add_space(4.0);
        Frame::new()
            .fill(theme.caution_bg)
            .corner_radius(metrics::RADIUS)
            .inner_margin(10)
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.horizontal(|ui| {
                    ui.label(fonts::icon(icon::SHIELD_WARNING, metrics::ICON).color(theme.caution));
                    let people = if shown == 1 {
                        "1 protected person".into()
                    } else {
                        format!("{shown} protected people")
                    };
                    let says = format!("This export shows {people} by name.");
                    ui.label(
                        RichText::new(says)
                            .font(fonts::medium(metrics::UI_SIZE))
                            .color(theme.caution),
                    );
                });
                people_ui(ui, view, &self.people);
                ui.checkbox(&mut self.confirmed, "Export with these names");
            });
    }

    fn place_ui(&mut self, ui: &mut Ui) {
        field::label_ui(ui, "Path");
        let browse = Button::new("Browse…")
            .icon(icon::FOLDER_OPEN)
            .enabled(!self.picker.is_open());
        let (_, browsed) = beside_ui(ui, browse, |ui| {
            field::field_ui(ui, Id::unique("export path"), &mut self.path, "Path", "")
        });
        if browsed {
            self.picker.open(ui.ctx(), crate::session::Picking::Export);
        }
        if let Some(path) = self.picker.answer().and_then(|paths| paths.into_iter().next()) {
            self.path = path.display().to_string();
        }
    }
}

/// The names of the protected people that an export shows.
fn names(view: &View<'_>, report: &Report) -> Vec<String> {
    let entities = view.session.work().map(|work| &work.project().entities);
    let named = report
        .shown
        .iter()
        .filter_map(|id| Some(entities?.get(id)?.name.clone()));
    let mut names: Vec<String> = named.collect();
    names.sort();
    names
}

/// Who is shown, one a row.
fn people_ui(ui: &mut Ui, view: &mut View<'_>, people: &[String]) {
    const ROW: f32 = 20.0;
    let height = ROW * people.len().min(5) as f32;
    ScrollArea::vertical()
        .id_salt("people shown")
        .max_height(height)
        .min_scrolled_height(height)
        .auto_shrink([false, true])
        .show_rows(ui, ROW, people.len(), |ui, range| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for name in &people[range] {
                let (rect, row) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
                row.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, name));
                let ink = Theme::of(ui).text;
                view.source_text(ui, rect, name, &TextStyle::label("und"), ink);
            }
        });
}
