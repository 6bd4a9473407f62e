//! A proposition: what is asserted, apart from who says it where.

use super::foot::ends;
use super::form::{Form, Sheet};
use super::grades::grade_ui;
use super::ladder::{best_evidence, ladder_ui};
use super::picker::{Offer, Picked, Picker};
use super::remarks::with_remarks;
use super::targets::Target;
use super::{head, links, row, uses};
use crate::project::*;
use eframe::egui::Ui;

/// Draws a proposition.
pub(super) fn ui(ui: &mut Ui, form: &mut Form<'_>, proposition: &Proposition) {
    head::title_ui(ui, form, "Proposition");
    let mut sheet = Sheet::new(ui, form, proposition);
    sheet.prose("Text", &proposition.text, |r, v| {
        if !v.is_empty() {
            r.text = v;
        }
    });
    sheet.optional_choice("Kind", proposition.kind, |r, v| r.kind = v);
    sheet.choice("Standing", proposition.standing, |r, v| r.standing = v);
    sheet.optional_reference("Event", Target::Event, proposition.event, |r, v| r.event = v);
    responsibility_ui(&mut sheet);
    row::hairline(ui);
    grade_ui(ui, form, "Likelihood", proposition.id, Scale::Likelihood);
    grade_ui(ui, form, "Confidence", proposition.id, Scale::Confidence);
    let mut sheet = Sheet::new(ui, form, proposition);
    sheet.optional_choice("Rung", proposition.rung, |r, v| r.rung = v);
    let (reached, editable) = (best_evidence(form.project(), proposition.id), form.editable());
    if let Some(rung) = ladder_ui(ui, proposition.rung, reached, editable) {
        Sheet::new(ui, form, proposition).put("Rung", |r| r.rung = Some(rung));
    }
    row::hairline(ui);
    links::links_ui(ui, form, proposition.id);
    uses::uses_ui(ui, form, proposition.id, "Claims");
    with_remarks(ui, form, proposition, &ends!());
}

/// The spectrum of state responsibility, in its own words; the value kept is the taxonomy's, verbatim.
fn responsibility_ui(sheet: &mut Sheet<'_, '_, Proposition>) {
    let label = "State’s part";
    let key = sheet.key(label);
    let value = sheet.record.state_responsibility.as_deref();
    let terms = state_responsibility();
    let known = terms.iter().find(|t| Some(t.value.as_str()) == value);
    let shown = known.map_or(value.unwrap_or("Not set"), |t| t.words.as_str());
    let form = &mut *sheet.form;
    let picked = row::row(sheet.ui, label, |ui| {
        let picker = Picker {
            key,
            label,
            shown,
            empty: value.is_none(),
            width: ui.available_width(),
        };
        picker.ui(ui, form, |_, query| offers(terms, &query.to_lowercase()))
    });
    let value = match picked {
        Some(Picked::Value(at)) => terms.get(at).map(|t| t.value.clone()),
        Some(Picked::Nothing) => None,
        _ => return,
    };
    sheet.put("State responsibility", |r| r.state_responsibility = value);
}

fn offers(terms: &[Term], query: &str) -> Vec<Offer> {
    let fitting = terms
        .iter()
        .enumerate()
        .filter(|(_, t)| t.words.to_lowercase().contains(query));
    let offer = |picked, words: &str| Offer {
        picked,
        words: words.to_owned(),
        detail: String::new(),
    };
    let mut offers: Vec<Offer> = fitting
        .map(|(at, t)| offer(Picked::Value(at), &t.words))
        .collect();
    if query.is_empty() {
        offers.push(offer(Picked::Nothing, "Not set"));
    }
    offers
}
