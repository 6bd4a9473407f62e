#![allow(clippy::unwrap_used, clippy::panic)]

use super::*;
use proptest::prelude::*;

/// What level 1 accepts: the date, its first and last day (`-` where there is none), and its words. The first
/// of each group are the examples of the specification.
const ACCEPTED: &str = "
# Level 0, Date
1985-04-12 | 1985-04-12 | 1985-04-12 | 12 April 1985
1985-04 | 1985-04-01 | 1985-04-30 | April 1985
1985 | 1985-01-01 | 1985-12-31 | 1985
2024-02-29 | 2024-02-29 | 2024-02-29 | 29 February 2024
2000-02-29 | 2000-02-29 | 2000-02-29 | 29 February 2000
2023-02 | 2023-02-01 | 2023-02-28 | February 2023
1900-02 | 1900-02-01 | 1900-02-28 | February 1900
2024-12-31 | 2024-12-31 | 2024-12-31 | 31 December 2024
0079 | 0079-01-01 | 0079-12-31 | AD 79
0000 | 0000-01-01 | 0000-12-31 | 1 BC
0000-02-29 | 0000-02-29 | 0000-02-29 | 29 February 1 BC
9999-12-31 | 9999-12-31 | 9999-12-31 | 31 December 9999
# Level 0, Date and Time
1985-04-12T23:20:30 | 1985-04-12 | 1985-04-12 | 12 April 1985, 23:20:30
1985-04-12T23:20:30Z | 1985-04-12 | 1985-04-12 | 12 April 1985, 23:20:30 UTC
1985-04-12T23:20:30-04 | 1985-04-12 | 1985-04-12 | 12 April 1985, 23:20:30 UTC−04
1985-04-12T23:20:30+04:30 | 1985-04-12 | 1985-04-12 | 12 April 1985, 23:20:30 UTC+04:30
1985-04-12T00:00:00-00:30 | 1985-04-12 | 1985-04-12 | 12 April 1985, 00:00:00 UTC−00:30
1985-04-12T23:59:59+14:00 | 1985-04-12 | 1985-04-12 | 12 April 1985, 23:59:59 UTC+14:00
1985-04-12T23:59:59+00 | 1985-04-12 | 1985-04-12 | 12 April 1985, 23:59:59 UTC+00
1985-04-12T23:59:59+00:00 | 1985-04-12 | 1985-04-12 | 12 April 1985, 23:59:59 UTC+00:00
-0044-03-15T12:00:00 | -0044-03-15 | -0044-03-15 | 15 March 45 BC, 12:00:00
# Level 0, Time Interval
1964/2008 | 1964-01-01 | 2008-12-31 | 1964 to 2008
2004-06/2006-08 | 2004-06-01 | 2006-08-31 | June 2004 to August 2006
2004-02-01/2005-02-08 | 2004-02-01 | 2005-02-08 | 1 February 2004 to 8 February 2005
2004-02-01/2005-02 | 2004-02-01 | 2005-02-28 | 1 February 2004 to February 2005
2004-02-01/2005 | 2004-02-01 | 2005-12-31 | 1 February 2004 to 2005
2005/2006-02 | 2005-01-01 | 2006-02-28 | 2005 to February 2006
2024-09-22/2024-09-22 | 2024-09-22 | 2024-09-22 | 22 September 2024 to 22 September 2024
2024-09/2024 | 2024-09-01 | 2024-12-31 | September 2024 to 2024
2024/2024-03 | 2024-01-01 | 2024-03-31 | 2024 to March 2024
# Level 1, Letter-prefixed calendar year
Y170000002 | - | - | 170000002
Y-170000002 | - | - | 170000003 BC
Y10000 | - | - | 10000
Y-999999999999999999 | - | - | 1000000000000000000 BC
# Level 1, Seasons
2001-21 | 2001-03-01 | 2001-05-31 | spring 2001
2024-22 | 2024-06-01 | 2024-08-31 | summer 2024
2024-23 | 2024-09-01 | 2024-11-30 | autumn 2024
2023-24 | 2023-12-01 | 2024-02-29 | winter 2023
9999-24 | 9999-12-01 | - | winter 9999
-0043-21 | -0043-03-01 | -0043-05-31 | spring 44 BC
# Level 1, Qualification of a date (complete)
1984? | 1984-01-01 | 1984-12-31 | perhaps 1984
2004-06~ | 2004-06-01 | 2004-06-30 | about June 2004
2004-06-11% | 2004-06-11 | 2004-06-11 | perhaps about 11 June 2004
2025-05~ | 2025-05-01 | 2025-05-31 | about May 2025
2024-23~ | 2024-09-01 | 2024-11-30 | about autumn 2024
201X? | 2010-01-01 | 2019-12-31 | perhaps a year from 2010 to 2019
Y17000~ | - | - | about 17000
# Level 1, Unspecified digit(s) from the right
201X | 2010-01-01 | 2019-12-31 | a year from 2010 to 2019
20XX | 2000-01-01 | 2099-12-31 | a year from 2000 to 2099
2004-XX | 2004-01-01 | 2004-12-31 | a month in 2004
1985-04-XX | 1985-04-01 | 1985-04-30 | a day in April 1985
1985-XX-XX | 1985-01-01 | 1985-12-31 | a day in 1985
2024-02-XX | 2024-02-01 | 2024-02-29 | a day in February 2024
-201X | -2019-01-01 | -2010-12-31 | a year from 2020 BC to 2011 BC
-000X | -0009-01-01 | -0001-12-31 | a year from 10 BC to 2 BC
00XX | 0000-01-01 | 0099-12-31 | a year from 1 BC to AD 99
-0044-XX | -0044-01-01 | -0044-12-31 | a month in 45 BC
# Level 1, Extended Interval: open end, open start, unknown end, unknown start
1985-04-12/.. | 1985-04-12 | - | 12 April 1985 to …
1985-04/.. | 1985-04-01 | - | April 1985 to …
1985/.. | 1985-01-01 | - | 1985 to …
../1985-04-12 | - | 1985-04-12 | … to 12 April 1985
../1985-04 | - | 1985-04-30 | … to April 1985
../1985 | - | 1985-12-31 | … to 1985
1985-04-12/ | 1985-04-12 | - | 12 April 1985 to an unknown end
1985-04/ | 1985-04-01 | - | April 1985 to an unknown end
1985/ | 1985-01-01 | - | 1985 to an unknown end
/1985-04-12 | - | 1985-04-12 | an unknown start to 12 April 1985
/1985-04 | - | 1985-04-30 | an unknown start to April 1985
/1985 | - | 1985-12-31 | an unknown start to 1985
../.. | - | - | … to …
/.. | - | - | an unknown start to …
../ | - | - | … to an unknown end
1984~/2004-06 | 1984-01-01 | 2004-06-30 | about 1984 to June 2004
1984?/2004% | 1984-01-01 | 2004-12-31 | perhaps 1984 to perhaps about 2004
2024-23/2025-21 | 2024-09-01 | 2025-05-31 | autumn 2024 to spring 2025
2024-24/2024-08 | 2024-01-01 | 2024-12-31 | winter 2024 to August 2024
-0044/0014 | -0044-01-01 | 0014-12-31 | 45 BC to AD 14
Y-20000/-5000 | - | -5000-12-31 | 20001 BC to 5001 BC
# Level 1, Negative calendar year
-1985 | -1985-01-01 | -1985-12-31 | 1986 BC
-0044-03-15 | -0044-03-15 | -0044-03-15 | 15 March 45 BC
-0004-02-29 | -0004-02-29 | -0004-02-29 | 29 February 5 BC
-9999 | -9999-01-01 | -9999-12-31 | 10000 BC
";

