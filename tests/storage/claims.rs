//! What is said of the edits is true at every moment: on a slow disk, a full one, and after a fault.

use crate::full_disk::FullDisk;
use crate::work::{self, at, note, opened};
use onus::project::Project;
use onus::storage::disk::Disk;
use onus::storage::save::worker::Worker;
use onus::storage::{Hash, SaveState, Status, Store, open};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

fn worker(disk: &FullDisk, path: &Path, project: &Project, second: Option<&Path>) -> Worker {
    waking(disk, path, project, second, || ())
}

fn waking(
    disk: &FullDisk,
    path: &Path,
    project: &Project,
    second: Option<&Path>,
    wake: impl Fn() + Send + 'static,
) -> Worker {
    let disk: Arc<dyn Disk> = Arc::new(disk.clone());
    let opened = open::create_on(&disk, path, project.clone()).unwrap();
    Worker::start(opened.into_ledger().unwrap(), second.map(Path::to_owned), wake)
}

/// Commits a note and hands it over.
fn give(worker: &Worker, project: &mut Project, n: usize) {
    let t = note(project, n);
    project.commit(t.clone()).unwrap();
    worker.keep(vec![t]);
    worker.follow(project.clone(), at(n as u32));
}

fn wait_for(what: impl Fn() -> bool) {
    let begin = Instant::now();
    while !what() {
        assert!(begin.elapsed() < Duration::from_secs(60));
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn failed(status: &Status) -> &str {
    match &status.state {
        SaveState::Failed(says) => says,
        _ => panic!("{status:?}"),
    }
}

fn original(words: &str) -> (Hash, Arc<[u8]>) {
    let bytes: Arc<[u8]> = words.as_bytes().into();
    (onus::text::sha256(&bytes).parse().unwrap(), bytes)
}

#[test]
fn an_edit_in_memory_only_is_never_called_kept() {
    let disk = FullDisk::default();
    let (_folder, path, mut project) = work::project(1);
    // Whoever is woken holds up the disk thread while a test holds this, at the moment at which it has told something.
    let (gate, woken) = (Arc::new(Mutex::new(())), Arc::new(AtomicU64::new(0)));
    let (at_gate, wakes) = (Arc::clone(&gate), Arc::clone(&woken));
    let worker = waking(&disk, &path, &project, None, move || {
        wakes.fetch_add(1, Ordering::SeqCst);
        drop(at_gate.lock().unwrap());
    });
    let claims = || {
        let status = worker.status();
        (status.state, status.unkept, status.unsaved)
    };
    assert_eq!(claims(), (SaveState::Saved, 0, 0));
    for n in [0, 2] {
        let (slow, syncs) = (disk.hold(), disk.syncs());
        give(&worker, &mut project, 1);
        assert_eq!(claims(), (SaveState::Keeping, 1, n + 1));
        wait_for(|| disk.syncs() > syncs);
        assert_eq!(claims(), (SaveState::Keeping, 1, n + 1));
        // One more is given while the first is on its way, so that it waits when that is told to be kept.
        give(&worker, &mut project, 2);
        assert_eq!(claims(), (SaveState::Keeping, 2, n + 2));
        let (held, wakes) = (gate.lock().unwrap(), woken.load(Ordering::SeqCst));
        drop(slow);
        wait_for(|| woken.load(Ordering::SeqCst) > wakes);
        assert_eq!(claims(), (SaveState::Keeping, 1, n + 2));
        drop(held);
        worker.flush();
        assert_eq!(claims(), (SaveState::Kept, 0, n + 2));
    }

    // While the file is written, and is called saved, an edit that came after it is on its way too.
    worker.save(project.clone(), at(9));
    let (held, wakes) = (gate.lock().unwrap(), woken.load(Ordering::SeqCst));
    give(&worker, &mut project, 3);
    assert_eq!(claims().1, 1);
    wait_for(|| woken.load(Ordering::SeqCst) > wakes || worker.status().unkept == 0);
    drop(held);
    worker.flush();
    assert_eq!(worker.status().unkept, 0);
    drop(worker);
    assert_eq!(opened(&path).project, project);
}

#[test]
fn a_second_place_that_is_full_too_keeps_nothing() {
    let disk = FullDisk::default();
    let (folder, path, mut project) = work::project(5);
    let home = tempfile::tempdir().unwrap();
    let second = home.path().join("rescued");
    let worker = worker(&disk, &path, &project, Some(&second));
    std::fs::create_dir(folder.path().join("a.onus.history")).unwrap();
    give(&worker, &mut project, 1);
    worker.flush();
    let status = worker.status();
    assert_eq!((status.unkept, status.second.is_some()), (0, true));

    disk.fill(true);
    give(&worker, &mut project, 2);
    give(&worker, &mut project, 3);
    worker.flush();
    let status = worker.status();
    assert_eq!((status.unkept, &status.second), (2, &None), "{status:?}");
    let says = "The last 2 edits are not on the disk and would be lost with Onus.";
    assert!(failed(&status).contains(says), "{status:?}");

    disk.fill(false);
    wait_for(|| worker.status().second.is_some());
    let status = worker.status();
    assert_eq!((status.unkept, status.unsaved), (0, 3));
    assert!(
        failed(&status).contains("The last 3 edits are kept in "),
        "{status:?}"
    );
    drop(worker);
    assert_eq!(opened(&second.join("a.onus.ron")).project, project);
}

#[test]
fn a_fault_on_the_disk_thread_neither_ends_it_nor_is_called_kept() {
    let disk = FullDisk::default();
    let (_folder, path, mut project) = work::project(3);
    // Whoever is woken stops too, every time.
    let worker = waking(&disk, &path, &project, None, || panic!("on purpose"));
    disk.panic(true);
    give(&worker, &mut project, 1);
    worker.flush();
    let status = worker.status();
    assert!(failed(&status).starts_with("Something on the disk thread stopped."));
    assert_eq!((status.unkept, status.unsaved), (1, 1));
    disk.panic(false);
    give(&worker, &mut project, 2);
    worker.flush();
    let status = worker.status();
    assert_eq!(
        (status.state, status.unkept, status.unsaved),
        (SaveState::Kept, 0, 2)
    );
    // A fault while the file is written is told, and it is written again.
    disk.panic(true);
    worker.save(project.clone(), at(9));
    worker.flush();
    failed(&worker.status());
    disk.panic(false);
    worker.try_again();
    wait_for(|| worker.status().state == SaveState::Saved);
    drop(worker);
    let ready = opened(&path);
    assert_eq!((ready.replayed, ready.project), (0, project));
}

#[test]
fn an_original_that_the_disk_refuses_is_kept_once_it_takes_it() {
    let disk = FullDisk::default();
    let (folder, path, project) = work::project(4);
    let worker = worker(&disk, &path, &project, None);
    disk.fill(true);
    let (sha256, bytes) = original("words");
    worker.keep_original(sha256, Arc::clone(&bytes));
    worker.flush();
    let status = worker.status();
    assert_eq!(status.originals, 1);
    assert!(failed(&status).contains("the disk is full. An original is not kept yet"));
    // That all edits are saved does not hide it.
    disk.fill(false);
    wait_for(|| worker.status().originals == 0);
    worker.flush();
    assert_eq!(worker.status().state, SaveState::Saved);
    let kept = folder.path().join("a.onus.sources").join(sha256.to_string());
    assert_eq!(std::fs::read(kept).unwrap(), *bytes);

    // Those of another project are copied again too.
    let copy = folder.path().join("b.onus.ron");
    let other = self::worker(&disk, &copy, &project, None);
    disk.fill(true);
    other.copy_originals(path);
    other.flush();
    let status = other.status();
    assert_eq!(status.copying, 1);
    assert!(failed(&status).contains("Not all originals are copied yet; they are beside "));
    disk.fill(false);
    other.try_again();
    wait_for(|| other.status().copying == 0);
    let kept = folder.path().join("b.onus.sources").join(sha256.to_string());
    assert_eq!(std::fs::read(kept).unwrap(), *bytes);
    assert_eq!(other.status().state, SaveState::Saved);
}

#[test]
fn a_file_that_is_ours_again_before_it_is_looked_at_is_written_all_the_same() {
    let disk = FullDisk::default();
    let (folder, path, mut project) = work::project(7);
    let worker = worker(&disk, &path, &project, None);
    give(&worker, &mut project, 1);
    worker.flush();
    // A sync client puts another file there, and this one back, just after it was found to have changed.
    let back = folder.path().join("back");
    std::fs::copy(&path, &back).unwrap();
    std::fs::write(&path, "something else").unwrap();
    let to = path.clone();
    disk.once_read(move || std::fs::rename(back, to).unwrap());
    worker.save(project.clone(), at(9));
    worker.flush();
    let status = worker.status();
    assert_eq!((status.state, status.foreign), (SaveState::Kept, None));
    wait_for(|| worker.status().state == SaveState::Saved);
    drop(worker);
    let ready = opened(&path);
    assert_eq!((ready.replayed, ready.project), (0, project));
}

#[test]
fn work_goes_on_elsewhere_while_the_old_drive_does_not_answer() {
    let disk = FullDisk::default();
    let (folder, path, mut project) = work::project(8);
    let shared: Arc<dyn Disk> = Arc::new(disk.clone());
    let mut store = Store::new(None, || ());
    store.adopt(open::create_on(&shared, &path, project.clone()).unwrap());
    // A file in its place: there this one cannot be kept, and it goes along.
    std::fs::write(folder.path().join("a.onus.sources"), "").unwrap();
    let (sha256, bytes) = original("words");
    store.keep_original(&sha256.to_string(), Arc::clone(&bytes));
    store.flush();
    let hung = disk.hold();
    let syncs = disk.syncs();
    work::edit(&mut store, &mut project, 1);
    wait_for(|| disk.syncs() > syncs);

    let other = folder.path().join("b.onus.ron");
    let made = open::create(&other, project.clone()).unwrap();
    let (gone_on, done) = channel();
    let moving = std::thread::spawn(move || {
        store.go_on_in(made);
        gone_on.send(()).unwrap();
        store
    });
    let went_on = done.recv_timeout(Duration::from_secs(20));
    drop(hung);
    assert_eq!(went_on, Ok(()));
    let mut store = moving.join().unwrap();
    work::edit(&mut store, &mut project, 2);
    store.flush();
    assert_eq!(store.status().unwrap().state, SaveState::Kept);
    let kept = folder.path().join("b.onus.sources").join(sha256.to_string());
    assert_eq!(std::fs::read(kept).unwrap(), *bytes);
    drop(store);
    assert_eq!(opened(&other).project, project);
}

#[test]
fn a_file_that_is_gone_is_not_called_saved_and_a_history_that_is_gone_has_the_file_written() {
    let disk = FullDisk::default();
    let (_folder, path, mut project) = work::project(9);
    let worker = worker(&disk, &path, &project, None);
    give(&worker, &mut project, 1);
    worker.save(project.clone(), at(2));
    worker.flush();
    assert_eq!(worker.status().state, SaveState::Saved);
    std::fs::remove_file(&path).unwrap();
    wait_for(|| worker.status().state == SaveState::Kept);
    worker.save(project.clone(), at(3));
    worker.flush();
    assert_eq!(worker.status().state, SaveState::Saved);

    give(&worker, &mut project, 4);
    worker.flush();
    std::fs::remove_file(onus::storage::paths::history_path(&path)).unwrap();
    give(&worker, &mut project, 5);
    // Of the edits before it, none is anywhere but in the file.
    let is_kept = |s: &Status| s.unkept == 0 && matches!(s.state, SaveState::Saved | SaveState::Kept);
    wait_for(|| is_kept(&worker.status()));
    assert!(worker.status().unsaved <= 1);
    drop(worker);
    let ready = opened(&path);
    assert_eq!((ready.project, ready.notices), (project, vec![]));
}
