//! Passages on the page: washes under the words, lines, boxes and outlines over them, chips and stripes in the margin.

use super::flow::Shown;
use super::marks::{Passage, Placed, rects_in};
use crate::project::Id;
use crate::text::Span;
use crate::ui::chip::Line;
use crate::ui::theme::{Strength, Theme, metrics};
use eframe::egui::{Color32, Mesh, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

/// The distance between the lanes of lines.
const LANE: f32 = 4.0;

/// Where a stretch of the text stands, line by line, as high as a wash.
pub(super) fn rects(shown: &[Shown], span: Span) -> impl Iterator<Item = Rect> {
    shown.iter().flat_map(move |s| {
        let rects = rects_in(s, span).into_iter();
        rects.map(|r| r.translate(vec2(0.0, s.top)))
    })
}

/// What is pointed at and what is selected.
#[derive(Clone, Copy, Default)]
pub(super) struct Marked {
    /// The passage under the pointer.
    pub hovered: Option<Id>,
    /// The selected one.
    pub selected: Option<Id>,
}

impl Marked {
    fn strength(self, id: Id) -> Strength {
        if self.selected == Some(id) {
            Strength::Selected
        } else if self.hovered == Some(id) {
            Strength::Hovered
        } else {
            Strength::Rest
        }
    }
}

/// The washes of a block with its corner at a point, as one mesh, longest first.
pub(super) fn washes(painter: &Painter, theme: &Theme, at: Pos2, passages: &[Passage], marked: Marked) {
    let mut mesh = Mesh::default();
    for passage in passages {
        let strength = marked.strength(passage.annotation.id);
        if passage.washed || strength != Strength::Rest {
            let colour = theme.wash(passage.chip.hue, strength);
            for rect in &passage.rects {
                mesh.add_colored_rect(snapped(painter, rect.translate(at.to_vec2())), colour);
            }
        }
    }
    painter.add(Shape::mesh(mesh));
}

fn snapped(painter: &Painter, rect: Rect) -> Rect {
    let scale = painter.pixels_per_point();
    let snap = |v: f32| (v * scale).round() / scale;
    Rect::from_min_max(
        pos2(snap(rect.min.x), snap(rect.min.y)),
        pos2(snap(rect.max.x), snap(rect.max.y)),
    )
}

/// The lines, boxes and outlines of a block with its corner at a point, over the words.
pub(super) fn lines(painter: &Painter, theme: &Theme, at: Pos2, passages: &[Passage], marked: Marked) {
    let mut mesh = Mesh::default();
    for passage in passages {
        let ink = theme.tag(passage.chip.hue).ink;
        let rects = passage
            .rects
            .iter()
            .map(|r| snapped(painter, r.translate(at.to_vec2())));
        for rect in rects {
            if marked.selected == Some(passage.annotation.id) {
                painter.rect_stroke(rect.expand(1.0), 2, Stroke::new(1.5, ink), StrokeKind::Outside);
            }
            match passage.lane {
                Some(_) if passage.chip.line == Line::Frame => {
                    painter.rect_stroke(rect, 3, Stroke::new(1.0, ink), StrokeKind::Inside);
                }
                Some(lane) => {
                    let y = rect.bottom() + lane as f32 * LANE;
                    underline(&mut mesh, passage.chip.line, rect.left(), rect.right(), y, ink);
                }
                None => {}
            }
        }
        for (rect, to_right) in &passage.open_ends {
            bracket(
                &mut mesh,
                snapped(painter, rect.translate(at.to_vec2())),
                *to_right,
                ink,
            );
        }
        for gap in passage
            .gaps
            .iter()
            .map(|r| snapped(painter, r.translate(at.to_vec2())))
        {
            dots(&mut mesh, gap.left(), gap.right(), gap.bottom(), 1.0, ink);
        }
    }
    painter.add(Shape::mesh(mesh));
}

fn bar(mesh: &mut Mesh, left: f32, right: f32, top: f32, height: f32, ink: Color32) {
    mesh.add_colored_rect(
        Rect::from_min_max(pos2(left, top), pos2(right, top + height)),
        ink,
    );
}

fn dots(mesh: &mut Mesh, left: f32, right: f32, top: f32, size: f32, ink: Color32) {
    let mut x = left;
    while x < right {
        bar(mesh, x, (x + size).min(right), top, size, ink);
        x += size + 3.0;
    }
}

/// The line of a tag under words: one, two, or dots.
fn underline(mesh: &mut Mesh, line: Line, left: f32, right: f32, y: f32, ink: Color32) {
    match line {
        Line::One => bar(mesh, left, right, y - 1.0, 2.0, ink),
        Line::Two => {
            bar(mesh, left, right, y - 1.0, 1.0, ink);
            bar(mesh, left, right, y + 1.0, 1.0, ink);
        }
        Line::Dots => dots(mesh, left, right, y - 1.0, 2.0, ink),
        Line::Frame => {}
    }
}

/// An open end, where a passage goes on elsewhere: a bracket three points wide, as high as the wash.
fn bracket(mesh: &mut Mesh, rect: Rect, to_right: bool, ink: Color32) {
    let (edge, foot) = if to_right {
        (rect.right(), rect.right() - 2.0)
    } else {
        (rect.left() - 1.0, rect.left() - 1.0)
    };
    bar(mesh, edge, edge + 1.0, rect.top(), rect.height(), ink);
    for y in [rect.top(), rect.bottom() - 1.0] {
        bar(mesh, foot, foot + 3.0, y, 1.0, ink);
    }
}

/// A chip in the margin.
pub(super) struct MarginChip {
    /// The annotation it stands for.
    pub id: Id,
    /// Where it stands on the screen.
    pub rect: Rect,
}

/// A chip that the margin has to place.
struct Head<'p> {
    passage: &'p Passage,
    /// The middle of its first line in view, from the page's corner.
    y: f32,
    /// Where its last line in view ends.
    bottom: f32,
}

