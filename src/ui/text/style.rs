//! How a text is set.

use parley::fontique::Language;

use crate::ui::fonts::Role;

/// How a text is set: everything its layout depends on. Sizes are in points; a zoom is a factor on them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextStyle {
    /// The choice of face.
    pub role: Role,
    /// The size of the letters.
    pub size: f32,
    /// The distance from one baseline to the next.
    pub line_height: f32,
    /// 400, 500 or 600.
    pub weight: u16,
    /// Added between letters.
    pub spacing: f32,
    /// Whether the letters slant.
    pub italic: bool,
    /// The language of the source: it chooses the shapes of Han and of some other letters.
    pub language: Language,
    /// Where lines break; none sets everything in one line.
    pub width: Option<f32>,
    /// Whether only one line is set, cut with … at `width`.
    pub elided: bool,
}

impl TextStyle {
    /// The body of a source: 17 on 29, Chinese, Japanese, Korean and Arabic on 31.
    pub fn reading(language: &str) -> Self {
        let language = parse(language);
        let line_height = if tall(language) { 31.0 } else { 29.0 };
        Self {
            line_height,
            ..Self::of(Role::Reading, 17.0, 29.0, language)
        }
    }

    /// The title of a source on its page: 26 on 34.
    pub fn title(language: &str) -> Self {
        Self {
            weight: 600,
            spacing: -0.2,
            ..Self::of(Role::Reading, 26.0, 34.0, parse(language))
        }
    }

    /// A quote in the inspector: 15 on 22.
    pub fn quote(language: &str) -> Self {
        Self::of(Role::Reading, 15.0, 22.0, parse(language))
    }

    /// A quote in a list: 14 on 18, one line.
    pub fn listed(language: &str) -> Self {
        Self {
            elided: true,
            ..Self::of(Role::Reading, 14.0, 18.0, parse(language))
        }
    }

    /// A word of a source amid the chrome, such as its title in a list: 13 on 18, one line.
    pub fn label(language: &str) -> Self {
        Self {
            elided: true,
            ..Self::of(Role::Ui, 13.0, 18.0, parse(language))
        }
    }

    /// The second line of a row: 12 on 16, one line.
    pub fn small(language: &str) -> Self {
        Self {
            size: 12.0,
            line_height: 16.0,
            ..Self::label(language)
        }
    }

    /// Code: 11.5 on 18.
    pub fn code() -> Self {
        Self::of(Role::Code, 11.5, 18.0, Language::UND)
    }

    /// With lines at most `width` points wide.
    pub fn wide(self, width: f32) -> Self {
        Self {
            width: Some(width),
            ..self
        }
    }

    /// With letters and lines `factor` times as large.
    pub fn zoomed(self, factor: f32) -> Self {
        Self {
            size: self.size * factor,
            line_height: (self.line_height * factor).round(),
            spacing: self.spacing * factor,
            ..self
        }
    }

    /// The widest a comfortable line of running text is, in points: about 68 Latin letters or 36 Han.
    pub fn measure(&self) -> f32 {
        (self.size * 36.5).round()
    }

    fn of(role: Role, size: f32, line_height: f32, language: Language) -> Self {
        Self {
            role,
            size,
            line_height,
            weight: 400,
            spacing: 0.0,
            italic: false,
            language,
            width: None,
            elided: false,
        }
    }
}

/// A tag that is no BCP 47 counts as undetermined: the wrong shapes are better than no text.
fn parse(language: &str) -> Language {
    Language::parse_prefix(language).map_or(Language::UND, |(language, _)| language)
}

fn tall(language: Language) -> bool {
    matches!(
        language.language(),
        "zh" | "yue" | "ja" | "ko" | "ar" | "fa" | "ur"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_as_high_as_the_script_asks() {
        let check = |language: &str, height: f32| {
            assert_eq!(TextStyle::reading(language).line_height, height, "{language}");
        };
        check("en", 29.0);
        check("ru", 29.0);
        check("zh-Hant-HK", 31.0);
        check("ar", 31.0);
        check("und", 29.0);
        check("not a tag", 29.0);
    }

    #[test]
    fn a_line_holds_38_em_at_most() {
        let style = TextStyle::reading("zh");
        assert!((24.0..=38.0).contains(&(style.measure() / style.size)));
    }
}
