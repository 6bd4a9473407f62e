//! Damaged project files are read in part, record by record, and what is left out is named.

use crate::work;
use onus::project::*;
use onus::storage::format::{LoadError, Loaded, read, salvage, write};
use onus::storage::{open, paths};
use std::fs;

/// A small file with a record of every kind.
pub(crate) const SMALL: &str = include_str!("../versions/0.1.0.onus.ron");

/// Salvages bytes. Whatever is read of them is a sound project, and what is not read is said.
pub(crate) fn salvaged(bytes: impl Into<Vec<u8>>) -> Result<Loaded, LoadError> {
    let loaded = salvage(bytes.into())?;
    assert_eq!(loaded.project.validate(), []);
    if !loaded.left_out.is_empty() {
        assert!(!loaded.left_out.damages.is_empty() && loaded.changed_outside);
    }
    Ok(loaded)
}

/// How many more or fewer records of each kind there are than in the small file, in words.
fn changed(project: &Project) -> String {
    let all = read(SMALL.into()).unwrap().project;
    let more = |kind: &Kind| project.count(*kind) as i64 - all.count(*kind) as i64;
    let kinds = Kind::ALL.iter().map(|kind| (kind.table(), more(kind)));
    let kinds = kinds.filter(|(_, more)| *more != 0);
    let words: Vec<_> = kinds.map(|(table, more)| format!("{more:+} {table}")).collect();
    words.join(", ")
}

/// What is left out of these bytes: how many records, and what is said of them, ids cut short.
fn left_out(bytes: impl Into<Vec<u8>>) -> (String, Vec<String>) {
    let loaded = salvaged(bytes).unwrap();
    assert_eq!(loaded.project, loaded.project.reindexed());
    let text = write(&loaded.project).unwrap().into_text();
    assert_eq!(read(text.into_bytes()).unwrap().project, loaded.project);
    assert_eq!(loaded.left_out.count, loaded.left_out.damages.len());
    let damages = loaded.left_out.damages.iter().map(ToString::to_string);
    let says = damages.chain(loaded.left_out.stands_in.iter().cloned());
    (
        changed(&loaded.project),
        says.map(|says| without_ids(&says)).collect(),
    )
}

/// A sentence with the first four digits of each id.
fn without_ids(says: &str) -> String {
    let mut short = says.to_owned();
    for key in SMALL.lines().filter_map(|line| line.get(1..37)) {
        if key.parse::<Id>().is_ok() {
            short = short.replace(key, &key[..4]);
        }
    }
    short
}

/// What is damaged, where it stands first in the small file, and what stands there then.
const DAMAGES: &[(&str, &str)] = &[
    // Lines of records.
    ("state:done", "state:dome"),
    ("(name:\"A ministry\"", "(nome:\"A ministry\""),
    ("\"639b27ea", "639b27ea"),
    ("\"81be3d1b-b107", "81be3d1b-b107"),
    ("\"81be3d1b-b107", "\"81be3d1b_b107"),
    ("\"A vendor's", "A vendor's"),
    ("value:\"low\"", "value:\"owl\""),
    ("source:\"81be3d1b-b107", "source:\"81be3d1b-b108"),
    ("r#front-for,", "r#front-\0for,"),
    (
        "\"b8353d28-7354-43c0-ba40-91e1d2adfc66\":(target",
        "\"5b0fbd0b-6f0e-4c0e-9a2c-0a4e9d0b7c11\":(target",
    ),
    // A text that is not the one its hash was made of.
    ("A vendor's report published", "A vendor's retort published"),
    // What others need.
    ("project:(", "project("),
    ("language:\"en\",texts:full", "language:7,texts:full"),
    ("texts:full,", "texts:full,description:\"\","),
    ("(handle:\"A1\"", "(handle:A1"),
    ("letter:\"E\"", "letter:E"),
    ("letter:\"E\"", "letter:\"C\""),
    ("created:(by:\"f29a89a9", "created:(by:\"f29a89aa"),
    // The frame.
    ("entities:{", "entitYes:{"),
    ("},\nevents:{", "}\nevents:{"),
    ("},\nannotations:{\n", ""),
    ("\nentities:{\n", "\nentities:{ "),
    ("Onus(format:1", "Onus(format:one"),
    ("Onus(format:1,reader:1,generator:\"onus 0.1.0\",\n", ""),
    ("Onus(", "\u{feff}Onus("),
    ("\n)\n", "\n"),
    ("links:{", "knots:{\n\"1\":(),\n},\nlinks:{"),
    // A newer file.
    ("reader:1,", "reader:2,generator:\"onus 9\",generator:"),
    (
        "reader:1,generator:\"onus 0.1.0\",\nproject:(",
        "reader:2,generator:\"onus 9\",\nproject:(colour:red,id:7,",
    ),
    // An unfinished merge.
    ("links:{\n", "links:{\n=======\n"),
    (
        "text:\"Check the wording",
        "text:\"Ours\",created:(by:\"f29a89a9-c4e7-4998-8f41-b6586afcd707\",at:\"2025-06-02T08:30:00Z\")),\n||||||| base\n\"a\n\
         =======\n\"b8353d28-7354-43c0-ba40-91e1d2adfc66\":(target:\"cf058133-82db-4400-a688-68c5f5d46a6f\",text:\"Check",
    ),
];

