//! The texture all drawn glyphs lie in, and where in it each one lies.

use std::collections::HashMap;
use std::ops::Range;

use eframe::egui::epaint::FontColorTransferFunction;
use eframe::egui::{self, Color32, ColorImage, Rect, TextureHandle, TextureId, TextureOptions, pos2};

use super::laid::{Face, Laid};
use super::raster::{Bitmap, Raster};

/// Room between glyphs, so that none bleeds into another.
const GAP: usize = 1;
const WIDTH: usize = 2048;
/// Rows of the texture at one pixel a point: room for some 5,000 Han at reading size.
const ROWS: usize = 1024;

/// Glyphs start at a quarter of a pixel.
const STEPS: f32 = 4.0;

/// The glyphs of one layout as they lie in the texture, line by line.
#[derive(Debug, Default)]
pub(super) struct Quads {
    era: u64,
    quads: Vec<Quad>,
    lines: Vec<Range<usize>>,
}

/// One glyph: where it goes, in pixels from the layout's corner, and where it lies in the texture, in pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quad {
    pub at: [f32; 2],
    pub size: [f32; 2],
    pub from: [f32; 2],
    pub byte: u32,
}

impl Quads {
    /// The glyphs of some lines.
    pub(super) fn of_lines(&self, lines: Range<usize>) -> &[Quad] {
        let Some(first) = self.lines.get(lines.start) else {
            return &[];
        };
        let end = lines
            .end
            .checked_sub(1)
            .and_then(|last| self.lines.get(last))
            .map_or(first.start, |l| l.end);
        self.quads.get(first.start..end).unwrap_or_default()
    }
}

/// A face at a size in pixels, as the atlas tells glyphs apart.
#[derive(Clone, PartialEq, Eq, Hash)]
struct FaceKey {
    blob: u64,
    index: u32,
    size: u32,
    coords: Vec<i16>,
    embolden: bool,
    skew: Option<u32>,
}

/// Where a glyph lies in the texture; none for a blank.
type Place = Option<Slot>;

#[derive(Clone, Copy)]
struct Slot {
    from: [f32; 2],
    offset: [f32; 2],
    size: [f32; 2],
}

/// A row of glyphs of like height.
struct Shelf {
    y: usize,
    height: usize,
    used: usize,
}

/// The texture and its map.
pub(super) struct Atlas {
    texture: Option<TextureHandle>,
    raster: Raster,
    faces: HashMap<FaceKey, u32>,
    glyphs: HashMap<(u32, u32, u8), Place>,
    shelves: Vec<Shelf>,
    height: usize,
    scale: f32,
    transfer: FontColorTransferFunction,
    /// Counts how often the texture was cleared. Places of an earlier era are void.
    era: u64,
    pass: u64,
    full: bool,
}

impl Atlas {
    pub(super) fn new() -> Self {
        Self {
            texture: None,
            raster: Raster::new(),
            faces: HashMap::new(),
            glyphs: HashMap::new(),
            shelves: Vec::new(),
            height: ROWS,
            scale: 0.0,
            transfer: FontColorTransferFunction::Off,
            era: 0,
            pass: 0,
            full: false,
        }
    }

    /// Follows the screen's pixels per point and the theme, and makes room when the texture was full. Only between two
    /// passes can it be cleared: what was emitted earlier in this one still points into it.
    pub(super) fn follow(&mut self, ctx: &egui::Context) {
        let scale = ctx.pixels_per_point();
        let transfer = ctx.global_style().visuals.text_options.color_transfer_function;
        let pass = ctx.cumulative_pass_nr();
        let overdue = self.full && pass != self.pass;
        self.pass = pass;
        if self.texture.is_some() && !overdue && scale == self.scale && transfer == self.transfer {
            return;
        }
        let most = ctx.input(|input| input.max_texture_side);
        self.height = ((ROWS as f32 * (scale * scale).max(1.0)) as usize)
            .next_power_of_two()
            .min(most.max(ROWS));
        (self.scale, self.transfer, self.full) = (scale, transfer, false);
        self.era += 1;
        self.faces.clear();
        self.glyphs.clear();
        self.shelves.clear();
        let blank = ColorImage::filled([WIDTH.min(most), self.height], Color32::TRANSPARENT);
        match &mut self.texture {
            Some(texture) => texture.set(blank, TextureOptions::NEAREST),
            None => self.texture = Some(ctx.load_texture("text", blank, TextureOptions::NEAREST)),
        }
    }

    /// The texture and its size in pixels.
    pub(super) fn texture(&self) -> Option<(TextureId, [usize; 2])> {
        self.texture
            .as_ref()
            .map(|texture| (texture.id(), texture.size()))
    }

