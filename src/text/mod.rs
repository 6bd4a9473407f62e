//! Canonical text: spans, offsets, quotes, folding, search, and where words, sentences, paragraphs and layout blocks
//! begin and end. All of the house asks here, so that a word is the same word for the caret, the selection and the
//! report.
//!
//! Positions are UTF-8 bytes into the whole text with its lines joined by LF; only [`Offsets`] knows code points, for
//! exports. A position that comes from outside and lies past the end or inside a character is never a panic, and no
//! step of a caret reads more than a few KiB of a line, however long that is. This room knows strings and nothing of
//! projects, files or windows, and it never changes a text.

mod abbreviations;
mod digest;
mod fold;
mod graphemes;
mod grow;
mod lines;
mod marks;
mod offsets;
mod pieces;
mod quote;
mod search;
mod segment;
mod sentences;
mod span;
mod trim;
mod words;

pub use digest::sha256;
pub use fold::{Folded, fold, fold_char};
pub use graphemes::{next_grapheme, previous_grapheme};
pub use grow::grow;
pub use lines::{lines, paragraph_at};
pub use offsets::Offsets;
pub use pieces::{layout_blocks, piece_at};
pub use quote::Quote;
pub use search::{BadQuery, Ended, Finder};
pub use sentences::{next_sentence, previous_sentence, sentence_at};
pub use span::{Backwards, Span};
pub use trim::trim;
pub use words::{next_word, previous_word, word_at};
