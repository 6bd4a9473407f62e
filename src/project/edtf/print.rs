//! From date to text, the way it was read.

use super::{Calendar, Edtf, End, Expression, Moment, Qualified, Qualifier, Season, Shift};
use jiff::civil::Date;
use std::fmt;

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Expression::Date(date) => date.fmt(f),
            Expression::Moment(moment) => moment.fmt(f),
            Expression::Interval(start, end) => write!(f, "{start}/{end}"),
        }
    }
}

impl fmt::Debug for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Edtf({self})")
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => Ok(()),
            Self::Open => f.write_str(".."),
            Self::Date(date) => date.fmt(f),
        }
    }
}

impl fmt::Display for Qualified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date.fmt(f)?;
        f.write_str(match self.by {
            None => "",
            Some(Qualifier::Uncertain) => "?",
            Some(Qualifier::Approximate) => "~",
            Some(Qualifier::Both) => "%",
        })
    }
}

impl fmt::Display for Calendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::LongYear(year) => write!(f, "Y{year}"),
            Self::Year(year) => write!(f, "{}", Year(year)),
            Self::Month(year, month) => write!(f, "{}-{month:02}", Year(year)),
            Self::Season(year, season) => write!(f, "{}-{}", Year(year), season.number()),
            Self::Day(day) => write!(f, "{}", Day(day)),
            Self::YearAmong {
                negative,
                known,
                digits,
            } => {
                let sign = if negative { "-" } else { "" };
                if digits == 2 {
                    write!(f, "{sign}{known:02}XX")
                } else {
                    write!(f, "{sign}{known:03}X")
                }
            }
            Self::SomeMonth(year) => write!(f, "{}-XX", Year(year)),
            Self::SomeDayOfMonth(year, month) => write!(f, "{}-{month:02}-XX", Year(year)),
            Self::SomeDayOfYear(year) => write!(f, "{}-XX-XX", Year(year)),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            day,
            hour,
            minute,
            second,
            shift,
        } = *self;
        write!(f, "{}T{hour:02}:{minute:02}:{second:02}{shift}", Day(day))
    }
}

impl fmt::Display for Shift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Local => Ok(()),
            Self::Utc => f.write_str("Z"),
            Self::Hours(hours) => write!(f, "{hours:+03}"),
            Self::Minutes(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                let minutes = minutes.abs();
                write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

impl Season {
    const fn number(self) -> u8 {
        match self {
            Self::Spring => 21,
            Self::Summer => 22,
            Self::Autumn => 23,
            Self::Winter => 24,
        }
    }
}

/// A year in four digits.
struct Year(i16);

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}", self.0.unsigned_abs())
    }
}

/// A day with a year in four digits; jiff writes years before 0 in six.
struct Day(Date);

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}-{:02}-{:02}",
            Year(self.0.year()),
            self.0.month(),
            self.0.day()
        )
    }
}
