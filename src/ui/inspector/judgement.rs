//! What analysts say of records: links, grades, reviews, comments and readings, as records of their own.

use super::foot::ends;
use super::form::{Form, Sheet};
use super::name::Name;
use super::remarks::{remarks_ui, with_remarks};
use super::scale::scale_ui;
use super::targets::Target;
use super::{head, links, row};
use crate::project::*;
use eframe::egui::Ui;

/// Draws a link: its ends, its verb and why.
pub(super) fn link_ui(ui: &mut Ui, form: &mut Form<'_>, link: &Link) {
    head::title_ui(ui, form, "Link");
    let mut sheet = Sheet::new(ui, form, link);
    let from: Vec<Id> = link.from.iter().copied().collect();
    let ends = from
        .first()
        .and_then(|id| target_like(sheet.form.project(), *id))
        .unwrap_or(Target::Passage);
    sheet.names(
        "From",
        ends,
        &from,
        |r, id| r.from.extend([id]),
        |r, at| {
            // A link starts somewhere: its last start goes only with the link.
            if r.from.len() > 1
                && let Some(id) = from.get(at)
            {
                r.from.remove(id);
            }
        },
    );
    sheet.choice("Kind", link.kind, |r, kind| {
        r.kind = kind;
        if !matches!(kind, LinkKind::Contradicts | LinkKind::Undercuts) {
            r.attacks = None;
        }
    });
    match target_like(sheet.form.project(), link.to) {
        Some(target) => sheet.reference("To", target, link.to, |r, v| r.to = v),
        None => sheet.shown_reference("To", link.to),
    }
    if matches!(link.kind, LinkKind::Contradicts | LinkKind::Undercuts) {
        sheet.optional_choice("Attacks", link.attacks, |r, v| r.attacks = v);
    }
    reason_ui(&mut sheet, link.reason.as_deref(), |r, v| r.reason = v);
    row::hairline(ui);
    links::links_ui(ui, form, link.id);
    with_remarks(ui, form, link, &ends!());
}

/// The list another end is picked from: records like the one that is there.
fn target_like(project: &Project, id: Id) -> Option<Target> {
    match project.kind(id)? {
        Kind::Annotation => match &project.annotations.get(&id)?.body {
            Body::Claim(_) => Some(Target::Claim),
            Body::Evidence(_) => Some(Target::Evidence),
            _ => Some(Target::Passage),
        },
        Kind::Source => Some(Target::Source),
        Kind::Event => Some(Target::Event),
        Kind::Proposition => Some(Target::Proposition),
        _ => None,
    }
}

fn reason_ui<R: super::kept::Kept>(
    sheet: &mut Sheet<'_, '_, R>,
    reason: Option<&str>,
    set: impl Fn(&mut R, Option<String>) + Copy + 'static,
) {
    sheet.prose("Reason", reason.unwrap_or_default(), move |r, v| {
        set(r, (!v.is_empty()).then_some(v));
    });
}

/// Draws a grade. It can be mended here; grading anew keeps the old one.
pub(super) fn grade_ui(ui: &mut Ui, form: &mut Form<'_>, grade: &Grade) {
    head::title_ui(ui, form, "Grade");
    let mut sheet = Sheet::new(ui, form, grade);
    sheet.shown_reference("Of", grade.target);
    let key = sheet.key("value");
    if std::mem::take(&mut sheet.form.inspector.grade) {
        sheet.ui.memory_mut(|m| m.request_focus(key));
    }
    let inner = &mut *sheet.form;
    let picked = row::row(sheet.ui, "Value", |ui| {
        ui.add_space(row::INSET);
        scale_ui(ui, key, grade.scale, Some(&grade.value), inner)
    });
    if let Some(value) = picked {
        sheet.put("Value", |r| r.value = value.to_owned());
    }
    row::fact(sheet.ui, "Scale", grade.scale.words());
    if let Some(term) = grade.scale.term(&grade.value) {
        row::fact(sheet.ui, "", &term.words);
        row::sentence_ui(sheet.ui, term.description.as_deref().unwrap_or_default());
    }
    reason_ui(&mut sheet, grade.reason.as_deref(), |r, v| r.reason = v);
    with_remarks(ui, form, grade, &ends!());
}

/// Draws a review.
pub(super) fn review_ui(ui: &mut Ui, form: &mut Form<'_>, review: &Review) {
    head::title_ui(ui, form, "Review");
    let mut sheet = Sheet::new(ui, form, review);
    sheet.shown_reference("Of", review.target);
    sheet.choice("Verdict", review.verdict, |r, v| r.verdict = v);
    sheet.prose("Reason", &review.reason, |r, v| r.reason = v);
    sheet.optional_text("Code", review.code.as_deref(), |r, v| r.code = v);
    sheet.parsed("Round", &review.round.to_string(), |r, v: u32| r.round = v.max(1));
    with_remarks(ui, form, review, &ends!());
}

/// Draws a comment. Comments are not commented; they are replied to.
pub(super) fn comment_ui(ui: &mut Ui, form: &mut Form<'_>, comment: &Comment) {
    head::title_ui(ui, form, "Comment");
    let mut sheet = Sheet::new(ui, form, comment);
    sheet.shown_reference("On", comment.target);
    sheet.prose("Text", &comment.text, |r, v| {
        if !v.is_empty() {
            r.text = v;
        }
    });
    sheet.optional_reference("Replies to", Target::Comment, comment.replies_to, |r, v| {
        r.replies_to = v;
    });
    sheet.choice("Resolved", comment.resolved, |r, v| r.resolved = v);
    row::hairline(ui);
    Sheet::new(ui, form, comment).foot(&ends!());
}

/// Draws how far somebody is with a source.
pub(super) fn reading_ui(ui: &mut Ui, form: &mut Form<'_>, reading: &Reading) {
    head::title_ui(ui, form, "Reading");
    let who = Name::of(form.project(), reading.analyst).words;
    let mut sheet = Sheet::new(ui, form, reading);
    sheet.shown_reference("Source", reading.source);
    sheet.shown_reference("Analyst", reading.analyst);
    sheet.choice("State", reading.state, |r, v| r.state = v);
    row::sentence_ui(ui, &format!("How far {who} is with this source."));
    remarks_ui(ui, form, reading);
    Sheet::new(ui, form, reading).foot(&ends!());
}
