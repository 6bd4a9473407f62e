//! `fsck`, `pack` and `unpack` as a program meets them, and files too large to be read.
#![allow(clippy::unwrap_used, clippy::panic)]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

const PROJECT: &str = include_str!("versions/0.1.0.onus.ron");
const HISTORY: &str = include_str!("versions/0.1.0.history");

/// Runs the command in a folder, as somebody without a profile; its exit code, and what it says on both outputs.
fn onus(folder: &Path, args: &str) -> (i32, String) {
    let ran = Command::new(env!("CARGO_BIN_EXE_onus"))
        .args(args.split(' '))
        .current_dir(folder)
        .env("ONUS_HOME", folder.join("home"))
        .output()
        .unwrap();
    let says = [ran.stdout, ran.stderr].concat();
    (ran.status.code().unwrap(), String::from_utf8(says).unwrap())
}

/// A folder with a project of 0.1.0 and its history.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.onus.ron"), PROJECT).unwrap();
    fs::write(folder.path().join("a.onus.history"), HISTORY).unwrap();
    folder
}

/// Damages a folder, and expects this of `fsck`; nothing is changed by it.
fn check(damage: impl Fn(&Path), code: i32, says: &[&str]) {
    let folder = folder();
    damage(folder.path());
    let before = fs::read(folder.path().join("a.onus.ron")).unwrap();
    let (ended, said) = onus(folder.path(), "fsck a");
    assert_eq!(ended, code, "{said}");
    for says in says {
        assert!(said.contains(says), "no “{says}” in: {said}");
    }
    assert_eq!(fs::read(folder.path().join("a.onus.ron")).unwrap(), before);
}

fn replace(folder: &Path, name: &str, what: &str, with: &str) {
    let text = fs::read_to_string(folder.join(name)).unwrap();
    assert!(text.contains(what));
    fs::write(folder.join(name), text.replacen(what, with, 1)).unwrap();
}

#[test]
fn fsck_says_what_is_wrong_and_where() {
    let sound = [
        "a.onus.ron is sound.",
        "3 edits are not in the file yet.",
        "No original of a source is kept",
    ];
    check(|_| {}, 0, &sound);
    let says = [
        "a.onus.ron, line 54, character 144: readings/",
        "the value “dome” is not known.",
        "has 1 problem",
    ];
    check(
        |at| replace(at, "a.onus.ron", "state:done", "state:dome"),
        1,
        &says,
    );
    let says = [
        "a.onus.ron, line 57: the last line is not the hash",
        "belongs to another one",
    ];
    check(|at| replace(at, "a.onus.ron", "A1", "A2"), 1, &says);
    let says = ["a.onus.history, line 2: it is damaged: it is not what its length and checksum say."];
    check(
        |at| replace(at, "a.onus.history", "Change the title", "Change the tittle"),
        1,
        &says,
    );
    let says = [
        "a.onus.history, line 7: edit 5 does not follow edit 3.",
        "Line 7 of the history cannot",
    ];
    let fourth = HISTORY.lines().find(|line| line.starts_with("4 ")).unwrap();
    check(
        |at| replace(at, "a.onus.history", &format!("{fourth}\n"), ""),
        1,
        &says,
    );
    check(
        |at| fs::write(at.join("a.onus.backup-1.ron"), "noise").unwrap(),
        1,
        &["a.onus.backup-1.ron: It is not an Onus"],
    );
    check(
        |at| fs::write(at.join("a.onus.ron.0011223344556677.new"), "").unwrap(),
        0,
        &["left of a save"],
    );
    let originals = |at: &Path| {
        let folder = at.join("a.onus.sources");
        fs::create_dir(&folder).unwrap();
        let sha256 = "0126ce384b46b1cebae300568df208aa0d9c4d688b384e122e329d2cc84e4fa9";
        fs::write(folder.join(sha256), "changed").unwrap();
        fs::write(folder.join("other"), "").unwrap();
    };
    let says = [
        "the original of “An analyst's note”: it was changed",
        "“Notice on 'Anonymous 64'” is not there",
        "1 file in it is of no",
    ];
    check(originals, 1, &says);
    check(
        |at| fs::write(at.join("a.onus.ron"), "noise").unwrap(),
        1,
        &["It is not an Onus project"],
    );
}

