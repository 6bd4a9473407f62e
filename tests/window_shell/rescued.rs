//! Copies in which edits were kept while a project's own folder took none: offered, merged, saved under another name.

use crate::desk::{Desk, desk_of, everything_is_named, nothing_overflows, press, project, type_in};
use crate::unsaved::{file, is_there, now, save, state};
use eframe::egui::Key;
use egui_kittest::Harness;
use onus::project::*;
use onus::session::{Ask, Command};
use onus::storage::{SaveState, kept_elsewhere, open};
use std::path::PathBuf;

/// A home with a project in it that was closed, and a copy of it that was kept elsewhere, with another title of its source
/// and no history, as the first edit that a disk refuses leaves it. Also the project and the copy.
fn rescued() -> (tempfile::TempDir, Project, Project) {
    let mut first = project(1440.0, 900.0);
    save(&mut first);
    let base = now(&first);
    let home = tempfile::tempdir().unwrap();
    std::fs::copy(file(&first), home.path().join("p.onus.ron")).unwrap();
    let mut copy = base.clone();
    let source = base.sources.values().next().unwrap();
    copy.apply(Edit::from(Source {
        title: "Rescued".into(),
        ..(**source).clone()
    }));
    let folder = home.path().join("settings").join("rescued");
    drop(open::create(&folder.join("p.onus.ron"), copy.clone()).unwrap());
    std::fs::copy(file(&first), folder.join("p.onus.backup-0.ron")).unwrap();
    (home, base, copy)
}

fn copies(harness: &Harness<'static, Desk>) -> Vec<PathBuf> {
    kept_elsewhere(&harness.state().home.path().join("settings").join("rescued"))
}

/// Lets everything come to an end that the window begins by itself.
fn settle(harness: &mut Harness<'static, Desk>) {
    for _ in 0..3 {
        harness.state_mut().session.wait();
        harness.run();
    }
}

#[test]
fn a_copy_that_was_kept_elsewhere_is_offered_at_the_start_until_it_is_saved_under_another_name() {
    let (home, _, copy) = rescued();
    let mut harness = desk_of(home, 1440.0, 900.0);
    harness.state_mut().session.look_for_unfinished();
    settle(&mut harness);
    assert!(is_there(&harness, "A copy of a project, kept elsewhere"));
    everything_is_named(&harness);
    nothing_overflows(&harness, 1440.0);
    press(&mut harness, "Not now");
    settle(&mut harness);
    assert!(is_there(&harness, "Works offline."));
    assert_eq!(copies(&harness).len(), 1);

    // Onus starts again.
    let home = std::mem::replace(&mut harness.state_mut().home, tempfile::tempdir().unwrap());
    drop(harness);
    let mut harness = desk_of(home, 1440.0, 900.0);
    harness.state_mut().session.look_for_unfinished();
    settle(&mut harness);
    press(&mut harness, "Open the copy");
    settle(&mut harness);
    assert_eq!(now(&harness), copy);
    assert!(is_there(
        &harness,
        "This copy was kept while the project's own folder took nothing."
    ));
    let other = harness.state().home.path().join("other.onus.ron");
    harness.state_mut().session.save_as(&other);
    settle(&mut harness);
    assert!(copies(&harness).is_empty());
    assert!(is_there(&harness, "The copy is not offered any more."));
    assert_eq!(now(&harness), copy);
}

#[test]
fn a_copy_that_was_kept_elsewhere_is_offered_when_its_project_is_opened_and_merged_into_it() {
    let (home, base, copy) = rescued();
    let mut harness = desk_of(home, 1440.0, 900.0);
    let path = file(&harness);
    let original = (onus::text::sha256(b"words"), b"words");
    let beside = |name: &str| harness.state().home.path().join(name).join(&original.0);
    let (from, to) = (
        beside("settings/rescued/p.onus.sources"),
        beside("p.onus.sources"),
    );
    std::fs::create_dir(from.parent().unwrap()).unwrap();
    std::fs::write(from, original.1).unwrap();
    harness.state_mut().session.run(Command::Open(path.clone()));
    settle(&mut harness);
    assert_eq!(now(&harness), base);
    assert!(is_there(
        &harness,
        "A copy of this project with other edits was kept in "
    ));
    press(&mut harness, "Look at it…");
    settle(&mut harness);
    assert_eq!(harness.state().session.ask, Some(Ask::Foreign));
    assert!(is_there(&harness, "A copy of this project has other edits"));
    assert!(is_there(&harness, "In the copy"));
    everything_is_named(&harness);
    nothing_overflows(&harness, 1440.0);
    harness.key_press(Key::Escape);
    harness.run();
    press(&mut harness, "A copy has other edits…");
    settle(&mut harness);
    press(&mut harness, "Merge");
    if harness.state().session.ask == Some(Ask::Handle) {
        type_in(&mut harness, "Handle", "A2");
        press(&mut harness, "Sign with this handle");
    }
    settle(&mut harness);
    let merged = now(&harness);
    assert_eq!(merged.sources.values().next(), copy.sources.values().next());
    assert_eq!(state(&harness), SaveState::Saved);
    assert_eq!(std::fs::read(to).unwrap(), original.1);
    assert!(copies(&harness).is_empty());
    harness.state_mut().session.end();
    assert_eq!(open::read(&path).unwrap().project, merged);
}
