//! What is marked in the blocks in view. It is worked out once for a block, its layout and a state of the project, so
//! that neither scrolling nor the pointer, nor how many annotations there are, costs anything in a frame.

use super::flow::Shown;
use crate::project::{Annotation, Id, Kind, Project, SourceId, Tables, TagId};
use crate::text::Span;
use crate::ui::chip::{Chip, Line};
use crate::ui::text::Laid;
use eframe::egui::{Pos2, Rect, vec2};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// The height of a wash, whatever the line's.
const WASH: f32 = 22.0;

/// The part of a passage that lies in a block.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Passage {
    /// The annotation.
    pub annotation: Arc<Annotation>,
    /// How its tag is shown.
    pub chip: Arc<Chip>,
    /// Where its words stand, line by line, from the block's corner.
    pub rects: Vec<Rect>,
    /// Between its spans, line by line.
    pub gaps: Vec<Rect>,
    /// The lines that end or begin with an end of a span beyond which it goes on: where, and whether to the right.
    pub open_ends: Vec<(Rect, bool)>,
    /// The lane of its line or box, from 0; none where two are taken already, and only the margin shows it.
    pub lane: Option<usize>,
    /// Whether it has a wash; a third one over the same words would add nothing.
    pub washed: bool,
    /// Whether it begins in an earlier block.
    pub enters: bool,
    /// Whether it goes on in a later block.
    pub leaves: bool,
}

impl Passage {
    /// The middle of its first line.
    pub(super) fn line(&self) -> Option<f32> {
        Some(self.rects.first()?.center().y)
    }
}

/// What stands right of a line: how many links begin or end in it, and whether there is a note.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sign {
    /// The middle of the line.
    pub y: f32,
    /// Links of the passages that begin in it.
    pub links: usize,
    /// Whether one of them has a note.
    pub note: bool,
}

/// What is marked in one block, longest passages first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Block {
    /// The passages that touch it.
    pub passages: Vec<Passage>,
    /// Which of them have a chip: of each line and letter the first.
    pub heads: Vec<usize>,
    /// What stands right of its lines.
    pub signs: Vec<Sign>,
}

/// A block where it stands in this frame.
pub(super) struct Placed {
    /// Its upper edge, from that of the page.
    pub top: f32,
    /// What is marked in it.
    pub block: Rc<Block>,
}

/// The blocks of the last frame.
#[derive(Default)]
pub(super) struct Marks {
    of: Option<(SourceId, Tables)>,
    blocks: Vec<(Span, Arc<Laid>, Rc<Block>)>,
}

impl Marks {
    /// What is marked in the blocks in view.
    pub(super) fn follow(&mut self, project: &Project, source: SourceId, shown: &[Shown]) -> Vec<Placed> {
        let known = self.of.as_ref();
        if !known.is_some_and(|(of, tables)| *of == source && tables.is_still(project)) {
            self.of = Some((source, Tables::clone(project)));
            self.blocks.clear();
        }
        let before = std::mem::take(&mut self.blocks);
        let block = |s: &Shown| {
            let same =
                |(span, laid, _): &&(Span, Arc<Laid>, _)| *span == s.span && Arc::ptr_eq(laid, &s.laid);
            let known = before.iter().find(same).map(|(.., block)| Rc::clone(block));
            known.unwrap_or_else(|| Rc::new(Block::of(project, source, s)))
        };
        self.blocks = shown
            .iter()
            .map(|s| (s.span, Arc::clone(&s.laid), block(s)))
            .collect();
        let placed = shown.iter().zip(&self.blocks).map(|(s, (.., block))| Placed {
            top: s.top,
            block: Rc::clone(block),
        });
        placed.collect()
    }
}

impl Block {
    /// Works out what is marked in a block.
    fn of(project: &Project, source: SourceId, shown: &Shown) -> Self {
        if shown.span.is_empty() {
            return Self::default();
        }
        let mut chips: BTreeMap<TagId, Arc<Chip>> = BTreeMap::new();
        let mut passages: Vec<Passage> = Vec::new();
        for annotation in project.overlapping(source, shown.span) {
            let spans = annotation.spans();
            let rects = spans.iter().flat_map(|s| rects_in(shown, *s)).collect();
            let between = spans.windows(2).map(|pair| Span::new(pair[0].end, pair[1].start));
            let gaps = between.flat_map(|s| rects_in(shown, s)).collect();
            let hull = annotation.hull().unwrap_or(shown.span);
            let tag = annotation.body.tag();
            let chip = chips
                .entry(tag)
                .or_insert_with(|| Arc::new(Chip::in_project(project, tag)));
            passages.push(Passage {
                chip: Arc::clone(chip),
                rects,
                gaps,
                open_ends: open_ends(shown, spans),
                lane: None,
                washed: false,
                enters: hull.start < shown.span.start,
                leaves: shown.span.end < hull.end,
                annotation,
            });
        }
        let length = |p: &Passage| p.annotation.spans().iter().map(|s| s.len()).sum::<usize>();
        passages.sort_by_cached_key(|p| (std::cmp::Reverse(length(p)), p.annotation.id));
        take_slots(&mut passages, shown.span);
        Self {
            heads: heads(&passages),
            signs: signs(project, &passages),
            passages,
        }
    }