/// The small file with an unfinished merge: a title that both sides changed, and a comment that each side added.
fn merge() -> String {
    let comment = SMALL.lines().find(|line| line.starts_with("\"b8353d28")).unwrap();
    let added = |digit: &str| comment.replace("b8353d28", &format!("b8353d2{digit}")) + "\n";
    let title = SMALL.lines().find(|line| line.starts_with("project:")).unwrap();
    let sides = |ours: &str, base: &str, theirs: &str| {
        format!("<<<<<<< ours\n{ours}||||||| base\n{base}=======\n{theirs}>>>>>>> theirs\n")
    };
    let other = title.replace("Example", "Sample") + "\n";
    SMALL
        .replace(
            &format!("{title}\n"),
            &sides(&format!("{title}\n"), "project:()\n", &other),
        )
        .replace("readings:{", "READINGS")
        .replace(
            "},\nREADINGS",
            &(sides(&added("9"), "", &added("7")) + "},\nreadings:{"),
        )
}

/// Each damage, what of it is lost, and what is said, as a text to be read and kept.
#[test]
fn what_is_left_of_each_damage_is_as_it_was() {
    let mut report = String::new();
    let mut tell = |name: &str, bytes: Vec<u8>| {
        let (changed, says) = left_out(bytes);
        let changed = if changed.is_empty() {
            "no record fewer"
        } else {
            &changed
        };
        report += &format!("{name}\n  {changed}\n  {}\n\n", says.join("\n  "));
    };
    for (what, with) in DAMAGES {
        assert!(SMALL.contains(what), "{what}");
        tell(
            &format!("{what:?} -> {with:?}"),
            SMALL.replacen(what, with, 1).into(),
        );
    }
    tell("an unfinished merge", merge().into());
    let (at, mut bytes) = (SMALL.find("A ministry\"").unwrap(), SMALL.as_bytes().to_vec());
    bytes[at] = 0xff;
    tell("a byte that is no UTF-8", bytes);
    let cut = SMALL.find("events:{").unwrap() + 20;
    tell("the file cut off in its events", SMALL[..cut].into());
    if report != include_str!("../golden/salvage.txt") {
        let path = concat!(env!("CARGO_TARGET_TMPDIR"), "/salvage.txt");
        fs::write(path, report).unwrap();
        panic!("what is left is not what it was: compare {path} with tests/golden/salvage.txt");
    }
}

#[test]
fn the_second_side_of_a_merge_is_read_where_the_first_has_nothing() {
    let project = salvaged(merge()).unwrap().project;
    assert_eq!(project.about().title, "Example, read twice");
    assert_eq!(project.comments.len(), 4);
}

#[test]
fn nothing_is_left_out_of_a_sound_file() {
    let loaded = salvaged(SMALL).unwrap();
    assert!(loaded.left_out.is_empty() && !loaded.changed_outside);
    assert_eq!(changed(&loaded.project), "");
}

#[test]
fn what_is_no_project_is_refused_with_its_place() {
    for (bytes, says) in [
        (&b""[..], "It is empty."),
        (b"{\"format\": 1}", "It is not an Onus project"),
        (b"abc\nd\xffe", "Line 2 is not UTF-8 text from its byte 2 on"),
        (
            b"Onus(format:1,reader:1,generator:\"onus 0.1.0\",\n",
            "line 1: the file breaks off here.",
        ),
        (
            b"Onus(format:2,reader:1,generator:\"onus 0.1.0\",\nproject:(id:",
            "It is in format 2",
        ),
    ] {
        let error = salvaged(bytes).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
}

/// The damaged file is opened to be read; it and its history stay in every byte, and a sound copy is made of it.
#[test]
fn a_damaged_file_opens_for_reading_and_is_saved_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.onus.ron");
    let damaged = SMALL.replace("state:done", "state:dome");
    let history = include_str!("../versions/0.1.0.history");
    fs::write(&path, &damaged).unwrap();
    fs::write(paths::history_path(&path), history).unwrap();

    let opened = open::open(&path).unwrap();
    let ready = opened.ready().clone();
    assert!(
        ready
            .read_only
            .as_ref()
            .unwrap()
            .starts_with("The file is damaged: 1 record or part of one is left out.")
    );
    assert!(ready.incomplete && ready.replayed == 0 && ready.left_out.count == 1);
    assert!(ready.says()[1].starts_with("Damaged in line 54, character 144: readings/"));
    assert!(opened.into_ledger().is_none());
    let copy = folder.path().join("b.onus.ron");
    open::create(&copy, ready.project.clone()).unwrap();

    assert_eq!(fs::read_to_string(&path).unwrap(), damaged);
    assert_eq!(fs::read_to_string(paths::history_path(&path)).unwrap(), history);
    let copied = work::opened(&copy);
    assert_eq!((copied.read_only, copied.project), (None, ready.project));
}
