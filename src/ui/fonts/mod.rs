//! One choice of fonts for both text engines: parley, which sets what comes from a source, and egui, which sets the
//! chrome. The faces a page needs are embedded; this machine's are asked only when told to, so that a picture is the
//! same everywhere.

mod choice;
mod embedded;
mod faces;

use std::sync::{Arc, mpsc};

use eframe::egui::{self, FontData, FontDefinitions, FontFamily, FontId, RichText};

pub use choice::Role;
pub use faces::Faces;

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
    ctx.set_fonts(definitions(faces, language));
}

fn definitions(faces: &mut Faces, language: &str) -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let mut add = |name: &str, data: FontData| {
        fonts.font_data.insert(name.to_owned(), Arc::new(data));
    };
    let mut chrome = [Vec::new(), Vec::new(), Vec::new()];
    let mut behind = Vec::new();
    let mut serif = Vec::new();
    for face in embedded::faces() {
        let weight = face.weight.value();
        let upright = face.style == parley::fontique::FontStyle::Normal;
        let name = format!("{} {weight}{}", face.family, if upright { "" } else { " italic" });
        add(&name, FontData::from_blob(face.bytes, 0));
        match face.family {
            embedded::UI => chrome[((weight - 400.0) / 100.0) as usize % 3].push(name),
            embedded::READING if weight > 400.0 => serif.push(name),
            embedded::READING if upright => behind.insert(0, name),
            embedded::READING | embedded::CODE => {}
            _ => behind.push(name),
        }
    }
    // The machine's faces come before the embedded last resorts, which have one shape for all languages.
    for (at, (name, bytes, index)) in faces.chrome(language).into_iter().enumerate() {
        add(&name, FontData::from_blob(bytes, index));
        behind.insert(at + 1, name);
    }
    add(ICONS, FontData::from_static(embedded::ICONS));
    add(ICONS_FILL, FontData::from_static(embedded::ICONS_FILL));

    let [regular, medium, semibold] = chrome;
    let named = |name: &str| FontFamily::Name(name.into());
    for (family, first) in [
        (FontFamily::Proportional, regular),
        (named(MEDIUM), medium),
        (named(SEMIBOLD), semibold),
        (named(READING), serif),
        (FontFamily::Monospace, vec!["Hack".to_owned()]),
        (named(ICONS), vec![ICONS.to_owned()]),
        (named(ICONS_FILL), vec![ICONS_FILL.to_owned()]),
    ] {
        let list = first.into_iter().chain(behind.iter().cloned()).collect();
        fonts.families.insert(family, list);
    }
    fonts
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
