//! Exports read by programs that know nothing of Onus: a validator of JSON Schema, and the reader of quotes beside the
//! schema.
#![allow(clippy::unwrap_used)]

mod tools;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const SAMPLE: &str = "sample-projects/icefcom.onus.ron";
const SCHEMA: &str = "assets/schema/onus-1.0.schema.json";

fn run(program: &str, arguments: &[&str], export: &Path) -> Output {
    let root = env!("CARGO_MANIFEST_DIR");
    Command::new(program)
        .current_dir(root)
        .args(arguments)
        .arg(export)
        .output()
        .unwrap()
}

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/schema/{name}.json"))
}

/// The sample as the program exports it, in a folder of its own.
fn sample(texts: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample.json");
    let arguments = ["export", SAMPLE, "--format", "json", "--texts", texts, "-o"];
    let output = run(env!("CARGO_BIN_EXE_onus"), &arguments, &path);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    (folder, path)
}

/// A copy of an example with other words in it, in a folder of its own.
fn tampered(name: &str, words: &str, others: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tampered.json");
    let text = fs::read_to_string(example(name)).unwrap();
    assert!(text.contains(words));
    fs::write(&path, text.replacen(words, others, 1)).unwrap();
    (folder, path)
}

#[test]
fn check_jsonschema_accepts_the_schema_the_examples_and_the_sample() {
    if !tools::present(&["check-jsonschema"]) {
        return;
    }
    let valid = |arguments: &[&str], path: &Path| {
        let output = run("check-jsonschema", arguments, path);
        (
            output.status.success(),
            String::from_utf8_lossy(&output.stdout).into_owned(),
        )
    };
    let (ok, says) = valid(&["--check-metaschema"], Path::new(SCHEMA));
    assert!(ok, "{says}");
    for name in ["example", "full", "quotes", "none"] {
        let (ok, says) = valid(&["--schemafile", SCHEMA], &example(name));
        assert!(ok, "{name}: {says}");
    }
    for texts in ["full", "quotes", "none"] {
        let (_folder, path) = sample(texts);
        let (ok, says) = valid(&["--schemafile", SCHEMA], &path);
        assert!(ok, "the sample with {texts} texts: {says}");
    }
    let (_folder, path) = tampered("example", "\"tlp:amber\"", "\"tlp:white\"");
    assert!(!valid(&["--schemafile", SCHEMA], &path).0);
}

#[test]
fn the_reader_of_quotes_finds_those_of_the_sample_right_and_a_wrong_one() {
    if !tools::present(&["python3"]) {
        return;
    }
    let reader = "assets/schema/read_quotes.py";
    let lines = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(reader)).unwrap();
    assert!(lines.lines().count() <= 30, "the reader is meant to be short");
    let read = |path: &Path| {
        let output = run("python3", &[reader], path);
        let says = [output.stdout, output.stderr].concat();
        (
            output.status.success(),
            String::from_utf8(says).unwrap().trim().to_owned(),
        )
    };
    assert_eq!(
        read(&example("example")),
        (true, "All 7 quotes are right.".to_owned())
    );
    assert_eq!(
        read(&example("full")),
        (true, "All 56 quotes are right.".to_owned())
    );
    let (_folder, path) = sample("full");
    let export = fs::read_to_string(&path).unwrap();
    let quotes = export.matches("\"exact\":").count();
    assert!(quotes > 100, "the sample has only {quotes} quotes");
    assert_eq!(read(&path), (true, format!("All {quotes} quotes are right.")));
    for (words, others) in [
        (r#""exact": "alleges""#, r#""exact": "Alleges""#),
        (r#""prefix": "A ministry"#, r#""prefix": "The ministry"#),
        (r#""suffix": ".""#, r#""suffix": """#),
        (r#""start": 73,"#, r#""start": 74,"#),
        (r#""end": 179"#, r#""end": 181"#),
        ("经查，该组织", "经查，彼组织"),
    ] {
        let (_folder, path) = tampered("example", words, others);
        let (right, says) = read(&path);
        assert!(!right && says.contains("does not stand at"), "{others}: {says}");
    }
    for name in ["quotes", "none"] {
        let says = "This export carries no texts, so its quotes cannot be checked.";
        assert_eq!(read(&example(name)), (false, says.to_owned()));
    }
}
