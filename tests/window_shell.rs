//! Flows through the window by accessible name, without a display.
#![cfg(feature = "window")]
#![allow(clippy::unwrap_used)]

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use onus::project::Origin;
use onus::session::{Caret, Command, Named, Session};
use onus::storage::Store;
use onus::storage::profile::Home;
use onus::text::Span;
use onus::ui::window::Window;
use std::cell::RefCell;
use std::rc::Rc;

/// A session with the window over it, in a home of its own.
struct Desk {
    session: Session,
    window: Rc<RefCell<Option<Window>>>,
    home: tempfile::TempDir,
}

fn desk(width: f32, height: f32) -> Harness<'static, Desk> {
    let home = tempfile::tempdir().unwrap();
    let origin = Origin::seeded(7, "2025-06-02T08:30:00Z".parse().unwrap());
    let session = Session::new(
        origin,
        Store::new(Some(Home::at(home.path().join("home"))), || {}),
    );
    let window = Rc::new(RefCell::new(None));
    let made = Rc::clone(&window);
    let desk = Desk {
        session,
        window,
        home,
    };
    let mut harness = Harness::builder()
        // The harness draws eight points in from each side.
        .with_size(vec2(width + 16.0, height + 16.0))
        .with_max_steps(32)
        .allow_missing_glyphs()
        .with_context_setup(move |ctx| *made.borrow_mut() = Some(Window::new(ctx)))
        .build_ui_state(
            |ui, desk: &mut Desk| {
                let window = Rc::clone(&desk.window);
                let mut window = window.borrow_mut();
                window.as_mut().unwrap().frame(ui, &mut desk.session);
            },
            desk,
        );
    harness.run();
    harness
}

const TEXT: &str = "The ministry says the group is a front.\nIt shows screenshots of defaced pages only.";

/// A desk with a project that holds one source, by an analyst who has a handle.
fn project(width: f32, height: f32) -> Harness<'static, Desk> {
    let mut harness = desk(width, height);
    let path = harness.state().home.path().join("p.onus.ron");
    let session = &mut harness.state_mut().session;
    session.create_at(&path, "Fronts");
    harness.run();
    paste(&mut harness, TEXT);
    harness
}

