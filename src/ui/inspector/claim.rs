//! A claim: who says what of whom, in which words, how likely it is, and where it stands on the ladder.

use super::form::{Form, Sheet};
use super::grades::grade_ui;
use super::ladder::{best_evidence, ladder_ui};
use super::list::{remove_at, remove_button};
use super::row;
use super::targets::Target;
use crate::project::*;
use crate::text::Span;
use crate::ui::theme::Theme;
use eframe::egui::{RichText, Ui};

/// The claim of an annotation, to be changed.
fn on(annotation: &mut Annotation, change: impl FnOnce(&mut Claim)) {
    if let Body::Claim(claim) = &mut annotation.body {
        change(claim);
    }
}

/// Draws a claim.
pub(super) fn ui(ui: &mut Ui, form: &mut Form<'_>, annotation: &Annotation, claim: &Claim) {
    people_ui(&mut Sheet::new(ui, form, annotation), claim);
    proposition_ui(ui, form, annotation, claim);
    row::hairline(ui);
    saying_ui(&mut Sheet::new(ui, form, annotation), claim);
    row::hairline(ui);
    let proposition = claim.proposition;
    grade_ui(ui, form, "Likelihood", proposition, Scale::Likelihood);
    grade_ui(ui, form, "Confidence", proposition, Scale::Confidence);
    if let Some(record) = form.project().propositions.get(&proposition) {
        let reached = best_evidence(form.project(), proposition);
        let editable = form.editable();
        if let Some(rung) = ladder_ui(ui, record.rung, reached, editable) {
            Sheet::new(ui, form, record.as_ref()).put("Rung", |r| r.rung = Some(rung));
        }
    }
}

fn people_ui(sheet: &mut Sheet<'_, '_, Annotation>, claim: &Claim) {
    let claimants: Vec<(Id, ClaimantRole)> = claim.claimants.iter().map(|c| (c.entity, c.role)).collect();
    sheet.roles(
        "Claimant",
        Target::Entity,
        &claimants,
        |r, at, role| {
            on(r, |c| {
                if let Some(c) = c.claimants.get_mut(at) {
                    c.role = role;
                }
            });
        },
        |r, entity| {
            on(r, |c| {
                c.claimants.push(Claimant {
                    entity,
                    role: ClaimantRole::Author,
                });
            });
        },
        |r, at| on(r, |c| remove_at(&mut c.claimants, at)),
    );
    sheet.names(
        "Via",
        Target::Entity,
        &claim.via,
        |r, id| on(r, |c| c.via.push(id)),
        |r, at| on(r, |c| remove_at(&mut c.via, at)),
    );
    let accused: Vec<Id> = claim.accused.iter().copied().collect();
    sheet.names(
        "Accused",
        Target::Entity,
        &accused,
        |r, id| on(r, |c| c.accused.extend([id])),
        |r, at| on(r, |c| c.accused.retain(|id| accused.get(at) != Some(id))),
    );
}

/// The proposition: picked from those there are, with its kind, rung and standing. The old one goes in the same
/// transaction where nobody else speaks of it.
fn proposition_ui(ui: &mut Ui, form: &mut Form<'_>, annotation: &Annotation, claim: &Claim) {
    let project = form.project();
    let old = claim.proposition;
    let mut sheet = Sheet::new(ui, form, annotation);
    if let Some((Some(id), mut edits)) = sheet.choose("Proposition", Target::Proposition, Some(old), false)
        && id != old
    {
        let alone = project
            .index()
            .referrers(old)
            .all(|(_, from, _)| from == annotation.id);
        let mut changed = annotation.clone();
        on(&mut changed, |c| c.proposition = id);
        edits.push(Edit::Put(changed.into()));
        if alone {
            edits.push(Edit::Delete(Kind::Proposition, old));
        }
        form.change("Change proposition", edits);
    }
    let Some(proposition) = project.propositions.get(&old) else {
        return;
    };
    let claims = project.index().referring(old, Kind::Annotation).count();
    if claims > 1 {
        row::row(ui, "", |ui| {
            ui.add_space(row::INSET);
            let muted = Theme::of(ui).muted;
            ui.label(
                RichText::new(format!("Claimed in {claims} passages"))
                    .small()
                    .color(muted),
            );
        });
    }
    let mut sheet = Sheet::new(ui, form, proposition.as_ref());
    sheet.optional_choice("Kind", proposition.kind, |r, v| r.kind = v);
    sheet.optional_choice("Rung", proposition.rung, |r, v| r.rung = v);
}

