//! Triangles of any shape, with colours that run from corner to corner.

use eframe::egui::epaint::Vertex;
use eframe::egui::{Color32, Pos2, Rect, pos2};

use super::canvas::{Area, Canvas, blend, tint};
use super::texture::Texture;

/// Corners are snapped to this part of a pixel, as graphics cards do, so that neighbours share their edge exactly.
const PARTS: f32 = 256.0;
const HALF: i64 = PARTS as i64 / 2;

/// An edge as a function that is positive inside: `across * x + down * y + base`, in parts of a pixel.
#[derive(Clone, Copy)]
struct Edge {
    across: i64,
    down: i64,
    base: i64,
}

impl Edge {
    fn new(a: [i64; 2], b: [i64; 2]) -> Self {
        let (across, down) = (a[1] - b[1], b[0] - a[0]);
        let base = -(across * a[0] + down * a[1]);
        // A centre on an edge belongs to the triangle right of or below it, so that no pixel is painted twice.
        let owns = across > 0 || (across == 0 && down > 0);
        Self {
            across,
            down,
            base: base - i64::from(!owns),
        }
    }

    fn at(self, x: i64, y: i64) -> i64 {
        self.across * x + self.down * y + self.base
    }

    /// Narrows a stretch of pixels in a row to those inside.
    fn narrow(self, y: usize, span: &mut [usize; 2]) {
        let step = self.across * PARTS as i64;
        let first = self.at(
            span[0] as i64 * PARTS as i64 + HALF,
            y as i64 * PARTS as i64 + HALF,
        );
        // The value n pixels on is `first + n * step`.
        match step {
            0 if first < 0 => span[1] = span[0],
            0 => {}
            1.. if first < 0 => span[0] += usize::try_from((step - 1 - first) / step).unwrap_or(0),
            1.. => {}
            _ if first < 0 => span[1] = span[0],
            _ => span[1] = span[1].min(span[0] + usize::try_from(first / -step).unwrap_or(0) + 1),
        }
    }
}

/// A value that changes evenly over the plane.
#[derive(Clone, Copy)]
struct Plane {
    base: f32,
    across: f32,
    down: f32,
}

impl Plane {
    fn new(at: [Pos2; 3], values: [f32; 3]) -> Self {
        let (u, v) = (at[1] - at[0], at[2] - at[0]);
        let (du, dv) = (values[1] - values[0], values[2] - values[0]);
        let area = u.x * v.y - u.y * v.x;
        let across = (du * v.y - dv * u.y) / area;
        let down = (dv * u.x - du * v.x) / area;
        Self {
            base: values[0] - across * at[0].x - down * at[0].y,
            across,
            down,
        }
    }

    fn at(self, x: f32, y: f32) -> f32 {
        self.base + self.across * x + self.down * y
    }
}

pub(super) fn paint(canvas: &mut Canvas, area: Area, texture: &Texture, triangle: &[Vertex; 3]) {
    let snap = |pos: Pos2| [(pos.x * PARTS).round() as i64, (pos.y * PARTS).round() as i64];
    let [a, mut b, mut c] = *triangle;
    let turn =
        |a: [i64; 2], b: [i64; 2], c: [i64; 2]| (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    match turn(snap(a.pos), snap(b.pos), snap(c.pos)) {
        0 => return,
        1.. => {}
        // egui does not keep to one winding.
        _ => std::mem::swap(&mut b, &mut c),
    }
    let corners = [a, b, c];
    let at = corners.map(|vertex| vertex.pos);
    let [pa, pb, pc] = at.map(snap);
    let edges = [Edge::new(pa, pb), Edge::new(pb, pc), Edge::new(pc, pa)];
    // Snapping may have moved a corner over a centre; the edges decide, so look a little further.
    let area = area.within(Rect::from_points(&at).expand(1.0 / PARTS));
    let shade = Shade::new(texture, &corners, at);
    for y in area.top..area.bottom {
        let mut span = [area.left, area.right];
        for edge in edges {
            if span[0] < span[1] {
                edge.narrow(y, &mut span);
            }
        }
        if span[0] < span[1] {
            let row = canvas.row(y, span[0], span[1]);
            for (x, pixel) in (span[0]..).zip(row) {
                blend(pixel, shade.at(x as f32 + 0.5, y as f32 + 0.5));
            }
        }
    }
}

/// The colour inside a triangle.
enum Shade<'t> {
    Even(Color32),
    Coloured {
        colour: [Plane; 4],
        texel: Color32,
    },
    Textured {
        colour: [Plane; 4],
        uv: [Plane; 2],
        texture: &'t Texture,
    },
}

impl<'t> Shade<'t> {
    fn new(texture: &'t Texture, corners: &[Vertex; 3], at: [Pos2; 3]) -> Self {
        let [a, b, c] = corners;
        let one_texel = a.uv == b.uv && b.uv == c.uv;
        if one_texel && a.color == b.color && b.color == c.color {
            return Self::Even(tint(texture.sample(a.uv), a.color));
        }
        let part =
            |part: usize| Plane::new(at, corners.map(|vertex| f32::from(vertex.color.to_array()[part])));
        let colour = [part(0), part(1), part(2), part(3)];
        if one_texel {
            return Self::Coloured {
                colour,
                texel: texture.sample(a.uv),
            };
        }
        let uv = [
            Plane::new(at, corners.map(|v| v.uv.x)),
            Plane::new(at, corners.map(|v| v.uv.y)),
        ];
        Self::Textured { colour, uv, texture }
    }

    fn at(&self, x: f32, y: f32) -> Color32 {
        let mixed = |planes: &[Plane; 4]| {
            let [r, g, b, a] = planes.map(|plane| plane.at(x, y).round().clamp(0.0, 255.0) as u8);
            Color32::from_rgba_premultiplied(r, g, b, a)
        };
        match self {
            Self::Even(colour) => *colour,
            Self::Coloured { colour, texel } => tint(*texel, mixed(colour)),
            Self::Textured { colour, uv, texture } => tint(
                texture.sample(pos2(uv[0].at(x, y), uv[1].at(x, y))),
                mixed(colour),
            ),
        }
    }
}
