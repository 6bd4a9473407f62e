//! The lists of sources and passages: filters, orders, and their keys.

use crate::desk::{Desk, desk, paste, press, project, select, type_in};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use onus::project::ReadingState;
use onus::session::{Command, Named};

/// The names of the rows, in order.
fn rows(harness: &Harness<'static, Desk>, begin: &[&str]) -> Vec<String> {
    let all = harness.query_all_by_role(Role::ListBoxOption);
    let names = all.filter_map(|n| n.accesskit_node().label());
    names.filter(|n| begin.iter().any(|b| n.starts_with(b))).collect()
}

const TAGS: [&str; 3] = ["Claim: ", "Evidence: ", "Individual: "];

/// A project with three passages, the second of the text tagged last.
fn tagged() -> Harness<'static, Desk> {
    let mut harness = project(1440.0, 900.0);
    for (words, key) in [
        ("The ministry", Key::Num3),
        ("defaced pages", Key::Num2),
        ("the group is a front", Key::Num1),
    ] {
        select(&mut harness, words);
        harness.key_press(key);
        harness.run();
    }
    harness
}

#[test]
fn passages_are_filtered_sorted_and_reached_by_key() {
    let mut harness = tagged();
    let (ministry, front, pages) = (
        "Individual: The ministry",
        "Claim: the group is a front",
        "Evidence: defaced pages",
    );
    assert_eq!(rows(&harness, &TAGS), [ministry, front, pages]);
    let order = |harness: &mut Harness<'static, Desk>, name: &str| {
        press(harness, "Order of the passages");
        harness.get_by_role_and_label(Role::MenuItem, name).click();
        harness.run();
        rows(harness, &TAGS)
    };
    assert_eq!(order(&mut harness, "By tag"), [front, pages, ministry]);
    assert_eq!(order(&mut harness, "Newest first"), [front, pages, ministry]);
    assert_eq!(
        order(&mut harness, "In the order of the text"),
        [ministry, front, pages]
    );

    harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    harness.run();
    type_in(&mut harness, "Filter passages", "front");
    assert_eq!(rows(&harness, &TAGS), [front]);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    type_in(&mut harness, "Filter passages", "nothing like it");
    assert!(rows(&harness, &TAGS).is_empty());
    harness.get_by_label("Nothing matches nothing like it. 3 passages are hidden.");
    press(&mut harness, "Clear the filter");
    assert_eq!(rows(&harness, &TAGS), [ministry, front, pages]);

    // Down leads from the field into the list, where the selected passage is; Enter goes to the next.
    harness.state_mut().session.run(Command::Deselect);
    harness
        .get_by_role_and_label(Role::TextInput, "Filter passages")
        .focus();
    harness.run();
    for key in [
        Key::ArrowDown,
        Key::Home,
        Key::ArrowDown,
        Key::ArrowDown,
        Key::Enter,
    ] {
        harness.key_press(key);
        harness.run();
    }
    let work = harness.state().session.work().unwrap();
    assert!(work.selected_annotation().unwrap().evidence().is_some());
    assert_eq!(work.caret.head, crate::desk::TEXT.find("defaced pages").unwrap());
}

#[test]
fn a_source_without_passages_asks_for_the_first() {
    let harness = project(1440.0, 900.0);
    harness.get_by_label("Select a sentence, then press 1, 2 or 3.");
}

#[test]
fn sources_show_how_far_the_reader_is() {
    let mut harness = project(1440.0, 900.0);
    let source = harness.state().session.work().unwrap().source.unwrap();
    for (state, says) in [
        (ReadingState::InWork, "in work, 0 passages"),
        (ReadingState::Done, "done, 0 passages"),
        (ReadingState::SecondLook, "needs a second look, 0 passages"),
        (ReadingState::Unread, "unread, 0 passages"),
    ] {
        harness.state_mut().session.run(Command::Read(source, state));
        harness.run();
        harness.get_by_label_contains(says);
    }
    // Who has no handle yet sees what was noted last; who has one sees their own.
    let mut harness = desk(1440.0, 900.0);
    let session = &mut harness.state_mut().session;
    session.run(Named::OpenSample.into());
    session.wait();
    let done = |session: &onus::session::Session| {
        let readings = &session.work().unwrap().project().readings;
        let mine = readings.values().filter(|r| r.analyst == session.reader());
        mine.filter(|r| r.state == ReadingState::Done).count()
    };
    assert!(done(session) > 3);
    harness.run();
    assert!(harness.query_all_by_label_contains(", done, ").count() > 3);
    paste(&mut harness, "Words.");
    assert_eq!(done(&harness.state().session), 0);
}

#[test]
fn the_sources_are_one_stop_for_the_keyboard() {
    let mut harness = project(1440.0, 900.0);
    paste(&mut harness, "Second text.\n\nIts words.");
    paste(&mut harness, "Third text.\n\nIts words.");
    let open = |harness: &Harness<'static, Desk>| {
        harness
            .state()
            .session
            .work()
            .unwrap()
            .open_source()
            .unwrap()
            .title
            .clone()
    };
    let check = |harness: &mut Harness<'static, Desk>, key: Key, title: &str| {
        harness.key_press(key);
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(open(harness), title, "{key:?}");
    };
    harness.get_by_role_and_label(Role::ListBox, "Sources").focus();
    harness.run();
    let titles: Vec<String> = {
        let sources = harness.state().session.work().unwrap().sources();
        sources.iter().map(|s| s.title.clone()).collect()
    };
    check(&mut harness, Key::Home, &titles[0]);
    check(&mut harness, Key::ArrowDown, &titles[1]);
    check(&mut harness, Key::End, &titles[2]);
    check(&mut harness, Key::ArrowDown, &titles[2]);
    check(&mut harness, Key::PageUp, &titles[0]);
}
