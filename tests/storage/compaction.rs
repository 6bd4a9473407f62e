//! Compaction: a shorter history tells the same, undoes the same, and never takes the place of the long one by halves.

use crate::work::{self, at, note, opened};
use onus::project::*;
use onus::storage::open::{self, Beyond};
use onus::storage::save::worker::Worker;
use onus::storage::{Chronicle, Entry, Ledger, NotCompacted, chronicle, paths};
use std::fs;
use std::path::Path;
use std::sync::Arc;

fn history(path: &Path) -> String {
    fs::read_to_string(paths::history_path(path)).unwrap()
}

/// Adds notes of one analyst, numbered on from `from`.
fn add(ledger: &mut Ledger, project: &mut Project, numbers: std::ops::Range<usize>) {
    let by = *project.analysts.keys().next().unwrap();
    for n in numbers {
        let t = Transaction {
            by,
            ..note(project, n)
        };
        let inverse = project.commit(t.clone()).unwrap();
        ledger.enter(Entry::edit(t, inverse)).unwrap();
    }
}

/// What a history tells, without the lines at which it stands.
fn told(path: &Path) -> Chronicle {
    chronicle(path).unwrap()
}

#[test]
fn a_shorter_history_tells_and_undoes_the_same() {
    let (_folder, path, mut project) = work::project(1);
    let mut ledger = open::create(&path, project.clone())
        .unwrap()
        .into_ledger()
        .unwrap();
    let mut files = vec![(fs::read(&path).unwrap(), project.clone())];
    for (from, to) in [(0, 900), (900, 1100), (1100, 1300)] {
        add(&mut ledger, &mut project, from..to);
        ledger.save(&project).unwrap();
        files.push((fs::read(&path).unwrap(), project.clone()));
    }
    drop(ledger);
    let (before, ready) = (told(&path), opened(&path));
    let length = history(&path).len() as u64;

    let mut ledger = open::open(&path).unwrap().into_ledger().unwrap();
    let done = ledger.compact().unwrap();
    assert_eq!((done.before, done.after), (length, history(&path).len() as u64));
    assert!(done.after < done.before);
    let again = ledger.compact().unwrap();
    assert_eq!((again.before, again.after), (done.after, done.after));
    // It goes on as it did.
    add(&mut ledger, &mut project, 1300..1301);
    ledger.flush().unwrap();
    drop(ledger);
    let after = told(&path);
    assert_eq!(after.entries[..1300], before.entries);
    assert_eq!((after.entries.len(), after.in_file), (1301, Some(1300)));
    let now = opened(&path);
    assert_eq!((&now.project, now.replayed), (&project, 1));
    assert_eq!(now.undo[..999], ready.undo[1..]);
    assert_eq!(history(&path).matches(",touched:[").count(), 300);

    // A checkout is told from a foreign file; its later edits are there as far as they are still whole.
    let line = "line 303";
    for ((file, state), says) in files.iter().zip([
        "1301 later edits. 0 of 1301 can be applied to a copy. Line 2 of the history cannot be read: ",
        "401 later edits. 401 edits can be applied to a copy.",
        "201 later edits. 201 edits can be applied to a copy.",
    ]) {
        fs::write(&path, file).unwrap();
        let found = open::look(&path).unwrap();
        assert!(found.past().to_string().contains(says), "{} {line}", found.past());
        assert_eq!(found.in_file(), state);
        if !says.contains(" 0 of") {
            assert_eq!(*found.with_all(), project);
        }
    }
    let found = open::look(&path).unwrap();
    assert!(matches!(found.past(), Beyond::Older { .. }));
}

#[test]
fn what_is_not_in_the_file_or_is_damaged_is_left_as_it_is() {
    let (_folder, path, mut project) = work::project(2);
    let mut ledger = open::create(&path, project.clone())
        .unwrap()
        .into_ledger()
        .unwrap();
    assert_eq!(ledger.compact().unwrap().before, 0);
    add(&mut ledger, &mut project, 0..3);
    assert!(matches!(ledger.compact(), Err(NotCompacted::Unsaved)));
    ledger.save(&project).unwrap();
    drop(ledger);
    let text = history(&path);
    let damaged = text.replacen("note 1", "note 9", 1);
    fs::write(paths::history_path(&path), &damaged).unwrap();
    let mut ledger = open::open(&path).unwrap().into_ledger().unwrap();
    assert!(matches!(ledger.compact(), Err(NotCompacted::Damaged(3))));
    assert_eq!(history(&path), damaged);
}

/// Few edits that write much: enough for the history to be called long.
fn write_much(worker: &Worker, project: &mut Project) {
    let by = *project.analysts.keys().next().unwrap();
    let annotation = project.annotations.values().next().unwrap().clone();
    for n in 0..4 {
        let mut t = Transaction::new("Note", by, at(n));
        t.change(Annotation {
            note: Some(["a", "b"][n as usize % 2].repeat(12 << 20)),
            ..(*annotation).clone()
        });
        let inverse = project.commit(t.clone()).unwrap();
        worker.keep(vec![Entry::edit(t, inverse)]);
    }
}

#[test]
fn a_long_history_is_made_shorter_after_a_save() {
    let (_folder, path, mut project) = work::project(3);
    let ledger = open::create(&path, project.clone())
        .unwrap()
        .into_ledger()
        .unwrap();
    let worker = Worker::start(ledger, None, || ());
    write_much(&worker, &mut project);
    worker.flush();
    let long = fs::metadata(paths::history_path(&path)).unwrap().len();
    assert!(long > 64 << 20, "{long}");
    worker.save(project.clone(), at(9));
    worker.flush();
    drop(worker);
    let short = fs::metadata(paths::history_path(&path)).unwrap().len();
    assert!(short < 1 << 20, "{short}");
    assert_eq!(told(&path).entries.len(), 4);
    assert_eq!(opened(&path).project, project);
}

#[test]
fn it_can_be_asked_of_the_disk_thread() {
    let (_folder, path, mut project) = work::project(4);
    let mut ledger = open::create(&path, project.clone())
        .unwrap()
        .into_ledger()
        .unwrap();
    add(&mut ledger, &mut project, 0..1003);
    ledger.save(&project).unwrap();
    let worker = Worker::start(ledger, None, || ());
    let done = worker.compact().recv().unwrap().unwrap();
    assert!(done.after < done.before);
    let project = Arc::new(project);
    let by = *project.analysts.keys().next().unwrap();
    worker.keep(vec![Transaction {
        by,
        ..note(&project, 0)
    }]);
    assert!(matches!(
        worker.compact().recv().unwrap(),
        Err(NotCompacted::Unsaved)
    ));
}
