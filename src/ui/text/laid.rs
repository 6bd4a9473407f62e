//! A text that has been laid out: lines, clusters and glyphs as plain data, in points from its top left corner.

use std::ops::Range;
use std::sync::Mutex;

use eframe::egui::{Pos2, Rect, Vec2, pos2, vec2};
use parley::FontData;

use super::atlas::Quads;
use crate::text::Span;

/// One line of a [`Laid`] text.
#[derive(Clone, Debug, PartialEq)]
pub struct LaidLine {
    /// The bytes of the text it holds, blanks at its end included.
    pub span: Span,
    /// Its upper edge.
    pub top: f32,
    /// Its lower edge.
    pub bottom: f32,
    /// Where the letters stand.
    pub baseline: f32,
    /// The left end of what is written.
    pub left: f32,
    /// The right end of what is written, without blanks at the line's end.
    pub right: f32,
    pub(super) clusters: Range<usize>,
    pub(super) glyphs: Range<usize>,
}

/// What a reader takes for one character, where it stands. Clusters lie in the order of the eye, left to right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cluster {
    pub start: u32,
    pub end: u32,
    pub left: f32,
    pub right: f32,
    pub rtl: bool,
    /// Whether it is a blank at the end of its line; it takes no part in highlights.
    pub hanging: bool,
}

/// A glyph to draw, its origin on the baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Glyph {
    pub face: u16,
    pub id: u32,
    /// The first byte of its cluster.
    pub byte: u32,
    pub x: f32,
    pub y: f32,
}

/// A face as one layout uses it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Face {
    pub font: FontData,
    pub size: f32,
    /// Normalised coordinates on the axes of a variable font.
    pub coords: Vec<i16>,
    /// Whether to thicken the outline, the family having no bold face.
    pub embolden: bool,
    /// Degrees to slant the outline by, the family having no italic face.
    pub skew: Option<f32>,
}

/// A text that has been laid out. Points and rectangles are relative to its top left corner.
#[derive(Debug, Default)]
pub struct Laid {
    pub(super) size: Vec2,
    pub(super) rtl: bool,
    pub(super) cut: Option<usize>,
    pub(super) lines: Vec<LaidLine>,
    pub(super) clusters: Vec<Cluster>,
    pub(super) glyphs: Vec<Glyph>,
    pub(super) faces: Vec<Face>,
    /// The glyphs as they lie in the texture; made when first drawn and again when the texture has been cleared.
    pub(super) quads: Mutex<Quads>,
}

impl Laid {
    /// The width of the widest line and the height of all.
    pub fn size(&self) -> Vec2 {
        self.size
    }

    /// The height of all lines.
    pub fn height(&self) -> f32 {
        self.size.y
    }

    /// The lines from the top; even an empty text has one.
    pub fn lines(&self) -> &[LaidLine] {
        &self.lines
    }

    /// Whether the text runs from right to left.
    pub fn is_rtl(&self) -> bool {
        self.rtl
    }

    /// The byte from which on the text was left out for want of room, if it was.
    pub fn cut(&self) -> Option<usize> {
        self.cut
    }

    /// How many glyphs are the box of a character that no font has.
    pub fn missing(&self) -> usize {
        self.glyphs.iter().filter(|glyph| glyph.id == 0).count()
    }

    /// The line a byte stands in: where a line breaks, the one that follows.
    pub fn line_of(&self, byte: usize) -> usize {
        self.lines
            .partition_point(|line| line.span.end <= byte)
            .min(self.lines.len().saturating_sub(1))
    }

    /// The boundary between characters nearest to a point, as a byte of the text. Above and below the text it is the
    /// nearest in the first or last line.
    pub fn hit(&self, point: Pos2) -> usize {
        let below = self.lines.partition_point(|line| line.bottom <= point.y);
        let Some(line) = self.lines.get(below.min(self.lines.len().saturating_sub(1))) else {
            return 0;
        };
        let clusters = self.clusters_of(line);
        let at = clusters.partition_point(|cluster| cluster.right <= point.x);
        let Some(cluster) = clusters.get(at).or(clusters.last()) else {
            return line.span.start;
        };
        let before = point.x < (cluster.left + cluster.right) / 2.0;
        let byte = if before == cluster.rtl {
            cluster.end
        } else {
            cluster.start
        } as usize;
        // The boundary after the blank that ends a line belongs to the next line; stay in this one.
        let wraps = byte == line.span.end && below + 1 < self.lines.len();
        match clusters.iter().find(|cluster| cluster.end as usize == byte) {
            Some(last) if wraps && last.hanging => last.start as usize,
            _ => byte,
        }
    }

    /// Where a caret before `byte` stands: a rectangle without width, as high as its line. A byte within a character
    /// counts as the character's first.
    pub fn caret(&self, byte: usize) -> Rect {
        let Some(line) = self.lines.get(self.line_of(byte)) else {
            return Rect::ZERO;
        };
        let clusters = self.clusters_of(line);
        let at = |x: f32| Rect::from_min_max(pos2(x, line.top), pos2(x, line.bottom));
        if let Some(here) = clusters
            .iter()
            .find(|c| (c.start as usize..c.end as usize).contains(&byte))
        {
            return at(if here.rtl { here.right } else { here.left });
        }
        match clusters.iter().max_by_key(|cluster| cluster.end) {
            Some(last) if last.rtl => at(last.left),
            Some(last) => at(last.right),
            None => at(line.left),
        }
    }

    /// The rectangles a span covers, from the top, one or more a line, as high as their lines. Blanks at the
    /// end of a line are left out.
    pub fn rects(&self, span: Span) -> Vec<Rect> {
        let mut rects: Vec<Rect> = Vec::new();
        let first = self.lines.partition_point(|line| line.span.end <= span.start);
        for line in self.lines[first..]
            .iter()
            .take_while(|line| line.span.start < span.end)
        {
            let mut open: Option<Rect> = None;
            for cluster in self.clusters_of(line) {
                let inside = (cluster.start as usize) < span.end && span.start < cluster.end as usize;
                if !inside || cluster.hanging {
                    rects.extend(open.take());
                    continue;
                }
                match &mut open {
                    Some(rect) => rect.max.x = cluster.right,
                    None => {
                        let (min, max) = (pos2(cluster.left, line.top), pos2(cluster.right, line.bottom));
                        open = Some(Rect::from_min_max(min, max));
                    }
                }
            }
            rects.extend(open);
        }
        rects
    }

    fn clusters_of(&self, line: &LaidLine) -> &[Cluster] {
        &self.clusters[line.clusters.clone()]
    }

    pub(super) fn empty(height: f32) -> Self {
        let line = LaidLine {
            span: Span::new(0, 0),
            top: 0.0,
            bottom: height,
            baseline: height,
            left: 0.0,
            right: 0.0,
            clusters: 0..0,
            glyphs: 0..0,
        };
        Self {
            size: vec2(0.0, height),
            lines: vec![line],
            ..Self::default()
        }
    }
}