/// What it refuses, and how the sentence goes on after the text.
const REFUSED: &str = "
# not a date at all
 | is not a date
  | is not a date
last spring | is not a date
2024年9月 | is not a date
２０２４ | is not a date
September 2024 | is not a date
22.09.2024 | is not a date
2024/09/22/ | is not a date
 2024 | is not a date
2024\t | is not a date
+2024 | is not a date
# extended format alone, in full width
20240922 | is not a date
202409 | is not a date
24-09-22 | is not a date
2024-9 | is not a date
2024-09-2 | is not a date
2024-9-22 | is not a date
02024 | is not a date
202 | is not a date
2024- | is not a date
2024-09- | is not a date
--2024 | is not a date
2024-09-22-01 | is not a date
2024-W38 | is not a date
2024-266 | is not a date
# years
-0000 | There is no year -0000
-0000-01-01 | There is no year -0000
12345 | is not a date
Y2024 | is not a long year
Y02024 | is not a long year
Y-2024 | is not a long year
Y+17000 | is not a long year
Y17000-01 | is not a long year
Y1234567890123456789 | is not a long year
Y | is not a long year
y17000 | is not a date
# months, seasons and days
2024-00 | There is no month 00
2024-13 | There is no month 13
2024-20 | There is no month 20
2001-25 | There is no month 25
2001-34 | There is no month 34
2024-21-01 | There is no month 21
2025-02-31 | There is no day 31: February 2025 has 28 days.
2023-02-29 | There is no day 29: February 2023 has 28 days.
1900-02-29 | There is no day 29: February 1900 has 28 days.
2024-04-31 | There is no day 31: April 2024 has 30 days.
2024-01-32 | There is no day 32: January 2024 has 31 days.
2024-09-00 | There is no day 00: September 2024 has 30 days.
-0001-02-29 | There is no day 29: February 2 BC has 28 days.
# qualifiers: level 2 has them inside
?2024 | goes beyond level 1
2004-06~-11 | goes beyond level 1
2004?-06-11 | goes beyond level 1
2004-%06-11 | goes beyond level 1
1984?? | goes beyond level 1
1984?~ | goes beyond level 1
~ | is not a date
# unspecified digits: from the right, and no more than these
2XXX | has an X out of place
XXXX | has an X out of place
20X4 | has an X out of place
X024 | has an X out of place
2024-1X | has an X out of place
2024-X1 | has an X out of place
2024-09-1X | has an X out of place
2024-XX-12 | has an X out of place
156X-12-25 | has an X out of place
201X-XX | has an X out of place
2024-21-XX | There is no month 21
201x | is not a date
# moments
1985-04T23:20:30 | is not a moment
1985T23:20:30 | is not a moment
1985-04-12T | is not a moment
1985-04-12T23:20 | is not a moment
1985-04-12T23 | is not a moment
1985-04-12T232030 | is not a moment
1985-04-12T24:00:00 | is not a moment
1985-04-12T24:00:01 | is not a moment
1985-04-12T25:00:00 | is not a moment
1985-04-12T23:60:00 | is not a moment
1985-04-12T23:59:60 | is not a moment
1985-04-12T-1:00:00 | is not a moment
1985-04-31T23:20:30 | There is no day 31
1985-04-12 23:20:30 | is not a date
1985-04-12t23:20:30 | is not a date
1985-04-12T23:20:30z | is not a time shift
1985-04-12T23:20:30.5 | is not a time shift
1985-04-12T23:20:30-00 | is not a time shift
1985-04-12T23:20:30-00:00 | is not a time shift
1985-04-12T23:20:30+4 | is not a time shift
1985-04-12T23:20:30+0430 | is not a time shift
1985-04-12T23:20:30+04:60 | is not a time shift
1985-04-12T23:20:30+14:01 | is not a time shift
1985-04-12T23:20:30Z~ | is not a time shift
T23:20:30 | is not a date
# intervals
/ | An interval needs a start or an end
2008/1964 | ends before it starts
2024-09-22/2024-09-21 | ends before it starts
2024-09/2024-08 | ends before it starts
2025-23/2024-23 | ends before it starts
2025~/2024~ | ends before it starts
Y10000/2024 | ends before it starts
0001/-0001 | ends before it starts
1964/2008/2010 | is not a date
1964//2008 | is not a date
1964/2025-02-30 | There is no day 30
.../2008 | is not a date
1964/open | is not a date
1964/unknown | is not a date
2004-06-XX/2004-07-03 | cannot start or end an interval
201X/2024 | cannot start or end an interval
2004/2004-XX | cannot start or end an interval
2024-01-01T00:00:00/2025 | cannot start or end an interval
2024/P1Y | is not a date
2004-06-~01/2004-06-~20 | goes beyond level 1
.. | is not a date
# the rest of level 2
[1667,1668,1670..1672] | goes beyond level 1
{1960,1961-12} | goes beyond level 1
[..1984] | goes beyond level 1
Y-17E7 | goes beyond level 1
1950S2 | goes beyond level 1
Y171010000S3 | goes beyond level 1
";

