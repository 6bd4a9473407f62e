//! The project file, version 1: RON, framed so that it reads, diffs and salvages by line.
//!
//! ```text
//! Onus(format:1,reader:1,generator:"onus 0.1.0",
//! project:(id:"…",title:"…",language:"en"),
//! sources:{
//! "5f1c…":(title:"…",kind:post,language:"zh-Hans",text:(sha256:"…",read_by:extraction,lines:["…",
//! "…",
//! ]),created:(by:"…",at:"…")),
//! },
//! )
//! // sha256 of all above, read with CR LF as LF: …
//! ```
//!
//! One record is one line, but for the lines of a text, which have one each. Tables stand in the order of the model and
//! are left out while they are empty; records stand by id, annotations by source, first start, last end, id. Defaults
//! are left out. The same project is the same bytes on every run and every machine.

pub(super) mod compact;
mod damage;
mod frame;
pub(super) mod hash;
mod newer;
pub(super) mod parallel;
mod quick;
mod read;
mod record;
mod salvage;
mod sides;
mod sound;
mod stand_in;
mod write;

pub use damage::{Damage, LeftOut, LoadError};
pub use newer::Unknown;
pub use read::{Loaded, read};
pub(super) use record::ron;
pub use salvage::salvage;
pub(super) use salvage::salvage_with;
pub use write::{Written, write};

/// The version of the framing this build reads and writes.
pub const FORMAT: u32 = 1;

/// The level of understanding a reader needs for the files this build writes; it grows with each new kind or field.
pub const READER: u32 = 1;

/// The most bytes a project file may have: larger ones are refused before they are read, and none is written.
pub const FILE_LIMIT: u64 = 500 << 20;

/// What the last line says before the hash.
const SEAL: &str = "// sha256 of all above, read with CR LF as LF: ";

/// Below this many bytes a second thread costs more than it saves.
const WORTHWHILE: usize = 256 * 1024;
