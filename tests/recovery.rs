//! What the command line tells of a project's past, and what it makes of what is left.
#![allow(clippy::unwrap_used, clippy::panic)]

mod support;

use onus::project::*;
use onus::storage::disk::RealDisk;
use onus::storage::{Entry, open, paths};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::random;

/// Runs the command in a folder; the exit code, and what it said on standard output and standard error.
fn onus(folder: &Path, args: &str) -> (i32, String, String) {
    let ran = Command::new(env!("CARGO_BIN_EXE_onus"))
        .args(args.split(' '))
        .current_dir(folder)
        .env("ONUS_HOME", folder.join("home"))
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (ran.status.code().unwrap(), text(ran.stdout), text(ran.stderr))
}

fn json(folder: &Path, args: &str) -> (i32, Value) {
    let (code, out, err) = onus(folder, &format!("{args} --json"));
    (
        code,
        serde_json::from_str(&out).unwrap_or_else(|_| panic!("{args}: {out}{err}")),
    )
}

/// Every file but locks, with its bytes.
fn all(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let kept = files.filter(|path| path.is_file() && path.extension().is_none_or(|e| e != "lock"));
    kept.map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// Gives a project a title.
fn titled(project: &Project, by: Id, n: usize) -> Transaction {
    let mut t = Transaction::new(format!("Title {n}"), by, "2025-07-01T09:41:00Z".parse().unwrap());
    t.change(About {
        title: format!("title {n}"),
        ..(**project.about()).clone()
    });
    t
}

/// A project `a` with its states: six titles, saved after the third. Its file as it was before is a backup.
fn folder() -> (tempfile::TempDir, Vec<Project>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.onus.ron");
    let mut states = vec![random::project(1, 12)];
    let by = *states[0].analysts.keys().next().unwrap();
    let mut ledger = open::create(&path, states[0].clone())
        .unwrap()
        .into_ledger()
        .unwrap();
    fs::copy(&path, folder.path().join("a.onus.backup-1.ron")).unwrap();
    for n in 1..=6 {
        let mut state = states[n - 1].clone();
        let t = titled(&state, by, n);
        let inverse = state.commit(t.clone()).unwrap();
        ledger.enter(Entry::edit(t, inverse)).unwrap();
        if n == 3 {
            ledger.save(&state).unwrap();
        }
        states.push(state);
    }
    ledger.flush().unwrap();
    (folder, states)
}

#[test]
fn a_history_says_who_did_what_when_and_what_is_not_in_the_file() {
    let (folder, states) = folder();
    let (code, told) = json(folder.path(), "history a");
    assert_eq!(
        (code, &told["count"], &told["not_in_file"]),
        (0, &6.into(), &3.into())
    );
    let handle = &states[0].analysts.values().next().unwrap().handle;
    let fourth = serde_json::json!({
        "number": 4, "label": "Title 4", "step": "edit", "by": states[0].analysts.keys().next().unwrap(),
        "handle": handle, "at": "2025-07-01T09:41:00Z", "changed": {"project": 1}, "deleted": {}, "in_file": false,
    });
    assert_eq!(told["edits"][3], fourth);
    let (_, people, _) = onus(folder.path(), "history a");
    assert!(people.contains("     3  2025-07-01T09:41:00Z  "), "{people}");
    assert!(people.contains("     4* 2025-07-01T09:41:00Z  "), "{people}");
    assert!(
        people.ends_with("6 edits, 3 of them (*) not in the file.\n"),
        "{people}"
    );

    let history = paths::history_path(&folder.path().join("a.onus.ron"));
    let text = fs::read_to_string(&history).unwrap();
    fs::write(&history, text.replacen("title 2", "title 9", 1)).unwrap();
    let (code, told) = json(folder.path(), "history a");
    assert_eq!((code, &told["damaged_lines"]), (1, &serde_json::json!([3])));
    // Without a sound file nobody's handle is known that is not in the history, and still all is told.
    fs::write(folder.path().join("a.onus.ron"), "damaged").unwrap();
    let (_, told) = json(folder.path(), "history a");
    assert_eq!(
        (&told["count"], &told["belongs_to_file"]),
        (&5.into(), &false.into())
    );
    assert_eq!(told["edits"][0]["handle"], Value::Null);
}

/// Handles come from the analysts that the history itself holds, be it that their record was undone or the file is another.
#[test]
fn a_history_knows_who_it_names() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("b.onus.ron");
    let mut project = random::project(1, 12);
    let mut origin = Origin::seeded(5, "2025-07-01T00:00:00Z".parse().unwrap());
    let analyst = Analyst {
        id: origin.id(),
        handle: "A7".into(),
        kind: AnalystKind::Person,
    };
    let mut ledger = open::create(&path, project.clone())
        .unwrap()
        .into_ledger()
        .unwrap();
    let mut t = titled(&project, analyst.id, 1);
    t.edits.insert(0, Edit::from(analyst));
    let inverse = project.commit(t.clone()).unwrap();
    ledger.enter(Entry::edit(t, inverse.clone())).unwrap();
    project.commit(inverse.clone()).unwrap();
    ledger.enter(Entry::from(inverse)).unwrap();
    ledger.save(&project).unwrap();
    drop(ledger);
    let (_, people, _) = onus(folder.path(), "history b");
    assert_eq!(people.matches("A7: ").count(), 2, "{people}");
    let sound = fs::read_to_string(&path).unwrap();
    for (file, says) in [
        ("no project".to_owned(), "It is not an Onus project"),
        (
            sound.replacen("title", "titel", 1),
            "The file that is here is damaged",
        ),
        (
            include_str!("../sample-projects/icefcom.onus.ron").to_owned(),
            "belongs to another file",
        ),
    ] {
        fs::write(&path, file).unwrap();
        let (_, people, _) = onus(folder.path(), "history b");
        assert_eq!(people.matches("A7: ").count(), 2, "{people}");
        assert!(people.contains(says), "{people}");
    }
}