/// Each line: what stands in a lock, and what is said of it. The lock is left as it is, and nobody is kept out.
#[test]
fn fsck_reads_a_lock_and_does_not_take_it() {
    let line = "handle:\"A1\",since:\"2025-07-01T09:41:00Z\"";
    let says = "The lock says that A1 has the project open since 2025-07-01T09:41:00Z, unless Onus was stopped there.";
    for (lock, says) in [
        (format!("({line})\n"), Some(says)),
        (
            format!("(run:\"0123456789abcdef\")\n..\n(run:\"0123456789abcdef\",{line})\n..."),
            Some(says),
        ),
        ("(run:\"0123456789abcdef\")\n..".into(), None),
        (String::new(), None),
    ] {
        let folder = folder();
        let path = folder.path().join("a.onus.lock");
        fs::write(&path, &lock).unwrap();
        let held = fs::File::options().write(true).open(&path).unwrap();
        held.lock().unwrap();
        let (code, said) = onus(folder.path(), "fsck a");
        assert_eq!(
            (code, said.contains("The lock says")),
            (0, says.is_some()),
            "{said}"
        );
        assert!(said.contains(says.unwrap_or_default()), "{said}");
        assert_eq!(fs::read_to_string(&path).unwrap(), lock);
    }
    // Where there is no lock, none is made.
    let folder = folder();
    onus(folder.path(), "fsck a");
    assert!(!folder.path().join("a.onus.lock").exists());
}

#[test]
fn fsck_makes_a_sound_copy_and_answers_in_json() {
    let folder = folder();
    replace(folder.path(), "a.onus.ron", "state:done", "state:dome");
    let (code, said) = onus(folder.path(), "fsck a -o b --json");
    assert_eq!(code, 1, "{said}");
    let json: Value = serde_json::from_str(&said[..=said.rfind('}').unwrap()]).unwrap();
    assert_eq!(
        (&json["sound"], &json["copy"]),
        (&false.into(), &"b.onus.ron".into())
    );
    assert_eq!(
        (&json["problems"][0]["line"], &json["problems"][0]["character"]),
        (&54.into(), &144.into())
    );
    assert_eq!(onus(folder.path(), "fsck b").0, 0);
    // Nothing is written over, not the copy, not the project, not what belongs to it.
    let copy = fs::read(folder.path().join("b.onus.ron")).unwrap();
    for (to, code) in [("b", 1), ("a", 2)] {
        assert_eq!(onus(folder.path(), &format!("fsck a -o {to}")).0, code);
    }
    assert_eq!(fs::read(folder.path().join("b.onus.ron")).unwrap(), copy);
}

#[test]
fn a_packed_project_is_told_from_others() {
    let folder = folder();
    let (code, said) = onus(folder.path(), "pack a -o a.onusz");
    assert!(
        code == 0 && said.contains("3 edits that were only in the history are in it."),
        "{said}"
    );
    let (code, said) = onus(folder.path(), "show a.onusz");
    assert!(
        code == 1 && said.contains("Unpack it first: onus unpack"),
        "{said}"
    );
    let (code, said) = onus(folder.path(), "unpack a.onusz");
    assert!(code == 1 && said.contains("is there already"), "{said}");
    let (code, said) = onus(folder.path(), "unpack a.onusz -o b");
    assert!(
        code == 0 && said.contains("Unpacked b.onus.ron with no originals."),
        "{said}"
    );
    assert_eq!(onus(folder.path(), "fsck b").0, 0);
}

/// A file over the limit has no bytes here, only a length: it is refused by that, at once, in little memory.
#[test]
fn a_file_over_the_limit_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.onus.ron");
    fs::File::create(&path).unwrap().set_len(600 << 20).unwrap();
    let begun = Instant::now();
    // With less memory than the file has bytes, where the shell can say so.
    let limit = if cfg!(target_os = "linux") {
        "ulimit -v 500000; "
    } else {
        ""
    };
    let ran = Command::new("sh")
        .args([
            "-c",
            &format!("{limit}exec \"$0\" show a.onus.ron"),
            env!("CARGO_BIN_EXE_onus"),
        ])
        .current_dir(folder.path())
        .env("ONUS_HOME", folder.path().join("home"))
        .output()
        .unwrap();
    let says = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(1), "{says}");
    assert!(
        says.contains("it has 629145600 bytes, and at most 524288000 are read"),
        "{says}"
    );
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}