    pub(super) fn scale(&self) -> f32 {
        self.scale
    }

    /// Brings the places of a layout's glyphs up to date, drawing what has not been drawn yet.
    pub(super) fn place(&mut self, laid: &Laid, quads: &mut Quads) {
        if quads.era == self.era {
            return;
        }
        let faces: Vec<u32> = laid.faces.iter().map(|face| self.face(face)).collect();
        quads.quads.clear();
        quads.lines.clear();
        for line in &laid.lines {
            let start = quads.quads.len();
            for glyph in &laid.glyphs[line.glyphs.clone()] {
                let x = (glyph.x * self.scale * STEPS).round() / STEPS;
                let step = ((x - x.floor()) * STEPS) as u8;
                let (key, face) = (
                    faces[usize::from(glyph.face)],
                    &laid.faces[usize::from(glyph.face)],
                );
                let Some(slot) = self.glyph(key, face, glyph.id, step) else {
                    continue;
                };
                let y = (glyph.y * self.scale).round();
                let at = [x.floor() + slot.offset[0], y + slot.offset[1]];
                quads.quads.push(Quad {
                    at,
                    size: slot.size,
                    from: slot.from,
                    byte: glyph.byte,
                });
            }
            quads.lines.push(start..quads.quads.len());
        }
        // What found no room is drawn in the next pass, when there is some.
        quads.era = if self.full { 0 } else { self.era };
    }

    /// Whether glyphs were left out for want of room.
    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    fn face(&mut self, face: &Face) -> u32 {
        let key = FaceKey {
            blob: face.font.data.id(),
            index: face.font.index,
            size: (face.size * self.scale).to_bits(),
            coords: face.coords.clone(),
            embolden: face.embolden,
            skew: face.skew.map(f32::to_bits),
        };
        let next = self.faces.len() as u32;
        *self.faces.entry(key).or_insert(next)
    }

    fn glyph(&mut self, key: u32, face: &Face, id: u32, step: u8) -> Place {
        if let Some(place) = self.glyphs.get(&(key, id, step)) {
            return *place;
        }
        let place = match self.raster.draw(face, id, self.scale, f32::from(step) / STEPS) {
            Some(bitmap) => Some(self.put(&bitmap)?),
            None => None,
        };
        self.glyphs.insert((key, id, step), place);
        place
    }

    /// Puts a drawn glyph into the texture; none if there is no room.
    fn put(&mut self, bitmap: &Bitmap) -> Place {
        let [x, y] = self.room(bitmap.width + GAP, bitmap.height + GAP)?;
        let grey = |&coverage: &u8| self.transfer.to_atlas_color(Color32::from_white_alpha(coverage));
        let pixels = bitmap.coverage.iter().map(grey).collect();
        let image = ColorImage::new([bitmap.width, bitmap.height], pixels);
        self.texture
            .as_mut()?
            .set_partial([x, y], image, TextureOptions::NEAREST);
        Some(Slot {
            from: [x as f32, y as f32],
            offset: [bitmap.left as f32, bitmap.top as f32],
            size: [bitmap.width as f32, bitmap.height as f32],
        })
    }

    fn room(&mut self, width: usize, height: usize) -> Option<[usize; 2]> {
        let across = self.texture.as_ref()?.size()[0];
        // Like heights share a shelf.
        let height = height.next_multiple_of(4);
        let fits = |shelf: &&mut Shelf| shelf.height == height && shelf.used + width <= across;
        if let Some(shelf) = self.shelves.iter_mut().find(fits) {
            let at = [shelf.used, shelf.y];
            shelf.used += width;
            return Some(at);
        }
        let y = self.shelves.last().map_or(0, |shelf| shelf.y + shelf.height);
        if y + height > self.height || width > across {
            self.full = true;
            return None;
        }
        self.shelves.push(Shelf {
            y,
            height,
            used: width,
        });
        Some([0, y])
    }
}

/// A quad in points: where it goes with the layout's corner at `origin` pixels, and its part of the texture.
pub(super) fn rects(quad: &Quad, origin: [f32; 2], scale: f32, texture: [usize; 2]) -> (Rect, Rect) {
    let [x, y] = [origin[0] + quad.at[0], origin[1] + quad.at[1]];
    let [width, height] = quad.size;
    let shown = Rect::from_min_max(
        pos2(x / scale, y / scale),
        pos2((x + width) / scale, (y + height) / scale),
    );
    let [u, v] = quad.from;
    let (across, down) = (texture[0] as f32, texture[1] as f32);
    let from = Rect::from_min_max(
        pos2(u / across, v / down),
        pos2((u + width) / across, (v + height) / down),
    );
    (shown, from)
}
