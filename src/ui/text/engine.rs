//! The engine a window holds: shaping, the kept layouts and the texture under one roof.

use std::sync::{Arc, PoisonError};

use eframe::egui::{self, Color32, Mesh, Painter, Pos2, Response, Sense, Shape, Ui, WidgetInfo};

use super::atlas::{Atlas, rects};
use super::kept::Kept;
use super::{Laid, Shaper, TextStyle};
use crate::text::Span;
use crate::ui::fonts::Faces;

/// Lays out and draws texts for one window.
pub struct TextEngine {
    shaper: Shaper,
    kept: Kept,
    atlas: Atlas,
    epoch: u64,
}

impl TextEngine {
    /// An engine that chooses among these faces.
    pub fn new(faces: Faces) -> Self {
        Self {
            shaper: Shaper::new(faces),
            kept: Kept::default(),
            atlas: Atlas::new(),
            epoch: 0,
        }
    }

    /// Takes other faces. Layouts made before stay drawable, but are no longer what [`Self::layout`] gives.
    pub fn use_faces(&mut self, faces: Faces) {
        self.shaper = Shaper::new(faces);
        self.kept.clear();
        self.epoch += 1;
    }

    /// Grows with every change of faces. Who holds layouts drops them when it does.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// A shaper for another thread. Bring its work back with [`Self::keep`].
    pub fn shaper(&self) -> Shaper {
        Shaper::new(self.shaper.faces().clone())
    }

    /// The layout of a text. Cheap when asked again; a new width alone costs a twentieth of a new text.
    pub fn layout(&mut self, text: &str, style: &TextStyle) -> Arc<Laid> {
        self.kept.lay(&mut self.shaper, text, style)
    }

    /// Takes in a layout that a [`Shaper`] made for this text and style.
    pub fn keep(&mut self, text: &str, style: &TextStyle, laid: Laid) -> Arc<Laid> {
        self.kept.keep(text, style, laid)
    }

    /// Draws a layout with its corner at `at`, moved to the nearest pixel. Lines outside the clip are skipped.
    pub fn paint(&mut self, painter: &Painter, at: Pos2, laid: &Laid, colour: Color32) {
        self.paint_tinted(painter, at, laid, colour, &[]);
    }

    /// Like [`Self::paint`], with some spans of the text in colours of their own; the spans are in order.
    pub fn paint_tinted(
        &mut self,
        painter: &Painter,
        at: Pos2,
        laid: &Laid,
        colour: Color32,
        tints: &[(Span, Color32)],
    ) {
        let clip = painter.clip_rect();
        // Letters may reach out of their line by a line's height, not by more.
        let first = laid
            .lines
            .partition_point(|line| at.y + 2.0 * line.bottom - line.top < clip.top());
        let end = laid
            .lines
            .partition_point(|line| at.y + 2.0 * line.top - line.bottom < clip.bottom());
        if first >= end {
            return;
        }
        self.atlas.follow(painter.ctx());
        let mut quads = laid.quads.lock().unwrap_or_else(PoisonError::into_inner);
        self.atlas.place(laid, &mut quads);
        if self.atlas.is_full() {
            painter.ctx().request_repaint();
        }
        let Some((texture, size)) = self.atlas.texture() else {
            return;
        };
        let scale = self.atlas.scale();
        let origin = [(at.x * scale).round(), (at.y * scale).round()];
        let quads = quads.of_lines(first..end);
        let mut mesh = Mesh::with_texture(texture);
        mesh.reserve_triangles(quads.len() * 2);
        mesh.reserve_vertices(quads.len() * 4);
        for quad in quads {
            let tint = tints.iter().find(|(span, _)| span.contains(quad.byte as usize));
            let (shown, from) = rects(quad, origin, scale, size);
            mesh.add_rect_with_uv(shown, from, tint.map_or(colour, |(_, tint)| *tint));
        }
        painter.add(Shape::mesh(mesh));
    }

    /// A text as a widget: as large as it is laid out, named by its words for a screen reader.
    pub fn label(&mut self, ui: &mut Ui, text: &str, style: &TextStyle, colour: Color32) -> Response {
        let laid = self.layout(text, style);
        let (rect, response) = ui.allocate_exact_size(laid.size(), Sense::hover());
        if ui.is_rect_visible(rect) {
            self.paint(ui.painter(), rect.min, &laid, colour);
        }
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, text));
        response
    }
}
