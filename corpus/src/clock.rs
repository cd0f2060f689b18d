//! What day it is: China's, wherever the machine stands. Laws begin and end at midnight
//! there, so nothing else in the program may ask a clock for a day.

use std::fmt;
use std::sync::Arc;

use jiff::tz::{TimeZone, offset};
use jiff::{Timestamp, Zoned};

use crate::document::Date;

/// Hours by which China is ahead of UTC, in all seasons.
const CHINA_HOURS: i8 = 8;

/// A clock that tells China's day. Tests give one of their own.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// A clock that asks `now` for the moment.
    pub fn of(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The day it is.
    pub fn today(&self) -> Date {
        in_china((self.0)()).date()
    }
}

impl Default for Clock {
    /// The machine's.
    fn default() -> Self {
        Self::of(Timestamp::now)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// The day it is, by the machine's clock.
pub fn today() -> Date {
    in_china(Timestamp::now()).date()
}

/// A moment as clocks in China show it.
pub fn in_china(moment: Timestamp) -> Zoned {
    moment.to_zoned(TimeZone::fixed(offset(CHINA_HOURS)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_day_begins_at_midnight_in_china() {
        for (moment, day) in [
            ("2026-12-31T15:59:59Z", "2026-12-31"),
            ("2026-12-31T16:00:00Z", "2027-01-01"),
            ("2026-06-30T16:00:00Z", "2026-07-01"),
            ("2027-01-01T15:59:59Z", "2027-01-01"),
        ] {
            let moment: Timestamp = moment.parse().unwrap();
            let clock = Clock::of(move || moment);
            assert_eq!(clock.today().to_string(), day, "{moment}");
        }
    }
}
