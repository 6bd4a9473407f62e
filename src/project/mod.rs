//! Records, ids, edits and their inverses, the table of references, the index and validation. Owns what a project is
//! and the one way to change it; never touches the disk, the clock or the screen.

mod id;
mod timestamp;
mod written;

pub use id::{
    AnalystId, AnnotationId, CommentId, EntityId, EventId, GradeId, Id, LinkId, NotAnId, PropositionId,
    ReadingId, RelationId, ReviewId, SourceId, TagId,
};
pub use timestamp::{Timestamp, TimestampError};
