//! A day of the calendar.

use std::fmt;

/// A day. The order is that of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// The year, of four digits.
    pub year: u16,
    /// The month, from 1.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
}

impl Date {
    /// The day that a number of eight digits names: `20261121`.
    pub const fn of(number: u32) -> Date {
        Date { year: (number / 10_000) as u16, month: (number / 100 % 100) as u8, day: (number % 100) as u8 }
    }

    /// The day that is written like this: `2026-11-21`.
    pub fn parse(text: &str) -> Option<Date> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let date = Date { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
        let exists = (1..=12).contains(&date.month) && (1..=31).contains(&date.day);
        (parts.next().is_none() && exists).then_some(date)
    }

    /// The day that is so many days after the first of January 1970 (of UTC).
    pub fn of_unix_day(days: u64) -> Date {
        // Years begin in March, so that the odd day of February comes last.
        let days = days + 719_468;
        let (era, day) = (days / 146_097, days % 146_097);
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day = day - (153 * month + 2) / 5 + 1;
        let next_year = u64::from(month >= 10);
        let month = if month < 10 { month + 3 } else { month - 9 };
        Date { year: (year + era * 400 + next_year) as u16, month: month as u8, day: day as u8 }
    }

    /// The day that is so many months later, as far as months have that day.
    pub fn plus_months(self, months: u16) -> Date {
        let months = u16::from(self.month) - 1 + months;
        Date { year: self.year + months / 12, month: (months % 12) as u8 + 1, day: self.day }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_the_calendar_does() {
        let day = |days| Date::of_unix_day(days).to_string();
        assert_eq!(day(0), "1970-01-01");
        assert_eq!(day(59), "1970-03-01");
        assert_eq!(day(11_016), "2000-02-29");
        assert_eq!(day(11_017), "2000-03-01");
        assert_eq!(day(20_778), "2026-11-21");
        assert_eq!(Date::parse("2026-11-21"), Some(Date::of(20_261_121)));
        assert_eq!(Date::parse("2026-13-21"), None);
        assert_eq!(Date::of(20_260_930).plus_months(6).to_string(), "2027-03-30");
        assert!(Date::of(20_260_930) < Date::of(20_261_001));
    }
}
