//! Bytes to a source: encodings and plain formats, with limits; damage becomes warnings. Never writes, never fetches.
//!
//! [`read`] gives a [`Document`]: the canonical text, its blocks, what was damaged, and what the source might be called.
//! Each format has its reader in a file of its own, and a version that changes when the same bytes would come out
//! otherwise. What is no text is refused by name rather than read as rubbish.

mod decode;
mod detect;
mod document;
mod encoding;
mod language;
mod likely;
mod markdown;
mod plain;
mod sniff;
mod title;
mod wide;

pub use decode::{Decoded, decode, preview};
pub use detect::detect;
pub use document::{Document, LIMIT, ReadError, read, refuse_by_size};
pub use encoding::{Encoding, UnknownEncoding};
