//! The open project and what the analyst is doing in it. Pure: what has to go to the disk is put in an outbox.

use super::caret::Caret;
use super::finding::Finding;
use super::linking::Linking;
use super::order::Order;
use super::places::Places;
use super::tagging::Defaults;
use super::undo::UndoStack;
use crate::project::*;
use crate::storage::Entry;
use crate::storage::profile::Bookmark;
use crate::text::Span;
use std::sync::Arc;

/// A place of the text that the page is to bring into view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reveal {
    /// What is to be seen, in bytes.
    pub span: Span,
    /// Counts up, so that the page goes there once and then leaves the reader alone.
    pub turn: u64,
    /// Whether it is to stand a third down the page, where it stood when it was left, and not only be in view.
    pub resumed: bool,
}

/// An open project.
#[derive(Debug)]
pub struct Work {
    pub(super) project: Project,
    pub(super) undo: UndoStack,
    pub(super) outbox: Vec<Entry>,
    order: Order,
    /// Counts the edits, so that a thread can tell whether the project went on meanwhile.
    pub(super) turn: u64,
    /// Whether the project may only be read: somebody else has it open, or a newer version wrote it.
    pub read_only: bool,
    /// The source in the page.
    pub source: Option<SourceId>,
    /// Caret and selection in its text.
    pub caret: Caret,
    /// Growths of the selection that can be taken back.
    pub(super) grown: Vec<Caret>,
    /// The record in the inspector.
    pub selected: Option<Id>,
    /// The tag that the next drag gives.
    pub armed: Option<TagId>,
    /// The link being drawn.
    pub linking: Option<Linking>,
    /// What is looked for in the page.
    pub finding: Option<Finding>,
    /// What the page is to bring into view.
    pub reveal: Reveal,
    /// The byte that is read: a third down the page, where the page brings what it has to show.
    pub read: usize,
    /// Where the analyst was before.
    pub places: Places,
    /// What sticks from one tagging to the next.
    pub defaults: Defaults,
}

impl Work {
    /// An open project at its first source that can be read.
    pub fn new(project: Project) -> Self {
        let mut work = Self {
            project,
            undo: UndoStack::default(),
            outbox: Vec::new(),
            order: Order::default(),
            turn: 0,
            read_only: false,
            source: None,
            caret: Caret::default(),
            grown: Vec::new(),
            selected: None,
            armed: None,
            linking: None,
            finding: None,
            reveal: Reveal {
                span: Span { start: 0, end: 0 },
                turn: 0,
                resumed: false,
            },
            read: 0,
            places: Places::default(),
            defaults: Defaults::default(),
        };
        let sources = work.sources();
        let first = sources.iter().find(|s| s.is_held()).or(sources.first());
        work.source = first.map(|s| s.id);
        work.order.follow(&work.project, work.source);
        work
    }

    /// The project as it is now.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// The passages of the source in the page.
    pub fn order(&self) -> &Order {
        &self.order
    }

    /// What can be undone and redone.
    pub fn undo_stack(&self) -> &UndoStack {
        &self.undo
    }

    /// The sources in the order of the list: by date of publication, undated last, then by title and id.
    pub fn sources(&self) -> Vec<Arc<Source>> {
        let mut sources: Vec<Arc<Source>> = self.project.sources.values().cloned().collect();
        sources.sort_by_cached_key(|s| {
            let first = s.published.as_ref().and_then(|p| p.bounds().0);
            (first.is_none(), first, s.title.clone(), s.id)
        });
        sources
    }

    /// The source in the page.
    pub fn open_source(&self) -> Option<&Arc<Source>> {
        self.project.sources.get(&self.source?)
    }

    /// The text in the page.
    pub fn text(&self) -> Option<&Arc<Text>> {
        self.open_source()?.text.as_ref()
    }

    /// The selected words, trimmed of blanks and closing punctuation; `None` where none are selected.
    pub fn words(&self) -> Option<Span> {
        let span = self.caret.span();
        let trimmed = crate::text::trim(self.text()?.value(), span);
        (!trimmed.is_empty()).then_some(trimmed)
    }

    /// The selected record.
    pub fn selected_record(&self) -> Option<Record> {
        self.project.record(self.selected?)
    }

