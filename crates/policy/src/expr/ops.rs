//! Operators on values: Kleene logic, exact arithmetic, comparison.

use std::cmp::Ordering;

use super::typed::{ArithOp, CmpOp};
use crate::value::{Decimal, Value};

pub(super) fn and(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

pub(super) fn or(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

fn scaled(value: &Value) -> Option<i64> {
    match value {
        Value::Int(n) => Decimal::from_int(*n).map(|d| d.0),
        Value::Dec(d) => Some(d.0),
        _ => None,
    }
}

pub(super) fn arith(op: ArithOp, a: &Value, b: &Value) -> Value {
    let result = match (a, b) {
        (Value::Int(a), Value::Int(b)) => match op {
            ArithOp::Add => a.checked_add(*b),
            ArithOp::Sub => a.checked_sub(*b),
            ArithOp::Mul => a.checked_mul(*b),
            ArithOp::Div => a.checked_div(*b),
            ArithOp::Rem => a.checked_rem(*b),
        }
        .map(Value::Int),
        (Value::Date(date), Value::Span(span)) => {
            let sign = if op == ArithOp::Sub { -1 } else { 1 };
            span.add_to(*date, sign).map(Value::Date)
        }
        (Value::Span(a), Value::Span(b)) => {
            let sign = if op == ArithOp::Sub { -1 } else { 1 };
            let months = b
                .months
                .checked_mul(sign)
                .and_then(|m| a.months.checked_add(m));
            let days = b.days.checked_mul(sign).and_then(|d| a.days.checked_add(d));
            months
                .zip(days)
                .map(|(months, days)| Value::Span(crate::value::Span { months, days }))
        }
        _ => scaled(a).zip(scaled(b)).and_then(|(a, b)| {
            match op {
                ArithOp::Add => a.checked_add(b),
                ArithOp::Sub => a.checked_sub(b),
                // Exact in 128 bits, then truncated to four places.
                ArithOp::Mul => {
                    i64::try_from(i128::from(a) * i128::from(b) / i128::from(Decimal::SCALE)).ok()
                }
                ArithOp::Div | ArithOp::Rem => None,
            }
            .map(|n| Value::Dec(Decimal(n)))
        }),
    };
    result.unwrap_or(Value::Missing)
}

/// The order of two known values of comparable types; `None` when unknown or when there is none.
fn order(a: &Value, b: &Value) -> Option<Ordering> {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Int(_) | Value::Dec(_), Value::Int(_) | Value::Dec(_)) => {
            // A whole number too large to scale is still compared exactly.
            let wide = |v: &Value| match v {
                Value::Int(n) => i128::from(*n) * i128::from(Decimal::SCALE),
                Value::Dec(d) => i128::from(d.0),
                _ => 0,
            };
            Some(wide(a).cmp(&wide(b)))
        }
        (Value::Str(a), Value::Str(b)) => Some(a.as_bytes().cmp(b.as_bytes())),
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::Span(a), Value::Span(b)) => a.partial_cmp(b),
        (Value::Golongan(a), Value::Golongan(b)) => a.partial_cmp(b),
        _ => None,
    }
}

pub(super) fn compare(op: CmpOp, a: &Value, b: &Value) -> Option<bool> {
    let order = order(a, b)?;
    Some(match op {
        CmpOp::Eq => order == Ordering::Equal,
        CmpOp::Ne => order != Ordering::Equal,
        CmpOp::Lt => order == Ordering::Less,
        CmpOp::Le => order != Ordering::Greater,
        CmpOp::Gt => order == Ordering::Greater,
        CmpOp::Ge => order != Ordering::Less,
    })
}

/// `x in list` is `list.exists(y, y == x)`: nothing is in an empty list, not even an unknown.
pub(super) fn contained(x: &Value, list: &Value) -> Option<bool> {
    let Value::List(items) = list else {
        return None;
    };
    let mut so_far = Some(false);
    for item in items.iter() {
        let equal = compare(CmpOp::Eq, x, &item.value);
        so_far = or(so_far, and((!item.maybe).then_some(true), equal));
    }
    so_far
}

pub(super) fn same_known(a: &Value, b: &Value) -> bool {
    !a.is_missing() && compare(CmpOp::Eq, a, b) == Some(true)
}
