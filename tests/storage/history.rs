//! The history: what was kept is found again, exactly, and nothing that belongs to another file is ever replayed.

use crate::support::random::Maker;
use crate::work::{self, anything, at, edit, note, opened, store};
use onus::project::*;
use onus::storage::{open, paths};
use proptest::prelude::*;
use std::fs;
use std::path::Path;
use std::sync::Arc;

fn history(path: &Path) -> String {
    fs::read_to_string(paths::history_path(path)).unwrap()
}

/// A project with two edits that are not in its file.
fn with_two_edits(seed: u64) -> (tempfile::TempDir, std::path::PathBuf, [Project; 3]) {
    let (folder, path, first) = work::project(seed);
    let mut ledger = open::create(&path, first.clone()).unwrap().into_ledger().unwrap();
    let mut states = [first.clone(), first.clone(), first];
    for n in 1..3 {
        let t = note(&states[n - 1], n);
        ledger.enter(&t).unwrap();
        states[n] = states[n - 1].clone();
        states[n].commit(t).unwrap();
    }
    ledger.flush().unwrap();
    (folder, path, states)
}

#[test]
fn before_the_first_edit_there_is_no_history() {
    let (folder, path, project) = work::project(1);
    drop(open::create(&path, project.clone()).unwrap());
    let mut ledger = open::open(&path).unwrap().into_ledger().unwrap();
    ledger.save(&project).unwrap();
    drop(ledger);
    assert_eq!(work::names(folder.path()), ["a.onus.lock", "a.onus.ron"]);
}

#[test]
fn edits_that_were_not_saved_are_replayed_and_can_be_undone() {
    let (_folder, path, mut project) = work::project(2);
    let first = project.clone();
    let mut store = store();
    store.adopt(open::create(&path, project.clone()).unwrap());
    (0..5).for_each(|n| edit(&mut store, &mut project, n));
    store.close();
    let ready = opened(&path);
    assert_eq!((ready.replayed, &ready.project), (5, &project));
    let mut undone = ready.project;
    for t in ready.undo.into_iter().rev() {
        undone.commit(t).unwrap();
    }
    assert_eq!(undone, first);

    store.adopt(open::open(&path).unwrap());
    edit(&mut store, &mut project, 6);
    store.save(project.clone(), at(7));
    edit(&mut store, &mut project, 8);
    store.close();
    let ready = opened(&path);
    assert_eq!((ready.replayed, &ready.project), (1, &project));
    assert!(ready.notices.is_empty(), "{:?}", ready.notices);
}

#[test]
fn a_torn_last_line_is_left_out_and_said() {
    let (_folder, path, [_, one, two]) = with_two_edits(3);
    let whole = history(&path);
    let last = whole.trim_end().rfind('\n').unwrap() + 1;
    for length in [whole.len() - 1, last + 70, last + 3, last + 1] {
        fs::write(paths::history_path(&path), &whole[..length]).unwrap();
        let ready = opened(&path);
        assert_eq!(
            (ready.replayed, &ready.project),
            (1, &one),
            "{length} of {}",
            whole.len()
        );
        let says = "The last edit in the history was cut off when Onus stopped, and is left out.";
        assert_eq!(ready.notices, [says]);
    }
    // What is kept afterwards is found again.
    let mut ledger = open::open(&path).unwrap().into_ledger().unwrap();
    ledger.enter(note(&one, 2)).unwrap();
    ledger.flush().unwrap();
    drop(ledger);
    assert_eq!(history(&path), whole);
    assert_eq!(opened(&path).project, two);
}

#[test]
fn a_whole_last_line_with_a_wrong_checksum_is_damage_and_is_kept() {
    let (folder, path, [_, one, _]) = with_two_edits(12);
    let text = history(&path).replacen("note 2", "note 9", 1);
    fs::write(paths::history_path(&path), &text).unwrap();
    let ready = opened(&path);
    assert_eq!((ready.replayed, &ready.project), (1, &one));
    assert_eq!(
        ready.notices,
        [
            "The history is damaged. 1 of 2 edits that are not in the file can be read. Line 3 of the history cannot: it \
             is damaged. It is kept as a.onus.history.1, and a new one begins."
        ]
    );
    assert_eq!(
        fs::read_to_string(folder.path().join("a.onus.history.1")).unwrap(),
        text
    );
}

