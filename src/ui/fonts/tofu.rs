//! The box that stands for a character no font has. Not every face brings one: Inter's is empty.

use eframe::egui::epaint::text::{GlyphBitmap, GlyphRasterizer, GlyphRasterizerRequest, RasterizedGlyph};
use eframe::egui::{Color32, ColorImage, vec2};

/// The box in whole pixels, relative to the point where the glyph starts on the baseline, y downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::ui) struct Tofu {
    /// The left edge.
    pub left: f32,
    /// The upper edge; the lower one is the baseline.
    pub top: f32,
    /// From edge to edge.
    pub width: f32,
    /// From edge to edge.
    pub height: f32,
    /// How thick its line is.
    pub line: f32,
}

impl Tofu {
    /// The box of letters `size` pixels large in a place `advance` pixels wide.
    pub(in crate::ui) fn new(size: f32, advance: f32) -> Self {
        let bearing = (size * 0.08).round().max(1.0);
        let height = (size * 0.68).round().max(3.0);
        let width = (advance - 2.0 * bearing).round().max(3.0);
        Self {
            left: bearing,
            top: -height,
            width,
            height,
            line: (size / 16.0).round().max(1.0),
        }
    }

    fn holds(&self, x: f32, y: f32) -> bool {
        let near = |at: f32, length: f32| at < self.line || at >= length - self.line;
        near(x, self.width) || near(y, self.height)
    }
}

/// Draws the box for egui.
pub(super) fn rasterizer() -> GlyphRasterizer {
    GlyphRasterizer::new("onus::tofu", |request: &GlyphRasterizerRequest<'_>| {
        let visible = request
            .cluster
            .chars()
            .any(|c| !c.is_control() && !c.is_whitespace());
        visible.then(|| rasterized(request.font_size_px))
    })
}

fn rasterized(size: f32) -> RasterizedGlyph {
    let advance = (size * 0.64).round();
    let tofu = Tofu::new(size, advance);
    let (width, height) = (tofu.width as usize, tofu.height as usize);
    let inked = |at: usize| tofu.holds((at % width) as f32, (at / width) as f32);
    let ink = |at: usize| {
        if inked(at) {
            Color32::WHITE
        } else {
            Color32::TRANSPARENT
        }
    };
    let image = ColorImage::new([width, height], (0..width * height).map(ink).collect());
    let bitmap = GlyphBitmap {
        image,
        offset_px: vec2(tofu.left, tofu.top),
        is_color: false,
    };
    RasterizedGlyph {
        bitmap,
        advance_px: advance,
    }
}
