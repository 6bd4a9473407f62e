//! The fonts as egui takes them.

use std::sync::Arc;

use eframe::egui::{FontData, FontDefinitions, FontFamily};
use parley::fontique::FontStyle;

use super::embedded::{self, Face};
use super::{Faces, ICONS, ICONS_FILL, MEDIUM, READING, SEMIBOLD};

/// Every family of egui's, each with a face of its own in front and the same last resorts behind.
pub(super) fn definitions(faces: &mut Faces, language: &str) -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let mut add = |name: &str, data: FontData| {
        fonts.font_data.insert(name.to_owned(), Arc::new(data));
    };
    let mut behind = Vec::new();
    let embedded = embedded::faces();
    for face in &embedded {
        let name = name_of(face);
        add(&name, FontData::from_blob(Arc::clone(&face.bytes), 0));
        if !matches!(face.family, embedded::UI | embedded::READING | embedded::CODE) {
            behind.push(name);
        }
    }
    // The machine's faces come before the embedded last resorts, which have one shape for all languages.
    let mut system = Vec::new();
    for (name, bytes, index) in faces.chrome(language) {
        add(&name, FontData::from_blob(bytes, index));
        system.push(name);
    }
    add(ICONS, FontData::from_static(embedded::ICONS));
    add(ICONS_FILL, FontData::from_static(embedded::ICONS_FILL));

    let own = |family: &str, weight: f32| format!("{family} {weight}");
    let named = |name: &str| FontFamily::Name(name.into());
    for (family, first) in [
        (FontFamily::Proportional, own(embedded::UI, 400.0)),
        (named(MEDIUM), own(embedded::UI, 500.0)),
        (named(SEMIBOLD), own(embedded::UI, 600.0)),
        (named(READING), own(embedded::READING, 600.0)),
        (FontFamily::Monospace, own(embedded::CODE, 400.0)),
        (named(ICONS), ICONS.to_owned()),
        (named(ICONS_FILL), ICONS_FILL.to_owned()),
    ] {
        let latin = [own(embedded::UI, 400.0), own(embedded::READING, 400.0)];
        let mut list = vec![first];
        list.extend(
            latin
                .into_iter()
                .chain(system.iter().cloned())
                .chain(behind.iter().cloned()),
        );
        fonts.families.insert(family, list);
    }
    fonts
}

fn name_of(face: &Face) -> String {
    let slant = if face.style == FontStyle::Normal {
        ""
    } else {
        " italic"
    };
    format!("{} {}{slant}", face.family, face.weight.value())
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Context, FontId};

    use super::*;
    use crate::ui::{fonts, icon, theme};

    #[test]
    fn every_family_names_only_faces_that_are_there() {
        let fonts = definitions(&mut Faces::embedded(), "zh");
        for (family, names) in &fonts.families {
            for name in names {
                assert!(fonts.font_data.contains_key(name), "{family:?} wants {name}");
            }
        }
    }

    #[test]
    fn the_chrome_has_latin_cyrillic_han_and_every_icon() {
        let ctx = Context::default();
        fonts::install(&ctx, &mut Faces::embedded(), "zh");
        theme::apply(&ctx);
        let mut output = ctx.run_ui(Default::default(), |_| {});
        output.textures_delta.clear();
        let has = |font: FontId, text: &str| ctx.fonts_mut(|fonts| fonts.has_glyphs(&font, text));
        for font in [
            fonts::regular(13.0),
            fonts::medium(13.0),
            fonts::semibold(13.0),
            fonts::reading(26.0),
        ] {
            assert!(
                has(font.clone(), "Onus Тайбэй 国家安全部 … “”‘’ – ≠ α"),
                "{font:?}"
            );
        }
        assert!(has(FontId::monospace(11.5), "{\"标题\": 1}"));
        for icon in [icon::FUNNEL, icon::SEAL_CHECK, icon::NOT_EQUALS, icon::STAIRS] {
            assert!(has(fonts::icons(16.0), icon) && has(fonts::icons_fill(16.0), icon));
        }
    }
}
