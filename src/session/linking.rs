//! Linking: from a passage, by a verb, to a target picked on the page or from a list.

use crate::project::*;
use std::collections::BTreeSet;

/// A link being drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Linking {
    /// Whence: the record that was selected.
    pub from: Id,
    /// What the link will say.
    pub kind: LinkKind,
    /// Whether the target, once picked, is where the link starts.
    pub reversed: bool,
    /// Whether the list of targets is open, and what has been typed in it.
    pub picking: Option<String>,
}

/// The kinds of link that can start at a record, the likeliest first.
pub fn kinds_from(project: &Project, from: Id) -> Vec<LinkKind> {
    let Some(from) = End::of(project, from) else {
        return Vec::new();
    };
    let ends = [
        End::Claim,
        End::Evidence,
        End::Source,
        End::Event,
        End::Proposition,
        End::Link,
    ];
    let fits = |kind: &LinkKind| ends.iter().any(|to| allows(*kind, from, *to));
    LinkKind::ALL.iter().copied().filter(fits).collect()
}

impl Linking {
    /// A link from a record, by the likeliest verb; `None` where no link can start there.
    pub fn start(project: &Project, from: Id) -> Option<Self> {
        let kind = *kinds_from(project, from).first()?;
        Some(Self {
            from,
            kind,
            reversed: false,
            picking: None,
        })
    }

    /// Where the link would start and end with this target.
    fn ends(&self, target: Id) -> (Id, Id) {
        if self.reversed {
            (target, self.from)
        } else {
            (self.from, target)
        }
    }

    /// Whether a link to this target is allowed.
    pub fn fits(&self, project: &Project, target: Id) -> bool {
        let (from, to) = self.ends(target);
        let ends = End::of(project, from).zip(End::of(project, to));
        from != to && ends.is_some_and(|(from, to)| allows(self.kind, from, to))
    }

    /// The link to this target. Where one of the same verb and ends is there already it is not made twice.
    pub fn link(&self, project: &Project, target: Id, id: Id, created: &Stamp) -> Option<Link> {
        if !self.fits(project, target) {
            return None;
        }
        let (from, to) = self.ends(target);
        let from = BTreeSet::from([from]);
        if project
            .links
            .values()
            .any(|l| l.kind == self.kind && l.from == from && l.to == to)
        {
            return None;
        }
        Some(Link {
            id,
            kind: self.kind,
            from,
            to,
            attacks: None,
            reason: None,
            created: created.clone(),
            modified: None,
            note: None,
            marking: Marking::default(),
        })
    }
}
