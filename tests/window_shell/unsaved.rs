//! Edits beyond the file: found and chosen on the start page, merged with a file that somebody else wrote, kept where a
//! file cannot be written.

use crate::desk::{Desk, desk, everything_is_named, nothing_overflows, press, project};
use eframe::egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use onus::project::*;
use onus::session::{Answer, Ask, Command, Leaving, Named, Recovery};
use onus::storage::{SaveState, open};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

pub(crate) fn now(harness: &Harness<'static, Desk>) -> Project {
    harness.state().session.work().unwrap().project().clone()
}

fn retitle(harness: &mut Harness<'static, Desk>, title: &str) {
    let source = now(harness).sources.values().next().unwrap().clone();
    let edit = Edit::from(Source {
        title: title.into(),
        ..(*source).clone()
    });
    let session = &mut harness.state_mut().session;
    session.run(Command::Change(format!("Call it {title}"), vec![edit]));
    session.wait();
}

pub(crate) fn file(harness: &Harness<'static, Desk>) -> PathBuf {
    harness.state().home.path().join("p.onus.ron")
}

/// What a crash would leave of the project now, in a folder of its own.
fn left(harness: &Harness<'static, Desk>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["p.onus.ron", "p.onus.history"] {
        let from = harness.state().home.path().join(name);
        std::fs::copy(from, folder.path().join(name)).unwrap();
    }
    folder
}

fn opened(path: &Path) -> Harness<'static, Desk> {
    let mut harness = desk(1440.0, 900.0);
    let session = &mut harness.state_mut().session;
    session.run(Command::Open(path.to_owned()));
    session.wait();
    harness.run();
    harness
}

pub(crate) fn is_there(harness: &Harness<'static, Desk>, words: &str) -> bool {
    harness.query_all_by_label_contains(words).next().is_some()
}

pub(crate) fn save(harness: &mut Harness<'static, Desk>) {
    let session = &mut harness.state_mut().session;
    session.run(Named::Save.into());
    session.wait();
    harness.run();
}

pub(crate) fn state(harness: &Harness<'static, Desk>) -> SaveState {
    harness.state().session.store().status().unwrap().state
}

#[test]
fn edits_that_were_left_are_said_and_chosen() {
    let mut first = project(1440.0, 900.0);
    save(&mut first);
    let saved = now(&first);
    retitle(&mut first, "One");
    retitle(&mut first, "Two");
    let edited = now(&first);

    // With the edits.
    let folder = left(&first);
    let mut harness = opened(&folder.path().join("p.onus.ron"));
    assert!(harness.state().session.work().is_none());
    for words in [
        "2 edits are not in the file.",
        "The last one: “Call it Two”, by A1",
        "Since ",
    ] {
        assert!(is_there(&harness, words), "{words}");
    }
    everything_is_named(&harness);
    nothing_overflows(&harness, 1440.0);
    press(&mut harness, "Show the edits");
    assert!(is_there(&harness, "Call it One, by A1"));
    press(&mut harness, "Open with edits");
    harness.state_mut().session.wait();
    harness.run();
    assert_eq!(now(&harness), edited);
    harness.state_mut().session.run(Named::Undo.into());
    assert_eq!(now(&harness).sources.values().next().unwrap().title, "One");

    // As saved, by the keyboard: the history is kept under a number.
    let folder = left(&first);
    let mut harness = opened(&folder.path().join("p.onus.ron"));
    harness.key_press(Key::Tab);
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    harness.state_mut().session.wait();
    harness.run();
    assert_eq!(now(&harness), saved);
    assert!(is_there(&harness, "p.onus.history.1"));
    assert!(folder.path().join("p.onus.history.1").exists());

    // Not now: nothing is changed, and the lock is free again.
    let folder = left(&first);
    let path = folder.path().join("p.onus.ron");
    let mut harness = opened(&path);
    press(&mut harness, "Not now");
    assert!(is_there(&harness, "Recent projects"));
    assert!(!folder.path().join("p.onus.history.1").exists());
    assert_eq!(open::open(&path).unwrap().project(), &edited);
}

