//! Paints egui's meshes with the processor alone: no display, graphics card or package is needed. It blends as egui's
//! own painter for OpenGL does, in gamma space with premultiplied alpha, so that a picture shows what the window shows.

mod canvas;
mod picture;
mod quad;
mod texture;
mod triangle;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use eframe::egui::epaint::{ClippedPrimitive, Mesh, Primitive, Vertex};
use eframe::egui::{Color32, Context, FullOutput, Rect, TextureId, TexturesDelta};

use canvas::{Area, Canvas};
pub use picture::{Picture, draw};
use texture::Texture;

/// The textures of one egui context, and the skill to paint with them.
#[derive(Default)]
pub struct Painter {
    textures: HashMap<TextureId, Texture>,
    /// Freed in the last pass, but still to be painted with in it.
    leaving: Vec<TextureId>,
}

impl Painter {
    /// A painter that knows no texture yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in the textures that are new, changed or gone since the last pass, and empties the list. Every pass's list
    /// has to be taken in, painted or not.
    pub fn apply(&mut self, delta: &mut TexturesDelta) {
        for id in self.leaving.drain(..) {
            self.textures.remove(&id);
        }
        for (id, changes) in &delta.set {
            for change in changes {
                match (change.pos, self.textures.get_mut(id)) {
                    (Some(at), Some(texture)) => texture.patch(at, &change.image),
                    // A patch of a texture that never was has nothing to lie on.
                    (Some(_), None) => {}
                    (None, _) => {
                        self.textures
                            .insert(*id, Texture::new(&change.image, change.options));
                    }
                }
            }
        }
        self.leaving.extend(&delta.free);
        delta.clear();
    }

    /// Paints what a pass put out, once its textures have been taken in.
    pub fn render(&self, ctx: &Context, output: &FullOutput, ground: Color32) -> Picture {
        let scale = output.pixels_per_point;
        let size = ctx.viewport_rect().size() * scale;
        let primitives = ctx.tessellate(output.shapes.clone(), scale);
        self.paint(
            [size.x.round() as usize, size.y.round() as usize],
            scale,
            &primitives,
            ground,
        )
    }

    /// Paints meshes in their order on a ground. `size` is in pixels.
    pub fn paint(
        &self,
        size: [usize; 2],
        pixels_per_point: f32,
        primitives: &[ClippedPrimitive],
        ground: Color32,
    ) -> Picture {
        let mut canvas = Canvas::new(size, ground);
        for ClippedPrimitive { clip_rect, primitive } in primitives {
            // A callback speaks to the graphics card; Onus makes none.
            let Primitive::Mesh(mesh) = primitive else {
                continue;
            };
            let Some(texture) = self.textures.get(&mesh.texture_id) else {
                continue;
            };
            let area = canvas.area(scaled(*clip_rect, pixels_per_point));
            if !area.is_empty() {
                paint_mesh(&mut canvas, area, texture, mesh, pixels_per_point);
            }
        }
        canvas.into_picture()
    }
}

fn scaled(rect: Rect, scale: f32) -> Rect {
    Rect::from_min_max(
        (rect.min.to_vec2() * scale).to_pos2(),
        (rect.max.to_vec2() * scale).to_pos2(),
    )
}

/// Most of what egui draws is upright rectangles of one colour, as two triangles; painted as one they are far cheaper.
fn paint_mesh(canvas: &mut Canvas, area: Area, texture: &Texture, mesh: &Mesh, scale: f32) {
    let corner = |index: u32| -> Option<Vertex> {
        let vertex = mesh.vertices.get(index as usize)?;
        Some(Vertex {
            pos: (vertex.pos.to_vec2() * scale).to_pos2(),
            ..*vertex
        })
    };
    let triangle = |indices: &[u32]| -> Option<[Vertex; 3]> {
        let [a, b, c] = indices.first_chunk::<3>()?;
        Some([corner(*a)?, corner(*b)?, corner(*c)?])
    };
    let mut rest = &mesh.indices[..];
    while rest.len() >= 3 {
        let (one, other) = (triangle(rest), rest.get(3..).and_then(triangle));
        if let (Some(one), Some(other)) = (&one, &other)
            && let Some(quad) = quad::upright(one, other)
        {
            quad.paint(canvas, area, texture);
            rest = &rest[6..];
            continue;
        }
        if let Some(one) = one {
            triangle::paint(canvas, area, texture, &one);
        }
        rest = &rest[3..];
    }
}
