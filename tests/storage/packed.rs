//! Packed projects: what is packed is unpacked as the same, and what was not packed by Onus harms nobody.

use crate::full_disk::FullDisk;
use crate::salvage::SMALL;
use onus::storage::disk::{RealDisk, real_disk};
use onus::storage::format::read;
use onus::storage::{Archive, open, pack, paths, unpack};
use onus::text::sha256;
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const ORIGINAL: &[u8] = b"the bytes of an original";

/// The small project with an original that is there.
fn small() -> String {
    let text = SMALL.replace(
        "308f83abef5c8fa7eb6f902905790b5f49b9800855cfc88896d0a53b919f6788",
        &sha256(ORIGINAL),
    );
    text.replace(
        "0db9f814-4cd7-5312-9bf0-55ffd9134c64",
        &onus::project::Id::of_original(&sha256(ORIGINAL)).to_string(),
    )
}

fn sources() -> String {
    format!("a.onus.sources/{}", sha256(ORIGINAL))
}

/// A folder with a project, its history and one of its two originals.
fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.onus.ron");
    let project = read(small().into_bytes()).unwrap().project;
    let mut ledger = open::create(&path, project.clone())
        .unwrap()
        .into_ledger()
        .unwrap();
    ledger.enter(crate::work::note(&project, 1)).unwrap();
    ledger.flush().unwrap();
    ledger
        .keep_original(sha256(ORIGINAL).parse().unwrap(), ORIGINAL)
        .unwrap();
    (folder, path)
}

/// A zip archive of these files.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn python(script: &str, folder: &Path) -> bool {
    let Ok(ran) = Command::new("python3")
        .args(["-c", script])
        .current_dir(folder)
        .output()
    else {
        assert!(std::env::var_os("ONUS_NO_SKIP").is_none(), "python3 is missing");
        return false;
    };
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    true
}

#[test]
fn what_is_packed_is_unpacked_as_the_same() {
    let (folder, path) = folder();
    let at = |name: &str| folder.path().join(name);
    let packed = pack(&RealDisk, &path, &at("one.onusz")).unwrap();
    assert_eq!((packed.originals, packed.edits), (1, 1));
    assert_eq!(packed.missing, ["An analyst's note"]);
    pack(&RealDisk, &path, &at("two.onusz")).unwrap();
    assert_eq!(
        fs::read(at("one.onusz")).unwrap(),
        fs::read(at("two.onusz")).unwrap()
    );

    fs::create_dir(at("there")).unwrap();
    let unpacked = unpack(&real_disk(), &at("one.onusz"), Some(&at("there"))).unwrap();
    assert_eq!(unpacked.project, at("there/a.onus.ron"));
    assert_eq!(fs::read(at("there").join(sources())).unwrap(), ORIGINAL);
    let with_edits = open::open(&path).unwrap().project().clone();
    let ready = crate::work::opened(&unpacked.project);
    assert_eq!(
        (ready.project, ready.replayed, ready.notices),
        (with_edits, 0, vec![])
    );

    // Under another name its originals have that name too.
    let renamed = unpack(&real_disk(), &at("one.onusz"), Some(&at("b"))).unwrap();
    assert_eq!(renamed.project, at("b.onus.ron"));
    assert!(at("b.onus.sources").join(sha256(ORIGINAL)).exists());
}

/// A save of somebody else between two readings of the file does not get into the archive unchecked.
#[test]
fn what_was_checked_is_what_is_packed() {
    let (folder, path) = folder();
    fs::remove_file(paths::history_path(&path)).unwrap();
    let (checked, next) = (fs::read(&path).unwrap(), folder.path().join("next"));
    fs::write(&next, "no project").unwrap();
    let disk = FullDisk::default();
    let to = path.clone();
    disk.once_read(move || fs::rename(next, to).unwrap());
    let out = folder.path().join("one.onusz");
    pack(&disk, &path, &out).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"no project");
    let unpacked = unpack(&real_disk(), &out, Some(&folder.path().join("b"))).unwrap();
    assert_eq!(fs::read(unpacked.project).unwrap(), checked);
}

#[test]
fn nothing_is_written_over() {
    let (folder, path) = folder();
    let out = folder.path().join("one.onusz");
    pack(&RealDisk, &path, &out).unwrap();
    let before = fs::read(&out).unwrap();
    for out in [&out, &path, &paths::history_path(&path)] {
        assert!(pack(&RealDisk, &path, out).is_err());
    }
    let says = unpack(&real_disk(), &out, None).unwrap_err().to_string();
    assert!(says.contains("a.onus.ron is there already"), "{says}");
    for left in ["c.onus.history", "c.onus.sources/x"] {
        let left = folder.path().join(left);
        fs::create_dir_all(left.parent().unwrap()).unwrap();
        fs::write(&left, "somebody's").unwrap();
        let says = unpack(&real_disk(), &out, Some(&folder.path().join("c")))
            .unwrap_err()
            .to_string();
        assert!(says.contains("is there already"), "{says}");
        assert!(!folder.path().join("c.onus.ron").exists());
        fs::remove_file(left).unwrap();
    }
    assert_eq!(fs::read(&out).unwrap(), before);
}

