//! The command line as a program meets it: exit codes, answers, and what is left on the disk.
#![allow(clippy::unwrap_used, clippy::panic)]

use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

const EXAMPLE: &str = include_str!("schema/example.json");
const SAMPLE: &str = include_str!("../sample-projects/icefcom.onus.ron");

/// What a command said.
#[derive(Debug)]
struct Said {
    code: i32,
    out: String,
    err: String,
}

/// Runs the command in a folder, as somebody without a profile.
fn onus(folder: &Path, args: &[&str]) -> Said {
    let ran = Command::new(env!("CARGO_BIN_EXE_onus"))
        .args(args)
        .current_dir(folder)
        .env("ONUS_HOME", folder.join("home"))
        .output()
        .unwrap();
    Said {
        code: ran.status.code().unwrap(),
        out: String::from_utf8(ran.stdout).unwrap(),
        err: String::from_utf8(ran.stderr).unwrap(),
    }
}

/// A folder with the example as an export, a text, the sample, and a project made of the example.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("example.json"), EXAMPLE).unwrap();
    fs::write(at("text.txt"), "A title\n\nA ministry alleges much.\n").unwrap();
    fs::write(at("sample.onus.ron"), SAMPLE).unwrap();
    let made = onus(folder.path(), &["import", "made", "example.json"]);
    assert_eq!(made.code, 0, "{made:?}");
    folder
}

/// Each line: what is asked, the exit code, and a part of what is said on standard error.
#[test]
fn exit_codes_say_how_it_ended() {
    let folder = folder();
    fs::write(folder.path().join("empty.onus.ron"), "").unwrap();
    fs::write(folder.path().join("cut.onusz"), "PK\u{3}\u{4}").unwrap();
    for (args, code, says) in [
        ("--version", 0, ""),
        ("schema", 0, ""),
        ("show made.onus.ron", 0, ""),
        // A project is named with or without what follows its name.
        ("show made", 0, ""),
        ("validate made", 0, ""),
        ("export made -o bare.json", 0, "protected people"),
        ("validate made.onus.ron", 0, ""),
        ("validate example.json", 0, ""),
        ("export made.onus.ron -o out.json", 0, "protected people"),
        ("validate out.json", 0, ""),
        ("export made.onus.ron -o - --texts quotes", 0, ""),
        ("export made.onus.ron -o - --texts none --marking tlp:red", 0, ""),
        (
            "export made.onus.ron -o green.json --marking tlp:green",
            0,
            "says tlp:green",
        ),
        (
            "export made.onus.ron -o pap.json --marking PAP:GREEN",
            0,
            "without a TLP marking",
        ),
        // A command that was mistyped is no project to be made.
        ("bogus", 2, "bogus is neither a command nor a file that is there."),
        ("made text.tx", 2, "text.tx is neither"),
        ("show no-such.onus.ron", 1, "not opened"),
        ("show empty", 1, "empty.onus.ron was not opened. It is empty."),
        (
            "unpack cut.onusz",
            1,
            "its list of parts is not where it should be",
        ),
        ("validate no-such.onus.ron", 1, "was not read: it is not there."),
        ("import made no-such.txt", 1, "was not added: it is not there."),
        (
            "export made -o no-folder/out.json",
            1,
            "could not be written: it is not there.\n",
        ),
        ("new .", 2, "is a folder"),
        ("validate text.txt", 1, "not opened"),
        ("export no-such.onus.ron -o out.json", 1, "not opened"),
        ("import no-such text.txt", 1, "onus new"),
        ("import made text.txt no-such.txt", 1, "no-such.txt"),
        ("new made", 1, "is there already"),
        ("no-such-command --json", 2, "--json"),
        ("export made.onus.ron", 2, "--output"),
        (
            "export made.onus.ron -o e.json --marking tlp:white",
            2,
            "tlp:clear",
        ),
        (
            "export made.onus.ron -o e.json --marking ,",
            2,
            "An empty marking",
        ),
        ("export made.onus.ron -o e.json --marking=", 2, "An empty marking"),
        ("import made text.txt --encoding no-such", 2, "not an encoding"),
        ("generate g --bytes 1", 2, "100 bytes"),
    ] {
        let said = onus(folder.path(), &args.split(' ').collect::<Vec<_>>());
        assert_eq!(said.code, code, "{args}: {said:?}");
        assert!(said.err.contains(says), "{args}: {said:?}");
    }
    assert!(!folder.path().join("e.json").exists());
    assert!(!folder.path().join("home").exists());
}

