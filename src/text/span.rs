//! A stretch of a text.

use serde::{Deserialize, Serialize};

/// A stretch of a text in UTF-8 bytes, half open: `start` is its first byte and `end` the byte after its last.
///
/// Spans sort by `start`, then by `end`. In files a span is a tuple, `(120,164)`; one that ends before it starts is
/// refused there. Whether both ends are inside a text and on its character boundaries only [`Span::slice`] can tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "(usize, usize)", try_from = "(usize, usize)")]
pub struct Span {
    /// First byte of the stretch.
    pub start: usize,
    /// Byte after the last one of the stretch.
    pub end: usize,
}

/// A span in a file that ends before it starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a span ends at {end}, before its start at {start}")]
pub struct Backwards {
    /// The start as it was read.
    pub start: usize,
    /// The end as it was read.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to `end`, in bytes.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The span between two positions, whichever comes first.
    pub fn between(a: usize, b: usize) -> Self {
        Self::new(a.min(b), a.max(b))
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether there is nothing in it.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether the byte at `at` is one of the stretch.
    pub const fn contains(self, at: usize) -> bool {
        self.start <= at && at < self.end
    }

    /// Whether all of `other` lies inside, ends included.
    pub const fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte. An empty span shares none.
    pub fn overlaps(self, other: Self) -> bool {
        self.intersect(other).is_some()
    }

    /// The bytes the two share, or none.
    pub fn intersect(self, other: Self) -> Option<Self> {
        let shared = Self::new(self.start.max(other.start), self.end.min(other.end));
        (!shared.is_empty()).then_some(shared)
    }

    /// The same stretch counted from `by` bytes earlier: a span inside a slice becomes one of the whole text. A place
    /// that no text reaches stays the last one there is.
    pub const fn shifted(self, by: usize) -> Self {
        Self::new(self.start.saturating_add(by), self.end.saturating_add(by))
    }

    /// The words of the span, or none where it leaves `text`, runs backwards or cuts a character.
    pub fn slice(self, text: &str) -> Option<&str> {
        text.get(self.start..self.end)
    }
}

impl From<Span> for (usize, usize) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}

impl TryFrom<(usize, usize)> for Span {
    type Error = Backwards;

    fn try_from((start, end): (usize, usize)) -> Result<Self, Backwards> {
        if start <= end {
            Ok(Self { start, end })
        } else {
            Err(Backwards { start, end })
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn shares_only_what_both_have() {
        for (a, b, shared) in [
            ((0, 4), (2, 6), Some((2, 4))),
            ((0, 4), (4, 6), None),
            ((0, 9), (3, 5), Some((3, 5))),
            ((3, 3), (0, 9), None),
            ((5, 9), (0, 2), None),
        ] {
            let (a, b) = (Span::new(a.0, a.1), Span::new(b.0, b.1));
            let shared = shared.map(|(start, end)| Span::new(start, end));
            assert_eq!(a.intersect(b), shared, "{a:?} {b:?}");
            assert_eq!(b.intersect(a), shared, "{b:?} {a:?}");
            assert_eq!(a.overlaps(b), shared.is_some());
        }
    }

    #[test]
    fn slices_only_what_is_there() {
        let text = "a国b";
        for (start, end, words) in [
            (0, 5, Some("a国b")),
            (1, 4, Some("国")),
            (2, 2, None),
            (1, 3, None),
            (0, 6, None),
            (4, 1, None),
            (5, 5, Some("")),
        ] {
            assert_eq!(Span::new(start, end).slice(text), words, "{start}..{end}");
        }
    }

    #[test]
    fn shifting_stays_within_what_can_be_counted() {
        let last = Span::new(usize::MAX, usize::MAX);
        for (span, by, shifted) in [
            (Span::new(2, 4), 3, Span::new(5, 7)),
            (last, 1, last),
            (Span::new(0, usize::MAX), 2, Span::new(2, usize::MAX)),
        ] {
            assert_eq!(span.shifted(by), shifted, "{span:?}");
        }
    }

    #[test]
    fn is_half_open() {
        let span = Span::new(2, 4);
        assert_eq!(
            [1, 2, 3, 4].map(|at| span.contains(at)),
            [false, true, true, false]
        );
        assert!(span.covers(Span::new(4, 4)) && !span.covers(Span::new(3, 5)));
        assert_eq!(
            (span.len(), Span::new(4, 2).len(), Span::between(4, 2)),
            (2, 0, span)
        );
    }

    #[test]
    fn is_a_tuple_in_files() {
        assert_eq!(ron::to_string(&Span::new(120, 164)).unwrap(), "(120,164)");
        assert_eq!(ron::from_str::<Span>("(120,164)").unwrap(), Span::new(120, 164));
        let refused = ron::from_str::<Span>("(164,120)").unwrap_err().to_string();
        assert!(
            refused.contains("a span ends at 120, before its start at 164"),
            "{refused}"
        );
    }
}
