//! Records, ids, edits and their inverses, the table of references, the index and validation. Owns what a project is
//! and the one way to change it; never touches the disk, the clock or the screen.

mod id;
mod language;
mod marking;
mod origin;
mod scale;
mod taxonomy;
mod timestamp;
mod written;

pub use id::{
    AnalystId, AnnotationId, CommentId, EntityId, EventId, GradeId, Id, LinkId, NotAnId, PropositionId,
    ReadingId, RelationId, ReviewId, SourceId, TagId,
};
pub use language::{Language, NotALanguage, Script};
pub use marking::{Marking, MarkingError, Pap, Tlp};
pub use origin::Origin;
pub use scale::{NotAScale, Scale, state_responsibility};
pub use taxonomy::Term;
pub use timestamp::{Timestamp, TimestampError};
