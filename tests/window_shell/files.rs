//! Files that come to the window, and the projects that the start page lists.

use crate::desk::{Desk, TEXT, desk, desk_of, everything_is_named, press, project, session, type_in};
use eframe::egui::accesskit::Role;
use eframe::egui::{DroppedFile, Key};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use onus::exchange::json;
use onus::protect::{Options, Outgoing};
use onus::session::{Ask, Named};
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug)]
struct File(PathBuf);

impl DroppedFile for File {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|e| e.to_string())
    }
}

fn drop_files(harness: &mut Harness<'static, Desk>, files: &[(&str, &[u8])]) {
    for (name, bytes) in files {
        let path = harness.state().home.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        harness.input_mut().dropped_files.push(Arc::new(File(path)));
    }
    harness.run();
    harness.state_mut().session.wait();
    harness.run();
}

fn titles(harness: &Harness<'static, Desk>) -> Vec<String> {
    let work = harness.state().session.work().unwrap();
    work.sources().iter().map(|s| s.title.clone()).collect()
}

#[test]
fn texts_dropped_on_the_start_page_begin_a_project() {
    let mut harness = desk(1440.0, 900.0);
    drop_files(
        &mut harness,
        &[
            ("fronts.txt", TEXT.as_bytes()),
            ("b.md", "# 起底\n\n通报。\n".as_bytes()),
        ],
    );
    // Who works here is asked first; then the texts are shown before they are added.
    assert_eq!(harness.state().session.ask, Some(Ask::Handle));
    type_in(&mut harness, "Handle", "A1");
    press(&mut harness, "Sign with this handle");
    harness.state_mut().session.wait();
    harness.run();
    assert_eq!(harness.state().session.ask, Some(Ask::Import));
    press(&mut harness, "Add 2 sources");
    assert_eq!(
        harness.state().session.work().unwrap().project().about().title,
        "fronts"
    );
    assert_eq!(titles(&harness).len(), 2);
    assert!(titles(&harness).contains(&"起底".to_owned()));
}

#[test]
fn what_is_dropped_on_a_project_joins_it() {
    let mut harness = project(1440.0, 900.0);
    drop_files(&mut harness, &[("more.txt", b"More.\n\nWords.")]);
    press(&mut harness, "Add this source");
    assert_eq!(titles(&harness).len(), 2);
    let sample = onus::storage::format::read(onus::session::SAMPLE.as_bytes().to_vec())
        .unwrap()
        .project;
    let export = json::export(&Outgoing::new(&sample, &Options::default()));
    drop_files(
        &mut harness,
        &[("sample.json", export.as_bytes()), ("bad.json", b"{}")],
    );
    let session = &harness.state().session;
    assert_eq!(
        session.work().unwrap().project().sources.len(),
        2 + sample.sources.len()
    );
    let says: Vec<&str> = session.notices.iter().map(|n| n.says.as_str()).collect();
    assert!(
        says.iter().any(|s| s.contains("records joined; 0 differ")),
        "{says:?}"
    );
    assert_eq!(session.doing(), None);
}

#[test]
fn an_export_that_is_being_read_can_be_given_up() {
    let mut harness = project(1440.0, 900.0);
    let sample = onus::storage::format::read(onus::session::SAMPLE.as_bytes().to_vec())
        .unwrap()
        .project;
    let path = harness.state().home.path().join("sample.json");
    std::fs::write(&path, json::export(&Outgoing::new(&sample, &Options::default()))).unwrap();
    let run = |harness: &mut Harness<'static, Desk>, command| harness.state_mut().session.run(command);
    run(&mut harness, onus::session::Command::Files(vec![path]));
    assert_eq!(
        harness.state().session.doing().unwrap().says,
        "Reading sample.json…"
    );
    run(&mut harness, onus::session::Command::Stop);
    harness.state_mut().session.wait();
    harness.run();
    assert_eq!(harness.state().session.doing(), None);
    assert_eq!(harness.state().session.work().unwrap().project().sources.len(), 1);
}

#[test]
fn an_export_is_compared_again_when_the_project_went_on() {
    let mut harness = project(1440.0, 900.0);
    let sample = onus::storage::format::read(onus::session::SAMPLE.as_bytes().to_vec())
        .unwrap()
        .project;
    let path = harness.state().home.path().join("sample.json");
    std::fs::write(&path, json::export(&Outgoing::new(&sample, &Options::default()))).unwrap();
    let session = &mut harness.state_mut().session;
    // The same export is read twice at once; the second time its records are there.
    session.run(onus::session::Command::Files(vec![path.clone(), path]));
    let source = session.work().unwrap().source.unwrap();
    session.run(onus::session::Command::Read(
        source,
        onus::project::ReadingState::Done,
    ));
    session.wait();
    let says: Vec<&str> = session.notices.iter().map(|n| n.says.as_str()).collect();
    let joined = |s: &&&str| s.contains("records joined; 0 differ");
    assert_eq!(says.iter().filter(joined).count(), 2, "{says:?}");
    assert!(says.iter().any(|s| s.starts_with("0 records")), "{says:?}");
    assert_eq!(
        session.work().unwrap().project().sources.len(),
        1 + sample.sources.len()
    );
}

/// A home where three projects were open, the newest first; the second was moved away since.
fn used() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let mut session = session(home.path());
    for title in ["Third", "Second", "First"] {
        session.create_at(&home.path().join(title), title);
        session.wait();
    }
    session.run(Named::CloseProject.into());
    std::fs::remove_file(home.path().join("Second.onus.ron")).unwrap();
    home
}

#[test]
fn the_start_page_lists_what_was_open() {
    let mut harness = desk_of(used(), 1440.0, 900.0);
    harness.state_mut().session.wait();
    harness.run();
    everything_is_named(&harness);
    let listed = |harness: &Harness<'static, Desk>, title: &str| {
        harness
            .query_by_label_contains(&format!("Open {title}, "))
            .is_some()
    };
    harness.get_by_label_contains("Second.onus.ron, File not found");
    harness.key_press(Key::ArrowDown);
    harness.run();
    harness.key_press(Key::Delete);
    harness.run();
    assert_eq!(
        ["First", "Second", "Third"].map(|t| listed(&harness, t)),
        [true, false, true]
    );
    // The list has the keyboard from the beginning; the next one moved up.
    harness.key_press(Key::Enter);
    harness.run();
    harness.state_mut().session.wait();
    harness.run();
    harness.get_by_label("Project menu: Third");
    harness.state_mut().session.run(Named::CloseProject.into());
    harness.run();
    type_in(&mut harness, "Filter", "fir");
    assert_eq!(["First", "Third"].map(|t| listed(&harness, t)), [true, false]);
    harness.get_by_role_and_label(Role::Button, "Open the sample project");
}
