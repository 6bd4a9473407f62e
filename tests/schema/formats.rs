//! The patterns of the schema beside what reads the same values in the program.

use super::validator;
use onus::project::{Edtf, EdtfError, Id, Language, Timestamp};
use proptest::prelude::*;
use serde_json::json;
use std::sync::LazyLock;

fn takes(validator: &LazyLock<jsonschema::Validator>, text: &str) -> bool {
    validator.is_valid(&json!(text))
}

static DATE: LazyLock<jsonschema::Validator> = LazyLock::new(|| validator(Some("Date")));
static TIMESTAMP: LazyLock<jsonschema::Validator> = LazyLock::new(|| validator(Some("Timestamp")));
static LANGUAGE: LazyLock<jsonschema::Validator> = LazyLock::new(|| validator(Some("Language")));
static ID: LazyLock<jsonschema::Validator> = LazyLock::new(|| validator(Some("Id")));

/// Whether the program reads a date, but for the order of an interval, which a pattern cannot see.
fn is_date(text: &str) -> bool {
    matches!(text.parse::<Edtf>(), Ok(_) | Err(EdtfError::Backwards(_)))
}

#[test]
fn each_day_of_the_calendar_is_a_date_and_no_other() {
    for year in [
        0, 4, 100, 400, 1900, 1985, 1999, 2000, 2022, 2023, 2024, 2025, 2100, 2400, 9996, 9999,
    ] {
        for month in 0..=25 {
            for day in 0..=32 {
                for text in [
                    format!("{year:04}-{month:02}-{day:02}"),
                    format!("-{year:04}-{month:02}-{day:02}~"),
                ] {
                    assert_eq!(takes(&DATE, &text), is_date(&text), "{text}");
                }
                let moment = format!("{year:04}-{month:02}-{day:02}T23:59:59Z");
                assert_eq!(
                    takes(&TIMESTAMP, &moment),
                    moment.parse::<Timestamp>().is_ok(),
                    "{moment}"
                );
                assert_eq!(takes(&DATE, &moment), is_date(&moment), "{moment}");
            }
        }
    }
}

#[test]
fn other_forms_are_refused_as_the_program_refuses_them() {
    for text in [
        "",
        "/",
        "..",
        "../..",
        "../",
        "/..",
        "2024/",
        "/2024",
        "2024/2025/2026",
        "-0000",
        "2024/-0000",
        "0000",
        "Y12345",
        "Y1234",
        "Y-170000002?",
        "Y012345",
        "Y123456789012345678",
        "Y1234567890123456789",
        "201X",
        "20XX",
        "2XXX",
        "201X?",
        "201X-05",
        "2004-XX",
        "1985-04-XX",
        "1985-XX-XX",
        "1985-XX-04",
        "201X/2024",
        "2024-20",
        "2024-21~",
        "2024-25",
        "2024-21/2025-24",
        "2024-1",
        "24-01-01",
        "20240101",
        "2024-02-29/2023-02-29",
        "2024-01-01\n",
        " 2024",
        "2024-01-01T24:00:00",
        "2024-01-01T24:00:01",
        "2024-01-01T10:00",
        "2024-01-01T10:00:00+14:00",
        "２０２４",
        "2024-01-01T10:00:00+14:01",
        "2024-01-01T10:00:00-00:00",
        "2024-01-01T10:00:00+00",
        "2024-01-01T10:00:00-00:10",
        "2024-01-01T10:00:00-04",
        "2024-01-01T10:00:00Z?",
        "2024-01-01T10:00:00/2025",
    ] {
        assert_eq!(takes(&DATE, text), is_date(text), "{text}");
    }
    for text in [
        "2024-01-01T10:00:00",
        "2024-01-01T10:00:00z",
        "2024-01-01T10:00:00.5Z",
        "2024-01-01T10:00:60Z",
        "2024-01-01T24:00:00Z",
        "2024-01-01 10:00:00Z",
        "2024-01-01T10:00:00+00:00",
    ] {
        assert!(
            !takes(&TIMESTAMP, text) && text.parse::<Timestamp>().is_err(),
            "{text}"
        );
    }
    for text in [
        "F81D4FAE-7DEC-41D0-A765-00A0C91E6BF6",
        "f81d4fae7dec41d0a76500a0c91e6bf6",
        "",
        "urn:uuid:f81d4fae-7dec-41d0-a765-00a0c91e6bf6",
    ] {
        assert!(!takes(&ID, text) && text.parse::<Id>().is_err(), "{text}");
    }
    // An id of version 7 tells when its maker worked.
    assert!(!takes(&ID, "0190163d-8694-739b-aea5-966c26f8ad91"));
    for text in [
        "",
        "english",
        "en_GB",
        "zh-",
        "EN",
        "zh-hans",
        "en-gb",
        "中文",
        "x-private",
    ] {
        assert!(!takes(&LANGUAGE, text), "{text}");
    }
    for text in [
        "und",
        "mul",
        "en",
        "zh-Hans",
        "zh-Latn-pinyin",
        "pt-BR",
        "es-419",
        "de-1996",
        "ar-u-nu-latn",
        "en-x-onus",
    ] {
        assert!(takes(&LANGUAGE, text), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_date_is_one_to_the_schema_and_to_the_program(
        text in "-?[0-2][0-9]{2}[0-9X](-[0-3][0-9X](-[0-3][0-9X])?)?[?~%]?(/(\\.\\.|-?[0-2][0-9]{3}(-[012][0-9](-[0-3][0-9])?)?[?~%]?)?)?\
            |[0-9]{4}-0[1-9]-0[1-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](Z|[+-][01][0-9](:[0-6][0-9])?)?\
            |(\\.\\.)?/?Y?-?[0-9]{4,19}[?~%]?(/(\\.\\.)?)?\
            |[-0-9XYTZ/.~?%:+]{0,24}"
    ) {
        prop_assert_eq!(takes(&DATE, &text), is_date(&text), "{}", text);
    }

    #[test]
    fn a_language_the_program_writes_is_one_to_the_schema(
        text in "[a-z]{2,3}(-[A-Za-z]{4})?(-[A-Za-z]{2}|-[0-9]{3})?(-[a-z0-9]{4,8}){0,2}(-u-nu-latn|-t-zh-hans)?(-x-[a-z0-9]{1,8})?"
    ) {
        if let Ok(language) = text.parse::<Language>() {
            prop_assert!(takes(&LANGUAGE, &language.to_string()), "{}", language);
        }
    }

    #[test]
    fn what_is_a_language_to_the_schema_is_one_to_the_program(
        text in "[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2}|-[0-9]{3})?(-[a-z]{5,8})?(-x-[a-z0-9]{1,8})?"
    ) {
        prop_assert!(takes(&LANGUAGE, &text), "{}", text);
        prop_assert_eq!(text.parse::<Language>().map(|l| l.to_string()).ok(), Some(text));
    }

    #[test]
    fn an_id_is_one_to_the_schema_and_to_the_program(bytes: [u8; 16]) {
        let id = Id::from_random(bytes).to_string();
        prop_assert!(takes(&ID, &id));
    }
}
