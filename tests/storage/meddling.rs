//! Other programs among the project's files: what they remove, replace or write is never written over or built upon, and no
//! edit is called kept that is not.

use crate::full_disk::FullDisk;
use crate::work::{self, note, opened};
use onus::project::{Project, Transaction};
use onus::storage::disk::Disk;
use onus::storage::open::{self, Beyond};
use onus::storage::{Ledger, SaveError, paths};
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// A project, open for writing.
struct Desk {
    folder: tempfile::TempDir,
    path: std::path::PathBuf,
    project: Project,
    ledger: Ledger,
    disk: FullDisk,
}

impl Desk {
    fn new() -> Self {
        let (folder, path, project) = work::project(9);
        let disk = FullDisk::default();
        let shared: Arc<dyn Disk> = Arc::new(disk.clone());
        let opened = open::create_on(&shared, &path, project.clone()).unwrap();
        Self {
            folder,
            path,
            project,
            ledger: opened.into_ledger().unwrap(),
            disk,
        }
    }

    fn enter(&mut self, n: usize) {
        let t = note(&self.project, n);
        self.project.commit(t.clone()).unwrap();
        self.ledger.enter(t).unwrap();
    }

    /// Enters a note and has it kept.
    fn keep(&mut self, n: usize) {
        self.enter(n);
        self.ledger.flush().unwrap();
    }

    fn history(&self) -> std::path::PathBuf {
        paths::history_path(&self.path)
    }

    /// The project as somebody else would leave it in a file of their own, which is where it is written.
    fn theirs(&self, base: &Project) -> (Project, std::path::PathBuf) {
        let mut theirs = base.clone();
        theirs.commit(note(base, 7)).unwrap();
        let file = self.folder.path().join("theirs.onus.ron");
        drop(open::create(&file, theirs.clone()).unwrap());
        (theirs, file)
    }

    /// The folder as a machine that loses its power now leaves it, or one with another file.
    fn crashed(&self, file: Option<&Path>) -> tempfile::TempDir {
        let crashed = tempfile::tempdir().unwrap();
        for name in work::names(self.folder.path()) {
            if !name.ends_with(".lock") && !name.starts_with("theirs") {
                fs::copy(self.folder.path().join(&name), crashed.path().join(&name)).unwrap();
            }
        }
        if let Some(file) = file {
            fs::remove_file(crashed.path().join("a.onus.ron")).unwrap();
            fs::copy(file, crashed.path().join("a.onus.ron")).unwrap();
        }
        crashed
    }
}

fn found(folder: &tempfile::TempDir) -> open::Found {
    open::look(&folder.path().join("a.onus.ron")).unwrap()
}

#[test]
fn what_is_written_during_a_save_is_not_written_over() {
    let mut desk = Desk::new();
    let base = desk.project.clone();
    desk.keep(1);
    let (theirs, file) = desk.theirs(&base);
    let (from, to) = (file, desk.path.clone());
    desk.disk.meddle(move || fs::rename(from, to).unwrap());
    let refused = desk.ledger.save(&desk.project).unwrap_err();
    assert!(matches!(refused, SaveError::Changed), "{refused}");
    assert_eq!(open::read(&desk.path).unwrap().project, theirs);
    assert!(
        work::names(desk.folder.path())
            .iter()
            .all(|name| !name.ends_with(".new"))
    );
    // A crash finds the history with a backup that it goes on from, and nothing is lost.
    let crashed = found(&desk.crashed(None));
    assert!(matches!(crashed.past(), Beyond::Foreign { copy: Some(_) }));
    assert_eq!(crashed.with_all(), &desk.project);
}

#[test]
fn a_history_that_was_removed_or_replaced_takes_no_edit_and_a_new_one_does() {
    let remove = |history: &Path| fs::remove_file(history).unwrap();
    let replace = |history: &Path| {
        let other = history.with_extension("other");
        fs::write(&other, "somebody's\n").unwrap();
        fs::rename(other, history).unwrap();
    };
    let grow = |history: &Path| {
        let mut bytes = fs::read(history).unwrap();
        bytes.extend_from_slice(b"somebody's\n");
        fs::write(history, bytes).unwrap();
    };
    let meddlers = [
        ("remove", &remove as &dyn Fn(&Path)),
        ("replace", &replace),
        ("grow", &grow),
    ];
    for (name, meddle) in meddlers {
        let mut desk = Desk::new();
        desk.keep(1);
        meddle(&desk.history());
        let theirs = fs::read(desk.history()).ok();
        desk.enter(2);
        let refused = desk.ledger.flush().unwrap_err().to_string();
        assert!(
            refused.ends_with("another program has removed or replaced it."),
            "{name}: {refused}"
        );
        // Neither that edit nor the ones before are on the disk.
        assert_eq!(desk.ledger.unkept(), 2, "{name}");
        assert_eq!(fs::read(desk.history()).ok(), theirs, "{name}");
        assert!(desk.ledger.flush().is_err(), "{name}");

        // An edit that comes while the project is being saved belongs to the new history.
        desk.ledger.save(&desk.project).unwrap();
        assert_eq!((desk.ledger.unkept(), desk.ledger.unsaved()), (0, 0), "{name}");
        desk.keep(3);
        desk.keep(4);
        desk.ledger.save(&desk.project).unwrap();
        desk.keep(5);
        let crashed = found(&desk.crashed(None));
        assert!(
            matches!(crashed.past(), Beyond::Unsaved(edits) if edits.len() == 1),
            "{name}"
        );
        assert_eq!(crashed.with_all(), &desk.project, "{name}");
        // What lay there is kept.
        let aside = fs::read(paths::aside_path(&desk.path, 1)).ok();
        assert_eq!(aside, theirs, "{name}");
        drop(desk.ledger);
        assert_eq!(opened(&desk.path).project, desk.project, "{name}");
    }
}

