//! Dates as people say them, in English.

use super::{Calendar, Edtf, End, Expression, Moment, Qualified, Qualifier, Season, Shift, among};
use jiff::civil::Date;

impl Edtf {
    /// The date as people say it: “22 September 2024”, “autumn 2024”, “about May 2025”, “September 2024 to
    /// …”. Sentence case is left to where it stands.
    pub fn in_words(self) -> String {
        match self.0 {
            Expression::Date(date) => qualified(date),
            Expression::Moment(moment) => self::moment(moment),
            Expression::Interval(start, last) => {
                format!(
                    "{} to {}",
                    end(start, "an unknown start"),
                    end(last, "an unknown end")
                )
            }
        }
    }
}

fn end(end: End, unknown: &str) -> String {
    match end {
        End::Unknown => unknown.to_owned(),
        End::Open => "…".to_owned(),
        End::Date(date) => qualified(date),
    }
}

fn qualified(Qualified { date, by }: Qualified) -> String {
    let words = match by {
        None => "",
        Some(Qualifier::Uncertain) => "perhaps ",
        Some(Qualifier::Approximate) => "about ",
        Some(Qualifier::Both) => "perhaps about ",
    };
    format!("{words}{}", calendar(date))
}

fn calendar(date: Calendar) -> String {
    match date {
        Calendar::LongYear(y) => year(y),
        Calendar::Year(y) => year(y.into()),
        Calendar::Month(y, m) => month(y, m),
        Calendar::Season(y, season) => {
            let name = match season {
                Season::Spring => "spring",
                Season::Summer => "summer",
                Season::Autumn => "autumn",
                Season::Winter => "winter",
            };
            format!("{name} {}", year(y.into()))
        }
        Calendar::Day(d) => day(d),
        Calendar::YearAmong {
            negative,
            known,
            digits,
        } => {
            let (first, last) = among(negative, known, digits);
            format!("a year from {} to {}", year(first), year(last))
        }
        Calendar::SomeMonth(y) => format!("a month in {}", year(y.into())),
        Calendar::SomeDayOfMonth(y, m) => format!("a day in {}", month(y, m)),
        Calendar::SomeDayOfYear(y) => format!("a day in {}", year(y.into())),
    }
}

fn moment(
    Moment {
        day: d,
        hour,
        minute,
        second,
        shift,
    }: Moment,
) -> String {
    let zone = match shift {
        Shift::Local => String::new(),
        Shift::Utc => " UTC".to_owned(),
        Shift::Hours(_) | Shift::Minutes(_) => format!(" UTC{}", shift.to_string().replace('-', "−")),
    };
    format!("{}, {hour:02}:{minute:02}:{second:02}{zone}", day(d))
}

fn day(day: Date) -> String {
    format!("{} {}", day.day(), month(day.year(), day.month()))
}

fn month(y: i16, month: i8) -> String {
    format!("{} {}", month_name(month), year(y.into()))
}

/// The name of a month, 1 for January.
pub(super) const fn month_name(month: i8) -> &'static str {
    match month {
        1 => "January",
        2 => "February",
        3 => "March",
        4 => "April",
        5 => "May",
        6 => "June",
        7 => "July",
        8 => "August",
        9 => "September",
        10 => "October",
        11 => "November",
        _ => "December",
    }
}

/// A year as people count it: there is none between 1 BC and AD 1, and a small one needs its era to be
/// understood.
pub(super) fn year(year: i64) -> String {
    match year {
        ..=0 => format!("{} BC", 1 - year),
        1..=999 => format!("AD {year}"),
        _ => year.to_string(),
    }
}
