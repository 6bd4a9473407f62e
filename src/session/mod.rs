//! What the user is doing: commands, selection, undo, jobs on threads. Knows no egui, draws nothing, and writes to no disk
//! itself: what has to be kept goes to the disk thread.

mod ask;
mod caret;
mod command;
mod damaged;
mod doing;
mod editing;
mod exporting;
mod finding;
mod git;
mod idle;
mod importing;
mod job;
mod joining;
mod leaving;
mod linking;
mod merging;
mod order;
mod places;
mod projects;
mod recent;
mod recovering;
mod rescued;
mod saving_as;
#[allow(clippy::module_inception)]
mod session;
mod sources;
mod tagging;
mod undo;
mod work;

pub use ask::{Ask, Focus, Notice, Picking, Tone};
pub use caret::{Caret, Direction, Step};
pub use command::{Answer, Command, Entry, Group, Named, PAGE_KEYS, When};
pub use damaged::{Damaged, Lacking};
pub use doing::Doing;
pub use finding::Finding;
pub use importing::{Importing, Pending, read_file};
pub use leaving::Leaving;
pub use linking::{Linking, kinds_from};
pub use merging::{Merging, Offer, Theirs};
pub use order::Order;
pub use places::Places;
pub use projects::SAMPLE;
pub use recovering::Recovery;
pub use session::Session;
pub use sources::{Added, Details, add_document, cited_source, hold_document};
pub use tagging::{Defaults, Tagging, new_entity, new_proposition, quote, quote_begin};
pub use undo::UndoStack;
pub use work::{Reveal, Work};
