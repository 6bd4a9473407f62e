//! What a person does in the inspector, by the names of its controls.

use crate::desk::Desk;
use crate::project::{Ids, project};
use eframe::egui::accesskit::Role;
use eframe::egui::{self, Key};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use onus::project::*;
use onus::session::Work;
use onus::ui::fonts::{self, Faces};
use onus::ui::inspector::Inspector;
use onus::ui::text::TextEngine;
use onus::ui::theme;

pub(crate) struct Flow {
    pub(crate) harness: Harness<'static, Desk>,
    pub(crate) ids: Ids,
}

impl Flow {
    /// The inspector with one record selected.
    pub(crate) fn at(select: impl FnOnce(&Ids) -> Id) -> Self {
        let (project, ids, stamp, origin) = project();
        let mut work = Work::new(project);
        work.source = Some(ids.source);
        work.go(select(&ids));
        let desk = Desk {
            inspector: Inspector::default(),
            engine: TextEngine::new(Faces::embedded()),
            work,
            origin,
            stamp,
            asked: Vec::new(),
        };
        let mut harness = Harness::builder()
            .with_size(egui::vec2(344.0, 1600.0))
            .with_context_setup(|ctx| {
                fonts::install(ctx, &mut Faces::embedded(), "en");
                theme::apply(ctx);
            })
            .build_ui_state(|ui, desk: &mut Desk| desk.ui(ui), desk);
        harness.run();
        Self { harness, ids }
    }

    pub(crate) fn click(&mut self, name: &str) {
        self.harness.get_by_label(name).click();
        self.harness.run();
    }

    /// Opens a list by its name, types, and takes what is first with Enter.
    pub(crate) fn pick(&mut self, name: &str, typed: &str) {
        self.harness.get_by_role_and_label(Role::ComboBox, name).focus();
        self.harness.run();
        self.key(Key::ArrowDown);
        self.type_text(typed);
        self.key(Key::Enter);
    }

    pub(crate) fn type_text(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.into()));
        self.harness.run();
    }

    /// Puts the keyboard into a field and types at its end.
    pub(crate) fn write(&mut self, name: &str, text: &str) {
        self.harness.get_by_label(name).focus();
        self.harness.run();
        self.harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
        self.type_text(text);
    }

    pub(crate) fn key(&mut self, key: Key) {
        self.harness.key_press(key);
        self.harness.run();
    }

    pub(crate) fn work(&self) -> &Work {
        &self.harness.state().work
    }

    pub(crate) fn project(&self) -> &Project {
        self.work().project()
    }

    pub(crate) fn annotation(&self, id: Id) -> Annotation {
        self.project().annotations[&id].as_ref().clone()
    }

    pub(crate) fn claim(&self) -> Claim {
        self.annotation(self.ids.claim).claim().unwrap().clone()
    }

    pub(crate) fn labels(&self) -> usize {
        self.harness
            .state()
            .work
            .undo_stack()
            .undo_label()
            .map_or(0, |_| 1)
    }
}