#[test]
fn answers_for_programs_are_json() {
    let folder = folder();
    for args in [
        "show made.onus.ron",
        "validate made.onus.ron",
        "validate example.json",
        "validate text.txt",
        "export made.onus.ron -o out.json",
        "import made text.txt",
        "import made example.json",
        "import again example.json",
        "new fresh",
        "generate g --bytes 1000 --annotations 3",
    ] {
        let mut args: Vec<_> = args.split(' ').collect();
        args.push("--json");
        let said = onus(folder.path(), &args);
        let parsed = serde_json::from_str::<Value>(&said.out);
        assert!(parsed.is_ok(), "{args:?}: {said:?}");
    }
}

/// Importing twice: the first makes or adds, the second adds nothing and is no error.
#[test]
fn a_second_import_adds_nothing() {
    let folder = folder();
    let project = folder.path().join("made.onus.ron");
    let import = |file| onus(folder.path(), &["import", "made", file, "--json"]);
    for file in ["example.json", "text.txt"] {
        import(file);
        let before = fs::read(&project).unwrap();
        let said = import(file);
        assert_eq!(said.code, 0, "{said:?}");
        let answer: Value = serde_json::from_str(&said.out).unwrap();
        let nothing = answer[0]["added"] == 0 || answer[0]["outcome"] == "same";
        assert!(nothing, "{answer}");
        assert!(fs::read(&project).unwrap() == before, "{file}");
    }
}

/// An export makes the project that does not exist, and that gives the same export again.
#[test]
fn an_import_makes_a_project_that_does_not_exist() {
    let folder = folder();
    let again = onus(folder.path(), &["export", "made", "-o", "-"]);
    assert_eq!(again.code, 0, "{again:?}");
    let value = |text: &str| {
        let mut value: Value = serde_json::from_str(text).unwrap();
        value["generator"].take();
        value
    };
    assert_eq!(value(&again.out), value(EXAMPLE));
}

/// An export never takes the place of the project or of what lies beside it, by whatever way it is named.
#[test]
fn an_export_keeps_off_the_project() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    onus(folder.path(), &["import", "made", "text.txt"]);
    fs::create_dir(at("inner")).unwrap();
    let before = fs::read(at("made.onus.ron")).unwrap();
    let history = fs::read(at("made.onus.history")).unwrap();
    let mut names = vec![
        "made.onus.ron",
        "inner/../made.onus.ron",
        "made.onus.history",
        "made.onus.lock",
        "made.onus.history.1",
        "made.onus.sources/x",
    ];
    if cfg!(unix) {
        #[cfg(unix)]
        std::os::unix::fs::symlink(at("made.onus.ron"), at("link.json")).unwrap();
        names.push("link.json");
    }
    for name in names {
        let said = onus(folder.path(), &["export", "made.onus.ron", "-o", name]);
        assert_eq!(said.code, 2, "{name}: {said:?}");
        assert!(said.err.contains("belongs to the project"), "{said:?}");
    }
    assert!(fs::read(at("made.onus.ron")).unwrap() == before);
    assert!(fs::read(at("made.onus.history")).unwrap() == history);
}

