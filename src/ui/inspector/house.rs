//! What belongs to the project itself: its tags, its analysts, and the record about it.

use super::foot::ends;
use super::form::{Form, Sheet};
use super::list::{remove_at, remove_button};
use super::remarks::with_remarks;
use super::targets::Target;
use super::{head, row};
use crate::project::*;
use eframe::egui::Ui;

/// Draws a tag of the codebook. The built-in ones keep their name, letter, key and colour.
pub(super) fn tag_ui(ui: &mut Ui, form: &mut Form<'_>, tag: &Tag) {
    head::title_ui(ui, form, "Tag");
    let mut sheet = Sheet::new(ui, form, tag);
    sheet.text("Name", &tag.name, |r, v| r.name = v);
    sheet.text("Letter", &tag.letter, |r, v| r.letter = v);
    sheet.optional_text("Key", Some(&tag.key), |r, v| r.key = v.unwrap_or_default());
    sheet.choice("Colour", tag.colour, |r, v| r.colour = v);
    row::hairline(sheet.ui);
    sheet.prose("Definition", &tag.definition, |r, v| r.definition = v);
    sheet.prose("Include", &tag.include, |r, v| r.include = v);
    sheet.prose("Exclude", &tag.exclude, |r, v| r.exclude = v);
    sheet.optional_reference("Example", Target::Passage, tag.example, |r, v| r.example = v);
    sheet.parsed("Version", &tag.version.to_string(), |r, v: u32| {
        r.version = v.max(1);
    });
    with_remarks(ui, form, tag, &ends!());
}

/// Draws an analyst. The handle of others is theirs.
pub(super) fn analyst_ui(ui: &mut Ui, form: &mut Form<'_>, analyst: &Analyst) {
    head::title_ui(ui, form, "Analyst");
    let mut sheet = Sheet::new(ui, form, analyst);
    sheet.text("Handle", &analyst.handle, |r, v| r.handle = v);
    sheet.choice("Kind", analyst.kind, |r, v| r.kind = v);
}

/// Draws the record about the project.
pub(super) fn project_ui(ui: &mut Ui, form: &mut Form<'_>, about: &About) {
    head::title_ui(ui, form, "Project");
    let mut sheet = Sheet::new(ui, form, about);
    sheet.text("Title", &about.title, |r, v| r.title = v);
    sheet.prose(
        "Description",
        about.description.as_deref().unwrap_or_default(),
        |r, v| {
            r.description = (!v.is_empty()).then_some(v);
        },
    );
    sheet.parsed("Language", &about.language.to_string(), |r, v| r.language = v);
    sheet.optional_text("Licence", about.licence.as_deref(), |r, v| r.licence = v);
    sheet.choice("Texts", about.texts, |r, v| r.texts = v);
    sheet.optional_choice("TLP", about.marking.tlp, |r, v| r.marking.tlp = v);
    sheet.optional_choice("PAP", about.marking.pap, |r, v| r.marking.pap = v);
    row::hairline(sheet.ui);
    questions_ui(&mut sheet);
}

/// What the project wants to know.
fn questions_ui(sheet: &mut Sheet<'_, '_, About>) {
    let editable = sheet.form.editable();
    let mut add = false;
    let count = sheet.record.questions.len();
    row::heading(sheet.ui, "Questions", "", |ui| {
        add = row::small_button(ui, "Add question", editable).clicked();
    });
    for (at, question) in sheet.record.questions.iter().enumerate() {
        let label = format!("Question {}", at + 1);
        sheet.prose(&label, question, move |r, v| {
            if let Some(q) = r.questions.get_mut(at)
                && !v.is_empty()
            {
                *q = v;
            }
        });
        let name = format!("question {}", at + 1);
        if row::row(sheet.ui, "", |ui| remove_button(ui, &name, editable)) {
            sheet.put("Questions", |r| remove_at(&mut r.questions, at));
        }
    }
    if add {
        sheet.put("Questions", |r| {
            r.questions.push(format!("Question {}", count + 1));
        });
    }
}
