//! From text to date.

use super::words::month_name;
use super::{
    AnyDay, Calendar, EdtfError, End, Expression, Moment, Qualified, Qualifier, Season, Shift, end_of_month,
};
use jiff::civil::Date;

pub(super) fn expression(text: &str) -> Result<Expression, EdtfError> {
    match text.split_once('/') {
        Some((start, end)) => interval(text, start, end),
        None if text.contains('T') && text.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => {
            moment(text).map(Expression::Moment)
        }
        None => qualified(text).map(Expression::Date),
    }
}

fn interval(text: &str, start: &str, end: &str) -> Result<Expression, EdtfError> {
    if start.is_empty() && end.is_empty() {
        return Err(EdtfError::EmptyInterval);
    }
    if end.contains('/') {
        return Err(EdtfError::Shape(text.to_owned()));
    }
    let (start, end) = (interval_end(start)?, interval_end(end)?);
    if let (End::Date(start), End::Date(end)) = (start, end)
        && is_backwards(start.date, end.date)
    {
        return Err(EdtfError::Backwards(text.to_owned()));
    }
    Ok(Expression::Interval(start, end))
}

fn interval_end(text: &str) -> Result<End, EdtfError> {
    match text {
        "" => return Ok(End::Unknown),
        ".." => return Ok(End::Open),
        _ if text.contains('T') => return Err(EdtfError::IntervalEnd(text.to_owned())),
        _ => {}
    }
    let date = qualified(text)?;
    match date.date {
        Calendar::YearAmong { .. }
        | Calendar::SomeMonth(_)
        | Calendar::SomeDayOfMonth(..)
        | Calendar::SomeDayOfYear(_) => Err(EdtfError::IntervalEnd(text.to_owned())),
        _ => Ok(End::Date(date)),
    }
}

/// Whether all of `end` lies before `start`. Of a season only the year is sure: when it is depends on the
/// place.
fn is_backwards(start: Calendar, end: Calendar) -> bool {
    let year = |(year, ..): AnyDay| year;
    if matches!(start, Calendar::Season(..)) || matches!(end, Calendar::Season(..)) {
        year(start.first()) > year(end.first())
    } else {
        start.first() > end.last()
    }
}

fn qualified(text: &str) -> Result<Qualified, EdtfError> {
    let (date, by) = if let Some(date) = text.strip_suffix('?') {
        (date, Some(Qualifier::Uncertain))
    } else if let Some(date) = text.strip_suffix('~') {
        (date, Some(Qualifier::Approximate))
    } else if let Some(date) = text.strip_suffix('%') {
        (date, Some(Qualifier::Both))
    } else {
        (text, None)
    };
    Ok(Qualified {
        date: calendar(date)?,
        by,
    })
}

fn calendar(text: &str) -> Result<Calendar, EdtfError> {
    if let Some(digits) = text.strip_prefix('Y') {
        return long_year(text, digits);
    }
    let other = || no_date(text);
    let (negative, unsigned) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let parts: Vec<&str> = unsigned.splitn(4, '-').collect();
    let year = |digits: &str| match number::<4>(digits).ok_or_else(other)? {
        0 if negative => Err(EdtfError::NoYear),
        year => Ok(if negative { -year } else { year }),
    };
    match parts[..] {
        [among] if among.ends_with('X') => year_among(negative, among).ok_or_else(other),
        [y] => Ok(Calendar::Year(year(y)?)),
        [y, "XX"] => Ok(Calendar::SomeMonth(year(y)?)),
        [y, "XX", "XX"] => Ok(Calendar::SomeDayOfYear(year(y)?)),
        [y, m] => {
            let (year, month) = (year(y)?, two_digits(m).ok_or_else(other)?);
            Ok(match month {
                21 => Calendar::Season(year, Season::Spring),
                22 => Calendar::Season(year, Season::Summer),
                23 => Calendar::Season(year, Season::Autumn),
                24 => Calendar::Season(year, Season::Winter),
                _ => Calendar::Month(year, checked_month(month)?),
            })
        }
        [y, m, "XX"] => Ok(Calendar::SomeDayOfMonth(
            year(y)?,
            checked_month(two_digits(m).ok_or_else(other)?)?,
        )),
        [y, m, d] => {
            let (year, day) = (year(y)?, two_digits(d).ok_or_else(other)?);
            let month = checked_month(two_digits(m).ok_or_else(other)?)?;
            Date::new(year, month, day)
                .map(Calendar::Day)
                .map_err(|_| no_day(year, month, day))
        }
        _ => Err(other()),
    }
}

