//! Values one after the other from a seed.

use onus::project::*;
use onus::text::Span;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::any::type_name;
use std::collections::BTreeMap;
use std::panic::Location;

/// Makes values one after the other from a seed; each closed list is gone through in turn, so that each value is met.
pub(crate) struct Maker {
    rng: StdRng,
    /// How often a value was asked for, by the place that asked and the type it asked for.
    turns: BTreeMap<(&'static Location<'static>, &'static str), usize>,
    first_turn: usize,
    /// The analysts, who make all records.
    pub(super) by: Vec<Id>,
}

const EDTF: &[&str] = &[
    "2024-09-22",
    "2025-03",
    "2024-23",
    "2024-09/..",
    "../2025-05",
    "2025-05~",
    "2019?",
    "201X",
    "2024/2025-03",
    "1999%",
];
const WORDS: &[&str] = &[
    "the ministry",
    "国家安全部",
    "alleges",
    "资通电军",
    "匿名者64",
    "обвинила",
    "logs",
    "relay.example",
    "🙂",
    "e\u{301}",
    "\u{2067}x\u{2069}",
    "“quoted”",
    "а\\б",
    "\u{85}",
    "tab\there",
    "a/*b*/",
    "//",
    "r#\"",
    "並非",
    "中華民國",
    ".",
];

impl Maker {
    /// A maker of this seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            rng: StdRng::seed_from_u64(seed),
            turns: BTreeMap::new(),
            first_turn: seed as usize % 97,
            by: Vec::new(),
        }
    }

    pub(crate) fn id(&mut self) -> Id {
        Id::from_random(self.rng.random())
    }

    /// The next value of a list, for whoever asks in this place.
    #[track_caller]
    pub(crate) fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[(self.first_turn + self.turn::<T>()) % all.len()]
    }

    /// How often a value of this type was asked for in the caller's place before.
    #[track_caller]
    fn turn<T>(&mut self) -> usize {
        let turns = self
            .turns
            .entry((Location::caller(), type_name::<T>()))
            .or_default();
        *turns += 1;
        *turns - 1
    }

    /// A value rather than none; both, once it was asked for twice in this place.
    #[track_caller]
    pub(crate) fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let is_there = match self.turn::<T>() {
            turn @ 0..2 => turn == self.first_turn % 2,
            _ => self.rng.random_bool(0.75),
        };
        is_there.then(|| make(self))
    }

    pub(crate) fn any<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.rng.random_range(0..all.len())]
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.rng.random_range(0..n)
    }

    pub(crate) fn words(&mut self, most: usize) -> String {
        let n = 1 + self.below(most);
        (0..n).map(|_| self.any(WORDS)).collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn edtf(&mut self) -> Edtf {
        self.one_of(EDTF).parse().unwrap()
    }

    pub(crate) fn language(&mut self) -> Language {
        self.one_of(&["en", "zh-Hans", "zh-Hant", "ru", "und", "ja"])
            .parse()
            .unwrap()
    }

    pub(crate) fn time(&mut self) -> Timestamp {
        let (day, hour, second) = (1 + self.below(28), self.below(24), self.below(60));
        format!("2025-06-{day:02}T{hour:02}:30:{second:02}Z")
            .parse()
            .unwrap()
    }

    pub(crate) fn marking(&mut self) -> Marking {
        // Every other is empty, so that of two records of a kind one is marked.
        let tags = self.one_of(&[
            &[][..],
            &["tlp:clear", "PAP:CLEAR"],
            &[],
            &["tlp:green"],
            &[],
            &["tlp:amber", "PAP:GREEN"],
            &[],
            &["tlp:amber+strict", "PAP:RED"],
            &[],
            &["PAP:WHITE"],
            &[],
            &["tlp:red", "PAP:AMBER"],
        ]);
        Marking::from_tags(tags.iter().copied()).unwrap()
    }

    pub(crate) fn stamp(&mut self) -> Stamp {
        let by = self.by.clone();
        Stamp {
            by: self.any(&by),
            at: self.time(),
        }
    }

    pub(super) fn span(&mut self, text: &str) -> Span {
        let bounds: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let start = self.below(bounds.len() - 1);
        let end = start + 1 + self.below((bounds.len() - 1 - start).min(12));
        Span {
            start: bounds[start],
            end: bounds[end],
        }
    }

    pub(super) fn spans(&mut self, text: &str) -> Vec<Span> {
        let mut spans: Vec<Span> = (0..1 + self.below(3)).map(|_| self.span(text)).collect();
        spans.sort();
        let mut end = 0;
        spans.retain(|s| {
            let keep = s.start >= end;
            end = if keep { s.end } else { end };
            keep
        });
        spans
    }
}

/// Puts the common fields at the end of a record.
macro_rules! with_common {
    ($m:ident, $kind:ident { $($body:tt)* }) => {{
        $kind {
            created: $m.stamp(),
            modified: $m.maybe(Maker::stamp),
            note: $m.maybe(|m| m.words(4)),
            marking: $m.marking(),
            $($body)*
        }
    }};
}
pub(super) use with_common;
