//! Others who write the project file while it is open here, and a place that takes no edits.

use crate::work::{self, at, note, opened};
use onus::project::{Project, Transaction};
use onus::storage::open;
use onus::storage::save::worker::Worker;
use onus::storage::{SaveState, Status, copies_of, kept_elsewhere, put_away};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

fn worker(path: &Path, project: &Project, second: Option<&Path>) -> Worker {
    let opened = open::create(path, project.clone()).unwrap();
    Worker::start(opened.into_ledger().unwrap(), second.map(Path::to_owned), || ())
}

fn edit(worker: &Worker, project: &mut Project, t: Transaction) {
    project.commit(t.clone()).unwrap();
    worker.keep(vec![t]);
    worker.follow(project.clone(), at(1));
    worker.flush();
}

/// Waits until the disk thread says so by itself.
fn until(worker: &Worker, is_so: impl Fn(&Status) -> bool) -> Status {
    let begin = Instant::now();
    loop {
        let status = worker.status();
        if is_so(&status) {
            return status;
        }
        assert!(begin.elapsed() < Duration::from_secs(60), "{status:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A project as somebody else would leave it in the same file: with a note of their own.
fn theirs(path: &Path, base: &Project, elsewhere: &Path) -> Project {
    let mut theirs = base.clone();
    theirs.commit(note(base, 7)).unwrap();
    let copy = elsewhere.join("theirs.onus.ron");
    drop(open::create(&copy, theirs.clone()).unwrap());
    std::fs::copy(&copy, path).unwrap();
    theirs
}

#[test]
fn a_file_that_somebody_else_wrote_is_noticed_and_not_written_over() {
    let (folder, path, base) = work::project(5);
    let mut ours = base.clone();
    let worker = worker(&path, &base, None);
    edit(&worker, &mut ours, note(&base, 1));
    let elsewhere = tempfile::tempdir().unwrap();
    let theirs = theirs(&path, &base, elsewhere.path());
    let left = std::fs::read(&path).unwrap();
    let foreign = until(&worker, |s| s.foreign.is_some()).foreign.unwrap();
    assert_eq!(foreign.theirs.as_ref().unwrap(), &theirs);
    assert_eq!(worker.status().state, SaveState::Kept);
    assert_eq!(foreign.base, base);
    worker.save(ours.clone(), at(2));
    worker.flush();
    assert_eq!(std::fs::read(&path).unwrap(), left);
    assert_eq!(worker.status().state, SaveState::Kept);
    // A crash now finds theirs, and the history with a backup that it goes on from.
    let crashed = tempfile::tempdir().unwrap();
    // It was written over in its place, and with it what had a second name only.
    for name in ["a.onus.ron", "a.onus.history", "a.onus.backup-2.ron"] {
        std::fs::copy(folder.path().join(name), crashed.path().join(name)).unwrap();
    }
    let found = open::look(&crashed.path().join("a.onus.ron")).unwrap();
    assert!(matches!(found.past(), open::Beyond::Foreign { copy: Some(_) }));
    assert_eq!((found.in_file(), found.with_all()), (&theirs, &ours));
    drop(found);

    // Merged: the transaction leads to the same project from ours and from theirs.
    worker.accept(Arc::clone(&foreign));
    let mut merge = Transaction::new("Merge", note(&base, 1).by, at(3));
    merge.edits = note(&base, 1).edits;
    merge.edits.extend(note(&base, 7).edits);
    edit(&worker, &mut ours, merge);
    assert_eq!(worker.status().foreign, None);
    // A crash before the next save finds theirs in the file, and replays the merge on it.
    let crashed = tempfile::tempdir().unwrap();
    for name in ["a.onus.ron", "a.onus.history"] {
        std::fs::copy(folder.path().join(name), crashed.path().join(name)).unwrap();
    }
    let ready = opened(&crashed.path().join("a.onus.ron"));
    assert_eq!((ready.replayed, ready.project), (1, ours.clone()));
    worker.save(ours.clone(), at(4));
    worker.flush();
    assert_eq!(worker.status().state, SaveState::Saved);
    // Accepted once more, it is not what is in the file.
    worker.accept(foreign);
    edit(&worker, &mut ours, note(&base, 2));
    worker.save(ours.clone(), at(5));
    worker.flush();
    assert_eq!(worker.status().state, SaveState::Saved);
    drop(worker);
    let ready = opened(&path);
    assert_eq!((ready.replayed, ready.project, ready.notices), (0, ours, vec![]));
}

#[test]
fn nothing_is_called_saved_while_somebody_elses_file_is_there() {
    let (_folder, path, base) = work::project(6);
    let mut ours = base.clone();
    let worker = worker(&path, &base, None);
    edit(&worker, &mut ours, note(&base, 1));
    worker.save(ours.clone(), at(2));
    worker.flush();
    assert_eq!(worker.status().state, SaveState::Saved);
    let elsewhere = tempfile::tempdir().unwrap();
    theirs(&path, &base, elsewhere.path());
    let status = until(&worker, |s| s.foreign.is_some());
    assert_eq!((status.state, status.unsaved), (SaveState::Kept, 0));
}

#[test]
fn a_file_that_came_back_or_has_other_line_ends_is_ours_and_one_that_is_gone_is_written() {
    let (_folder, path, base) = work::project(5);
    let mut ours = base.clone();
    let worker = worker(&path, &base, None);
    let left = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, "no project").unwrap();
    let foreign = until(&worker, |s| s.foreign.is_some()).foreign.unwrap();
    let says = foreign.theirs.as_ref().unwrap_err();
    assert!(says.starts_with("It is not an Onus project"), "{says}");
    std::fs::write(&path, left.replace('\n', "\r\n")).unwrap();
    until(&worker, |s| s.foreign.is_none());
    edit(&worker, &mut ours, note(&base, 1));
    worker.save(ours.clone(), at(2));
    worker.flush();
    assert_eq!(worker.status().state, SaveState::Saved);
    std::fs::remove_file(&path).unwrap();
    edit(&worker, &mut ours, note(&base, 2));
    worker.save(ours.clone(), at(3));
    worker.flush();
    assert_eq!(worker.status().state, SaveState::Saved);
    drop(worker);
    assert_eq!(opened(&path).project, ours);
}

#[test]
fn edits_go_to_a_second_place_while_their_own_takes_none() {
    let (folder, path, base) = work::project(5);
    let mut ours = base.clone();
    let home = tempfile::tempdir().unwrap();
    let second = home.path().join("rescued");
    let worker = worker(&path, &base, Some(&second));
    // A folder of that name takes no edits.
    let history = folder.path().join("a.onus.history");
    std::fs::create_dir(&history).unwrap();
    edit(&worker, &mut ours, note(&base, 1));
    edit(&worker, &mut ours, note(&base, 2));
    let status = until(&worker, |s| s.second.is_some());
    let SaveState::Failed(says) = &status.state else {
        panic!("{status:?}")
    };
    let copy = second.join("a.onus.ron");
    assert!(says.contains(&format!("kept in {}", copy.display())), "{says}");
    assert_eq!(
        (status.unkept, status.second.as_deref()),
        (0, Some(copy.as_path()))
    );
    // As a crash would find it.
    let crashed = tempfile::tempdir().unwrap();
    for name in work::names(&second) {
        std::fs::copy(second.join(&name), crashed.path().join(&name)).unwrap();
    }
    assert_eq!(opened(&crashed.path().join("a.onus.ron")).project, ours);

    std::fs::remove_dir(&history).unwrap();
    until(&worker, |s| s.state == SaveState::Kept && s.second.is_none());
    assert_eq!(work::names(&second), [""; 0]);
    drop(worker);
    assert_eq!(opened(&path).project, ours);
}

#[test]
fn a_copy_is_found_by_its_project_until_it_is_put_away() {
    let (folder, path, base) = work::project(5);
    let mut ours = base.clone();
    let home = tempfile::tempdir().unwrap();
    let second = home.path().join("rescued");
    let worker = worker(&path, &base, Some(&second));
    std::fs::create_dir(folder.path().join("a.onus.history")).unwrap();
    // The edit that begins the copy is in its file, and it has no history.
    edit(&worker, &mut ours, note(&base, 1));
    assert_eq!(worker.status().unkept, 0);
    assert!(copies_of(&base, &second).is_empty(), "it is still being written");
    drop(worker);
    let copy = second.join("a.onus.ron");
    assert_eq!(kept_elsewhere(&second), std::slice::from_ref(&copy));
    let copies = copies_of(&base, &second);
    let [found] = copies.as_slice() else {
        panic!("{}", copies.len())
    };
    assert_eq!((&found.path, &found.project), (&copy, &ours));
    assert_eq!(found.base.as_ref(), Some(&base));
    assert!(copies_of(&ours, &second).is_empty(), "it holds nothing else");
    let (_folder, _, other) = work::project(6);
    assert!(copies_of(&other, &second).is_empty());

    // Another copy of a name that begins alike stays where it is.
    drop(open::create(&second.join("a 2.onus.ron"), other).unwrap());
    let away = put_away(&copy).unwrap();
    assert_eq!(away, second.join("put away").join("1"));
    assert_eq!(opened(&away.join("a.onus.ron")).project, ours);
    assert_eq!(
        work::names(&away),
        ["a.onus.backup-0.ron", "a.onus.lock", "a.onus.ron"]
    );
    assert_eq!(
        work::names(&second),
        ["a 2.onus.lock", "a 2.onus.ron", "put away"]
    );
}
