//! The disk: the project file, its history, the originals, the lock, and what belongs to the machine. The only room that
//! writes to the disk, and it does so through one small trait. It decides nothing about projects: when to save is the
//! session's business, what may leave a project the gate's. It never waits in the window's thread.
//!
//! - [`disk`]: the trait, how a file is replaced whole, where things lie.
//! - [`mod@format`]: the project file, written, read, and salvaged record by record.
//! - `history`: the lines of what was done, and what they make of a file.
//! - [`open`]: what is found beside a project, and what may be done with it. Changes nothing unasked.
//! - [`save`]: a project open for writing: lock, ledger, backups, and the thread that owns them.
//! - `pack`: project and originals in one file, and back.
//! - [`home`]: profile, settings, recent projects, reports.

pub mod disk;
pub mod format;
pub mod git;
mod history;
pub mod home;
pub mod open;
mod pack;
pub mod save;
mod store;

pub use disk::paths::{self, keep_off, named_project, numbered_project, project_name, project_path};
pub use format::compact::Unwritable;
pub use format::hash::{Hash, NotAHash};
pub use format::{Damage, LeftOut};
pub use history::{Deed, Entry, Step};
pub use home::profile;
pub use open::check::{Checked, Finding, check};
pub use open::chronicle::{Chronicle, Chronicled, chronicle, chronicle_of, chronicle_on};
pub use open::missing::Missing;
pub use open::recover::{Recovered, RecoveredFrom, recover};
pub use open::unfinished::{Rescued, copies_of, has_past, is_free, kept_elsewhere, put_away, unfinished};
pub use pack::unpack::{Archive, Unpacked, unpack};
pub use pack::{PACKED_LIMIT, PackError, Packed, pack};
pub use save::backup::BACKUPS;
pub use save::compaction::{Compacted, NotCompacted};
pub use save::ledger::{Ledger, SaveError};
pub use save::worker::{Foreign, SaveState, Status};
pub use store::{Personal, Store};
