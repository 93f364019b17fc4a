//! The look-back windows of `last_years`: which entries lie in them on a day, and which did before.

use kernel::CivilDate;

use crate::schema::Window;
use crate::value::Value;

/// Whether an entry lies in the look-back window of `n` years before `at`.
pub(super) fn in_window(entry: &Value, window: Window, at: CivilDate, n: i64) -> Option<bool> {
    let Value::Record(columns) = entry else {
        return None;
    };
    match window {
        Window::Year(column) => match columns.get(column) {
            Some(Value::Int(year)) => {
                let now = i64::from(at.year());
                Some(*year < now && *year >= now.saturating_sub(n))
            }
            _ => None,
        },
        Window::Date(column) => match columns.get(column) {
            Some(Value::Date(date)) if *date > at => Some(false),
            Some(Value::Date(date)) => Some(i64::from(date.years_until(at)) < n),
            _ => None,
        },
    }
}

/// Whether an entry lay in the window on some day from shift 0 to today.
pub(super) fn was_in_window(
    entry: &Value,
    window: Window,
    at: CivilDate,
    shift: i32,
    n: i64,
) -> bool {
    let Value::Record(columns) = entry else {
        return false;
    };
    let Some(anchor) = at.add_days(-shift) else {
        return false;
    };
    if n <= 0 {
        return false;
    }
    match window {
        Window::Year(column) => match columns.get(column) {
            Some(Value::Int(year)) => {
                *year < i64::from(at.year()) && *year >= i64::from(anchor.year()).saturating_sub(n)
            }
            _ => false,
        },
        Window::Date(column) => match columns.get(column) {
            Some(Value::Date(date)) => {
                *date <= at && (*date > anchor || i64::from(date.years_until(anchor)) < n)
            }
            _ => false,
        },
    }
}
