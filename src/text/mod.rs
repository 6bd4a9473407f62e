//! Canonical text: spans, offsets, quotes, folding, words and sentences, span index, search. Knows strings and
//! nothing of projects, files or windows.
