//! Joining an export's records to a project that exists.

use super::import::Imported;
use crate::project::reference::rewritten;
use crate::project::*;
use std::collections::BTreeMap;

/// What joining would do.
#[derive(Clone, Debug, Default)]
pub struct Joined {
    /// The edits, to be applied as one transaction; they keep who made each record, and when.
    pub edits: Vec<Edit>,
    /// How many records of each kind are new.
    pub added: BTreeMap<Kind, usize>,
    /// How many were there already, the same.
    pub same: usize,
    /// Records of the same id that differ; ours stay.
    pub different: Vec<(Kind, Id)>,
    /// Own tags that got another letter or lost their key, since theirs were taken.
    pub relettered: Vec<Id>,
}

/// Why nothing was joined.
#[derive(Clone, Debug, thiserror::Error, PartialEq)]
pub enum NotJoined {
    /// One source has two texts.
    #[error("Nothing was imported: the source {0} has another text here than in the export.")]
    TwoTexts(SourceId),
    /// One id is of two kinds.
    #[error("Nothing was imported: the id {0} is of another kind here than in the export.")]
    TwoKinds(Id),
    /// A source says that it took the place of a record that is no cited source here.
    #[error(
        "Nothing was imported: the source {new} says that it took the place of {old}, which is no cited source here."
    )]
    NotCited {
        /// The source in the export.
        new: SourceId,
        /// What it would replace.
        old: Id,
    },
}

/// The edits that join an export's records to a project; ours keeps its own record. References to a cited source that
/// became held, here or there, go to its successor.
///
/// # Errors
/// `NotJoined`; nothing is to be applied then.
pub fn join(project: &Project, imported: Imported) -> Result<Joined, NotJoined> {
    let mut joined = Joined::default();
    let successors = successors(project, &imported.records)?;
    for record in imported.records {
        let id = record.id();
        if successors.contains_key(&id) {
            continue;
        }
        if project.kind(id).is_some_and(|kind| kind != record.kind()) {
            return Err(NotJoined::TwoKinds(id));
        }
        let Some(record) = rewritten(&record, |to| Some(successors.get(&to).copied().unwrap_or(to))) else {
            continue;
        };
        match project.get(record.kind(), id) {
            Some(ours) if same(&ours, &record) => joined.same += 1,
            Some(ours) => {
                if two_texts(&ours, &record) {
                    return Err(NotJoined::TwoTexts(id));
                }
                joined.different.push((record.kind(), id));
            }
            None => {
                *joined.added.entry(record.kind()).or_insert(0) += 1;
                joined.edits.push(Edit::Put(record));
            }
        }
    }
    // A cited source of ours that is held there gives way, with everything that refers to it.
    for (old, new) in &successors {
        if project.sources.contains_key(old) {
            joined.edits.extend(project.replace(*old, *new));
            joined.edits.push(Edit::Delete(Kind::Source, *old));
        }
    }
    reletter(project, &mut joined);
    Ok(joined)
}

/// Cited sources and the held ones that took their place, here or there. `was` is never checked elsewhere, so a held
/// source gives way to nobody: its passages would come to stand on another text.
fn successors(project: &Project, records: &[Record]) -> Result<BTreeMap<SourceId, SourceId>, NotJoined> {
    let there: BTreeMap<Id, &Record> = records.iter().map(|r| (r.id(), r)).collect();
    let cited_there = |id: Id| match there.get(&id) {
        Some(Record::Source(source)) => !source.is_held(),
        Some(_) => false,
        None => true,
    };
    let cited_here = |id: Id| match project.kind(id) {
        Some(_) => project.sources.get(&id).is_some_and(|s| !s.is_held()),
        None => true,
    };
    let mut successors = BTreeMap::new();
    for source in project.sources.values().filter(|s| s.is_held()) {
        if let Some(was) = source.was.filter(|was| cited_here(*was) && cited_there(*was)) {
            successors.insert(was, source.id);
        }
    }
    // Of a source that is here already, ours says what it took the place of.
    let fresh = there.values().filter_map(|r| match r {
        Record::Source(s) if s.is_held() && !project.sources.contains_key(&s.id) => Some(s),
        _ => None,
    });
    for source in fresh {
        let Some(was) = source.was else { continue };
        if !cited_here(was) {
            return Err(NotJoined::NotCited {
                new: source.id,
                old: was,
            });
        }
        if cited_there(was) {
            successors.insert(was, source.id);
        }
    }
    Ok(successors)
}

/// Built-in tags that differ only in who made them when are the same record.
fn same(ours: &Record, theirs: &Record) -> bool {
    match (ours, theirs) {
        (Record::Tag(a), Record::Tag(b)) if builtin_tags().contains(&a.id) => {
            Tag {
                created: a.created.clone(),
                modified: a.modified.clone(),
                ..(**b).clone()
            } == **a
        }
        _ => ours == theirs,
    }
}

fn two_texts(ours: &Record, theirs: &Record) -> bool {
    let hash = |r: &Record| {
        if let Record::Source(s) = r {
            s.text.as_ref().map(|t| t.sha256.clone())
        } else {
            None
        }
    };
    hash(ours).zip(hash(theirs)).is_some_and(|(a, b)| a != b)
}

/// A new tag whose letter or key is taken gets a free letter and no key.
fn reletter(project: &Project, joined: &mut Joined) {
    let mut letters: Vec<String> = project.tags.values().map(|t| t.letter.clone()).collect();
    let mut keys: Vec<String> = project
        .tags
        .values()
        .map(|t| t.key.clone())
        .filter(|k| !k.is_empty())
        .collect();
    for edit in &mut joined.edits {
        let Edit::Put(Record::Tag(tag)) = edit else {
            continue;
        };
        let mut changed = (**tag).clone();
        if letters.contains(&changed.letter) {
            let free = ('A'..='Z')
                .chain('0'..='9')
                .map(String::from)
                .find(|l| !letters.contains(l));
            changed.letter = free.unwrap_or_else(|| format!("{}{}", changed.letter, letters.len()));
        }
        if keys.contains(&changed.key) {
            changed.key.clear();
        }
        letters.push(changed.letter.clone());
        keys.extend(Some(changed.key.clone()).filter(|k| !k.is_empty()));
        if changed != **tag {
            joined.relettered.push(tag.id);
            *edit = changed.into();
        }
    }
}