fn saying_ui(sheet: &mut Sheet<'_, '_, Annotation>, claim: &Claim) {
    sheet.choice("Speech", claim.speech, |r, v| on(r, |c| c.speech = v));
    sheet.choice("Presence", claim.presence, |r, v| on(r, |c| c.presence = v));
    sheet.choice("Negated", claim.negated, |r, v| on(r, |c| c.negated = v));
    cue_ui(sheet, claim);
    hedges_ui(sheet, claim);
    let wording = claim.wording.as_ref();
    sheet.optional_text(
        "As likely",
        wording.and_then(|w| w.likelihood.as_deref()),
        |r, v| {
            on(r, |c| word(c, |w| w.likelihood = v));
        },
    );
    sheet.optional_text(
        "As confident",
        wording.and_then(|w| w.confidence.as_deref()),
        |r, v| {
            on(r, |c| word(c, |w| w.confidence = v));
        },
    );
    sheet.optional_parsed("Said", claim.said, |r, v| on(r, |c| c.said = v));
    sheet.optional_reference("Replies to", Target::Claim, claim.replies_to, |r, v| {
        on(r, |c| c.replies_to = v);
    });
}

/// Changes the source's own wording; one without any words is none.
fn word(claim: &mut Claim, change: impl FnOnce(&mut Wording)) {
    let mut wording = claim.wording.take().unwrap_or(Wording {
        likelihood: None,
        confidence: None,
    });
    change(&mut wording);
    claim.wording = (wording.likelihood.is_some() || wording.confidence.is_some()).then_some(wording);
}

/// The words at a span of the annotation's source.
fn words_at(sheet: &Sheet<'_, '_, Annotation>, span: Span) -> String {
    let source = sheet.form.project().sources.get(&sheet.record.source);
    source.map_or_else(String::new, |s| crate::session::quote(s, &[span]))
}

/// The selected words, where they stand in the annotation's source.
fn selected(sheet: &Sheet<'_, '_, Annotation>) -> Option<Span> {
    let here = sheet.form.work.source == Some(sheet.record.source);
    sheet.form.work.words().filter(|_| here)
}

/// A button that takes the words selected on the page. Returns them when it is pressed.
fn take_ui(sheet: &mut Sheet<'_, '_, Annotation>, name: &str) -> Option<Span> {
    let words = selected(sheet);
    let enabled = sheet.form.editable() && words.is_some();
    let button = row::row(sheet.ui, "", |ui| row::small_button(ui, name, enabled));
    let button = button.on_disabled_hover_text("Select the words on the page first.");
    words.filter(|_| button.clicked())
}

fn cue_ui(sheet: &mut Sheet<'_, '_, Annotation>, claim: &Claim) {
    let Some(cue) = claim.cue else {
        row::nothing(sheet.ui, "Cue", "Not set");
        if let Some(span) = take_ui(sheet, "Cue from selection") {
            sheet.put("Cue", |r| on(r, |c| c.cue = Some(span)));
        }
        return;
    };
    let words = words_at(sheet, cue);
    let editable = sheet.form.editable();
    let removed = row::row(sheet.ui, "Cue", |ui| {
        ui.add_space(row::INSET);
        ui.label(format!("“{words}”"));
        remove_button(ui, "cue", editable)
    });
    if removed {
        sheet.put("Cue", |r| on(r, |c| c.cue = None));
    }
}

fn hedges_ui(sheet: &mut Sheet<'_, '_, Annotation>, claim: &Claim) {
    for (at, hedge) in claim.hedges.iter().enumerate() {
        let number = at + 1;
        let words = words_at(sheet, hedge.span);
        let editable = sheet.form.editable();
        let removed = row::row(sheet.ui, &format!("Hedge {number}"), |ui| {
            ui.add_space(row::INSET);
            ui.label(format!("“{words}”"));
            remove_button(ui, &format!("hedge {number}"), editable)
        });
        if removed {
            sheet.put("Hedges", |r| on(r, |c| remove_at(&mut c.hedges, at)));
        }
        sheet.text(&format!("Term {number}"), &hedge.term, move |r, v| {
            on(r, |c| {
                if let Some(h) = c.hedges.get_mut(at) {
                    h.term = v;
                }
            });
        });
    }
    if claim.hedges.is_empty() {
        row::nothing(sheet.ui, "Hedges", "None");
    }
    if let Some(span) = take_ui(sheet, "Hedge from selection") {
        let term = words_at(sheet, span).to_lowercase();
        sheet.put("Hedges", |r| on(r, |c| c.hedges.push(Hedge { span, term })));
    }
}
