//! A passage: its head, what its body says, its translations, grade, links and foot.

use super::choice::choice_ui;
use super::foot::ends;
use super::form::{Form, Sheet};
use super::grades::grade_ui;
use super::list::{remove_at, remove_button};
use super::remarks::with_remarks;
use super::{claim, evidence, head, individual, links, row};
use crate::project::*;
use crate::session::Command;
use eframe::egui::Ui;

/// Draws the inspector of a passage.
pub(super) fn ui(ui: &mut Ui, form: &mut Form<'_>, annotation: &Annotation) {
    head::passage_ui(ui, form, annotation);
    row::hairline(ui);
    match &annotation.body {
        Body::Claim(claim) => claim::ui(ui, form, annotation, claim),
        Body::Evidence(evidence) => evidence::ui(ui, form, annotation, evidence),
        Body::Individual(individual) => individual::ui(ui, form, annotation, individual),
        Body::Tag(tag) => tag_ui(ui, form, annotation, *tag),
    }
    row::hairline(ui);
    source_ui(ui, form, annotation);
    row::hairline(ui);
    links::links_ui(ui, form, annotation.id);
    row::hairline(ui);
    translations_ui(ui, form, annotation);
    with_remarks(ui, form, annotation, &ends!());
}

/// A passage under a tag of the project's own: the tag leads to its entry in the codebook.
fn tag_ui(ui: &mut Ui, form: &mut Form<'_>, annotation: &Annotation, tag: TagId) {
    let mut sheet = Sheet::new(ui, form, annotation);
    sheet.shown_reference("Tag", tag);
    if let Some(tag) = form.project().tags.get(&tag)
        && !tag.definition.is_empty()
    {
        row::sentence_ui(ui, &tag.definition);
    }
}

/// Where the passage stands, and how far it is to be believed. A source may be graded here too.
fn source_ui(ui: &mut Ui, form: &mut Form<'_>, annotation: &Annotation) {
    let mut sheet = Sheet::new(ui, form, annotation);
    sheet.shown_reference("Source", annotation.source);
    grade_ui(
        ui,
        form,
        "Information",
        annotation.id,
        Scale::InformationCredibility,
    );
    grade_ui(
        ui,
        form,
        "Reliability",
        annotation.source,
        Scale::SourceReliability,
    );
}

fn translations_ui(ui: &mut Ui, form: &mut Form<'_>, annotation: &Annotation) {
    let editable = form.editable();
    let count = annotation.translations.len();
    let shown = if count == 0 {
        String::new()
    } else {
        count.to_string()
    };
    let mut add = false;
    row::heading(ui, "Translations", &shown, |ui| {
        add = row::small_button(ui, "Add translation", editable).clicked();
    });
    if add {
        let by = form.stamp.by;
        let new = Translation {
            text: "Translation".into(),
            language: Language::default(),
            by,
            machine: false,
        };
        let mut changed = annotation.clone();
        changed.translations.push(new);
        form.commands.push(Command::Change(
            "Add a translation".into(),
            vec![Edit::Put(changed.into())],
        ));
    }
    for (at, translation) in annotation.translations.iter().enumerate() {
        translation_ui(ui, form, annotation, at, translation);
    }
}

fn translation_ui(
    ui: &mut Ui,
    form: &mut Form<'_>,
    annotation: &Annotation,
    at: usize,
    translation: &Translation,
) {
    let number = at + 1;
    let mut sheet = Sheet::new(ui, form, annotation);
    sheet.prose(&format!("Words {number}"), &translation.text, move |r, text| {
        if let Some(t) = r.translations.get_mut(at)
            && !text.is_empty()
        {
            t.text = text;
        }
    });
    sheet.parsed(
        &format!("Language {number}"),
        &translation.language.to_string(),
        move |r, v| {
            if let Some(t) = r.translations.get_mut(at) {
                t.language = v;
            }
        },
    );
    sheet.shown_reference(&format!("By {number}"), translation.by);
    let key = sheet.key("machine").with(at);
    let mut removed = false;
    let label = format!("Machine {number}");
    let picked = row::row(sheet.ui, &label, |ui| {
        let width = ui.available_width() - 30.0;
        let picked = choice_ui(
            ui,
            sheet.form,
            key,
            (&label, width),
            Some(translation.machine),
            false,
        );
        let editable = sheet.form.editable();
        removed = remove_button(ui, &format!("translation {number}"), editable);
        picked
    });
    if removed {
        sheet.put("translations", |r| remove_at(&mut r.translations, at));
    } else if let Some(Some(machine)) = picked {
        sheet.put("translations", |r| {
            if let Some(t) = r.translations.get_mut(at) {
                t.machine = machine;
            }
        });
    }
}
