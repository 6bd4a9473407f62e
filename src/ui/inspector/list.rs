//! Fields that hold several things: names, names in a role, words.

use super::choice::{Listed, choice_ui};
use super::form::{Form, Sheet};
use super::kept::Kept;
use super::name::{Name, name_ui};
use super::reference::Choose;
use super::row;
use super::targets::Target;
use crate::project::{Edit, Id};
use crate::ui::button::icon_ui;
use crate::ui::icon;
use eframe::egui::{Align, Layout, Ui};

/// What was done to a list of names.
enum Done {
    Added(Id, Vec<Edit>),
    Removed(usize),
}

impl<R: Kept> Sheet<'_, '_, R> {
    /// A list or set of records, without more to say of each.
    pub(super) fn names(
        &mut self,
        label: &str,
        target: Target,
        ids: &[Id],
        add: impl FnOnce(&mut R, Id),
        remove: impl FnOnce(&mut R, usize),
    ) {
        let mut removed = None;
        for (at, id) in ids.iter().enumerate() {
            let form = &mut *self.form;
            row::row(self.ui, if at == 0 { label } else { "" }, |ui| {
                let room = ui.available_width() - 26.0;
                name_ui(ui, form, *id, room);
                if remove_ui(ui, form, *id) {
                    removed = Some(Done::Removed(at));
                }
            });
        }
        let done = removed.or_else(|| self.add_row(label, target, ids.is_empty()));
        self.apply(label, done, add, remove);
    }

    /// A list of records, each with a role.
    pub(super) fn roles<T: Listed>(
        &mut self,
        label: &str,
        target: Target,
        entries: &[(Id, T)],
        set: impl FnOnce(&mut R, usize, T),
        add: impl FnOnce(&mut R, Id),
        remove: impl FnOnce(&mut R, usize),
    ) {
        let (mut removed, mut changed) = (None, None);
        for (at, (id, role)) in entries.iter().enumerate() {
            let key = self.key(label).with(("role", at));
            let form = &mut *self.form;
            row::row(self.ui, if at == 0 { label } else { "" }, |ui| {
                let room = ui.available_width() - 26.0;
                name_ui(ui, form, *id, room);
                if remove_ui(ui, form, *id) {
                    removed = Some(Done::Removed(at));
                }
            });
            let role_name = format!("Role of {}", Name::of(form.project(), *id).words);
            row::row(self.ui, "", |ui| {
                let width = ui.available_width();
                if let Some(Some(picked)) = choice_ui(ui, form, key, (&role_name, width), Some(*role), false)
                    && picked != *role
                {
                    changed = Some((at, picked));
                }
            });
        }
        if let Some((at, role)) = changed {
            self.put(label, |r| set(r, at, role));
            return;
        }
        let done = removed.or_else(|| self.add_row(label, target, entries.is_empty()));
        self.apply(label, done, add, remove);
    }

    fn apply(
        &mut self,
        label: &str,
        done: Option<Done>,
        add: impl FnOnce(&mut R, Id),
        remove: impl FnOnce(&mut R, usize),
    ) {
        match done {
            Some(Done::Added(id, new)) => self.form.set(label, new, self.record, |r| add(r, id)),
            Some(Done::Removed(at)) => self.put(label, |r| remove(r, at)),
            None => {}
        }
    }

    fn add_row(&mut self, label: &str, target: Target, first: bool) -> Option<Done> {
        let name = format!("Add {}", label.to_lowercase());
        let key = self.key(label).with("add");
        let form = &mut *self.form;
        row::row(self.ui, if first { label } else { "" }, |ui| {
            let choose = Choose {
                key,
                label: &name,
                target,
                optional: false,
            };
            let width = ui.available_width();
            let shown = if first { "Not set" } else { "Add…" };
            let (id, new) = choose.ui(ui, form, shown, width)?;
            Some(Done::Added(id?, new))
        })
    }

    /// A list of values of a closed list, such as what a mention gives away.
    pub(super) fn values<T: Listed>(
        &mut self,
        label: &str,
        values: &[T],
        add: impl FnOnce(&mut R, T),
        remove: impl FnOnce(&mut R, usize),
    ) {
        let mut removed = None;
        for (at, value) in values.iter().enumerate() {
            let editable = self.form.editable();
            row::row(self.ui, if at == 0 { label } else { "" }, |ui| {
                ui.add_space(row::INSET);
                ui.label(value.words());
                if remove_button(ui, &value.words(), editable) {
                    removed = Some(at);
                }
            });
        }
        let name = format!("Add {}", label.to_lowercase());
        let key = self.key(label).with("add");
        let form = &mut *self.form;
        let added = row::row(self.ui, if values.is_empty() { label } else { "" }, |ui| {
            let width = ui.available_width();
            choice_ui::<T>(ui, form, key, (&name, width), None, false)
        });
        if let Some(at) = removed {
            self.put(label, |r| remove(r, at));
        } else if let Some(Some(value)) = added {
            self.put(label, |r| add(r, value));
        }
    }
}

fn remove_ui(ui: &mut Ui, form: &mut Form<'_>, id: Id) -> bool {
    let words = Name::of(form.project(), id).words;
    let editable = form.editable();
    remove_button(ui, &words, editable)
}

/// Takes one entry out of a list, if it is there.
pub(super) fn remove_at<T>(list: &mut Vec<T>, at: usize) {
    if at < list.len() {
        list.remove(at);
    }
}

/// The sign at the end of a row that takes its entry out of the list.
pub(super) fn remove_button(ui: &mut Ui, words: &str, editable: bool) -> bool {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        icon_ui(ui, icon::X, &format!("Remove {words}"), editable, false).clicked()
    })
    .inner
}
