//! The passages of the source in the page, in the order of the text: what the list shows, and which of how many a passage
//! is. A source may have a hundred thousand, so an edit moves only what it touches.

use crate::project::*;
use imbl::OrdMap;
use imbl::ordmap::DiffItem;
use std::collections::BTreeMap;
use std::sync::Arc;

/// More changes at once than this, and making the order anew costs less.
const MOST: usize = 64;

/// Passages in order, all of them and those of each tag.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Order {
    source: Option<SourceId>,
    annotations: OrdMap<Id, Arc<Annotation>>,
    all: Vec<Id>,
    tagged: BTreeMap<TagId, Vec<Id>>,
}

impl Order {
    /// Takes in the source in the page and the project as it is.
    pub(super) fn follow(&mut self, project: &Project, source: Option<SourceId>) {
        let same = self.source == source;
        if same && self.annotations.ptr_eq(&project.annotations) {
            return;
        }
        let before = self.annotations.clone();
        let changes: Vec<_> = before.diff(&project.annotations).take(MOST + 1).collect();
        if !same || changes.len() > MOST {
            *self = Self::of(project, source);
            return;
        }
        // All that leave are found by the old places, all that come by the new ones.
        for change in &changes {
            if let DiffItem::Remove(_, old) | DiffItem::Update { old: (_, old), .. } = change {
                self.take_out(old);
            }
        }
        self.annotations = project.annotations.clone();
        for change in &changes {
            if let DiffItem::Add(_, new) | DiffItem::Update { new: (_, new), .. } = change {
                self.put_in(new);
            }
        }
    }

    fn of(project: &Project, source: Option<SourceId>) -> Self {
        let mut order = Self {
            source,
            annotations: project.annotations.clone(),
            ..Self::default()
        };
        for annotation in source
            .into_iter()
            .flat_map(|source| project.annotations_in(source))
        {
            order.all.push(annotation.id);
            let alike = order.tagged.entry(annotation.body.tag()).or_default();
            alike.push(annotation.id);
        }
        order
    }

    /// Every passage.
    pub fn all(&self) -> &[Id] {
        &self.all
    }

    /// Which passage an annotation is, from 1, of how many.
    pub fn place(&self, annotation: &Annotation) -> Option<(usize, usize)> {
        let at = self.find(&self.all, annotation).ok()?;
        Some((at + 1, self.all.len()))
    }

    /// Which passage of its tag an annotation is, from 1, of how many.
    pub fn place_of_tag(&self, annotation: &Annotation) -> Option<(usize, usize)> {
        let alike = self.tagged.get(&annotation.body.tag())?;
        Some((self.find(alike, annotation).ok()? + 1, alike.len()))
    }

    fn find(&self, ids: &[Id], annotation: &Annotation) -> Result<usize, usize> {
        let key = |a: &Annotation| (Place::of(a), a.id);
        ids.binary_search_by_key(&Some(key(annotation)), |id| {
            self.annotations.get(id).map(|a| key(a))
        })
    }

    fn take_out(&mut self, old: &Annotation) {
        if let Ok(at) = self.find(&self.all, old) {
            self.all.remove(at);
        }
        let tag = old.body.tag();
        let mut alike = self.tagged.remove(&tag).unwrap_or_default();
        if let Ok(at) = self.find(&alike, old) {
            alike.remove(at);
        }
        if !alike.is_empty() {
            self.tagged.insert(tag, alike);
        }
    }

    fn put_in(&mut self, new: &Annotation) {
        if self.source != Some(new.source) {
            return;
        }
        if let Err(at) = self.find(&self.all, new) {
            self.all.insert(at, new.id);
        }
        let tag = new.body.tag();
        let mut alike = self.tagged.remove(&tag).unwrap_or_default();
        if let Err(at) = self.find(&alike, new) {
            alike.insert(at, new.id);
        }
        self.tagged.insert(tag, alike);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::session::{Answer, Command, Named, SAMPLE, Session};
    use crate::storage::{Store, format};
    use crate::text::Span;

    #[test]
    fn the_order_after_an_edit_is_the_one_made_anew() {
        let origin = Origin::seeded(3, "2025-06-02T08:30:00Z".parse().unwrap());
        let mut session = Session::new(origin, Store::new(None, || {}));
        session.show(format::read(SAMPLE.as_bytes().to_vec()).unwrap().project);
        let held = |session: &Session, n: usize| {
            let sources = session.work().unwrap().sources();
            sources.iter().filter(|s| s.is_held()).nth(n).unwrap().id
        };
        session.run(Command::OpenSource(held(&session, 0)));
        let check = |session: &Session| {
            let work = session.work().unwrap();
            assert_eq!(work.order(), &Order::of(work.project(), work.source));
            let passages: Vec<_> = work.project().annotations_in(work.source.unwrap()).collect();
            for (n, passage) in passages.iter().enumerate() {
                assert_eq!(work.order().place(passage), Some((n + 1, passages.len())));
                let alike = || passages.iter().filter(|p| p.body.tag() == passage.body.tag());
                let at = alike().position(|p| p.id == passage.id).unwrap() + 1;
                assert_eq!(work.order().place_of_tag(passage), Some((at, alike().count())));
            }
        };
        check(&session);
        session.run(Command::TagSpan(claim_tag(), Span::new(60, 70)));
        session.run(Command::Answer(Answer::Handle("A1".into())));
        let made = session.work().unwrap().selected.unwrap();
        for command in [
            Command::TagSpan(evidence_tag(), Span::new(0, 5)),
            Command::Retag(made, evidence_tag()),
            Command::Named(Named::Undo),
            Command::Named(Named::Redo),
            Command::Delete(vec![made]),
            Command::Named(Named::Undo),
            Command::Named(Named::NextSource),
            Command::Named(Named::PreviousSource),
        ] {
            session.run(command);
            check(&session);
        }
        // Another passage of the project is another source's.
        session.run(Command::OpenSource(held(&session, 1)));
        session.run(Command::Delete(vec![made]));
        check(&session);
    }
}
