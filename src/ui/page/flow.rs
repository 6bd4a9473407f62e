//! The flow of blocks down the page: which are in view, and where. The position is a block and an offset in it, never
//! a distance from the top, so that a long source is as exact at its end as at its beginning.

use crate::project::{BlockKind, Source, Text};
use crate::text::{Span, layout_blocks};
use crate::ui::text::{Laid, TextEngine, TextStyle};
use std::sync::Arc;

/// The space over the first block and under the last, in points.
const MARGIN: f32 = 28.0;
/// The space after a paragraph.
const AFTER: f32 = 14.0;

/// One block: a line of the text, or a bounded piece of a long one.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Piece {
    span: Span,
    kind: Option<BlockKind>,
    /// Whether its line goes on in the next piece.
    goes_on: bool,
}

/// What decides how the blocks are set; another one sets them anew.
#[derive(Clone, Debug, Default, PartialEq)]
struct Setting {
    text: String,
    language: String,
    width: f32,
    zoom: f32,
    epoch: u64,
}

/// A block in view.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    /// The part of the text it holds, in bytes.
    pub span: Span,
    /// Its upper edge, from that of the page.
    pub top: f32,
    /// Its layout; positions in it count from `span.start` and `top`.
    pub laid: Arc<Laid>,
}

/// The blocks of the open text and where the page stands in them.
#[derive(Debug, Default)]
pub(super) struct Flow {
    setting: Setting,
    pieces: Vec<Piece>,
    /// The first block in view; the header over the text counts as the first.
    first: usize,
    /// How much of it is above the page, in points.
    above: f32,
}

impl Flow {
    /// Takes in the open source and how it is set.
    pub(super) fn follow(&mut self, source: &Source, text: &Text, width: f32, zoom: f32, epoch: u64) {
        if self.setting.text != text.sha256 {
            self.pieces = pieces(text);
            (self.first, self.above) = (0, 0.0);
        }
        let language = source.language.as_str();
        let same = self.setting.text == text.sha256
            && self.setting.language == language
            && (self.setting.width, self.setting.zoom, self.setting.epoch) == (width, zoom, epoch);
        if !same {
            self.setting = Setting {
                text: text.sha256.clone(),
                language: language.into(),
                width,
                zoom,
                epoch,
            };
        }
    }

    fn style(&self, kind: Option<BlockKind>) -> TextStyle {
        let language = &self.setting.language;
        let style = match kind {
            Some(BlockKind::Heading(1)) => TextStyle {
                size: 22.0,
                line_height: 31.0,
                ..TextStyle::title(language)
            },
            Some(BlockKind::Heading(_)) => TextStyle {
                size: 18.0,
                line_height: 29.0,
                ..TextStyle::title(language)
            },
            Some(BlockKind::Code) => TextStyle::code(),
            _ => TextStyle::reading(language),
        };
        style.zoomed(self.setting.zoom).wide(self.setting.width)
    }

    fn lay(&self, engine: &mut TextEngine, text: &str, n: usize) -> Option<(Piece, Arc<Laid>)> {
        let piece = *self.pieces.get(n)?;
        Some((
            piece,
            engine.layout(piece.span.slice(text)?, &self.style(piece.kind)),
        ))
    }

    /// The height of a block with the space after it; the header's for the first.
    fn height(&self, engine: &mut TextEngine, text: &str, item: usize, header: f32) -> f32 {
        let Some(n) = item.checked_sub(1) else {
            return MARGIN + header;
        };
        self.lay(engine, text, n).map_or(0.0, |(piece, laid)| {
            // An empty line is the space between paragraphs, not a paragraph of its own.
            if piece.span.is_empty() {
                0.0
            } else {
                laid.height()
                    + if piece.goes_on {
                        0.0
                    } else {
                        AFTER * self.setting.zoom
                    }
            }
        })
    }

    fn items(&self) -> usize {
        self.pieces.len() + 1
    }

    /// Moves the page by a distance in points; down is positive.
    pub(super) fn scroll(&mut self, engine: &mut TextEngine, text: &str, by: f32, header: f32) {
        self.above += by;
        while self.above < 0.0 && self.first > 0 {
            self.first -= 1;
            self.above += self.height(engine, text, self.first, header);
        }
        self.above = self.above.max(0.0);
        while self.first + 1 < self.items() {
            let height = self.height(engine, text, self.first, header);
            if self.above < height {
                break;
            }
            self.above -= height;
            self.first += 1;
        }
    }

    /// Keeps the end of the text from leaving the page upwards.
    fn stay(&mut self, engine: &mut TextEngine, text: &str, room: f32, header: f32) {
        let mut below = MARGIN - self.above;
        for item in self.first..self.items() {
            below += self.height(engine, text, item, header);
            if below >= room {
                return;
            }
        }
        self.scroll(engine, text, below - room, header);
    }

