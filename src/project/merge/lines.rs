//! Three-way merge of prose by line (after diff3): lines that both sides left as they were hold the texts together;
//! between them, what one side changed wins, and what both changed differently is taken of one side.

use super::Side;

/// More pairs of lines than this are not compared, and the stretch counts as changed whole.
const MOST_PAIRS: usize = 1 << 22;

/// The merged text; where both changed the same lines differently, those of the side that is preferred.
pub(super) fn merge(prefer: Side, base: &str, ours: &str, theirs: &str) -> String {
    let lines = |text| str::split(text, '\n').collect::<Vec<_>>();
    let (base, ours, theirs) = (lines(base), lines(ours), lines(theirs));
    let (in_ours, in_theirs) = (matches(&base, &ours), matches(&base, &theirs));
    let mut merged: Vec<&str> = Vec::new();
    let (mut at, mut at_ours, mut at_theirs) = (0, 0, 0);
    for (n, found) in in_ours.iter().zip(&in_theirs).enumerate() {
        if let (&Some(o), &Some(t)) = found {
            let chunk = Chunk {
                base: &base[at..n],
                ours: &ours[at_ours..o],
                theirs: &theirs[at_theirs..t],
            };
            merged.extend(chunk.merged(prefer));
            merged.push(base[n]);
            (at, at_ours, at_theirs) = (n + 1, o + 1, t + 1);
        }
    }
    let rest = Chunk {
        base: &base[at..],
        ours: &ours[at_ours..],
        theirs: &theirs[at_theirs..],
    };
    merged.extend(rest.merged(prefer));
    merged.join("\n")
}

/// A stretch between lines that all three have.
struct Chunk<'a, 'b> {
    base: &'b [&'a str],
    ours: &'b [&'a str],
    theirs: &'b [&'a str],
}

impl<'a, 'b> Chunk<'a, 'b> {
    fn merged(&self, prefer: Side) -> &'b [&'a str] {
        if self.ours == self.base {
            self.theirs
        } else if self.theirs == self.base || self.ours == self.theirs {
            self.ours
        } else {
            prefer.of(self.ours, self.theirs)
        }
    }
}

/// For each line of one text the line of another that it still is: a longest common subsequence.
fn matches(from: &[&str], to: &[&str]) -> Vec<Option<usize>> {
    let head = from.iter().zip(to).take_while(|(a, b)| a == b).count();
    let (from_rest, to_rest) = (&from[head..], &to[head..]);
    let tail = from_rest.iter().rev().zip(to_rest.iter().rev());
    let tail = tail.take_while(|(a, b)| a == b).count();
    let middle = common(
        &from_rest[..from_rest.len() - tail],
        &to_rest[..to_rest.len() - tail],
    );
    let mut found: Vec<Option<usize>> = (0..head).map(Some).collect();
    found.extend(middle.into_iter().map(|m| m.map(|n| head + n)));
    found.extend((to.len() - tail..to.len()).map(Some));
    found
}

fn common(from: &[&str], to: &[&str]) -> Vec<Option<usize>> {
    let mut found = vec![None; from.len()];
    let width = to.len() + 1;
    if from.is_empty() || to.is_empty() || from.len().saturating_mul(to.len()) > MOST_PAIRS {
        return found;
    }
    // How many lines the rests from here on have in common.
    let mut left = vec![0u32; (from.len() + 1) * width];
    for i in (0..from.len()).rev() {
        for j in (0..to.len()).rev() {
            left[i * width + j] = match from[i] == to[j] {
                true => left[(i + 1) * width + j + 1] + 1,
                false => left[(i + 1) * width + j].max(left[i * width + j + 1]),
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while i < from.len() && j < to.len() {
        if from[i] == to[j] {
            found[i] = Some(j);
            (i, j) = (i + 1, j + 1);
        } else if left[(i + 1) * width + j] >= left[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines are written as words; `ours` and `theirs` are what each preference gives.
    #[test]
    fn lines_merge_where_they_do_not_overlap() {
        for (base, ours, theirs, with_ours, with_theirs) in [
            ("a b c", "a b c", "a b c", "a b c", "a b c"),
            ("a b c", "A b c", "a b C", "A b C", "A b C"),
            ("a b c", "A b c", "A b c", "A b c", "A b c"),
            ("a b c", "A b c", "x b c", "A b c", "x b c"),
            ("a b c", "A b c z", "x b c z", "A b c z", "x b c z"),
            ("a b c", "b c", "a b", "b", "b"),
            ("a b c", "a c", "a B c", "a c", "a B c"),
            ("a b c", "0 a b c", "a b c d", "0 a b c d", "0 a b c d"),
            ("a", "a x", "a y", "a x", "a y"),
            ("a b", "a x b", "a b", "a x b", "a x b"),
            ("a a a", "a a", "a a a a", "a a", "a a a a"),
            ("a b c d e", "a x c d e", "a b c y e", "a x c y e", "a x c y e"),
            ("", "x", "y", "x", "y"),
        ] {
            let text = |words: &str| words.replace(' ', "\n");
            let merged = |side| merge(side, &text(base), &text(ours), &text(theirs)).replace('\n', " ");
            assert_eq!(merged(Side::Ours), with_ours, "{base} | {ours} | {theirs}");
            assert_eq!(merged(Side::Theirs), with_theirs, "{base} | {ours} | {theirs}");
        }
    }
}
