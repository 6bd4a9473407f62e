//! The disk: the project file, its history, the originals, the lock, and what belongs to the machine. The only room that
//! writes to the disk, and it does so through one small trait. It decides nothing about projects: when to save is the
//! session's business, what may leave a project the gate's. It never waits in the window's thread.

mod backup;
mod check;
mod chronicle;
mod compact;
mod compaction;
mod deed;
pub mod disk;
mod entry;
pub mod format;
mod found;
pub mod git;
mod hash;
mod history;
mod ledger;
pub mod lock;
mod missing;
pub mod open;
mod pack;
mod parallel;
mod past;
pub mod paths;
pub mod profile;
mod recover;
mod replace;
pub mod report;
mod store;
mod unfinished;
mod unpack;
pub mod worker;

pub use backup::BACKUPS;
pub use check::{Checked, Finding, check};
pub use chronicle::{Chronicle, Chronicled, chronicle};
pub use compact::Unwritable;
pub use compaction::{Compacted, NotCompacted};
pub use entry::{Entry, Step};
pub use hash::{Hash, NotAHash};
pub use ledger::{Ledger, SaveError};
pub use missing::Missing;
pub use pack::{PACKED_LIMIT, PackError, Packed, pack};
pub use paths::{keep_off, named_project, project_path};
pub use recover::{Recovered, recover};
pub use store::{Personal, Store};
pub use unfinished::{kept_elsewhere, unfinished};
pub use unpack::{Archive, Unpacked, unpack};
pub use worker::{Foreign, SaveState, Status};
