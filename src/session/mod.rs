//! What the user is doing: commands, selection, undo, jobs on threads. Knows no egui, draws nothing, and writes to no disk
//! itself: what has to be kept goes to the disk thread.

mod caret;
mod command;
mod finding;
mod linking;
mod places;
mod tagging;
mod undo;
mod work;

pub use caret::{Caret, Direction, Step};
pub use command::{Answer, Command, Entry, Group, Named, PAGE_KEYS, When};
pub use finding::Finding;
pub use linking::{Linking, kinds_from};
pub use places::Places;
pub use tagging::{Defaults, Tagging, new_entity, new_proposition, quote};
pub use undo::UndoStack;
pub use work::{Reveal, Work};
