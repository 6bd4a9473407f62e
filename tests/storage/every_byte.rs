//! Every change of one byte and every cut of a small project file: opened, opened in part or refused, and always said.

use crate::salvage::{SMALL, salvaged};
use std::collections::BTreeMap;
use std::thread;

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
    let all = outcomes(SMALL.len() * most, |n| {
        let mut bytes = SMALL.as_bytes().to_vec();
        let byte = &mut bytes[n / most];
        let other = others(*byte)[n % most];
        (std::mem::replace(byte, other) != other).then_some(bytes)
    });
    assert!(all["in part"] > 5 * all["whole"], "{all:?}");
}

#[test]
fn no_missing_byte_goes_unnoticed() {
    let all = outcomes(SMALL.len(), |at| {
        let mut bytes = SMALL.as_bytes().to_vec();
        bytes.remove(at);
        Some(bytes)
    });
    assert!(all["in part"] > 5 * all["whole"], "{all:?}");
}

#[test]
fn no_cut_goes_unnoticed() {
    let all = outcomes(SMALL.len(), |length| Some(SMALL.as_bytes()[..length].to_vec()));
    assert!(all["in part"] > all["refused"] && all["whole"] > 64, "{all:?}");
}

#[test]
fn line_ends_of_another_system_are_no_change() {
    let loaded = salvaged(SMALL.replace('\n', "\r\n")).unwrap();
    assert!(loaded.left_out.is_empty() && loaded.newer.is_none() && !loaded.changed_outside);
}
