//! Finding words in the page: all hits, and the current one.

use super::job::Job;
use super::session::Session;
use crate::text::{Finder, Span};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A search in the source of the page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Finding {
    /// What is looked for.
    pub query: String,
    /// Every place found, in order, in bytes.
    pub hits: Arc<Vec<Span>>,
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

/// A search on a thread. One that nobody waits for any more is stopped.
#[derive(Debug)]
pub(super) struct Search {
    found: Job<Vec<Span>>,
    stop: Arc<AtomicBool>,
}

impl Drop for Search {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// At most so many hits are marked; more could not be looked through.
const MOST_HITS: usize = 100_000;
/// So many bytes of text are searched while the window waits; it takes a few milliseconds.
const AT_ONCE: usize = 1 << 20;

impl Session {
    /// Looks for words in the page, on a thread where the text is long; nothing ends the search.
    pub(super) fn find(&mut self, query: Option<String>) {
        self.jobs.finding = None;
        let Some(work) = &mut self.work else { return };
        let text = work.text().cloned();
        work.finding = query.map(|query| Finding {
            query,
            running: text.is_some(),
            ..Finding::default()
        });
        let (Some(finding), Some(text)) = (&work.finding, text) else {
            return;
        };
        let stop = Arc::new(AtomicBool::new(false));
        let (stopped, finder) = (Arc::clone(&stop), Finder::new(&finding.query, false).ok());
        let at_once = finder.is_none() || text.value().len() <= AT_ONCE;
        let search = move || finder.map_or_else(Vec::new, |f| f.find(text.value(), MOST_HITS, &stopped).0);
        if at_once {
            return self.take_hits(search());
        }
        let found = Job::start(self.store.wake(), search);
        self.jobs.finding = Some(Search { found, stop });
    }

    /// Takes in what a search on a thread has found.
    pub(super) fn poll_finding(&mut self) {
        let Some(search) = &self.jobs.finding else { return };
        let Some(hits) = search.found.poll() else { return };
        self.jobs.finding = None;
        self.take_hits(hits.unwrap_or_default());
    }

    fn take_hits(&mut self, hits: Vec<Span>) {
        let Some(work) = &mut self.work else { return };
        let caret = work.caret.span().start;
        let Some(finding) = work.finding.as_mut().filter(|f| f.running) else {
            return;
        };
        finding.found(hits, caret);
        if let Some(hit) = finding.hit() {
            work.bring(hit);
        }
    }
}