/// A history that was set aside is read by its own name, and named where it is the only one.
#[test]
fn a_history_that_was_set_aside_is_found() {
    let (folder, _) = folder();
    let at = |name: &str| folder.path().join(name);
    fs::rename(at("a.onus.history"), at("a.onus.history.1")).unwrap();
    fs::copy(at("a.onus.history.1"), at("elsewhere")).unwrap();
    for args in [
        "history a.onus.history.1",
        "history elsewhere",
        "history a --history elsewhere",
    ] {
        assert_eq!(json(folder.path(), args).1["count"], 6, "{args}");
    }
    let told = json(folder.path(), "history a.onus.history.1").1;
    assert_eq!(told["not_in_file"], 3);
    assert!(told["edits"][0]["handle"].is_string());
    let (code, _, says) = onus(folder.path(), "recover a -o copy");
    assert_eq!(code, 0);
    assert!(says.contains("--history "), "{says}");
    assert!(says.contains("a.onus.history.1"), "{says}");
    let (_, people, _) = onus(folder.path(), "fsck a");
    assert!(
        people.contains("or the project was opened as it was saved"),
        "{people}"
    );
}

/// A damaged file without a backup gets what the history holds in full, and a history of another project nothing.
#[test]
fn what_is_left_of_a_file_gets_what_its_history_holds() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("c.onus.ron");
    let whole = random::project(2, 12);
    let by = *whole.analysts.keys().next().unwrap();
    let about = About::clone(whole.about());
    let mut project = Project::new(about);
    let mut ledger = open::create(&path, project.clone())
        .unwrap()
        .into_ledger()
        .unwrap();
    let mut t = Transaction::new("Import all", by, "2025-07-01T09:41:00Z".parse().unwrap());
    t.edits = whole
        .records()
        .filter(|r| r.kind() != Kind::Project)
        .map(Edit::Put)
        .collect();
    let inverse = project.commit(t.clone()).unwrap();
    ledger.enter(Entry::edit(t, inverse)).unwrap();
    ledger.save(&project).unwrap();
    drop(ledger);
    for backup in paths::backups(&RealDisk, &path).unwrap() {
        fs::remove_file(backup).unwrap();
    }
    let sound = fs::read(&path).unwrap();
    fs::write(&path, &sound[..sound.len() / 2]).unwrap();
    let (_, checked) = json(folder.path(), "fsck c");
    assert!(checked["recoverable"].as_u64().unwrap() > 0, "{checked}");
    let (_, people, _) = onus(folder.path(), "fsck c");
    assert!(
        people.contains("with 1 edit of the history: onus recover"),
        "{people}"
    );
    let (code, said) = json(folder.path(), "recover c -o copy");
    assert_eq!((code, &said["applied"]), (1, &1.into()), "{said}");
    let copy = open::open(&folder.path().join("copy.onus.ron")).unwrap();
    assert_eq!(copy.project(), &whole);

    // The history of another project adds nothing to it.
    let (other, _) = self::folder();
    fs::copy(
        other.path().join("a.onus.history"),
        folder.path().join("c.onus.history"),
    )
    .unwrap();
    let (code, said) = json(folder.path(), "recover c -o less");
    assert_eq!(
        (code, &said["applied"], &said["more"]),
        (1, &0.into(), &0.into()),
        "{said}"
    );
}

