//! The links of a record: what each says, and the way to its other end.

use super::form::Form;
use super::grades::value_on;
use super::name::{Name, name_ui, said};
use super::row;
use crate::project::*;
use crate::session::Named;
use crate::ui::button::Button;
use crate::ui::chip::Chip;
use crate::ui::grade;
use crate::ui::icon;
use crate::ui::theme::{Theme, metrics};
use eframe::egui::{RichText, Sense, Ui, vec2};
use std::sync::Arc;

/// A link as one of its ends sees it.
struct Seen {
    link: Arc<Link>,
    /// The other ends.
    others: Vec<Id>,
    /// Whether it leads here.
    inward: bool,
}

fn seen_from(project: &Project, id: Id) -> Vec<Seen> {
    let mut found: Vec<Arc<Link>> = project
        .index()
        .referring(id, Kind::Link)
        .filter_map(|(link, _)| project.links.get(&link).cloned())
        .collect();
    found.dedup_by_key(|l| l.id);
    found.sort_by_key(|l| (l.to != id, l.kind, l.id));
    found
        .into_iter()
        .map(|link| {
            let inward = link.to == id;
            let others = if inward {
                link.from.iter().copied().collect()
            } else {
                vec![link.to]
            };
            Seen { link, others, inward }
        })
        .collect()
}

/// Lists the links of a record, and offers to draw another.
pub(super) fn links_ui(ui: &mut Ui, form: &mut Form<'_>, id: Id) {
    let seen = seen_from(form.project(), id);
    let claim = form
        .project()
        .annotations
        .get(&id)
        .is_some_and(|a| a.claim().is_some())
        || form.project().propositions.contains_key(&id);
    let (title, count) = if claim {
        ("Evidence", weighed(&seen))
    } else {
        ("Links", count_of(seen.len()))
    };
    row::heading(ui, title, &count, |ui| {
        let editable = form.editable();
        let response = Button::new("Link")
            .icon(icon::LINK_SIMPLE)
            .key("L")
            .flat()
            .enabled(editable)
            .ui(ui);
        if response.on_hover_text(Named::Link.entry().help).clicked() {
            form.commands.push(Named::Link.into());
        }
    });
    for seen in &seen {
        for other in &seen.others {
            link_ui(ui, form, seen, *other);
        }
    }
    if seen.is_empty() {
        row::sentence_ui(ui, "Nothing is linked yet. Press L to draw a link.");
    }
}

fn count_of(count: usize) -> String {
    if count == 0 {
        String::new()
    } else {
        count.to_string()
    }
}

/// How many ends speak for it and against it.
fn weighed(seen: &[Seen]) -> String {
    let count = |fits: fn(LinkKind) -> bool| -> usize {
        seen.iter()
            .filter(|s| s.inward && fits(s.link.kind))
            .map(|s| s.others.len())
            .sum()
    };
    let of = count(|k| k == LinkKind::Supports);
    let against = count(|k| matches!(k, LinkKind::Contradicts | LinkKind::Undercuts));
    if of + against == 0 {
        String::new()
    } else {
        format!("{of} for, {against} against")
    }
}

fn link_ui(ui: &mut Ui, form: &mut Form<'_>, seen: &Seen, other: Id) {
    row::block(ui, |ui| {
        let project = form.project();
        let annotation = project.annotations.get(&other);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            if annotation.is_none() {
                ui.add_space(-row::INSET);
            }
            if let Some(a) = annotation {
                Chip::in_project(project, a.body.tag()).ui(ui);
            }
            let cells = annotation.is_some() || project.sources.contains_key(&other);
            let room = ui.available_width() - if cells { 44.0 } else { 0.0 };
            name_ui(ui, form, other, room);
            if cells {
                ui.with_layout(
                    eframe::egui::Layout::right_to_left(eframe::egui::Align::Center),
                    |ui| {
                        cells_ui(ui, form, other);
                    },
                );
            }
        });
        ui.horizontal(|ui| {
            let theme = Theme::of(ui);
            ui.add_space(if annotation.is_some() {
                metrics::CHIP + 4.0 + row::INSET
            } else {
                0.0
            });
            let verb = said(seen.link.kind.name());
            let verb = if seen.inward { format!("{verb} this") } else { verb };
            let words = RichText::new(verb).size(metrics::SMALL_SIZE).color(theme.muted);
            let button = eframe::egui::Button::new(words).frame(false).small();
            if ui.add(button).on_hover_text("Shows the link").clicked() {
                form.go(seen.link.id);
            }
            let detail = detail(form.project(), other);
            let detail = if detail.is_empty() {
                detail
            } else {
                format!("· {detail}")
            };
            row::words(ui, &detail, metrics::SMALL_SIZE, theme.muted);
        });
    });
}

/// What else there is to say of the other end in a few words.
fn detail(project: &Project, id: Id) -> String {
    let Some(annotation) = project.annotations.get(&id) else {
        return Name::of(project, id).kind;
    };
    let available = annotation
        .evidence()
        .and_then(|e| e.availability)
        .map(|a| said(a.name()));
    let source = project.sources.get(&annotation.source).map(|s| s.title.clone());
    let words: Vec<String> = available.into_iter().chain(source).collect();
    words.join(" · ")
}

/// The two cells of a grade: the source's reliability and the passage's credibility, as far as they are given.
fn cells_ui(ui: &mut Ui, form: &Form<'_>, id: Id) {
    let source = form.project().annotations.get(&id).map_or(id, |a| a.source);
    let reliability = value_on(form, source, Scale::SourceReliability);
    let credibility = value_on(form, id, Scale::InformationCredibility);
    let values: Vec<String> = reliability.into_iter().chain(credibility).collect();
    if values.is_empty() {
        return;
    }
    let (rect, _) = ui.allocate_exact_size(vec2(16.0 * values.len() as f32, metrics::CHIP), Sense::hover());
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    grade::paint(ui.painter(), Theme::of(ui), rect.right_center(), &values);
}
