//! The simulated disk itself: what it keeps and loses.

use crate::disk::{Fate, Fault, Refusal, SimDisk};
use onus::storage::disk::{Disk, Sync};
use std::io::{ErrorKind, Write};
use std::path::Path;

fn disk() -> SimDisk {
    SimDisk::with_folder("/f")
}

/// Writes a file, and syncs its bytes and its name or not.
fn write(disk: &SimDisk, name: &str, bytes: &[u8], sync: (bool, bool)) {
    let mut file = disk.create(Path::new(name)).unwrap();
    file.write_all(bytes).unwrap();
    if sync.0 {
        file.sync(Sync::FreshWritten).unwrap();
    }
    if sync.1 {
        disk.sync_folder(Path::new("/f"), Sync::FreshNamed).unwrap();
    }
}

fn read(disk: &SimDisk, name: &str) -> Option<Vec<u8>> {
    disk.read(Path::new(name), 99).ok()
}

#[test]
fn a_sync_keeps_the_bytes_and_a_sync_of_the_folder_the_name() {
    for (sync, found) in [
        ((false, false), None),
        ((true, false), None),
        ((false, true), Some(vec![])),
        ((true, true), Some(b"abc".to_vec())),
    ] {
        let disk = disk();
        write(&disk, "/f/a", b"abc", sync);
        assert_eq!(read(&disk.after(Fate::Lost), "/f/a"), found, "{sync:?}");
        assert_eq!(read(&disk.after(Fate::Kept), "/f/a").unwrap(), b"abc");
        let killed = disk.after(Fate::Killed);
        assert_eq!(read(&killed, "/f/a").unwrap(), b"abc");
        assert_eq!(
            read(&killed.after(Fate::Lost), "/f/a"),
            found,
            "as little durable as before"
        );
    }
}

#[test]
fn a_rename_is_whole_and_a_write_may_be_torn() {
    let disk = disk();
    write(&disk, "/f/a", b"old", (true, true));
    write(&disk, "/f/b", b"newer", (true, false));
    disk.rename(Path::new("/f/b"), Path::new("/f/a")).unwrap();
    let mut file = disk.create_new(Path::new("/f/log")).unwrap();
    disk.sync_folder(Path::new("/"), Sync::FolderNamed).unwrap();
    file.write_all(b"12345678").unwrap();
    let (mut names, mut logs) = (Vec::new(), Vec::new());
    for fate in Fate::all(300, 0) {
        let left = disk.after(fate);
        names.push(read(&left, "/f/a").unwrap());
        logs.extend(read(&left, "/f/log"));
    }
    for found in [&mut names, &mut logs] {
        found.sort();
        found.dedup();
    }
    assert_eq!(names, [b"newer".to_vec(), b"old".to_vec()]);
    let is_there = |bytes: &[u8]| logs.iter().any(|log| log == bytes);
    assert!(is_there(b"") && is_there(b"1234") && is_there(b"12345678") && is_there(b"1234\0\0\0\0"));
}

#[test]
fn what_a_failed_sync_gave_up_no_later_one_brings_back() {
    let disk = disk();
    write(&disk, "/f/a", b"", (true, true));
    let mut file = disk.append(Path::new("/f/a")).unwrap();
    file.write_all(b"abc").unwrap();
    let call = disk.calls();
    disk.refuse(Some(Fault {
        call,
        refusal: Refusal::Error(ErrorKind::Other),
        forever: false,
    }));
    file.sync(Sync::HistoryGrown).unwrap_err();
    file.sync(Sync::HistoryGrown).unwrap();
    assert_eq!(read(&disk, "/f/a").unwrap(), b"abc");
    assert_eq!(read(&disk.after(Fate::Kept), "/f/a").unwrap(), b"");
}

#[test]
fn a_fault_hits_the_call_it_is_meant_for_and_a_short_write_does_half() {
    for (forever, second) in [(false, Some(b"abcdef".to_vec())), (true, None)] {
        let disk = disk();
        let mut file = disk.create(Path::new("/f/a")).unwrap();
        let call = disk.calls();
        disk.refuse(Some(Fault {
            call,
            refusal: Refusal::ShortWrite,
            forever,
        }));
        assert_eq!(file.write(b"abcdef").unwrap_err().kind(), ErrorKind::StorageFull);
        assert_eq!(disk.create(Path::new("/f/b")).is_err(), forever);
        disk.refuse(None);
        assert_eq!(read(&disk, "/f/a").unwrap(), b"abc");
        if let Some(whole) = second {
            file.write_all(b"def").unwrap();
            assert_eq!(read(&disk, "/f/a").unwrap(), whole);
        }
    }
}

#[test]
fn an_ignored_sync_says_that_it_was_done() {
    let disk = disk();
    disk.ignore(Some(Sync::FreshWritten));
    write(&disk, "/f/a", b"abc", (true, true));
    assert_eq!(read(&disk.after(Fate::Lost), "/f/a").unwrap(), b"");
    assert_eq!(disk.syncs(), [Sync::FreshWritten, Sync::FreshNamed]);
}

#[test]
fn links_lead_on_and_locks_are_free_when_their_holder_is_gone() {
    let disk = disk();
    disk.create_folder(Path::new("/other")).unwrap();
    write(&disk, "/f/a", b"abc", (false, false));
    disk.symlink("/f", "/other/f");
    disk.symlink("../f/a", "/other/a");
    disk.symlink("nothing", "/other/b");
    for (path, resolved) in [
        ("/other/f/a", Some("/f/a")),
        ("/other/a", Some("/f/a")),
        ("/other/b", None),
    ] {
        let found = disk.resolve(Path::new(path)).ok();
        assert_eq!(found.as_deref(), resolved.map(Path::new), "{path}");
    }
    let lock = disk.lock(Path::new("/f/lock")).unwrap();
    assert!(lock.is_some());
    assert!(disk.lock(Path::new("/f/lock")).unwrap().is_none());
    drop(lock);
    assert!(disk.lock(Path::new("/f/lock")).unwrap().is_some());
}