#[test]
fn a_history_is_made_shorter_once_all_is_in_the_file() {
    let (folder, states) = folder();
    let before = all(folder.path());
    let (code, _, says) = onus(folder.path(), "compact a");
    assert_eq!((code, all(folder.path())), (1, before));
    assert!(
        says.contains("was left as it is. 3 edits are not in the file. Open the project and save it first."),
        "{says}"
    );
    let path = folder.path().join("a.onus.ron");
    let mut ledger = open::open(&path).unwrap().into_ledger().unwrap();
    ledger.save(&states[6]).unwrap();
    drop(ledger);
    let length = || fs::metadata(paths::history_path(&path)).unwrap().len();
    let long = length();
    let (code, said) = json(folder.path(), "compact a");
    assert_eq!(
        (code, &said["before"], &said["after"]),
        (0, &long.into(), &length().into())
    );
    assert!(length() < long);
    let (code, people, _) = onus(folder.path(), "compact a");
    assert_eq!(
        people,
        format!(
            "The history has {} bytes, and cannot be made shorter.\n",
            length()
        )
    );
    assert_eq!(code, 0);
    assert_eq!(json(folder.path(), "history a").1["count"], 6);
}

/// Each line: what happens to the files, the exit code, the state of the copy, and what is said.
#[test]
fn a_copy_gets_what_the_files_can_give() {
    // As other programs put a file in the place of another: what has a second name keeps it.
    let put = |path: &Path, text: String| {
        fs::remove_file(path).unwrap();
        fs::write(path, text).unwrap();
    };
    let damage = |path: &Path| put(path, "damaged".into());
    let edit = |path: &Path, from: &str, to: &str| {
        put(path, fs::read_to_string(path).unwrap().replacen(from, to, 1));
    };
    type Happens<'h> = &'h dyn Fn(&Path, &Path, &[PathBuf]);
    let nothing: Happens<'_> = &|_, _, _| {};
    let no_file: Happens<'_> = &|file, _, _| damage(file);
    let other_title: Happens<'_> = &|file, _, _| edit(file, "title 3", "title X");
    let no_backup: Happens<'_> = &|file, _, backups| {
        other_title(file, file, backups);
        backups.iter().for_each(|backup| fs::remove_file(backup).unwrap());
    };
    let damaged: Happens<'_> = &|_, history, _| edit(history, "title 5", "title 9");
    let no_history: Happens<'_> = &|_, history, _| fs::remove_file(history).unwrap();
    let gone: Happens<'_> = &|file, _, _| fs::remove_file(file).unwrap();
    let only_backup: Happens<'_> = &|file, history, _| {
        gone(file, history, &[]);
        fs::remove_file(history).unwrap();
    };
    let only_history: Happens<'_> = &|file, history, backups| {
        gone(file, history, backups);
        backups.iter().for_each(|backup| fs::remove_file(backup).unwrap());
    };
    let nothing_left: Happens<'_> = &|file, _, backups| {
        damage(file);
        backups.iter().for_each(|backup| damage(backup));
    };
    for (name, happens, code, state, says) in [
        (
            "nothing",
            nothing,
            0,
            Some("title 6"),
            "3 edits of the history were applied.",
        ),
        (
            "no file",
            no_file,
            0,
            Some("title 6"),
            "goes on from the backup a.onus.backup-3.ron.",
        ),
        (
            "changed",
            other_title,
            1,
            Some("title 6"),
            "The file as it is now is no part of it",
        ),
        (
            "foreign",
            no_backup,
            1,
            Some("title X"),
            "belongs to another file",
        ),
        (
            "damaged",
            damaged,
            1,
            Some("title 4"),
            "1 of 3 edits that are not in the file can be read. Line 8 of the history cannot",
        ),
        (
            "no history",
            no_history,
            0,
            Some("title 3"),
            "There is no history",
        ),
        ("nothing left", nothing_left, 1, None, "was not opened"),
        (
            "gone",
            gone,
            0,
            Some("title 6"),
            "a.onus.ron was not opened: it is not there.",
        ),
        (
            "only backup",
            only_backup,
            1,
            Some("title 3"),
            "There is no history",
        ),
        ("only history", only_history, 1, None, "it is not there"),
    ] {
        let (folder, _) = folder();
        let at = |name: &str| folder.path().join(name);
        happens(
            &at("a.onus.ron"),
            &at("a.onus.history"),
            &paths::backups(&RealDisk, &at("a.onus.ron")).unwrap(),
        );
        let before = all(folder.path());
        let (is, out, said) = onus(folder.path(), "recover a.onus.ron -o copy");
        assert!(is == code && said.contains(says), "{name}: {out}{said}");
        let mut after = all(folder.path());
        let copy = after
            .remove(&at("copy.onus.ron"))
            .map(|_| open::open(&at("copy.onus.ron")).unwrap());
        assert_eq!(
            copy.map(|copy| copy.project().about().title.clone()).as_deref(),
            state,
            "{name}"
        );
        assert_eq!(after, before, "{name}");
        if !at("a.onus.ron").exists() {
            continue;
        }
        let (is, ..) = onus(folder.path(), "recover a.onus.ron -o a.onus.ron");
        assert_eq!(
            (is, all(folder.path()).remove(&at("a.onus.ron"))),
            (1, before.get(&at("a.onus.ron")).cloned())
        );
    }
}

