//! The project file with its history: what is kept is found again, exactly, and nothing that belongs to another file is
//! ever replayed.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use onus::project::*;
use onus::storage::{Store, open, paths};
use std::path::Path;
use support::random;

fn store() -> Store {
    Store::new(None, || ())
}

fn at(second: u32) -> Timestamp {
    format!("2025-07-01T00:00:{second:02}Z").parse().unwrap()
}

/// A transaction that writes a note.
fn note(project: &Project, n: usize) -> Transaction {
    let by = *project.analysts.keys().next().unwrap();
    let annotation = project
        .annotations
        .values()
        .nth(n % project.annotations.len())
        .unwrap();
    let mut t = Transaction::new(format!("Note {n}"), by, at(n as u32 % 60));
    t.change(Annotation {
        note: Some(format!("note {n}")),
        ..(**annotation).clone()
    });
    t
}

fn edit(store: &mut Store, project: &mut Project, n: usize) {
    let t = note(project, n);
    project.commit(t.clone()).unwrap();
    store.keep(vec![t], "A1");
}

fn opened(path: &Path) -> open::Ready {
    open::open(path).unwrap().ready().clone()
}

#[test]
fn edits_that_were_not_saved_are_replayed_once() {
    for seed in 0..4 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.onus.ron");
        let mut project = random::project(seed, 30);
        let mut store = store();
        store.adopt(open::create(&path, project.clone()).unwrap());
        for n in 0..5 {
            edit(&mut store, &mut project, n);
        }
        store.close();
        let ready = opened(&path);
        assert_eq!((ready.replayed, &ready.project), (5, &project));

        let mut store = self::store();
        store.adopt(open::open(&path).unwrap());
        edit(&mut store, &mut project, 6);
        store.save(project.clone(), at(7));
        edit(&mut store, &mut project, 8);
        store.close();
        let ready = opened(&path);
        assert_eq!((ready.replayed, &ready.project), (1, &project));
        assert!(ready.notices.is_empty(), "{:?}", ready.notices);
    }
}

#[test]
fn a_torn_tail_is_left_out_and_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.onus.ron");
    let mut project = random::project(5, 30);
    let mut store = store();
    store.adopt(open::create(&path, project.clone()).unwrap());
    edit(&mut store, &mut project, 0);
    let whole = project.clone();
    edit(&mut store, &mut project, 1);
    store.close();
    let history = paths::history_path(&path);
    let bytes = std::fs::read(&history).unwrap();
    let first = bytes.windows(5).rposition(|w| w == b"Note ").unwrap();
    for cut in [bytes.len() - 1, first + 10, first - 20] {
        std::fs::write(&history, &bytes[..cut]).unwrap();
        let ready = opened(&path);
        assert_eq!(
            (ready.replayed, &ready.project),
            (1, &whole),
            "cut at {cut} of {}",
            bytes.len()
        );
        assert_eq!(ready.notices.len(), 1);
    }
    // What is kept afterwards is found again.
    let mut store = self::store();
    let mut project = store.adopt(open::open(&path).unwrap()).project;
    edit(&mut store, &mut project, 2);
    store.close();
    assert_eq!(opened(&path).project, project);
}

#[test]
fn an_older_file_and_a_foreign_one_get_a_history_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.onus.ron");
    let mut project = random::project(6, 30);
    let mut store = store();
    store.adopt(open::create(&path, project.clone()).unwrap());
    let first = std::fs::read(&path).unwrap();
    edit(&mut store, &mut project, 0);
    store.save(project.clone(), at(1));
    edit(&mut store, &mut project, 2);
    store.close();
    let history = std::fs::read(paths::history_path(&path)).unwrap();
    std::fs::write(&path, &first).unwrap();
    let ready = opened(&path);
    assert_eq!(ready.replayed, 0);
    assert!(ready.notices[0].contains("older state"), "{:?}", ready.notices);
    let aside = folder.path().join("a.onus.history.1");
    assert_eq!(std::fs::read(&aside).unwrap(), history, "untouched");

    std::fs::write(
        paths::history_path(&path),
        onus::storage::history::head("0".repeat(64).parse().unwrap()),
    )
    .unwrap();
    let ready = opened(&path);
    assert!(
        ready.notices[0].contains("belongs to another"),
        "{:?}",
        ready.notices
    );
    assert!(folder.path().join("a.onus.history.2").exists());
}

#[test]
fn a_save_that_stopped_before_the_last_line_loses_and_repeats_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.onus.ron");
    let mut project = random::project(8, 30);
    let mut store = store();
    store.adopt(open::create(&path, project.clone()).unwrap());
    let old = std::fs::read(&path).unwrap();
    edit(&mut store, &mut project, 0);
    store.save(project.clone(), at(1));
    store.close();
    let history = paths::history_path(&path);
    let text = std::fs::read_to_string(&history).unwrap();
    let marked = text.rfind("saved as").unwrap();
    std::fs::write(&history, &text[..marked]).unwrap();
    let ready = opened(&path);
    assert_eq!((ready.replayed, &ready.project), (0, &project), "renamed");
    std::fs::write(&path, old).unwrap();
    let ready = opened(&path);
    assert_eq!((ready.replayed, &ready.project), (1, &project), "not yet renamed");
}

#[test]
fn a_second_opener_only_reads() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.onus.ron");
    let project = random::project(9, 10);
    let mut store = store();
    store.adopt(open::create(&path, project.clone()).unwrap());
    let says = opened(&path).read_only.unwrap();
    assert!(says.starts_with("Somebody else has the project open."), "{says}");
    let mut project = project;
    edit(&mut store, &mut project, 0);
    store.flush();
    let says = opened(&path).read_only.unwrap();
    assert!(
        says.starts_with("A1 has the project open since 2025-07-01T00:00:00Z."),
        "{says}"
    );
    store.close();
    assert_eq!(opened(&path).read_only, None);
}

#[test]
fn a_new_title_does_not_write_the_text_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.onus.ron");
    let mut project = random::project(10, 30);
    let source = project
        .sources
        .values()
        .find(|s| s.text.is_some())
        .unwrap()
        .clone();
    let long = Source {
        id: {
            let mut capture = source.capture.clone().unwrap();
            capture.sha256 = onus::text::sha256(b"long");
            Id::of_original(&capture.sha256)
        },
        capture: source.capture.clone().map(|c| Capture {
            sha256: onus::text::sha256(b"long"),
            ..c
        }),
        text: Some(std::sync::Arc::new(Text::new(
            "长".repeat(100_000),
            ReadBy::Extraction,
            vec![],
            None,
        ))),
        ..(*source).clone()
    };
    let mut store = store();
    store.adopt(open::create(&path, project.clone()).unwrap());
    let by = *project.analysts.keys().next().unwrap();
    let mut add = Transaction::new("Add", by, at(0));
    add.add(long.clone());
    let mut rename = Transaction::new("Rename", by, at(1));
    rename.change(Source {
        title: "text 1234 (text:(sha256:\"".into(),
        ..long
    });
    for t in [add, rename] {
        project.commit(t.clone()).unwrap();
        store.keep(vec![t], "A1");
    }
    store.close();
    let length = std::fs::metadata(paths::history_path(&path)).unwrap().len();
    assert!((300_000..310_000).contains(&length), "{length}");
    let ready = opened(&path);
    assert_eq!((ready.replayed, &ready.project), (2, &project));
}