fn rows(table: &str) -> impl Iterator<Item = &str> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[test]
fn level_one_is_read_with_its_days_and_words() {
    assert!(rows(ACCEPTED).count() >= 60);
    for row in rows(ACCEPTED) {
        let cells: Vec<_> = row.split(" | ").collect();
        let [text, first, last, words] = cells[..] else {
            panic!("{row}")
        };
        let date: Edtf = text.parse().unwrap_or_else(|e| panic!("{text}: {e}"));
        let day = |day: Option<Date>| day.map_or("-".to_owned(), |day| Edtf::from(day).to_string());
        let (start, end) = date.bounds();
        assert_eq!((day(start).as_str(), day(end).as_str()), (first, last), "{text}");
        assert_eq!(date.in_words(), words, "{text}");
        assert_eq!(date.to_string(), text);
        let json = serde_json::to_string(&date).unwrap();
        assert_eq!(json, format!("\"{text}\""));
        assert_eq!(serde_json::from_str::<Edtf>(&json).unwrap(), date);
    }
}

#[test]
fn everything_else_is_refused_in_a_sentence() {
    assert!(rows(REFUSED).count() >= 60);
    for row in rows(REFUSED) {
        let (text, says) = row.split_once(" | ").unwrap();
        let error = text
            .parse::<Edtf>()
            .err()
            .unwrap_or_else(|| panic!("“{text}” was read"))
            .to_string();
        assert!(error.contains(says), "{text}: {error}");
        assert!(error.ends_with('.'), "{error}");
    }
}