#[test]
fn a_damaged_project_is_not_packed() {
    let (folder, path) = folder();
    fs::write(&path, small().replace("state:done", "state:dome")).unwrap();
    let out = folder.path().join("one.onusz");
    let says = pack(&RealDisk, &path, &out).unwrap_err().to_string();
    assert!(says.contains("is damaged") && !out.exists(), "{says}");
}

/// Each line: what an archive holds, and what is said of it.
#[test]
fn what_onus_did_not_pack_is_refused() {
    let (small, original) = (small(), sources());
    let (project, other) = (
        ("a.onus.ron", small.as_bytes()),
        format!("a.onus.sources/{}", sha256(b"other")),
    );
    let refused = |bytes: Vec<u8>, says: &str| {
        let error = Archive::read(bytes).err().unwrap().to_string();
        assert!(
            error.starts_with("Not unpacked, and nothing was written.") && error.contains(says),
            "{says}: {error}"
        );
    };
    assert_eq!(
        Archive::read(zip(&[project, (&original, ORIGINAL)]))
            .unwrap()
            .originals(),
        1
    );
    for (name, says) in [
        ("../b.onus.ron", "does not belong"),
        ("/etc/passwd", "does not belong"),
        ("a.onus.sources/../x", "does not belong"),
        ("a.onus.sources/x", "does not belong"),
        ("b.onus.ron", "does not belong"),
        ("a.onus.history", "does not belong"),
        ("\u{1b}[31m", "“?[31m” does not belong"),
        ("folder/", "is not a plain file"),
        (&other, "is the original of no source"),
    ] {
        refused(zip(&[project, (name, b"other")]), says);
    }
    for name in [
        "../a.onus.ron",
        "c:\\a.onus.ron",
        ".onus.ron",
        "..onus.ron",
        "x/a.onus.ron",
    ] {
        refused(zip(&[(name, small.as_bytes())]), "There is no project in it.");
    }
    refused(
        zip(&[(original.as_str(), ORIGINAL)]),
        "There is no project in it.",
    );
    refused(zip(&[project, (&original, b"changed")]), "is damaged");
    refused(
        zip(&[("a.onus.ron", small.replace("state:done", "state:dome").as_bytes())]),
        "line 54",
    );
    refused(b"PK\x03\x04".to_vec(), "is not a packed project");
    let many: Vec<String> = (0..10_100).map(|n| n.to_string()).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    refused(zip(&many), "more than 10000 files");
}

/// A short archive cannot fill memory or disk, neither by what it is packed as nor by what it says of itself.
#[test]
fn a_bomb_does_not_go_off() {
    let small = small();
    let deflated = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut bomb = ZipWriter::new(Cursor::new(Vec::new()));
    bomb.start_file("a.onus.ron", deflated).unwrap();
    bomb.write_all(small.as_bytes()).unwrap();
    bomb.start_file(sources(), deflated).unwrap();
    let zeros = vec![0; 1 << 20];
    (0..130).for_each(|_| bomb.write_all(&zeros).unwrap());
    let bytes = bomb.finish().unwrap().into_inner();
    assert!(bytes.len() < 200_000);
    let error = Archive::read(bytes).err().unwrap().to_string();
    assert!(error.contains("too large"), "{error}");
}

/// No change of a byte makes anything else than what was packed, and no cut.
#[test]
fn no_byte_changes_what_is_unpacked() {
    let small = small();
    let whole = zip(&[("a.onus.ron", small.as_bytes()), (&sources(), ORIGINAL)]);
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        if let Ok(archive) = Archive::read(bytes) {
            assert!(archive.originals() <= 1);
        }
        assert!(Archive::read(whole[..at].to_vec()).is_err());
    }
}

/// Python's `zipfile` is an implementation that knows nothing of ours.
#[test]
fn python_reads_what_is_packed_and_packs_what_is_read() {
    let (folder, path) = folder();
    pack(&RealDisk, &path, &folder.path().join("one.onusz")).unwrap();
    let script = "
import zipfile, hashlib
with zipfile.ZipFile('one.onusz') as packed:
    assert packed.testzip() is None
    infos = packed.infolist()
    assert [i.date_time for i in infos] == [(1980, 1, 1, 0, 0, 0)] * 2, infos
    names = packed.namelist()
    assert names[0] == 'a.onus.ron' and names == sorted(names)
    for name in names[1:]:
        folder, sha256 = name.split('/')
        assert folder == 'a.onus.sources' and hashlib.sha256(packed.read(name)).hexdigest() == sha256
    for method in [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]:
        with zipfile.ZipFile(f'python{method}.onusz', 'w', method) as again:
            for name in reversed(names):
                again.writestr(name, packed.read(name))
";
    if !python(script, folder.path()) {
        return;
    }
    for method in [0, 8] {
        let to = folder.path().join(format!("python{method}"));
        let unpacked = unpack(&real_disk(), &to.with_extension("onusz"), Some(&to)).unwrap();
        assert_eq!(unpacked.originals, 1);
        let with_edits = open::open(&path).unwrap().project().clone();
        assert_eq!(crate::work::opened(&unpacked.project).project, with_edits);
    }
}