/// What cannot be read whole is said, and is no success.
#[test]
fn a_part_of_a_project_is_not_taken_for_the_whole() {
    let folder = folder();
    let newer = SAMPLE.replacen("reader:1,", "reader:2,", 1);
    let unknown = newer.replace("(source:", "(weight:1,source:");
    fs::write(folder.path().join("known.onus.ron"), newer).unwrap();
    fs::write(folder.path().join("unknown.onus.ron"), unknown).unwrap();
    // A history of another file.
    onus(folder.path(), &["import", "made", "text.txt"]);
    fs::write(folder.path().join("foreign.onus.ron"), SAMPLE).unwrap();
    fs::copy(
        folder.path().join("made.onus.history"),
        folder.path().join("foreign.onus.history"),
    )
    .unwrap();
    for (project, code, says) in [
        ("sample.onus.ron", 0, ""),
        ("known.onus.ron", 0, "wrote this project"),
        (
            "unknown.onus.ron",
            1,
            "Left out, since this version does not know it",
        ),
        ("foreign.onus.ron", 1, "belongs to another one"),
    ] {
        for args in [
            &["show", project][..],
            &["validate", project],
            &["export", project, "-o", "-"],
            &["export", project, "-o", "out.json"],
        ] {
            let said = onus(folder.path(), args);
            assert_eq!(said.code, code, "{args:?}: {}", said.err);
            let told = said.err.contains(says) || said.out.contains(says);
            assert!(told, "{args:?}: {}", said.err);
        }
    }
}

/// What is only looked at, or refused, gets no lock beside it.
#[test]
fn looking_leaves_nothing_behind() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("empty.onus.ron"), "").unwrap();
    fs::write(at("damaged.onus.ron"), &SAMPLE[..SAMPLE.len() / 2]).unwrap();
    fs::write(at("newer.onus.ron"), SAMPLE.replacen("reader:1,", "reader:2,", 1)).unwrap();
    let names = || -> Vec<String> {
        let entries = fs::read_dir(folder.path()).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    let before = names();
    for project in ["sample", "empty", "damaged", "newer"] {
        for command in [
            "show",
            "validate",
            "fsck",
            "history",
            "diff sample",
            "compact",
            "import text.txt",
        ] {
            if (project, command) == ("sample", "compact")
                || command == "import text.txt" && project == "sample"
            {
                continue;
            }
            let mut args: Vec<&str> = command.split(' ').collect();
            args.insert(1, project);
            onus(folder.path(), &args);
            assert_eq!(names(), before, "{args:?}");
        }
        onus(folder.path(), &["recover", project, "-o", "empty.onus.ron"]);
        assert_eq!(names(), before, "{project}");
    }
}

/// What a copy lacks is said by name, and such a copy is no success.
#[test]
fn a_copy_says_what_it_lacks() {
    let folder = folder();
    let newer = SAMPLE
        .replacen("reader:1,", "reader:2,", 1)
        .replacen("(source:", "(weight:1,source:", 1);
    fs::write(folder.path().join("newer.onus.ron"), newer).unwrap();
    fs::write(
        folder.path().join("damaged.onus.ron"),
        SAMPLE.replacen("(source:", "(sauce:", 1),
    )
    .unwrap();
    for (project, code, says) in [
        ("sample", 0, "A sound copy is sample-copy.onus.ron."),
        (
            "newer",
            1,
            "It lacks what it does not know: annotations.weight ×1.",
        ),
        ("damaged", 1, "It is not all there was: "),
    ] {
        let said = onus(
            folder.path(),
            &["fsck", project, "-o", &format!("{project}-copy")],
        );
        assert_eq!(said.code, code, "{said:?}");
        assert!(said.out.contains(says), "{said:?}");
        assert!(
            project == "sample" || !said.out.contains("A sound copy is"),
            "{said:?}"
        );
    }
}

