//! What every widget of the inspector is given: the project to read, and the commands to add to.

use super::Inspector;
use super::kept::Kept;
use crate::project::{Edit, Id, Project, Stamp};
use crate::session::{Command, Work};
use crate::ui::text::TextEngine;
use eframe::egui::Ui;

/// The inspector while it is being drawn.
pub(super) struct Form<'f> {
    pub(super) inspector: &'f mut Inspector,
    pub(super) engine: &'f mut TextEngine,
    pub(super) work: &'f Work,
    pub(super) stamp: &'f Stamp,
    pub(super) commands: &'f mut Vec<Command>,
    spare: std::slice::Iter<'f, Id>,
}

impl<'f> Form<'f> {
    pub(super) fn new(
        inspector: &'f mut Inspector,
        engine: &'f mut TextEngine,
        work: &'f Work,
        spare: &'f [Id],
        stamp: &'f Stamp,
        commands: &'f mut Vec<Command>,
    ) -> Self {
        Self {
            inspector,
            engine,
            work,
            stamp,
            commands,
            spare: spare.iter(),
        }
    }

    /// The project as it is.
    pub(super) fn project(&self) -> &'f Project {
        self.work.project()
    }

    /// Whether anything can be changed.
    pub(super) fn editable(&self) -> bool {
        !self.work.read_only
    }

    /// An id for a new record; none where this frame has made too many already.
    pub(super) fn spare_id(&mut self) -> Option<Id> {
        self.spare.next().copied()
    }

    /// Asks for a record to be selected.
    pub(super) fn go(&mut self, id: Id) {
        self.commands.push(Command::Go(id));
    }

    /// Asks for edits under a label.
    pub(super) fn change(&mut self, label: impl Into<String>, edits: Vec<Edit>) {
        self.commands.push(Command::Change(label.into(), edits));
    }

    /// The record as this frame has asked for it so far, so that a field left and a button pressed in one frame do not
    /// undo each other.
    fn latest<R: Kept>(&self, record: &R) -> R {
        let edits = self.commands.iter().rev().filter_map(|command| match command {
            Command::Change(_, edits) => Some(edits.iter().rev()),
            _ => None,
        });
        let mut records = edits.flatten().filter_map(Edit::record);
        records
            .find(|r| r.id() == record.id())
            .and_then(R::of)
            .unwrap_or(record)
            .clone()
    }

    /// Asks for one field of a record to be changed, with the new records it needs.
    pub(super) fn set<R: Kept>(&mut self, label: &str, new: Vec<Edit>, record: &R, set: impl FnOnce(&mut R)) {
        let mut changed = self.latest(record);
        set(&mut changed);
        let mut edits = new;
        edits.push(Edit::Put(changed.into()));
        self.change(format!("Change {}", label.to_lowercase()), edits);
    }

    /// After all is drawn: a text whose field is not there any more is kept as if its field had been left.
    pub(super) fn finish(mut self) {
        // A record without a scale or a note lets the wish for one go.
        (self.inspector.note, self.inspector.grade) = (false, false);
        if let Some(draft) = self.inspector.draft.take_if(|draft| !draft.seen)
            && let Some(edit) = (draft.late)(self.project(), &draft.text)
        {
            self.change(draft.label, vec![edit]);
        }
    }
}

/// One record being shown, field by field. Each method draws a row and asks for the change that was made in it.
pub(super) struct Sheet<'s, 'f, R> {
    pub(super) ui: &'s mut Ui,
    pub(super) form: &'s mut Form<'f>,
    pub(super) record: &'s R,
}

impl<'s, 'f, R: Kept> Sheet<'s, 'f, R> {
    pub(super) fn new(ui: &'s mut Ui, form: &'s mut Form<'f>, record: &'s R) -> Self {
        Self { ui, form, record }
    }

    /// Asks for a field to be changed.
    pub(super) fn put(&mut self, label: &str, set: impl FnOnce(&mut R)) {
        self.form.set(label, Vec::new(), self.record, set);
    }

    /// The id of a control of this record.
    pub(super) fn key(&self, label: &str) -> eframe::egui::Id {
        eframe::egui::Id::unique((self.record.id(), label))
    }
}
