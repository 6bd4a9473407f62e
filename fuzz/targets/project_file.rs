//! The project file.

use onus::storage::format::{read, salvage, write};

/// What is read is sound, and is read from what it is written as, the same in every byte. What is read of a damaged file
/// is sound too, and what it lacks is said.
pub(super) fn target(data: &[u8]) {
    let Ok(salvaged) = salvage(data.to_vec()) else {
        assert!(read(data.to_vec()).is_err());
        return;
    };
    assert_eq!(salvaged.project.validate(), []);
    assert_eq!(salvaged.project, salvaged.project.reindexed());
    match read(data.to_vec()) {
        Ok(loaded) => {
            assert!(salvaged.left_out.is_empty());
            assert_eq!(
                (loaded.project, loaded.hash),
                (salvaged.project.clone(), salvaged.hash)
            );
        }
        Err(_) => {
            assert!(salvaged.changed_outside && !salvaged.left_out.damages.is_empty());
            assert!(salvaged.left_out.count >= salvaged.left_out.damages.len());
        }
    }
    let written = write(&salvaged.project).unwrap();
    let hash = written.hash();
    let text = written.into_text();
    let again = read(text.clone().into_bytes()).unwrap();
    assert!(!again.changed_outside && again.newer.is_none());
    assert_eq!(again.hash, hash);
    assert_eq!(again.project, salvaged.project);
    assert_eq!(write(&again.project).unwrap().into_text(), text);
}
