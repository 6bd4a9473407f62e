//! Canonical text: spans, offsets, quotes, folding, search, and where words, sentences, paragraphs and layout blocks
//! begin and end. All of the house asks here, so that a word is the same word for the caret, the selection and the
//! report.
//!
//! Positions are UTF-8 bytes into the whole text with its lines joined by LF; only the offsets know code points, for
//! exports. A position that comes from outside and lies past the end or inside a character is never a panic. This room
//! knows strings and nothing of projects, files or windows, and it never changes a text.

mod span;

pub use span::{Backwards, Span};

mod stub;
pub use stub::*;
