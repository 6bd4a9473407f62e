//! Two windows on one project, by mouse and keys: the second reads or works on a copy, follows one who died or fell asleep
//! on a drive without file locks, and what one saves under the other is merged. What lies on the disk then is looked at,
//! and what `onus` itself says of it.
#![cfg(all(target_os = "linux", feature = "window"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "screen/desk.rs"]
mod desk;
mod screen;
mod tools;

use desk::{Desk, edits, until};
use onus::storage::{open, paths};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

/// A word of the page, in pixels.
const WORD: (i32, i32) = (420, 190);

/// A folder with a project of one text, and two analysts with settings of their own.
struct Room {
    folder: tempfile::TempDir,
    project: PathBuf,
    /// Loaded before everything else, so that the drive has no file locks.
    no_locks: Option<PathBuf>,
}

impl Room {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (n, handle) in [(1, "A1"), (2, "B2")] {
            let home = folder.path().join(handle);
            fs::create_dir(&home).unwrap();
            let id = format!("{n}").repeat(8) + "-1111-4111-8111-111111111111";
            let profile = format!("(id:\"{id}\",handle:Some(\"{handle}\"))");
            fs::write(home.join("profile.ron"), profile).unwrap();
        }
        fs::write(
            folder.path().join("post.txt"),
            "ICEFCOM is a front. A picture shows it.\n",
        )
        .unwrap();
        let room = Self {
            project: folder.path().join("case.onus.ron"),
            folder,
            no_locks: None,
        };
        room.onus("A1", &["new", "case", "--title", "Case"]);
        room.onus("A1", &["import", "case", "post.txt"]);
        room
    }

    /// One on a drive without file locks, as far as the program can tell.
    fn without_locks() -> Self {
        let mut room = Self::new();
        let (source, library) = (
            room.folder.path().join("no_locks.c"),
            room.folder.path().join("no_locks.so"),
        );
        let says = "#include <errno.h>\nint flock(int fd, int how) { (void)fd; (void)how; errno = ENOLCK; return -1; }\n";
        fs::write(&source, says).unwrap();
        let built = Command::new("cc")
            .args(["-shared", "-fPIC", "-o"])
            .args([&library, &source])
            .status();
        assert!(built.unwrap().success());
        room.no_locks = Some(library);
        room
    }

    fn command(&self, who: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onus"));
        command
            .current_dir(self.folder.path())
            .env("ONUS_HOME", self.folder.path().join(who));
        if let Some(library) = &self.no_locks {
            command.env("LD_PRELOAD", library);
        }
        command
    }

    /// Runs a command to its end, which has to be a good one, and returns what it printed.
    fn onus(&self, who: &str, words: &[&str]) -> String {
        let ran = self.command(who).args(words).output().unwrap();
        assert!(ran.status.success(), "{words:?}: {ran:?}");
        String::from_utf8(ran.stdout).unwrap()
    }

    fn window(&self, who: &str) -> Desk {
        let mut command = self.command(who);
        command.arg(&self.project);
        let desk = Desk::with(command);
        // The project is read on a thread, and a slow machine shows its start page for a while.
        std::thread::sleep(Duration::from_secs(1));
        desk.look();
        desk
    }

    /// The window of the first analyst, after a tag that is kept.
    fn begun(&self) -> Desk {
        let first = self.window("A1");
        tag(&first);
        until("the first tag", || self.tags(&self.project) == 1);
        first
    }

    /// How many claims were tagged in a project, by the edits in its history.
    fn tags(&self, project: &Path) -> usize {
        edits(project)
            .iter()
            .filter(|label| *label == "Tag as claim")
            .count()
    }

    /// Who made the passages of a project, whether they are in its file or not yet.
    fn makers(&self, project: &Path) -> Vec<String> {
        let project = open::read(project).unwrap().project;
        let handle = |by| {
            project
                .analysts
                .get(&by)
                .map_or("nobody".into(), |a| a.handle.clone())
        };
        let mut makers: Vec<String> = project
            .annotations
            .values()
            .map(|a| handle(a.created.by))
            .collect();
        makers.sort();
        makers
    }

    /// As if nothing had been written in the lock for so long.
    fn age_lock(&self) {
        let lock = File::options()
            .write(true)
            .open(paths::lock_path(&self.project))
            .unwrap();
        lock.set_modified(SystemTime::now() - Duration::from_secs(40))
            .unwrap();
    }
}

/// Tags a word of the page as a claim.
fn tag(desk: &Desk) {
    desk.screen
        .play(&["mousemove", &WORD.0.to_string(), &WORD.1.to_string()]);
    desk.screen
        .play(&["click", "--repeat", "2", "--delay", "60", "1"]);
    desk.look();
    desk.keys(&["1"]);
}

fn ready() -> bool {
    tools::present(&["Xvfb", "xdotool", "cc"])
}

