//! A damaged project file: what is left of it is shown at once, and what its history and its backups hold is found on a
//! thread. Nothing is saved over it, whatever is chosen.

use super::job::Job;
use super::projects::{Looked, free_name};
use super::recovering::Recovery;
use super::session::Session;
use crate::project::Project;
use crate::storage::open::{Found, OpenError, copy_recovered};
use crate::storage::{Damage, LeftOut, Recovered, project_name, recover};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// More records are not listed.
const MOST: usize = 1000;

/// A damaged file that was met.
pub(super) enum Met {
    /// Some of it can be read.
    Part(Box<Found>),
    /// Nothing of it can, and something lies beside it. Why, as sentences.
    Nothing(PathBuf, String),
}

/// A damaged file, until somebody has chosen what is opened.
pub struct Damaged {
    path: PathBuf,
    left: Option<Box<Found>>,
    why: Option<String>,
    looking: Option<Job<(Option<Recovered>, Vec<Lacking>)>>,
    recovered: Option<Recovered>,
    lacking: Vec<Lacking>,
}

/// A record that is left out of what can be read, or a place that cannot be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    /// How people call it, where that is known.
    pub name: Option<String>,
    /// Why it is left out, as a sentence without its end.
    pub why: String,
    /// The line of the file, counted from 1, where it stands in one.
    pub line: Option<usize>,
}

impl Damaged {
    /// The file, links resolved.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What can be read of it.
    pub fn left(&self) -> Option<&Project> {
        self.left.as_ref().map(|found| found.in_file())
    }

    /// How much is left out of that.
    pub fn left_out(&self) -> Option<&LeftOut> {
        self.left.as_ref().map(|found| found.left_out())
    }

    /// Why nothing of it can be read, as sentences.
    pub fn why(&self) -> Option<&str> {
        self.why.as_deref()
    }

    /// Whether it is still being found what the history and the backups hold.
    pub fn is_looking(&self) -> bool {
        self.looking.is_some()
    }

    /// What the history and the backups give, if that is more than what can be read of the file.
    pub fn recovered(&self) -> Option<&Recovered> {
        self.recovered.as_ref().filter(|recovered| recovered.more > 0)
    }

    /// What is left out, in the order of the file; of very much only the first.
    pub fn lacking(&self) -> &[Lacking] {
        &self.lacking
    }
}

impl Session {
    /// The damaged file that was to be opened, while nobody has chosen.
    pub fn damaged(&self) -> Option<&Damaged> {
        self.damaged.as_ref()
    }

    /// Shows what was met. The project that was open is left for it, as for any other that is opened.
    pub(super) fn show_damaged(&mut self, met: Met) {
        self.leave();
        let (path, left, why) = match met {
            Met::Part(found) => (found.path().to_owned(), Some(found), None),
            Met::Nothing(path, why) => (path, None, Some(why)),
        };
        let part = left
            .as_ref()
            .map(|found| (found.in_file().clone(), found.left_out().clone()));
        let lacking = part
            .as_ref()
            .map(|(part, left_out)| list(part, left_out, None))
            .unwrap_or_default();
        let file = path.clone();
        let looking = Job::start(self.store.wake(), move || {
            // What cannot be had from them, the page says by what is left.
            let recovered = recover(&file, None).ok();
            let lacking = part.map(|(part, left_out)| list(&part, &left_out, recovered.as_ref()));
            (recovered, lacking.unwrap_or_default())
        });
        self.damaged = Some(Damaged {
            path,
            left,
            why,
            looking: Some(looking),
            recovered: None,
            lacking,
        });
    }

    pub(super) fn poll_damaged(&mut self) {
        let Some(damaged) = &mut self.damaged else { return };
        let Some(outcome) = damaged.looking.as_ref().and_then(Job::poll) else {
            return;
        };
        damaged.looking = None;
        // Where looking stopped there was a fault, which is told; what is left can be opened all the same.
        if let Ok((recovered, lacking)) = outcome {
            (damaged.recovered, damaged.lacking) = (recovered, lacking);
        }
    }

    /// Whether it is being found what can be recovered.
    pub(super) fn looks_at_damaged(&self) -> bool {
        self.damaged.as_ref().is_some_and(Damaged::is_looking)
    }

    /// Does what was chosen, on a thread.
    pub(super) fn choose_of_damaged(&mut self, damaged: Damaged, choice: Recovery) {
        let Damaged {
            path,
            left,
            recovered,
            ..
        } = damaged;
        match (choice, left, recovered) {
            (Recovery::Recovered, _, Some(recovered)) => {
                let name = project_name(&path);
                let copy = free_name(path.parent().unwrap_or(&path), &format!("{name} recovered"));
                self.begin(copy.clone(), move || {
                    copy_recovered(&copy, recovered).map(Looked::opened)
                });
            }
            (Recovery::Read, Some(found), _) => {
                self.begin(path, move || found.with_edits().map(Looked::opened));
            }
            (Recovery::NotNow, ..) if self.is_rescued(&path) => self.decline_found(path),
            _ => {}
        }
    }
}

/// What a project that could not be opened is told by, if there may be something to recover: a backup or a history.
pub(super) fn met(path: &Path, error: OpenError) -> Result<Looked, OpenError> {
    match error.damage() {
        Some(why) if crate::storage::has_past(path) => {
            Ok(Looked::Damaged(Met::Nothing(path.to_owned(), why)))
        }
        _ => Err(error),
    }
}

/// What is left out of the part that can be read. What was recovered gives names, and what stands in no line any more.
fn list(part: &Project, left_out: &LeftOut, recovered: Option<&Recovered>) -> Vec<Lacking> {
    let whole = recovered.map(|recovered| &recovered.project);
    let named = |damage: &Damage| {
        let (_, id) = damage.record?;
        whole
            .filter(|whole| whole.kind(id).is_some())
            .map(|whole| whole.called(id))
    };
    let rows = left_out.damages.iter().map(|damage| Lacking {
        name: named(damage).or_else(|| damage.name.clone()),
        why: match damage.kept {
            true => format!("kept; {}", damage.why.trim_end_matches('.')),
            false => damage.why.trim_end_matches('.').to_owned(),
        },
        line: Some(damage.line),
    });
    let listed: BTreeSet<_> = left_out
        .damages
        .iter()
        .filter_map(|damage| Some(damage.record?.1))
        .collect();
    let gone = whole.into_iter().flat_map(|whole| {
        let is_gone = |id| part.kind(id).is_none() && !listed.contains(&id);
        let gone = whole.records().filter(move |record| is_gone(record.id()));
        gone.map(|record| Lacking {
            name: Some(whole.call(&record)),
            why: "nothing of it is left in the file".into(),
            line: None,
        })
    });
    rows.chain(gone).take(MOST).collect()
}