/// What Onus reads it must be able to export. The schema may let through what only a calendar can refuse.
#[test]
fn the_shared_schema_takes_every_date() {
    let schema: serde_json::Value =
        serde_json::from_str(include_str!("../../../assets/schema/onus-1.0.schema.json")).unwrap();
    let date = serde_json::json!({ "$defs": schema["$defs"], "$ref": "#/$defs/Date" });
    let validator = jsonschema::validator_for(&date).unwrap();
    for row in rows(ACCEPTED) {
        let (text, _) = row.split_once(" | ").unwrap();
        assert!(validator.is_valid(&text.into()), "{text}");
    }
    assert!(!validator.is_valid(&"last spring".into()));
}

#[test]
fn dates_are_in_order() {
    let in_order = [
        "../2024",
        "/2025",
        "../..",
        "Y-170000002",
        "-0044-03-15",
        "0000",
        "201X",
        "2024-01-01",
        "2024-01",
        "2024",
        "2024/2025",
        "2024/..",
        "2024-03",
        "2024-21",
        "2024-09-22",
        "2024-09-22T10:00:00Z",
        "2024-09-22~",
        "2024-09-23",
        "Y170000002",
    ];
    let dates: Vec<Edtf> = in_order.iter().map(|text| text.parse().unwrap()).collect();
    let mut sorted = dates.clone();
    sorted.reverse();
    sorted.sort();
    assert_eq!(
        sorted,
        dates,
        "{:?}",
        sorted.iter().map(ToString::to_string).collect::<Vec<_>>()
    );
}