#[test]
fn marks_of_an_older_state_and_noise_forget_nothing_that_is_to_be_replayed() {
    let (_folder, path, [_, _, two]) = with_two_edits(13);
    let text = history(&path);
    let hash = text.lines().next().unwrap().rsplit_once(' ').unwrap().1;
    let mark = |up_to| format!("saved as {hash} up to {up_to}\n");
    for (more, replayed, notices) in [
        (mark(0).repeat(50), 2, 0),
        (format!("noise\n{}", mark(0)), 2, 0),
        (format!("{}noise\n", mark(0)), 2, 1),
        ("\n".repeat(50), 2, 1),
        (mark(1).repeat(50), 1, 0),
    ] {
        fs::write(paths::history_path(&path), format!("{text}{more}")).unwrap();
        let ready = open::read(&path).unwrap();
        assert_eq!(
            (ready.replayed, ready.notices.len()),
            (replayed, notices),
            "{more}"
        );
        if replayed == 2 {
            assert!(ready.project == two);
        }
    }
}

#[test]
fn a_history_damaged_within_is_replayed_up_to_there_and_set_aside() {
    let (folder, path, [_, one, _]) = with_two_edits(4);
    let mut text = history(&path);
    text = text.replacen("note 2", "note 9", 1);
    text.push_str(&text.lines().nth(1).unwrap().replacen("1 ", "3 ", 1));
    text.push('\n');
    fs::write(paths::history_path(&path), &text).unwrap();
    assert_eq!(open::read(&path).unwrap().project, one);
    assert!(!folder.path().join("a.onus.history.1").exists());
    for notices in [1, 0] {
        let ready = opened(&path);
        assert_eq!((ready.replayed, &ready.project), (1, &one));
        assert_eq!(ready.notices.len(), notices);
    }
    assert_eq!(
        fs::read_to_string(folder.path().join("a.onus.history.1")).unwrap(),
        text
    );
    // The new history holds what was applied of the old one, and what undoes it.
    let first = |text: &str| {
        let line = text.lines().nth(1).unwrap();
        let done = line[line.find('(').unwrap()..].split(",undo:").next().unwrap();
        done.trim_end_matches(')').to_owned()
    };
    assert_eq!(first(&history(&path)), first(&text));
}

#[test]
fn an_older_file_and_a_foreign_one_get_a_history_of_their_own() {
    let (folder, path, [first, _, two]) = with_two_edits(5);
    let old = fs::read(&path).unwrap();
    let mut ledger = open::open(&path).unwrap().into_ledger().unwrap();
    ledger.save(&two).unwrap();
    let mut third = two.clone();
    let t = note(&two, 3);
    ledger.enter(&t).unwrap();
    third.commit(t).unwrap();
    ledger.flush().unwrap();
    drop(ledger);
    let left = fs::read(paths::history_path(&path)).unwrap();

    fs::write(&path, &old).unwrap();
    let ready = opened(&path);
    assert_eq!((ready.replayed, &ready.project), (0, &first));
    assert_eq!(
        ready.notices,
        [
            "The file is an older state than its history, which has 3 later edits, not applied. It is kept as \
          a.onus.history.1, and a new one begins."
        ]
    );
    assert_eq!(
        fs::read(folder.path().join("a.onus.history.1")).unwrap(),
        left,
        "untouched"
    );

    let foreign = format!("onus history 1 of {}\n", "0".repeat(64));
    for (number, foreign) in [(2, foreign.as_str()), (3, "not a history\n"), (4, "not a line")] {
        fs::write(paths::history_path(&path), foreign).unwrap();
        let ready = opened(&path);
        assert!(ready.notices[0].starts_with("The history beside this file belongs to another one"));
        assert_eq!(
            fs::read_to_string(paths::aside_path(&path, number)).unwrap(),
            foreign
        );
    }
}

#[test]
fn a_save_that_stopped_anywhere_loses_and_repeats_nothing() {
    let (_folder, path, [_, _, two]) = with_two_edits(6);
    let old = fs::read(&path).unwrap();
    let mut ledger = open::open(&path).unwrap().into_ledger().unwrap();
    ledger.save(&two).unwrap();
    drop(ledger);
    let new = fs::read(&path).unwrap();
    let text = history(&path);
    let before_saved = &text[..text.rfind("saved as").unwrap()];
    let before_saving = &text[..text.rfind("saving as").unwrap()];
    for (file, history, replayed) in [
        (&old, before_saving, 2),
        (&old, before_saved, 2),
        (&new, before_saved, 0),
        (&new, &text, 0),
    ] {
        fs::write(&path, file).unwrap();
        fs::write(paths::history_path(&path), history).unwrap();
        let ready = opened(&path);
        assert_eq!((ready.replayed, &ready.project), (replayed, &two));
        assert!(ready.notices.is_empty());
    }
}

#[test]
fn a_project_saved_under_the_name_of_an_older_one_leaves_its_history_alone() {
    let (folder, path, [first, ..]) = with_two_edits(7);
    fs::remove_file(&path).unwrap();
    let notices = open::create(&path, first.clone())
        .unwrap()
        .ready()
        .notices
        .clone();
    assert_eq!(
        notices,
        ["A history of an older project of this name was there. It is kept as a.onus.history.1."]
    );
    assert_eq!(opened(&path).project, first);
    assert!(folder.path().join("a.onus.history.1").exists());
}

