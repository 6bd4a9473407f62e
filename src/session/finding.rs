//! Finding words in the page: all hits, and the current one.

use crate::text::Span;

/// A search in the source of the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Finding {
    /// What is looked for.
    pub query: String,
    /// Every place found, in order, in bytes.
    pub hits: std::sync::Arc<Vec<Span>>,
    /// The current one, by its number from 0.
    pub current: usize,
    /// Whether the search is still going on.
    pub running: bool,
}

impl Finding {
    /// The current hit.
    pub fn hit(&self) -> Option<Span> {
        self.hits.get(self.current).copied()
    }

    /// Makes the next or previous hit the current one, going round at the ends.
    pub fn step(&mut self, forward: bool) {
        let count = self.hits.len();
        if count > 0 {
            self.current = (self.current + if forward { 1 } else { count - 1 }) % count;
        }
    }

    /// Takes the hits in; the first at or after the caret is the current one.
    pub fn found(&mut self, hits: Vec<Span>, caret: usize) {
        let first = hits.partition_point(|h| h.start < caret);
        self.current = if first < hits.len() { first } else { 0 };
        self.hits = hits.into();
        self.running = false;
    }

    /// How far the search is, for people: `3 of 17`, `no hit`.
    pub fn says(&self) -> String {
        match (self.running, self.hits.len()) {
            _ if self.query.is_empty() => String::new(),
            (true, _) => "searching…".into(),
            (false, 0) => "no hit".into(),
            (false, count) => format!("{} of {count}", self.current + 1),
        }
    }
}
