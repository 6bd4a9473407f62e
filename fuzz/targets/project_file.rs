//! The project file.

use onus::storage::format::{read, write};

/// What is read is sound, and is read from what it is written as, the same in every byte.
pub(super) fn target(data: &[u8]) {
    let Ok(loaded) = read(data.to_vec()) else { return };
    assert_eq!(loaded.project.validate(), []);
    let written = write(&loaded.project).unwrap();
    let hash = written.hash();
    let text = written.into_text();
    let again = read(text.clone().into_bytes()).unwrap();
    assert!(!again.changed_outside && again.newer.is_none());
    assert_eq!(again.hash, hash);
    assert_eq!(again.project, loaded.project);
    assert_eq!(write(&again.project).unwrap().into_text(), text);
}