/// A source with a long text, and the transaction that adds it.
pub(crate) fn long_source(project: &Project) -> (Source, Transaction) {
    let source = project.sources.values().find(|s| s.text.is_some()).unwrap();
    let sha256 = onus::text::sha256(b"long");
    let text = Text::new("长".repeat(100_000), ReadBy::Extraction, vec![], None);
    let long = Source {
        id: Id::of_original(&sha256),
        capture: source
            .capture
            .clone()
            .map(|capture| Capture { sha256, ..capture }),
        text: Some(Arc::new(text)),
        version_of: None,
        part_of: None,
        translation_of: None,
        ..(**source).clone()
    };
    let by = *project.analysts.keys().next().unwrap();
    let mut add = Transaction::new("Add", by, at(0));
    add.add(long.clone());
    (long, add)
}

#[test]
fn a_new_title_does_not_write_the_text_again() {
    let (_folder, path, mut project) = work::project(8);
    let mut ledger = open::create(&path, project.clone())
        .unwrap()
        .into_ledger()
        .unwrap();
    let (long, add) = long_source(&project);
    let mut rename = Transaction::new("Rename", add.by, at(1));
    rename.change(Source {
        title: "text 1234 (text:(sha256:\"".into(),
        ..long
    });
    for t in [add, rename] {
        ledger.enter(&t).unwrap();
        project.commit(t).unwrap();
    }
    ledger.flush().unwrap();
    drop(ledger);
    let length = history(&path).len();
    assert!((300_000..303_000).contains(&length), "{length}");
    assert_eq!(opened(&path).project, project);
}

#[test]
fn a_text_that_left_the_file_is_written_again_when_it_comes_back() {
    let (_folder, path, mut project) = work::project(8);
    let (long, add) = long_source(&project);
    project.commit(add).unwrap();
    let with = project.clone();
    let mut ledger = open::create(&path, with.clone()).unwrap().into_ledger().unwrap();
    let mut remove = Transaction::new("Delete", long.created.by, at(2));
    remove.edits.push(Edit::Delete(Kind::Source, long.id));
    ledger.enter(&remove).unwrap();
    let undo = project.commit(remove).unwrap();
    ledger.save(&project).unwrap();
    ledger.enter(&undo).unwrap();
    ledger.flush().unwrap();
    drop(ledger);
    assert_eq!(opened(&path).project, with);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    /// Whatever is done, undone and saved, in whatever order, and however often Onus is closed between: the project that
    /// is opened is the one that was left.
    #[test]
    fn what_was_left_is_opened(seed in any::<u64>(), steps in prop::collection::vec(0..6u8, 1..30)) {
        let mut m = Maker::new(seed);
        let (_folder, path, mut project) = work::project(seed);
        let mut ledger = open::create(&path, project.clone()).unwrap().into_ledger().unwrap();
        let mut undo = Vec::new();
        for (n, step) in steps.into_iter().enumerate() {
            match step {
                0 => ledger.save(&project).unwrap(),
                1 => {
                    ledger.flush().unwrap();
                    drop(ledger);
                    let opened = open::open(&path).unwrap();
                    prop_assert_eq!(&opened.ready().notices, &[] as &[String]);
                    prop_assert!(*opened.project() == project);
                    ledger = opened.into_ledger().unwrap();
                }
                2 => {
                    if let Some(t) = undo.pop() {
                        let (redo, kept) = (project.commit(Transaction::clone(&t)), t);
                        prop_assert!(redo.is_ok());
                        ledger.enter(&kept).unwrap();
                    }
                }
                _ => {
                    let t = anything(&mut m, &project, n);
                    if let Ok(inverse) = project.commit(t.clone()) {
                        undo.push(inverse);
                        ledger.enter(&t).unwrap();
                    }
                }
            }
        }
        ledger.flush().unwrap();
        drop(ledger);
        prop_assert!(opened(&path).project == project);
    }

    /// No bytes of a history make a panic, and what is opened is sound.
    #[test]
    fn no_history_makes_a_panic(at in any::<prop::sample::Index>(), gone in 0..9usize, new in any::<[u8; 3]>()) {
        let (_folder, path, _) = with_two_edits(11);
        let mut bytes = fs::read(paths::history_path(&path)).unwrap();
        let at = at.index(bytes.len());
        let end = (at + gone).min(bytes.len());
        bytes.splice(at..end, new);
        fs::write(paths::history_path(&path), bytes).unwrap();
        prop_assert_eq!(opened(&path).project.validate(), []);
    }
}