#[test]
fn a_project_that_was_not_closed_is_found_at_the_start() {
    let mut first = project(1440.0, 900.0);
    save(&mut first);
    retitle(&mut first, "One");
    let folder = left(&first);
    let path = folder.path().join("p.onus.ron");
    let home = tempfile::tempdir().unwrap();
    {
        // It was open here before.
        let mut session = crate::desk::session(home.path());
        session.run(Command::Open(path.clone()));
        session.wait();
        session.run(Command::Recover(Recovery::WithEdits));
        session.wait();
        session.run(Named::CloseProject.into());
        session.wait();
    }
    for name in ["p.onus.ron", "p.onus.history"] {
        std::fs::copy(first.state().home.path().join(name), folder.path().join(name)).unwrap();
    }
    let mut session = crate::desk::session(home.path());
    session.look_for_unfinished();
    session.wait();
    assert_eq!(session.found().unwrap().path(), path.canonicalize().unwrap());
}

#[test]
fn an_older_state_gets_its_later_edits_in_a_copy_only() {
    let mut first = project(1440.0, 900.0);
    save(&mut first);
    let older = std::fs::read(file(&first)).unwrap();
    let saved = now(&first);
    retitle(&mut first, "One");
    save(&mut first);
    let edited = now(&first);
    let folder = left(&first);
    let path = folder.path().join("p.onus.ron");
    std::fs::write(&path, &older).unwrap();
    let mut harness = opened(&path);
    assert!(is_there(&harness, "This file is an older state of the project"));
    press(&mut harness, "Open a copy with the edits");
    harness.state_mut().session.wait();
    harness.run();
    assert_eq!(now(&harness), edited);
    let copy = folder.path().join("p with later edits.onus.ron");
    assert_eq!(
        harness.state().session.store().path(),
        Some(copy.canonicalize().unwrap().as_path())
    );
    assert_eq!(std::fs::read(&path).unwrap(), older);

    // What the copy goes on from lies beside it, so that the two can be merged.
    let base = onus::storage::paths::backup_path(&copy, 0);
    assert_eq!(open::read(&base).unwrap().project, saved);
    harness.state_mut().session.run(Named::CloseProject.into());
    harness.state_mut().session.wait();

    let mut harness = opened(&path);
    press(&mut harness, "Open this file");
    harness.state_mut().session.wait();
    harness.run();
    assert_eq!(now(&harness), saved);
}

