//! The grades of a record: a row for each scale that fits it, with the newest judgement, its reason, and those of others.

use super::form::{Form, Sheet};
use super::name::name_ui;
use super::row;
use super::scale::scale_ui;
use crate::project::*;
use crate::session::Command;
use crate::ui::theme::{Theme, metrics};
use eframe::egui::{self, Ui};
use std::sync::Arc;

/// The grades of a record on one scale, newest first.
pub(super) fn on_scale(project: &Project, target: Id, scale: Scale) -> Vec<Arc<Grade>> {
    let grades = project
        .index()
        .referring(target, Kind::Grade)
        .filter_map(|(id, _)| project.grades.get(&id));
    let mut found: Vec<Arc<Grade>> = grades.filter(|g| g.scale == scale).cloned().collect();
    found.sort_by_key(|g| std::cmp::Reverse((g.created.at, g.id)));
    found
}

/// The grade that counts: the analyst's own newest, else the newest of anybody.
fn current(grades: &[Arc<Grade>], me: AnalystId) -> Option<&Arc<Grade>> {
    grades.iter().find(|g| g.created.by == me).or(grades.first())
}

/// The value of the newest grade of a record on a scale.
pub(super) fn value_on(form: &Form<'_>, target: Id, scale: Scale) -> Option<String> {
    let grades = on_scale(form.project(), target, scale);
    current(&grades, form.stamp.by).map(|g| g.value.clone())
}

/// The rows of one scale. The first one drawn takes the keyboard when that was asked for.
pub(super) fn grade_ui(ui: &mut Ui, form: &mut Form<'_>, label: &str, target: Id, scale: Scale) {
    let grades = on_scale(form.project(), target, scale);
    let me = form.stamp.by;
    let now = current(&grades, me).cloned();
    let key = egui::Id::unique((target, scale.name()));
    if std::mem::take(&mut form.inspector.grade) {
        ui.memory_mut(|m| m.request_focus(key));
        ui.scroll_to_cursor(None);
    }
    let value = now.as_ref().map(|g| g.value.as_str());
    let picked = row::row(ui, label, |ui| {
        ui.add_space(row::INSET);
        scale_ui(ui, key, scale, value, form)
    });
    if let Some(value) = picked {
        form.commands
            .push(Command::GradeAs(target, scale, value.to_owned()));
    }
    let Some(grade) = now else { return };
    // The segments of confidence say their words themselves.
    if scale != Scale::Confidence {
        words_ui(ui, &grade, by_other(form, &grade));
    }
    if grade.created.by == me {
        let mut sheet = Sheet::new(ui, form, grade.as_ref());
        sheet.reason(
            &format!("Reason for {}", scale.words().to_lowercase()),
            grade.reason.as_deref(),
            |r, v| r.reason = v,
        );
    }
    for other in grades.iter().filter(|g| g.id != grade.id) {
        row::row(ui, "", |ui| {
            let room = ui.available_width() * 0.6;
            name_ui(ui, form, other.id, room);
            let by = by_other(form, other).unwrap_or("you");
            row::words(ui, by, metrics::SMALL_SIZE, Theme::of(ui).muted);
        });
    }
}

/// The handle of the analyst who gave a grade; `None` for the one who is looking.
fn by_other<'p>(form: &Form<'p>, grade: &Grade) -> Option<&'p str> {
    let by = form.project().analysts.get(&grade.created.by)?;
    (by.id != form.stamp.by).then_some(by.handle.as_str())
}

/// The grade in the scale's own words, with the probabilities it stands for, and by whom if it is another's.
fn words_ui(ui: &mut Ui, grade: &Grade, by: Option<&str>) {
    let Some(term) = grade.scale.term(&grade.value) else {
        return;
    };
    row::row(ui, "", |ui| {
        let theme = Theme::of(ui);
        ui.add_space(row::INSET);
        row::words(ui, &term.words, metrics::SMALL_SIZE, theme.text);
        if let Some((low, high)) = term.percent {
            row::words(ui, &format!("{low}–{high} %"), metrics::SMALL_SIZE, theme.muted);
        }
        if let Some(by) = by {
            row::words(ui, &format!("by {by}"), metrics::SMALL_SIZE, theme.muted);
        }
    });
}
