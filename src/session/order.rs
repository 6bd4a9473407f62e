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
        for annotation in source.into_iter().flat_map(|source| project.annotations_in(source)) {
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
