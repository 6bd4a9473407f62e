//! A drive without file locks: one who works gives signs of life in the lock, and one who gives none can be followed, but
//! two never write.

use crate::full_disk::FullDisk;
use crate::work::{self, at, edit, note};
use onus::project::Project;
use onus::storage::disk::Disk;
use onus::storage::open::{self, Found};
use onus::storage::save::lock::{Holder, Lock};
use onus::storage::save::worker::Worker;
use onus::storage::{SaveState, Store, paths};
use std::fs::{self, File};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// As if nobody had written in a lock for so long, and a moment more: drives stamp by a coarser clock.
fn age(path: &Path, seconds: u64) {
    let then = SystemTime::now() - Duration::from_secs(seconds) - Duration::from_millis(300);
    File::options()
        .write(true)
        .open(paths::lock_path(path))
        .and_then(|file| file.set_modified(then))
        .unwrap();
}

fn look(disk: &Arc<dyn Disk>, path: &Path) -> Found {
    open::look_on(disk, path).unwrap()
}

/// Whether somebody has the project, and may be gone.
fn held(found: &Found) -> Option<bool> {
    found.held().map(|held| held.silent.is_some())
}

#[test]
fn who_has_it_is_told_and_it_is_free_once_they_let_go() {
    let (folder, path, mut project) = work::project(9);
    let disk = FullDisk::without_locks();
    // An empty lock is left of a drive that has locks, and means nothing.
    fs::write(paths::lock_path(&path), b"").unwrap();
    let mut store = Store::new(None, || ());
    store.adopt(open::create_on(&disk, &path, project.clone()).unwrap());
    let found = look(&disk, &path);
    assert_eq!(
        (found.held().unwrap().holder.clone(), held(&found)),
        (None, Some(false))
    );
    edit(&mut store, &mut project, 1);
    store.flush();
    let found = look(&disk, &path);
    let holder = Holder {
        handle: "A1".into(),
        since: at(1),
    };
    assert_eq!(found.held().unwrap().holder, Some(holder));
    assert_eq!(
        found.read_only().unwrap(),
        "A1 has the project open since 2025-07-01T00:00:01Z. It is open here for reading only."
    );
    // Who reads sees what was kept, and changes nothing.
    assert_eq!(found.with_edits().unwrap().project(), &project);
    store.close();
    assert_eq!(held(&look(&disk, &path)), None);
    assert_eq!(fs::read(paths::lock_path(&path)).unwrap(), b"");
    assert_eq!(
        work::names(folder.path()),
        [
            "a.onus.backup-1.ron",
            "a.onus.history",
            "a.onus.lock",
            "a.onus.ron"
        ]
    );
}

#[test]
fn only_one_who_gives_no_sign_of_life_is_followed() {
    for (left, seconds, silent) in [
        ("(run:\"0123456789abcdef\")\n...", 29, false),
        ("(run:\"0123456789abcdef\")\n...", 31, true),
        (
            "(run:\"0123456789abcdef\",handle:\"A2\",since:\"2025-07-01T00:00:00Z\")\n",
            7300,
            true,
        ),
        // What nobody understands is somebody's.
        ("\0\0\0", 3, false),
        ("\0\0\0", 90, true),
    ] {
        let (_folder, path, project) = work::project(3);
        let disk = FullDisk::without_locks();
        drop(open::create_on(&disk, &path, project).unwrap());
        let lock = paths::lock_path(&path);
        fs::write(&lock, left).unwrap();
        age(&path, seconds);
        let found = look(&disk, &path);
        assert_eq!(held(&found), Some(silent), "{left}, {seconds} s");
        // Looking is no sign of life of theirs.
        assert_eq!(fs::read_to_string(&lock).unwrap(), left);
        let taken = found.take_over().unwrap();
        assert_eq!(held(&taken), (!silent).then_some(false), "{left}, {seconds} s");
        assert_eq!(taken.read_only().is_none(), silent);
    }
}

#[test]
fn how_long_nothing_was_heard_is_said() {
    let (_folder, path, project) = work::project(3);
    let disk = FullDisk::without_locks();
    drop(open::create_on(&disk, &path, project).unwrap());
    let line = "(run:\"0123456789abcdef\",handle:\"A2\",since:\"2025-07-01T00:00:00Z\")\n";
    fs::write(paths::lock_path(&path), line).unwrap();
    for (seconds, says) in [
        (45, "45 seconds"),
        (61, "1 minute"),
        (3599, "59 minutes"),
        (7300, "2 hours"),
        (90_000, "1 day"),
    ] {
        age(&path, seconds);
        let says = format!(
            "A2 has the project open since 2025-07-01T00:00:00Z, but has given no sign of life for {says}. It is open here \
             for reading only."
        );
        assert_eq!(look(&disk, &path).read_only().unwrap(), says);
    }
}

