//! Annotation: a passage of a source and what it is: a claim, evidence, a mention of a person, or a project's own tag.

use super::{closed_list, part, record};
use crate::project::{
    AnalystId, AnnotationId, Edtf, EntityId, Language, PropositionId, Rung, SourceId, TagId, claim_tag,
    evidence_tag, individual_tag,
};
use crate::text::Span;
use serde::{Deserialize, Serialize};

closed_list! {
    /// What a claimant has to do with a claim.
    ClaimantRole { Author = "author", Spokesperson = "spokesperson", Cosigner = "cosigner", Quoted = "quoted" }
}

closed_list! {
    /// How a claim is said.
    #[derive(Default)]
    Speech {
        #[default]
        Asserts = "asserts", Assesses = "assesses", Alleges = "alleges", Charges = "charges", Reports = "reports",
        Quotes = "quotes", Denies = "denies", Retracts = "retracts", Asks = "asks", Recommends = "recommends",
    }
}

closed_list! {
    /// Whether the claim stands in the words (after InkVisitor).
    #[derive(Default)]
    Presence {
        #[default]
        InText = "in-text", Implied = "implied", Inferred = "inferred" }
}

closed_list! {
    /// What is offered as evidence (after MICTIC).
    EvidenceClass {
        Malware = "malware", Infrastructure = "infrastructure", ControlServer = "control-server",
        Telemetry = "telemetry", Technique = "technique", OpsecSlip = "opsec-slip", Timeline = "timeline",
        Victimology = "victimology", IdentityArtefact = "identity-artefact", Motive = "motive",
        Intelligence = "intelligence", Testimony = "testimony", Document = "document",
        LegalFinding = "legal-finding", Other = "other",
    }
}

closed_list! {
    /// Whether others can check what is offered.
    Availability {
        Verifiable = "verifiable", Described = "described", Withheld = "withheld", NoneOffered = "none-offered",
    }
}

closed_list! {
    /// What a person mentioned has to do with the matter.
    IndividualRole {
        Accused = "accused", Author = "author", Quoted = "quoted", Official = "official", Victim = "victim",
        AtRisk = "at-risk", Other = "other",
    }
}

closed_list! {
    /// What a mention gives away of a person; in alphabetical order, since a set of them is written sorted.
    Disclosure {
        Address = "address", BirthDate = "birth-date", Email = "email", Employer = "employer", Family = "family",
        Name = "name", NationalId = "national-id", Other = "other", Phone = "phone", Photo = "photo",
    }
}

part! {
    /// Who makes a claim, and in what part.
    Claimant {
        /// The one who claims.
        [req value] entity: EntityId,
        /// As what.
        [req value] role: ClaimantRole,
    }
}

part! {
    /// Words that soften a claim.
    Hedge {
        /// Where they stand, in bytes; anywhere in the same source.
        [req value] span: Span,
        /// The hedge in its dictionary form.
        [req value] term: String,
    }
}

part! {
    /// How sure the source itself says it is, in its words.
    Wording {
        /// Its words for how likely, free text.
        [opt value] likelihood: String,
        /// Its words for how confident, free text.
        [opt value] confidence: String,
    }
}

part! {
    /// Somebody asserts something (after PARC 3: source, cue, content).
    Claim {
        /// What is asserted.
        [req value] proposition: PropositionId,
        /// Who asserts it.
        [list] claimants: Claimant,
        /// Who reports it, outermost first.
        [list] via: EntityId,
        /// Who is accused.
        [set] accused: EntityId,
        /// How it is said.
        [def value] speech: Speech,
        /// Whether it stands in the words.
        [def value] presence: Presence,
        /// Whether the proposition is negated.
        [def value] negated: bool,
        /// The verb or sign of saying, in bytes; anywhere in the same source.
        [opt value] cue: Span,
        /// What softens it.
        [list] hedges: Hedge,
        /// How sure the source says it is.
        [opt value] wording: Wording,
        /// When it was said, if not at the source's date.
        [opt value] said: Edtf,
        /// The claim it answers.
        [opt value] replies_to: AnnotationId,
    }
}

part! {
    /// One observable.
    Indicator {
        /// A STIX 2.1 observable type, such as `domain-name`. Called `type` in every format.
        [req value] r#type: String,
        /// The value as the source gives it.
        [req value] value: String,
    }
}

part! {
    /// What is offered for or against a claim.
    #[derive(Default)]
    Evidence {
        /// What kind of evidence it is.
        [opt value] class: EvidenceClass,
        /// How high on the ladder it reaches.
        [opt value] rung: Rung,
        /// Whether others can check it.
        [opt value] availability: Availability,
        /// The observables in it.
        [list] indicators: Indicator,
        /// When it was observed.
        [opt value] observed: Edtf,
        /// The passage that offers the same evidence elsewhere.
        [opt value] same_as: AnnotationId,
    }
}

