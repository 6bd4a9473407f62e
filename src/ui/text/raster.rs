//! From a glyph of a face to coverage, by skrifa and vello.

use std::collections::HashMap;

use skrifa::instance::{LocationRef, NormalizedCoord, Size};
use skrifa::outline::{DrawSettings, HintingInstance, HintingOptions, OutlinePen, SmoothMode, Target};
use skrifa::{FontRef, GlyphId, MetadataProvider};
use vello_cpu::color::palette::css::WHITE;
use vello_cpu::kurbo::{Affine, BezPath, Rect, Shape, Stroke};
use vello_cpu::{Pixmap, RenderContext, Resources};

use super::laid::Face;
use crate::ui::fonts::Tofu;

/// A glyph as grey levels.
pub(super) struct Bitmap {
    /// Where its left column and upper row lie from the glyph's origin, in pixels, y downwards.
    pub left: i32,
    pub top: i32,
    pub width: usize,
    pub height: usize,
    /// Row by row from the top, 0 to 255.
    pub coverage: Vec<u8>,
}

/// Draws glyphs; keeps what is costly to set up.
pub(super) struct Raster {
    context: RenderContext,
    resources: Resources,
    pixels: Pixmap,
    hinting: HashMap<HintKey, Option<HintingInstance>>,
}

/// Hinting moves outlines up and down only: stems across become sharp, and words keep their width.
const HINTING: Target = Target::Smooth {
    mode: SmoothMode::Light,
    symmetric_rendering: true,
    preserve_linear_metrics: true,
};

/// The glyph fonts keep for what they lack.
const NOTDEF: u32 = 0;

/// A face at a size in pixels: file, index in it, size, coordinates on the axes.
type HintKey = (u64, u32, u32, Vec<i16>);

/// So many faces at so many sizes keep their hinting.
const HINTED: usize = 64;

impl Raster {
    pub(super) fn new() -> Self {
        Self {
            context: RenderContext::new(1, 1),
            resources: Resources::new(),
            pixels: Pixmap::new(1, 1),
            hinting: HashMap::new(),
        }
    }

    /// A glyph at `scale` pixels per point, moved right by `shift`, a part of a pixel. None for a blank.
    pub(super) fn draw(&mut self, face: &Face, glyph: u32, scale: f32, shift: f32) -> Option<Bitmap> {
        let font = FontRef::from_index(face.font.data.as_ref(), face.font.index).ok()?;
        let outlines = font.outline_glyphs();
        let outline = outlines.get(GlyphId::new(glyph))?;
        let coords: Vec<NormalizedCoord> = face
            .coords
            .iter()
            .map(|&bits| NormalizedCoord::from_bits(bits))
            .collect();
        let location = LocationRef::new(&coords);
        let size = face.size * scale;
        if glyph == NOTDEF {
            let advance = font
                .glyph_metrics(Size::new(size), location)
                .advance_width(GlyphId::new(NOTDEF));
            return self.fill(&tofu(size, advance.unwrap_or(size), shift), None);
        }
        let mut pen = Pen(BezPath::new());
        let hinted = self.hinting(face, size, || {
            HintingInstance::new(
                &outlines,
                Size::new(size),
                location,
                HintingOptions::from(HINTING),
            )
            .ok()
        });
        let drawn = hinted.is_some_and(|hinted| {
            outline
                .draw(DrawSettings::hinted(hinted, false), &mut pen)
                .is_ok()
        });
        if !drawn {
            pen.0 = BezPath::new();
            outline
                .draw(DrawSettings::unhinted(Size::new(size), location), &mut pen)
                .ok()?;
        }
        let slant = face
            .skew
            .map_or(0.0, |degrees| f64::from(degrees).to_radians().tan());
        let path = Affine::new([1.0, 0.0, -slant, 1.0, f64::from(shift), 0.0]) * pen.0;
        // A 32nd of the size makes Droid Sans Fallback as heavy as Source Serif at 600.
        self.fill(&path, face.embolden.then_some(f64::from(size) / 32.0))
    }

    fn fill(&mut self, path: &BezPath, bold: Option<f64>) -> Option<Bitmap> {
        let bounds = path
            .bounding_box()
            .inflate(bold.unwrap_or(0.0), bold.unwrap_or(0.0))
            .expand();
        let (width, height) = (bounds.width() as u16, bounds.height() as u16);
        if path.elements().is_empty() || width == 0 || height == 0 {
            return None;
        }
        self.context.reset_and_resize(width, height);
        self.context
            .set_transform(Affine::translate((-bounds.x0, -bounds.y0)));
        self.context.set_paint(WHITE);
        self.context.fill_path(path);
        if let Some(width) = bold {
            self.context.set_stroke(Stroke::new(width));
            self.context.stroke_path(path);
        }
        self.context.flush();
        self.pixels.resize(width, height);
        self.context.render(&mut self.pixels, &mut self.resources);
        Some(Bitmap {
            left: bounds.x0 as i32,
            top: bounds.y0 as i32,
            width: usize::from(width),
            height: usize::from(height),
            coverage: self.pixels.data().iter().map(|pixel| pixel.a).collect(),
        })
    }

    fn hinting(
        &mut self,
        face: &Face,
        size: f32,
        make: impl FnOnce() -> Option<HintingInstance>,
    ) -> Option<&HintingInstance> {
        if self.hinting.len() > HINTED {
            self.hinting.clear();
        }
        let key = (
            face.font.data.id(),
            face.font.index,
            size.to_bits(),
            face.coords.clone(),
        );
        self.hinting.entry(key).or_insert_with(make).as_ref()
    }
}

/// The box of a character no font has, as a frame: the inner edge runs the other way round.
fn tofu(size: f32, advance: f32, shift: f32) -> BezPath {
    let tofu = Tofu::new(size, advance);
    let (left, top) = (f64::from(tofu.left + shift), f64::from(tofu.top));
    let outer = Rect::new(left, top, left + f64::from(tofu.width), 0.0);
    let inner = outer.inset(-f64::from(tofu.line));
    let mut path = outer.to_path(0.1);
    path.extend(inner.to_path(0.1).reverse_subpaths());
    path
}

/// Takes down an outline with y downwards.
struct Pen(BezPath);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to((x, -y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to((x, -y));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to((cx, -cy), (x, -y));
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.curve_to((ax, -ay), (bx, -by), (x, -y));
    }

    fn close(&mut self) {
        self.0.close_path();
    }
}
