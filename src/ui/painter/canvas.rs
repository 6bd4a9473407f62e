//! The pixels painted on.

use eframe::egui::{Color32, Rect};

use super::Picture;

/// Rows of pixels, premultiplied.
pub(super) struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<Color32>,
}

/// A rectangle of whole pixels within the canvas, half open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) left: usize,
    pub(super) top: usize,
    pub(super) right: usize,
    pub(super) bottom: usize,
}

impl Area {
    pub(super) fn is_empty(self) -> bool {
        self.left >= self.right || self.top >= self.bottom
    }

    /// The pixels of it whose centres lie in a rectangle; a centre on the left or upper edge counts as inside.
    pub(super) fn within(self, rect: Rect) -> Self {
        let from = |edge: f32, least: usize| ((edge - 0.5).ceil().max(0.0) as usize).max(least);
        let to = |edge: f32, most: usize| ((edge - 0.5).ceil().max(0.0) as usize).min(most);
        Self {
            left: from(rect.min.x, self.left),
            top: from(rect.min.y, self.top),
            right: to(rect.max.x, self.right),
            bottom: to(rect.max.y, self.bottom),
        }
    }
}

impl Canvas {
    pub(super) fn new([width, height]: [usize; 2], ground: Color32) -> Self {
        Self {
            width,
            height,
            pixels: vec![ground; width * height],
        }
    }

    /// The pixels a clip rectangle leaves, its edges rounded to whole pixels.
    pub(super) fn area(&self, clip: Rect) -> Area {
        let edge = |at: f32, most: usize| (at.round().max(0.0) as usize).min(most);
        Area {
            left: edge(clip.min.x, self.width),
            top: edge(clip.min.y, self.height),
            right: edge(clip.max.x, self.width),
            bottom: edge(clip.max.y, self.height),
        }
    }

    /// A stretch of a row.
    pub(super) fn row(&mut self, y: usize, left: usize, right: usize) -> &mut [Color32] {
        let start = y * self.width;
        self.pixels
            .get_mut(start + left..start + right)
            .unwrap_or_default()
    }

    pub(super) fn into_picture(self) -> Picture {
        Picture {
            width: self.width,
            height: self.height,
            pixels: self.pixels,
        }
    }
}

/// Lays a premultiplied colour over a pixel.
#[inline]
pub(super) fn blend(pixel: &mut Color32, top: Color32) {
    match top.a() {
        255 => *pixel = top,
        // A colour may have light without covering anything; only the empty one does nothing.
        0 if top == Color32::TRANSPARENT => {}
        alpha => {
            let rest = 255 - u32::from(alpha);
            let mix =
                |top: u8, below: u8| (u32::from(top) + (u32::from(below) * rest + 127) / 255).min(255) as u8;
            let [r, g, b, a] = pixel.to_array();
            let [tr, tg, tb, ta] = top.to_array();
            *pixel = Color32::from_rgba_premultiplied(mix(tr, r), mix(tg, g), mix(tb, b), mix(ta, a));
        }
    }
}

/// Two colours multiplied part by part, as the vertex colour and the texture are.
#[inline]
pub(super) fn tint(texel: Color32, colour: Color32) -> Color32 {
    if texel == Color32::WHITE {
        return colour;
    }
    let part = |a: u8, b: u8| ((u32::from(a) * u32::from(b) + 127) / 255) as u8;
    let ([r, g, b, a], [cr, cg, cb, ca]) = (texel.to_array(), colour.to_array());
    Color32::from_rgba_premultiplied(part(r, cr), part(g, cg), part(b, cb), part(a, ca))
}
