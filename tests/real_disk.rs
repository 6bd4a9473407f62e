//! The real program on the real disk: killed while it works, and on disks that are full.
#![allow(clippy::unwrap_used, clippy::panic)]
#![cfg(unix)]

use onus::project::{Id, Project};
use onus::storage::{open, paths};
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

const ONUS: &str = env!("CARGO_BIN_EXE_onus");
const PROJECT: &str = "p.onus.ron";

fn onus(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(ONUS);
    command
        .args(args)
        .current_dir(folder)
        .env("ONUS_HOME", folder.join("home"));
    command
}

/// A folder with a project that is empty.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let made = onus(folder.path(), &["new", "p"]).output().unwrap();
    assert!(made.status.success(), "{made:?}");
    folder
}

/// Texts that no other round has.
fn texts(folder: &Path, round: usize, count: usize) -> Vec<String> {
    let name = |n| format!("text-{round}-{n}.txt");
    let write = |n| {
        fs::write(
            folder.join(name(n)),
            format!("Text {n} of {round}.\n\nIt alleges much.\n"),
        )
        .unwrap();
        name(n)
    };
    (0..count).map(write).collect()
}

/// The source that a text becomes.
fn id(folder: &Path, text: &str) -> Id {
    Id::of_original(&onus::text::sha256(fs::read(folder.join(text)).unwrap()))
}

/// Reads the project as the next start of the program would, and expects these texts in it, each with its original.
fn expect(folder: &Path, kept: &[String]) -> Project {
    let path = folder.join(PROJECT);
    // Without the lock: a process that another test starts at the moment would hold it on.
    let ready = open::read(&path).unwrap();
    assert_eq!(
        (&ready.read_only, ready.notices.len()),
        (&None, 0),
        "{:?}",
        ready.notices
    );
    let project = ready.project;
    assert_eq!(project.validate(), []);
    for text in kept {
        assert!(project.sources.contains_key(&id(folder, text)), "{text} is lost");
        let original = fs::read(folder.join(text)).unwrap();
        let kept = paths::sources_path(&path).join(onus::text::sha256(&original));
        assert_eq!(fs::read(kept).unwrap(), original, "the original of {text}");
    }
    project
}

/// Kills the program after so many texts and microseconds, and returns the texts that it had called kept. `None` where it
/// had ended by itself.
fn kill(mut child: Child, after: usize, micros: u64) -> (Vec<String>, bool) {
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut said = String::new();
    for _ in 0..after {
        out.read_line(&mut said).unwrap();
    }
    std::thread::sleep(Duration::from_micros(micros));
    child.kill().unwrap();
    out.read_to_string(&mut said).unwrap();
    let killed = child.wait().unwrap().signal() == Some(9);
    let whole = said.split_inclusive('\n').filter(|line| line.ends_with('\n'));
    let kept = whole.filter_map(|line| Some(line.split_once(": added")?.0.to_owned()));
    (kept.collect(), killed)
}

