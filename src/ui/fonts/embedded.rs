//! The faces that lie inside the program, so that it looks and reads the same on every machine.

use std::sync::Arc;

use eframe::egui::FontDefinitions;
use parley::fontique::{FontStyle, FontWeight};

/// The bytes of a font file, shared.
pub(super) type Bytes = Arc<dyn AsRef<[u8]> + Send + Sync>;

/// One embedded face. `family` is a name of our own, so that a family of the same name on the machine never mixes in.
pub(super) struct Face {
    pub family: &'static str,
    pub weight: FontWeight,
    pub style: FontStyle,
    pub bytes: Bytes,
}

/// What the names of the embedded families begin with.
pub(super) const PREFIX: &str = "Onus ";
pub(super) const UI: &str = "Onus UI";
pub(super) const READING: &str = "Onus Reading";
pub(super) const HAN: &str = "Onus Han";
pub(super) const ARABIC: &str = "Onus Arabic";
pub(super) const HEBREW: &str = "Onus Hebrew";
pub(super) const THAI: &str = "Onus Thai";
pub(super) const DEVANAGARI: &str = "Onus Devanagari";
pub(super) const CODE: &str = "Onus Code";

pub(super) const ICONS: &[u8] = include_bytes!("../../../assets/fonts/Phosphor.ttf");
pub(super) const ICONS_FILL: &[u8] = include_bytes!("../../../assets/fonts/Phosphor-Fill.ttf");

macro_rules! font {
    ($file:literal) => {
        include_bytes!(concat!("../../../assets/fonts/", $file))
    };
}

/// Every embedded face with letters, icons aside.
pub(super) fn faces() -> Vec<Face> {
    const REGULAR: FontWeight = FontWeight::NORMAL;
    let own = |family, weight, style, bytes: &'static [u8]| Face {
        family,
        weight,
        style,
        bytes: Arc::new(bytes),
    };
    let upright = |family, weight, bytes| own(family, weight, FontStyle::Normal, bytes);
    let mut faces = vec![
        upright(UI, REGULAR, font!("Inter-Regular.otf")),
        upright(UI, FontWeight::MEDIUM, font!("Inter-Medium.otf")),
        upright(UI, FontWeight::SEMI_BOLD, font!("Inter-SemiBold.otf")),
        upright(READING, REGULAR, font!("SourceSerif4-Regular.ttf")),
        upright(READING, FontWeight::SEMI_BOLD, font!("SourceSerif4-Semibold.ttf")),
        own(
            READING,
            REGULAR,
            FontStyle::Italic,
            font!("SourceSerif4-Italic.ttf"),
        ),
        // Called light, so that at 600 it is thickened: it has no bold face.
        upright(HAN, FontWeight::LIGHT, font!("DroidSansFallback-subset.ttf")),
        upright(ARABIC, REGULAR, font!("Noto-NaskhArabic-Regular.ttf")),
        upright(HEBREW, REGULAR, font!("Noto-SansHebrew-Regular.ttf")),
        upright(THAI, REGULAR, font!("Noto-SansThai-Regular.ttf")),
        upright(DEVANAGARI, REGULAR, font!("Noto-SansDevanagari-Regular.ttf")),
    ];
    // egui brings a face for code; parley reads the same bytes.
    if let Some(hack) = FontDefinitions::default().font_data.get("Hack") {
        let bytes = Arc::clone(&hack.font);
        faces.push(Face {
            family: CODE,
            weight: REGULAR,
            style: FontStyle::Normal,
            bytes,
        });
    }
    faces
}