/// One for each line and tag in view, from the top.
fn heads(blocks: &[Placed]) -> Vec<Head<'_>> {
    let mut heads: Vec<Head<'_>> = Vec::new();
    for (n, placed) in blocks.iter().enumerate() {
        let passages = placed
            .block
            .heads
            .iter()
            .filter_map(|at| placed.block.passages.get(*at));
        for passage in passages.filter(|p| n == 0 || !p.enters) {
            let Some(y) = passage.line() else { continue };
            let end = |passage: &Passage, top: f32| Some(top + passage.rects.last()?.bottom());
            let mut bottom = end(passage, placed.top).unwrap_or_default();
            if passage.leaves {
                let id = passage.annotation.id;
                let goes_on = |p: &&Passage| p.enters && p.annotation.id == id;
                let later = blocks[n + 1..]
                    .iter()
                    .map_while(|later| Some((later.block.passages.iter().find(goes_on)?, later.top)));
                bottom = later.filter_map(|(p, top)| end(p, top)).last().unwrap_or(bottom);
            }
            let y = placed.top + y;
            heads.push(Head { passage, y, bottom });
        }
    }
    heads.sort_by(|a, b| {
        let ids = || a.passage.annotation.id.cmp(&b.passage.annotation.id);
        a.y.total_cmp(&b.y).then_with(ids)
    });
    let mut seen: Vec<(f32, &str)> = Vec::new();
    heads.retain(|head| {
        let letter = head.passage.chip.letter.as_str();
        let new = !seen.iter().any(|(y, l)| (y - head.y).abs() < 2.0 && *l == letter);
        if new {
            seen.push((head.y, letter));
        }
        new
    });
    heads
}

/// Chips and stripes left of the text, each in the nearest column that is free from its first line to its last.
pub(super) fn margin(
    painter: &Painter,
    theme: &Theme,
    at: Pos2,
    blocks: &[Placed],
    marked: Marked,
) -> Vec<MarginChip> {
    let mut columns: Vec<f32> = Vec::new();
    let mut chips: Vec<MarginChip> = Vec::new();
    let chosen = marked.selected.and_then(|id| chip_of(blocks, id));
    for Head { passage, y, bottom } in heads(blocks) {
        let selected = chosen.is_some_and(|(line, letter)| letter == passage.chip.letter && line == y);
        let (from, to) = (y - metrics::CHIP / 2.0, bottom.max(y + metrics::CHIP / 2.0));
        let column = columns
            .iter()
            .position(|end| *end <= from)
            .unwrap_or(columns.len());
        // Beyond four columns the margin is full; the list at the left has them all.
        if column >= 4 {
            continue;
        }
        match columns.get_mut(column) {
            Some(end) => *end = to + 4.0,
            None => columns.push(to + 4.0),
        }
        let left = at.x - 36.0 - column as f32 * 22.0;
        let min = pos2(left.round(), (at.y + from).round());
        passage.chip.paint(painter, theme, min);
        let rect = Rect::from_min_size(min, vec2(metrics::CHIP, metrics::CHIP));
        if selected {
            painter.rect_stroke(
                rect.expand(2.0),
                5,
                Stroke::new(2.0, theme.accent),
                StrokeKind::Outside,
            );
        }
        if (passage.rects.len() > 1 || passage.leaves) && passage.chip.line != Line::Frame {
            let ink = theme.tag(passage.chip.hue).ink;
            let stripe = Rect::from_min_max(
                pos2(rect.center().x, rect.bottom() + 3.0),
                pos2(rect.center().x, at.y + to),
            );
            stripe_of(painter, passage.chip.line, stripe, ink);
        }
        chips.push(MarginChip {
            id: passage.annotation.id,
            rect,
        });
    }
    chips
}

/// The line a passage begins in, and its letter: the chip of those stands for it, too where it is another passage's.
fn chip_of(blocks: &[Placed], id: Id) -> Option<(f32, &str)> {
    blocks.iter().find_map(|placed| {
        let passage = placed.block.passages.iter().find(|p| p.annotation.id == id)?;
        Some((placed.top + passage.line()?, passage.chip.letter.as_str()))
    })
}

fn stripe_of(painter: &Painter, line: Line, along: Rect, ink: Color32) {
    let mut mesh = Mesh::default();
    let (x, top, height) = (along.center().x.round(), along.top(), along.height());
    let mut upright = |left: f32, width: f32| {
        mesh.add_colored_rect(
            Rect::from_min_size(pos2(left, top), vec2(width, height.max(0.0))),
            ink,
        );
    };
    match line {
        Line::One => upright(x - 1.0, 2.0),
        Line::Two => {
            upright(x - 2.0, 1.0);
            upright(x + 1.0, 1.0);
        }
        Line::Dots | Line::Frame => {
            let mut y = top;
            while y < along.bottom() {
                mesh.add_colored_rect(Rect::from_min_size(pos2(x - 1.0, y), vec2(2.0, 2.0)), ink);
                y += 5.0;
            }
        }
    }
    painter.add(Shape::mesh(mesh));
}
