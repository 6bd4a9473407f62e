//! The records of a project: every kind, every field, every closed list of the model, version 1.

mod annotation;
mod define;
mod house;
mod judgement;
mod source;
mod text;
mod world;

pub use annotation::*;
pub use house::*;
pub use judgement::*;
pub use source::*;
pub use text::{Block, BlockKind, Page, ReadBy, Text};
pub use world::*;

use super::slot::{self, Slot};
use super::{FieldError, Id, Marking, Timestamp};
use define::{closed_list, part, record};
use imbl::ordmap::DiffItem;
use serde_json::Value;
use std::sync::Arc;

part! {
    /// Who did something, and when.
    Stamp {
        /// The analyst.
        [req value] by: Id,
        /// The time, in UTC and whole seconds.
        [req value] at: Timestamp,
    }
}

/// Whether a value is its type's default, and so left out of the project file.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// What every record but an analyst and the project has in common.
pub trait Common {
    /// Who made it, and when.
    fn created(&self) -> &Stamp;
    /// Who changed it last.
    fn modified(&self) -> Option<&Stamp>;
    /// Sets who made it.
    fn set_created(&mut self, stamp: Stamp);
    /// Sets who changed it last.
    fn set_modified(&mut self, stamp: Stamp);
    /// Its note.
    fn note(&self) -> Option<&str>;
    /// Its marking.
    fn marking(&self) -> Marking;
}

