//! The former versions of a file.

use crate::disk::SimDisk;
use crate::script::PROJECT;
use crate::work::Editor;
use onus::storage::disk::Disk;
use onus::storage::save::worker::Worker;
use onus::storage::{Ledger, SaveState, open};
use std::io::ErrorKind;
use std::path::Path;

fn made(disk: &SimDisk) -> (Editor, Ledger) {
    let mut editor = Editor::new();
    let path = Path::new(PROJECT);
    let opened = open::create_on(&disk.shared(), path, editor.project.clone()).unwrap();
    let mut ledger = opened.into_ledger().unwrap();
    ledger.enter(&editor.rename().0).unwrap();
    ledger.save(&editor.project).unwrap();
    (editor, ledger)
}

/// The names of the backups, in order.
fn backups(disk: &SimDisk) -> Vec<String> {
    let names = disk.names(Path::new("/disk/room")).unwrap();
    let numbered = |name: &String| name.strip_prefix("small.onus.backup-").map(str::to_owned);
    names.iter().filter_map(numbered).collect()
}

#[test]
fn as_many_former_versions_are_kept_as_are_asked_for() {
    for links in [true, false] {
        let disk = SimDisk::with_folder("/disk");
        disk.allow_links(links);
        let (mut editor, mut ledger) = made(&disk);
        let path = Path::new("/disk/room/small.onus.backup-9.txt");
        drop(disk.create(path).unwrap());
        for (most, left) in [
            (3, vec!["1.ron", "2.ron", "9.txt"]),
            (3, vec!["1.ron", "2.ron", "3.ron", "9.txt"]),
            (3, vec!["2.ron", "3.ron", "4.ron", "9.txt"]),
            (1, vec!["5.ron", "9.txt"]),
            (2, vec!["5.ron", "6.ron", "9.txt"]),
            (0, vec!["9.txt"]),
            (2, vec!["1.ron", "9.txt"]),
        ] {
            let former = disk.read(Path::new(PROJECT), u64::MAX).unwrap();
            ledger.keep_backups(most);
            ledger.enter(&editor.rename().0).unwrap();
            ledger.save(&editor.project).unwrap();
            assert_eq!(backups(&disk), left);
            if most > 0 {
                let newest = format!("/disk/room/small.onus.backup-{}", left[left.len() - 2]);
                assert_eq!(disk.read(Path::new(&newest), u64::MAX).unwrap(), former);
            }
        }
    }
}

#[test]
fn a_save_that_is_given_up_and_done_again_keeps_the_former_version_once() {
    let disk = SimDisk::with_folder("/disk");
    let (mut editor, mut ledger) = made(&disk);
    ledger.enter(&editor.rename().0).unwrap();
    let before = backups(&disk);
    disk.refuse_named(
        "rename to small.onus.ron",
        ErrorKind::PermissionDenied,
        usize::MAX,
    );
    for _ in 0..3 {
        ledger.save(&editor.project).unwrap_err();
    }
    disk.refuse_named("rename", ErrorKind::Other, 0);
    ledger.save(&editor.project).unwrap();
    assert_eq!(backups(&disk).len(), before.len() + 1);
    // What could not get its name is not left lying about.
    let names = disk.names(Path::new("/disk/room")).unwrap();
    assert!(names.iter().all(|name| !name.ends_with(".new")), "{names:?}");
}

#[test]
fn a_backup_that_cannot_be_made_stops_no_save_and_is_said_once() {
    let disk = SimDisk::with_folder("/disk");
    let (mut editor, ledger) = made(&disk);
    disk.allow_links(false);
    disk.refuse_named("rename to small.onus.backup", ErrorKind::StorageFull, usize::MAX);
    let worker = Worker::start(ledger, None, || ());
    let mut said = Vec::new();
    for _ in 0..2 {
        worker.keep(vec![editor.rename().0]);
        worker.save(editor.project.clone(), "2025-06-02T08:30:00Z".parse().unwrap());
        worker.flush();
        assert_eq!(worker.status().state, SaveState::Saved);
        said.extend(worker.take_sayings());
    }
    let says = "Saved, but the former version was not kept. /disk/room/small.onus.ron could not be kept as a backup: \
                the disk is full.";
    assert_eq!(said, [says]);
    assert_eq!(backups(&disk), ["1.ron"], "of the save before");
}

#[test]
fn a_file_that_another_program_holds_for_a_moment_is_replaced_all_the_same() {
    let disk = SimDisk::with_folder("/disk");
    let (mut editor, mut ledger) = made(&disk);
    ledger.enter(&editor.rename().0).unwrap();
    ledger.flush().unwrap();
    disk.refuse_named("rename to small.onus.ron", ErrorKind::ResourceBusy, 3);
    ledger.save(&editor.project).unwrap();
    disk.refuse_named("rename to small.onus.ron", ErrorKind::ResourceBusy, usize::MAX);
    ledger.enter(&editor.rename().0).unwrap();
    let error = ledger.save(&editor.project).unwrap_err().to_string();
    assert!(
        error.starts_with("/disk/room/small.onus.ron could not be written"),
        "{error}"
    );
}
