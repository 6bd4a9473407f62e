//! Values written as text, and the small files that belong to the machine.

use onus::project::{Edtf, Id, Language, Marking, Origin, Timestamp};
use onus::read::Encoding;
use onus::storage::disk::RealDisk;
use onus::storage::profile::Home;
use std::fmt::{Debug, Display};
use std::fs;
use std::str::FromStr;

/// What is read as a value is written as something read as the same, and each line alone is read too.
pub(super) fn target(data: &[u8]) {
    files(data);
    let Ok(text) = str::from_utf8(data) else { return };
    for text in text.lines().chain([text]) {
        if let Some(date) = trip::<Edtf>(text) {
            assert_eq!(date.to_string(), text);
            assert!(!date.in_words().is_empty());
        }
        if let Some(language) = trip::<Language>(text) {
            assert!(!language.name_in_english().is_empty());
        }
        if let Some(at) = trip::<Timestamp>(text) {
            assert_eq!(at.to_string(), text);
        }
        trip::<Id>(text);
        trip::<Encoding>(text);
    }
    if let Ok(marking) = Marking::from_tags(text.lines()) {
        assert_eq!(Marking::from_tags(marking.tags()).unwrap(), marking);
    }
}

fn trip<T: FromStr<Err: Display> + Display + Debug + PartialEq>(text: &str) -> Option<T> {
    match text.parse::<T>() {
        Ok(value) => {
            assert_eq!(value.to_string().parse::<T>().ok().as_ref(), Some(&value));
            Some(value)
        }
        Err(error) => {
            // What is said of it is one line, whatever was read.
            assert!(!error.to_string().contains(['\n', '\u{1b}']), "{error}");
            None
        }
    }
}

/// The files are read, or set aside and said to be; what was read is kept as something read as the same.
fn files(data: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    for name in ["profile.ron", "settings.ron", "recent.ron"] {
        fs::write(folder.path().join(name), data).unwrap();
    }
    let (home, disk) = (Home::at(folder.path()), RealDisk);
    let start = "2025-06-02T08:30:00Z".parse().unwrap();
    let read = || {
        let (profile, _) = home.profile(&disk, &mut Origin::seeded(1, start));
        (profile, home.settings(&disk).0, home.recent(&disk))
    };
    let (profile, settings, recent) = read();
    home.keep_profile(&disk, &profile).unwrap();
    home.keep_settings(&disk, &settings).unwrap();
    home.keep_recent(&disk, &recent).unwrap();
    let (again, so) = (read(), (profile, settings, recent));
    // As they print, since what is no number is not equal to itself.
    assert_eq!(format!("{again:?}"), format!("{so:?}"));
}
