//! A project open for writing: who holds it, what is kept of it and in which order, and the thread that does so.

pub(super) mod aside;
pub(super) mod backup;
pub(super) mod compaction;
pub(super) mod ledger;
pub mod lock;
pub(super) mod watch;
pub mod worker;