/// Names each kind of record once; everything that goes over all kinds is made of this list.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident in $table:ident $([$common:ident])?),+ $(,)?) => {
        /// The kinds of record, in the order of the shared schema; the project's own record comes first.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            /// The record about the project.
            Project,
            $($(#[$doc])* $kind),+
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[Self::Project, $(Self::$kind),+];

            /// The name of the kind's table in every format.
            pub const fn table(self) -> &'static str {
                match self { Self::Project => "project", $(Self::$kind => stringify!($table)),+ }
            }
        }

        /// One record of any kind.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Record {
            /// The record about the project.
            Project(Arc<About>),
            $($(#[$doc])* $kind(Arc<$kind>)),+
        }

        impl Record {
            /// Its kind.
            pub const fn kind(&self) -> Kind {
                match self { Self::Project(_) => Kind::Project, $(Self::$kind(_) => Kind::$kind),+ }
            }

            /// Its id.
            pub fn id(&self) -> Id {
                match self { Self::Project(r) => r.id, $(Self::$kind(r) => r.id),+ }
            }

            /// What it has in common with others; an analyst and the project have nothing.
            pub fn common(&self) -> Option<&dyn Common> {
                match self {
                    Self::Project(_) => None,
                    $(Self::$kind(_r) => kinds!(@common _r $($common)?)),+
                }
            }

            /// The fields of its kind, in the order of the model.
            pub fn fields(&self) -> Vec<Slot> {
                match self { Self::Project(_) => slot::of::<About>(), $(Self::$kind(_) => slot::of::<$kind>()),+ }
            }

            /// A field as plain data; `None` where it is not set.
            pub fn field(&self, name: &str) -> Option<Value> {
                match self {
                    Self::Project(r) => slot::read(r.as_ref(), name),
                    $(Self::$kind(r) => slot::read(r.as_ref(), name)),+
                }
            }

            /// Sets a field from plain data; `None` unsets it, or brings back its default.
            ///
            /// # Errors
            /// Where the field does not take the value, or there is no such field.
            pub fn set_field(&mut self, name: &'static str, value: Option<Value>) -> Result<(), FieldError> {
                match self {
                    Self::Project(r) => slot::write(Arc::make_mut(r), name, value),
                    $(Self::$kind(r) => slot::write(Arc::make_mut(r), name, value)),+
                }
            }

            /// Whether it is the same record: at the same place in memory, or else equal.
            pub fn is(&self, other: &Self) -> bool {
                match (self, other) {
                    (Self::Project(a), Self::Project(b)) => Arc::ptr_eq(a, b) || a == b,
                    $((Self::$kind(a), Self::$kind(b)) => Arc::ptr_eq(a, b) || a == b,)+
                    _ => false,
                }
            }

            /// What it has in common with others, to be changed.
            pub fn common_mut(&mut self) -> Option<&mut dyn Common> {
                match self {
                    Self::Project(_) => None,
                    $(Self::$kind(_r) => kinds!(@common_mut _r $($common)?)),+
                }
            }
        }

        $(
            $(kinds!(@impl $kind $common);)?
            impl From<$kind> for Record {
                fn from(record: $kind) -> Self { Self::$kind(Arc::new(record)) }
            }
            impl From<Arc<$kind>> for Record {
                fn from(record: Arc<$kind>) -> Self { Self::$kind(record) }
            }
        )+

        impl From<About> for Record {
            fn from(about: About) -> Self { Self::Project(Arc::new(about)) }
        }

        /// The tables of a project, each an ordered map from id to record. Cloning them is free.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Tables {
            $($(#[$doc])* pub $table: imbl::OrdMap<Id, Arc<$kind>>),+
        }

        impl Tables {
            /// The record of this kind and id.
            pub fn get(&self, kind: Kind, id: Id) -> Option<Record> {
                match kind {
                    Kind::Project => None,
                    $(Kind::$kind => self.$table.get(&id).cloned().map(Record::$kind)),+
                }
            }

            /// Whether there is a record of this kind and id. The project's own record has no table.
            pub fn has(&self, kind: Kind, id: Id) -> bool {
                match kind {
                    Kind::Project => false,
                    $(Kind::$kind => self.$table.contains_key(&id)),+
                }
            }

            /// Puts a record in its table, and returns the one it replaces. The project's own record has no table.
            pub(crate) fn insert(&mut self, record: Record) -> Option<Record> {
                match record {
                    Record::Project(_) => None,
                    $(Record::$kind(r) => self.$table.insert(r.id, r).map(Record::$kind)),+
                }
            }

            /// Takes a record out of its table.
            pub(crate) fn remove(&mut self, kind: Kind, id: Id) -> Option<Record> {
                match kind {
                    Kind::Project => None,
                    $(Kind::$kind => self.$table.remove(&id).map(Record::$kind)),+
                }
            }

            /// Whether nothing has been put in or taken out since one was cloned of the other. Costs nothing; what is
            /// found by going over many records is kept by it.
            pub fn is_still(&self, other: &Self) -> bool {
                $(self.$table.ptr_eq(&other.$table))&&+
            }

            /// The records that differ in another project's tables, kind by kind and by id. What the two share in memory
            /// costs nothing.
            pub fn differing(&self, other: &Self) -> Vec<(Kind, Id)> {
                let mut ids = Vec::new();
                $(ids.extend(self.$table.diff(&other.$table).map(|item| match item {
                    DiffItem::Add(id, _) | DiffItem::Remove(id, _) | DiffItem::Update { old: (id, _), .. } => {
                        (Kind::$kind, *id)
                    }
                }));)+
                ids
            }

            /// The kind of the record with this id.
            pub fn kind_of(&self, id: Id) -> Option<Kind> {
                $(if self.$table.contains_key(&id) { return Some(Kind::$kind); })+
                None
            }

            /// How many records of a kind there are.
            pub fn count(&self, kind: Kind) -> usize {
                match kind {
                    Kind::Project => 1,
                    $(Kind::$kind => self.$table.len()),+
                }
            }

            /// Every id, kind by kind and in order.
            pub fn ids(&self) -> impl Iterator<Item = (Kind, Id)> + '_ {
                std::iter::empty()$(.chain(self.$table.keys().map(|id| (Kind::$kind, *id))))+
            }

            /// Every record, kind by kind and by id.
            pub fn records(&self) -> impl Iterator<Item = Record> + '_ {
                std::iter::empty()$(.chain(self.$table.values().cloned().map(Record::$kind)))+
            }
        }
    };
    (@common $r:ident common) => { Some($r.as_ref() as &dyn Common) };
    (@common $r:ident) => { None };
    (@common_mut $r:ident common) => { Some(Arc::make_mut($r) as &mut dyn Common) };
    (@common_mut $r:ident) => { None };
    (@impl $kind:ident common) => {
        impl Common for $kind {
            fn created(&self) -> &Stamp { &self.created }
            fn modified(&self) -> Option<&Stamp> { self.modified.as_ref() }
            fn set_created(&mut self, stamp: Stamp) { self.created = stamp; }
            fn set_modified(&mut self, stamp: Stamp) { self.modified = Some(stamp); }
            fn note(&self) -> Option<&str> { self.note.as_deref() }
            fn marking(&self) -> Marking { self.marking }
        }
    };
}

kinds! {
    /// Who works on the project.
    Analyst in analysts,
    /// The codebook.
    Tag in tags [common],
    /// Documents, held or cited.
    Source in sources [common],
    /// Who acts, and who is spoken of.
    Entity in entities [common],
    /// What somebody says of two entities.
    Relation in relations [common],
    /// What happened.
    Event in events [common],
    /// What is asserted.
    Proposition in propositions [common],
    /// Passages and what they are.
    Annotation in annotations [common],
    /// Links between records.
    Link in links [common],
    /// Judgements on a scale.
    Grade in grades [common],
    /// Reviewers' decisions.
    Review in reviews [common],
    /// Remarks.
    Comment in comments [common],
    /// How far somebody is with a source.
    Reading in readings [common],
}
