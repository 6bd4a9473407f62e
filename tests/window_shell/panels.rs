//! Panels: their widths, the drawer of a narrow window, and the round that F6 makes.

use crate::desk::{Desk, desk_of, press, project, select};
use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Pos2, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use onus::session::{Command, Named};

fn drag(harness: &mut Harness<'static, Desk>, from: Pos2, to: Pos2) {
    harness.hover_at(from);
    harness.run();
    harness.drag_at(from);
    harness.run();
    harness.hover_at(from.lerp(to, 0.5));
    harness.run();
    harness.hover_at(to);
    harness.run();
    harness.drop_at(to);
    harness.run();
}

fn page(harness: &Harness<'static, Desk>) -> f32 {
    harness.get_by_role(Role::Document).rect().width()
}

#[test]
fn a_panel_is_as_wide_as_its_edge_was_dragged() {
    let mut harness = project(1440.0, 900.0);
    let before = page(&harness);
    let edge = |harness: &Harness<'static, Desk>, name: &str| {
        harness
            .get_by_role_and_label(Role::Splitter, name)
            .rect()
            .center()
    };
    let check = |harness: &mut Harness<'static, Desk>, name: &str, by: f32, width: f32| {
        let from = edge(harness, name);
        drag(harness, from, from + vec2(by, 0.0));
        assert_eq!(page(harness), width, "{name} by {by}");
    };
    let (left, right) = ("Width of the sources panel", "Width of the inspector");
    check(&mut harness, left, 60.0, before - 60.0);
    check(&mut harness, right, -40.0, before - 100.0);
    // No further than what is in it can be read, and the page too.
    check(&mut harness, left, -500.0, before - 40.0 + 64.0);
    check(&mut harness, right, -900.0, before + 64.0 - 192.0);
    let from = edge(&harness, left);
    harness.get_by_role_and_label(Role::Splitter, left).focus();
    harness.run();
    harness.key_press(Key::ArrowRight);
    harness.run();
    assert_eq!(edge(&harness, left).x, from.x + 16.0);
    let layout = harness.state().session.settings.layout.clone();
    assert_eq!(
        (layout.left_width, layout.right_width),
        (Some(216.0), Some(520.0))
    );
}

#[test]
fn a_project_is_found_again_as_it_was_left() {
    let mut harness = project(1440.0, 900.0);
    let path = harness.state().session.store().path().unwrap().to_owned();
    select(&mut harness, "the group is a front");
    harness.key_press(Key::Num1);
    harness.run();
    let session = &mut harness.state_mut().session;
    session.settings.layout.window = Some((1300.0, 800.0));
    session.run(Command::LeftWidth(Some(300.0)));
    session.run(Named::ToggleRight.into());
    let left = session.work().unwrap().bookmark();
    assert!(left.is_some_and(|place| place.selected.is_some() && place.caret > 0));
    session.run(Named::Quit.into());
    let Desk { home, .. } = harness.into_state();
    // Another project has a window of its own meanwhile.
    let mut other = crate::desk::session(home.path());
    other.create_at(&home.path().join("other"), "Other");
    other.wait();
    other.run(Named::ToggleLeft.into());
    other.run(Named::Quit.into());

    let mut harness = desk_of(home, 1440.0, 900.0);
    let layout = &harness.state().session.settings.layout;
    assert_eq!((layout.left_open, layout.right_open), (false, false));
    harness.state_mut().session.run(Command::Open(path));
    harness.state_mut().session.wait();
    let session = &harness.state().session;
    assert_eq!(session.resize, Some((1300.0, 800.0)));
    assert_eq!(session.work().unwrap().bookmark(), left);
    harness.run();
    assert_eq!(harness.state().session.work().unwrap().bookmark(), left);
    let layout = &harness.state().session.settings.layout;
    assert_eq!(
        (layout.left_open, layout.left_width, layout.right_open),
        (true, Some(300.0), false)
    );
    assert_eq!(page(&harness), 1440.0 - 300.0);
}

/// What has the keyboard, by role and name.
fn focused(harness: &Harness<'static, Desk>) -> String {
    let node = harness
        .root()
        .children_recursive()
        .find(|n| n.accesskit_node().is_focused())
        .expect("something has the keyboard");
    let node = node.accesskit_node();
    format!("{:?} {}", node.role(), node.label().unwrap_or_default())
}

