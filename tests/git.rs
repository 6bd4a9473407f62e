//! A project under git, with git itself: working copies in another system's line ends hold the same project.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use onus::project::*;
use onus::storage::disk::RealDisk;
use onus::storage::{git::Ignores, open};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Runs git in a folder, with no settings but these, and returns what it says; `None` where there is no git.
fn git(folder: &Path, args: &[&str]) -> Option<String> {
    let ran = Command::new("git")
        .args([
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@example.org",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(args)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output();
    let Ok(ran) = ran else {
        assert!(std::env::var_os("ONUS_NO_SKIP").is_none(), "git is missing");
        println!("git is missing: the test does nothing");
        return None;
    };
    let err = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "git {args:?}: {err}");
    Some(String::from_utf8(ran.stdout).unwrap())
}

/// Gives the first source another title, and saves.
fn retitle(path: &Path, title: &str) {
    let opened = open::open(path).unwrap();
    let mut project = opened.project().clone();
    let by = *project.analysts.keys().next().unwrap();
    let mut t = Transaction::new("Change the title", by, "2025-07-01T00:00:00Z".parse().unwrap());
    let source = project.sources.values().next().unwrap();
    t.change(Source {
        title: title.into(),
        ..(**source).clone()
    });
    let mut ledger = opened.into_ledger().unwrap();
    ledger.enter(&t).unwrap();
    project.commit(t).unwrap();
    ledger.flush().unwrap();
    ledger.save(&project).unwrap();
}

#[test]
fn two_clones_with_other_line_ends_hold_the_same_project() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    if git(folder.path(), &["init", "-q", "--bare", "origin"]).is_none() {
        return;
    }
    for clone in ["one", "two"] {
        git(
            folder.path(),
            &["clone", "-q", "-c", "core.autocrlf=true", "origin", clone],
        );
    }
    let sample = include_str!("../sample-projects/icefcom.onus.ron");
    fs::write(at("one/a.onus.ron"), sample).unwrap();
    Ignores::missing_for(&RealDisk, &at("one").canonicalize().unwrap().join("a.onus.ron"))
        .unwrap()
        .write(&RealDisk)
        .unwrap();
    // Beside the project there are its lock and its history, and neither is taken in.
    retitle(&at("one/a.onus.ron"), "Another title");
    assert!(at("one/a.onus.history").exists());
    git(&at("one"), &["add", "."]);
    assert_eq!(
        git(&at("one"), &["ls-files"]).unwrap(),
        ".gitignore\na.onus.ron\n"
    );
    git(&at("one"), &["commit", "-qm", "Project"]);
    git(&at("one"), &["push", "-q", "origin", "HEAD:main"]);
    git(&at("two"), &["pull", "-q", "origin", "main"]);

    // The second working copy has other bytes, and is the same project, unchanged.
    let two = at("two/a.onus.ron");
    let text = fs::read_to_string(&two).unwrap();
    assert!(text.matches("\r\n").count() > 100 && text.matches("\r\n").count() == text.matches('\n').count());
    let opened = open::open(&two).unwrap();
    assert_eq!(
        (opened.ready().read_only.as_ref(), &opened.ready().notices),
        (None, &Vec::new())
    );
    assert_eq!(opened.project().validate(), []);
    assert!(
        opened
            .project()
            .sources
            .values()
            .any(|source| source.text.is_some())
    );
    assert_eq!(
        opened.project(),
        &open::read(&at("one/a.onus.ron")).unwrap().project
    );
    drop(opened);

    // What is saved there differs for git in the line of the record and in the last one.
    retitle(&two, "A third title");
    assert_eq!(
        git(&at("two"), &["diff", "--numstat"]).unwrap(),
        "2\t2\ta.onus.ron\n"
    );
    git(&at("two"), &["commit", "-qam", "Title"]);
    git(&at("two"), &["push", "-q", "origin", "HEAD:main"]);
    git(&at("one"), &["pull", "-q", "--ff-only", "origin", "main"]);
    let ready = open::read(&at("one/a.onus.ron")).unwrap();
    assert_eq!(
        ready.project.sources.values().next().unwrap().title,
        "A third title"
    );
    assert!(
        !ready.says().iter().any(|says| says.contains("outside")),
        "{:?}",
        ready.notices
    );
}
