//! Dates of the world: EDTF, the Extended Date/Time Format, level 1 whole.
//!
//! The format is the Library of Congress's specification of 4 February 2019, the profile that ISO 8601-2:2019
//! took in (<https://www.loc.gov/standards/datetime/>); “Level 1, Seasons” and the like name its sections
//! here. Where it leaves something open:
//! - A qualifier may end every date string, so also a season, a long year and one with unspecified digits.
//! - `../..`, `/..` and `../` are intervals; `/` alone is none, since it says nothing.
//! - An interval's ends are whole dates without time (Level 0, Time Interval), and without unspecified digits,
//!   which Level 2, Interval brings. It does not end before it starts.
//! - Time shifts run to 14 hours, and there is no shift of −00:00. Fractions of a second, leap seconds and
//!   24:00:00, which ISO 8601-1:2019 left out, are not part of the profile.
//! - There is no year −0000, and long years have at most 18 digits.

mod error;
mod parse;
mod print;
#[cfg(test)]
mod tests;
mod words;

use super::written::written_as_text;
use jiff::civil::Date;
use std::{cmp::Ordering, str::FromStr};

pub use error::EdtfError;

/// A date of the world: a day, month, season or year, perhaps uncertain or with digits unspecified, a moment,
/// or an interval.
///
/// Every value has one way to be written, so what is printed is what was read, character for character. Dates
/// are ordered by their first day, then their last, then their text; what has no start comes first, what has
/// no end last.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Edtf(Expression);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Expression {
    Date(Qualified),
    Moment(Moment),
    Interval(End, End),
}

/// An end of an interval (Level 1, Extended Interval).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum End {
    /// Nothing is written: there is one, and it is not known.
    Unknown,
    /// `..`: there is none, or it is not said.
    Open,
    Date(Qualified),
}

/// A date with what qualifies all of it (Level 1, Qualification of a date).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Qualified {
    date: Calendar,
    by: Option<Qualifier>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Qualifier {
    /// `?`
    Uncertain,
    /// `~`
    Approximate,
    /// `%`
    Both,
}

/// What a date string names, from `Y170000002` to `1985-04-12`. Years are counted as in ISO 8601: 0 is 1 BC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Calendar {
    /// A year beyond four digits (Level 1, Letter-prefixed calendar year).
    LongYear(i64),
    Year(i16),
    Month(i16, i8),
    Season(i16, Season),
    Day(Date),
    /// `201X`, `20XX`, `-201X`: some year that begins with the `known` digits and has `digits` (1 or 2) more.
    YearAmong {
        negative: bool,
        known: u16,
        digits: u8,
    },
    /// `2004-XX`
    SomeMonth(i16),
    /// `1985-04-XX`
    SomeDayOfMonth(i16, i8),
    /// `1985-XX-XX`
    SomeDayOfYear(i16),
}

/// Level 1, Seasons: 21 to 24, wherever on earth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

/// Level 0, Date and Time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Moment {
    day: Date,
    hour: i8,
    minute: i8,
    second: i8,
    shift: Shift,
}

/// The time shift from UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Shift {
    /// Nothing is written: local time.
    Local,
    /// `Z`
    Utc,
    /// `-04`, in hours.
    Hours(i8),
    /// `+04:30`, in minutes.
    Minutes(i16),
}

/// A day of any year, also of one beyond four digits: year, month, day.
type AnyDay = (i64, i8, i8);

impl Edtf {
    /// The first and the last day the date may mean, none where an interval is open or unknown and where the
    /// year is not within −9999 to 9999.
    ///
    /// Qualifiers widen nothing, as the standard does not say by how much. Nor does it say when a season is:
    /// here spring is March to May of its year, and winter is its December to the next February. A moment has
    /// the day that is written, whatever its time shift.
    pub fn bounds(self) -> (Option<Date>, Option<Date>) {
        let within = |day: Option<AnyDay>| {
            let (year, month, day) = day?;
            Date::new(i16::try_from(year).ok()?, month, day).ok()
        };
        let (first, last) = self.days();
        (within(first), within(last))
    }

