//! Which families a text is set in, best first, by what it is and by the language of its source.

use super::embedded;

/// What a text is, as far as its face goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Words of a source: serif, Song or Ming, Naskh.
    Reading,
    /// Words of Onus: sans, Hei.
    Ui,
    /// Code and raw data: fixed width.
    Code,
}

/// The regional shapes of Han characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Han {
    Simplified,
    Traditional,
    HongKong,
    Japanese,
    Korean,
}

impl Han {
    /// The shapes a BCP 47 tag asks for; simplified Chinese where it does not say.
    fn of(language: &str) -> Self {
        let lower = language.to_ascii_lowercase();
        let parts: Vec<&str> = lower.split('-').collect();
        let has = |part: &str| parts.iter().skip(1).any(|p| *p == part);
        match parts.first().copied().unwrap_or_default() {
            "ja" => Self::Japanese,
            "ko" => Self::Korean,
            "yue" => Self::HongKong,
            "zh" if has("hk") || has("mo") => Self::HongKong,
            "zh" | "nan" | "hak" if has("hant") || has("tw") => Self::Traditional,
            _ => Self::Simplified,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Simplified => "SC",
            Self::Traditional => "TC",
            Self::HongKong => "HK",
            Self::Japanese => "JP",
            Self::Korean => "KR",
        }
    }

    fn song(self) -> &'static [&'static str] {
        match self {
            Self::Simplified => &["Songti SC", "STSong", "SimSun", "NSimSun", "AR PL UMing CN"],
            Self::Traditional => &["Songti TC", "PMingLiU", "MingLiU", "AR PL UMing TW"],
            Self::HongKong => &["Songti TC", "MingLiU_HKSCS", "PMingLiU", "AR PL UMing HK"],
            Self::Japanese => &["Hiragino Mincho ProN", "Yu Mincho", "MS Mincho", "IPAexMincho"],
            Self::Korean => &["Nanum Myeongjo", "NanumMyeongjo", "AppleMyungjo", "Batang"],
        }
    }

    fn hei(self) -> &'static [&'static str] {
        match self {
            Self::Simplified => &[
                "PingFang SC",
                "Microsoft YaHei",
                "WenQuanYi Zen Hei",
                "WenQuanYi Micro Hei",
            ],
            Self::Traditional => &["PingFang TC", "Microsoft JhengHei"],
            Self::HongKong => &["PingFang HK", "Microsoft JhengHei"],
            Self::Japanese => &["Hiragino Sans", "Yu Gothic", "MS Gothic", "IPAexGothic"],
            Self::Korean => &["Apple SD Gothic Neo", "Malgun Gothic", "NanumGothic"],
        }
    }
}

/// The names of the families to try, best first. Families the machine does not have are among them; the last ones
/// are embedded and always there.
pub(super) fn names(role: Role, language: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut add = |more: &[&str]| names.extend(more.iter().map(|&name| name.to_owned()));
    let han = Han::of(language);
    let by_region =
        |stems: &[&str]| -> Vec<String> { stems.iter().map(|s| format!("{s} {}", han.code())).collect() };
    let song = by_region(&["Noto Serif CJK", "Source Han Serif", "Noto Serif"]);
    let hei = by_region(&["Noto Sans CJK", "Source Han Sans", "Noto Sans"]);
    fn borrowed(list: &[String]) -> Vec<&str> {
        list.iter().map(String::as_str).collect()
    }
    match role {
        Role::Reading => {
            add(&[embedded::READING]);
            add(&borrowed(&song));
            add(han.song());
        }
        Role::Ui => add(&[embedded::UI]),
        Role::Code => add(&[embedded::CODE]),
    }
    add(&borrowed(&hei));
    add(han.hei());
    let [arabic, hebrew, thai, devanagari] = match role {
        Role::Reading => [
            "Noto Naskh Arabic",
            "Noto Serif Hebrew",
            "Noto Serif Thai",
            "Noto Serif Devanagari",
        ],
        Role::Ui | Role::Code => [
            "Noto Sans Arabic",
            "Noto Sans Hebrew",
            "Noto Sans Thai",
            "Noto Sans Devanagari",
        ],
    };
    add(&[arabic, hebrew, thai, devanagari]);
    // Source Serif has the Chinese quotation marks that the Han face lacks, and more of Latin than Hack.
    add(&[embedded::READING, embedded::UI, embedded::HAN, embedded::ARABIC]);
    add(&[
        embedded::HEBREW,
        embedded::THAI,
        embedded::DEVANAGARI,
        embedded::CODE,
    ]);
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_follow_the_language() {
        let check = |language: &str, han: Han| assert_eq!(Han::of(language), han, "{language}");
        check("zh", Han::Simplified);
        check("zh-Hans-CN", Han::Simplified);
        check("zh-Hant", Han::Traditional);
        check("zh-TW", Han::Traditional);
        check("zh-Hant-HK", Han::HongKong);
        check("zh-HK", Han::HongKong);
        check("ja", Han::Japanese);
        check("ko-KR", Han::Korean);
        check("und", Han::Simplified);
        check("en", Han::Simplified);
    }

    #[test]
    fn song_to_read_and_hei_for_the_chrome() {
        let place = |names: &[String], name: &str| names.iter().position(|n| n == name);
        let reading = names(Role::Reading, "ja");
        assert!(place(&reading, "Noto Serif CJK JP") < place(&reading, "Noto Sans CJK JP"));
        assert!(place(&reading, "Noto Sans CJK JP") < place(&reading, embedded::HAN));
        assert_eq!(place(&names(Role::Ui, "ja"), "Noto Serif CJK JP"), None);
    }
}
