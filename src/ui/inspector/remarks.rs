//! Comments and reviews of a record, and new ones in place.

use super::form::{Form, Sheet};
use super::kept::Kept;
use super::name::{name_ui, said};
use super::picker::{Offer, Picked, Picker};
use super::row;
use crate::project::*;
use crate::ui::theme::{Theme, metrics};
use eframe::egui::{self, Ui};

/// Lists what was said of a record and offers to say more. Reviews are for what can be reviewed.
pub(super) fn remarks_ui<R: Kept>(ui: &mut Ui, form: &mut Form<'_>, record: &R) {
    let id = record.id();
    let project = form.project();
    let by = |kind| {
        project
            .index()
            .referring(id, kind)
            .map(move |(from, rule)| (kind, from, rule))
    };
    let comments = by(Kind::Comment).filter(|(.., rule)| rule.field == "target");
    let said_of: Vec<(Kind, Id)> = by(Kind::Review)
        .chain(comments)
        .map(|(kind, from, _)| (kind, from))
        .collect();
    let count = if said_of.is_empty() {
        String::new()
    } else {
        said_of.len().to_string()
    };
    let reviewable = matches!(
        project.kind(id),
        Some(Kind::Annotation | Kind::Link | Kind::Proposition | Kind::Grade)
    );
    row::heading(ui, "Remarks", &count, |_| {});
    for (kind, from) in said_of {
        row::row(
            ui,
            if kind == Kind::Review { "Review" } else { "Comment" },
            |ui| {
                let room = ui.available_width() - 64.0;
                name_ui(ui, form, from, room);
                let says = detail(form.project(), from);
                row::words(ui, &says, metrics::SMALL_SIZE, Theme::of(ui).muted);
            },
        );
    }
    new_ui(ui, form, id, reviewable);
}

/// What stands beside a remark: who made it, or what was decided.
fn detail(project: &Project, id: Id) -> String {
    let handle = |by: Id| {
        project
            .analysts
            .get(&by)
            .map_or_else(String::new, |a| a.handle.clone())
    };
    match project.record(id) {
        Some(Record::Review(r)) => r.verdict.name().to_owned(),
        Some(Record::Comment(c)) if c.resolved => "resolved".into(),
        Some(Record::Comment(c)) => handle(c.created.by),
        _ => String::new(),
    }
}

/// One list for all that can be said: a comment typed there, or a verdict with its reason typed there.
fn new_ui(ui: &mut Ui, form: &mut Form<'_>, target: Id, reviewable: bool) {
    let key = egui::Id::unique((target, "remark"));
    let typed = form.inspector.open.as_ref().map(|o| o.query().trim().to_owned());
    let picked = row::row(ui, "", |ui| {
        let picker = Picker {
            key,
            label: "Add remark",
            shown: "Add…",
            empty: true,
            width: ui.available_width(),
        };
        picker.ui(ui, form, |_, query| offers(query, reviewable))
    });
    let (Some(Picked::New(at)), Some(typed)) = (picked, typed) else {
        return;
    };
    let Some(id) = form.spare_id() else { return };
    let stamp = form.stamp.clone();
    let (label, record): (_, Record) = match at.checked_sub(1).and_then(|at| Verdict::ALL.get(at)) {
        None => ("Comment", new_comment(id, target, typed, &stamp).into()),
        Some(verdict) => {
            let round = 1 + rounds(form.project(), target);
            (
                "Review",
                new_review(id, (target, *verdict, round), typed, &stamp).into(),
            )
        }
    };
    form.change(label, vec![Edit::Put(record)]);
}

fn offers(query: &str, reviewable: bool) -> Vec<Offer> {
    if query.is_empty() {
        return Vec::new();
    }
    let offer = |at: usize, what: &str| Offer {
        picked: Picked::New(at),
        words: format!("{what} “{query}”"),
        detail: String::new(),
    };
    let verdicts = Verdict::ALL.iter().enumerate().filter(|_| reviewable);
    let reviews = verdicts.map(|(at, v)| offer(at + 1, &format!("Review, {}:", said(v.name()))));
    std::iter::once(offer(0, "Comment")).chain(reviews).collect()
}

/// The highest round of review so far.
fn rounds(project: &Project, target: Id) -> u32 {
    let referrers = project.index().referring(target, Kind::Review);
    let reviews = referrers.filter_map(|(id, _)| project.reviews.get(&id));
    reviews.map(|r| r.round).max().unwrap_or(0)
}

fn new_comment(id: Id, target: Id, text: String, created: &Stamp) -> Comment {
    Comment {
        id,
        target,
        text,
        replies_to: None,
        resolved: false,
        created: created.clone(),
        modified: None,
        note: None,
        marking: Marking::default(),
    }
}

fn new_review(
    id: Id,
    (target, verdict, round): (Id, Verdict, u32),
    reason: String,
    created: &Stamp,
) -> Review {
    Review {
        id,
        target,
        verdict,
        reason,
        code: None,
        round,
        created: created.clone(),
        modified: None,
        note: None,
        marking: Marking::default(),
    }
}

/// The note, the marking and the remarks: what every record ends with.
pub(super) fn with_remarks<R: Kept + Common>(
    ui: &mut Ui,
    form: &mut Form<'_>,
    record: &R,
    edit: &super::foot::Ends<R>,
) {
    row::hairline(ui);
    remarks_ui(ui, form, record);
    row::hairline(ui);
    let mut sheet = Sheet::new(ui, form, record);
    sheet.foot(edit);
}
