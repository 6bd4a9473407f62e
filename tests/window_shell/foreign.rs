//! The file was changed by somebody else: it is said, merged or left, and nothing is taken unasked.

use crate::desk::{Desk, everything_is_named, nothing_overflows, press, project};
use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use onus::project::*;
use onus::session::{Answer, Ask, Command, Named, Session};
use onus::storage::profile::Home;
use onus::storage::{SaveState, Store, open};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

fn now(harness: &Harness<'static, Desk>) -> Project {
    harness.state().session.work().unwrap().project().clone()
}

fn titled(project: &Project, title: &str) -> Edit {
    let source = project.sources.values().next().unwrap();
    Edit::from(Source {
        title: title.into(),
        ..(**source).clone()
    })
}

/// A project whose one source was renamed here, and renamed and told of in the file.
fn changed() -> Harness<'static, Desk> {
    let mut harness = project(1440.0, 900.0);
    let base = now(&harness);
    let mut theirs = base.clone();
    theirs.apply(titled(&base, "Their title"));
    theirs.apply(Edit::from(About {
        description: Some("Theirs".into()),
        ..(**base.about()).clone()
    }));
    let session = &mut harness.state_mut().session;
    session.run(Command::Change("Rename".into(), vec![titled(&base, "My title")]));
    session.notice_foreign(base, Ok(theirs));
    session.wait();
    harness.run();
    harness
}

fn is_there(harness: &Harness<'static, Desk>, words: &str) -> bool {
    harness.query_by_label_contains(words).is_some()
}

#[test]
fn what_somebody_else_changed_is_merged_as_one_edit() {
    let mut harness = changed();
    let before = now(&harness);
    assert_eq!(harness.state().session.ask, Some(Ask::Foreign));
    assert!(is_there(&harness, "the description was set to Theirs."));
    everything_is_named(&harness);
    nothing_overflows(&harness, 1440.0);
    let theirs = "Theirs: “Their title”. The source “My title”: the title was changed here and there.";
    harness.get_by_role_and_label(Role::RadioButton, theirs).click();
    harness.run();
    press(&mut harness, "Merge");
    let merged = now(&harness);
    assert_eq!(merged.sources.values().next().unwrap().title, "Their title");
    assert_eq!(merged.about().description.as_deref(), Some("Theirs"));
    assert_eq!(harness.state().session.ask, None);
    assert!(!is_there(&harness, "The file was changed by somebody else"));
    harness.state_mut().session.run(Named::Undo.into());
    assert_eq!(now(&harness), before);
}

#[test]
fn what_is_not_decided_now_stays_in_the_status_bar() {
    let mut harness = changed();
    let before = now(&harness);
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(harness.state().session.ask, None);
    assert_eq!(now(&harness), before);
    // What is edited meanwhile is merged too.
    let edit = titled(&before, "My newer title");
    harness
        .state_mut()
        .session
        .run(Command::Change("Rename".into(), vec![edit]));
    harness.run();
    press(&mut harness, "The file was changed by somebody else…");
    harness.state_mut().session.wait();
    harness.run();
    assert!(
        harness
            .query_all_by_label_contains("Mine: “My newer title”")
            .next()
            .is_some()
    );
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(
        now(&harness).sources.values().next().unwrap().title,
        "My newer title"
    );
    assert_eq!(now(&harness).about().description.as_deref(), Some("Theirs"));
}

#[test]
fn a_version_that_cannot_be_merged_is_kept_apart() {
    let mut harness = project(1440.0, 900.0);
    let base = now(&harness);
    let session = &mut harness.state_mut().session;
    session.notice_foreign(base, Err("The file is damaged in line 3.".into()));
    harness.run();
    assert!(is_there(&harness, "damaged in line 3"));
    press(&mut harness, "Keep mine as a copy…");
    assert_eq!(
        harness.state().session.ask,
        Some(Ask::Path(onus::session::Picking::SaveAs))
    );
}

#[test]
fn what_was_merged_is_not_told_again_while_the_disk_is_still_busy_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.onus.ron");
    let about = About::new(Origin::seeded(3, Timestamp::default()).id(), "Fronts".into());
    drop(open::create(&path, Project::new(about)).unwrap());
    let home = tempfile::tempdir().unwrap();
    let origin = Origin::seeded(1, "2025-06-02T08:30:00Z".parse().unwrap());
    // Whoever is woken holds up the disk thread while this is held.
    let (gate, woken) = (Arc::new(Mutex::new(())), Arc::new(AtomicU64::new(0)));
    let (at_gate, wakes) = (Arc::clone(&gate), Arc::clone(&woken));
    let store = Store::new(Some(Home::at(home.path())), move || {
        wakes.fetch_add(1, Ordering::SeqCst);
        drop(at_gate.lock().unwrap());
    });
    let mut session = Session::new(origin, store);
    session.run(Command::Open(path.clone()));
    session.wait();
    session.run(Named::PasteSource.into());
    session.run(Command::Answer(Answer::Handle("A1".into())));
    session.run(Named::Escape.into());

    let mut theirs = session.work().unwrap().project().clone();
    theirs.apply(Edit::from(About {
        description: Some("Theirs".into()),
        ..(**theirs.about()).clone()
    }));
    let other = folder.path().join("b.onus.ron");
    drop(open::create(&other, theirs).unwrap());
    std::fs::rename(&other, &path).unwrap();
    let begin = Instant::now();
    while session.ask != Some(Ask::Foreign) {
        assert!(begin.elapsed() < Duration::from_secs(60));
        std::thread::sleep(Duration::from_millis(5));
        session.poll();
    }

    let (held, wakes) = (gate.lock().unwrap(), woken.load(Ordering::SeqCst));
    session.store().try_again();
    while woken.load(Ordering::SeqCst) == wakes {
        std::thread::yield_now();
    }
    session.run(Command::MergeForeign(Vec::new()));
    session.poll();
    assert!(session.store().foreign().is_some());
    assert_eq!((session.ask.clone(), session.merging().is_busy()), (None, false));
    drop(held);
    session.wait();
    session.poll();
    assert_eq!(session.store().foreign(), None);
    assert_eq!(session.store().status().unwrap().state, SaveState::Saved);
    let merged = session.work().unwrap().project().clone();
    assert_eq!(merged.about().description.as_deref(), Some("Theirs"));
    drop(session);
    assert_eq!(open::read(&path).unwrap().project, merged);
}
