//! What all values written as text share: serde by way of `Display` and `FromStr`, and the excerpt an error
//! shows.

/// Lets a type that has `Display` and `FromStr` be written and read as that text by serde, without a `String`
/// in between. The second argument says what was expected, for serde's own errors.
macro_rules! written_as_text {
    ($type:ty, $expected:literal) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Reader;
                impl serde::de::Visitor<'_> for Reader {
                    type Value = $type;
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str($expected)
                    }
                    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$type, E> {
                        text.parse().map_err(E::custom)
                    }
                }
                deserializer.deserialize_str(Reader)
            }
        }
    };
}
pub(crate) use written_as_text;

/// The start of a refused text as an error quotes it: at most 40 code points, so that a damaged file cannot
/// fill the screen, and without control characters, so that it cannot disturb a terminal.
pub(crate) fn excerpt(text: &str) -> String {
    const MOST: usize = 40;
    let mut shown: String = text
        .chars()
        .take(MOST)
        .map(|c| if c.is_control() { '\u{FFFD}' } else { c })
        .collect();
    if text.chars().nth(MOST).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn an_excerpt_is_short_and_harmless() {
        for (text, shown) in [
            ("2024".to_owned(), "2024".to_owned()),
            ("\u{1b}[31m".to_owned(), "\u{FFFD}[31m".to_owned()),
            ("年".repeat(40), "年".repeat(40)),
            ("年".repeat(41), "年".repeat(40) + "…"),
        ] {
            assert_eq!(excerpt(&text), shown);
        }
    }
}
