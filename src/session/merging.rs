//! “The file was changed by somebody else”: what their version holds, merged with the open project on a thread, and what
//! the analyst decides. Nothing of theirs is taken before that, and nothing of ours is lost by it.

use super::ask::{Ask, Tone};
use super::job::{Job, Stopped};
use super::session::Session;
use crate::project::diff::{diff, summary};
use crate::project::merge::{Merge, NotMerged, Side};
use crate::project::{Edit, Project, Record, Transaction};
use crate::storage::Foreign;
use std::path::PathBuf;
use std::sync::Arc;

/// Whose edits are merged into the open project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Theirs {
    /// Those of the file, which somebody else has changed.
    #[default]
    File,
    /// Those of a copy that was kept elsewhere.
    Copy(PathBuf),
    /// Those of the history that lay beside the file, and goes on from another state of it.
    History,
}

/// The file as somebody else left it, on its way into the open project.
#[derive(Debug, Default)]
pub struct Merging {
    job: Option<Job<Result<Offer, NotMerged>>>,
    offer: Option<Result<Offer, String>>,
    /// Both versions as they were found, for a merge with what ours has become since.
    found: Option<(Project, Project)>,
    theirs: Theirs,
    /// What the disk has noticed and was told here. It stays after it was taken, until the disk has done so too: else it
    /// would be told twice.
    seen: Option<Arc<Foreign>>,
}

/// So many sentences are told of a change.
const MOST_TOLD: usize = 500;

/// What there is to decide.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The merge with the open project, as it was when this was offered.
    pub merge: Merge,
    /// What they changed, a sentence for each kind of record.
    pub summary: Vec<String>,
    /// The same in a sentence for each field, deletions first; of very much only the first.
    pub told: Vec<String>,
    /// Whether theirs looks like an earlier state of the project: nothing in it is newer than what it is compared with.
    pub is_older: bool,
    /// The handle of whoever made the newest of their changes, if it is known.
    pub by: Option<String>,
    /// What was edited here and is not in the file, a sentence for each kind of record.
    pub ours: Vec<String>,
}

impl Offer {
    fn new(base: Project, ours: Project, theirs: Project) -> Result<Self, NotMerged> {
        let changes = diff(&base, &theirs);
        let stamped = changes
            .iter()
            .filter_map(|change| change.after.as_ref().and_then(newest));
        let by = stamped
            .max_by_key(|(at, _)| *at)
            .and_then(|(_, by)| Some(theirs.analysts.get(&by)?.handle.clone()));
        let (gone, other): (Vec<_>, Vec<_>) = changes.iter().partition(|change| change.after.is_none());
        let told = gone
            .into_iter()
            .chain(other)
            .flat_map(|change| change.sentences(&base, &theirs));
        let latest = |project: &Project| project.all().filter_map(|record| newest(&record)).max();
        Ok(Self {
            told: told.take(MOST_TOLD).collect(),
            is_older: !changes.is_empty() && latest(&theirs) < latest(&base),
            summary: summary(&changes),
            ours: summary(&diff(&base, &ours)),
            by,
            merge: Merge::new(base, ours, theirs)?,
        })
    }
}

fn newest(record: &Record) -> Option<(crate::project::Timestamp, crate::project::Id)> {
    let common = record.common()?;
    let stamp = common.modified().unwrap_or_else(|| common.created());
    Some((stamp.at, stamp.by))
}

impl Merging {
    /// What there is to decide, or why nothing can be merged; `None` while nobody else has changed the file, or while it
    /// is being found out.
    pub fn offer(&self) -> Option<&Result<Offer, String>> {
        self.offer.as_ref()
    }

    /// Whose edits they are.
    pub fn theirs(&self) -> &Theirs {
        &self.theirs
    }

    /// Whether it is being worked out what there is to decide.
    pub fn is_busy(&self) -> bool {
        self.job.is_some()
    }
}

impl Session {
    /// What somebody else's change of the file is about to do here.
    pub fn merging(&self) -> &Merging {
        &self.merging
    }

    /// Takes notice of a file that somebody else has changed: `base` is what was in it when it was last ours. The sheet
    /// opens as soon as the merge is worked out and nothing else is asked.
    pub fn notice_foreign(&mut self, base: Project, theirs: Result<Project, String>) {
        self.merging.theirs = Theirs::File;
        match theirs {
            Ok(theirs) => {
                self.merging.found = Some((base, theirs));
                self.work_out_merge();
            }
            Err(says) => {
                self.merging = Merging {
                    offer: Some(Err(says)),
                    ..Merging::default()
                };
                self.look_at_foreign();
            }
        }
    }