#[test]
fn f6_goes_round_what_is_in_sight() {
    let check = |harness: &mut Harness<'static, Desk>, round: &[&str]| {
        let mut names: Vec<&str> = round.to_vec();
        for shift in [false, true] {
            for name in &names {
                let modifiers = if shift { Modifiers::SHIFT } else { Modifiers::NONE };
                harness.key_press_modifiers(modifiers, Key::F6);
                harness.run();
                let focused = focused(harness);
                assert!(focused.starts_with(name), "{focused}, not {name}; shift: {shift}");
            }
            // Back from the last: the one before it, and so on round.
            names.reverse();
            names.rotate_left(1);
        }
    };
    let mut harness = project(1440.0, 900.0);
    select(&mut harness, "the group is a front");
    harness.key_press(Key::Num1);
    harness.run();
    let page = format!(
        "Document {}",
        harness
            .state()
            .session
            .work()
            .unwrap()
            .open_source()
            .unwrap()
            .title
    );
    check(
        &mut harness,
        &[
            "Region Inspector",
            "Button Tag as claim",
            "ListBoxOption The ministry",
            "ListBoxOption Claim: the group",
            &page,
        ],
    );
    for named in [Named::ToggleLeft, Named::ToggleRight] {
        harness.state_mut().session.run(named.into());
        harness.run();
    }
    check(&mut harness, &["Button Tag as claim", &page]);

    // Somewhere in a part counts as being in it.
    let mut harness = project(1440.0, 900.0);
    harness
        .get_by_role_and_label(Role::TextInput, "Filter sources")
        .focus();
    harness.run();
    harness.key_press(Key::F6);
    harness.run();
    assert_eq!(focused(&harness), page);

    let mut harness = project(1024.0, 700.0);
    check(
        &mut harness,
        &[
            "Region Inspector",
            "Button Tag as claim",
            "Button Sources panel",
            &page,
        ],
    );
}

#[test]
fn a_narrow_window_has_a_drawer() {
    let mut harness = project(1024.0, 700.0);
    assert_eq!(page(&harness), 1024.0 - 44.0 - 300.0);
    let shut = |harness: &Harness<'static, Desk>| harness.query_by_label("Filter sources").is_none();
    let key = |harness: &mut Harness<'static, Desk>, modifiers, key| {
        harness.key_press_modifiers(modifiers, key);
        harness.run();
    };
    assert!(shut(&harness));
    key(&mut harness, Modifiers::COMMAND, Key::B);
    assert!(!shut(&harness));
    key(&mut harness, Modifiers::COMMAND, Key::B);
    assert!(shut(&harness));
    // What leads to a field opens the drawer it is in.
    key(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::O);
    assert_eq!(focused(&harness), "TextInput Filter sources");
    key(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(shut(&harness));
    // It closes on a pick by key, and on a click beside it.
    key(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::O);
    key(&mut harness, Modifiers::NONE, Key::ArrowDown);
    assert!(focused(&harness).starts_with("ListBoxOption The ministry"));
    key(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(shut(&harness));
    press(&mut harness, "In this source");
    harness.get_by_label("Select a sentence, then press 1, 2 or 3.");
    press(&mut harness, "Sources");
    assert!(!shut(&harness));
    harness.hover_at(pos2(600.0, 400.0));
    harness.drag_at(pos2(600.0, 400.0));
    harness.drop_at(pos2(600.0, 400.0));
    harness.run();
    assert!(shut(&harness));
    key(&mut harness, Modifiers::COMMAND | Modifiers::ALT, Key::B);
    assert_eq!(page(&harness), 1024.0 - 44.0);
}

#[test]
fn the_page_is_found_again_where_it_was_read() {
    let mut harness = project(1440.0, 900.0);
    let path = harness.state().session.store().path().unwrap().to_owned();
    let long: String = (1..=60)
        .map(|n| format!("Paragraph {n} of a text that is read.\n\n"))
        .collect();
    crate::desk::paste(&mut harness, &long);
    // The caret stays at the beginning while the page is scrolled by a little.
    let reads = |harness: &Harness<'static, Desk>| harness.state().session.work().unwrap().read;
    let top = reads(&harness);
    harness.hover_at(pos2(700.0, 500.0));
    harness.event(eframe::egui::Event::MouseWheel {
        unit: eframe::egui::MouseWheelUnit::Point,
        delta: vec2(0.0, -250.0),
        modifiers: Modifiers::NONE,
        phase: eframe::egui::TouchPhase::Move,
        source: eframe::egui::MouseWheelSource::Wheel,
    });
    for _ in 0..20 {
        harness.step();
    }
    let read = reads(&harness);
    assert!(read > top && read < long.len() / 2, "{top} to {read}");
    assert_eq!(harness.state().session.work().unwrap().caret.head, 0);
    harness.state_mut().session.run(Named::Quit.into());
    let Desk { home, .. } = harness.into_state();

    let mut harness = desk_of(home, 1440.0, 900.0);
    harness.state_mut().session.run(Command::Open(path));
    harness.state_mut().session.wait();
    harness.run();
    assert_eq!(reads(&harness), read);
}
