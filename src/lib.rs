//! Onus: read, tag, link and grade the sources of public cyber-attribution.
//!
//! # The rooms, and who may use whom
//! `text ← project ← {read, storage, protect} ← exchange ← session ← {cli, ui} ← main`: a room may use what stands left of
//! it; rooms in one brace do not know each other. A test walks every path in the code and names a wrong arrow.
//!
//! - [`text`]: canonical text, in UTF-8 bytes: spans, offsets, quotes, words, sentences, search.
//! - [`project`]: records, edits and their inverses, the table of references, the index, validation, difference, merge.
//! - [`read`]: bytes to a document: encodings, plain text, Markdown.
//! - [`storage`]: the disk: project file, history, backups, lock, recovery, packing, the thread that owns them, settings.
//! - [`protect`]: the gate: project and policy make an `Outgoing`.
//! - [`exchange`]: `Outgoing` to the shared schema, and exports to edits.
//! - [`session`]: what the user is doing: commands, selection, undo. No egui.
//! - [`cli`]: the same work without a window.
//! - `ui`: everything that knows egui; only with the feature `window`.
//!
//! # Invariants
//! - **One way to change a project:** a transaction, checked whole by `Project::commit`; a sound project stays sound.
//! - **One way to the disk:** the `Disk` trait of [`storage`]. **One way out:** the gate of [`protect`].
//! - **What is called kept survives a loss of power:** every wait for the disk has a name in `Sync`, and a proof fails without
//!   it. Nothing writes over a file that somebody else changed, or one that was read in part.
//! - **Nothing found is decided for anybody in the window:** looking at a project changes nothing on the disk before somebody
//!   has chosen. The command line applies what belongs to the file, and sets aside, kept and said, what does not.
//! - **Projects are read and written on threads;** a poll takes in what came of it. Only settings are written on the spot.
//! - **A tagged text never changes.** Offsets inside are bytes, in exports code points.
//! - **Clock and randomness** enter by one `Origin`. The same project and options give the same bytes.
//! - **No network,** anywhere; no `unsafe`.
#![forbid(unsafe_code)]

pub mod cli;
pub mod exchange;
pub mod project;
pub mod protect;
pub mod read;
pub mod session;
pub mod storage;
pub mod text;
#[cfg(feature = "window")]
pub mod ui;
