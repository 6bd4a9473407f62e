//! What is found before anything is opened, and what each choice then does.

use crate::work::{self, names, note};
use onus::project::*;
use onus::storage::open::{self, Beyond, Found, OpenError};
use onus::storage::paths;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Every file of a folder but the lock, with its bytes.
fn all(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let read = |name: String| (name.clone(), fs::read(folder.join(name)).unwrap());
    let names = names(folder).into_iter().filter(|name| !name.ends_with(".lock"));
    names.map(read).collect()
}

/// A project with its states, one note apart, and its file as it was in some of them.
struct Years {
    folder: tempfile::TempDir,
    path: PathBuf,
    states: Vec<Project>,
    files: BTreeMap<usize, Vec<u8>>,
}

/// A project with six notes, saved after those of these numbers.
fn years(seed: u64, saved: &[usize]) -> Years {
    let (folder, path, first) = work::project(seed);
    let mut ledger = open::create(&path, first.clone()).unwrap().into_ledger().unwrap();
    let mut states = vec![first];
    let mut files = BTreeMap::from([(0, fs::read(&path).unwrap())]);
    for n in 1..=6 {
        let mut state = states[n - 1].clone();
        let t = note(&state, n);
        ledger.enter(&t).unwrap();
        state.commit(t).unwrap();
        if saved.contains(&n) {
            ledger.save(&state).unwrap();
            files.insert(n, fs::read(&path).unwrap());
        }
        states.push(state);
    }
    ledger.flush().unwrap();
    Years {
        folder,
        path,
        states,
        files,
    }
}

/// Looks, and shows that looking changed nothing.
fn look(years: &Years) -> Found {
    let before = all(years.folder.path());
    let found = open::look(&years.path).unwrap();
    assert_eq!(all(years.folder.path()), before);
    found
}

fn labels(beyond: &Beyond) -> Vec<String> {
    beyond.edits().iter().map(|deed| deed.label.clone()).collect()
}

fn notes(numbers: impl IntoIterator<Item = usize>) -> Vec<String> {
    numbers.into_iter().map(|n| format!("Note {n}")).collect()
}

#[test]
fn a_saved_project_has_nothing_to_ask() {
    let years = years(1, &[3, 6]);
    let found = look(&years);
    assert_eq!(
        (found.past(), found.past().to_string().as_str()),
        (&Beyond::Nothing, "")
    );
    let before = all(years.folder.path());
    let opened = found.as_saved().unwrap();
    assert_eq!(
        (opened.project(), all(years.folder.path())),
        (&years.states[6], before)
    );
}

#[test]
fn edits_that_are_not_in_the_file_are_listed_and_can_be_left_out() {
    let years = years(2, &[4]);
    let found = look(&years);
    assert_eq!(labels(found.past()), notes([5, 6]));
    assert_eq!(found.past().to_string(), "2 edits are not in the file.");
    let last = found.past().edits().last().unwrap();
    let analyst = &years.states[0].analysts[&last.by];
    assert_eq!(last.says(), format!("“Note 6”, by {}", analyst.handle));
    assert_eq!(
        (found.in_file(), found.with_all()),
        (&years.states[4], &years.states[6])
    );

    // While it is looked at, nobody else opens it for writing; letting go changes nothing.
    assert!(open::look(&years.path).unwrap().read_only().is_some());
    drop(found);
    let opened = look(&years).with_edits().unwrap();
    assert_eq!((opened.project(), opened.ready().replayed), (&years.states[6], 2));
    drop(opened);

    let history = fs::read(paths::history_path(&years.path)).unwrap();
    let opened = look(&years).as_saved().unwrap();
    assert_eq!((opened.project(), opened.ready().replayed), (&years.states[4], 0));
    assert_eq!(
        opened.ready().notices,
        [
            "The project is open as it was saved. What its history holds beyond that is kept as a.onus.history.1."
        ]
    );
    assert_eq!(fs::read(paths::aside_path(&years.path, 1)).unwrap(), history);
    let mut ledger = opened.into_ledger().unwrap();
    let (mut other, t) = (years.states[4].clone(), note(&years.states[4], 9));
    ledger.enter(&t).unwrap();
    other.commit(t).unwrap();
    ledger.flush().unwrap();
    drop(ledger);
    assert_eq!(labels(look(&years).past()), notes([9]));
    assert_eq!(*look(&years).with_edits().unwrap().project(), other);
}

