//! Passages on the page: washes under the words, lines, boxes and outlines over them, chips and stripes in the margin.

use super::flow::Shown;
use crate::project::{Annotation, Id, Project};
use crate::text::Span;
use crate::ui::chip::{Chip, Line};
use crate::ui::theme::{Strength, Theme, metrics};
use eframe::egui::{Color32, Mesh, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};
use std::sync::Arc;

/// The height of a wash, whatever the line's.
const WASH: f32 = 22.0;
/// The distance between the lanes of lines.
const LANE: f32 = 4.0;

/// A passage in view.
pub(super) struct Passage {
    /// The annotation.
    pub annotation: Arc<Annotation>,
    /// How its tag is shown.
    pub chip: Chip,
    /// Where its words stand, line by line, from the page's corner.
    pub rects: Vec<Rect>,
    /// Between its spans, line by line.
    gaps: Vec<Rect>,
    /// The lane of its line, from 0; from 2 on only the margin shows it.
    lane: usize,
    /// How many washes lie under its own; from 2 on it has none.
    depth: usize,
}

/// The passages in view, longest first, with their lanes.
pub(super) fn passages(
    project: &Project,
    annotations: Vec<Arc<Annotation>>,
    shown: &[Shown],
) -> Vec<Passage> {
    let mut all: Vec<Passage> = annotations
        .into_iter()
        .map(|annotation| {
            let spans = annotation.spans();
            let rects = spans.iter().flat_map(|s| rects(shown, *s)).collect();
            let between = spans.windows(2).map(|pair| Span::new(pair[0].end, pair[1].start));
            let gaps = between.flat_map(|s| self::rects(shown, s)).collect();
            let chip = Chip::in_project(project, annotation.body.tag());
            Passage {
                annotation,
                chip,
                rects,
                gaps,
                lane: 0,
                depth: 0,
            }
        })
        .collect();
    let length = |p: &Passage| p.annotation.spans().iter().map(|s| s.len()).sum::<usize>();
    all.sort_by_key(|p| (std::cmp::Reverse(length(p)), p.annotation.id));
    assign_lanes(&mut all);
    all
}

/// Each line takes the lowest lane that is free over its whole length. Boxes need none.
fn assign_lanes(passages: &mut [Passage]) {
    // Looking at more neighbours than this tells a reader nothing any more.
    const NEAR: usize = 64;
    for n in 0..passages.len() {
        let (placed, rest) = passages.split_at_mut(n);
        let Some(this) = rest.first_mut() else { return };
        let hull = this.annotation.hull();
        let over = placed.iter().rev().take(NEAR).filter(|other| {
            other
                .annotation
                .hull()
                .zip(hull)
                .is_some_and(|(a, b)| a.overlaps(b))
        });
        let mut taken = [false; 2];
        for other in over {
            this.depth += 1;
            if other.chip.line != Line::Frame
                && let Some(lane) = taken.get_mut(other.lane)
            {
                *lane = true;
            }
        }
        this.lane = taken.iter().position(|t| !t).unwrap_or(taken.len());
    }
}

/// Where a stretch of the text stands, line by line, as high as a wash.
pub(super) fn rects(shown: &[Shown], span: Span) -> Vec<Rect> {
    let touched = shown
        .iter()
        .filter(|s| s.span.start < span.end && span.start < s.span.end);
    touched
        .flat_map(|s| {
            let from = span.start.max(s.span.start) - s.span.start;
            let to = span.end.min(s.span.end) - s.span.start;
            let rects = s.laid.rects(Span::new(from, to));
            rects.into_iter().map(|r| wash(r.translate(vec2(0.0, s.top))))
        })
        .collect()
}

