//! Upright rectangles of one colour: most of what egui draws.

use eframe::egui::epaint::Vertex;
use eframe::egui::{Color32, Pos2, Rect, pos2};

use super::canvas::{Area, Canvas, blend, tint};
use super::texture::Texture;

/// An upright rectangle of one colour, and its part of the texture at its corners.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Quad {
    rect: Rect,
    /// The texture at the upper left and at the lower right corner.
    from: [Pos2; 2],
    colour: Color32,
}

/// The rectangle two triangles make up, if they do.
pub(super) fn upright(one: &[Vertex; 3], other: &[Vertex; 3]) -> Option<Quad> {
    let colour = one[0].color;
    if one.iter().chain(other).any(|vertex| vertex.color != colour) {
        return None;
    }
    let rect = Rect::from_points(&one.map(|vertex| vertex.pos));
    // Three corners in each triangle, and both miss opposite ones: each triangle's far corner is the other's near one.
    let place = |vertex: &Vertex| -> Option<usize> {
        let right = if vertex.pos.x == rect.min.x {
            0
        } else {
            usize::from(vertex.pos.x == rect.max.x) * 2
        };
        let bottom = if vertex.pos.y == rect.min.y {
            0
        } else {
            usize::from(vertex.pos.y == rect.max.y) * 2
        };
        let inside =
            (vertex.pos.x == rect.min.x || right == 2) && (vertex.pos.y == rect.min.y || bottom == 2);
        inside.then_some(right / 2 + bottom)
    };
    let mut corners: [Option<Pos2>; 4] = [None; 4];
    let mut missing = [0; 2];
    for (triangle, missing) in [one, other].into_iter().zip(&mut missing) {
        let mut sum = 0;
        let mut seen = [false; 4];
        for vertex in triangle {
            let corner = place(vertex)?;
            if std::mem::replace(&mut seen[corner], true) {
                return None;
            }
            if corners[corner].is_some_and(|uv| uv != vertex.uv) {
                return None;
            }
            corners[corner] = Some(vertex.uv);
            sum += corner;
        }
        *missing = 6 - sum;
    }
    let [a, b, c, d] = [corners[0]?, corners[1]?, corners[2]?, corners[3]?];
    let opposite = missing[0] + missing[1] == 3;
    let straight = a.x == c.x && b.x == d.x && a.y == b.y && c.y == d.y;
    (opposite && straight).then_some(Quad {
        rect,
        from: [a, d],
        colour,
    })
}

impl Quad {
    pub(super) fn paint(&self, canvas: &mut Canvas, area: Area, texture: &Texture) {
        let area = area.within(self.rect);
        if area.is_empty() {
            return;
        }
        if self.from[0] == self.from[1] {
            let colour = tint(texture.sample(self.from[0]), self.colour);
            self.fill(canvas, area, colour);
        } else if let Some([left, top]) = self.aligned(texture) {
            self.copy(canvas, area, texture, left, top);
        } else {
            self.stretch(canvas, area, texture);
        }
    }

    fn fill(&self, canvas: &mut Canvas, area: Area, colour: Color32) {
        for y in area.top..area.bottom {
            let row = canvas.row(y, area.left, area.right);
            if colour.is_opaque() {
                row.fill(colour);
            } else {
                row.iter_mut().for_each(|pixel| blend(pixel, colour));
            }
        }
    }

    /// Where the canvas's upper left pixel lies in the texture, if a texel falls exactly on a pixel.
    fn aligned(&self, texture: &Texture) -> Option<[i64; 2]> {
        let size = texture.size();
        let [min, max] = self.from.map(|uv| [uv.x * size[0], uv.y * size[1]]);
        let axis = |from: f32, to: f32, start: f32, end: f32| -> Option<i64> {
            let near = |a: f32, b: f32| (a - b).abs() < 1.0 / 32.0;
            let shift = from - start;
            (near(to - from, end - start) && near(shift, shift.round())).then_some(shift.round() as i64)
        };
        let across = axis(min[0], max[0], self.rect.min.x, self.rect.max.x)?;
        let down = axis(min[1], max[1], self.rect.min.y, self.rect.max.y)?;
        Some([across, down])
    }

    fn copy(&self, canvas: &mut Canvas, area: Area, texture: &Texture, left: i64, top: i64) {
        let shifted = |at: usize, by: i64| usize::try_from(at as i64 + by).ok();
        for y in area.top..area.bottom {
            let texels = shifted(y, top)
                .zip(shifted(area.left, left).zip(shifted(area.right, left)))
                .and_then(|(row, (from, to))| texture.row(row, from, to));
            let Some(texels) = texels else {
                return self.stretch(canvas, area, texture);
            };
            for (pixel, texel) in canvas.row(y, area.left, area.right).iter_mut().zip(texels) {
                if *texel != Color32::TRANSPARENT {
                    blend(pixel, tint(*texel, self.colour));
                }
            }
        }
    }

    fn stretch(&self, canvas: &mut Canvas, area: Area, texture: &Texture) {
        let [min, max] = self.from;
        let step = (max - min) / self.rect.size();
        for y in area.top..area.bottom {
            let v = min.y + (y as f32 + 0.5 - self.rect.min.y) * step.y;
            for (x, pixel) in (area.left..).zip(canvas.row(y, area.left, area.right)) {
                let u = min.x + (x as f32 + 0.5 - self.rect.min.x) * step.x;
                blend(pixel, tint(texture.sample(pos2(u, v)), self.colour));
            }
        }
    }
}
