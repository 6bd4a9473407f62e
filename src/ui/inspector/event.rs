//! An event: what it was, when, where, and who took part.

use super::foot::ends;
use super::form::{Form, Sheet};
use super::list::remove_at;
use super::remarks::with_remarks;
use super::targets::Target;
use super::{head, links, row, uses};
use crate::project::*;
use eframe::egui::Ui;

/// Draws an event.
pub(super) fn ui(ui: &mut Ui, form: &mut Form<'_>, event: &Event) {
    head::title_ui(ui, form, "Event");
    let mut sheet = Sheet::new(ui, form, event);
    sheet.text("Name", &event.name, |r, v| r.name = v);
    sheet.choice("Kind", event.kind, |r, v| r.kind = v);
    sheet.optional_parsed("Occurred", event.occurred, |r, v| r.occurred = v);
    sheet.optional_parsed("Discovered", event.discovered, |r, v| r.discovered = v);
    sheet.optional_parsed("Disclosed", event.disclosed, |r, v| r.disclosed = v);
    sheet.optional_text("Place", event.place.as_deref(), |r, v| r.place = v);
    let participants: Vec<(Id, ParticipantRole)> =
        event.participants.iter().map(|p| (p.entity, p.role)).collect();
    sheet.roles(
        "Participant",
        Target::Entity,
        &participants,
        |r, at, role| {
            if let Some(p) = r.participants.get_mut(at) {
                p.role = role;
            }
        },
        |r, entity| {
            r.participants.push(Participant {
                entity,
                role: ParticipantRole::Actor,
            });
        },
        |r, at| remove_at(&mut r.participants, at),
    );
    row::hairline(ui);
    links::links_ui(ui, form, event.id);
    uses::uses_ui(ui, form, event.id, "Propositions");
    with_remarks(ui, form, event, &ends!());
}