#[test]
fn a_second_window_reads_until_the_first_is_gone() {
    if !ready() {
        return;
    }
    let room = Room::new();
    let first = room.begun();
    let second = room.window("B2");
    // The likeliest choice is to read, where nothing can be tagged.
    second.keys(&["Return"]);
    tag(&second);
    tag(&first);
    until("the second tag", || room.tags(&room.project) == 2);
    first.quit();
    assert_eq!(room.makers(&room.project), ["A1", "A1"]);
    second.keys(&["ctrl+k"]);
    second.write("open again");
    second.keys(&["Return"]);
    tag(&second);
    until("the tag of the second", || room.makers(&room.project).len() == 3);
    second.quit();
    assert_eq!(room.makers(&room.project), ["A1", "A1", "B2"]);
}

#[test]
fn a_second_window_works_on_a_copy_and_the_two_are_merged() {
    if !ready() {
        return;
    }
    let room = Room::new();
    let first = room.begun();
    let second = room.window("B2");
    second.keys(&["Tab", "Return"]);
    let copy = room.folder.path().join("case copy.onus.ron");
    until("the copy", || copy.exists());
    second.look();
    tag(&second);
    until("a tag in the copy", || room.tags(&copy) == 1);
    tag(&first);
    until("another tag of the first", || room.tags(&room.project) == 2);
    first.quit();
    second.quit();
    let base = paths::backup_path(&copy, 0);
    let [base, ours, theirs] = [&base, &room.project, &copy].map(|path| path.to_str().unwrap());
    room.onus("A1", &["merge", base, ours, theirs, "-o", "merged"]);
    let merged = room.folder.path().join("merged.onus.ron");
    assert_eq!(room.makers(&merged), ["A1", "A1", "B2"]);
}

#[test]
fn what_another_program_saves_is_merged() {
    if !ready() {
        return;
    }
    let room = Room::new();
    // A colleague has a copy of the file, by mail or by a sync client.
    let theirs = room.folder.path().join("theirs.onus.ron");
    fs::copy(&room.project, &theirs).unwrap();
    fs::write(room.folder.path().join("more.txt"), "Another text.\n").unwrap();
    let first = room.begun();
    room.onus("B2", &["import", "theirs", "more.txt"]);
    let (from, to) = (paths::sources_path(&theirs), paths::sources_path(&room.project));
    for original in fs::read_dir(from).unwrap() {
        let original = original.unwrap();
        fs::rename(original.path(), to.join(original.file_name())).unwrap();
    }
    fs::rename(&theirs, &room.project).unwrap();
    let sources = || open::read(&room.project).unwrap().project.sources.len();
    assert_eq!(sources(), 2);
    // It is noticed within seconds, and the sheet opens by itself, or where somebody saves before.
    until("the merge", || {
        first.keys(&["ctrl+s", "Return"]);
        room.makers(&room.project).len() == 1 && sources() == 2
    });
    tag(&first);
    first.quit();
    assert_eq!((room.makers(&room.project).len(), sources()), (2, 2));
    let said = room.onus("A1", &["fsck", "case"]);
    assert!(said.contains("is sound"), "{said}");
}

#[test]
fn one_who_died_is_followed_on_a_drive_without_locks() {
    if !ready() {
        return;
    }
    let room = Room::without_locks();
    let mut first = room.begun();
    first.onus.kill().unwrap();
    first.onus.wait().unwrap();
    room.age_lock();
    let second = room.window("B2");
    // To take over comes after reading and the copy.
    second.keys(&["Tab", "Tab", "Return"]);
    // What was left is found, and opened with the edits.
    second.keys(&["Return"]);
    tag(&second);
    until("the tag of the second", || room.tags(&room.project) == 2);
    second.quit();
    assert_eq!(room.makers(&room.project), ["A1", "B2"]);
}

#[test]
fn one_who_slept_and_wakes_writes_nothing_more() {
    if !ready() {
        return;
    }
    let room = Room::without_locks();
    let first = room.begun();
    let signal = |signal: &str| {
        let id = first.onus.id().to_string();
        assert!(
            Command::new("kill")
                .args([signal, &id])
                .status()
                .unwrap()
                .success()
        );
    };
    signal("-STOP");
    room.age_lock();
    let second = room.window("B2");
    second.keys(&["Tab", "Tab", "Return", "Return"]);
    tag(&second);
    until("the tag of the second", || room.tags(&room.project) == 2);
    let history = || fs::read(paths::history_path(&room.project)).unwrap();
    let before = history();
    signal("-CONT");
    first.look();
    tag(&first);
    let rescued = room.folder.path().join("A1/rescued/case.onus.ron");
    until("the copy of the first", || rescued.exists());
    assert_eq!(history(), before);
    second.quit();
    assert_eq!(room.makers(&room.project), ["A1", "B2"]);
    assert_eq!(room.makers(&rescued), ["A1", "A1"]);
}
