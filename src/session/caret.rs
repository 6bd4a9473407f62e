//! The caret of the page and what is selected of the text: a span of the text, not a state of the screen.

use crate::text::{self, Span};

/// A caret with the other end of its selection, in bytes of the source's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Caret {
    /// Where the selection began.
    pub anchor: usize,
    /// Where the caret stands.
    pub head: usize,
}

/// How far a key moves the caret. (Line by line is the page's business, which knows where lines break.)
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// One character as people see them.
    Character,
    /// One word.
    Word,
    /// One sentence.
    Sentence,
    /// One paragraph.
    Paragraph,
    /// To the beginning or end of the text.
    Text,
}

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Towards the end of the text.
    Forward,
    /// Towards its beginning.
    Back,
}

impl Caret {
    /// A caret without a selection.
    pub fn at(byte: usize) -> Self {
        Self {
            anchor: byte,
            head: byte,
        }
    }

    /// A selection of a span, with the caret at its end.
    pub fn over(span: Span) -> Self {
        Self {
            anchor: span.start,
            head: span.end,
        }
    }

    /// What is selected; empty where nothing is.
    pub fn span(self) -> Span {
        Span {
            start: self.anchor.min(self.head),
            end: self.anchor.max(self.head),
        }
    }

    /// The caret with its head elsewhere; `extend` leaves the anchor where it is.
    pub fn to(self, head: usize, extend: bool) -> Self {
        Self {
            anchor: if extend { self.anchor } else { head },
            head,
        }
    }

    /// The caret after a key. Without `extend`, moving out of a selection first goes to its edge.
    pub fn moved(self, text: &str, step: Step, direction: Direction, extend: bool) -> Self {
        let span = self.span();
        if !extend && !span.is_empty() && step == Step::Character {
            return Self::at(if direction == Direction::Forward {
                span.end
            } else {
                span.start
            });
        }
        self.to(target(text, self.head, step, direction), extend)
    }
}

fn target(text: &str, at: usize, step: Step, direction: Direction) -> usize {
    match (step, direction) {
        (Step::Character, Direction::Forward) => text::next_grapheme(text, at),
        (Step::Character, Direction::Back) => text::previous_grapheme(text, at),
        (Step::Word, Direction::Forward) => text::next_word(text, at),
        (Step::Word, Direction::Back) => text::previous_word(text, at),
        (Step::Sentence, Direction::Forward) => text::next_sentence(text, at),
        (Step::Sentence, Direction::Back) => text::previous_sentence(text, at),
        (Step::Paragraph, Direction::Forward) => next_paragraph(text, at),
        (Step::Paragraph, Direction::Back) => previous_paragraph(text, at),
        (Step::Text, Direction::Forward) => text.len(),
        (Step::Text, Direction::Back) => 0,
    }
}

/// The start of the next line that is not blank, or the end of the text.
fn next_paragraph(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let mut from = at;
    for line in rest.split_inclusive('\n') {
        if from > at && !line.trim().is_empty() {
            return from;
        }
        from += line.len();
    }
    text.len()
}

/// The start of this line, or of the line before that is not blank where the caret stands at a start.
fn previous_paragraph(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default().trim_end();
    before.rfind('\n').map_or(0, |lf| lf + 1)
}

#[cfg(test)]
#[allow(clippy::panic)]
mod tests {
    use super::*;

    /// `|` marks the caret's head; the anchor stands with it.
    fn check(before: &str, step: Step, direction: Direction, after: &str) {
        let at = before.find('|').unwrap_or(0);
        let text = before.replace('|', "");
        let moved = Caret::at(at).moved(&text, step, direction, false).head;
        let mut shown = text;
        shown.insert(moved, '|');
        assert_eq!(shown, after, "{step:?} {direction:?} from {before:?}");
    }

    #[test]
    fn a_key_moves_the_caret() {
        use Direction::{Back, Forward};
        check("a|bc", Step::Character, Forward, "ab|c");
        check("e\u{301}|x", Step::Character, Back, "|e\u{301}x");
        check("one|\n\ntwo", Step::Paragraph, Forward, "one\n\n|two");
        check("one\n\ntw|o", Step::Paragraph, Back, "one\n\n|two");
        check("one\n\n|two", Step::Paragraph, Back, "|one\n\ntwo");
        check("one|", Step::Paragraph, Forward, "one|");
        check("on|e", Step::Text, Back, "|one");
        check("on|e", Step::Text, Forward, "one|");
    }

    #[test]
    fn moving_out_of_a_selection_goes_to_its_edge() {
        let caret = Caret { anchor: 4, head: 1 };
        assert_eq!(
            caret.moved("abcdef", Step::Character, Direction::Forward, false),
            Caret::at(4)
        );
        assert_eq!(
            caret.moved("abcdef", Step::Character, Direction::Back, false),
            Caret::at(1)
        );
        assert_eq!(
            caret.moved("abcdef", Step::Character, Direction::Back, true),
            Caret { anchor: 4, head: 0 }
        );
    }
}
