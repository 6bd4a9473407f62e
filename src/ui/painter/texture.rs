//! A texture and how it is read.

use eframe::egui::{Color32, ImageData, Pos2, TextureFilter, TextureOptions, TextureWrapMode};

pub(super) struct Texture {
    width: usize,
    height: usize,
    texels: Vec<Color32>,
    options: TextureOptions,
}

impl Texture {
    pub(super) fn new(image: &ImageData, options: TextureOptions) -> Self {
        let ImageData::Color(image) = image;
        let [width, height] = image.size;
        Self {
            width,
            height,
            texels: image.pixels.clone(),
            options,
        }
    }

    /// Replaces a part of it; what reaches out of it is left out.
    pub(super) fn patch(&mut self, [left, top]: [usize; 2], image: &ImageData) {
        let ImageData::Color(image) = image;
        let [width, height] = image.size;
        let shown = width.min(self.width.saturating_sub(left));
        for (y, row) in image.pixels.chunks_exact(width.max(1)).enumerate().take(height) {
            let start = (top + y) * self.width + left;
            if let Some(place) = self.texels.get_mut(start..start + shown) {
                place.copy_from_slice(&row[..shown]);
            }
        }
    }

    /// Its size in texels.
    pub(super) fn size(&self) -> [f32; 2] {
        [self.width as f32, self.height as f32]
    }

    /// Part of a row of texels, if all of it lies inside.
    pub(super) fn row(&self, y: usize, left: usize, right: usize) -> Option<&[Color32]> {
        let inside = y < self.height && right <= self.width;
        inside
            .then(|| self.texels.get(y * self.width + left..y * self.width + right))
            .flatten()
    }

    /// The colour at a place, 0 to 1 across and down.
    pub(super) fn sample(&self, at: Pos2) -> Color32 {
        let (x, y) = (at.x * self.width as f32, at.y * self.height as f32);
        match self.options.magnification {
            TextureFilter::Nearest => self.texel(x.floor() as i64, y.floor() as i64),
            TextureFilter::Linear => self.between(x - 0.5, y - 0.5),
        }
    }

    fn between(&self, x: f32, y: f32) -> Color32 {
        let (left, top) = (x.floor(), y.floor());
        // Within a 256th of a texel the difference is below what eight bits can show.
        let share = |part: f32| ((part * 256.0).round() as u32).min(256);
        let (across, down) = (share(x - left), share(y - top));
        let (left, top) = (left as i64, top as i64);
        if across == 0 && down == 0 {
            return self.texel(left, top);
        }
        let [a, b] = [self.texel(left, top), self.texel(left + 1, top)];
        let [c, d] = [self.texel(left, top + 1), self.texel(left + 1, top + 1)];
        let mut mixed = [0; 4];
        for (part, mixed) in mixed.iter_mut().enumerate() {
            let of = |colour: Color32| u32::from(colour.to_array()[part]);
            let upper = of(a) * (256 - across) + of(b) * across;
            let lower = of(c) * (256 - across) + of(d) * across;
            *mixed = ((upper * (256 - down) + lower * down + (1 << 15)) >> 16) as u8;
        }
        let [r, g, b, a] = mixed;
        Color32::from_rgba_premultiplied(r, g, b, a)
    }

    fn texel(&self, x: i64, y: i64) -> Color32 {
        let (x, y) = (self.wrap(x, self.width), self.wrap(y, self.height));
        self.texels.get(y * self.width + x).copied().unwrap_or_default()
    }

    fn wrap(&self, at: i64, size: usize) -> usize {
        let size = (size as i64).max(1);
        (match self.options.wrap_mode {
            TextureWrapMode::ClampToEdge => at.clamp(0, size - 1),
            TextureWrapMode::Repeat => at.rem_euclid(size),
            TextureWrapMode::MirroredRepeat => {
                let at = at.rem_euclid(2 * size);
                if at < size { at } else { 2 * size - 1 - at }
            }
        }) as usize
    }
}