    /// The blocks in view of a page `room` points high, and where the header over the text begins, if it is in view.
    pub(super) fn shown(
        &mut self,
        engine: &mut TextEngine,
        text: &str,
        room: f32,
        header: f32,
    ) -> (Option<f32>, Vec<Shown>) {
        self.stay(engine, text, room, header);
        let mut top = -self.above;
        let header_top = (self.first == 0).then_some(top + MARGIN);
        let mut shown = Vec::new();
        for item in self.first..self.items() {
            if top >= room {
                break;
            }
            let height = self.height(engine, text, item, header);
            if let Some((piece, laid)) = item.checked_sub(1).and_then(|n| self.lay(engine, text, n)) {
                shown.push(Shown {
                    span: piece.span,
                    top,
                    laid,
                });
            }
            top += height;
        }
        (header_top, shown)
    }

    fn item_at(&self, byte: usize) -> usize {
        self.pieces
            .partition_point(|p| p.span.end < byte)
            .min(self.pieces.len().saturating_sub(1))
            + 1
    }

    /// Brings a byte into view, a third down the page where it was out of it; the least movement where it is near.
    pub(super) fn reveal(
        &mut self,
        engine: &mut TextEngine,
        text: &str,
        byte: usize,
        room: f32,
        header: f32,
    ) {
        if byte == 0 {
            (self.first, self.above) = (0, 0.0);
            return;
        }
        let (_, shown) = self.shown(engine, text, room, header);
        if let Some(caret) = caret(&shown, byte) {
            let slack = (room * 0.12).min(64.0);
            if caret.top() < slack {
                self.scroll(engine, text, caret.top() - slack, header);
            } else if caret.bottom() > room - slack {
                self.scroll(engine, text, caret.bottom() - (room - slack), header);
            }
            return;
        }
        self.put(engine, text, byte, room, header);
    }

    /// Puts the line of a byte a third down the page, as far as the text allows it.
    pub(super) fn put(&mut self, engine: &mut TextEngine, text: &str, byte: usize, room: f32, header: f32) {
        let item = self.item_at(byte);
        (self.first, self.above) = (item, 0.0);
        let inside = self.lay(engine, text, item - 1).map_or(0.0, |(piece, laid)| {
            laid.caret(byte - piece.span.start.min(byte)).top()
        });
        self.scroll(engine, text, inside - room / 3.0, header);
    }

    /// Goes to a share of the whole, 0 to 1, as the scroll bar asks.
    pub(super) fn go_to(&mut self, share: f32) {
        let length = self.pieces.last().map_or(0, |p| p.span.end);
        let byte = (f64::from(share.clamp(0.0, 1.0)) * length as f64) as usize;
        (self.first, self.above) = if byte == 0 {
            (0, 0.0)
        } else {
            (self.item_at(byte), 0.0)
        };
    }
}

/// Where the caret before a byte stands, if its block is in view.
pub(super) fn caret(shown: &[Shown], byte: usize) -> Option<eframe::egui::Rect> {
    let block = shown
        .iter()
        .rev()
        .find(|s| s.span.start <= byte && byte <= s.span.end)?;
    Some(
        block
            .laid
            .caret(byte - block.span.start)
            .translate(eframe::egui::vec2(0.0, block.top)),
    )
}

/// The byte a line above or below that of `byte`, at `x` in it; `None` where no such line is in view. Empty lines are the
/// space between paragraphs and are passed over.
pub(super) fn line_beside(shown: &[Shown], byte: usize, x: f32, below: bool) -> Option<usize> {
    let at = shown
        .iter()
        .rposition(|s| s.span.start <= byte && byte <= s.span.end)?;
    let here = &shown[at];
    let line = here.laid.line_of(byte - here.span.start);
    let on_line = |block: &Shown, line: usize| {
        let line = block.laid.lines().get(line)?;
        let middle = (line.top + line.bottom) / 2.0;
        Some(block.span.start + block.laid.hit(eframe::egui::pos2(x, middle)))
    };
    let full = |s: &&Shown| !s.span.is_empty();
    if below {
        let inside = (!here.span.is_empty()).then(|| on_line(here, line + 1)).flatten();
        inside.or_else(|| on_line(shown[at + 1..].iter().find(full)?, 0))
    } else {
        let inside = line.checked_sub(1).and_then(|line| on_line(here, line));
        inside.or_else(|| {
            let block = shown[..at].iter().rev().find(full)?;
            on_line(block, block.laid.lines().len().checked_sub(1)?)
        })
    }
}

/// The byte at a point of the page: the nearest in the nearest block.
pub(super) fn hit(shown: &[Shown], point: eframe::egui::Pos2) -> Option<usize> {
    let below =
        shown.partition_point(|s| s.top + s.laid.height() < point.y || s.span.is_empty() && s.top < point.y);
    let block = shown.get(below).or(shown.last())?;
    Some(block.span.start + block.laid.hit(eframe::egui::pos2(point.x, point.y - block.top)))
}

fn pieces(text: &Text) -> Vec<Piece> {
    let value = text.value();
    let mut blocks = text.blocks.iter().peekable();
    let spans = layout_blocks(value);
    spans
        .into_iter()
        .map(|span| {
            while blocks.next_if(|b| b.span.end <= span.start).is_some() {}
            let kind = blocks.peek().filter(|b| b.span.start < span.end).map(|b| b.kind);
            let goes_on = span.end < value.len() && value.as_bytes()[span.end] != b'\n';
            Piece { span, kind, goes_on }
        })
        .collect()
}