/// Makes a source of pasted words, through the palette and the two sheets.
fn paste(harness: &mut Harness<'static, Desk>, words: &str) {
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

fn press(harness: &mut Harness<'static, Desk>, name: &str) {
    harness.get_by_role_and_label(Role::Button, name).click();
    harness.run();
}

fn type_in(harness: &mut Harness<'static, Desk>, name: &str, words: &str) {
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

fn select(harness: &mut Harness<'static, Desk>, words: &str) {
    let at = TEXT.find(words).unwrap();
    let span = Span::new(at, at + words.len());
    harness
        .state_mut()
        .session
        .run(Command::Select(Caret::over(span)));
    harness.run();
}

/// Everything that can be pressed or typed in has a name.
fn everything_is_named(harness: &Harness<'static, Desk>) {
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
fn nothing_overflows(harness: &Harness<'static, Desk>, width: f32) {
    for node in harness.root().children_recursive() {
        if node.accesskit_node().role() == Role::Button {
            let rect = node.rect();
            let inside = rect.left() >= 0.0 && rect.right() <= width + 16.0;
            assert!(inside, "{:?} lies at {rect:?}", node.accesskit_node().label());
        }
    }
}

#[test]
fn a_project_begins_on_the_start_page() {
    let mut harness = desk(1440.0, 900.0);
    everything_is_named(&harness);
    press(&mut harness, "New project");
    type_in(&mut harness, "Title", "Fronts");
    let path = harness.state().home.path().join("fronts.onus.ron");
    harness.get_by_role_and_label(Role::TextInput, "Path").focus();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness
        .get_by_role_and_label(Role::TextInput, "Path")
        .type_text(&path.display().to_string());
    harness.run();
    press(&mut harness, "Begin project");
    harness.state_mut().session.wait();
    harness.run();
    let title = harness
        .state()
        .session
        .work()
        .map(|w| w.project().about().title.clone());
    assert_eq!(title.as_deref(), Some("Fronts"));
    harness.get_by_label("Project menu: Fronts");
    everything_is_named(&harness);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::W);
    harness.run();
    assert!(harness.state().session.work().is_none());
    harness.get_by_label_contains("Open Fronts");
}

#[test]
fn a_pasted_text_becomes_a_source() {
    let harness = project(1440.0, 900.0);
    let work = harness.state().session.work().unwrap();
    assert_eq!(work.project().sources.len(), 1);
    assert_eq!(work.text().unwrap().value(), TEXT);
    harness.get_by_label_contains("unread, 0 passages");
    everything_is_named(&harness);
}

#[test]
fn words_are_tagged_by_key_and_listed() {
    let mut harness = project(1440.0, 900.0);
    select(&mut harness, "the group is a front");
    harness.key_press(Key::Num1);
    harness.run();
    // A passage has its name in the list and on the page.
    let named = |harness: &Harness<'static, Desk>, label: &str| {
        [Role::ListBoxOption, Role::Mark].map(|role| harness.query_by_role_and_label(role, label).is_some())
    };
    assert_eq!(named(&harness, "Claim: the group is a front"), [true; 2]);
    select(&mut harness, "screenshots of defaced pages");
    press(&mut harness, "Tag as evidence");
    assert_eq!(
        named(&harness, "Evidence: screenshots of defaced pages"),
        [true; 2]
    );
    harness.get_by_label_contains("2 passages");
    everything_is_named(&harness);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert_eq!(
        named(&harness, "Evidence: screenshots of defaced pages"),
        [false; 2]
    );
}

#[test]
fn a_key_in_a_field_is_typed_and_tags_nothing() {
    let mut harness = project(1440.0, 900.0);
    select(&mut harness, "the group is a front");
    harness
        .get_by_role_and_label(Role::TextInput, "Filter sources")
        .focus();
    harness.run();
    harness.key_press(Key::Num1);
    harness.run();
    assert!(
        harness
            .state()
            .session
            .work()
            .unwrap()
            .project()
            .annotations
            .is_empty()
    );
}

#[test]
fn what_goes_along_is_said_before_it_is_deleted() {
    let mut harness = project(1440.0, 900.0);
    select(&mut harness, "the group is a front");
    harness.key_press(Key::Num1);
    harness.run();
    let source = harness.state().session.work().unwrap().source.unwrap();
    harness.state_mut().session.run(Command::Delete(vec![source]));
    harness.run();
    if harness.state().session.ask.is_some() {
        harness.get_by_label_contains("1 source");
        harness.key_press(Key::Escape);
        harness.run();
    }
    assert!(harness.state().session.ask.is_none());
}

#[test]
fn panels_help_and_theme_are_one_key_away() {
    let mut harness = project(1440.0, 900.0);
    harness.key_press(Key::F1);
    harness.run();
    harness.get_by_label_contains("Next passage: J");
    harness.key_press(Key::Escape);
    harness.run();
    assert!(harness.query_by_label_contains("Next passage: J").is_none());
    harness.get_by_label("Filter sources");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::B);
    harness.run();
    assert!(harness.query_by_label("Filter sources").is_none());
    let dark = harness.state().session.settings.dark;
    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::ALT, Key::T);
    harness.run();
    assert_ne!(harness.state().session.settings.dark, dark);
}

#[test]
fn the_smallest_window_holds_everything() {
    let mut harness = project(1024.0, 700.0);
    nothing_overflows(&harness, 1024.0);
    // The sources are folded to a rail; they open over the page and close when one is chosen.
    assert!(harness.query_by_label("Filter sources").is_none());
    press(&mut harness, "Sources");
    harness.get_by_label_contains("unread, 0 passages").click();
    harness.run();
    assert!(harness.query_by_label("Filter sources").is_none());
    let harness = desk(1024.0, 700.0);
    nothing_overflows(&harness, 1024.0);
}

#[test]
fn every_sheet_is_named_and_closes() {
    let mut harness = project(1440.0, 900.0);
    for named in [
        Named::OpenPath,
        Named::AddSources,
        Named::PasteSource,
        Named::CiteSource,
        Named::SaveAs,
        Named::Export,
        Named::Palette,
        Named::Help,
    ] {
        harness.state_mut().session.run(named.into());
        harness.run();
        everything_is_named(&harness);
        harness.key_press(Key::Escape);
        harness.run();
        assert_eq!(harness.state().session.ask, None, "{named:?}");
    }
}