#[test]
fn what_a_history_holds_beyond_another_file_is_merged_into_it() {
    let mut first = project(1440.0, 900.0);
    save(&mut first);
    let base = now(&first);
    retitle(&mut first, "One");
    let folder = left(&first);
    let path = folder.path().join("p.onus.ron");
    for name in ["p.onus.backup-1.ron", "p.onus.backup-2.ron"] {
        if let Ok(bytes) = std::fs::read(first.state().home.path().join(name)) {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
    }
    // After a crash somebody else's file came in the place of ours.
    let mut theirs = base.clone();
    theirs.apply(Edit::from(About {
        description: Some("Theirs".into()),
        ..(**base.about()).clone()
    }));
    let elsewhere = tempfile::tempdir().unwrap();
    let other = elsewhere.path().join("theirs.onus.ron");
    drop(open::create(&other, theirs.clone()).unwrap());
    std::fs::remove_file(&path).unwrap();
    std::fs::copy(&other, &path).unwrap();

    let mut harness = opened(&path);
    assert!(is_there(&harness, "The history beside this file is not its own"));
    press(&mut harness, "Open it and merge the edits…");
    harness.state_mut().session.wait();
    harness.run();
    assert!(is_there(&harness, "The history has edits that the file has not"));
    assert_eq!(now(&harness), theirs);
    press(&mut harness, "Merge");
    // Whoever merges has a name.
    let session = &mut harness.state_mut().session;
    assert_eq!(session.ask, Some(Ask::Handle));
    session.run(Command::Answer(Answer::Handle("B2".into())));
    session.wait();
    harness.run();
    let merged = now(&harness);
    assert_eq!(merged.sources.values().next().unwrap().title, "One");
    assert_eq!(merged.about().description.as_deref(), Some("Theirs"));
    assert_eq!(open::read(&path).unwrap().project, merged);
    // The history they came from is kept.
    assert!(folder.path().join("p.onus.history.1").exists());
}

#[test]
fn a_file_that_somebody_else_saved_is_merged_and_then_written() {
    let mut harness = project(1440.0, 900.0);
    save(&mut harness);
    let base = now(&harness);
    let mut theirs = base.clone();
    theirs.apply(Edit::from(About {
        description: Some("Theirs".into()),
        ..(**base.about()).clone()
    }));
    let elsewhere = tempfile::tempdir().unwrap();
    let other = elsewhere.path().join("other.onus.ron");
    drop(open::create(&other, theirs).unwrap());
    retitle(&mut harness, "Mine");
    std::fs::copy(&other, file(&harness)).unwrap();
    let left = std::fs::read(file(&harness)).unwrap();
    save(&mut harness);
    assert_eq!(std::fs::read(file(&harness)).unwrap(), left);
    let begin = Instant::now();
    while harness.state().session.ask.is_none() {
        assert!(begin.elapsed() < Duration::from_secs(30));
        std::thread::sleep(Duration::from_millis(20));
        harness.run();
    }
    assert_eq!(harness.state().session.ask, Some(Ask::Foreign));
    // What was taken is not told again while the disk is still busy with it.
    let session = &mut harness.state_mut().session;
    session.run(Command::MergeForeign(Vec::new()));
    session.poll();
    assert_eq!((session.ask.clone(), session.merging().is_busy()), (None, false));
    session.wait();
    assert_eq!(session.ask, None);
    harness.run();
    assert_eq!(state(&harness), SaveState::Saved);
    let merged = now(&harness);
    assert_eq!(merged.about().description.as_deref(), Some("Theirs"));
    assert_eq!(merged.sources.values().next().unwrap().title, "Mine");
    harness.state_mut().session.run(Named::CloseProject.into());
    harness.state_mut().session.wait();
    assert_eq!(open::open(&file(&harness)).unwrap().project(), &merged);
}

#[test]
fn a_project_that_cannot_be_saved_is_left_only_where_its_edits_are_kept() {
    let mut harness = project(1440.0, 900.0);
    save(&mut harness);
    retitle(&mut harness, "One");
    let edited = now(&harness);
    let path = file(&harness);
    let saved = std::fs::read(&path).unwrap();
    // A folder of its name cannot be written over.
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    save(&mut harness);
    assert!(is_there(&harness, "Cannot save since "));
    harness.state_mut().session.run(Named::Quit.into());
    harness.state_mut().session.wait();
    harness.run();
    assert!(!harness.state().session.quit);
    assert_eq!(harness.state().session.ask, Some(Ask::Unsaved(Leaving::Quit)));
    assert!(is_there(
        &harness,
        "1 edit is kept in the history beside the project."
    ));
    everything_is_named(&harness);
    press(&mut harness, "Stay here");
    assert!(harness.state().session.work().is_some());

    // The disk takes the file again: trying again leaves.
    harness.state_mut().session.run(Named::Quit.into());
    harness.state_mut().session.wait();
    harness.run();
    press(&mut harness, "Close, edits stay kept");
    harness.state_mut().session.wait();
    assert!(harness.state().session.quit && harness.state().session.work().is_none());
    std::fs::remove_dir(&path).unwrap();
    std::fs::write(&path, saved).unwrap();
    assert_eq!(open::open(&path).unwrap().project(), &edited);
}

#[test]
fn a_file_of_a_newer_version_is_read_and_says_who_wrote_it() {
    let mut first = project(1440.0, 900.0);
    save(&mut first);
    let text = std::fs::read_to_string(file(&first)).unwrap();
    let newer = text.replacen("reader:1", "reader:2", 1).replacen(
        concat!("onus ", env!("CARGO_PKG_VERSION")),
        "onus 9.1.0",
        1,
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.onus.ron");
    std::fs::write(&path, newer).unwrap();
    let harness = opened(&path);
    assert!(is_there(&harness, "Open for reading only"));
    assert!(is_there(
        &harness,
        "onus 9.1.0 wrote this project, so it is open here for reading only."
    ));
    assert!(!harness.state().session.applies(Named::AddSources));
}

#[test]
fn a_project_without_edits_is_left_although_somebody_else_wrote_its_file() {
    let mut harness = project(1440.0, 900.0);
    save(&mut harness);
    std::fs::write(file(&harness), "no project").unwrap();
    let begin = Instant::now();
    while harness.state().session.store().foreign().is_none() {
        assert!(begin.elapsed() < Duration::from_secs(30));
        std::thread::sleep(Duration::from_millis(20));
    }
    harness.run();
    harness.state_mut().session.run(Named::CloseProject.into());
    harness.state_mut().session.wait();
    assert_eq!(harness.state().session.ask, None);
    assert!(harness.state().session.work().is_none());
    assert_eq!(std::fs::read_to_string(file(&harness)).unwrap(), "no project");
}