/// The part of a line that a wash covers.
fn wash(line: Rect) -> Rect {
    let height = WASH.max(line.height() - 7.0).min(line.height());
    let top = line.top() + (line.height() - height) * 0.5 - 0.5;
    Rect::from_x_y_ranges(line.x_range(), top..=top + height)
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

/// Washes, as one mesh, longest first; a third one over the same words adds nothing.
pub(super) fn washes(painter: &Painter, theme: &Theme, at: Pos2, passages: &[Passage], marked: Marked) {
    let mut mesh = Mesh::default();
    for passage in passages {
        let strength = marked.strength(passage.annotation.id);
        if passage.depth < 2 || strength != Strength::Rest {
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

/// Lines, boxes and outlines, over the words.
pub(super) fn lines(painter: &Painter, theme: &Theme, at: Pos2, passages: &[Passage], marked: Marked) {
    let mut mesh = Mesh::default();
    for passage in passages {
        let ink = theme.tag(passage.chip.hue).ink;
        let rects = passage
            .rects
            .iter()
            .map(|r| snapped(painter, r.translate(at.to_vec2())));
        let last = passage.rects.len().saturating_sub(1);
        for (n, rect) in rects.enumerate() {
            if marked.selected == Some(passage.annotation.id) {
                painter.rect_stroke(rect.expand(1.0), 2, Stroke::new(1.5, ink), StrokeKind::Outside);
            }
            if passage.chip.line == Line::Frame {
                painter.rect_stroke(rect, 3, Stroke::new(1.0, ink), StrokeKind::Inside);
            } else if passage.lane < 2 {
                let y = rect.bottom() + passage.lane as f32 * LANE;
                underline(&mut mesh, passage.chip.line, rect.left(), rect.right(), y, ink);
            }
            if !passage.gaps.is_empty() && n < last {
                bracket(&mut mesh, rect, ink);
            }
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

/// An open end, where a passage goes on elsewhere.
fn bracket(mesh: &mut Mesh, rect: Rect, ink: Color32) {
    bar(
        mesh,
        rect.right(),
        rect.right() + 1.0,
        rect.top(),
        rect.height(),
        ink,
    );
    bar(mesh, rect.right() - 2.0, rect.right() + 1.0, rect.top(), 1.0, ink);
}

/// A chip in the margin.
pub(super) struct MarginChip {
    /// The annotation it stands for.
    pub id: Id,
    /// Where it stands on the screen.
    pub rect: Rect,
}

/// Chips and stripes left of the text, each in the nearest column that is free from its first line to its last.
pub(super) fn margin(
    painter: &Painter,
    theme: &Theme,
    at: Pos2,
    passages: &[Passage],
    marked: Marked,
) -> Vec<MarginChip> {
    let mut order: Vec<&Passage> = passages.iter().filter(|p| !p.rects.is_empty()).collect();
    let top = |p: &Passage| p.rects.first().map_or(0.0, |r| r.center().y);
    let bottom = |p: &Passage| p.rects.last().map_or(0.0, |r| r.bottom());
    order.sort_by(|a, b| {
        top(a)
            .total_cmp(&top(b))
            .then(a.annotation.id.cmp(&b.annotation.id))
    });
    let mut columns: Vec<f32> = Vec::new();
    let mut chips: Vec<MarginChip> = Vec::new();
    let mut seen: Vec<(f32, &str)> = Vec::new();
    for passage in order {
        let y = top(passage);
        // One chip a line and tag: three people in a row are one sign.
        if seen
            .iter()
            .any(|(line, letter)| (line - y).abs() < 2.0 && *letter == passage.chip.letter)
        {
            continue;
        }
        seen.push((y, &passage.chip.letter));
        let (from, to) = (
            y - metrics::CHIP / 2.0,
            bottom(passage).max(y + metrics::CHIP / 2.0),
        );
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
        if marked.selected == Some(passage.annotation.id) {
            painter.rect_stroke(
                rect.expand(2.0),
                5,
                Stroke::new(2.0, theme.accent),
                StrokeKind::Outside,
            );
        }
        if passage.rects.len() > 1 && passage.chip.line != Line::Frame {
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
