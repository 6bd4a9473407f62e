//! Lines, which are the paragraphs of canonical text.

use memchr::{memchr, memchr_iter, memrchr};

use super::Span;

/// The lines of `text` without their LF, in order. There is always one more than there are LFs, so that an empty text
/// has one empty line and a final LF is followed by one.
pub fn lines(text: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    memchr_iter(b'\n', text.as_bytes())
        .chain([text.len()])
        .map(move |end| {
            let line = Span::new(start, end);
            start = end + 1;
            line
        })
}

/// The paragraph at byte `at`: its line without the LF. The LF belongs to the line it ends, and a position past the
/// end to the last line.
pub fn paragraph_at(text: &str, at: usize) -> Span {
    let at = at.min(text.len());
    let start = memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |before| before + 1);
    let end = memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |after| at + after);
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_lf_ends_a_line() {
        for (text, expected) in [
            ("", &[""][..]),
            ("a", &["a"]),
            ("a\n", &["a", ""]),
            ("\n\nb", &["", "", "b"]),
            ("a\u{2028}b\u{85}\n国", &["a\u{2028}b\u{85}", "国"]),
        ] {
            let found: Vec<_> = lines(text).filter_map(|line| line.slice(text)).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn every_position_is_in_its_line(text in "[a国\n]{0,30}") {
            for line in lines(&text) {
                for at in line.start..=line.end {
                    prop_assert_eq!(paragraph_at(&text, at), line);
                }
            }
            prop_assert_eq!(paragraph_at(&text, usize::MAX), paragraph_at(&text, text.len()));
        }
    }
}
