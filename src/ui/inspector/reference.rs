//! Fields that name another record: the name leads there, the list beside it picks another or makes a new one.

use super::form::{Form, Sheet};
use super::kept::Kept;
use super::name::name_ui;
use super::picker::{Picked, Picker};
use super::row;
use super::targets::Target;
use crate::project::{Edit, Id};
use eframe::egui::{self, Align, Layout, Ui};

/// A record that was picked, with the edit that makes it where it is new.
pub(super) type Chosen = (Option<Id>, Vec<Edit>);

/// The width of a list's sign beside a name.
pub(super) const SIGN: f32 = 22.0;

/// A picker of records.
pub(super) struct Choose<'c> {
    pub(super) key: egui::Id,
    pub(super) label: &'c str,
    pub(super) target: Target,
    /// Whether nothing can be picked too.
    pub(super) optional: bool,
}

impl Choose<'_> {
    /// Draws the picker in its short form (a sign beside a name) or with words of its own.
    pub(super) fn ui(&self, ui: &mut Ui, form: &mut Form<'_>, shown: &str, width: f32) -> Option<Chosen> {
        let query = form.inspector.open.as_ref().map(|open| open.query().to_owned());
        let picker = Picker {
            key: self.key,
            label: self.label,
            shown,
            empty: true,
            width,
        };
        let (target, optional) = (self.target, self.optional);
        let picked = picker.ui(ui, form, |form, query| {
            target.offers(form.project(), query, optional)
        })?;
        match picked {
            Picked::Record(id) => Some((Some(id), Vec::new())),
            Picked::Nothing => Some((None, Vec::new())),
            Picked::New(at) => {
                let (id, stamp) = (form.spare_id()?, form.stamp.clone());
                let made = target.make(at, query?.trim().to_owned(), id, &stamp)?;
                Some((Some(id), vec![Edit::Put(made)]))
            }
            Picked::Value(_) => None,
        }
    }
}

impl<R: Kept> Sheet<'_, '_, R> {
    /// A record that must be named.
    pub(super) fn reference(&mut self, label: &str, target: Target, value: Id, set: impl FnOnce(&mut R, Id)) {
        if let Some((Some(id), new)) = self.choose(label, target, Some(value), false)
            && id != value
        {
            self.form.set(label, new, self.record, |r| set(r, id));
        }
    }

    /// A record that may be named.
    pub(super) fn optional_reference(
        &mut self,
        label: &str,
        target: Target,
        value: Option<Id>,
        set: impl FnOnce(&mut R, Option<Id>),
    ) {
        if let Some((id, new)) = self.choose(label, target, value, true)
            && id != value
        {
            self.form.set(label, new, self.record, |r| set(r, id));
        }
    }

    /// The row of a reference: what was picked in it.
    pub(super) fn choose(
        &mut self,
        label: &str,
        target: Target,
        value: Option<Id>,
        optional: bool,
    ) -> Option<Chosen> {
        let key = self.key(label);
        let form = &mut *self.form;
        row::row(self.ui, label, |ui| {
            let choose = Choose {
                key,
                label,
                target,
                optional,
            };
            let Some(id) = value else {
                let width = ui.available_width();
                return choose.ui(ui, form, "Not set", width);
            };
            let room = ui.available_width() - SIGN - 4.0;
            name_ui(ui, form, id, room);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                choose.ui(ui, form, "", SIGN)
            })
            .inner
        })
    }

    /// A record that is named and never changed here; its name leads to it.
    pub(super) fn shown_reference(&mut self, label: &str, id: Id) {
        let form = &mut *self.form;
        row::row(self.ui, label, |ui| {
            let room = ui.available_width();
            name_ui(ui, form, id, room);
        });
    }
}
