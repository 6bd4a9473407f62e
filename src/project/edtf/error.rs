//! Why a text is not a date, in sentences for the one who typed it.

use super::words;
use crate::project::written::excerpt;

/// Why a text is not a date that Onus reads.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EdtfError {
    /// It does not look like one.
    #[error(
        "“{}” is not a date: write a year, month or day, such as 2024, 2024-09 or 2024-09-22, with ~ after it for \
         “about” and / between start and end.",
        excerpt(.0)
    )]
    Shape(String),
    /// It has a feature of level 2.
    #[error(
        "“{}” goes beyond level 1 of EDTF: ~, ? or % stand once, at the end of a date, and sets, groups and \
         exponents are not read.",
        excerpt(.0)
    )]
    LevelTwo(String),
    /// The year is `-0000`.
    #[error("There is no year -0000: the year before 0001 is 0000.")]
    NoYear,
    /// A long year has no more than four digits, begins with a zero, or is too far away.
    #[error(
        "“{}” is not a long year: Y is for years of 5 to 18 digits that do not begin with 0, as in Y170000002.",
        excerpt(.0)
    )]
    LongYear(String),
    /// There is no such month or season.
    #[error("There is no month {0:02}: months are 01 to 12, seasons 21 to 24.")]
    NoMonth(i8),
    /// The month does not have that day.
    #[error("There is no day {day:02}: {month} {} has {days} days.", words::year(*.year))]
    NoDay {
        /// The year, where 0 is 1 BC.
        year: i64,
        /// The month by its English name.
        month: &'static str,
        /// The day that was written.
        day: i8,
        /// How many days the month has.
        days: i8,
    },
    /// An X stands where it must not.
    #[error(
        "“{}” has an X out of place: it stands for the last one or two digits of a year, for a month or for a day, as \
         in 201X, 20XX, 2004-XX, 1985-04-XX and 1985-XX-XX.",
        excerpt(.0)
    )]
    Unspecified(String),
    /// A time without a whole day before it, or a time that does not exist.
    #[error(
        "“{}” is not a moment: write a day, T and a time from 00:00:00 to 23:59:59, as in 1985-04-12T23:20:30.",
        excerpt(.0)
    )]
    NoTime(String),
    /// A time shift that does not exist.
    #[error(
        "“{}” is not a time shift: write Z, or hours and perhaps minutes up to 14:00, as in -04 and +04:30.",
        excerpt(.0)
    )]
    NoShift(String),
    /// An interval without start and end.
    #[error("An interval needs a start or an end: write .. for one that is open.")]
    EmptyInterval,
    /// An end of an interval has a time or unspecified digits.
    #[error(
        "“{}” cannot start or end an interval: write a year, month or day without X and without a time.",
        excerpt(.0)
    )]
    IntervalEnd(String),
    /// The interval ends before it starts.
    #[error("“{}” ends before it starts: write the earlier date first.", excerpt(.0))]
    Backwards(String),
}
