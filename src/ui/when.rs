//! Times as people here say them.

use crate::project::Timestamp;
use jiff::Timestamp as Instant;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// The time of day here, such as `09:41`.
pub(crate) fn clock(at: Timestamp) -> String {
    here(at.seconds())
        .map(|at| at.strftime("%H:%M").to_string())
        .unwrap_or_default()
}

/// A day and time of day here: `today 09:41`, `yesterday 17:05`, `5 June 2025 09:41`.
pub(crate) fn said(at: Timestamp) -> String {
    let today = Instant::now().to_zoned_datetime(TimeZone::system()).date();
    here(at.seconds())
        .map(|at| against(today, at))
        .unwrap_or_default()
}

fn against(today: Date, at: DateTime) -> String {
    let clock = at.strftime("%H:%M");
    match (today - at.date()).get_days() {
        0 => format!("today {clock}"),
        1 => format!("yesterday {clock}"),
        _ => format!("{} {clock}", at.strftime("%-d %B %Y")),
    }
}

fn here(seconds: i64) -> Option<DateTime> {
    let at = Instant::from_second(seconds).ok()?;
    Some(at.to_zoned_datetime(TimeZone::system()).datetime())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_said_against_today() {
        let today: Date = "2025-06-12".parse().unwrap();
        for (at, says) in [
            ("2025-06-12T09:41", "today 09:41"),
            ("2025-06-11T17:05", "yesterday 17:05"),
            ("2024-06-05T08:00", "5 June 2024 08:00"),
            ("2025-06-13T08:00", "13 June 2025 08:00"),
        ] {
            assert_eq!(against(today, at.parse().unwrap()), says);
        }
    }
}
