//! What is deleted along, said before it is.

use super::{end_ui, says_ui};
use crate::project::naming::counted;
use crate::project::{Id, Kind};
use crate::session::{Answer, Command};
use crate::ui::view::View;
use eframe::egui::Ui;
use std::collections::BTreeMap;

pub(super) fn ui(ui: &mut Ui, view: &mut View<'_>, ids: &[Id], counts: &BTreeMap<Kind, usize>) {
    says_ui(ui, &sentence(ids.len(), counts));
    let all: usize = counts.values().sum();
    if end_ui(ui, view, &format!("Delete {all}"), true) {
        view.ask(Command::Answer(Answer::Yes));
    }
}

fn sentence(asked: usize, counts: &BTreeMap<Kind, usize>) -> String {
    let parts: Vec<String> = counts.iter().map(|(kind, n)| counted(*kind, *n)).collect();
    let what = if asked == 1 { "This goes" } else { "These go" };
    format!(
        "{what} with all that hangs on it: {}. It can be undone.",
        parts.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_is_counted_by_kind() {
        let counts = BTreeMap::from([(Kind::Annotation, 1), (Kind::Grade, 3), (Kind::Entity, 2)]);
        let says = sentence(1, &counts);
        assert!(says.contains("2 entities, 1 annotation, 3 grades"), "{says}");
    }
}
