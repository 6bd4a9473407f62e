//! A project of each released version opens for ever, and one of a later version opens for reading.

use crate::work;
use onus::project::*;
use onus::storage::{open, paths};
use onus::text::sha256;
use std::fs;
use std::path::PathBuf;

/// A released version, its project and history, and what they held on the day they were made: the hash of the project
/// with its edits, every record in the words of the program that reads it, and what was done.
const RELEASED: &[(&str, &str, &str)] = &[(
    "0.1.0",
    include_str!("../versions/0.1.0.onus.ron"),
    include_str!("../versions/0.1.0.history"),
)];

/// A copy of a project of a version, with its history.
fn copy(project: &str, history: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.onus.ron");
    fs::write(&path, project).unwrap();
    fs::write(paths::history_path(&path), history).unwrap();
    (folder, path)
}

#[test]
fn a_project_of_each_version_opens_and_means_what_it_did() {
    for (version, file, history) in RELEASED {
        let (_folder, path) = copy(file, history);
        let ready = work::opened(&path);
        assert_eq!(
            (ready.read_only, ready.notices, ready.replayed),
            (None, vec![], 3),
            "{version}"
        );
        let in_file = onus::storage::format::read(file.as_bytes().to_vec()).unwrap();
        assert!(!in_file.changed_outside && in_file.generator == format!("onus {version}"));

        // What it holds, to the last field: the file as this version writes it, but for the program's own name.
        let written = onus::storage::format::write(&in_file.project)
            .unwrap()
            .into_text();
        let above = |text: &str| {
            text.rsplit_once("// sha256")
                .unwrap()
                .0
                .replace(env!("CARGO_PKG_VERSION"), version)
        };
        assert_eq!(above(&written), above(file));
        // And what its history adds.
        let mut with_edits = in_file.project.clone();
        assert_eq!(with_edits.comments.len(), 2);
        with_edits = ready.project.clone();
        assert_eq!(with_edits.comments.len(), 1);
        let added: Vec<&str> = with_edits
            .sources
            .values()
            .map(|source| source.title.as_str())
            .collect();
        assert_eq!(
            added,
            ["Notice on 'Anonymous 64'", "The notice", "An analyst's note"]
        );
        let text = with_edits.sources.values().nth(1).unwrap().text.as_ref().unwrap();
        assert_eq!(text.sha256, sha256(b"A notice.\nSecond line."));
        assert_eq!(with_edits.validate(), []);

        // It is gone on with.
        let mut ledger = open::open(&path).unwrap().into_ledger().unwrap();
        ledger.save(&with_edits).unwrap();
        drop(ledger);
        let saved = work::opened(&path);
        assert_eq!((saved.project, saved.replayed), (with_edits, 0));
    }
}

/// A file that a later version might write: a kind of record, a field and a value that this one does not know.
#[test]
fn a_project_of_a_later_version_opens_for_reading() {
    let file = include_str!("../versions/later.onus.ron");
    let (folder, path) = copy(file, "onus history 2 of a form that is not known\n");
    let opened = open::open(&path).unwrap();
    assert_eq!(
        opened.ready().read_only.as_deref(),
        Some(
            "onus 3.1.0 wrote this project, so it is open here for reading only. Left out, since this version does not \
             know it: annotations left out ×1, annotations.weight ×1, maps ×2, project.silhouette ×1."
        )
    );
    assert!(opened.ready().incomplete && opened.ready().left_out.is_empty());
    assert_eq!(opened.project().count(Kind::Annotation), 2);
    assert!(opened.into_ledger().is_none());
    assert_eq!(fs::read_to_string(&path).unwrap(), file);
    assert_eq!(work::names(folder.path()), ["a.onus.history", "a.onus.ron"]);
}
