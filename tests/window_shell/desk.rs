//! A session with the window over it, and what a person does with both.

use crate::whole::{self, harness};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use onus::session::{Caret, Command, Session};
use onus::text::Span;
use std::path::Path;

/// A session with the window over it, in a home of its own.
pub(crate) type Desk = whole::Desk<tempfile::TempDir>;

/// A session as Onus starts it for whoever works with this home.
pub(crate) fn session(home: &Path) -> Session {
    whole::session(home, 7)
}

pub(crate) fn desk(width: f32, height: f32) -> Harness<'static, Desk> {
    desk_of(tempfile::tempdir().unwrap(), width, height)
}

/// A desk in a home where Onus was used before.
pub(crate) fn desk_of(home: tempfile::TempDir, width: f32, height: f32) -> Harness<'static, Desk> {
    harness(session(home.path()), home, width, height)
}

pub(crate) const TEXT: &str =
    "The ministry says the group is a front.\nIt shows screenshots of defaced pages only.";

/// A desk with a project that holds one source, by an analyst who has a handle.
pub(crate) fn project(width: f32, height: f32) -> Harness<'static, Desk> {
    let mut harness = desk(width, height);
    let path = harness.state().home.path().join("p.onus.ron");
    let session = &mut harness.state_mut().session;
    session.create_at(&path, "Fronts");
    session.wait();
    harness.run();
    paste(&mut harness, TEXT);
    harness
}

/// Makes a source of pasted words, through the palette and the two sheets.
pub(crate) fn paste(harness: &mut Harness<'static, Desk>, words: &str) {
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run();
    type_in(harness, "Search or run a command", "paste text");
    harness.key_press(Key::Enter);
    harness.run();
    if harness
        .query_by_role_and_label(Role::TextInput, "Handle")
        .is_some()
    {
        type_in(harness, "Handle", "A1");
        press(harness, "Sign with this handle");
    }
    type_in(harness, "Text", words);
    press(harness, "Make a source");
    press(harness, "Add this source");
    harness.state_mut().session.wait();
    harness.run();
}

pub(crate) fn press(harness: &mut Harness<'static, Desk>, name: &str) {
    harness.get_by_role_and_label(Role::Button, name).click();
    harness.run();
}

pub(crate) fn type_in(harness: &mut Harness<'static, Desk>, name: &str, words: &str) {
    let field = |n: &egui_kittest::kittest::AccessKitNode<'_>| {
        matches!(n.role(), Role::TextInput | Role::MultilineTextInput)
    };
    harness
        .get_by(move |n| field(n) && n.label().as_deref() == Some(name))
        .focus();
    harness.run();
    harness
        .get_by(move |n| field(n) && n.label().as_deref() == Some(name))
        .type_text(words);
    harness.run();
}

pub(crate) fn select(harness: &mut Harness<'static, Desk>, words: &str) {
    let at = TEXT.find(words).unwrap();
    let span = Span::new(at, at + words.len());
    harness
        .state_mut()
        .session
        .run(Command::Select(Caret::over(span)));
    harness.run();
}

/// Everything that can be pressed or typed in has a name.
pub(crate) fn everything_is_named(harness: &Harness<'static, Desk>) {
    for node in harness.root().children_recursive() {
        let node = node.accesskit_node();
        let control = matches!(
            node.role(),
            Role::Button | Role::TextInput | Role::MultilineTextInput | Role::ListBoxOption | Role::MenuItem
        );
        if control {
            let name = node.label().unwrap_or_default();
            assert!(
                !name.trim().is_empty(),
                "a {:?} has no name: {:?}",
                node.role(),
                node.raw_bounds()
            );
        }
    }
}

/// Nothing that can be pressed lies beside the window. Below it may lie what can be scrolled to.
pub(crate) fn nothing_overflows(harness: &Harness<'static, Desk>, width: f32) {
    for node in harness.root().children_recursive() {
        if node.accesskit_node().role() == Role::Button {
            let rect = node.rect();
            let inside = rect.left() >= 0.0 && rect.right() <= width + 16.0;
            assert!(inside, "{:?} lies at {rect:?}", node.accesskit_node().label());
        }
    }
}
