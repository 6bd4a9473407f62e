//! Flows through the window by accessible name, without a display.
#![cfg(feature = "window")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod damaged;
mod desk;
mod files;
mod foreign;
mod lists;
mod panels;
mod rescued;
mod unsaved;
#[path = "../desk/mod.rs"]
mod whole;

use desk::{Desk, TEXT, desk, everything_is_named, nothing_overflows, press, project, select, type_in};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use onus::session::{Command, Named};

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