#[test]
fn a_history_may_lie_elsewhere() {
    let (folder, _) = folder();
    let at = |name: &str| folder.path().join(name);
    fs::rename(at("a.onus.history"), at("a.onus.history.1")).unwrap();
    let (code, said) = json(folder.path(), "recover a --history a.onus.history.1 -o copy");
    assert_eq!(
        (code, &said["applied"], &said["complete"]),
        (0, &3.into(), &true.into())
    );
    assert!(
        said["last"].as_str().unwrap().starts_with("“Title 6”, by "),
        "{said}"
    );
    let (code, ..) = onus(folder.path(), "recover a --history no-such -o other");
    assert_eq!(code, 1);
}

/// Each line: what is left beside a file that is gone, and what `fsck` says to do.
#[test]
fn fsck_says_what_is_left_of_a_file_that_is_gone() {
    for (left, says) in [
        (
            "history backup-1.ron",
            "Its history and a backup lie beside it. Make a copy of what is in them: onus recover a.onus.ron -o COPY",
        ),
        (
            "history",
            "Its history lies beside it, and no backup that it could be applied to.",
        ),
        (
            "backup-1.ron",
            "A backup lies beside it. Make a copy of what is in them: onus recover a.onus.ron -o COPY",
        ),
    ] {
        let (folder, _) = folder();
        let at = |name: &str| folder.path().join(name);
        let left: Vec<PathBuf> = left
            .split(' ')
            .map(|name| at(&format!("a.onus.{name}")))
            .collect();
        let gone = all(folder.path()).into_keys().filter(|path| !left.contains(path));
        gone.for_each(|path| fs::remove_file(path).unwrap());
        let before = all(folder.path());
        let (code, out, _) = onus(folder.path(), "fsck a");
        assert_eq!(code, 1);
        assert!(
            out.contains(&format!("a.onus.ron: It cannot be read: it is not there. {says}")),
            "{out}"
        );
        assert_eq!(all(folder.path()), before);
    }
    // Of one that never was, nothing is said but that.
    let (folder, _) = folder();
    let (_, out, _) = onus(folder.path(), "fsck b");
    assert!(
        out.starts_with("b: It cannot be read: it is not there.\n"),
        "{out}"
    );
    // The lines of a history are looked at though there is no file.
    let at = |name: &str| folder.path().join(name);
    let text = fs::read_to_string(at("a.onus.history")).unwrap();
    fs::write(at("a.onus.history"), text.replacen("title 2", "title 9", 1)).unwrap();
    fs::remove_file(at("a.onus.ron")).unwrap();
    let (_, out, _) = onus(folder.path(), "fsck a");
    assert!(out.contains("a.onus.history, line 3: it is damaged"), "{out}");
}
