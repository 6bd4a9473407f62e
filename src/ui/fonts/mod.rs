//! One choice of fonts for both text engines: parley, which sets what comes from a source, and egui, which sets the
//! chrome. The faces a page needs are embedded; this machine's are asked only when told to, so that a picture is the
//! same everywhere.

mod choice;
mod chrome;
mod embedded;
mod faces;
mod tofu;

use std::sync::mpsc;

use eframe::egui::{self, FontFamily, FontId, RichText};

pub use choice::Role;
pub use faces::Faces;
pub(in crate::ui) use tofu::Tofu;

const MEDIUM: &str = "medium";
const SEMIBOLD: &str = "semibold";
const READING: &str = "reading";
const ICONS: &str = "icons";
const ICONS_FILL: &str = "icons-fill";

/// The chrome's face at 400.
pub fn regular(size: f32) -> FontId {
    FontId::proportional(size)
}

/// The chrome's face at 500.
pub fn medium(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(MEDIUM.into()))
}

/// The chrome's face at 600.
pub fn semibold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(SEMIBOLD.into()))
}

/// The reading face, for a word of Onus's own that stands as a headline. What comes from a source goes through
/// [`TextEngine`](crate::ui::text::TextEngine).
pub fn reading(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(READING.into()))
}

/// The icons drawn in lines.
pub fn icons(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(ICONS.into()))
}

/// The icons drawn filled.
pub fn icons_fill(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(ICONS_FILL.into()))
}

/// An icon of [`icon`](crate::ui::icon) as a piece of text, in lines.
pub fn icon(code: &str, size: f32) -> RichText {
    RichText::new(code).font(icons(size))
}

/// An icon of [`icon`](crate::ui::icon) as a piece of text, filled.
pub fn icon_fill(code: &str, size: f32) -> RichText {
    RichText::new(code).font(icons_fill(size))
}

/// Gives egui its fonts: the embedded ones, and behind them the machine's for `language` (BCP 47) if `faces` has them.
/// The fonts are in force from the next pass on.
pub fn install(ctx: &egui::Context, faces: &mut Faces, language: &str) {
    ctx.set_fonts(chrome::definitions(faces, language));
    ctx.add_glyph_rasterizer(tofu::rasterizer());
}

/// Looks for this machine's fonts on a thread and wakes the window when they are there.
pub fn scan(ctx: &egui::Context) -> mpsc::Receiver<Faces> {
    let (found, faces) = mpsc::channel();
    let ctx = ctx.clone();
    std::thread::spawn(move || {
        // Whoever asked may be gone by now; then nobody misses the fonts.
        let _ = found.send(Faces::with_system());
        ctx.request_repaint();
    });
    faces
}
