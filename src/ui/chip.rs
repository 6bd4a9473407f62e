//! The square chip of a tag: its letter, its colour and its line. The same sign in bar, margin, list and sheet.

use super::fonts;
use super::theme::{Hue, Theme, metrics};
use crate::project::{Project, Tag, TagId, claim_tag, evidence_tag, individual_tag};
use eframe::egui::{Align2, Painter, Pos2, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, pos2, vec2};

/// The second signal of a tag, so that nothing hangs on its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// Claim: one line.
    One,
    /// Evidence: two lines.
    Two,
    /// Individual: a box.
    Frame,
    /// A project's own tags: dots.
    Dots,
}

/// The name of a tag as people see it: in sentence case.
pub(crate) fn shown_name(tag: &Tag) -> String {
    let mut letters = tag.name.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

/// How a tag is shown.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chip {
    /// Its letter.
    pub letter: String,
    /// Its colour.
    pub hue: Hue,
    /// Its line.
    pub line: Line,
}

impl Chip {
    /// The chip of a tag.
    pub(crate) fn of(tag: &Tag) -> Self {
        let line = match tag.id {
            id if id == claim_tag() => Line::One,
            id if id == evidence_tag() => Line::Two,
            id if id == individual_tag() => Line::Frame,
            _ => Line::Dots,
        };
        Self {
            letter: tag.letter.clone(),
            hue: Hue::named(tag.colour.name()),
            line,
        }
    }

    /// The chip of a tag of a project; a question mark where the tag is not there.
    pub(crate) fn in_project(project: &Project, tag: TagId) -> Self {
        project.tags.get(&tag).map_or_else(
            || Self {
                letter: "?".into(),
                hue: Hue::Slate,
                line: Line::Dots,
            },
            |tag| Self::of(tag),
        )
    }

    /// Draws the chip with its corner at `min`.
    pub(crate) fn paint(&self, painter: &Painter, theme: &Theme, min: Pos2) {
        let rect = Rect::from_min_size(min, Vec2::splat(metrics::CHIP));
        let ink = theme.tag(self.hue).ink;
        painter.rect_filled(rect, metrics::CHIP_RADIUS, theme.chip(self.hue));
        let (size, middle) = if self.line == Line::Frame {
            (11.0, rect.center())
        } else {
            (10.5, rect.center() - vec2(0.0, 2.0))
        };
        painter.text(
            middle,
            Align2::CENTER_CENTER,
            &self.letter,
            fonts::semibold(size),
            ink,
        );
        let (left, right, bottom) = (rect.left() + 2.0, rect.right() - 2.0, rect.bottom() - 1.0);
        let bar = |top: f32, height: f32| {
            let bar = Rect::from_min_max(pos2(left, top), pos2(right, top + height));
            painter.rect_filled(bar, 0, ink);
        };
        match self.line {
            Line::One => bar(bottom - 2.0, 2.0),
            Line::Two => {
                bar(bottom - 3.0, 1.0);
                bar(bottom - 1.0, 1.0);
            }
            Line::Frame => {
                let stroke = Stroke::new(1.0, ink);
                painter.rect_stroke(rect, metrics::CHIP_RADIUS, stroke, StrokeKind::Inside);
            }
            Line::Dots => {
                let mut x = left;
                while x < right {
                    let dot = Rect::from_min_size(pos2(x, bottom - 2.0), Vec2::splat(2.0));
                    painter.rect_filled(dot, 0, ink);
                    x += 4.0;
                }
            }
        }
    }

    /// The chip as a sign without a name of its own; the words beside it name the tag.
    pub(crate) fn ui(&self, ui: &mut Ui) -> Response {
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(metrics::CHIP), Sense::hover());
        self.paint(ui.painter(), Theme::of(ui), rect.min);
        response
    }
}
