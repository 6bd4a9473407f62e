//! Evidence: what it is, who can check it, how high it reaches, and the observables in it.

use super::form::{Form, Sheet};
use super::ladder::ladder_ui;
use super::list::{remove_at, remove_button};
use super::row;
use super::targets::Target;
use crate::project::*;
use eframe::egui::Ui;

/// The evidence of an annotation, to be changed.
fn on(annotation: &mut Annotation, change: impl FnOnce(&mut Evidence)) {
    if let Body::Evidence(evidence) = &mut annotation.body {
        change(evidence);
    }
}

/// Draws evidence.
pub(super) fn ui(ui: &mut Ui, form: &mut Form<'_>, annotation: &Annotation, evidence: &Evidence) {
    let mut sheet = Sheet::new(ui, form, annotation);
    sheet.optional_choice("Class", evidence.class, |r, v| on(r, |e| e.class = v));
    sheet.optional_choice("Availability", evidence.availability, |r, v| {
        on(r, |e| e.availability = v);
    });
    sheet.optional_parsed("Observed", evidence.observed, |r, v| on(r, |e| e.observed = v));
    sheet.optional_reference("Same as", Target::Evidence, evidence.same_as, |r, v| {
        on(r, |e| e.same_as = v);
    });
    indicators_ui(&mut sheet, evidence);
    sheet.optional_choice("Rung", evidence.rung, |r, v| on(r, |e| e.rung = v));
    let editable = form.editable();
    if let Some(rung) = ladder_ui(ui, None, evidence.rung, editable) {
        Sheet::new(ui, form, annotation).put("Rung", |r| on(r, |e| e.rung = Some(rung)));
    }
}

fn indicators_ui(sheet: &mut Sheet<'_, '_, Annotation>, evidence: &Evidence) {
    let editable = sheet.form.editable();
    for (at, indicator) in evidence.indicators.iter().enumerate() {
        let number = at + 1;
        sheet.text(&format!("Type {number}"), &indicator.r#type, move |r, v| {
            on(r, |e| {
                if let Some(i) = e.indicators.get_mut(at) {
                    i.r#type = v;
                }
            });
        });
        sheet.text(&format!("Value {number}"), &indicator.value, move |r, v| {
            on(r, |e| {
                if let Some(i) = e.indicators.get_mut(at) {
                    i.value = v;
                }
            });
        });
        let removed = row::row(sheet.ui, "", |ui| {
            remove_button(ui, &format!("indicator {number}"), editable)
        });
        if removed {
            sheet.put("Indicators", |r| on(r, |e| remove_at(&mut e.indicators, at)));
        }
    }
    let label = if evidence.indicators.is_empty() {
        "Indicators"
    } else {
        ""
    };
    if row::row(sheet.ui, label, |ui| {
        row::small_button(ui, "Add indicator", editable).clicked()
    }) {
        let (r#type, value) = ("domain-name".to_owned(), "example.org".to_owned());
        sheet.put("Indicators", |r| {
            on(r, |e| e.indicators.push(Indicator { r#type, value }));
        });
    }
}
