//! Undo over a restart: what could be undone and redone before can be afterwards, be it saved or not.

use crate::history::long_source;
use crate::support::random::Maker;
use crate::work::{self, anything, at, note, opened};
use onus::project::*;
use onus::session::UndoStack;
use onus::storage::open::{self, Ready};
use onus::storage::{Entry, Ledger, Step, paths};
use proptest::prelude::*;
use std::fs;
use std::path::Path;

/// A project with its stack, as it is in a program that runs on.
#[derive(Clone)]
struct Desk {
    project: Project,
    stack: UndoStack,
}

impl Desk {
    fn of(ready: Ready) -> Self {
        Self {
            project: ready.project,
            stack: UndoStack::of(ready.undo, ready.redo),
        }
    }

    fn step(&mut self, stamp: &Stamp, step: Step) -> Option<Entry> {
        let done = match step {
            Step::Redo => self.stack.redo(&mut self.project, stamp),
            _ => self.stack.undo(&mut self.project, stamp),
        };
        done.map(Result::unwrap)
    }

    fn labels(&self) -> [Option<&str>; 2] {
        [self.stack.undo_label(), self.stack.redo_label()]
    }
}

fn agree(left: &Desk, right: &Desk) {
    assert_eq!(left.labels(), right.labels());
    assert!(left.project == right.project);
}

/// Both undo all there is, and do it all again.
fn agree_to_the_ground(left: &Desk, right: &Desk, stamp: &Stamp) {
    let (mut left, mut right) = (left.clone(), right.clone());
    for step in [Step::Redo, Step::Undo, Step::Redo] {
        loop {
            agree(&left, &right);
            let (one, other) = (left.step(stamp, step), right.step(stamp, step));
            assert_eq!(
                one.as_ref().map(|e| &e.done.label),
                other.as_ref().map(|e| &e.done.label)
            );
            if one.is_none() {
                break;
            }
        }
    }
}

fn ledger(path: &Path, project: &Project) -> Ledger {
    open::create(path, project.clone())
        .unwrap()
        .into_ledger()
        .unwrap()
}

/// Commits a transaction of an analyst, and keeps it with what undoes it.
fn keep(ledger: &mut Ledger, project: &mut Project, mut t: Transaction, by: Id) {
    t.by = by;
    let inverse = project.commit(t.clone()).unwrap();
    ledger.enter(Entry::edit(t, inverse)).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// One program runs on, another is closed and opened now and then. Nobody could tell them apart.
    #[test]
    fn a_restart_is_not_noticed(seed in any::<u64>(), steps in prop::collection::vec(0..9u8, 1..40)) {
        let mut m = Maker::new(seed);
        let (_folder, path, project) = work::project(seed);
        let by = *project.analysts.keys().next().unwrap();
        let mut kept = ledger(&path, &project);
        let mut runs_on = Desk { project, stack: UndoStack::default() };
        let mut restarts = runs_on.clone();
        for (n, step) in steps.into_iter().enumerate() {
            let stamp = Stamp { by, at: at(n as u32) };
            let entry = match step {
                0 => { kept.save(&restarts.project).unwrap(); None }
                1 => {
                    kept.flush().unwrap();
                    drop(kept);
                    let opened = open::open(&path).unwrap();
                    prop_assert_eq!(&opened.ready().notices, &[] as &[String]);
                    restarts = Desk::of(opened.ready().clone());
                    kept = opened.into_ledger().unwrap();
                    agree_to_the_ground(&runs_on, &restarts, &stamp);
                    None
                }
                2 | 3 => { runs_on.step(&stamp, Step::Undo); restarts.step(&stamp, Step::Undo) }
                4 => { runs_on.step(&stamp, Step::Redo); restarts.step(&stamp, Step::Redo) }
                _ => {
                    let mut t = anything(&mut m, &restarts.project, n);
                    (t.by, t.label) = (by, format!("Edit {n}"));
                    // What is refused is refused in both, and changes neither.
                    let entry = restarts.stack.commit(&mut restarts.project, t.clone()).ok();
                    prop_assert_eq!(runs_on.stack.commit(&mut runs_on.project, t).is_ok(), entry.is_some());
                    entry
                }
            };
            agree(&runs_on, &restarts);
            if let Some(entry) = entry {
                kept.enter(entry).unwrap();
            }
        }
        kept.flush().unwrap();
        drop(kept);
        agree_to_the_ground(&runs_on, &Desk::of(opened(&path)), &Stamp { by, at: at(0) });
    }
}