    /// The innermost passage that `can` be meant at a point, counted from the block's corner.
    pub(super) fn under(&self, point: Pos2, can: impl Fn(Id) -> bool) -> Option<Id> {
        let here = |p: &&Passage| {
            p.rects.iter().any(|r| r.expand2(vec2(1.0, 4.0)).contains(point)) && can(p.annotation.id)
        };
        Some(self.passages.iter().rev().find(here)?.annotation.id)
    }
}

/// Each span but the last is open to the right, and each but the first to the left, where those ends lie in the block.
fn open_ends(shown: &Shown, spans: &[Span]) -> Vec<(Rect, bool)> {
    let (begin, end) = (shown.span.start, shown.span.end);
    let last = spans.len().saturating_sub(1);
    let mut ends = Vec::new();
    for (n, span) in spans.iter().enumerate() {
        let rects = rects_in(shown, *span);
        if n > 0 && span.start >= begin {
            ends.extend(rects.first().map(|r| (*r, false)));
        }
        if n < last && span.end <= end {
            ends.extend(rects.last().map(|r| (*r, true)));
        }
    }
    ends
}

/// Over each byte there is room for two washes, two lines and two boxes; the longest passages come first.
fn take_slots(passages: &mut [Passage], block: Span) {
    const WASHES: [u8; 2] = [1, 2];
    const LINES: [u8; 2] = [4, 8];
    const BOXES: [u8; 2] = [16, 32];
    let mut taken = vec![0_u8; block.len()];
    for passage in passages {
        let Some(hull) = passage.annotation.hull() else {
            continue;
        };
        let inside = hull.start.max(block.start) - block.start..hull.end.min(block.end) - block.start;
        let Some(bytes) = taken.get_mut(inside) else {
            continue;
        };
        let over = bytes.iter().fold(0, |all, byte| all | byte);
        let free = |slots: [u8; 2]| slots.iter().position(|slot| over & slot == 0);
        let lines = if passage.chip.line == Line::Frame {
            BOXES
        } else {
            LINES
        };
        let wash = free(WASHES);
        (passage.lane, passage.washed) = (free(lines), wash.is_some());
        let mine = wash.map_or(0, |n| WASHES[n]) | passage.lane.map_or(0, |n| lines[n]);
        bytes.iter_mut().for_each(|byte| *byte |= mine);
    }
}

/// One chip a line and tag, that of the longest: three people in a row are one sign. One that only goes on here has its
/// chip where it begins, or at the top of the page.
fn heads(passages: &[Passage]) -> Vec<usize> {
    let mut first: BTreeMap<(i32, &str, bool), usize> = BTreeMap::new();
    for (n, passage) in passages.iter().enumerate() {
        let Some(y) = passage.line() else { continue };
        first
            .entry((y.round() as i32, &passage.chip.letter, passage.enters))
            .or_insert(n);
    }
    first.into_values().collect()
}

fn signs(project: &Project, passages: &[Passage]) -> Vec<Sign> {
    let mut signs: Vec<Sign> = Vec::new();
    for passage in passages.iter().filter(|p| !p.enters) {
        let Some(y) = passage.line() else { continue };
        let links = project
            .index()
            .referring(passage.annotation.id, Kind::Link)
            .count();
        let note = passage.annotation.note.is_some();
        match signs.iter_mut().find(|sign| (sign.y - y).abs() < 2.0) {
            Some(sign) => (sign.links, sign.note) = (sign.links + links, sign.note || note),
            None => signs.push(Sign { y, links, note }),
        }
    }
    signs
}

/// Where a stretch of the text stands in a block, line by line, as high as a wash, from the block's corner.
pub(super) fn rects_in(block: &Shown, span: Span) -> Vec<Rect> {
    let (from, to) = (span.start.max(block.span.start), span.end.min(block.span.end));
    if from >= to {
        return Vec::new();
    }
    let inside = Span::new(from - block.span.start, to - block.span.start);
    block.laid.rects(inside).into_iter().map(wash).collect()
}