    /// The selected record, if it is an annotation.
    pub fn selected_annotation(&self) -> Option<&Arc<Annotation>> {
        self.project.annotations.get(&self.selected?)
    }

    /// Commits a transaction, remembers how to undo it and puts it in the outbox.
    ///
    /// # Errors
    /// `Refused` as `Project::commit`; nothing is changed then.
    pub fn commit(&mut self, transaction: Transaction) -> Result<(), Refused> {
        let entry = self.undo.commit(&mut self.project, transaction)?;
        self.outbox.push(entry);
        self.turn += 1;
        self.settle();
        Ok(())
    }

    /// Undoes or redoes the newest transaction, as an edit of its own in the history.
    ///
    /// # Errors
    /// `Refused` where it is not possible any more.
    pub fn step(&mut self, stamp: &Stamp, forward: bool) -> Result<Option<String>, Refused> {
        let step = if forward { UndoStack::redo } else { UndoStack::undo };
        let Some(entry) = step(&mut self.undo, &mut self.project, stamp) else {
            return Ok(None);
        };
        let entry = entry?;
        let label = entry.step.says(&entry.done.label).into_owned();
        self.show_changed(&entry.done);
        self.outbox.push(entry);
        self.turn += 1;
        self.settle();
        Ok(Some(label))
    }

    /// What an undone or redone transaction changed is selected and shown, so that nobody wonders what happened.
    fn show_changed(&mut self, done: &Transaction) {
        let shown = done
            .edits
            .iter()
            .filter_map(Edit::record)
            .find(|r| matches!(r, Record::Annotation(_)));
        if let Some(record) = shown {
            self.go(record.id());
        }
    }

    /// Lets go of what is not there any more.
    fn settle(&mut self) {
        let gone = |id: &Id| self.project.kind(*id).is_none();
        self.selected = self.selected.filter(|id| !gone(id));
        self.linking = self.linking.take().filter(|l| !gone(&l.from));
        self.armed = self.armed.filter(|id| !gone(id));
        if self.source.as_ref().is_none_or(gone) {
            self.source = self.sources().first().map(|s| s.id);
            self.caret = Caret::default();
            self.grown.clear();
        }
        self.order.follow(&self.project, self.source);
    }

    /// What has to go to the disk, oldest first; the outbox is empty afterwards.
    pub fn take_outbox(&mut self) -> Vec<Entry> {
        std::mem::take(&mut self.outbox)
    }

    /// Shows a source in the page, at its beginning.
    pub fn open(&mut self, source: SourceId) {
        if self.source == Some(source) || !self.project.sources.contains_key(&source) {
            return;
        }
        self.places.leave(self.here());
        self.show_source(source);
        self.selected = None;
    }

    fn show_source(&mut self, source: SourceId) {
        if self.source != Some(source) {
            self.source = Some(source);
            self.caret = Caret::default();
            self.grown.clear();
            self.finding = None;
            self.order.follow(&self.project, self.source);
            self.bring(Span { start: 0, end: 0 });
        }
    }

    /// Selects a record, and shows it on the page where it stands there.
    pub fn go(&mut self, id: Id) {
        let here = self.here();
        if self.visit(id) && here.selected != Some(id) {
            self.places.leave(here);
        }
    }

    /// Selects a record without moving the page.
    pub fn point(&mut self, id: Id) {
        if self.project.kind(id).is_some() && self.selected != Some(id) {
            self.places.leave(self.here());
            self.selected = Some(id);
        }
    }

    fn visit(&mut self, id: Id) -> bool {
        let Some(record) = self.project.record(id) else {
            return false;
        };
        self.selected = Some(id);
        match record {
            Record::Source(source) => {
                self.show_source(source.id);
                self.selected = None;
            }
            Record::Annotation(annotation) => {
                self.show_source(annotation.source);
                if let Some(first) = annotation.spans().first() {
                    self.bring(*first);
                    self.caret = Caret::at(first.start);
                    self.grown.clear();
                }
            }
            _ => {}
        }
        true
    }

    /// Asks the page to bring a stretch of text into view.
    pub fn bring(&mut self, span: Span) {
        self.reveal = Reveal {
            span,
            turn: self.reveal.turn + 1,
            resumed: false,
        };
    }