#[test]
fn a_deleted_text_comes_back_after_it_left_the_file() {
    let (_folder, path, mut project) = work::project(1);
    let (long, add) = long_source(&project);
    let by = add.by;
    let mut kept = ledger(&path, &project);
    keep(&mut kept, &mut project, add, by);
    kept.save(&project).unwrap();
    let with = project.clone();
    let length = || fs::metadata(paths::history_path(&path)).unwrap().len();
    let before = length();
    let mut rename = Transaction::new("Rename", by, at(1));
    rename.change(Source {
        title: "Another".into(),
        ..long.clone()
    });
    keep(&mut kept, &mut project, rename, by);
    kept.flush().unwrap();
    assert!(length() < before + 3000, "a text that stays is named");
    let mut delete = Transaction::new("Delete", by, at(2));
    delete.edits.push(Edit::Delete(Kind::Source, long.id));
    keep(&mut kept, &mut project, delete, by);
    kept.save(&project).unwrap();
    drop(kept);

    let mut desk = Desk::of(opened(&path));
    let stamp = Stamp { by, at: at(3) };
    assert_eq!(desk.labels(), [Some("Delete"), None]);
    desk.step(&stamp, Step::Undo);
    desk.step(&stamp, Step::Undo);
    assert!(desk.project == with);
    assert_eq!(desk.labels(), [Some("Add"), Some("Rename")]);

    // Without the line that holds the text, the names of it lead nowhere, and what names it cannot be undone.
    let text = fs::read_to_string(paths::history_path(&path)).unwrap();
    let lines = text.lines().map(|line| match line.contains("\"Delete\"") {
        true => "damaged\n".to_owned(),
        false => format!("{line}\n"),
    });
    fs::write(paths::history_path(&path), lines.collect::<String>()).unwrap();
    assert_eq!(opened(&path).undo, []);
}

#[test]
fn nobody_undoes_what_somebody_elses_edit_rests_on() {
    let (_folder, path, mut project) = work::project(2);
    let own = *project.analysts.keys().next().unwrap();
    let other = *project.analysts.keys().nth(1).unwrap();
    let mut kept = ledger(&path, &project);
    for (n, by) in [own, own, other, own, own].into_iter().enumerate() {
        let t = note(&project, n);
        keep(&mut kept, &mut project, t, by);
        if n == 3 {
            kept.save(&project).unwrap();
        }
    }
    kept.flush().unwrap();
    let labels = |ready: Ready| ready.undo.iter().map(|t| t.label.clone()).collect::<Vec<_>>();
    assert_eq!(labels(opened(&path)), ["Note 3", "Note 4"]);
    let t = note(&project, 5);
    keep(&mut kept, &mut project, t, other);
    kept.flush().unwrap();
    drop(kept);
    assert_eq!(labels(opened(&path)), ["Note 5"]);
}

#[test]
fn what_does_not_say_how_it_is_undone_ends_the_stack_once_it_is_saved() {
    let (_folder, path, mut project) = work::project(3);
    let by = *project.analysts.keys().next().unwrap();
    let mut kept = ledger(&path, &project);
    for n in 0..4 {
        let t = note(&project, n);
        match n {
            1 => {
                kept.enter(&t).unwrap();
                project.commit(t).unwrap();
            }
            _ => keep(&mut kept, &mut project, t, by),
        }
    }
    kept.flush().unwrap();
    assert_eq!(
        opened(&path).undo.len(),
        4,
        "what is replayed can be undone all the same"
    );
    kept.save(&project).unwrap();
    drop(kept);
    assert_eq!(opened(&path).undo.len(), 2);
}

#[test]
fn the_way_a_step_went_is_told_with_its_label() {
    let (_folder, path, project) = work::project(4);
    let by = *project.analysts.keys().next().unwrap();
    let mut kept = ledger(&path, &project);
    let mut desk = Desk {
        project,
        stack: UndoStack::default(),
    };
    let stamp = Stamp { by, at: at(1) };
    let t = note(&desk.project, 7);
    kept.enter(
        desk.stack
            .commit(&mut desk.project, Transaction { by, ..t })
            .unwrap(),
    )
    .unwrap();
    for step in [Step::Undo, Step::Redo, Step::Undo] {
        kept.enter(desk.step(&stamp, step).unwrap()).unwrap();
    }
    kept.flush().unwrap();
    drop(kept);
    let found = open::look(&path).unwrap();
    let says: Vec<_> = found
        .past()
        .edits()
        .iter()
        .map(|deed| deed.step.says(&deed.label))
        .collect();
    assert_eq!(says, ["Note 7", "Undo: Note 7", "Redo: Note 7", "Undo: Note 7"]);
    drop(found);
    assert_eq!(Desk::of(opened(&path)).labels(), [None, Some("Note 7")]);
}
