//! Undo and redo: a linear stack of the transactions made here.

use crate::project::{Project, Refused, Transaction};

/// What was done here and can be undone, newest last, and what was undone and can be done again.
#[derive(Clone, Debug, Default)]
pub struct UndoStack {
    done: Vec<Transaction>,
    undone: Vec<Transaction>,
}

impl UndoStack {
    /// What can be undone from the start on: what undoes each transaction, newest last.
    pub fn of(done: Vec<Transaction>) -> Self {
        Self {
            done,
            undone: Vec::new(),
        }
    }

    /// Commits a transaction and remembers how to undo it. What was undone before cannot be redone any more.
    ///
    /// # Errors
    /// `Refused` as `Project::commit`; nothing is changed then.
    pub fn commit(&mut self, project: &mut Project, transaction: Transaction) -> Result<(), Refused> {
        let inverse = project.commit(transaction)?;
        self.done.push(inverse);
        self.undone.clear();
        Ok(())
    }

    /// Undoes the newest transaction. Returns it as it was applied, for the history; `None` if there is none.
    ///
    /// # Errors
    /// `Refused` where others' edits have made it impossible; it stays on the stack.
    pub fn undo(
        &mut self,
        project: &mut Project,
        stamp: &crate::project::Stamp,
    ) -> Option<Result<Transaction, Refused>> {
        step(&mut self.done, &mut self.undone, project, stamp, "Undo")
    }

    /// Does again what was undone last.
    ///
    /// # Errors
    /// As `undo`.
    pub fn redo(
        &mut self,
        project: &mut Project,
        stamp: &crate::project::Stamp,
    ) -> Option<Result<Transaction, Refused>> {
        step(&mut self.undone, &mut self.done, project, stamp, "Redo")
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
    stamp: &crate::project::Stamp,
    verb: &str,
) -> Option<Result<Transaction, Refused>> {
    let step = from.last()?.clone();
    let said = Transaction {
        label: format!("{verb}: {}", step.label),
        by: stamp.by,
        at: stamp.at,
        ..step.clone()
    };
    match project.commit(said.clone()) {
        Ok(inverse) => {
            from.pop();
            to.push(Transaction {
                label: step.label,
                ..inverse
            });
            Some(Ok(said))
        }
        Err(refused) => Some(Err(refused)),
    }
}
