//! Every change of one byte and every cut of a small project file: opened, opened in part or refused, and always said.

use crate::salvage::{SMALL, salvaged};
use onus::project::*;
use onus::storage::format::{read, write};
use std::collections::BTreeMap;
use std::sync::LazyLock;
use std::thread;

/// A file as short as one with a record of every kind gets.
static TINY: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut project = read(SMALL.into()).unwrap().project;
    let by = *project.analysts.keys().next().unwrap();
    let mut t = Transaction::new("Make it short", by, "2025-07-01T00:00:00Z".parse().unwrap());
    let claim = project
        .annotations
        .values()
        .find(|a| a.claim().is_some())
        .unwrap();
    let claim_id = claim.id;
    let link = project.links.values().next().unwrap();
    t.add(Link {
        kind: LinkKind::Supports,
        from: [claim_id].into(),
        to: claim.claim().unwrap().proposition,
        ..(**link).clone()
    });
    project.commit(t.clone()).unwrap();
    let second: Vec<Id> = project.sources.keys().skip(1).copied().collect();
    let others = project.annotations.keys().copied().filter(|id| *id != claim_id);
    let reply = project.comments.keys().next().copied();
    t.edits = project
        .delete(second.into_iter().chain(others).chain(reply))
        .unwrap()
        .edits;
    project.commit(t.clone()).unwrap();
    let persons: Vec<Id> = project
        .entities
        .keys()
        .copied()
        .filter(|id| project.uses(*id) == 0)
        .collect();
    t.edits = project.delete(persons).unwrap().edits;
    project.commit(t).unwrap();
    assert!(Kind::ALL.iter().all(|kind| project.count(*kind) > 0));
    write(&project).unwrap().into_text().into_bytes()
});

/// What becomes of these bytes, in a word. They are not those of the small file, and it is said that they are not.
fn outcome(bytes: Vec<u8>, change: usize) -> &'static str {
    match salvaged(bytes) {
        Err(_) => "refused",
        Ok(loaded) if !loaded.left_out.is_empty() => "in part",
        Ok(loaded) if loaded.newer.is_some() || loaded.changed_outside => "whole",
        Ok(_) => panic!("nothing is said of change {change}"),
    }
}

/// What becomes of the small file after each of many changes, on all cores.
fn outcomes(count: usize, change: impl Fn(usize) -> Option<Vec<u8>> + Sync) -> BTreeMap<&'static str, usize> {
    let threads = thread::available_parallelism().unwrap().get();
    let part = |first: usize| {
        let mut outcomes = BTreeMap::new();
        for at in (first..count).step_by(threads) {
            if let Some(bytes) = change(at) {
                *outcomes.entry(outcome(bytes, at)).or_insert(0) += 1;
            }
        }
        outcomes
    };
    thread::scope(|scope| {
        let parts: Vec<_> = (0..threads)
            .map(|first| scope.spawn(move || part(first)))
            .collect();
        let mut all = BTreeMap::new();
        for part in parts {
            for (outcome, count) in part.join().unwrap() {
                *all.entry(outcome).or_insert(0) += count;
            }
        }
        all
    })
}

/// Other bytes in place of one: a neighbour, one that is no UTF-8 there, and what RON and its frame are made of.
fn others(byte: u8) -> [u8; 4] {
    [byte ^ 1, byte ^ 0x80, b'"', b'\n']
}

#[test]
fn no_change_of_a_byte_goes_unnoticed() {
    let most = others(0).len();
    let all = outcomes(TINY.len() * most, |n| {
        let mut bytes = TINY.clone();
        let byte = &mut bytes[n / most];
        let other = others(*byte)[n % most];
        (std::mem::replace(byte, other) != other).then_some(bytes)
    });
    assert!(all["in part"] > 5 * all["whole"], "{all:?}");
}

#[test]
fn no_missing_byte_goes_unnoticed() {
    let all = outcomes(TINY.len(), |at| {
        let mut bytes = TINY.clone();
        bytes.remove(at);
        Some(bytes)
    });
    assert!(all["in part"] > 5 * all["whole"], "{all:?}");
}

#[test]
fn no_cut_goes_unnoticed() {
    let all = outcomes(TINY.len(), |length| Some(TINY[..length].to_vec()));
    assert!(all["in part"] > all["refused"] && all["whole"] > 64, "{all:?}");
}

#[test]
fn line_ends_of_another_system_are_no_change() {
    let text = String::from_utf8(TINY.clone()).unwrap();
    let loaded = salvaged(text.replace('\n', "\r\n")).unwrap();
    assert!(loaded.left_out.is_empty() && loaded.newer.is_none() && !loaded.changed_outside);
}
