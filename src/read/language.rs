//! Which language a text is in, for a person to confirm: by its script, and where several share one, by what only one of
//! them has.

use crate::project::Language;

/// How much of a text is looked at, in code points.
const SAMPLE: usize = 1 << 14;

/// Everyday Chinese that has another shape in the other script, in the same order.
const SIMPLIFIED: &str = "这国们来时会对发说个为学过还进动现经问题关开见长间东车电话应该总书员产业务报头马门风飞号称团组织击网络证据机构军队调罚际观点认识谁师资";
const TRADITIONAL: &str = "這國們來時會對發說個為學過還進動現經問題關開見長間東車電話應該總書員產業務報頭馬門風飛號稱團組織擊網絡證據機構軍隊調罰際觀點認識誰師資";

/// Words that make up a fifth of English and little of any other language.
const ENGLISH: &[&str] = &[
    "the", "of", "and", "to", "that", "is", "was", "for", "with", "from", "by", "which",
];

/// The language of a text, or `und`.
pub(super) fn guess(text: &str) -> Language {
    let end = text.char_indices().nth(SAMPLE).map_or(text.len(), |(end, _)| end);
    tag(&text[..end]).parse().unwrap_or_default()
}

fn tag(text: &str) -> &'static str {
    let count = |is: fn(char) -> bool| text.chars().filter(|c| is(*c)).count();
    let han = count(|c| matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}'));
    let kana = count(|c| matches!(c, '\u{3041}'..='\u{30FF}'));
    let hangul = count(|c| matches!(c, '\u{AC00}'..='\u{D7A3}'));
    let cyrillic = count(|c| matches!(c, '\u{400}'..='\u{4FF}'));
    let latin =
        count(|c| c.is_ascii_alphabetic() || matches!(c, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}'));
    let other = count(char::is_alphabetic).saturating_sub(han + kana + hangul + cyrillic + latin);
    // A syllable or character says as much as three letters, so that indicators in Latin do not outweigh a report.
    let (east, hangul) = (3 * (han + kana), 3 * hangul);
    let most = east.max(hangul).max(cyrillic).max(latin).max(other);
    match most {
        0 => "und",
        _ if most == other => "und",
        _ if most == hangul => "ko",
        _ if most == east && kana * 10 > han => "ja",
        _ if most == east => chinese(text),
        _ if most == cyrillic => "ru",
        _ => english(text),
    }
}

/// Which Chinese, if that can be seen.
fn chinese(text: &str) -> &'static str {
    let count = |shapes: &str| text.chars().filter(|c| shapes.contains(*c)).count();
    match count(SIMPLIFIED).cmp(&count(TRADITIONAL)) {
        std::cmp::Ordering::Greater => "zh-Hans",
        std::cmp::Ordering::Less => "zh-Hant",
        std::cmp::Ordering::Equal => "zh",
    }
}

fn english(text: &str) -> &'static str {
    let words = || {
        text.split(|c: char| !c.is_alphabetic())
            .filter(|word| !word.is_empty())
    };
    let telling = words()
        .filter(|word| ENGLISH.iter().any(|e| e.eq_ignore_ascii_case(word)))
        .count();
    if telling * 10 >= words().count() {
        "en"
    } else {
        "und"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_script_tells_the_language() {
        for (text, language) in [
            ("", "und"),
            ("12.05.2025 — 127.0.0.1", "und"),
            (
                "The ministry alleges that the group is a front for a military unit.",
                "en",
            ),
            (
                "Das Ministerium wirft der Gruppe vor, für eine Einheit zu stehen.",
                "und",
            ),
            ("Аналитики зафиксировали вторжение в сеть", "ru"),
            (
                "经查，该组织是某部队的掩护身份。sha256 9f86d081884c7d659a2feaa0c55ad015",
                "zh-Hans",
            ),
            ("經查，該組織是某部隊的掩護身分。", "zh-Hant"),
            ("三月十四日", "zh"),
            ("三月十四日、アナリストは初めて侵入を検知した", "ja"),
            ("분석가들은 침입을 감지했다", "ko"),
            ("Οι αναλυτές εντόπισαν", "und"),
        ] {
            assert_eq!(guess(text).as_str(), language, "{text}");
        }
    }

    #[test]
    fn the_two_shapes_of_chinese_are_pairs() {
        let pairs: Vec<_> = SIMPLIFIED.chars().zip(TRADITIONAL.chars()).collect();
        assert_eq!(pairs.len(), SIMPLIFIED.chars().count());
        assert_eq!(pairs.len(), TRADITIONAL.chars().count());
        let all: BTreeSet<char> = pairs.into_iter().flat_map(|(a, b)| [a, b]).collect();
        assert_eq!(
            all.len(),
            2 * SIMPLIFIED.chars().count(),
            "one is in both or twice"
        );
    }
}