/// The part of a line that a wash covers.
fn wash(line: Rect) -> Rect {
    let height = WASH.max(line.height() - 7.0).min(line.height());
    let top = line.top() + (line.height() - height) * 0.5 - 0.5;
    Rect::from_x_y_ranges(line.x_range(), top..=top + height)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::project::{Origin, claim_tag, evidence_tag, individual_tag};
    use crate::session::{Answer, Command, Named, SAMPLE, Session};
    use crate::storage::{Store, format};
    use crate::ui::fonts::Faces;
    use crate::ui::page::flow::Flow;
    use crate::ui::text::TextEngine;
    use eframe::egui::pos2;

    struct Desk {
        session: Session,
        engine: TextEngine,
        flow: Flow,
        marks: Marks,
        width: f32,
        zoom: f32,
    }

    /// One of the sources whose text is there.
    fn held(session: &Session, n: usize) -> SourceId {
        let sources = session.work().unwrap().sources();
        sources.iter().filter(|s| s.is_held()).nth(n).unwrap().id
    }

    fn desk() -> Desk {
        let origin = Origin::seeded(3, "2025-06-02T08:30:00Z".parse().unwrap());
        let mut session = Session::new(origin, Store::new(None, || {}));
        session.show(format::read(SAMPLE.as_bytes().to_vec()).unwrap().project);
        session.run(Command::OpenSource(held(&session, 0)));
        session.run(Command::TagSpan(claim_tag(), Span::new(0, 40)));
        session.run(Command::Answer(Answer::Handle("A1".into())));
        Desk {
            session,
            engine: TextEngine::new(Faces::embedded()),
            flow: Flow::default(),
            marks: Marks::default(),
            width: 500.0,
            zoom: 1.0,
        }
    }

    impl Desk {
        /// Draws a frame by a distance further down, and holds what was kept against what is worked out anew.
        fn frame(&mut self, by: f32) -> Vec<(Shown, Placed)> {
            let work = self.session.work().unwrap();
            let (source, text) = (work.open_source().unwrap(), work.text().unwrap());
            self.flow
                .follow(source, text, self.width, self.zoom, self.engine.epoch());
            self.flow.scroll(&mut self.engine, text.value(), by, 60.0);
            let (_, shown) = self.flow.shown(&mut self.engine, text.value(), 300.0, 60.0);
            let kept = self.marks.follow(work.project(), source.id, &shown);
            let anew = Marks::default().follow(work.project(), source.id, &shown);
            assert!(kept.iter().any(|placed| !placed.block.passages.is_empty()));
            for (kept, anew) in kept.iter().zip(&anew) {
                assert_eq!((kept.top, &kept.block), (anew.top, &anew.block));
            }
            shown.into_iter().zip(kept).collect()
        }
    }

    #[test]
    fn what_is_kept_is_what_would_be_worked_out_anew() {
        let mut desk = desk();
        desk.frame(0.0);
        for command in [
            Command::TagSpan(evidence_tag(), Span::new(4, 30)),
            Command::TagSpan(individual_tag(), Span::new(10, 20)),
            Command::Named(Named::Undo),
            Command::Named(Named::Redo),
        ] {
            desk.session.run(command);
            desk.frame(0.0);
        }
        let selected = desk.session.work().unwrap().selected.unwrap();
        desk.session.run(Command::Retag(selected, evidence_tag()));
        desk.frame(0.0);
        desk.session.run(Command::Delete(vec![selected]));
        desk.frame(0.0);
        for (width, zoom, by) in [(320.0, 1.0, 0.0), (320.0, 1.5, 0.0), (500.0, 1.0, 40.0)] {
            (desk.width, desk.zoom) = (width, zoom);
            desk.frame(by);
        }
        let next = held(&desk.session, 1);
        desk.session.run(Command::OpenSource(next));
        desk.frame(0.0);
    }

    #[test]
    fn a_tag_lays_out_nothing_and_scrolling_works_out_nothing() {
        let mut desk = desk();
        let before = desk.frame(0.0);
        let scrolled = desk.frame(5.0);
        assert_ne!(before[0].1.top, scrolled[0].1.top);
        assert!(Rc::ptr_eq(&before[0].1.block, &scrolled[0].1.block));
        desk.session
            .run(Command::TagSpan(evidence_tag(), Span::new(4, 30)));
        let tagged = desk.frame(0.0);
        assert!(Arc::ptr_eq(&before[0].0.laid, &tagged[0].0.laid));
        assert_ne!(before[0].1.block, tagged[0].1.block);
    }

    #[test]
    fn two_washes_two_lines_and_two_boxes_lie_over_one_another() {
        let mut desk = desk();
        for length in [39, 38, 37, 36] {
            for tag in [claim_tag(), individual_tag()] {
                desk.session.run(Command::TagSpan(tag, Span::new(0, length)));
            }
        }
        let blocks = desk.frame(0.0);
        let here = blocks.iter().flat_map(|(_, placed)| &placed.block.passages);
        let here: Vec<&Passage> = here
            .filter(|p| p.annotation.hull().is_some_and(|h| h.start == 0))
            .collect();
        let lanes = |line| {
            let of = here.iter().filter(move |p| p.chip.line == line);
            of.map(|p| p.lane).collect::<Vec<_>>()
        };
        assert_eq!(lanes(Line::One), [Some(0), Some(1), None, None, None]);
        assert_eq!(lanes(Line::Frame), [Some(0), Some(1), None, None]);
        assert_eq!(here.iter().filter(|p| p.washed).count(), 2);
        let block = &blocks.iter().find(|(s, _)| s.span.start == 0).unwrap().1.block;
        let innermost = here.last().unwrap();
        let point = innermost.rects[0].center();
        assert_eq!(block.under(point, |_| true), Some(innermost.annotation.id));
        assert_eq!(block.under(pos2(-50.0, point.y), |_| true), None);
    }
}