/// The one or two last digits are unspecified (Level 1, Unspecified digit(s) from the right, case 1).
fn year_among(negative: bool, text: &str) -> Option<Calendar> {
    let (known, digits) = match text.strip_suffix("XX") {
        Some(known) => (number::<2>(known)?, 2),
        None => (number::<3>(text.strip_suffix('X')?)?, 1),
    };
    Some(Calendar::YearAmong {
        negative,
        known: known.unsigned_abs(),
        digits,
    })
}

fn long_year(text: &str, signed: &str) -> Result<Calendar, EdtfError> {
    let digits = signed.strip_prefix('-').unwrap_or(signed);
    if digits.contains(['E', 'S']) {
        return Err(no_date(text));
    }
    let is_long = (5..=18).contains(&digits.len()) && !digits.starts_with('0');
    match signed.parse() {
        Ok(year) if is_long && all_digits(digits) => Ok(Calendar::LongYear(year)),
        _ => Err(EdtfError::LongYear(text.to_owned())),
    }
}

fn moment(text: &str) -> Result<Moment, EdtfError> {
    let no_time = || EdtfError::NoTime(text.to_owned());
    let (day, time) = text.split_once('T').ok_or_else(no_time)?;
    let Calendar::Day(day) = calendar(day)? else {
        return Err(no_time());
    };
    let (clock, shift) = time.split_at_checked("00:00:00".len()).ok_or_else(no_time)?;
    let parts: Option<Vec<i8>> = clock.splitn(3, ':').map(two_digits).collect();
    match parts.as_deref() {
        Some(&[hour, minute, second]) if hour < 24 && minute < 60 && second < 60 => Ok(Moment {
            day,
            hour,
            minute,
            second,
            shift: time_shift(shift)?,
        }),
        _ => Err(no_time()),
    }
}

fn time_shift(text: &str) -> Result<Shift, EdtfError> {
    let no_shift = || EdtfError::NoShift(text.to_owned());
    let (sign, shift) = match text.split_at_checked(1) {
        None => return Ok(Shift::Local),
        Some(("Z", "")) => return Ok(Shift::Utc),
        Some(("+", shift)) => (1, shift),
        Some(("-", shift)) => (-1, shift),
        Some(_) => return Err(no_shift()),
    };
    let (hours, minutes) = shift.split_once(':').map_or((shift, None), |(h, m)| (h, Some(m)));
    let hours = two_digits(hours).ok_or_else(no_shift)?;
    let minutes = minutes
        .map(|m| two_digits(m).filter(|m| *m < 60).ok_or_else(no_shift))
        .transpose()?;
    let total = i16::from(hours) * 60 + i16::from(minutes.unwrap_or(0));
    if total > 14 * 60 || (total == 0 && sign < 0) {
        return Err(no_shift());
    }
    Ok(minutes.map_or(Shift::Hours(sign * hours), |_| {
        Shift::Minutes(i16::from(sign) * total)
    }))
}

fn checked_month(month: i8) -> Result<i8, EdtfError> {
    if (1..=12).contains(&month) {
        Ok(month)
    } else {
        Err(EdtfError::NoMonth(month))
    }
}

fn no_day(year: i16, month: i8, day: i8) -> EdtfError {
    let (year, _, days) = end_of_month(year.into(), month);
    EdtfError::NoDay {
        year,
        month: month_name(month),
        day,
        days,
    }
}

/// What is wrong with a text that has not the form of a date.
fn no_date(text: &str) -> EdtfError {
    let has = |signs: &[char]| text.contains(signs);
    if text.is_empty()
        || !text
            .chars()
            .all(|c| c.is_ascii_digit() || "XYES-~?%.,[]{}".contains(c))
    {
        EdtfError::Shape(text.to_owned())
    } else if has(&['~', '?', '%', '[', ']', '{', '}', 'E', 'S']) {
        EdtfError::LevelTwo(text.to_owned())
    } else if has(&['X']) {
        EdtfError::Unspecified(text.to_owned())
    } else {
        EdtfError::Shape(text.to_owned())
    }
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A number of exactly `DIGITS` digits, at most four.
fn number<const DIGITS: usize>(text: &str) -> Option<i16> {
    (text.len() == DIGITS && all_digits(text))
        .then(|| text.parse().ok())
        .flatten()
}

fn two_digits(text: &str) -> Option<i8> {
    number::<2>(text).and_then(|number| number.try_into().ok())
}