    /// Has a version of the project that is in no file that it belongs to compared with it, as the file is that somebody
    /// else has changed. `base` is what it goes on from.
    pub(super) fn notice_other(&mut self, whose: Theirs, base: Project, other: Project) {
        self.merging.theirs = whose;
        self.merging.found = Some((base, other));
        self.work_out_merge();
    }

    fn work_out_merge(&mut self) {
        let (Some(work), Some((base, theirs))) = (&self.work, self.merging.found.clone()) else {
            return;
        };
        let ours = work.project.clone();
        self.merging.offer = None;
        self.merging.job = Some(Job::start(self.store.wake(), move || {
            Offer::new(base, ours, theirs)
        }));
    }

    /// Opens the sheet that says what was changed in the file.
    pub(super) fn look_at_foreign(&mut self) {
        if self.is_offer_old() {
            self.work_out_merge();
        } else if self.merging.offer.is_some() && self.ask.is_none() {
            self.ask = Some(Ask::Foreign);
        }
    }

    /// Whether something was edited here since the merge was worked out.
    fn is_offer_old(&self) -> bool {
        let (Some(work), Some(Ok(offer))) = (&self.work, &self.merging.offer) else {
            return false;
        };
        let ours = offer.merge.ours();
        !(ours.is_still(&work.project) && ours.about() == work.project.about())
    }

    pub(super) fn poll_merging(&mut self) {
        let Some(outcome) = self.merging.job.as_ref().and_then(Job::poll) else {
            return;
        };
        self.merging.job = None;
        self.merging.offer = Some(match outcome {
            Ok(merged) => merged.map_err(|refused| refused.to_string()),
            Err(Stopped) => {
                Err("Nothing was merged: comparing the versions stopped. Both are as they were.".into())
            }
        });
        self.look_at_foreign();
    }

    /// The transaction that takes theirs in, with a side chosen for each conflict; `None` where ours has changed since,
    /// and it is asked again.
    pub(super) fn foreign_edits(&mut self, sides: &[Side], t: &mut Transaction) -> bool {
        if self.is_offer_old() {
            self.work_out_merge();
            return false;
        }
        let Some(Ok(offer)) = &self.merging.offer else {
            return false;
        };
        let merged = offer.merge.resolve(sides);
        t.edits = merged.edits;
        t.label = match self.merging.theirs {
            Theirs::File => "Merge the changes of the file".into(),
            Theirs::Copy(_) => "Merge the edits of a copy".into(),
            Theirs::History => "Merge the edits of an earlier history".into(),
        };
        // What is in no file that this history belongs to is not to be led on from.
        if let (Some((_, theirs)), Theirs::File) = (&self.merging.found, &self.merging.theirs) {
            t.edits.extend(to_merged(theirs, &merged.project));
        }
        true
    }

    /// Their version is part of ours now; the next save may write over it.
    pub(super) fn foreign_is_taken(&mut self) {
        let Merging { seen, theirs, .. } = std::mem::take(&mut self.merging);
        if let Some(foreign) = seen.as_ref().filter(|_| theirs == Theirs::File) {
            self.store.accept_foreign(Arc::clone(foreign));
        }
        self.merging.seen = seen;
        self.ask = self.ask.take().filter(|ask| *ask != Ask::Foreign);
        self.hand_over();
        // The file holds neither of the two until it is written.
        self.save();
        let what = match theirs {
            Theirs::File => "The changes of the file were merged.",
            Theirs::Copy(_) => "The edits of the copy were merged.",
            Theirs::History => "The edits of the history were merged.",
        };
        self.say(Tone::Done, what);
        if let Theirs::Copy(copy) = theirs {
            self.store.copy_originals(&copy);
            self.copy_is_taken(copy);
        }
    }

    /// Looks whether the disk has noticed that somebody else has changed the file.
    pub(super) fn poll_foreign(&mut self) {
        let foreign = self.store.foreign();
        if foreign == self.merging.seen {
            return;
        }
        match &foreign {
            Some(found) => self.notice_foreign(found.base.clone(), found.theirs.clone()),
            // It came back as it was, or is gone.
            None => {
                self.merging = Merging::default();
                self.ask = self.ask.take().filter(|ask| *ask != Ask::Foreign);
            }
        }
        self.merging.seen = foreign;
    }
}

/// The edits that make the merged project of theirs, which is in the file. With them the history leads there from either
/// version, whichever a crash leaves in the file.
fn to_merged(theirs: &Project, merged: &Project) -> Vec<Edit> {
    let about =
        (theirs.about() != merged.about()).then(|| Edit::Put(Record::Project(Arc::clone(merged.about()))));
    let edit = |(kind, id)| merged.get(kind, id).map_or(Edit::Delete(kind, id), Edit::Put);
    let records = theirs.differing(merged).into_iter().map(edit);
    about.into_iter().chain(records).collect()
}
