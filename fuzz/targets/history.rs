//! The history beside a project file.

use super::FILE;
use onus::project::{About, Project, Transaction};
use onus::storage::disk::RealDisk;
use onus::storage::format::read;
use onus::storage::open::Ready;
use onus::storage::{check, open, paths};
use onus::text::sha256;
use std::fs;
use std::sync::LazyLock;

/// Whatever stands beside a project, it opens: as it lies there, and with each line taken for a transaction, which no
/// fuzzer would find the checksum of.
pub(super) fn target(data: &[u8]) {
    opens(data);
    opens(&summed(data));
}

static IN_FILE: LazyLock<Project> = LazyLock::new(|| read(FILE.to_vec()).unwrap().project);

/// What is opened is sound and can be undone to what is in the file. What is said is said once, and what is done
/// afterwards is found again.
fn opens(history: &[u8]) {
    let looked_at = open::read_bytes(FILE.to_vec(), history).unwrap();
    assert_eq!(looked_at.project.validate(), []);
    assert_eq!(looked_at.project, looked_at.project.reindexed());
    steps_are_sound(&looked_at, history);

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.onus.ron");
    fs::write(&path, FILE).unwrap();
    fs::write(paths::history_path(&path), history).unwrap();
    let checked = check(&RealDisk, &path);
    let opened = open::open(&path).unwrap();
    assert_eq!(*opened.project(), looked_at.project);
    assert_eq!(checked.project.as_ref(), Some(&looked_at.project));
    // Where every line is as it should be, there is nothing to set aside.
    if checked.problems.is_empty() {
        assert!(!paths::aside_path(&path, 1).exists());
    }
    let mut ledger = opened.into_ledger().unwrap();
    assert_eq!(
        (ledger.unsaved(), ledger.unkept()),
        (looked_at.replayed as u64, 0)
    );
    let rename = rename(&looked_at.project);
    let mut renamed = looked_at.project;
    ledger.enter(&rename).unwrap();
    renamed.commit(rename).unwrap();
    ledger.flush().unwrap();
    drop(ledger);

    let again = open::open(&path).unwrap();
    assert_eq!(
        (again.ready().replayed, again.project()),
        (looked_at.replayed + 1, &renamed)
    );
    assert_eq!(again.ready().notices, [] as [String; 0]);
    let mut ledger = again.into_ledger().unwrap();
    ledger.save(&renamed).unwrap();
    drop(ledger);
    let saved = open::open(&path).unwrap();
    assert_eq!((saved.ready().replayed, saved.project()), (0, &renamed));
}

/// What undoes and redoes either fits or is refused whole. What was replayed, if it was ordinary edits of one analyst, is
/// undone to what is in the file.
fn steps_are_sound(ready: &Ready, history: &[u8]) {
    let mut project = ready.project.clone();
    let (saved, replayed) = match ready.undo.len().checked_sub(ready.replayed) {
        Some(saved) => ready.undo.split_at(saved),
        None => (ready.undo.as_slice(), &[][..]),
    };
    for transaction in replayed.iter().rev() {
        let _ = project.commit(transaction.clone());
    }
    if saved.is_empty() && !replayed.is_empty() && find(history, b"step:").is_none() {
        assert_eq!(project, *IN_FILE);
    }
    for transaction in saved.iter().rev().chain(ready.redo.iter().rev()) {
        let before = project.clone();
        if project.commit(transaction.clone()).is_err() {
            assert_eq!(project, before);
        }
    }
    assert_eq!(project.validate(), []);
    assert_eq!(project, project.reindexed());
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|part| part == what)
}

/// Another title for a project.
fn rename(project: &Project) -> Transaction {
    let by = *project.analysts.keys().next().unwrap();
    let mut rename = Transaction::new("Rename", by, "2025-07-02T00:00:00Z".parse().unwrap());
    rename.change(About {
        title: "Another title".into(),
        ..(**project.about()).clone()
    });
    rename
}

/// A history of the file in which each line, from its first parenthesis, is a transaction with its number, length and
/// checksum.
fn summed(data: &[u8]) -> Vec<u8> {
    let mut history = format!("onus history 1 of {}\n", sha256(FILE));
    let lines = String::from_utf8_lossy(data);
    let transactions = lines.lines().filter_map(|line| line.get(line.find('(')?..));
    for (ron, number) in transactions.zip(1..) {
        let sum = sha256(ron.as_bytes());
        history.push_str(&format!("{number} {} {} {ron}\n", ron.len(), &sum[..16]));
    }
    history.into_bytes()
}