    /// Where the analyst is now.
    fn here(&self) -> super::places::Place {
        super::places::Place {
            source: self.source,
            selected: self.selected,
            caret: self.caret,
        }
    }

    /// Goes back to where the analyst was, or forward again.
    pub fn go_back(&mut self, forward: bool) {
        let here = self.here();
        let place = if forward {
            self.places.forward(here)
        } else {
            self.places.back(here)
        };
        let Some(place) = place else { return };
        if let Some(source) = place.source.filter(|s| self.project.sources.contains_key(s)) {
            self.show_source(source);
        }
        self.caret = place.caret;
        self.bring(place.caret.span());
        self.selected = place.selected.filter(|id| self.project.kind(*id).is_some());
    }

    /// Selects the next or previous passage of the source, counted from the selected one or the caret.
    pub fn step_passage(&mut self, forward: bool) {
        let Some(source) = self.source else { return };
        let from = match self.selected_annotation().filter(|a| a.source == source) {
            Some(annotation) => (Place::of(annotation), annotation.id),
            None => (Place::Text(self.caret.head, self.caret.head), Id::MIN),
        };
        let index = self.project.index();
        let next = if forward {
            index.after(source, from).next()
        } else {
            index.before(source, from).next()
        };
        if let Some(id) = next {
            self.visit(id);
        }
    }

    /// Goes through the passages that lie over one another at the caret, longest first.
    pub fn cycle_passage(&mut self) {
        let Some(source) = self.source else { return };
        let at = self
            .selected_annotation()
            .and_then(|a| a.hull())
            .map_or(self.caret.head, |h| {
                h.start.max(self.caret.head.min(h.end.saturating_sub(1)))
            });
        let here: Vec<Id> = self.passages_at(source, at).iter().map(|a| a.id).collect();
        let current = self
            .selected
            .and_then(|id| here.iter().position(|other| *other == id));
        let next = current.map_or(0, |n| (n + 1) % here.len().max(1));
        if let Some(id) = here.get(next) {
            self.selected = Some(*id);
        }
    }

    /// Goes on where the analyst left.
    pub fn resume(&mut self, place: Bookmark) {
        self.show_source(place.source);
        let text = self.text().map_or("", |t| t.value());
        let boundary = |at: usize| text.floor_char_boundary(at.min(text.len()));
        let (caret, read) = (boundary(place.caret), boundary(place.read));
        self.caret = Caret::at(caret);
        self.read = read;
        self.selected = place.selected;
        self.bring(Span::new(read, read));
        self.reveal.resumed = true;
        self.settle();
    }

    /// Where to go on another time.
    pub fn bookmark(&self) -> Option<Bookmark> {
        Some(Bookmark {
            source: self.source?,
            caret: self.caret.head,
            read: self.read,
            selected: self.selected,
        })
    }

    /// Opens the source after or before the open one in the list.
    pub fn step_source(&mut self, forward: bool) {
        let ids: Vec<Id> = self.sources().iter().map(|s| s.id).collect();
        let at = ids.iter().position(|id| Some(*id) == self.source);
        let next = at.and_then(|n| if forward { Some(n + 1) } else { n.checked_sub(1) });
        if let Some(id) = next.and_then(|n| ids.get(n)) {
            self.open(*id);
        }
    }

    /// Grows the selection: word, sentence, paragraph.
    pub fn grow(&mut self) {
        let Some(text) = self.text().cloned() else { return };
        let grown = crate::text::grow(text.value(), self.caret.span());
        if grown != self.caret.span() {
            self.grown.push(self.caret);
            self.caret = Caret::over(grown);
        }
    }

    /// Takes the last growth of the selection back.
    pub fn shrink(&mut self) {
        if let Some(before) = self.grown.pop() {
            self.caret = before;
        }
    }

    /// The passages that cover a byte of a source's text, longest first.
    pub fn passages_at(&self, source: SourceId, at: usize) -> Vec<Arc<Annotation>> {
        let mut here = self.project.overlapping(
            source,
            Span {
                start: at,
                end: at + 1,
            },
        );
        here.retain(|a| a.spans().iter().any(|s| s.start <= at && at < s.end));
        here.sort_by_key(|a| std::cmp::Reverse(a.hull().map_or(0, |h| h.end - h.start)));
        here
    }
}
