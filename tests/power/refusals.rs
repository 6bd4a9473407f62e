//! Every call to the disk is refused in turn, in every way: nothing acknowledged is lost, what is said is true, and once
//! the disk takes it all is written.

use crate::disk::{Fate, Fault, Refusal, SimDisk};
use crate::script::PROJECT;
use crate::work::Editor;
use onus::project::{Project, Timestamp};
use onus::storage::disk::Disk;
use onus::storage::save::worker::Worker;
use onus::storage::{Hash, SaveState, open, paths};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

const WAYS: [Refusal; 6] = [
    Refusal::Error(ErrorKind::StorageFull),
    Refusal::Error(ErrorKind::Other),
    Refusal::Error(ErrorKind::PermissionDenied),
    Refusal::Error(ErrorKind::ReadOnlyFilesystem),
    Refusal::Error(ErrorKind::NotFound),
    Refusal::ShortWrite,
];

/// Every call from `first` on until `last`, refused in every way, once or from then on.
fn faults(first: usize, last: usize) -> impl Iterator<Item = Fault> {
    let ways = move |call| {
        WAYS.into_iter().flat_map(move |refusal| {
            [false, true].map(|forever| Fault {
                call,
                refusal,
                forever,
            })
        })
    };
    (first..last).flat_map(ways)
}

fn now() -> Timestamp {
    "2025-06-02T09:00:00Z".parse().unwrap()
}

/// A worker on a project with nothing but a title, and what it should have made of it.
struct Desk {
    disk: SimDisk,
    worker: Worker,
    editor: Editor,
    states: Vec<Project>,
    /// The state that was called kept or saved last.
    kept: usize,
}

impl Desk {
    fn new() -> Self {
        let disk = SimDisk::with_folder("/disk");
        let editor = Editor::new();
        let opened = open::create_on(&disk.shared(), Path::new(PROJECT), editor.project.clone()).unwrap();
        Self {
            worker: Worker::start(opened.into_ledger().unwrap(), None, || ()),
            states: vec![editor.project.clone()],
            disk,
            editor,
            kept: 0,
        }
    }

    /// Two imports with their originals, edits, and saves between.
    fn work(&mut self, wrong: &dyn Fn(String)) {
        for n in 0..2 {
            let original = format!("original {n}");
            let (t, _) = self.editor.import(&original);
            self.states.push(self.editor.project.clone());
            self.worker.keep(vec![t]);
            let hash: Hash = onus::text::sha256(original.as_bytes()).parse().unwrap();
            self.worker.keep_original(hash, Arc::from(original.as_bytes()));
            self.look(wrong);
            let (t, _) = self.editor.tag();
            self.states.push(self.editor.project.clone());
            self.worker.keep(vec![t]);
            self.worker.save(self.editor.project.clone(), now());
            self.look(wrong);
        }
        let (t, _) = self.editor.rename();
        self.states.push(self.editor.project.clone());
        self.worker.keep(vec![t]);
        self.look(wrong);
    }

    /// Waits for the worker, and holds what it says against what a loss of power would leave.
    fn look(&mut self, wrong: &dyn Fn(String)) {
        self.worker.flush();
        let status = self.worker.status();
        let last = self.states.len() - 1;
        match &status.state {
            SaveState::Failed(says) if says.contains("os error") => wrong(format!("it says {says}")),
            SaveState::Failed(_) => {}
            SaveState::Kept | SaveState::Saved if status.unkept == 0 => {}
            state => wrong(format!(
                "{state:?} and {} on no disk after all is done",
                status.unkept
            )),
        }
        self.kept = self.kept.max(last - status.unkept as usize);
        let left = self.disk.after(Fate::Lost);
        let opened = match open::open_on(&left.shared(), Path::new(PROJECT)) {
            Ok(opened) => opened,
            Err(error) => return wrong(error.to_string()),
        };
        let ready = opened.ready();
        if !self.states[self.kept..].contains(opened.project()) {
            let found = self.states.iter().position(|state| state == opened.project());
            wrong(format!(
                "{:?} were kept and {found:?} is there: {status:?}",
                self.kept
            ));
        }
        if status.state == SaveState::Saved && (ready.replayed, status.unsaved) != (0, 0) {
            wrong(format!("saved, and {} edits are not in the file", ready.replayed));
        }
    }

    /// Whether all is in the file, and the originals beside it.
    fn is_whole(&self, disk: &SimDisk, path: &str) -> bool {
        let left = disk.after(Fate::Lost);
        let opened = open::open_on(&left.shared(), Path::new(path)).unwrap();
        let ready = opened.ready();
        ready.project == self.editor.project && ready.replayed == 0 && ready.notices.is_empty()
    }
}

