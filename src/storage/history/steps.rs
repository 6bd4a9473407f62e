//! What could be undone and redone when Onus stopped, told from what the history says was done.

use super::replay::Replay;
use super::scan::Scan;
use super::texts::Texts;
use super::transaction::read_undo;
use crate::project::{Edit, Project, Record, Transaction};
use crate::storage::history::{Entry, Step};

/// What can be undone and redone.
#[derive(Debug, Default)]
pub(in crate::storage) struct Steps {
    /// What undoes each transaction, newest last.
    pub(in crate::storage) undo: Vec<Transaction>,
    /// What does again what was undone, newest last.
    pub(in crate::storage) redo: Vec<Transaction>,
}

impl Steps {
    /// Takes in one transaction, given what undoes it, as the stacks did when it was made. What an undo took from a stack
    /// that began after it is made up for by its own inverse.
    fn take(&mut self, inverse: Transaction, step: Step) {
        match step {
            Step::Edit => {
                self.redo.clear();
                self.undo.push(inverse);
            }
            Step::Undo => {
                self.undo.pop();
                self.redo.push(inverse);
            }
            Step::Redo => {
                self.redo.pop();
                self.undo.push(inverse);
            }
        }
    }
}

/// The stacks after the newest transactions: those up to `up_to`, which are in the file, and those that were replayed on
/// it. They reach back to the last transaction of somebody else, since nobody undoes what another's edit rests on, and to
/// the last that does not say what undoes it. `project` is what all have made.
pub(in crate::storage) fn steps(scan: &Scan, up_to: u64, replay: &Replay, project: &Project) -> Steps {
    let mut texts = Texts::of(project);
    let mut by = replay.entries.last().map(|entry| entry.done.by);
    let mut newest_first = Vec::new();
    let its_own = |entry: &&Entry| Some(entry.done.by) == by;
    for entry in replay.entries.iter().rev().take_while(its_own) {
        let mut inverse = Transaction::new(&entry.done.label, entry.done.by, entry.done.at);
        inverse.edits = entry.undo.clone().unwrap_or_default();
        for edit in &inverse.edits {
            if let Edit::Put(Record::Source(source)) = edit
                && let Some(text) = &source.text
            {
                texts.offer(text);
            }
        }
        newest_first.push((inverse, entry.step));
    }
    if newest_first.len() == replay.entries.len() {
        let saved = scan.recent().skip_while(|(number, _)| *number > up_to);
        for ((number, ron), expected) in saved.zip((1..=up_to).rev()) {
            match read_undo(ron, &mut texts) {
                Ok((inverse, step)) if number == expected && *by.get_or_insert(inverse.by) == inverse.by => {
                    newest_first.push((inverse, step));
                }
                _ => break,
            }
        }
    }
    let mut steps = Steps::default();
    for (inverse, step) in newest_first.into_iter().rev() {
        steps.take(inverse, step);
    }
    steps
}
