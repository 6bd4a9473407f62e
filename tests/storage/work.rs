//! Projects and the edits that people make in them.

use crate::support::random::{self, Maker};
use onus::project::*;
use onus::storage::{Store, open};
use std::path::{Path, PathBuf};

pub(crate) fn store() -> Store {
    Store::new(None, || ())
}

pub(crate) fn at(second: u32) -> Timestamp {
    format!("2025-07-01T00:00:{second:02}Z").parse().unwrap()
}

/// A folder, a project file in it, and the project.
pub(crate) fn project(seed: u64) -> (tempfile::TempDir, PathBuf, Project) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.onus.ron");
    (folder, path, random::project(seed, 12))
}

/// A transaction that writes a note.
pub(crate) fn note(project: &Project, n: usize) -> Transaction {
    let by = *project.analysts.keys().next().unwrap();
    let annotations = &project.annotations;
    let annotation = annotations.values().nth(n % annotations.len()).unwrap();
    let mut t = Transaction::new(format!("Note {n}"), by, at(n as u32 % 60));
    t.change(Annotation {
        note: Some(format!("note {n}")),
        ..(**annotation).clone()
    });
    t
}

/// Anything people do: writes a note, gives a source another title, or deletes something with all that goes along.
pub(crate) fn anything(m: &mut Maker, project: &Project, n: usize) -> Transaction {
    let mut t = note(project, m.below(1000));
    let records: Vec<Record> = project.all().collect();
    match m.below(4) {
        0 => {
            let sources: Vec<_> = project.sources.values().collect();
            let source = sources[m.below(sources.len())];
            t.edits.clear();
            t.change(Source {
                title: format!("Title {n}"),
                ..(**source).clone()
            });
        }
        1 if records.len() > 40 => {
            let any = records[m.below(records.len())].id();
            if let Ok(deletion) = project.delete([any]) {
                t.edits = deletion.edits;
            }
        }
        _ => {}
    }
    t
}

/// Commits a note and hands it to the disk.
pub(crate) fn edit(store: &mut Store, project: &mut Project, n: usize) {
    let t = note(project, n);
    project.commit(t.clone()).unwrap();
    store.keep(vec![t], "A1");
}

pub(crate) fn opened(path: &Path) -> open::Ready {
    open::open(path).unwrap().ready().clone()
}

/// The names in a folder, sorted.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