impl Claim {
    /// A claim of a proposition of which nothing else is known.
    pub fn of(proposition: PropositionId) -> Self {
        Self {
            proposition,
            claimants: Vec::new(),
            via: Vec::new(),
            accused: Default::default(),
            speech: Speech::default(),
            presence: Presence::default(),
            negated: false,
            cue: None,
            hedges: Vec::new(),
            wording: None,
            said: None,
            replies_to: None,
        }
    }
}

part! {
    /// A mention of a natural person.
    Individual {
        /// The person.
        [req value] entity: EntityId,
        /// In what part.
        [req value] role: IndividualRole,
        /// What the passage gives away.
        [set] discloses: Disclosure,
    }
}

part! {
    /// A passage in another language.
    Translation {
        /// The translated passage.
        [req text] text: String,
        /// Its language.
        [req value] language: Language,
        /// Who translated it.
        [req value] by: AnalystId,
        /// Whether a machine did.
        [def value] machine: bool,
    }
}

/// A length on a page with at most two decimals, kept in hundredths so that it compares exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length(pub i64);

impl Length {
    /// The length of a number of points or pixels; `None` beyond two decimals or ±10¹².
    pub fn from_f64(value: f64) -> Option<Self> {
        let hundredths = (value * 100.0).round();
        let exact = (hundredths / 100.0 - value).abs() <= value.abs() * f64::EPSILON;
        (exact && hundredths.abs() <= 1e14).then_some(Self(hundredths as i64))
    }

    /// Whether it has no decimals.
    pub fn is_whole(self) -> bool {
        self.0 % 100 == 0
    }

    /// The length as a number of points or pixels.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

impl std::fmt::Display for Length {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.to_f64())
    }
}

impl Serialize for Length {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.to_f64())
    }
}

impl<'de> Deserialize<'de> for Length {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = f64::deserialize(deserializer)?;
        Self::from_f64(value).ok_or_else(|| serde::de::Error::custom("a length has at most two decimals"))
    }
}

/// A rectangle from the top left of the page as shown: points for PDF, whole pixels for pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rect {
    /// From the left edge.
    pub x: Length,
    /// From the upper edge.
    pub y: Length,
    /// Width.
    pub width: Length,
    /// Height.
    pub height: Length,
}

/// Where in its source an annotation stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Anchor {
    /// One or more stretches of the text.
    Text {
        /// In order and disjoint, in bytes; at least one.
        spans: Vec<Span>,
    },
    /// A part of a page shown as a picture.
    Region {
        /// The page, counted from 1.
        page: u32,
        /// At least one rectangle.
        rects: Vec<Rect>,
    },
}

/// What an annotation says of its passage.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Body {
    /// Somebody asserts something.
    Claim(Claim),
    /// What is offered for or against a claim.
    Evidence(Evidence),
    /// A mention of a natural person.
    Individual(Individual),
    /// A tag of the project's own.
    Tag(TagId),
}

impl Body {
    /// The tag of the codebook this body carries.
    pub fn tag(&self) -> TagId {
        match self {
            Self::Claim(_) => claim_tag(),
            Self::Evidence(_) => evidence_tag(),
            Self::Individual(_) => individual_tag(),
            Self::Tag(tag) => *tag,
        }
    }
}

record! {
    /// A passage and what it is. Several may share one anchor.
    Annotation {
        /// The source it stands in.
        [req value] source: SourceId,
        /// Where.
        [req value] anchor: Anchor,
        /// What it is.
        [req value] body: Body,
        /// The passage in other languages.
        [list] translations: Translation,
    }
}

impl Annotation {
    /// The stretches of text it stands on, in bytes; none for a region.
    pub fn spans(&self) -> &[Span] {
        match &self.anchor {
            Anchor::Text { spans } => spans,
            Anchor::Region { .. } => &[],
        }
    }

    /// From the first start to the last end, gaps included; `None` for a region.
    pub fn hull(&self) -> Option<Span> {
        let spans = self.spans();
        Some(Span {
            start: spans.first()?.start,
            end: spans.last()?.end,
        })
    }

    /// The claim, if it is one.
    pub fn claim(&self) -> Option<&Claim> {
        if let Body::Claim(claim) = &self.body {
            Some(claim)
        } else {
            None
        }
    }

    /// The evidence, if it is some.
    pub fn evidence(&self) -> Option<&Evidence> {
        if let Body::Evidence(evidence) = &self.body {
            Some(evidence)
        } else {
            None
        }
    }

    /// The mention, if it is one.
    pub fn individual(&self) -> Option<&Individual> {
        if let Body::Individual(individual) = &self.body {
            Some(individual)
        } else {
            None
        }
    }
}
