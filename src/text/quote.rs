//! The words of a span with a little of what stands around them.

use super::Span;

/// Code points of context kept on either side.
const CONTEXT: usize = 32;

/// A passage by its words, as `TextQuoteSelector` of the W3C Web Annotation Data Model (section 4.2.4) has it: it
/// proves that a span still says what it said, and finds the passage again in another capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote<'a> {
    /// The words themselves.
    pub exact: &'a str,
    /// What stands before them: at most 32 code points, over line ends.
    pub prefix: &'a str,
    /// What stands after them: at most 32 code points, over line ends.
    pub suffix: &'a str,
}

impl<'a> Quote<'a> {
    /// The quote of `span`, or none where the span is not one of `text`.
    pub fn of(text: &'a str, span: Span) -> Option<Self> {
        let exact = span.slice(text)?;
        let (before, after) = (&text[..span.start], &text[span.end..]);
        let from = before
            .char_indices()
            .rev()
            .nth(CONTEXT - 1)
            .map_or(0, |(at, _)| at);
        let to = after
            .char_indices()
            .nth(CONTEXT)
            .map_or(after.len(), |(at, _)| at);
        Some(Self {
            exact,
            prefix: &before[from..],
            suffix: &after[..to],
        })
    }

    /// Whether `span` has these words, with this context around them. A shorter context than [`Quote::of`] takes is
    /// compared as far as it goes.
    pub fn matches(self, text: &str, span: Span) -> bool {
        span.slice(text) == Some(self.exact)
            && text[..span.start].ends_with(self.prefix)
            && text[span.end..].starts_with(self.suffix)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn takes_context_over_line_ends() {
        let text = "第一行。\n国家安全机关\n第三行。";
        let span = Span::new(13, 31);
        let quote = Quote::of(text, span).unwrap();
        assert_eq!(
            (quote.exact, quote.prefix, quote.suffix),
            ("国家安全机关", "第一行。\n", "\n第三行。")
        );
        assert!(quote.matches(text, span));
        assert!(!quote.matches(text, Span::new(10, 31)));
        assert!(
            !quote.matches(&text.replace('三', "二"), span),
            "the context counts"
        );
    }

    #[test]
    fn counts_context_in_code_points() {
        let text = format!("{}x{}", "国".repeat(40), "😀".repeat(40));
        let quote = Quote::of(&text, Span::new(120, 121)).unwrap();
        assert_eq!(
            (quote.prefix, quote.suffix),
            (&*"国".repeat(32), &*"😀".repeat(32))
        );
    }

    #[test]
    fn a_span_of_another_text_has_none() {
        for span in [Span::new(0, 4), Span::new(1, 3), Span::new(3, 0)] {
            assert_eq!(Quote::of("国", span), None);
            let empty = Quote {
                exact: "",
                prefix: "",
                suffix: "",
            };
            assert!(!empty.matches("国", span));
        }
    }

    proptest! {
        #[test]
        fn matches_where_it_was_taken(before in "\\PC{0,40}", exact in "\\PC{1,9}", after in "\\PC{0,40}") {
            let text = format!("{before}{exact}{after}");
            let span = Span::new(before.len(), before.len() + exact.len());
            let quote = Quote::of(&text, span).unwrap();
            prop_assert!(quote.matches(&text, span));
            prop_assert_eq!(quote.prefix.chars().count(), before.chars().count().min(32));
            prop_assert_eq!(quote.suffix.chars().count(), after.chars().count().min(32));
        }
    }
}
