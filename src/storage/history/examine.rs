//! Every line of a history looked at, those too that were saved long ago and are not replayed any more.

use super::line::Line;
use super::lines::{Found, each_line};
use std::io::{self, Read};
use std::ops::ControlFlow;

/// More damaged lines than this are not listed.
const MOST_LISTED: usize = 1000;

/// What is not as it should be in a history.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::storage) struct Examined {
    /// Lines, counted from 1, and what is wrong with them, as sentences.
    pub(in crate::storage) damages: Vec<(usize, String)>,
    /// How many more there are.
    pub(in crate::storage) more: usize,
    /// Whether the last line is torn: it was never acknowledged.
    pub(in crate::storage) torn: bool,
}

impl Examined {
    fn say(&mut self, line: usize, says: impl Into<String>) {
        if self.damages.len() < MOST_LISTED {
            self.damages.push((line, says.into()));
        } else {
            self.more += 1;
        }
    }
}

/// Looks at every line: its form, its checksum, and whether its number follows the one before.
pub(in crate::storage) fn examine(reader: impl Read) -> io::Result<Examined> {
    let mut examined = Examined::default();
    let (mut last, mut marked) = (None, 0);
    each_line(reader, |line, _, found| {
        match found {
            Found::Torn => examined.torn = true,
            Found::Damaged if line == 1 => examined.say(line, "it is not the first line of a history."),
            Found::Damaged => {
                examined.say(line, "it is damaged: it is not what its length and checksum say.");
            }
            Found::Whole(Line::Head(_)) if line == 1 => {}
            Found::Whole(Line::Head(_)) => examined.say(line, "another history begins here."),
            Found::Whole(_) if line == 1 => examined.say(line, "the first line of the history is missing."),
            Found::Whole(Line::Transaction { number, .. }) => {
                if let Some(before) = last
                    && number != before + 1
                {
                    examined.say(line, format!("edit {number} does not follow edit {before}."));
                }
                last = Some(number);
            }
            Found::Whole(Line::Mark { up_to, .. }) => {
                if up_to < marked || last.is_some_and(|last| up_to > last) {
                    examined.say(line, format!("no save of edits up to {up_to} can stand here."));
                }
                marked = up_to;
            }
        }
        ControlFlow::Continue(())
    })?;
    Ok(examined)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::line::{Mark, head, mark, numbered};
    use super::*;
    use crate::storage::format::hash::Hash;

    #[test]
    fn every_line_is_looked_at() {
        let hash = Hash::of(b"a file");
        let edit = |number| numbered(number, "(label:\"a\")");
        let saved = |up_to| mark(Mark::Saved, hash, up_to);
        let check = |lines: &[String], damages: &[(usize, &str)], torn: bool| {
            let examined = examine(lines.concat().as_bytes()).unwrap();
            let found: Vec<_> = examined
                .damages
                .iter()
                .map(|(line, says)| (*line, says.as_str()))
                .collect();
            assert_eq!((found.as_slice(), examined.torn), (damages, torn), "{lines:?}");
        };
        check(&[head(hash), edit(1), saved(1), edit(2), saved(2)], &[], false);
        check(&[head(hash), edit(1), "2 3 4".into()], &[], true);
        check(
            &[edit(1)],
            &[(1, "the first line of the history is missing.")],
            false,
        );
        check(
            &["noise\n".into()],
            &[(1, "it is not the first line of a history.")],
            false,
        );
        let damaged = edit(1).replace("\"a\"", "\"b\"");
        let says = "it is damaged: it is not what its length and checksum say.";
        check(&[head(hash), damaged, edit(2)], &[(2, says)], false);
        check(
            &[head(hash), edit(1), edit(3)],
            &[(3, "edit 3 does not follow edit 1.")],
            false,
        );
        check(
            &[head(hash), edit(1), head(hash)],
            &[(3, "another history begins here.")],
            false,
        );
        let says = "no save of edits up to 3 can stand here.";
        check(&[head(hash), edit(1), saved(3)], &[(3, says)], false);
    }
}
