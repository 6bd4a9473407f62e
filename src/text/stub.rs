#![allow(missing_docs)]
use super::Span;
pub fn sha256(b: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(b)
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect()
}
#[derive(Clone, Debug)]
pub struct Offsets(Vec<usize>);
impl Offsets {
    pub fn new(t: &str) -> Self {
        Self(t.char_indices().map(|x| x.0).chain([t.len()]).collect())
    }
    pub fn to_chars(&self, b: usize) -> Option<usize> {
        self.0.binary_search(&b).ok()
    }
    pub fn to_bytes(&self, c: usize) -> Option<usize> {
        self.0.get(c).copied()
    }
}
pub struct Quote<'a> {
    pub exact: &'a str,
    pub prefix: &'a str,
    pub suffix: &'a str,
}
impl<'a> Quote<'a> {
    pub fn of(t: &'a str, s: Span) -> Option<Self> {
        let exact = s.slice(t)?;
        let p = &t[..s.start];
        let q = &t[s.end..];
        let ps = p.char_indices().rev().take(32).last().map_or(p.len(), |x| x.0);
        let qe = q.char_indices().nth(32).map_or(q.len(), |x| x.0);
        Some(Quote {
            exact,
            prefix: &p[ps..],
            suffix: &q[..qe],
        })
    }
}
pub fn trim(_t: &str, s: Span) -> Span {
    s
}
pub fn next_grapheme(t: &str, a: usize) -> usize {
    t[a..].chars().next().map_or(a, |c| a + c.len_utf8())
}
pub fn previous_grapheme(t: &str, a: usize) -> usize {
    t[..a].chars().next_back().map_or(a, |c| a - c.len_utf8())
}
pub fn next_word(t: &str, a: usize) -> usize {
    next_grapheme(t, a)
}
pub fn previous_word(t: &str, a: usize) -> usize {
    previous_grapheme(t, a)
}
pub fn next_sentence(t: &str, a: usize) -> usize {
    next_grapheme(t, a)
}
pub fn previous_sentence(t: &str, a: usize) -> usize {
    previous_grapheme(t, a)
}
pub fn grow(_t: &str, s: Span) -> Span {
    s
}
pub fn find_all(t: &str, q: &str, most: usize) -> Vec<Span> {
    if q.is_empty() {
        return vec![];
    }
    t.match_indices(q)
        .take(most)
        .map(|(a, m)| Span::new(a, a + m.len()))
        .collect()
}
