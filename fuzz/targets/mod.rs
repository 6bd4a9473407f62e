//! What is fuzzed: functions that take any bytes and panic where something does not hold. The fuzzer runs them, and
//! `tests/corpora.rs` replays what the fuzzer has found.

mod export_json;
mod history;
mod onusz;
mod project_file;
mod read_text;
mod values;

/// A target with the name of its program, which is that of the folder of its corpus.
type Target = (&'static str, fn(&[u8]));

/// All targets.
pub(crate) const TARGETS: &[Target] = &[
    ("export_json", export_json::target),
    ("history", history::target),
    ("onusz", onusz::target),
    ("project_file", project_file::target),
    ("read_text", read_text::target),
    ("values", values::target),
];

/// The file of a sound project, which other bytes are read beside.
const FILE: &[u8] = include_bytes!("../corpus/project_file/example.onus.ron");