#[test]
fn a_checkout_gets_its_later_edits_in_a_copy_only() {
    let years = years(3, &[2, 4]);
    for (then, later, says) in [
        (
            0,
            6,
            "The file is an older state than its history, which has 6 later edits. 6 edits can be applied to a copy.",
        ),
        (
            2,
            4,
            "The file is an older state than its history, which has 4 later edits. 4 edits can be applied to a copy.",
        ),
    ] {
        fs::write(&years.path, &years.files[&then]).unwrap();
        let found = look(&years);
        assert_eq!(found.past().to_string(), says);
        assert_eq!(labels(found.past()), notes(7 - later..7));
        let before = all(years.folder.path());
        let copy = years.folder.path().join(format!("copy {then}.onus.ron"));
        let copied = found.copy_with_edits(&copy).unwrap();
        assert_eq!(*copied.project(), years.states[6]);
        drop(copied);
        let mut after = all(years.folder.path());
        // The copy, and what it begins with.
        let made = [".ron", ".backup-0.ron"].map(|ending| after.remove(&format!("copy {then}.onus{ending}")));
        assert!(made.iter().all(Option::is_some));
        assert_eq!(after, before);
        assert_eq!(*open::open(&copy).unwrap().project(), years.states[6]);
        // A name that is taken changes nothing, and another can be tried.
        for (taken, exists) in [(&copy, true), (&paths::history_path(&years.path), false)] {
            let error = found.copy_with_edits(taken).err().unwrap();
            assert_eq!(matches!(error, OpenError::Exists(_)), exists, "{error}");
        }
    }
    // The file itself is never gone on with by the history of a later one.
    let opened = look(&years).with_edits().unwrap();
    assert_eq!(*opened.project(), years.states[2]);
    assert!(paths::aside_path(&years.path, 1).exists());
}

#[test]
fn a_damaged_edit_ends_a_copy() {
    let years = years(4, &[2, 4]);
    let history = paths::history_path(&years.path);
    let text = fs::read_to_string(&history).unwrap();
    fs::write(&years.path, &years.files[&2]).unwrap();
    for (damaged, applied, line) in [("note 1", 4, 0), ("note 4", 1, 7), ("note 6", 3, 11)] {
        fs::write(&history, text.replacen(damaged, "note 9", 1)).unwrap();
        let found = look(&years);
        let Beyond::Older { copy, .. } = found.past() else {
            panic!("{:?}", found.past());
        };
        assert_eq!(labels(found.past()), notes(3..3 + applied));
        assert_eq!(copy.stopped.as_ref().map_or(0, |stopped| stopped.line), line);
        assert_eq!(*found.with_all(), years.states[2 + applied]);
    }
}

#[test]
fn a_foreign_history_goes_on_from_a_backup_it_knows() {
    let years = years(5, &[2, 4]);
    let foreign = onus::storage::format::write(&work::project(6).2)
        .unwrap()
        .into_text();
    let backup = |n: usize| years.folder.path().join(format!("a.onus.backup-{n}.ron"));
    // As a person who keeps none: those that the saves kept are gone.
    (1..=2).for_each(|n| fs::remove_file(backup(n)).unwrap());
    fs::write(&years.path, &foreign).unwrap();
    let found = look(&years);
    assert_eq!(*found.past(), Beyond::Foreign { copy: None });
    assert_eq!(found.with_all(), found.in_file());
    drop(found);

    fs::write(backup(9), &years.files[&0]).unwrap();
    fs::write(backup(10), &years.files[&2]).unwrap();
    fs::write(backup(11), &foreign).unwrap();
    fs::write(backup(12), "damaged").unwrap();
    fs::write(years.folder.path().join("a.onus.backup-x.ron"), "not one").unwrap();
    let found = look(&years);
    assert_eq!(
        found.past().to_string(),
        "The history beside this file belongs to another one. It goes on from the backup a.onus.backup-10.ron. 4 edits \
         can be applied to a copy."
    );
    let Beyond::Foreign {
        copy: Some((path, _)),
    } = found.past()
    else {
        panic!("{:?}", found.past());
    };
    assert_eq!(path, &fs::canonicalize(backup(10)).unwrap());
    let copy = years.folder.path().join("copy.onus.ron");
    assert_eq!(*found.copy_with_edits(&copy).unwrap().project(), years.states[6]);
}

#[test]
fn a_damaged_history_is_told_by_line() {
    let years = years(7, &[4]);
    let history = paths::history_path(&years.path);
    let text = fs::read_to_string(&history).unwrap();
    fs::write(&history, text.replacen("note 6", "note 9", 1)).unwrap();
    let found = look(&years);
    assert_eq!(
        found.past().to_string(),
        "1 of 2 edits that are not in the file can be read. Line 9 of the history cannot: it is damaged."
    );
    assert_eq!(*found.with_edits().unwrap().project(), years.states[5]);
}
