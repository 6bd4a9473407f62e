//! Bytes to a source: encodings and plain formats, with limits; damage becomes warnings. Never writes, never fetches.
