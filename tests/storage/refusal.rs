//! A disk that refuses: nothing that was handed over is lost while Onus runs, and what was kept stays as it is.

use crate::full_disk::FullDisk;
use crate::history::long_source;
use crate::work::{self, at, note, opened};
use onus::project::{Edit, Kind, Project, Transaction};
use onus::storage::disk::Disk;
use onus::storage::save::worker::Worker;
use onus::storage::{SaveState, open};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

fn worker(disk: &FullDisk, path: &Path, project: &Project) -> Worker {
    let disk: Arc<dyn Disk> = Arc::new(disk.clone());
    let opened = open::create_on(&disk, path, project.clone()).unwrap();
    Worker::start(opened.into_ledger().unwrap(), None, || ())
}

/// Commits `count` notes.
fn notes(project: &mut Project, count: usize) -> Vec<Transaction> {
    let make = |n| {
        let t = note(project, n);
        project.commit(t.clone()).unwrap();
        t
    };
    (1..=count).map(make).collect()
}

#[test]
fn edits_that_the_disk_refuses_are_kept_once_it_takes_them() {
    let disk = FullDisk::default();
    let (_folder, path, mut project) = work::project(1);
    let worker = worker(&disk, &path, &project);
    worker.keep(notes(&mut project, 2));
    worker.flush();
    assert_eq!(
        (worker.status().state, worker.status().unsaved),
        (SaveState::Kept, 2)
    );

    disk.fill(true);
    worker.keep(notes(&mut project, 3));
    worker.flush();
    let status = worker.status();
    let SaveState::Failed(says) = status.state else {
        panic!("{status:?}")
    };
    assert!(
        says.contains("a.onus.history could not be written: the disk is full."),
        "{says}"
    );
    let left = "The last 3 edits are not on the disk and would be lost with Onus.";
    assert!(says.contains(left), "{says}");
    assert_eq!(status.unkept, 3);
    assert_eq!((status.failing_since, status.unsaved), (Some(at(1)), 5));
    // A snapshot does not help, and the file stays what it was.
    worker.save(project.clone(), at(9));
    worker.flush();
    assert!(matches!(worker.status().state, SaveState::Failed(_)));
    // What the disk took of the last edits does not count, but would be found.
    assert!(opened(&path).replayed >= 2);

    // Edits are tried again without being asked, and so is the snapshot, a while later.
    disk.fill(false);
    let begin = Instant::now();
    while opened(&path).replayed < 5 {
        assert!(begin.elapsed() < Duration::from_secs(60));
        std::thread::sleep(Duration::from_millis(50));
    }
    worker.flush();
    assert_eq!(worker.status().unkept, 0);
    drop(worker);
    let ready = opened(&path);
    assert_eq!(ready.project, project);
    assert!(ready.notices.is_empty(), "{:?}", ready.notices);
}

#[test]
fn a_save_that_fails_says_what_is_safe_and_can_be_done_again() {
    let disk = FullDisk::default();
    let (folder, path, mut project) = work::project(2);
    let worker = worker(&disk, &path, &project);
    worker.keep(notes(&mut project, 2));
    worker.flush();
    let before = std::fs::read(&path).unwrap();
    disk.fill(true);
    worker.save(project.clone(), at(9));
    worker.flush();
    let SaveState::Failed(says) = worker.status().state else {
        panic!()
    };
    assert!(
        says.contains("a.onus.ron could not be written: the disk is full."),
        "{says}"
    );
    let advice = "Every edit is in the history. It is tried again. Free some room, or save elsewhere.";
    assert!(says.ends_with(advice), "{says}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(
        work::names(folder.path()),
        [
            "a.onus.backup-1.ron",
            "a.onus.history",
            "a.onus.lock",
            "a.onus.ron"
        ]
    );

    disk.fill(false);
    worker.save(project.clone(), at(10));
    worker.flush();
    let status = worker.status();
    assert_eq!(
        (status.state, status.saved_at, status.unsaved),
        (SaveState::Saved, Some(at(10)), 0)
    );
    assert_eq!(opened(&path).replayed, 0);
    drop(worker);
    assert_eq!(opened(&path).project, project);
}

#[test]
fn what_waits_together_is_synced_together() {
    let disk = FullDisk::default();
    let (_folder, path, mut project) = work::project(3);
    let worker = worker(&disk, &path, &project);
    let before = disk.syncs();
    worker.keep(notes(&mut project, 200));
    worker.flush();
    assert_eq!(disk.syncs(), before + 1);
}