/// Imports text after text into one project, and kills the program each time; returns how often it was killed.
fn kills(seed: usize, rounds: usize) -> usize {
    const TEXTS: usize = 12;
    let folder = folder();
    let folder = folder.path();
    let (mut kept, mut killed) = (Vec::new(), 0);
    for round in 0..rounds {
        let names = texts(folder, round, TEXTS);
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let child = onus(folder, &[&["import", "p"], &names[..]].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // A number that jumps about; every third round is killed about when it saves.
        let chance = (seed * 7919 + round * 104_729) % 10_007;
        let after = if round % 3 == 0 { TEXTS } else { chance % TEXTS };
        let (said, was_killed) = kill(child, after, chance as u64 % 4000);
        assert!(said.len() >= after || !was_killed, "{said:?}");
        killed += usize::from(was_killed);
        kept.extend(said);
        let project = expect(folder, &kept);
        assert!(project.sources.len() >= kept.len());
    }
    let validated = onus(folder, &["validate", "p"]).output().unwrap();
    assert!(validated.status.success(), "{validated:?}");
    // What a killed save left lying about is gone with the next one.
    let last = texts(folder, rounds, 1);
    let ended = onus(folder, &["import", "p", &last[0]]).output().unwrap();
    assert!(ended.status.success(), "{ended:?}");
    kept.extend(last);
    expect(folder, &kept);
    let names = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    let left: Vec<_> = names
        .filter(|name| name.to_string_lossy().ends_with(".new"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    killed
}

#[test]
fn two_hundred_kills_lose_nothing_that_was_called_kept() {
    let runs: Vec<_> = (0..4)
        .map(|seed| std::thread::spawn(move || kills(seed, 60)))
        .collect();
    let killed: usize = runs.into_iter().map(|run| run.join().unwrap()).sum();
    assert!(killed >= 200, "only {killed} were killed");
}

/// Runs the program where no file may grow beyond so many kilobytes.
fn limited(folder: &Path, blocks: usize, args: &[&str]) -> Output {
    // The unit of the limit is 512 bytes in some shells and 1,024 in others.
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    Command::new("sh")
        .args(["-c", &script, ONUS])
        .args(args)
        .current_dir(folder)
        .env("ONUS_HOME", folder.join("home"))
        .output()
        .unwrap()
}

#[test]
fn where_files_may_not_grow_it_is_said_and_nothing_is_lost() {
    let mut refused = 0;
    for blocks in [0, 1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 64] {
        let folder = folder();
        let folder = folder.path();
        let first = texts(folder, 0, 3);
        let imported = onus(folder, &["import", "p", &first[0], &first[1], &first[2]])
            .output()
            .unwrap();
        assert!(imported.status.success(), "{imported:?}");
        let more = texts(folder, 1, 6);
        let more: Vec<&str> = more.iter().map(String::as_str).collect();
        let import = [&["import", "p"], &more[..]].concat();
        let ended = limited(folder, blocks, &import);
        let (out, err) = (
            String::from_utf8(ended.stdout).unwrap(),
            String::from_utf8(ended.stderr).unwrap(),
        );
        let mut kept = first.clone();
        kept.extend(
            out.lines()
                .filter_map(|line| Some(line.split_once(": added")?.0.to_owned())),
        );
        match ended.status.code() {
            Some(0) => assert_eq!(kept.len(), 9, "{out}{err}"),
            Some(1) => {
                refused += 1;
                assert!(
                    err.contains("could not be written: ") && !err.contains("os error"),
                    "{err}"
                );
            }
            code => panic!("{code:?} {err}"),
        }
        expect(folder, &kept);
        let again = onus(folder, &import).output().unwrap();
        assert!(again.status.success(), "{again:?}");
        kept.extend(more.iter().map(|&name| name.to_owned()));
        assert_eq!(expect(folder, &kept).sources.len(), 9);
    }
    assert!(refused >= 4, "only {refused} were refused");
}

#[test]
#[cfg(target_os = "linux")]
fn on_a_full_device_it_is_said_and_the_device_stays() {
    use std::os::unix::fs::{FileTypeExt, symlink};
    let folder = folder();
    let folder = folder.path();
    let check = |args: &[&str], says: &str| {
        let ended = onus(folder, args).output().unwrap();
        let err = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(1), "{args:?} {err}");
        assert!(err.contains(says), "{args:?} {err}");
        assert!(fs::metadata("/dev/full").unwrap().file_type().is_char_device());
    };
    symlink("/dev/full", folder.join("out.json")).unwrap();
    check(
        &["export", "p", "-o", "out.json"],
        "could not be written: the disk is full.",
    );
    let text = texts(folder, 0, 1).remove(0);
    let history: PathBuf = paths::history_path(&folder.join(PROJECT));
    symlink("/dev/full", &history).unwrap();
    check(
        &["import", "p", &text],
        "p.onus.history could not be written: it is no file.",
    );
    fs::remove_file(&history).unwrap();
    assert_eq!(expect(folder, &[]).sources.len(), 0);
    assert!(
        onus(folder, &["import", "p", &text])
            .output()
            .unwrap()
            .status
            .success()
    );
    expect(folder, &[text]);
}
