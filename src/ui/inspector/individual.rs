//! A mention of a person: who it is, in what part, and what the passage gives away.

use super::form::{Form, Sheet};
use super::row;
use super::targets::Target;
use crate::project::*;
use eframe::egui::Ui;

/// The mention of an annotation, to be changed.
fn on(annotation: &mut Annotation, change: impl FnOnce(&mut Individual)) {
    if let Body::Individual(individual) = &mut annotation.body {
        change(individual);
    }
}

/// Draws a mention.
pub(super) fn ui(ui: &mut Ui, form: &mut Form<'_>, annotation: &Annotation, individual: &Individual) {
    let mut sheet = Sheet::new(ui, form, annotation);
    sheet.reference("Person", Target::Person, individual.entity, |r, v| {
        on(r, |i| i.entity = v);
    });
    sheet.choice("Role", individual.role, |r, v| on(r, |i| i.role = v));
    let discloses: Vec<Disclosure> = individual.discloses.iter().copied().collect();
    sheet.values(
        "Discloses",
        &discloses,
        |r, v| on(r, |i| i.discloses.extend([v])),
        |r, at| on(r, |i| i.discloses.retain(|v| discloses.get(at) != Some(v))),
    );
    if let Some(entity) = form.project().entities.get(&individual.entity) {
        let mut sheet = Sheet::new(ui, form, entity.as_ref());
        sheet.choice("Protection", entity.protection, |r, v| r.protection = v);
        let count = form.project().index().mentions(entity.id);
        row::fact(ui, "Mentions", &count.to_string());
    }
}