#[test]
fn originals_are_kept_by_their_hash_and_copied_with_the_project() {
    let disk = FullDisk::default();
    let (folder, path, project) = work::project(4);
    let worker = worker(&disk, &path, &project);
    let bytes: Arc<[u8]> = b"original".as_slice().into();
    let sha256 = onus::text::sha256(&bytes);
    worker.keep_original(sha256.parse().unwrap(), Arc::clone(&bytes));
    worker.flush();
    let copy = folder.path().join("b.onus.ron");
    let other = self::worker(&disk, &copy, &project);
    other.copy_originals(path);
    other.flush();
    assert!(other.take_sayings().is_empty());
    for name in ["a", "b"] {
        let kept = folder.path().join(format!("{name}.onus.sources")).join(&sha256);
        assert_eq!(std::fs::read(kept).unwrap(), *bytes);
    }
}

#[test]
fn an_export_appears_whole_or_not_at_all() {
    let disk = FullDisk::default();
    let (folder, path, project) = work::project(5);
    let worker = worker(&disk, &path, &project);
    let out = folder.path().join("out.json");
    assert_eq!(
        worker
            .write(out.clone(), b"old".to_vec())
            .recv()
            .unwrap()
            .unwrap(),
        out
    );
    disk.fill(true);
    let error = worker
        .write(out.clone(), b"newer".to_vec())
        .recv()
        .unwrap()
        .unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("out.json could not be written: the disk is full."),
        "{error}"
    );
    assert_eq!(std::fs::read(&out).unwrap(), b"old");
}

#[test]
fn an_edit_made_while_a_save_is_on_its_way_names_no_text_that_the_new_file_lacks() {
    let disk = FullDisk::default();
    let (_folder, path, mut project) = work::project(8);
    let (long, add) = long_source(&project);
    project.commit(add).unwrap();
    let with = project.clone();
    let worker = worker(&disk, &path, &project);
    let mut remove = Transaction::new("Delete", long.created.by, at(2));
    remove.edits.push(Edit::Delete(Kind::Source, long.id));
    let undo = project.commit(remove.clone()).unwrap();

    // The disk thread waits in a sync, so that what is handed over now is taken in one after the other before any bytes
    // of the snapshot come back.
    let syncs = disk.syncs();
    let wait = disk.hold();
    worker.keep(vec![remove]);
    while disk.syncs() == syncs {
        std::thread::yield_now();
    }
    worker.save(project, at(3));
    worker.keep(vec![undo]);
    drop(wait);
    worker.flush();
    drop(worker);
    let ready = opened(&path);
    assert!(ready.notices.is_empty(), "{:?}", ready.notices);
    assert_eq!((ready.replayed, ready.project), (1, with));
}

#[test]
fn a_save_that_failed_after_the_new_file_had_its_name_is_not_taken_for_the_old_one() {
    let disk = FullDisk::default();
    let (_folder, path, first) = work::project(9);
    let shared: Arc<dyn Disk> = Arc::new(disk.clone());
    let opened_on = open::create_on(&shared, &path, first.clone()).unwrap();
    let mut ledger = opened_on.into_ledger().unwrap();
    let mut project = first.clone();
    let t = note(&project, 1);
    let undo = project.commit(t.clone()).unwrap();
    ledger.enter(&t).unwrap();
    ledger.flush().unwrap();
    disk.refuse_folder_syncs(true);
    ledger.save(&project).unwrap_err();
    disk.refuse_folder_syncs(false);
    ledger.enter(&undo).unwrap();
    ledger.save(&first).unwrap();
    drop(ledger);
    let ready = opened(&path);
    assert!(ready.notices.is_empty(), "{:?}", ready.notices);
    assert_eq!((ready.replayed, ready.project), (0, first));
}

#[test]
fn a_disk_that_refuses_while_a_history_is_made_shorter_loses_nothing() {
    let disk = FullDisk::default();
    let (folder, path, mut project) = work::project(11);
    let shared: Arc<dyn Disk> = Arc::new(disk.clone());
    let opened_on = open::create_on(&shared, &path, project.clone()).unwrap();
    let mut ledger = opened_on.into_ledger().unwrap();
    ledger.enter(notes(&mut project, 1).remove(0)).unwrap();
    ledger.save(&project).unwrap();
    let history = || std::fs::read(onus::storage::paths::history_path(&path)).unwrap();
    let (long, names) = (history(), work::names(folder.path()));

    disk.fill(true);
    ledger.compact().unwrap_err();
    disk.fill(false);
    assert_eq!((history(), work::names(folder.path())), (long.clone(), names));

    // It has its name, and may have lost it again after a loss of power: nothing is called kept before that is sure.
    disk.refuse_folder_syncs(true);
    ledger.compact().unwrap_err();
    let short = history();
    assert!(short.len() < long.len());
    ledger.enter(notes(&mut project, 2).remove(1)).unwrap();
    ledger.flush().unwrap_err();
    assert_eq!((ledger.unkept(), history()), (1, short.clone()));
    disk.refuse_folder_syncs(false);
    ledger.flush().unwrap();
    drop(ledger);
    assert!(history().starts_with(&short));
    let ready = opened(&path);
    assert!(ready.notices.is_empty(), "{:?}", ready.notices);
    assert_eq!((ready.replayed, ready.project), (1, project));
}
