//! A picture of a window that was never opened.

use std::io::{self, Write};

use eframe::egui::{self, Color32, Pos2, RawInput, Rect, Ui, Vec2, ViewportId};

use super::Painter;

/// A painted picture, row by row from the top, premultiplied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// The pixels; on an opaque ground all are opaque.
    pub pixels: Vec<Color32>,
}

impl Picture {
    /// The bytes of the pixels, four each, red first.
    pub fn rgba(&self) -> Vec<u8> {
        self.pixels.iter().flat_map(Color32::to_array).collect()
    }

    /// Writes the picture as a PNG without transparency. The same picture gives the same bytes.
    ///
    /// # Errors
    /// When the writer fails, or the picture is larger than a PNG can be.
    pub fn write_png(&self, to: impl Write) -> io::Result<()> {
        let side = |length: usize| u32::try_from(length).map_err(io::Error::other);
        let mut encoder = png::Encoder::new(to, side(self.width)?, side(self.height)?);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        let bytes: Vec<u8> = self
            .pixels
            .iter()
            .flat_map(|pixel| [pixel.r(), pixel.g(), pixel.b()])
            .collect();
        let mut writer = encoder.write_header().map_err(io::Error::other)?;
        writer.write_image_data(&bytes).map_err(io::Error::other)?;
        writer.finish().map_err(io::Error::other)
    }
}

/// Runs a window's drawing without a window and paints what it shows. `size` is in points. The drawing runs twice:
/// only the second pass knows how large everything is.
pub fn draw(
    ctx: &egui::Context,
    size: Vec2,
    pixels_per_point: f32,
    ground: Color32,
    mut ui: impl FnMut(&mut Ui),
) -> Picture {
    let mut painter = Painter::new();
    let mut pass = |time: f64| {
        let mut input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, size)),
            time: Some(time),
            focused: true,
            ..RawInput::default()
        };
        input
            .viewports
            .entry(ViewportId::ROOT)
            .or_default()
            .native_pixels_per_point = Some(pixels_per_point);
        let mut output = ctx.run_ui(input, &mut ui);
        painter.apply(&mut output.textures_delta);
        output
    };
    pass(0.0);
    // Long enough after for what fades in to have arrived.
    let output = pass(1.0);
    painter.render(ctx, &output, ground)
}
