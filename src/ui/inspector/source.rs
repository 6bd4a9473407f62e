//! The card of a source: what it is, who published it, how it came to be held, and how far it can be relied on.

use super::choice::choice_ui;
use super::foot::ends;
use super::form::{Form, Sheet};
use super::grades::grade_ui;
use super::remarks::with_remarks;
use super::targets::Target;
use super::{head, links, row, uses};
use crate::project::*;
use crate::session::{Command, Named};
use crate::ui::sources::reading_state;
use eframe::egui::Ui;

/// Draws the card of a source.
pub(super) fn ui(ui: &mut Ui, form: &mut Form<'_>, source: &Source) {
    head::title_ui(
        ui,
        form,
        if source.is_held() {
            "Source"
        } else {
            "Cited source"
        },
    );
    let mut sheet = Sheet::new(ui, form, source);
    sheet.text("Title", &source.title, |r, v| r.title = v);
    sheet.choice("Kind", source.kind, |r, v| r.kind = v);
    sheet.optional_reference("Publisher", Target::Entity, source.publisher, |r, v| {
        r.publisher = v;
    });
    sheet.optional_choice("Voice", source.voice, |r, v| r.voice = v);
    sheet.optional_parsed("Published", source.published, |r, v| r.published = v);
    sheet.parsed("Language", &source.language.to_string(), |r, v| r.language = v);
    row::nothing(sheet.ui, "", &source.language.name_in_english());
    sheet.optional_text("URL", source.url.as_deref(), |r, v| r.url = v);
    row::hairline(ui);
    grade_ui(ui, form, "Reliability", source.id, Scale::SourceReliability);
    reading_ui(ui, form, source.id);
    row::hairline(ui);
    family_ui(&mut Sheet::new(ui, form, source));
    row::hairline(ui);
    held_ui(ui, form, source);
    row::hairline(ui);
    links::links_ui(ui, form, source.id);
    let other_uses = form
        .project()
        .index()
        .referring(source.id, Kind::Relation)
        .next()
        .is_some();
    if other_uses || source.capture.is_none() {
        uses::uses_ui(ui, form, source.id, "Used in");
    }
    with_remarks(ui, form, source, &ends!());
}

/// How far the analyst is with it.
fn reading_ui(ui: &mut Ui, form: &mut Form<'_>, source: SourceId) {
    let me = form.inspector.reader.unwrap_or(form.stamp.by);
    let state = reading_state(form.project(), me, source);
    let key = eframe::egui::Id::unique((source, "reading"));
    let picked = row::row(ui, "Reading", |ui| {
        let width = ui.available_width();
        choice_ui(ui, form, key, ("Reading", width), Some(state), false)
    });
    if let Some(Some(state)) = picked {
        form.commands.push(Command::Read(source, state));
    }
}

/// What it is of other sources, and what is written on it.
fn family_ui(sheet: &mut Sheet<'_, '_, Source>) {
    let source = sheet.record;
    sheet.optional_reference("Version of", Target::Source, source.version_of, |r, v| {
        r.version_of = v;
    });
    sheet.optional_reference("Part of", Target::Source, source.part_of, |r, v| r.part_of = v);
    sheet.optional_reference("Translation of", Target::Source, source.translation_of, |r, v| {
        r.translation_of = v;
    });
    sheet.optional_text("Exhibit", source.exhibit.as_deref(), |r, v| r.exhibit = v);
    sheet.optional_text("Licence", source.licence.as_deref(), |r, v| r.licence = v);
}

/// The original as it was read; facts, which nobody edits.
fn held_ui(ui: &mut Ui, form: &mut Form<'_>, source: &Source) {
    let Some(capture) = &source.capture else {
        row::sentence_ui(
            ui,
            "This source is cited: others refer to it, and its text is not held here.",
        );
        let editable = form.editable();
        if row::block(ui, |ui| {
            row::small_button(ui, Named::HoldSource.entry().title, editable).clicked()
        }) {
            form.commands.push(Named::HoldSource.into());
        }
        return;
    };
    row::heading(ui, "Original", &format!("{} bytes", capture.bytes), |_| {});
    let encoding = capture.encoding.as_deref().unwrap_or("none");
    if let Some(name) = &capture.original_name {
        row::fact(ui, "File", name);
    }
    row::fact(ui, "Type", &capture.media_type);
    row::fact(ui, "Encoding", encoding);
    row::fact(ui, "SHA-256", &capture.sha256);
    if let Some(at) = capture.at {
        row::fact(ui, "Fetched", &at.to_string());
    }
    row::fact(
        ui,
        "Read by",
        &format!("{} {}", capture.importer, capture.importer_version),
    );
    if let Some(text) = &source.text {
        row::fact(ui, "Blocks", &text.blocks.len().to_string());
    }
    if let Some(was) = source.was {
        row::fact(ui, "Was cited as", &was.to_string());
    }
    for warning in &capture.warnings {
        row::sentence_ui(ui, warning);
    }
}
