//! Packed projects.

use super::FILE;
use onus::storage::Archive;
use onus::storage::disk::real_disk;
use onus::storage::unpack;
use onus::text::sha256;
use std::fs;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Whatever a packed project is, it is refused or unpacked: as it lies there, and with each file as the fuzzer has it
/// under a checksum that no fuzzer would find.
pub(super) fn target(data: &[u8]) {
    unpacks(data);
    if let Some(repacked) = repacked(data) {
        unpacks(&repacked);
    }
    unpacks(&beside_the_example(data));
}

/// What is unpacked is a sound project and its originals, and nothing lies outside of the folder.
fn unpacks(packed: &[u8]) {
    let read = Archive::read(packed.to_vec());
    let folder = tempfile::tempdir().unwrap();
    let (file, within) = (folder.path().join("a.onusz"), folder.path().join("within"));
    fs::write(&file, packed).unwrap();
    fs::create_dir(&within).unwrap();
    let unpacked = unpack(&real_disk(), &file, Some(&within));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    let Ok(archive) = read else {
        assert!(unpacked.is_err() && fs::read_dir(&within).unwrap().count() == 0);
        return;
    };
    let unpacked = unpacked.unwrap();
    assert_eq!(archive.originals(), unpacked.originals);
    assert_eq!(unpacked.project.parent(), Some(within.as_path()));
    let ready = onus::storage::open::read(&unpacked.project).unwrap();
    assert!(ready.left_out.is_empty());
    assert_eq!(ready.project.validate(), []);
    let originals = onus::storage::paths::sources_path(&unpacked.project);
    for original in fs::read_dir(originals).into_iter().flatten() {
        let original = original.unwrap();
        let bytes = fs::read(original.path()).unwrap();
        assert_eq!(original.file_name().into_string().unwrap(), sha256(&bytes));
    }
}

/// The files of an archive, packed again with the checksums they should have.
fn repacked(data: &[u8]) -> Option<Vec<u8>> {
    let mut zip = ZipArchive::new(Cursor::new(data)).ok()?;
    let mut again = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..zip.len().min(20) {
        let mut file = zip.by_index(at).ok()?;
        let name = file.name().ok()?.into_owned();
        let mut bytes = Vec::new();
        // A checksum that is wrong is told at the end.
        let _ = file.by_ref().take(1 << 20).read_to_end(&mut bytes);
        again.start_file(name, SimpleFileOptions::default()).ok()?;
        again.write_all(&bytes).ok()?;
    }
    Some(again.finish().ok()?.into_inner())
}

/// An archive of the example and a file of these bytes under the name it should have.
fn beside_the_example(data: &[u8]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for (name, bytes) in [
        ("a.onus.ron".to_owned(), FILE),
        (format!("a.onus.sources/{}", sha256(data)), data),
    ] {
        zip.start_file(name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
