//! The languages of texts, names and translations.

mod names;

use crate::project::written::{excerpt, written_as_text};
use icu_locale_core::Locale;
use names::{COMMON, NAMES, mostly_in};
use std::{fmt, str::FromStr};

/// A language tag as BCP 47 has it, well-formed, in its canonical case: `zh-Hans`, `en-GB`; `und` if unknown.
///
/// Well-formed is what Unicode (UTS 35, section 3.1) makes of BCP 47: without the extended and grandfathered
/// forms, which BCP 47 itself replaces (`zh-yue` by `yue`). Whether the subtags are registered is not
/// checked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(String);

/// A text that is not a language tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{}” is not a language tag: use one of BCP 47, such as en, zh-Hans or pt-BR, or und if it is unknown.",
    excerpt(.0)
)]
pub struct NotALanguage(String);

/// How a language is written, as far as reading and fonts depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Script {
    /// Latin.
    Latin,
    /// Cyrillic.
    Cyrillic,
    /// Greek.
    Greek,
    /// Arabic, right to left.
    Arabic,
    /// Hebrew, right to left.
    Hebrew,
    /// Han in the simplified shapes of the mainland and Singapore.
    Simplified,
    /// Han in the traditional shapes of Taiwan.
    Traditional,
    /// Han in the traditional shapes of Hong Kong and Macau.
    HongKong,
    /// Kanji and kana.
    Japanese,
    /// Hangul, perhaps with Hanja.
    Korean,
    /// Any other, or not known.
    Other,
}

impl Language {
    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the language is not known: `und`.
    pub fn is_unknown(&self) -> bool {
        self.0 == "und"
    }

    /// The script the tag names, or else the one the language is mostly written in.
    pub fn script(&self) -> Script {
        let id = self.locale().id;
        let region = id.region.as_ref().map_or("", |region| region.as_str());
        let traditional = if matches!(region, "HK" | "MO") {
            Script::HongKong
        } else {
            Script::Traditional
        };
        match id.script.as_ref().map_or("", |script| script.as_str()) {
            "Latn" => Script::Latin,
            "Cyrl" => Script::Cyrillic,
            "Grek" => Script::Greek,
            "Arab" | "Aran" => Script::Arabic,
            "Hebr" => Script::Hebrew,
            "Hans" => Script::Simplified,
            "Hant" | "Hani" | "Hanb" | "Bopo" => traditional,
            "Jpan" | "Hira" | "Kana" | "Hrkt" => Script::Japanese,
            "Kore" | "Hang" => Script::Korean,
            "" => match (id.language.as_str(), region) {
                ("zh" | "cmn", "TW" | "HK" | "MO") | ("yue" | "lzh" | "nan" | "hak", _) => traditional,
                ("zh" | "cmn" | "wuu" | "gan" | "hsn", _) => Script::Simplified,
                (language, _) => mostly_in(language),
            },
            _ => Script::Other,
        }
    }

    /// Whether it is written in Han, alone or with kana: no blanks between words, and larger lines.
    pub fn is_han(&self) -> bool {
        matches!(
            self.script(),
            Script::Simplified | Script::Traditional | Script::HongKong | Script::Japanese
        )
    }

    /// Whether it is written from right to left.
    pub fn is_right_to_left(&self) -> bool {
        matches!(self.script(), Script::Arabic | Script::Hebrew)
    }

    /// The name people see: “Chinese, simplified”, “Portuguese (BR)”; the tag itself where we have no name.
    pub fn name_in_english(&self) -> String {
        let locale = self.locale();
        let id = &locale.id;
        let Some((_, name)) = NAMES.iter().find(|(tag, _)| *tag == id.language.as_str()) else {
            return self.0.clone();
        };
        let script = match id.script.as_ref().map(|script| script.as_str()) {
            None => "",
            Some("Hans") => ", simplified",
            Some("Hant") => ", traditional",
            Some("Latn") => ", in Latin letters",
            Some("Cyrl") => ", in Cyrillic letters",
            Some(_) => return self.0.clone(),
        };
        if !id.variants.is_empty() || !locale.extensions.is_empty() {
            return self.0.clone();
        }
        let region = id
            .region
            .as_ref()
            .map(|region| format!(" ({region})"))
            .unwrap_or_default();
        format!("{name}{script}{region}")
    }

    /// The tags a list to choose from begins with, in the order of their English names; `und` comes last.
    pub fn common() -> impl Iterator<Item = Self> {
        COMMON.iter().map(|tag| Self((*tag).to_owned()))
    }

    fn locale(&self) -> Locale {
        Locale::try_from_str(&self.0).unwrap_or(Locale::UNKNOWN)
    }
}

