//! A damaged file: the page says what is left out and what can be recovered, and nothing is saved over the file.

use crate::desk::{Desk, desk, everything_is_named, nothing_overflows, press, project, select};
use eframe::egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use onus::project::*;
use onus::session::{Command, Named};
use onus::storage::paths::lock_path;
use std::path::{Path, PathBuf};

fn is_there(harness: &Harness<'static, Desk>, words: &str) -> bool {
    harness.query_all_by_label_contains(words).next().is_some()
}

fn settle(harness: &mut Harness<'static, Desk>) {
    harness.state_mut().session.wait();
    harness.run();
}

fn run(harness: &mut Harness<'static, Desk>, command: impl Into<Command>) {
    harness.state_mut().session.run(command.into());
    settle(harness);
}

fn now(harness: &Harness<'static, Desk>) -> Project {
    harness.state().session.work().unwrap().project().clone()
}

/// A project with a source and a claim, saved twice, with an edit after that; its folder with the history and the backups,
/// and its file cut in half.
fn cut() -> (tempfile::TempDir, PathBuf, Project) {
    let mut harness = project(1440.0, 900.0);
    run(&mut harness, Named::Save);
    select(&mut harness, "the group is a front");
    harness.key_press(Key::Num1);
    harness.run();
    run(&mut harness, Named::Save);
    let source = now(&harness).sources.values().next().unwrap().clone();
    let edit = Edit::from(Source {
        title: "Renamed".into(),
        ..(*source).clone()
    });
    run(&mut harness, Command::Change("Rename it".into(), vec![edit]));
    let folder = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(harness.state().home.path()).unwrap() {
        let from = entry.unwrap().path();
        if from.is_file() && from.extension().is_some_and(|e| e != "lock") {
            std::fs::copy(&from, folder.path().join(from.file_name().unwrap())).unwrap();
        }
    }
    let path = folder.path().join("p.onus.ron");
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    (folder, path, now(&harness))
}

fn opened(path: &Path, width: f32, height: f32) -> Harness<'static, Desk> {
    let mut harness = desk(width, height);
    run(&mut harness, Command::Open(path.to_owned()));
    harness
}

#[test]
fn a_damaged_file_gives_way_to_a_recovered_copy() {
    let (folder, path, whole) = cut();
    let damaged = std::fs::read(&path).unwrap();
    let mut harness = opened(&path, 1024.0, 700.0);
    assert!(harness.state().session.work().is_none());
    for words in [
        "This file is damaged",
        "in it cannot be read, or not as ",
        "A backup and the history hold all of it up to “Rename it”, by A1, ",
        "nothing is ever saved over it",
    ] {
        assert!(is_there(&harness, words), "{words}");
    }
    assert!(!is_there(&harness, "belongs to another one"));
    assert_eq!(harness.state().session.notices, []);
    everything_is_named(&harness);
    nothing_overflows(&harness, 1024.0);
    press(&mut harness, "Show what is left out");
    assert!(is_there(&harness, "nothing of it is left in the file"));

    // The likeliest choice is one key away.
    harness.key_press(Key::Escape);
    let mut harness = opened(&path, 1440.0, 900.0);
    harness.key_press(Key::Enter);
    harness.run();
    settle(&mut harness);
    assert_eq!(now(&harness), whole);
    assert!(!harness.state().session.work().unwrap().read_only);
    let copy = folder.path().join("p recovered.onus.ron").canonicalize().unwrap();
    assert_eq!(harness.state().session.store().path(), Some(copy.as_path()));
    assert_eq!(harness.state().session.notices, []);
    assert_eq!(std::fs::read(&path).unwrap(), damaged);
    assert!(!lock_path(&path).exists());
}

#[test]
fn what_is_left_of_a_damaged_file_is_opened_for_reading_with_one_notice() {
    let (folder, path, whole) = cut();
    let mut harness = opened(&path, 1440.0, 900.0);
    press(&mut harness, "Not now");
    assert!(is_there(&harness, "Recent projects"));

    // Nothing is left beside it.
    let alone = tempfile::tempdir().unwrap();
    let lonely = alone.path().join("p.onus.ron");
    std::fs::copy(&path, &lonely).unwrap();
    let mut harness = opened(&lonely, 1440.0, 900.0);
    assert!(is_there(
        &harness,
        "No backup and no history beside it holds more."
    ));
    assert!(!is_there(&harness, "Open a recovered copy"));
    harness.key_press(Key::Enter);
    harness.run();
    settle(&mut harness);
    let work = harness.state().session.work().unwrap();
    assert!(work.read_only && *work.project() != whole);
    let says: Vec<_> = harness
        .state()
        .session
        .notices
        .iter()
        .map(|n| n.says.clone())
        .collect();
    assert!(
        says.len() == 1 && says[0].starts_with("The file is damaged: "),
        "{says:?}"
    );

    // Under another name it can be changed, and is not called open for reading any more.
    let other = alone.path().join("other.onus.ron");
    harness.state_mut().session.save_as(&other);
    settle(&mut harness);
    assert!(!harness.state().session.work().unwrap().read_only);
    assert_eq!(harness.state().session.notices, []);
    drop(folder);
}

#[test]
fn a_file_of_which_nothing_is_left_is_recovered_from_what_lies_beside_it() {
    let (_folder, path, whole) = cut();
    for bytes in [&b""[..], &[0; 512]] {
        std::fs::write(&path, bytes).unwrap();
        let mut harness = opened(&path, 1440.0, 900.0);
        assert!(is_there(&harness, "Nothing of it can be read."));
        assert!(!is_there(&harness, "Open what is left, for reading"));
        everything_is_named(&harness);
        press(&mut harness, "Open a recovered copy");
        settle(&mut harness);
        assert_eq!(now(&harness), whole);
        assert_eq!(std::fs::read(&path).unwrap(), bytes);
    }
}

#[test]
fn a_newer_file_saved_as_another_says_once_what_the_copy_lacks() {
    let mut first = project(1440.0, 900.0);
    run(&mut first, Named::Save);
    let text = std::fs::read_to_string(first.state().home.path().join("p.onus.ron")).unwrap();
    let newer = text
        .replacen("reader:1", "reader:2", 1)
        .replacen("project:(", "project:(silhouette:1,", 1);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.onus.ron");
    std::fs::write(&path, newer).unwrap();
    let mut harness = opened(&path, 1440.0, 900.0);
    assert!(is_there(&harness, "it is open here for reading only"));
    for name in ["b", "c"] {
        harness.state_mut().session.save_as(&folder.path().join(name));
        settle(&mut harness);
        assert!(!is_there(&harness, "it is open here for reading only"));
        let lacks = harness
            .state()
            .session
            .notices
            .iter()
            .filter(|n| n.says.contains("silhouette"));
        assert_eq!(lacks.count(), 1);
    }
}