/// Somebody was taken for gone, and was not.
#[test]
fn two_never_write_and_neither_loses_anything() {
    let (folder, path, base) = work::project(9);
    let disk = FullDisk::without_locks();
    let rescued = folder.path().join("rescued");
    let mut first = base.clone();
    let opened = open::create_on(&disk, &path, base).unwrap();
    let worker = Worker::start(opened.into_ledger().unwrap(), Some(rescued), || ());
    let keep = |project: &mut Project, n| {
        let t = note(project, n);
        project.commit(t.clone()).unwrap();
        worker.keep(vec![t]);
        worker.follow(project.clone(), at(n as u32));
        worker.flush();
    };
    keep(&mut first, 1);
    assert_eq!(worker.status().unkept, 0);

    age(&path, 31);
    let mut second = Store::new(None, || ());
    let taken = look(&disk, &path).take_over().unwrap();
    assert_eq!(taken.past().edits().len(), 1);
    let ready = second.adopt(taken.with_edits().unwrap());
    let mut theirs = ready.project;
    assert_eq!(theirs, first);
    edit(&mut second, &mut theirs, 2);
    second.flush();
    let history = || fs::read(paths::history_path(&path)).unwrap();
    let (then, file) = (history(), fs::read(&path).unwrap());

    // The first finds it out with the next edit, which is kept elsewhere, and with the next save.
    keep(&mut first, 3);
    let status = worker.status();
    let place = status.second.clone().unwrap();
    assert_eq!(status.unkept, 0);
    assert_eq!(
        status.state,
        SaveState::Failed(format!(
            "{} could not be written: somebody else has taken the project over. The last edit is kept in {}. Nothing more \
             is written to its file from here. Save under another name, and merge the two.",
            path.canonicalize().unwrap().display(),
            place.display()
        ))
    );
    worker.save(first.clone(), at(4));
    worker.flush();
    assert_eq!((history(), fs::read(&path).unwrap()), (then, file));

    // Once the second is gone, it is still not the first's.
    edit(&mut second, &mut theirs, 4);
    second.save(theirs.clone(), at(5));
    second.close();
    keep(&mut first, 5);
    worker.save(first.clone(), at(6));
    drop(worker);
    assert_eq!(held(&look(&disk, &path)), None);
    assert_eq!(open::open_on(&disk, &path).unwrap().project(), &theirs);
    assert_eq!(open::open_on(&disk, &place).unwrap().project(), &first);
}

#[test]
fn one_who_dies_leaves_a_lock_that_stands_still() {
    let (_folder, path, project) = work::project(2);
    let disk = FullDisk::without_locks();
    drop(open::create_on(&disk, &path, project).unwrap());
    let lock = Lock::take(&disk, &path).ok().unwrap();
    let length = || fs::metadata(paths::lock_path(&path)).unwrap().len();
    let begun = length();
    // One that lives moves it on by itself, whatever its clock says.
    age(&path, 31);
    while length() == begun {
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(held(&look(&disk, &path)), Some(false));
    // One that dies does not wipe it either.
    std::mem::forget(lock);
    assert_eq!(held(&look(&disk, &path)), Some(false));
}

#[test]
fn a_copy_keeps_what_it_began_with() {
    let (folder, path, base) = work::project(4);
    let opened = open::create(&path, base.clone()).unwrap();
    let found = open::look(&path).unwrap();
    assert_eq!(held(&found), Some(false));
    let copy = folder.path().join("a copy.onus.ron");
    let mut project = base.clone();
    let mut store = work::store();
    store.adopt(found.copy_with_edits(&copy).unwrap());
    for n in 1..8 {
        edit(&mut store, &mut project, n);
        store.save(project.clone(), at(n as u32));
        store.flush();
    }
    store.close();
    drop(opened);
    let began = paths::backup_path(&copy, 0);
    assert_eq!(open::read(&began).unwrap().project, base);
    let backups = paths::backups(&onus::storage::disk::RealDisk, &copy).unwrap();
    assert_eq!(backups.len(), 4, "{backups:?}");
}