#[test]
fn a_new_history_that_cannot_be_begun_at_once_is_begun_later() {
    let mut desk = Desk::new();
    desk.keep(1);
    fs::remove_file(desk.history()).unwrap();
    desk.enter(2);
    desk.ledger.flush().unwrap_err();
    let (theirs, file) = desk.theirs(&desk.project.clone());
    let left = fs::read(&desk.path).unwrap();
    // Somebody writes the file in the middle of it, and takes it back.
    let (from, to) = (file, desk.path.clone());
    desk.disk.meddle(move || fs::rename(from, to).unwrap());
    assert!(matches!(desk.ledger.save(&desk.project), Err(SaveError::Changed)));
    assert_eq!(desk.ledger.unkept(), 2);
    assert_eq!(open::read(&desk.path).unwrap().project, theirs);
    fs::write(&desk.path, left).unwrap();
    desk.ledger.save(&desk.project).unwrap();
    desk.keep(3);
    assert_eq!(desk.ledger.unkept(), 0);
    // The history that was begun in vain is nobody's.
    assert!(!paths::aside_path(&desk.path, 1).exists());
    assert_eq!(found(&desk.crashed(None)).with_all(), &desk.project);
}

#[test]
fn a_file_that_vanished_is_written_though_nothing_was_edited() {
    let mut desk = Desk::new();
    desk.keep(1);
    desk.ledger.save(&desk.project).unwrap();
    fs::remove_file(&desk.path).unwrap();
    desk.ledger.save(&desk.project).unwrap();
    drop(desk.ledger);
    assert_eq!(opened(&desk.path).project, desk.project);
}

#[test]
fn a_lock_whose_file_was_removed_is_taken_anew_or_lost() {
    let mut desk = Desk::new();
    let lock = paths::lock_path(&desk.path);
    desk.keep(1);
    fs::remove_file(&lock).unwrap();
    desk.keep(2);
    // It is there again, and keeps others out.
    assert!(open::look(&desk.path).unwrap().held().is_some());

    fs::remove_file(&lock).unwrap();
    let other = open::look(&desk.path).unwrap();
    assert!(other.held().is_none());
    let (history, file) = (fs::read(desk.history()).unwrap(), fs::read(&desk.path).unwrap());
    desk.enter(3);
    let says = "somebody else has taken the project over.";
    assert!(desk.ledger.flush().unwrap_err().to_string().ends_with(says));
    drop(other);
    // They may have written and gone.
    assert!(desk.ledger.flush().unwrap_err().to_string().ends_with(says));
    assert!(
        desk.ledger
            .save(&desk.project)
            .unwrap_err()
            .to_string()
            .ends_with(says)
    );
    assert_eq!(
        (fs::read(desk.history()).unwrap(), fs::read(&desk.path).unwrap()),
        (history, file)
    );
}

#[test]
fn a_history_finds_what_it_goes_on_from_whatever_is_put_in_the_place_of_its_file() {
    // As a crash after the first edits finds it, where a file was fetched before the project is opened again.
    for saved in [0, 2] {
        let mut desk = Desk::new();
        for n in 0..saved {
            desk.keep(n);
            desk.ledger.save(&desk.project).unwrap();
        }
        let base = desk.project.clone();
        let (theirs, file) = desk.theirs(&base);
        desk.keep(3);
        desk.keep(4);
        let crashed = found(&desk.crashed(Some(&file)));
        assert!(matches!(crashed.past(), Beyond::Foreign { copy: Some((_, copy)) } if copy.edits.len() == 2));
        assert_eq!((crashed.in_file(), crashed.with_all()), (&theirs, &desk.project));
    }
}

/// At each moment of taking in their file a crash finds theirs with the merge, or theirs and a history that goes on from
/// another file: never theirs with our edits counted as in it.
#[test]
fn theirs_is_not_known_before_the_merge_is() {
    let mut desk = Desk::new();
    let base = desk.project.clone();
    desk.keep(1);
    let ours = desk.project.clone();
    let (theirs, file) = desk.theirs(&base);
    fs::rename(&file, &desk.path).unwrap();
    assert!(matches!(desk.ledger.save(&ours), Err(SaveError::Changed)));
    let before = fs::read(desk.history()).unwrap();

    let hash = onus::text::sha256(fs::read(&desk.path).unwrap());
    desk.ledger.accept(hash.parse().unwrap(), &theirs);
    // Until the merge is entered, theirs is not written over.
    assert!(matches!(desk.ledger.save(&ours), Err(SaveError::Changed)));
    let mut merge = Transaction::new("Merge", note(&base, 1).by, work::at(3));
    merge.edits = note(&base, 1).edits;
    merge.edits.extend(note(&base, 7).edits);
    desk.project.commit(merge.clone()).unwrap();
    desk.ledger.enter(merge).unwrap();
    desk.ledger.flush().unwrap();
    let after = fs::read(desk.history()).unwrap();
    assert!(after.starts_with(&before));
    let crashed = desk.crashed(None);
    for cut in before.len()..=after.len() {
        fs::write(crashed.path().join("a.onus.history"), &after[..cut]).unwrap();
        let found = found(&crashed);
        match found.past() {
            Beyond::Foreign {
                copy: Some((_, copy)),
            } => assert!(!copy.edits.is_empty(), "{cut}"),
            Beyond::Unsaved(edits) => {
                assert_eq!((edits.len(), found.with_all()), (1, &desk.project), "{cut}");
            }
            past => panic!("cut at {cut} of {}: {past:?}", after.len()),
        }
    }
    desk.ledger.save(&desk.project).unwrap();
    drop(desk.ledger);
    assert_eq!(opened(&desk.path).project, desk.project);
}