#[test]
fn whatever_is_refused_nothing_kept_is_lost_and_what_is_said_is_true() {
    let mut dry = Desk::new();
    let first = dry.disk.calls();
    dry.work(&|says| panic!("{says}"));
    let last = dry.disk.calls();
    assert!(last - first > 50, "so few calls are no work");
    let mut refused = 0;
    for fault in faults(first, last) {
        let mut desk = Desk::new();
        let wrong = |says: String| panic!("{fault:?}: {says}");
        desk.disk.refuse(Some(fault));
        desk.work(&wrong);
        refused += usize::from(matches!(desk.worker.status().state, SaveState::Failed(_)));

        // Elsewhere there is room.
        let other = SimDisk::with_folder("/other");
        let path = "/other/saved.onus.ron";
        drop(open::create_on(&other.shared(), Path::new(path), desk.editor.project.clone()).unwrap());
        assert!(desk.is_whole(&other, path));

        desk.disk.refuse(None);
        desk.worker.save(desk.editor.project.clone(), now());
        desk.look(&wrong);
        assert_eq!(desk.worker.status().state, SaveState::Saved, "{fault:?}");
        assert!(desk.is_whole(&desk.disk, PROJECT), "{fault:?}");
    }
    assert!(
        refused > (last - first) * WAYS.len() / 2,
        "only {refused} were felt"
    );
}

#[test]
fn an_opening_that_is_refused_changes_nothing() {
    let made = || {
        let mut desk = Desk::new();
        desk.work(&|says| panic!("{says}"));
        let Desk { disk, editor, .. } = desk;
        (disk, editor)
    };
    let (dry, _) = made();
    let first = dry.calls();
    drop(open::open_on(&dry.shared(), Path::new(PROJECT)).unwrap());
    for fault in faults(first, dry.calls()) {
        let (disk, editor) = made();
        disk.refuse(Some(fault));
        let opened = open::open_on(&disk.shared(), Path::new(PROJECT));
        if let Ok(opened) = &opened {
            assert!(*opened.project() == editor.project, "{fault:?}");
        }
        drop(opened);
        disk.refuse(None);
        let opened = open::open_on(&disk.shared(), Path::new(PROJECT)).unwrap();
        let ready = opened.ready();
        assert!(ready.project == editor.project, "{fault:?}");
        assert_eq!((&ready.read_only, ready.notices.len()), (&None, 0), "{fault:?}");
    }
}

#[test]
fn a_folder_that_vanishes_and_comes_back_gets_what_was_done_meanwhile() {
    let mut desk = Desk::new();
    desk.work(&|says| panic!("{says}"));
    let away = "/disk/away";
    desk.disk.move_name("/disk/room", away);
    let (t, _) = desk.editor.rename();
    desk.worker.keep(vec![t]);
    desk.worker.save(desk.editor.project.clone(), now());
    desk.worker.flush();
    let SaveState::Failed(says) = desk.worker.status().state else {
        panic!("{:?}", desk.worker.status())
    };
    assert!(says.contains("it is not there"), "{says}");
    desk.disk.move_name(away, "/disk/room");
    desk.worker.save(desk.editor.project.clone(), now());
    desk.worker.flush();
    assert_eq!(desk.worker.status().state, SaveState::Saved);
    assert!(desk.is_whole(&desk.disk, PROJECT));
}

#[test]
fn permissions_and_links_of_the_file_stay() {
    let disk = SimDisk::with_folder("/disk");
    let mut editor = Editor::new();
    drop(open::create_on(&disk.shared(), Path::new(PROJECT), editor.project.clone()).unwrap());
    disk.create_folder(Path::new("/desk")).unwrap();
    let link = "/desk/link.onus.ron";
    disk.symlink(PROJECT, link);
    disk.chmod(PROJECT, 0o444);
    let opened = open::open_on(&disk.shared(), Path::new(link)).unwrap();
    let mut ledger = opened.into_ledger().unwrap();
    ledger.enter(&editor.rename().0).unwrap();
    ledger.save(&editor.project).unwrap();
    drop(ledger);
    assert_eq!(disk.mode(PROJECT), 0o444);
    assert_eq!(disk.resolve(Path::new(link)).unwrap(), Path::new(PROJECT));
    // The companions lie where the file lies, and not where the link does.
    assert_eq!(disk.names(Path::new("/desk")).unwrap(), ["link.onus.ron"]);
    assert!(
        disk.length(&paths::history_path(Path::new(PROJECT)))
            .unwrap()
            .is_some()
    );

    // A link that leads nowhere gives its name to the new project.
    disk.symlink("/nowhere/a.onus.ron", "/desk/new.onus.ron");
    let new = Path::new("/desk/new.onus.ron");
    drop(open::create_on(&disk.shared(), new, editor.project.clone()).unwrap());
    assert_eq!(disk.resolve(new).unwrap(), new);
}

/// In a folder that many share, the lock belongs to whoever was there first.
#[test]
fn a_lock_that_may_not_be_written_is_called_by_its_name() {
    let disk = SimDisk::with_folder("/disk");
    let editor = Editor::new();
    drop(open::create_on(&disk.shared(), Path::new(PROJECT), editor.project).unwrap());
    disk.chmod("/disk/room/small.onus.lock", 0o444);
    let read_only = || {
        let found = open::look_on(&disk.shared(), Path::new(PROJECT)).unwrap();
        found.read_only()
    };
    let says = "You may not write small.onus.lock, with which the project is locked. It is open here for reading only. Have \
                whoever owns that file permit you to write it, or delete it while nobody has the project open.";
    assert_eq!(read_only().as_deref(), Some(says));
    disk.remove(Path::new("/disk/room/small.onus.lock")).unwrap();
    disk.refuse_named("lock", ErrorKind::PermissionDenied, 1);
    let says = "Nothing can be written in the project's folder (it is not permitted). It is open here for reading only.";
    assert_eq!(read_only().as_deref(), Some(says));
    assert_eq!(read_only(), None);
}
