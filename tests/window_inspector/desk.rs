//! A window that holds nothing but the inspector.

use eframe::egui;
use onus::project::*;
use onus::session::{Command, Work};
use onus::ui::inspector::{Inspector, inspector_ui};
use onus::ui::text::TextEngine;

/// Shows the inspector, and does what it asks for.
pub(crate) struct Desk {
    pub(crate) inspector: Inspector,
    pub(crate) engine: TextEngine,
    pub(crate) work: Work,
    pub(crate) origin: Origin,
    pub(crate) stamp: Stamp,
    /// What was asked for that the window itself would do.
    pub(crate) asked: Vec<Command>,
}

impl Desk {
    pub(crate) fn ui(&mut self, ui: &mut egui::Ui) {
        let spare: Vec<Id> = (0..4).map(|_| self.origin.id()).collect();
        let mut commands = Vec::new();
        inspector_ui(
            ui,
            &mut self.inspector,
            &mut self.engine,
            &self.work,
            &spare,
            &self.stamp,
            &mut commands,
        );
        commands.into_iter().for_each(|c| self.run(c));
    }

    pub(crate) fn run(&mut self, command: Command) {
        match command {
            Command::Go(id) => self.work.go(id),
            Command::Change(label, edits) => self.commit(&label, edits),
            Command::GradeAs(target, scale, value) => {
                let grade = Grade {
                    id: self.origin.id(),
                    target,
                    scale,
                    value,
                    reason: None,
                    created: self.stamp.clone(),
                    modified: None,
                    note: None,
                    marking: Marking::default(),
                };
                self.commit("Grade", vec![Edit::Put(grade.into())]);
            }
            other => self.asked.push(other),
        }
    }

    pub(crate) fn commit(&mut self, label: &str, edits: Vec<Edit>) {
        let mut t = Transaction::new(label, self.stamp.by, self.origin.now());
        for edit in edits {
            t.edit(self.work.project(), edit);
        }
        self.work
            .commit(t)
            .expect("the inspector asks for what is allowed");
    }
}