/// What came before a file that fails is added, and said.
#[test]
fn an_import_that_fails_says_what_it_added() {
    let folder = folder();
    let args = ["import", "made", "text.txt", "no-such.txt", "--json"];
    let said = onus(folder.path(), &args);
    assert_eq!(said.code, 1, "{said:?}");
    let answer: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(answer[0]["outcome"], "new");
    let shown = onus(folder.path(), &["show", "made.onus.ron", "--json"]);
    let shown: Value = serde_json::from_str(&shown.out).unwrap();
    let sources = shown["sources"].as_array().unwrap();
    assert!(sources.iter().any(|s| s["id"] == answer[0]["source"]), "{shown}");
    assert_eq!(shown["not_yet_saved"], 0);
}

/// A colleague's file that comes meanwhile is no success: it stays, and what was added is there to be merged with it.
#[cfg(unix)]
#[test]
fn a_save_that_is_refused_is_no_success() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    assert!(
        Command::new("mkfifo")
            .arg(at("late.txt"))
            .status()
            .unwrap()
            .success()
    );
    let import = Command::new(env!("CARGO_BIN_EXE_onus"))
        .args(["import", "made", "text.txt", "late.txt", "--json"])
        .current_dir(folder.path())
        .env("ONUS_HOME", folder.path().join("home"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It waits for the second text when the colleague's file comes.
    let mut late = fs::File::options().write(true).open(at("late.txt")).unwrap();
    fs::write(at("theirs"), SAMPLE).unwrap();
    fs::rename(at("theirs"), at("made.onus.ron")).unwrap();
    late.write_all(b"Another title\n\nA vendor reports less.\n")
        .unwrap();
    drop(late);
    let ended = import.wait_with_output().unwrap();
    let says = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(1), "{says}");
    assert!(
        says.contains(
            "made.onus.ron was not saved: somebody else has changed it meanwhile, and it is left as it is."
        ),
        "{says}"
    );
    assert_eq!(fs::read_to_string(at("made.onus.ron")).unwrap(), SAMPLE);
    let added: Value = serde_json::from_slice(&ended.stdout).unwrap();
    assert_eq!(added.as_array().map(Vec::len), Some(2), "{added}");

    // What it says to do does what it says.
    let said = onus(folder.path(), &["recover", "made.onus.ron", "-o", "ours"]);
    assert!(
        said.err.contains("2 edits of the history were applied."),
        "{said:?}"
    );
    let shown = onus(folder.path(), &["show", "ours", "--json"]);
    let shown: Value = serde_json::from_str(&shown.out).unwrap();
    let sources = shown["sources"].as_array().unwrap();
    for added in added.as_array().unwrap() {
        assert!(sources.iter().any(|s| s["id"] == added["source"]), "{shown}");
    }
}

/// A source that is read again in another encoding gets what is said of it, and keeps what is not.
#[test]
fn a_replaced_source_gets_what_is_said_of_it() {
    let folder = folder();
    fs::write(
        folder.path().join("old.txt"),
        b"A title\n\n\xcf\xf0\xe8\xe2\xe5\xf2\n",
    )
    .unwrap();
    let import = |more: &[&str]| {
        let args = [&["import", "made", "old.txt", "--json"], more].concat();
        serde_json::from_str::<Value>(&onus(folder.path(), &args).out).unwrap()
    };
    import(&["--encoding", "windows-1252", "--url", "https://a.example/"]);
    let more = [
        "--encoding",
        "windows-1251",
        "--title",
        "Other",
        "--publisher",
        "A press",
    ];
    let answer = import(&more);
    assert_eq!(answer[0]["outcome"], "replaced", "{answer}");
    let out = onus(folder.path(), &["export", "made.onus.ron", "-o", "-"]).out;
    let export: Value = serde_json::from_str(&out).unwrap();
    let records = |table: &str| export[table].as_array().unwrap().clone();
    let sources = records("sources");
    let source = sources.iter().find(|s| s["id"] == answer[0]["source"]).unwrap();
    let entities = records("entities");
    let publisher = entities.iter().find(|e| e["name"] == "A press").unwrap();
    assert_eq!(source["title"], "Other");
    assert_eq!(source["url"], "https://a.example/");
    assert_eq!(source["publisher"], publisher["id"]);
}
