//! Three-way merge of sets and of lists whose entries have an identity of their own.

use super::Side;
use super::value::Three;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What tells an entry from the others of its list, and how many of the same came before it.
type Key = (String, usize);

/// Each element is there or not, whatever becomes of the others.
pub(super) fn set(three: Three<&[Value]>) -> Value {
    let sets = three.map(|list| list.iter().map(ToString::to_string).collect::<BTreeSet<_>>());
    let stays = |element: &&Value| {
        let there = sets.map(|set| set.contains(&element.to_string()));
        // A thing is there or not, so that two sides cannot change it differently.
        there.settled().unwrap_or(true)
    };
    let ours = three.ours.iter();
    let theirs = three.theirs.iter().filter(|v| !three.ours.contains(v));
    Value::Array(ours.chain(theirs).filter(stays).cloned().collect())
}

/// The entries one by one, found again by their identity; order is that of the side that changed it.
pub(super) fn keyed(field: &str, prefer: Side, three: Three<&[Value]>) -> Value {
    let keys = three.map(|list| keys(field, list));
    let find = |list: &[Value], keys: &[Key], key: &Key| {
        let at = keys.iter().position(|k| k == key)?;
        list.get(at).cloned()
    };
    let merged = order(prefer, &keys).into_iter().filter_map(|key| {
        let versions = Three {
            base: find(three.base, &keys.base, &key),
            ours: find(three.ours, &keys.ours, &key),
            theirs: find(three.theirs, &keys.theirs, &key),
        };
        entry(prefer, versions)
    });
    Value::Array(merged.collect())
}

/// One entry: field by field where both sides still have it.
fn entry(prefer: Side, versions: Three<Option<Value>>) -> Option<Value> {
    let versions = match versions.settled() {
        Ok(value) => return value,
        Err(versions) => versions,
    };
    let (Some(Value::Object(ours)), Some(Value::Object(theirs))) = (&versions.ours, &versions.theirs) else {
        return versions.of(prefer);
    };
    let base = match &versions.base {
        Some(Value::Object(base)) => base.clone(),
        _ => Map::new(),
    };
    let mut merged = Map::new();
    let names: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    for name in names {
        let field = Three {
            base: base.get(name),
            ours: ours.get(name),
            theirs: theirs.get(name),
        };
        let value = field.settled().unwrap_or_else(|field| field.of(prefer));
        if let Some(value) = value {
            merged.insert(name.clone(), value.clone());
        }
    }
    Some(Value::Object(merged))
}

fn keys(field: &str, list: &[Value]) -> Vec<Key> {
    let parts: &[&str] = match field {
        "claimants" => &["entity"],
        "participants" => &["entity", "role"],
        "hedges" => &["span"],
        "translations" => &["language", "by"],
        "aliases" => &["text"],
        // The entry itself is all there is to tell it by.
        _ => &[],
    };
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let key = |value: &Value| {
        let text = match parts {
            [] => value.to_string(),
            parts => parts.iter().map(|part| value[*part].to_string()).collect(),
        };
        let times = seen.entry(text.clone()).or_insert(0);
        *times += 1;
        (text, *times)
    };
    list.iter().map(key).collect()
}

/// The keys of both sides in one order. Where only one side has put the common ones in another order, it is that one;
/// the entries that only the other side has come after what they come after there.
fn order(prefer: Side, keys: &Three<Vec<Key>>) -> Vec<Key> {
    let common: BTreeSet<&Key> = keys.ours.iter().filter(|k| keys.theirs.contains(k)).collect();
    let shared = keys.map(|list| {
        list.iter()
            .filter(|k| common.contains(k))
            .cloned()
            .collect::<Vec<_>>()
    });
    let leads = if shared.ours == shared.theirs {
        return woven(&common, &keys.ours, &keys.theirs);
    } else if shared.ours == shared.base {
        Side::Theirs
    } else if shared.theirs == shared.base {
        Side::Ours
    } else {
        prefer
    };
    let (first, second) = (
        leads.of(&keys.ours, &keys.theirs),
        leads.of(&keys.theirs, &keys.ours),
    );
    let mut all = first.clone();
    for (at, key) in second.iter().enumerate().filter(|(_, k)| !common.contains(k)) {
        let before = at.checked_sub(1).and_then(|at| second.get(at));
        let place = before.and_then(|before| all.iter().position(|k| k == before));
        all.insert(place.map_or(0, |place| place + 1), key.clone());
    }
    all
}

/// Two lists that have the common keys in the same order. What both put in the same place is sorted by its first entry,
/// so that it comes out the same whoever merges.
fn woven(common: &BTreeSet<&Key>, ours: &[Key], theirs: &[Key]) -> Vec<Key> {
    let mut all = Vec::new();
    let is_common = |key: &Key| common.contains(key);
    let mut ours_runs = ours.split_inclusive(is_common);
    let mut theirs_runs = theirs.split_inclusive(is_common);
    loop {
        let (a, b) = match (ours_runs.next(), theirs_runs.next()) {
            (None, None) => return all,
            (a, b) => (a.unwrap_or_default(), b.unwrap_or_default()),
        };
        let own = |run: &[Key]| run.iter().filter(|k| !is_common(k)).cloned().collect::<Vec<_>>();
        let mut runs = [own(a), own(b)];
        runs.sort();
        all.extend(runs.into_iter().flatten());
        all.extend(a.iter().chain(b).find(|k| is_common(k)).cloned());
    }
}
