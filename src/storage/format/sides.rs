//! A file in which git left an unfinished merge, as each of its two sides has it.

use super::Damage;
use super::damage::Listed;
use super::frame::{Lines, MARKS, is_mark_of_merge};
use std::borrow::Cow;

/// Whose lines are being read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Both,
    Ours,
    Base,
    Theirs,
}

/// The file as each side has it, with the lines of the other side and of the base blank, so that every place is where it
/// was; and the marks between them. One view where there is nothing but one side.
pub(super) fn sides(text: &str) -> (Vec<Cow<'_, str>>, Listed) {
    let mut marks = Listed::default();
    if !Lines::of(text).any(|line| is_mark_of_merge(line.text)) {
        return (vec![Cow::Borrowed(text)], marks);
    }
    let (mut ours, mut theirs) = (String::with_capacity(text.len()), String::new());
    let mut whose = Whose::Both;
    for line in Lines::of(text) {
        let mark = MARKS.iter().position(|mark| line.text.starts_with(mark));
        if let Some(mark) = mark {
            whose = match (mark, whose) {
                (0, _) => Whose::Ours,
                (1, Whose::Ours) => Whose::Base,
                (2, Whose::Ours | Whose::Base) => Whose::Theirs,
                (3, Whose::Theirs) => Whose::Both,
                // A mark by itself parts nothing.
                (_, whose) => whose,
            };
            marks.push(Damage::new(line.number, says(mark)));
        }
        // The first side alone needs no second view.
        if whose != Whose::Both && theirs.is_empty() {
            theirs.push_str(&ours);
        }
        let has = |side| mark.is_none() && (whose == Whose::Both || whose == side);
        push(&mut ours, line.text, has(Whose::Ours));
        if !theirs.is_empty() {
            push(&mut theirs, line.text, has(Whose::Theirs));
        }
    }
    let views = [ours, theirs].into_iter().filter(|view| !view.is_empty());
    (views.map(Cow::Owned).collect(), marks)
}

fn says(mark: usize) -> &'static str {
    match mark {
        0 => "an unfinished merge begins here. Of a record that both sides have, that of the first is kept.",
        _ => "it is the mark of an unfinished merge.",
    }
}

/// Appends a line, or as many blanks.
fn push(view: &mut String, line: &str, there: bool) {
    if there {
        view.push_str(line);
    } else {
        view.extend(std::iter::repeat_n(' ', line.len()));
    }
    view.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_side_is_read_as_it_has_the_file() {
        for (text, views) in [
            ("a\nb\n", vec!["a\nb\n"]),
            ("a\n=======\nb\n", vec!["a\n       \nb\n"]),
            (
                "a\n<<<<<<< x\nb\n=======\nc\n>>>>>>> y\nd\n",
                vec![
                    "a\n         \nb\n       \n \n         \nd\n",
                    "a\n         \n \n       \nc\n         \nd\n",
                ],
            ),
            (
                "<<<<<<< x\nb\n||||||| z\nq\n=======\nc\n",
                vec![
                    "         \nb\n         \n \n       \n \n",
                    "         \n \n         \n \n       \nc\n",
                ],
            ),
        ] {
            assert_eq!(sides(text).0, views, "{text}");
        }
    }
}
