//! `onus diff` and `onus merge` as programs, and the merge as git's own driver in two clones.
#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const SAMPLE: &str = include_str!("../sample-projects/icefcom.onus.ron");

fn run(folder: &Path, program: &str, args: &[&str]) -> Output {
    Command::new(program)
        .args(args)
        .current_dir(folder)
        .env("ONUS_HOME", folder.join("home"))
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap()
}

/// What it said: exit code, standard output and standard error.
fn onus(folder: &Path, args: &str) -> (i32, String, String) {
    let args: Vec<&str> = args.split(' ').collect();
    let out = run(folder, env!("CARGO_BIN_EXE_onus"), &args);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (out.status.code().unwrap(), text(out.stdout), text(out.stderr))
}

/// Replaces the first of some words in a project file, as an edit would; its last line is left out.
fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// Base, ours and theirs, which differ in their titles and descriptions as said.
fn folder(ours: &[(&str, &str)], theirs: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, edits) in [("base", &[][..]), ("ours", ours), ("theirs", theirs)] {
        let path = folder.path().join(format!("{name}.onus.ron"));
        fs::write(&path, SAMPLE).unwrap();
        edits.iter().for_each(|(from, to)| edit(&path, from, to));
    }
    folder
}

const SPEECH: &str = "speech:alleges";
const ROLE: &str = "language:\"zh-Hans\"";

#[test]
fn the_difference_is_told_with_the_exit_codes_of_diff() {
    let folder = folder(&[(SPEECH, "speech:denies")], &[]);
    let (code, says, _) = onus(folder.path(), "diff base theirs");
    assert_eq!((code, says.as_str()), (0, "Nothing differs.\n"));
    let (code, says, err) = onus(folder.path(), "diff base ours");
    assert_eq!(code, 1, "{err}");
    assert!(
        says.ends_with(": the speech was changed from alleges to denies.\n"),
        "{says}"
    );
    assert_eq!(says.lines().count(), 1);
    assert_eq!(onus(folder.path(), "diff base nowhere").0, 2);
    let (code, json, _) = onus(folder.path(), "diff base ours --json");
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (code, &json["same"], &json["changes"][0]["kind"]),
        (1, &false.into(), &"annotations".into())
    );
}

#[test]
fn a_merge_goes_to_a_new_file_or_into_ours() {
    let folder = folder(&[(SPEECH, "speech:denies")], &[(ROLE, "language:\"zh-Hant\"")]);
    let at = folder.path();
    let (code, says, err) = onus(at, "merge base ours theirs -o both");
    assert_eq!(
        (code, says.as_str()),
        (0, "Wrote both.onus.ron: 1 record taken over.\n"),
        "{err}"
    );
    assert_eq!(onus(at, "diff base both").1.lines().count(), 2);
    assert_eq!(onus(at, "validate both").0, 0);
    // No other file is ever written over.
    for taken in ["both", "theirs", "base"] {
        let before = fs::read(at.join(format!("{taken}.onus.ron"))).unwrap();
        let (code, _, err) = onus(at, &format!("merge base ours theirs -o {taken}"));
        assert!(code == 1 && err.contains("is there already"), "{err}");
        assert_eq!(fs::read(at.join(format!("{taken}.onus.ron"))).unwrap(), before);
    }
    let (code, _, err) = onus(at, "merge base ours theirs -o ours");
    assert_eq!(code, 0, "{err}");
    // Beside the analyst who merged there is nothing that `both` has not.
    let (_, says, _) = onus(at, "diff both ours");
    assert_eq!(says, "The analyst “onus” was added.\n");
    assert!(
        fs::read_to_string(at.join("ours.onus.history"))
            .unwrap()
            .contains("Merge another version")
    );
}

#[test]
fn conflicts_are_listed_and_keep_ours() {
    let folder = folder(
        &[(SPEECH, "speech:denies")],
        &[(SPEECH, "speech:asks"), (ROLE, "language:\"zh-Hant\"")],
    );
    let (code, _, err) = onus(folder.path(), "merge base ours theirs -o both");
    assert_eq!(code, 1);
    assert!(
        err.contains("the speech was changed here and there. Ours: denies. Theirs: asks. Written: ours."),
        "{err}"
    );
    let text = fs::read_to_string(folder.path().join("both.onus.ron")).unwrap();
    let count = |words: &str| text.matches(words).count() - SAMPLE.matches(words).count();
    assert_eq!(
        [
            count("speech:denies"),
            count("speech:asks"),
            count("language:\"zh-Hant\"")
        ],
        [1, 0, 1]
    );
    let (code, json, _) = onus(folder.path(), "merge base ours theirs -o again --json");
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, &json["conflicts"][0]["field"]), (1, &"body.speech".into()));
    let made = onus(folder.path(), "new other --title Other");
    assert_eq!(made.0, 0);
    let (code, _, err) = onus(folder.path(), "merge base ours other -o no");
    assert!(code == 1 && err.contains("two projects"), "{err}");
    assert!(!folder.path().join("no.onus.ron").exists());
}

/// Two clones, each with an edit of its own; git asks Onus to merge.
#[test]
fn git_merges_by_onus() {
    let folder = tempfile::tempdir().unwrap();
    let git = |at: &Path, args: &[&str]| {
        let out = run(
            at,
            "git",
            &[&["-c", "user.name=A", "-c", "user.email=a@example.org"], args].concat(),
        );
        (
            out.status.success(),
            String::from_utf8_lossy(&out.stderr).into_owned(),
        )
    };
    let done = |at: &Path, args: &[&str]| {
        let (done, says) = git(at, args);
        assert!(done, "{args:?}: {says}");
    };
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    fs::create_dir(&one).unwrap();
    done(&one, &["init", "-q", "-b", "main"]);
    fs::write(one.join(".gitattributes"), "*.onus.ron merge=onus\n").unwrap();
    fs::write(one.join("case.onus.ron"), SAMPLE).unwrap();
    done(&one, &["add", "."]);
    done(&one, &["commit", "-qm", "Begin"]);
    done(folder.path(), &["clone", "-q", "one", "two"]);
    let driver = format!("'{}' merge %O %A %B -o %A", env!("CARGO_BIN_EXE_onus"));
    done(&two, &["config", "merge.onus.driver", &driver]);

    // The same line, two fields of one record.
    let commit = |at: &Path, from: &str, to: &str| {
        edit(&at.join("case.onus.ron"), from, to);
        done(at, &["commit", "-qam", to]);
    };
    commit(&one, SPEECH, "speech:denies");
    commit(&two, SPEECH, "presence:implied,speech:alleges");
    done(&two, &["pull", "-q", "--no-rebase", "--no-edit"]);
    let merged = fs::read_to_string(two.join("case.onus.ron")).unwrap();
    assert!(merged.contains("speech:denies,presence:implied"));
    assert_eq!(onus(&two, "validate case").0, 0);
    let left: Vec<_> = fs::read_dir(&two)
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(left.len(), 3, "nothing is left beside the project: {left:?}");

    // One field, two values: git stops, and the file is whole with ours in it.
    commit(&one, "speech:denies", "speech:asks");
    commit(&two, "speech:denies", "speech:reports");
    let (pulled, _) = git(&two, &["pull", "-q", "--no-rebase", "--no-edit"]);
    assert!(!pulled, "a conflict is to be looked at");
    assert!(
        fs::read_to_string(two.join("case.onus.ron"))
            .unwrap()
            .contains("speech:reports")
    );
    assert_eq!(onus(&two, "validate case").0, 0);
}
