//! The lock: whoever opens a project second reads only, is told who writes it, and may write it once they are gone.

use crate::work::{self, at, edit, opened, store};
use onus::storage::open;
use onus::storage::save::lock::Holder;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Set in the second process: the project it is to open.
const HELD: &str = "ONUS_TEST_HELD";

/// Starts this test again in a process of its own, which opens the project, edits it once for each line it reads, and
/// says when it has done so.
fn other_process(path: &Path) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "--nocapture",
            "lock::a_second_process_reads_only_until_the_first_is_gone",
        ])
        .env(HELD, path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    wait_for(&mut child, "open");
    child
}

fn wait_for(child: &mut Child, word: &str) {
    let mut out = BufReader::new(child.stdout.as_mut().unwrap());
    let mut line = String::new();
    while !line.ends_with(&format!("{word}\n")) {
        line.clear();
        assert!(out.read_line(&mut line).unwrap() > 0, "the other process ended");
    }
}

fn hold(path: &Path) {
    let mut store = store();
    let mut project = store.adopt(open::open(path).unwrap()).project;
    println!("\nopen");
    for (n, _) in std::io::stdin().lines().enumerate() {
        edit(&mut store, &mut project, n);
        store.flush();
        println!("\nedited");
    }
}

#[test]
fn a_second_process_reads_only_until_the_first_is_gone() {
    if let Some(path) = std::env::var_os(HELD) {
        return hold(path.as_ref());
    }
    let (folder, path, project) = work::project(9);
    drop(open::create(&path, project).unwrap());
    let mut other = other_process(&path);
    let read_only = |who: &str| Some(format!("{who} It is open here for reading only."));
    assert_eq!(
        opened(&path).read_only,
        read_only("Somebody else has the project open.")
    );

    other.stdin.as_mut().unwrap().write_all(b"edit\n").unwrap();
    wait_for(&mut other, "edited");
    let ready = opened(&path);
    assert_eq!(
        ready.read_only,
        read_only("A1 has the project open since 2025-07-01T00:00:00Z.")
    );
    // What the other has kept is seen, though it is not in the file yet.
    assert_eq!((ready.replayed, ready.notices.len()), (1, 0));

    // Killed, it leaves the lock file, but not the lock.
    other.kill().unwrap();
    other.wait().unwrap();
    let ready = opened(&path);
    assert_eq!((ready.read_only, ready.replayed), (None, 1));
    assert_eq!(
        work::names(folder.path()),
        [
            "a.onus.backup-1.ron",
            "a.onus.history",
            "a.onus.lock",
            "a.onus.ron"
        ]
    );
    assert_eq!(std::fs::read(folder.path().join("a.onus.lock")).unwrap(), b"");
}

#[test]
fn a_name_is_written_with_the_first_edit_only() {
    let (folder, path, mut project) = work::project(9);
    let lock = folder.path().join("a.onus.lock");
    let mut store = store();
    store.adopt(open::create(&path, project.clone()).unwrap());
    assert_eq!(std::fs::read(&lock).unwrap(), b"");
    edit(&mut store, &mut project, 1);
    edit(&mut store, &mut project, 2);
    store.flush();
    let holder: Holder = ron::from_str(&std::fs::read_to_string(&lock).unwrap()).unwrap();
    assert_eq!(
        holder,
        Holder {
            handle: "A1".into(),
            since: at(1)
        }
    );
    store.close();
    assert_eq!(std::fs::read(&lock).unwrap(), b"");
}

#[test]
fn a_project_that_somebody_has_open_is_not_made_anew() {
    let (_folder, path, project) = work::project(9);
    let opened = open::create(&path, project.clone()).unwrap();
    std::fs::remove_file(&path).unwrap();
    let error = open::create(&path, project).err().unwrap();
    assert!(matches!(error, open::OpenError::Taken(_)), "{error}");
    drop(opened);
}
