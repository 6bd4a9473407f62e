//! Letters and keys of tags, which are unique: what theirs gave to two of them goes to one.

use super::Side;
use super::conflict::Clash;
use super::plan::Plan;
use crate::project::Id;
use crate::project::record::*;
use crate::project::slot::slots;
use std::sync::Arc;

/// Gives tags of theirs another letter, and no key, where ours has them for another tag.
pub(super) fn part(plan: &mut Plan<'_>) {
    if !plan.touched.iter().any(|(kind, _)| *kind == Kind::Tag) {
        return;
    }
    part_field(plan, "letter", |tag| &mut tag.letter);
    part_field(plan, "key", |tag| &mut tag.key);
}

fn part_field(plan: &mut Plan<'_>, name: &'static str, field: fn(&mut Tag) -> &mut String) {
    let of = |tag: &Arc<Tag>| field(&mut (**tag).clone()).clone();
    let ours = |id: &Id| plan.ours.tags.get(id).map(of);
    let tags: Vec<Arc<Tag>> = plan.project.tags.values().cloned().collect();
    let (same, other): (Vec<_>, Vec<_>) = tags.iter().partition(|tag| ours(&tag.id) == Some(of(tag)));
    let mut taken: Vec<String> = same.iter().map(|tag| of(tag)).filter(|v| !v.is_empty()).collect();
    let mut changed: Vec<Tag> = Vec::new();
    for tag in other {
        let mut value = of(tag);
        if taken.contains(&value) {
            value = ours(&tag.id)
                .filter(|value| !taken.contains(value))
                .unwrap_or_else(|| free(name, &taken));
            let mut tag = (**tag).clone();
            field(&mut tag).clone_from(&value);
            changed.push(tag);
        }
        taken.extend(Some(value).filter(|v| !v.is_empty()));
    }
    for tag in changed {
        let record = Record::from(tag);
        if let Some(slot) = slots(&[&record]).into_iter().find(|slot| slot.name == name) {
            plan.clash(
                (Kind::Tag, record.id(), Some(slot)),
                Clash::Taken(slot),
                Side::Ours,
                false,
            );
        }
        plan.set(Kind::Tag, record.id(), Some(record));
    }
}

/// A letter that is free; no key at all.
fn free(name: &str, taken: &[String]) -> String {
    if name == "key" {
        return String::new();
    }
    let mut letters = ('A'..='Z').chain('0'..='9').map(String::from);
    let free = letters.find(|letter| !taken.contains(letter));
    // More tags than letters: two signs, of which one counts.
    free.unwrap_or_else(|| {
        let mut counted = (taken.len()..).map(|n| format!("Z{n}"));
        counted.find(|letter| !taken.contains(letter)).unwrap_or_default()
    })
}
