//! What is not merged at all.

use super::Side;
use crate::project::diff::changed_ids;
use crate::project::record::*;
use crate::project::{Id, Project, naming};

/// Why two projects are not merged. Nothing is to be changed then.
#[derive(Clone, Debug, thiserror::Error, PartialEq)]
pub enum NotMerged {
    /// Their project ids differ.
    #[error("Nothing was merged: {0} and {1} are two projects, not two versions of one.")]
    TwoProjects(String, String),
    /// What both are said to have grown out of is another project.
    #[error("Nothing was merged: they did not grow out of {0}, which is another project.")]
    OtherBase(String),
    /// A source has two texts, and passages are tagged in one of them.
    #[error(
        "Nothing was merged: the source {0} has another text on each side, and passages would come to stand on the wrong one."
    )]
    TwoTexts(String),
    /// One id is of two kinds.
    #[error("Nothing was merged: the id {0} is of one kind on one side and of another kind on the other.")]
    TwoKinds(Id),
}

pub(super) fn check(base: &Project, ours: &Project, theirs: &Project) -> Result<(), NotMerged> {
    let title = |p: &Project| naming::quoted(&p.about().title);
    if ours.about().id != theirs.about().id {
        return Err(NotMerged::TwoProjects(title(ours), title(theirs)));
    }
    if base.about().id != ours.about().id {
        return Err(NotMerged::OtherBase(title(base)));
    }
    for (kind, id) in changed_ids(base, theirs) {
        if let Some(here) = ours.kind(id).filter(|here| *here != kind)
            && theirs.kind(id) != Some(here)
        {
            return Err(NotMerged::TwoKinds(id));
        }
    }
    let changed = changed_ids(base, ours)
        .into_iter()
        .chain(changed_ids(base, theirs));
    for (_, id) in changed.filter(|(kind, _)| *kind == Kind::Source) {
        if two_texts(base, ours, theirs, id) {
            let source = ours.sources.get(&id).map_or("", |s| s.title.as_str());
            return Err(NotMerged::TwoTexts(naming::quoted(source)));
        }
    }
    Ok(())
}

/// Whether a source has two texts and it cannot be said which is the right one. One that nobody had tagged may have been
/// read again on one side.
fn two_texts(base: &Project, ours: &Project, theirs: &Project, id: Id) -> bool {
    let hash = |project: &Project| {
        let text = project.sources.get(&id)?.text.as_ref()?;
        Some(text.sha256.clone())
    };
    let (Some(here), Some(there)) = (hash(ours), hash(theirs)) else {
        return false;
    };
    if here == there {
        return false;
    }
    let stayed = match hash(base) {
        Some(before) if before == here => Side::Ours,
        Some(before) if before == there => Side::Theirs,
        _ => return true,
    };
    stayed.of(ours, theirs).annotations_in(id).next().is_some()
}
