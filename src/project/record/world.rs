//! What sources speak of: entities, the relations between them, events and propositions.

use super::{closed_list, part, record};
use crate::project::{Edtf, EntityId, EventId, Language, SourceId};
use serde::{Deserialize, Serialize};

closed_list! {
    /// What an entity is.
    EntityKind {
        Person = "person", Organisation = "organisation", Unit = "unit", Persona = "persona", Group = "group",
        State = "state", Party = "party",
    }
}

/// How many an entity stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Extent {
    /// One.
    #[default]
    Single,
    /// A stated number of them: “20 individuals” is one entity.
    Counted(u32),
    /// Some, described but not counted.
    Described,
}

closed_list! {
    /// What another name is.
    AliasKind {
        Own = "own", Tracking = "tracking", Code = "code", Epithet = "epithet", Romanised = "romanised",
        Translation = "translation",
    }
}

closed_list! {
    /// Whether an entity is protected in what is shared.
    Protection {
        /// Protected unless it speaks or acts in public only.
        ByRole = "by-role",
        /// Always protected.
        Always = "always",
        /// Never protected.
        Never = "never",
    }
}

impl Protection {
    /// The default: by role for persons, never for the rest.
    pub fn default_of(kind: EntityKind) -> Self {
        if kind == EntityKind::Person {
            Self::ByRole
        } else {
            Self::Never
        }
    }
}

part! {
    /// Another name of an entity.
    Alias {
        /// The name.
        [req value] text: String,
        /// Its language.
        [opt value] language: Language,
        /// What kind of name it is.
        [req value] kind: AliasKind,
        /// Who says so.
        [opt value] asserted_by: EntityId,
        /// The source in which it was met first.
        [opt value] first_seen: SourceId,
    }
}

record! {
    /// Somebody or something that acts: a person, an organisation, a unit, a persona.
    #[serde(from = "EntityLine", into = "EntityLine")]
    Entity {
        /// The name it goes by here.
        [req value] name: String,
        /// What it is.
        [req value] kind: EntityKind,
        /// How many it stands for.
        [def value] extent: Extent,
        /// Other names.
        [list] aliases: Alias,
        /// Whether it is protected in what is shared; by default by role for persons and never for the rest.
        [req value] protection: Protection,
    }
}

closed_list! {
    /// How two entities are related, as somebody says.
    RelationKind {
        FrontFor = "front-for", PartOf = "part-of", MemberOf = "member-of", TrackedAs = "tracked-as",
        Overlaps = "overlaps", Uses = "uses", Other = "other",
    }
}

record! {
    /// That somebody says two entities are related; it never merges them.
    Relation {
        /// The one.
        [req value] from: EntityId,
        /// The other.
        [req value] to: EntityId,
        /// How.
        [req value] kind: RelationKind,
        /// Who says so.
        [req value] asserted_by: EntityId,
        /// In which source.
        [opt value] source: SourceId,
        /// For what time.
        [opt value] during: Edtf,
        /// A value of the scale `confidence`.
        [opt value] confidence: String,
    }
}

closed_list! {
    /// What kind of event it is.
    EventKind {
        Operation = "operation", Accusation = "accusation", Measure = "measure", Publication = "publication",
        Other = "other",
    }
}

closed_list! {
    /// What part an entity has in an event.
    ParticipantRole {
        Actor = "actor", Target = "target", Accuser = "accuser", Accused = "accused", Amplifier = "amplifier",
        AtRisk = "at-risk",
    }
}

part! {
    /// Who took part in an event.
    Participant {
        /// Who.
        [req value] entity: EntityId,
        /// As what.
        [req value] role: ParticipantRole,
    }
}

record! {
    /// Something that happened, or is said to have.
    Event {
        /// What it is called here.
        [req value] name: String,
        /// What kind it is.
        [req value] kind: EventKind,
        /// When it happened.
        [opt value] occurred: Edtf,
        /// When it was discovered.
        [opt value] discovered: Edtf,
        /// When it was made public.
        [opt value] disclosed: Edtf,
        /// Where, free text.
        [opt value] place: String,
        /// Who took part.
        [list] participants: Participant,
    }
}

closed_list! {
    /// What kind of proposition it is.
    PropositionKind {
        Act = "act", Attribution = "attribution", Intent = "intent", Effect = "effect", Prediction = "prediction",
        Value = "value", Recommendation = "recommendation", Question = "question",
        EvidenceAssessment = "evidence-assessment",
    }
}

closed_list! {
    /// The ladder of attribution (after Unit 42, Mandiant and Lin 2016).
    Rung {
        Infrastructure = "infrastructure", Cluster = "cluster", Persona = "persona", Group = "group",
        /// Any organisation.
        Unit = "unit",
        State = "state",
        /// A branch beside the ladder.
        Person = "person",
        /// No rung applies.
        None = "none",
    }
}

closed_list! {
    /// What standing the analysts give a proposition (after SACM); recording is not endorsing.
    #[derive(Default)]
    Standing {
        #[default]
        AsCited = "as-cited", Asserted = "asserted", NeedsSupport = "needs-support", Assumed = "assumed",
        Defeated = "defeated",
    }
}

record! {
    /// What is asserted, apart from who says it where.
    Proposition {
        /// The proposition in a sentence.
        [req text] text: String,
        /// What kind it is.
        [opt value] kind: PropositionKind,
        /// How high on the ladder it reaches.
        [opt value] rung: Rung,
        /// A value of the state-responsibility taxonomy, verbatim.
        [opt value] state_responsibility: String,
        /// The event it speaks of.
        [opt value] event: EventId,
        /// What standing it has.
        [def value] standing: Standing,
    }
}

/// An entity as a line of the project file: its protection is left out where it is the default of its kind.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename = "Entity")]
struct EntityLine {
    name: String,
    kind: EntityKind,
    #[serde(default, skip_serializing_if = "super::is_default")]
    extent: Extent,
    #[serde(default, skip_serializing_if = "super::is_default")]
    aliases: Vec<Alias>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    protection: Option<Protection>,
    created: crate::project::Stamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    modified: Option<crate::project::Stamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(default, skip_serializing_if = "super::is_default")]
    marking: crate::project::Marking,
}

impl From<EntityLine> for Entity {
    fn from(line: EntityLine) -> Self {
        let EntityLine {
            name,
            kind,
            extent,
            aliases,
            protection,
            created,
            modified,
            note,
            marking,
        } = line;
        let protection = protection.unwrap_or_else(|| Protection::default_of(kind));
        Self {
            id: crate::project::Id::default(),
            name,
            kind,
            extent,
            aliases,
            protection,
            created,
            modified,
            note,
            marking,
        }
    }
}

impl From<Entity> for EntityLine {
    fn from(entity: Entity) -> Self {
        let Entity {
            id: _,
            name,
            kind,
            extent,
            aliases,
            protection,
            created,
            modified,
            note,
            marking,
        } = entity;
        let protection = (protection != Protection::default_of(kind)).then_some(protection);
        Self {
            name,
            kind,
            extent,
            aliases,
            protection,
            created,
            modified,
            note,
            marking,
        }
    }
}
