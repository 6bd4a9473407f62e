//! Doing again what the history holds and the file does not.

use super::scan::{Held, Scan};
use super::texts::Texts;
use super::transaction::read_done;
use crate::project::Project;
use crate::storage::history::Entry;

/// What was done again.
#[derive(Debug, Default)]
pub(in crate::storage) struct Replay {
    /// The transactions and what undoes them, in the order in which they were done.
    pub(in crate::storage) entries: Vec<Entry>,
    /// The line at which it had to stop, and why, as the end of a sentence.
    pub(in crate::storage) stopped: Option<(usize, String)>,
}

/// Applies to a project, the one in the file, what the history holds after transaction `up_to`, as far as it is whole and
/// allowed. `texts` are those of the project; what is replayed is known to them afterwards.
pub(in crate::storage) fn replay(
    project: &mut Project,
    scan: &Scan,
    up_to: u64,
    texts: &mut Texts,
) -> Replay {
    let mut replay = Replay::default();
    let mut next = up_to + 1;
    for held in scan.after(up_to) {
        let outcome = match held {
            Held::Stop { line, why } => Err((*line, (*why).to_owned())),
            Held::Transaction { line, number, ron } => {
                again(project, next, *number, ron, texts).map_err(|why| (*line, why))
            }
        };
        match outcome {
            Ok(entry) => {
                replay.entries.push(entry);
                next += 1;
            }
            Err(stopped) => {
                replay.stopped = Some(stopped);
                break;
            }
        }
    }
    replay
}

/// Does one transaction again; returns it and what undoes it.
fn again(
    project: &mut Project,
    next: u64,
    number: u64,
    ron: &str,
    texts: &mut Texts,
) -> Result<Entry, String> {
    if number != next {
        return Err(format!("transaction {next} should stand here, and not {number}"));
    }
    let (done, step) = read_done(number, ron, texts)?;
    let inverse = project
        .commit(done.clone())
        .map_err(|refused| refused.to_string())?;
    Ok(Entry {
        step,
        ..Entry::edit(done, inverse)
    })
}
