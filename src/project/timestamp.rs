//! The moments at which records were made and changed.

use super::written::{excerpt, written_as_text};
use jiff::{SignedDuration, civil};
use std::{fmt, str::FromStr};

/// A moment in whole seconds, written as RFC 3339 in UTC: `2025-05-20T14:03:00Z`.
///
/// The years run from 0000 to 9999, as RFC 3339 has them. Only the one form is read, so that reading and
/// writing a file changes no byte of it. Leap seconds do not exist here, as they do not in Unix time. The
/// default is the start of 1970.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// The moment that seconds are counted from.
const EPOCH: civil::DateTime = civil::datetime(1970, 1, 1, 0, 0, 0, 0);

/// Why a text or a number is not a time stamp.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TimestampError {
    /// It does not look like one.
    #[error("“{}” is not a time stamp: write date, time and Z, as in 2025-05-20T14:03:00Z.", excerpt(.0))]
    Shape(String),
    /// It has parts of a second.
    #[error(
        "“{}” has parts of a second: time stamps are in whole seconds, as in 2025-05-20T14:03:00Z.",
        excerpt(.0)
    )]
    Fraction(String),
    /// It is not in UTC, or not written with `Z`.
    #[error(
        "“{}” has an offset: time stamps are in UTC and end in Z, as in 2025-05-20T14:03:00Z.",
        excerpt(.0)
    )]
    Offset(String),
    /// Its year lies outside of 0000 to 9999.
    #[error("“{}” is outside the years 0000 to 9999.", excerpt(.0))]
    Year(String),
    /// It names a day or time that does not exist.
    #[error("“{}” does not exist: no calendar has this day, or no day this time.", excerpt(.0))]
    NoSuchMoment(String),
}

impl Timestamp {
    /// 0000-01-01T00:00:00Z, in seconds since 1970.
    const FIRST: i64 = -62_167_219_200;
    /// 9999-12-31T23:59:59Z, in seconds since 1970.
    const LAST: i64 = 253_402_300_799;

    /// The moment `seconds` after 1970-01-01T00:00:00Z, or before it if negative.
    ///
    /// # Errors
    /// If its year is not within 0000 to 9999.
    pub fn from_seconds(seconds: i64) -> Result<Self, TimestampError> {
        if (Self::FIRST..=Self::LAST).contains(&seconds) {
            Ok(Self(seconds))
        } else {
            Err(TimestampError::Year(seconds.to_string()))
        }
    }

    /// Seconds since 1970-01-01T00:00:00Z, negative before.
    pub fn seconds(self) -> i64 {
        self.0
    }

    /// The moment `seconds` later, or earlier if negative; at most the last one there is, at least the first.
    #[must_use]
    pub fn later_by(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds).clamp(Self::FIRST, Self::LAST))
    }

    /// Day and time in UTC.
    pub fn in_utc(self) -> civil::DateTime {
        // `jiff::Timestamp` ends a day before the year 9999 does; the civil calendar has all of it.
        EPOCH.saturating_add(SignedDuration::from_secs(self.0))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}Z", self.in_utc())
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Timestamp({self})")
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, TimestampError> {
        let refused = |why: fn(String) -> TimestampError| Err(why(text.to_owned()));
        let Some((start, rest)) = text.split_at_checked("0000-00-00T00:00:00".len()) else {
            return refused(TimestampError::Shape);
        };
        if text.starts_with(['-', '+']) || text.bytes().take_while(u8::is_ascii_digit).count() > 4 {
            return refused(TimestampError::Year);
        }
        let in_form = start
            .bytes()
            .zip(*b"0000-00-00T00:00:00")
            .all(|(byte, form)| match form {
                b'0' => byte.is_ascii_digit(),
                _ => byte == form,
            });
        match rest {
            _ if !in_form => refused(TimestampError::Shape),
            "Z" => match start.parse::<civil::DateTime>() {
                // A second 60 would be read as 59.
                Ok(moment) if !start.ends_with("60") => Ok(Self(moment.duration_since(EPOCH).as_secs())),
                _ => refused(TimestampError::NoSuchMoment),
            },
            _ if rest.starts_with(['.', ',']) => refused(TimestampError::Fraction),
            _ if rest.starts_with(['+', '-', 'z']) => refused(TimestampError::Offset),
            _ => refused(TimestampError::Shape),
        }
    }
}

written_as_text!(Timestamp, "a time stamp");

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Timestamp, TimestampError as Error};
    use proptest::prelude::*;

    #[test]
    fn seconds_are_those_of_unix() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:59:59Z", -1),
            ("2001-09-09T01:46:40Z", 1_000_000_000),
            ("2024-02-29T12:00:00Z", 1_709_208_000),
            ("0000-01-01T00:00:00Z", Timestamp::FIRST),
            ("9999-12-31T23:59:59Z", Timestamp::LAST),
        ] {
            assert_eq!(text.parse::<Timestamp>().unwrap().seconds(), seconds, "{text}");
            assert_eq!(Timestamp::from_seconds(seconds).unwrap().to_string(), text);
        }
        assert!(Timestamp::from_seconds(Timestamp::FIRST - 1).is_err());
        assert!(Timestamp::from_seconds(Timestamp::LAST + 1).is_err());
    }

    #[test]
    fn every_other_form_is_refused_with_its_reason() {
        let check = |text: &str, why: fn(String) -> Error| {
            assert_eq!(text.parse::<Timestamp>(), Err(why(text.to_owned())), "{text}");
        };
        for text in [
            "",
            "2025-05-20",
            "20250520T140300Z",
            "2025-05-20T14:03Z",
            "2025-05-20 14:03:00Z",
            "2025-05-20t14:03:00Z",
            "2025-05-20T14:03:00",
            "2025-05-20T14:03:00Z ",
            "2025-05-20T14:03:00[UTC]",
            "２０２５-05-20T14:03:00Z",
        ] {
            check(text, Error::Shape);
        }
        check("2025-05-20T14:03:00.5Z", Error::Fraction);
        check("2025-05-20T14:03:00.000Z", Error::Fraction);
        check("2025-05-20T14:03:00+02:00", Error::Offset);
        check("2025-05-20T14:03:00-00:00", Error::Offset);
        check("2025-05-20T14:03:00z", Error::Offset);
        check("-0001-05-20T14:03:00Z", Error::Year);
        check("12025-05-20T14:03:00Z", Error::Year);
        for text in [
            "2025-02-29T00:00:00Z",
            "2025-13-01T00:00:00Z",
            "2025-05-20T24:00:00Z",
            "2016-12-31T23:59:60Z",
        ] {
            check(text, Error::NoSuchMoment);
        }
    }

    #[test]
    fn later_stays_within_the_years() {
        let last = Timestamp::from_seconds(Timestamp::LAST).unwrap();
        assert_eq!(last.later_by(1), last);
        assert_eq!(last.later_by(-1).to_string(), "9999-12-31T23:59:58Z");
        assert_eq!(last.later_by(i64::MIN).to_string(), "0000-01-01T00:00:00Z");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(seconds in Timestamp::FIRST..=Timestamp::LAST) {
            let at = Timestamp::from_seconds(seconds).unwrap();
            prop_assert_eq!(at.to_string().parse::<Timestamp>().unwrap(), at);
            prop_assert_eq!(at.to_string().len(), 20);
            let json = serde_json::to_string(&at).unwrap();
            prop_assert_eq!(serde_json::from_str::<Timestamp>(&json).unwrap(), at);
        }

        #[test]
        fn no_text_brings_the_reader_down(text: String) {
            let _ = text.parse::<Timestamp>();
        }
    }
}
