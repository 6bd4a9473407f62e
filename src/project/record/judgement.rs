//! What analysts say of records: links, grades, reviews, comments, readings.

use super::{closed_list, part, record};
use crate::project::{AnalystId, CommentId, Id, Scale, SourceId};

closed_list! {
    /// What a link says of its ends.
    LinkKind {
        Supports = "supports", Contradicts = "contradicts",
        /// Attacks an inference or its ground (after AIF).
        Undercuts = "undercuts",
        Reports = "reports", Republishes = "republishes", DerivesFrom = "derives-from", Coincides = "coincides",
        Contrasts = "contrasts",
    }
}

closed_list! {
    /// What an objection attacks.
    Attack { Conclusion = "conclusion", Premise = "premise", Inference = "inference" }
}

record! {
    /// A link from a set of records, weighed together, to one.
    Link {
        /// What it says.
        [req value] kind: LinkKind,
        /// Whence; never empty.
        [set] from: Id,
        /// Whither.
        [req value] to: Id,
        /// What an objection attacks; only with contradicts and undercuts.
        [opt value] attacks: Attack,
        /// Why.
        [opt text] reason: String,
    }
}

record! {
    /// One judgement on one scale. A newer one by the same analyst supersedes it; the old one stays.
    Grade {
        /// What is graded.
        [req value] target: Id,
        /// On which scale.
        [req value] scale: Scale,
        /// A value of the scale, verbatim.
        [req value] value: String,
        /// Why.
        [opt text] reason: String,
    }
}

closed_list! {
    /// What a reviewer decides.
    Verdict { Accept = "accept", Reject = "reject", Amend = "amend", Defer = "defer" }
}

record! {
    /// A reviewer's decision. A rejection is a recorded decision, not a deletion.
    Review {
        /// What is reviewed.
        [req value] target: Id,
        /// The decision.
        [req value] verdict: Verdict,
        /// Why.
        [req text] reason: String,
        /// A code of the reviewers' own, free text.
        [opt value] code: String,
        /// The round, counted from 1.
        [req value] round: u32,
    }
}

record! {
    /// A remark; never counts as disagreement.
    Comment {
        /// What it is about.
        [req value] target: Id,
        /// The remark.
        [req text] text: String,
        /// The comment it answers.
        [opt value] replies_to: CommentId,
        /// Whether it is settled.
        [def value] resolved: bool,
    }
}

closed_list! {
    /// How far an analyst is with a source.
    ReadingState { Unread = "unread", InWork = "in-work", Done = "done", SecondLook = "second-look" }
}

record! {
    /// How far one analyst is with one source.
    Reading {
        /// The source.
        [req value] source: SourceId,
        /// The analyst.
        [req value] analyst: AnalystId,
        /// How far.
        [req value] state: ReadingState,
    }
}
