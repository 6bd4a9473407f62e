//! A relation: what somebody says of two entities.

use super::foot::ends;
use super::form::{Form, Sheet};
use super::picker::{Offer, Picked, Picker};
use super::remarks::with_remarks;
use super::targets::Target;
use super::{head, row};
use crate::project::*;
use eframe::egui::Ui;

/// Draws a relation.
pub(super) fn ui(ui: &mut Ui, form: &mut Form<'_>, relation: &Relation) {
    head::title_ui(ui, form, "Relation");
    let mut sheet = Sheet::new(ui, form, relation);
    sheet.reference("From", Target::Entity, relation.from, |r, v| r.from = v);
    sheet.choice("Kind", relation.kind, |r, v| r.kind = v);
    sheet.reference("To", Target::Entity, relation.to, |r, v| r.to = v);
    sheet.reference("Asserted by", Target::Entity, relation.asserted_by, |r, v| {
        r.asserted_by = v;
    });
    sheet.optional_reference("Source", Target::Source, relation.source, |r, v| r.source = v);
    sheet.optional_parsed("During", relation.during, |r, v| r.during = v);
    confidence_ui(&mut sheet);
    with_remarks(ui, form, relation, &ends!());
}

/// How confident the one is who asserts it, in the words of the scale of confidence.
fn confidence_ui(sheet: &mut Sheet<'_, '_, Relation>) {
    let label = "Confidence";
    let key = sheet.key(label);
    let terms = Scale::Confidence.values();
    let value = sheet.record.confidence.as_deref();
    let shown = value
        .and_then(|v| Scale::Confidence.term(v))
        .map_or("Not set", |t| t.words.as_str());
    let form = &mut *sheet.form;
    let picked = row::row(sheet.ui, label, |ui| {
        let picker = Picker {
            key,
            label,
            shown,
            empty: value.is_none(),
            width: ui.available_width(),
        };
        picker.ui(ui, form, |_, query| {
            let query = query.to_lowercase();
            let offer = |picked, words: &str| Offer {
                picked,
                words: words.to_owned(),
                detail: String::new(),
            };
            let values = terms
                .iter()
                .enumerate()
                .map(|(at, t)| offer(Picked::Value(at), &t.words));
            let all = values.chain([offer(Picked::Nothing, "Not set")]);
            all.filter(|o| o.words.to_lowercase().contains(&query)).collect()
        })
    });
    let value = match picked {
        Some(Picked::Value(at)) => terms.get(at).map(|t| t.value.clone()),
        Some(Picked::Nothing) => None,
        _ => return,
    };
    sheet.put(label, |r| r.confidence = value);
}
