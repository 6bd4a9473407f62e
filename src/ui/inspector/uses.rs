//! Where a record is used: every reference to it, each with the way there.

use super::form::Form;
use super::name::name_ui;
use super::row;
use crate::project::{Id, Kind, Project, Tables};
use crate::ui::theme::{Theme, metrics};
use eframe::egui::Ui;

/// At most so many are listed; a state may be accused a thousand times.
const MOST: usize = 40;

/// The references to a record, gone through once for each state of the project.
#[derive(Default)]
pub(super) struct Uses {
    of: Option<(Id, Tables)>,
    first: Vec<(Id, &'static str)>,
    count: usize,
}

impl Uses {
    fn follow(&mut self, project: &Project, id: Id) {
        let known = self.of.as_ref();
        if known.is_some_and(|(of, tables)| *of == id && tables.is_still(project)) {
            return;
        }
        // Links, grades and remarks have groups of their own.
        let elsewhere = |kind| matches!(kind, Kind::Link | Kind::Grade | Kind::Review | Kind::Comment);
        let referrers = project.index().referrers(id);
        let mut uses = referrers.filter(|(kind, ..)| !elsewhere(*kind));
        let first = uses.by_ref().take(MOST);
        self.first = first.map(|(_, from, rule)| (from, rule.field)).collect();
        self.count = self.first.len() + uses.count();
        self.of = Some((id, Tables::clone(project)));
    }
}

/// Lists the records that name this one, but for links, grades and remarks.
pub(super) fn uses_ui(ui: &mut Ui, form: &mut Form<'_>, id: Id, title: &str) {
    let project = form.project();
    let uses = &mut form.inspector.uses;
    uses.follow(project, id);
    let (first, count) = (uses.first.clone(), uses.count);
    if count == 0 {
        return;
    }
    row::hairline(ui);
    row::heading(ui, title, &count.to_string(), |_| {});
    for (from, field) in &first {
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
    if count > first.len() {
        row::sentence_ui(ui, &format!("And {} more.", count - first.len()));
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
