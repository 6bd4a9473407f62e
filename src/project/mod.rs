//! Records, ids, edits and their inverses, the table of references, the index and validation. Owns what a project is
//! and the one way to change it; never touches the disk, the clock or the screen.

mod codebook;
mod delete;
pub mod diff;
mod edit;
mod edtf;
mod field;
mod id;
mod index;
mod language;
mod marking;
pub mod merge;
pub mod naming;
mod origin;
mod record;
pub mod reference;
mod scale;
pub mod slot;
mod state;
mod taxonomy;
mod timestamp;
mod validate;
mod written;

pub use codebook::{builtin_tags, claim_tag, codebook, evidence_tag, individual_tag};
pub use delete::{Deletion, NotDeleted};
pub use edit::{Edit, Transaction};
pub use edtf::{Edtf, EdtfError};
pub use field::{Field, FieldError, FieldKind, Fields, Presence as FieldPresence, UnknownValue};
pub use id::{
    AnalystId, AnnotationId, CommentId, EntityId, EventId, GradeId, Id, LinkId, NotAnId, PropositionId,
    ReadingId, RelationId, ReviewId, SourceId, TagId,
};
pub use index::{Index, Place};
pub use language::{Language, NotALanguage, Script};
pub use marking::{Marking, MarkingError, Pap, Tlp};
pub use origin::Origin;
pub use record::*;
pub use scale::{NotAScale, Scale, state_responsibility};
pub use state::{Project, Refused};
pub use taxonomy::Term;
pub use timestamp::{Timestamp, TimestampError};
pub use validate::{End, Problem, allows};
