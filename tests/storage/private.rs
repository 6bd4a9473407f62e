//! What only one person may read stays so with all that lies beside it, and what many may write can be locked by each.
#![cfg(unix)]

use crate::full_disk::FullDisk;
use crate::work::{self, note};
use onus::project::Project;
use onus::storage::disk::{Disk, RealDisk, real_disk};
use onus::storage::{Entry, Ledger, open, pack, paths, unpack};
use onus::text::sha256;
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

const ORIGINAL: &[u8] = b"an original";

/// Every name below a folder, with its permissions.
fn modes(folder: &Path, under: &str, found: &mut Vec<(String, u32)>) {
    for name in work::names(folder) {
        let (path, name) = (folder.join(&name), format!("{under}{name}"));
        let metadata = fs::metadata(&path).unwrap();
        found.push((name.clone(), metadata.permissions().mode() & 0o777));
        if metadata.is_dir() {
            modes(&path, &format!("{name}/"), found);
        }
    }
}

/// Enters a note; the project with it.
fn write(ledger: &mut Ledger, mut project: Project, n: usize) -> Project {
    let t = note(&project, n);
    let inverse = project.commit(t.clone()).unwrap();
    ledger.enter(Entry::edit(t, inverse)).unwrap();
    project
}

/// Works on a project whose file has these permissions, and gives those of all that was made beside it.
fn beside(disk: &Arc<dyn Disk>, mode: u32) -> Vec<(String, u32)> {
    let (folder, path, project) = work::project(4);
    drop(open::create_on(disk, &path, project.clone()).unwrap());
    fs::remove_file(paths::lock_path(&path)).unwrap();
    fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
    let mut ledger = open::open_on(disk, &path).unwrap().into_ledger().unwrap();
    let project = write(&mut ledger, project, 1);
    ledger
        .keep_original(sha256(ORIGINAL).parse().unwrap(), ORIGINAL)
        .unwrap();
    ledger.save(&project).unwrap();
    let project = write(&mut ledger, project, 2);
    ledger.save(&project).unwrap();
    // A file that is gone is written anew.
    fs::remove_file(&path).unwrap();
    let project = write(&mut ledger, project, 3);
    ledger.save(&project).unwrap();
    assert!(ledger.compact_keeping(1).is_ok());
    drop(ledger);

    let copy = folder.path().join("copy.onus.ron");
    drop(open::look(&path).unwrap().copy_with_edits(&copy).unwrap());
    drop(open::create_copy(&folder.path().join("other.onus.ron"), &path, project).unwrap());
    let packed = folder.path().join("packed.onusz");
    pack(&RealDisk, &path, &packed).unwrap();
    unpack(&real_disk(), &packed, Some(&folder.path().join("unpacked"))).unwrap();
    let mut found = Vec::new();
    modes(folder.path(), "", &mut found);
    found
}

/// Each line: the permissions of a project file, and those of files and folders beside it.
#[test]
fn what_belongs_to_a_project_is_permitted_as_its_file() {
    let disks = [
        real_disk(),
        Arc::new(FullDisk::default()) as Arc<dyn Disk>,
        FullDisk::without_locks(),
    ];
    for disk in &disks {
        for (mode, file, folder) in [
            (0o600, 0o600, 0o700),
            (0o640, 0o640, 0o750),
            (0o664, 0o664, 0o775),
        ] {
            let found = beside(disk, mode);
            assert!(found.len() > 14, "{found:?}");
            for (name, is) in found {
                let is_folder = name.ends_with(".sources");
                let expected = if is_folder { folder } else { file };
                assert_eq!(is, expected, "{name} of {mode:o}: {is:o}");
            }
        }
    }
}
