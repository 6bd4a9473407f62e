//! The project file: what is written is read as the same project, and the same project is the same bytes.

use crate::history::long_source;
use crate::support::random;
use crate::work;
use onus::project::*;
use onus::storage::format::{LoadError, Loaded, read, write};
use onus::storage::open;
use proptest::prelude::*;
use std::fs;
use std::sync::Arc;

pub(crate) fn written(project: &Project) -> String {
    write(project).unwrap().into_text()
}

pub(crate) fn load(text: &str) -> Result<Loaded, LoadError> {
    read(text.as_bytes().to_vec())
}

/// The kept sample of format 1, which holds every field and every value of every closed list. A change that makes this
/// test fail makes the projects of everybody unreadable, or writes them anew in every repository.
pub(crate) const SAMPLE: &str = include_str!("../golden/everything.onus.ron");

#[test]
fn the_kept_sample_is_read_and_written_as_it_is() {
    let loaded = load(SAMPLE).unwrap();
    assert!(!loaded.changed_outside);
    let now = format!("\"onus {}\"", env!("CARGO_PKG_VERSION"));
    let above = |text: &str| {
        text.rsplit_once("// sha256")
            .unwrap()
            .0
            .replace(&now, "\"onus 0.1.0\"")
    };
    assert!(above(&written(&loaded.project)) == above(SAMPLE));
}

#[test]
fn the_kept_sample_holds_every_value() {
    let holds = |list: &[&str]| {
        for name in list {
            let plain = name.chars().all(|c| c.is_ascii_alphanumeric());
            let value = if plain {
                (*name).to_owned()
            } else {
                format!("r#{name}")
            };
            let ends = [",", ")", "(", "]"];
            let starts = [":", ",", "["];
            let found = starts
                .iter()
                .any(|s| ends.iter().any(|e| SAMPLE.contains(&format!("{s}{value}{e}"))));
            assert!(found, "{name} is not in the sample");
        }
    };
    macro_rules! every_value {
        ($($list:ident),+) => { $(
            // What is left out is the default.
            holds(&$list::ALL.iter().map(|v| v.name()).filter(|name| !DEFAULTS.contains(name)).collect::<Vec<_>>());
        )+ };
    }
    const DEFAULTS: [&str; 5] = ["asserts", "in-text", "as-cited", "full", "quotes"];
    every_value! {
        AliasKind, AnalystKind, Attack, Availability, BlockKind, ClaimantRole, Colour, Disclosure, EntityKind,
        EventKind, EvidenceClass, IndividualRole, LinkKind, ParticipantRole, Presence, PropositionKind, Protection,
        ReadBy, ReadingState, RelationKind, Rung, SourceKind, Speech, Standing, Texts, Verdict, Voice
    }
}

#[test]
fn one_record_is_one_line() {
    let loaded = load(SAMPLE).unwrap();
    let records = loaded.project.all().count();
    let texts = loaded
        .project
        .sources
        .values()
        .filter_map(|source| source.text.as_ref());
    let lines: usize = texts.map(|text| text.value().matches('\n').count() + 1).sum();
    let tables = SAMPLE.lines().filter(|line| line.ends_with(":{")).count();
    // The first line, the last parenthesis, and the hash; two for each table.
    assert_eq!(SAMPLE.lines().count(), 3 + 2 * tables + records + lines);
}

#[test]
fn a_project_without_records_is_four_lines() {
    let project = random::project(1, 1);
    let empty = Project::new((**project.about()).clone());
    let text = written(&empty);
    assert_eq!(text.lines().count(), 4);
    assert_eq!(load(&text).unwrap().project, empty);
}

#[test]
fn a_file_changed_outside_is_opened_and_that_is_said() {
    let title = SAMPLE.find(",title:\"").unwrap() + 8;
    let (mut renamed, mut no_hash) = (SAMPLE.to_owned(), SAMPLE.to_owned());
    renamed.insert_str(title, "Another ");
    no_hash.truncate(SAMPLE.rfind("// sha256").unwrap());
    let more = format!("{SAMPLE}\n// a remark\n");
    for text in [renamed, no_hash, more, SAMPLE.replace(": ", ":  ")] {
        assert!(load(&text).unwrap().changed_outside);
    }

    let (_folder, path, project) = work::project(1);
    drop(open::create(&path, project).unwrap());
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("title:\"", "title:\"Another ", 1)).unwrap();
    let notices = work::opened(&path).notices;
    assert_eq!(
        notices,
        ["The project file was changed outside Onus. Every check has passed."]
    );
}

#[test]
fn a_file_that_is_too_long_is_refused_by_its_size() {
    let (_folder, path, _) = work::project(1);
    fs::File::create(&path)
        .unwrap()
        .set_len(open::FILE_LIMIT + 1)
        .unwrap();
    let error = open::open(&path).err().unwrap().to_string();
    assert!(
        error.contains("it has 524288001 bytes, and at most 524288000 are read"),
        "{error}"
    );
}

#[test]
fn a_project_is_not_made_over_a_file() {
    let (_folder, path, project) = work::project(1);
    fs::write(&path, "mine").unwrap();
    let error = open::create(&path, project).err().unwrap();
    assert!(matches!(error, open::OpenError::Exists(_)));
    assert_eq!(fs::read(&path).unwrap(), b"mine");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_project_written_and_read_is_the_same(seed in any::<u64>(), size in 1usize..40) {
        let project = random::project(seed, size);
        let text = written(&project);
        let loaded = load(&text).unwrap();
        prop_assert!(!loaded.changed_outside && loaded.newer.is_none());
        prop_assert_eq!(&written(&loaded.project), &text);
        prop_assert_eq!(loaded.hash, write(&project).unwrap().hash());
        prop_assert!(loaded.project == project);

        let on_windows = load(&text.replace('\n', "\r\n")).unwrap();
        prop_assert!(!on_windows.changed_outside);
        prop_assert_eq!(on_windows.hash, loaded.hash);
        prop_assert!(on_windows.project == project);
    }
}

#[test]
fn a_text_of_too_many_lines_is_no_part_of_a_project() {
    let project = work::project(8).2;
    let (long, _) = long_source(&project);
    for (lines, refused) in [(Text::MOST_LINES, false), (Text::MOST_LINES + 1, true)] {
        let text = Text::new("\n".repeat(lines - 1), ReadBy::Extraction, vec![], None);
        let mut add = Transaction::new("Add", long.created.by, work::at(0));
        add.add(Source {
            text: Some(Arc::new(text)),
            ..long.clone()
        });
        let mut copy = project.clone();
        let says = copy.commit(add).err().map(|error| error.to_string());
        let said = says
            .as_ref()
            .is_some_and(|says| says.contains("more than 4000000 lines or blocks"));
        assert_eq!((said, says.is_some()), (refused, refused), "{says:?}");
    }
}