impl Default for Language {
    /// `und`: not known.
    fn default() -> Self {
        Self("und".to_owned())
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Language {
    type Err = NotALanguage;

    fn from_str(text: &str) -> Result<Self, NotALanguage> {
        // The parser would also take the underscores of POSIX.
        match Locale::try_from_str(text) {
            Ok(locale) if !text.contains('_') => Ok(Self(locale.to_string())),
            _ => Err(NotALanguage(text.to_owned())),
        }
    }
}

written_as_text!(Language, "a language tag");

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn tags_are_kept_in_their_canonical_case() {
        for (read, written) in [
            ("en", "en"),
            ("zh-Hans", "zh-Hans"),
            ("ZH-hans-cn", "zh-Hans-CN"),
            ("und", "und"),
            ("sl-rozaj-biske", "sl-biske-rozaj"),
            ("es-419", "es-419"),
            ("de-1996", "de-1996"),
            ("yue", "yue"),
            ("en-x-onus", "en-x-onus"),
            ("ar-u-nu-latn", "ar-u-nu-latn"),
        ] {
            let language: Language = read.parse().unwrap();
            assert_eq!(language.as_str(), written);
            assert_eq!(
                serde_json::to_string(&language).unwrap(),
                format!("\"{written}\"")
            );
        }
        assert_eq!(Language::default(), "und".parse().unwrap());
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "e",
            "english",
            "chinese-simplified",
            "en_GB",
            "zh-",
            "-zh",
            "zh--Hans",
            "中文",
            "en GB",
            "zh-yue",
            "abcd",
            "toolonglanguage",
        ] {
            assert_eq!(
                text.parse::<Language>(),
                Err(NotALanguage(text.to_owned())),
                "{text}"
            );
        }
    }

    #[test]
    fn the_script_is_named_or_likely() {
        for (tag, script) in [
            ("en", Script::Latin),
            ("vi", Script::Latin),
            ("ru", Script::Cyrillic),
            ("sr", Script::Cyrillic),
            ("sr-Latn", Script::Latin),
            ("el", Script::Greek),
            ("fa", Script::Arabic),
            ("he", Script::Hebrew),
            ("zh", Script::Simplified),
            ("zh-SG", Script::Simplified),
            ("zh-Hans-HK", Script::Simplified),
            ("zh-TW", Script::Traditional),
            ("zh-Hant", Script::Traditional),
            ("zh-HK", Script::HongKong),
            ("zh-Hant-HK", Script::HongKong),
            ("yue", Script::Traditional),
            ("zh-Latn", Script::Latin),
            ("ja", Script::Japanese),
            ("ko", Script::Korean),
            ("th", Script::Other),
            ("und", Script::Other),
            ("und-Hant", Script::Traditional),
            ("tlh", Script::Other),
        ] {
            assert_eq!(tag.parse::<Language>().unwrap().script(), script, "{tag}");
        }
        let is_han = |tag: &str| tag.parse::<Language>().unwrap().is_han();
        assert!(is_han("zh-Hant") && is_han("ja") && !is_han("ko") && !is_han("en"));
        assert!("ar".parse::<Language>().unwrap().is_right_to_left());
    }

    #[test]
    fn languages_have_english_names() {
        for (tag, name) in [
            ("en", "English"),
            ("zh-Hans", "Chinese, simplified"),
            ("zh-Hant-TW", "Chinese, traditional (TW)"),
            ("ru", "Russian"),
            ("pt-BR", "Portuguese (BR)"),
            ("sr-Latn", "Serbian, in Latin letters"),
            ("und", "Unknown"),
            ("tlh", "tlh"),
            ("de-1996", "de-1996"),
            ("en-x-onus", "en-x-onus"),
            ("ja-Hira", "ja-Hira"),
        ] {
            assert_eq!(tag.parse::<Language>().unwrap().name_in_english(), name);
        }
        assert!(NAMES.is_sorted());
    }

    #[test]
    fn the_common_ones_are_well_formed_and_sorted_by_name() {
        let common: Vec<_> = Language::common().collect();
        assert!(
            common
                .iter()
                .all(|language| language.as_str().parse::<Language>().unwrap() == *language)
        );
        let names: Vec<_> = common.iter().map(Language::name_in_english).collect();
        let (last, rest) = names.split_last().unwrap();
        assert_eq!(last, "Unknown");
        assert!(rest.is_sorted(), "{rest:?}");
    }

    proptest! {
        #[test]
        fn what_is_read_reads_back_the_same(text in "[a-zA-Z]{1,4}(-[a-zA-Z0-9]{1,8}){0,4}|.{0,12}") {
            if let Ok(language) = text.parse::<Language>() {
                prop_assert_eq!(language.as_str().parse::<Language>().unwrap(), language);
            }
        }
    }
}