/// A year without sign, or with one and not zero.
fn year() -> impl Strategy<Value = String> {
    prop_oneof![
        (0..=9999).prop_map(|y| format!("{y:04}")),
        (1..=9999).prop_map(|y| format!("-{y:04}"))
    ]
}

/// A date that may stand in an interval, without qualifier; days to 28 exist in every month.
fn plain() -> impl Strategy<Value = String> {
    prop_oneof![
        year(),
        (year(), prop_oneof![1..=12, 21..=24]).prop_map(|(y, m)| format!("{y}-{m:02}")),
        (year(), 1..=12, 1..=28).prop_map(|(y, m, d)| format!("{y}-{m:02}-{d:02}")),
        "Y-?[1-9][0-9]{4,17}",
    ]
}

fn unspecified() -> impl Strategy<Value = String> {
    prop_oneof![
        "-?[0-9]{3}X|-?[0-9]{2}XX",
        year().prop_map(|y| format!("{y}-XX")),
        year().prop_map(|y| format!("{y}-XX-XX")),
        (year(), 1..=12).prop_map(|(y, m)| format!("{y}-{m:02}-XX")),
    ]
}

fn moment() -> impl Strategy<Value = String> {
    let time = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]";
    let shift = "|Z|[+-](0[1-9]|1[0-3])(:[0-5][0-9])?|[+-]14(:00)?|[+-]00:[0-5][1-9]|\\+00(:00)?";
    (year(), 1..=12, 1..=28, time, shift)
        .prop_map(|(y, m, d, time, shift)| format!("{y}-{m:02}-{d:02}T{time}{shift}"))
}

fn date() -> impl Strategy<Value = String> {
    let interval = (plain(), "[?~%]?", plain(), "[?~%]?", 0..4).prop_map(|(a, qa, b, qb, ends)| {
        // The order of the years is found with nothing but the digits.
        let number = |text: &str| -> i64 {
            let digits = text.trim_start_matches('Y');
            let end = digits[1..].find('-').map_or(digits.len(), |at| at + 1);
            digits[..end].parse().unwrap()
        };
        match ends {
            0 if number(&a) < number(&b) => format!("{a}{qa}/{b}{qb}"),
            0 if number(&b) < number(&a) => format!("{b}{qb}/{a}{qa}"),
            1 => format!("{a}{qa}/.."),
            2 => format!("../{b}{qb}"),
            3 => format!("/{b}{qb}"),
            _ => format!("{a}{qa}/"),
        }
    });
    let qualified = (prop_oneof![plain(), unspecified()], "[?~%]?").prop_map(|(date, by)| date + &by);
    prop_oneof![qualified, moment(), interval]
}

proptest! {
    #[test]
    fn a_valid_date_prints_as_it_was_written(text in date()) {
        let date: Edtf = text.parse().map_err(|e| TestCaseError::fail(format!("{text}: {e}")))?;
        prop_assert_eq!(date.to_string(), text);
        prop_assert_eq!(ron::from_str::<Edtf>(&ron::to_string(&date).unwrap()).unwrap(), date);
        if let (Some(first), Some(last)) = date.bounds() {
            prop_assert!(first <= last);
        }
        prop_assert!(!date.in_words().is_empty());
    }

    #[test]
    fn dates_are_ordered_by_their_days(a in date(), b in date()) {
        let (a, b): (Edtf, Edtf) = (a.parse().unwrap(), b.parse().unwrap());
        prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
        prop_assert_eq!(a.cmp(&b) == Ordering::Equal, a == b);
        if let ((Some(first), _), (Some(other), _)) = (a.bounds(), b.bounds()) && first < other {
            prop_assert!(a < b);
        }
    }

    #[test]
    fn whatever_is_read_prints_as_it_was_written(text in "[-0-9XYTZ/.~?%:+]{0,24}|\\PC{0,12}|[0-9X]{4}(-[0-9X]{2}){0,2}[?~%]?") {
        if let Ok(date) = text.parse::<Edtf>() {
            prop_assert_eq!(date.to_string(), text);
        }
    }
}