    /// The first and the last day as [`Edtf::bounds`] has them, of any year.
    fn days(self) -> (Option<AnyDay>, Option<AnyDay>) {
        match self.0 {
            Expression::Date(date) => (Some(date.date.first()), Some(date.date.last())),
            Expression::Moment(moment) => (Some(whole(moment.day)), Some(whole(moment.day))),
            Expression::Interval(start, end) => {
                let day = |end: End, of: fn(Calendar) -> AnyDay| match end {
                    End::Date(date) => Some(of(date.date)),
                    End::Open | End::Unknown => None,
                };
                match (day(start, Calendar::first), day(end, Calendar::last)) {
                    // From a winter to a summer of one year, as in the south: only the year is sure.
                    (Some(first), Some(last)) if first > last => {
                        (Some((first.0, 1, 1)), Some((last.0, 12, 31)))
                    }
                    days => days,
                }
            }
        }
    }
}

impl Calendar {
    fn first(self) -> AnyDay {
        match self {
            Self::LongYear(year) => (year, 1, 1),
            Self::Year(year) | Self::SomeMonth(year) | Self::SomeDayOfYear(year) => (year.into(), 1, 1),
            Self::Month(year, month) | Self::SomeDayOfMonth(year, month) => (year.into(), month, 1),
            Self::Season(year, season) => (year.into(), season.first_month(), 1),
            Self::Day(day) => whole(day),
            Self::YearAmong {
                negative,
                known,
                digits,
            } => (among(negative, known, digits).0, 1, 1),
        }
    }

    fn last(self) -> AnyDay {
        match self {
            Self::LongYear(year) => (year, 12, 31),
            Self::Year(year) | Self::SomeMonth(year) | Self::SomeDayOfYear(year) => (year.into(), 12, 31),
            Self::Month(year, month) | Self::SomeDayOfMonth(year, month) => end_of_month(year.into(), month),
            Self::Season(year, Season::Winter) => end_of_month(i64::from(year) + 1, 2),
            Self::Season(year, season) => end_of_month(year.into(), season.first_month() + 2),
            Self::Day(day) => whole(day),
            Self::YearAmong {
                negative,
                known,
                digits,
            } => (among(negative, known, digits).1, 12, 31),
        }
    }
}

impl Season {
    const fn first_month(self) -> i8 {
        match self {
            Self::Spring => 3,
            Self::Summer => 6,
            Self::Autumn => 9,
            Self::Winter => 12,
        }
    }
}

fn whole(day: Date) -> AnyDay {
    (day.year().into(), day.month(), day.day())
}

/// The last day of a month, looked up in one of the 400 years after which the Gregorian calendar repeats
/// itself.
fn end_of_month(year: i64, month: i8) -> AnyDay {
    let alike = i16::try_from(2000 + year.rem_euclid(400)).unwrap_or_default();
    (
        year,
        month,
        Date::new(alike, month, 1).map_or(31, Date::days_in_month),
    )
}

/// The first and the last year that begin with the `known` digits. There is no year −0.
fn among(negative: bool, known: u16, digits: u8) -> (i64, i64) {
    let count = 10_i64.pow(digits.into());
    let least = i64::from(known) * count;
    let most = least + count - 1;
    if negative {
        (-most, -least.max(1))
    } else {
        (least, most)
    }
}

impl Ord for Edtf {
    fn cmp(&self, other: &Self) -> Ordering {
        // `None` is less than any day: right for a start that is missing, wrong for an end.
        let key = |date: &Self| {
            let (first, last) = date.days();
            (first, last.is_none(), last)
        };
        let by_days = key(self).cmp(&key(other));
        by_days.then_with(|| self.to_string().cmp(&other.to_string()))
    }
}

impl PartialOrd for Edtf {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<Date> for Edtf {
    fn from(day: Date) -> Self {
        Self(Expression::Date(Qualified {
            date: Calendar::Day(day),
            by: None,
        }))
    }
}

impl FromStr for Edtf {
    type Err = EdtfError;

    fn from_str(text: &str) -> Result<Self, EdtfError> {
        parse::expression(text).map(Self)
    }
}

written_as_text!(Edtf, "a date in EDTF, such as 2024-09-22, 2025-05~ or 2024-09/..");
