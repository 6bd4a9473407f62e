//! Where a record is used: every reference to it, each with the way there.

use super::form::Form;
use super::name::name_ui;
use super::row;
use crate::project::{Id, Kind};
use crate::ui::theme::{Theme, metrics};
use eframe::egui::Ui;

/// At most so many are listed; a state may be accused a thousand times.
const MOST: usize = 40;

/// Lists the records that name this one, but for links, grades and remarks, which have groups of their own.
pub(super) fn uses_ui(ui: &mut Ui, form: &mut Form<'_>, id: Id, title: &str) {
    let elsewhere = |kind: &Kind| matches!(kind, Kind::Link | Kind::Grade | Kind::Review | Kind::Comment);
    let used: Vec<(Kind, Id, &'static str)> = form
        .project()
        .index()
        .referrers(id)
        .filter(|(kind, _, _)| !elsewhere(kind))
        .map(|(kind, from, rule)| (kind, from, rule.field))
        .collect();
    if used.is_empty() {
        return;
    }
    row::hairline(ui);
    row::heading(ui, title, &used.len().to_string(), |_| {});
    for (_, from, field) in used.iter().take(MOST) {
        row::block(ui, |ui| {
            ui.horizontal(|ui| {
                ui.add_space(-row::INSET);
                let room = ui.available_width() - 90.0;
                name_ui(ui, form, *from, room);
                row::words(
                    ui,
                    &role(field).replace('_', " "),
                    metrics::SMALL_SIZE,
                    Theme::of(ui).muted,
                );
            });
        });
    }
    if used.len() > MOST {
        row::sentence_ui(ui, &format!("And {} more.", used.len() - MOST));
    }
}

/// The field as a role: `body.claimants[].entity` is “claimants”.
fn role(field: &'static str) -> &'static str {
    let field = field.strip_prefix("body.").unwrap_or(field);
    field.split("[]").next().unwrap_or(field)
}

#[cfg(test)]
mod tests {
    use super::role;

    #[test]
    fn a_field_is_named_by_its_list() {
        assert_eq!(role("body.claimants[].entity"), "claimants");
        assert_eq!(role("body.accused"), "accused");
        assert_eq!(role("publisher"), "publisher");
    }
}
