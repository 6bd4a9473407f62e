//! Undo and redo: a linear stack of the transactions made here.

use crate::project::{Project, Refused, Stamp, Transaction};
use crate::storage::{Entry, Step};

/// What was done here and can be undone, newest last, and what was undone and can be done again.
#[derive(Clone, Debug, Default)]
pub struct UndoStack {
    done: Vec<Transaction>,
    undone: Vec<Transaction>,
}

impl UndoStack {
    /// What can be undone and redone from the start on, newest last: what undoes each transaction, and what does again what
    /// was undone.
    pub fn of(done: Vec<Transaction>, undone: Vec<Transaction>) -> Self {
        Self { done, undone }
    }

    /// Commits a transaction and remembers how to undo it. What was undone before cannot be redone any more. Returns what
    /// the history keeps of it.
    ///
    /// # Errors
    /// `Refused` as `Project::commit`; nothing is changed then.
    pub fn commit(&mut self, project: &mut Project, transaction: Transaction) -> Result<Entry, Refused> {
        let inverse = project.commit(transaction.clone())?;
        self.done.push(inverse.clone());
        self.undone.clear();
        Ok(Entry::edit(transaction, inverse))
    }

    /// Undoes the newest transaction. Returns what the history keeps of it; `None` if there is none.
    ///
    /// # Errors
    /// `Refused` where others' edits have made it impossible; it stays on the stack.
    pub fn undo(&mut self, project: &mut Project, stamp: &Stamp) -> Option<Result<Entry, Refused>> {
        step(&mut self.done, &mut self.undone, project, stamp, Step::Undo)
    }

    /// Does again what was undone last.
    ///
    /// # Errors
    /// As `undo`.
    pub fn redo(&mut self, project: &mut Project, stamp: &Stamp) -> Option<Result<Entry, Refused>> {
        step(&mut self.undone, &mut self.done, project, stamp, Step::Redo)
    }

    /// The label of what `undo` would undo.
    pub fn undo_label(&self) -> Option<&str> {
        self.done.last().map(|t| t.label.as_str())
    }

    /// The label of what `redo` would do again.
    pub fn redo_label(&self) -> Option<&str> {
        self.undone.last().map(|t| t.label.as_str())
    }
}

fn step(
    from: &mut Vec<Transaction>,
    to: &mut Vec<Transaction>,
    project: &mut Project,
    stamp: &Stamp,
    step: Step,
) -> Option<Result<Entry, Refused>> {
    let done = Transaction {
        by: stamp.by,
        at: stamp.at,
        ..from.last()?.clone()
    };
    Some(project.commit(done.clone()).map(|inverse| {
        from.pop();
        to.push(inverse.clone());
        Entry {
            step,
            ..Entry::edit(done, inverse)
        }
    }))
}
