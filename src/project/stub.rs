#![allow(missing_docs)]
use serde::{Deserialize, Serialize};
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Id(uuid::Uuid);
impl Id {
    pub const MIN: Id = Id(uuid::Uuid::nil());
    pub const MAX: Id = Id(uuid::Uuid::max());
    pub fn of_tag(n: &str) -> Id {
        Id(uuid::Uuid::new_v5(
            &uuid::Uuid::NAMESPACE_URL,
            format!("onus:tag:{n}").as_bytes(),
        ))
    }
    pub fn of_original(n: &str) -> Id {
        Id(uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, n.as_bytes()))
    }
    pub fn is_v4(self) -> bool {
        self.0.get_version_num() == 4
    }
}
impl std::fmt::Display for Id {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}
pub type SourceId = Id;
pub type EntityId = Id;
pub type AnnotationId = Id;
pub type PropositionId = Id;
pub type EventId = Id;
pub type TagId = Id;
pub type AnalystId = Id;
pub type CommentId = Id;
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Timestamp(i64);
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Edtf(String);
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Language(String);
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marking {
    a: Option<String>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scale {
    SourceReliability,
    InformationCredibility,
    Likelihood,
    Confidence,
}
impl Scale {
    pub fn has(self, _v: &str) -> bool {
        true
    }
}
impl std::fmt::Display for Scale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}
pub struct SR {
    pub value: String,
}
pub fn state_responsibility() -> &'static [SR] {
    &[]
}
