//! How long a value stays the same while the dates of the case move on, so that nobody need try every day.
//!
//! Dates of the case move together by one day a step. An expression that only grows (or only shrinks) with them
//! changes where bisection finds it; a comparison of dates that all move repeats every four years between two
//! exceptional century years; everything else is looked at day by day. A test compares this with trying every day.

use std::collections::HashMap;

use super::eval::{Env, Run};
use super::ops::compare;
use super::typed::{ArithOp, CmpOp, Expr, Func, Node};
use crate::file::Anchor;
use crate::schema::{ListSchema, Window};
use crate::value::Value;

/// Days after which the calendar of weeks of leap years repeats, between two exceptional centuries.
const PERIOD: i32 = 1461;

/// What is already known while one expression is followed through the days: by its place in memory, the shift up
/// to which a part keeps the value it had when it was last looked at.
#[derive(Debug, Default)]
pub(crate) struct Seen(HashMap<usize, i32>);

/// The last shift, from the shift of `env` up to `max`, up to which `expr` certainly keeps its value.
///
/// `seen` belongs to one expression, one person and one case, whose shifts only grow.
pub(crate) fn stable_until(env: &Env<'_>, expr: &Expr, max: i32, seen: &mut Seen) -> i32 {
    let mut horizon = Horizon {
        env,
        max,
        locals: Vec::new(),
        seen,
    };
    horizon.stable(expr).min(max)
}

/// One search: the view at its shift, the limit, and the variables of macros.
struct Horizon<'e, 'a> {
    env: &'e Env<'a>,
    max: i32,
    locals: Vec<Value>,
    seen: &'e mut Seen,
}

/// How a value moves while the dates move on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Motion {
    Still,
    Up,
    Down,
    Free,
}

impl Motion {
    fn reversed(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
            other => other,
        }
    }

    fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Still, x) | (x, Self::Still) => x,
            (a, b) if a == b => a,
            _ => Self::Free,
        }
    }
}

impl Horizon<'_, '_> {
    fn value(&self, expr: &Expr, shift: i32) -> Value {
        Run {
            env: &self.env.at_shift(shift, self.env.strict),
            locals: self.locals.clone(),
            trace: None,
        }
        .eval(expr)
    }

    fn now(&self, expr: &Expr) -> Value {
        self.value(expr, self.env.shift)
    }

    fn stable(&mut self, expr: &Expr) -> i32 {
        if !expr.moves {
            return self.max;
        }
        // Below a macro the same part stands for several entries.
        if !self.locals.is_empty() {
            return self.look(expr);
        }
        let key = std::ptr::from_ref(expr) as usize;
        if let Some(until) = self.seen.0.get(&key)
            && *until >= self.env.shift
        {
            return *until;
        }
        let until = self.look(expr);
        self.seen.0.insert(key, until);
        until
    }

    fn look(&mut self, expr: &Expr) -> i32 {
        match &expr.node {
            Node::And(a, b) => self.junction(a, b, false),
            Node::Or(a, b) => self.junction(a, b, true),
            Node::Not(a) | Node::Has(a) | Node::Size(a) | Node::Level(a) | Node::Column(a, ..) => {
                self.stable(a)
            }
            Node::Cond(condition, yes, no) => {
                let until = self.stable(condition);
                match self.now(condition).truth() {
                    Some(true) => until.min(self.stable(yes)),
                    Some(false) => until.min(self.stable(no)),
                    None => until.min(self.stable(yes)).min(self.stable(no)),
                }
            }
            Node::Cmp(op, a, b) => self.comparison(*op, expr, a, b),
            Node::In(a, b) => self.stable(a).min(self.stable(b)),
            Node::List(items) => items
                .iter()
                .map(|item| self.stable(item))
                .min()
                .unwrap_or(self.max),
            Node::Exists(list, body) => self.macro_over(list, body, Some(true)),
            Node::All(list, body) => self.macro_over(list, body, Some(false)),
            Node::Filter(list, body) => self.macro_over(list, body, None),
            Node::LastYears(list, n, schema) => {
                let until = self.stable(list).min(self.stable(n));
                until.min(self.window(list, n, schema))
            }
            Node::Param(_) => self.validity(expr),
            _ => self.scalar(expr),
        }
    }

    /// `&&` stays false while any false side does, `||` stays true while any true side does.
    fn junction(&mut self, a: &Expr, b: &Expr, decisive: bool) -> i32 {
        let decides = |value: Value| value.truth() == Some(decisive);
        match (decides(self.now(a)), decides(self.now(b))) {
            (true, true) => self.stable(a).max(self.stable(b)),
            (true, false) => self.stable(a),
            (false, true) => self.stable(b),
            (false, false) => self.stable(a).min(self.stable(b)),
        }
    }

    fn macro_over(&mut self, list: &Expr, body: &Expr, decisive: Option<bool>) -> i32 {
        let mut until = self.stable(list);
        let Value::List(items) = self.now(list) else {
            return until;
        };
        let mut decided: Option<i32> = None;
        for item in items.iter() {
            self.locals.push(item.value.clone());
            let truth = self.now(body).truth();
            let stable = self.stable(body);
            self.locals.pop();
            if !item.maybe && decisive.is_some() && truth == decisive {
                decided = decided.max(Some(stable));
            }
            if decided.is_none() {
                until = until.min(stable);
            }
        }
        match decided {
            Some(stable) => self.stable(list).min(stable),
            None => until,
        }
    }

    fn comparison(&mut self, op: CmpOp, expr: &Expr, a: &Expr, b: &Expr) -> i32 {
        if !matches!(op, CmpOp::Eq | CmpOp::Ne) {
            let motion = self.motion(a).plus(self.motion(b).reversed());
            if motion != Motion::Free {
                return self.bisect(expr, self.max);
            }
        }
        if let Some((x, y)) = self.margin(a).zip(self.margin(b)) {
            return self.periodic(expr, x.max(y));
        }
        if !matches!(op, CmpOp::Eq | CmpOp::Ne) {
            let ((x, first), (y, second)) = (self.for_now(a), self.for_now(b));
            let until = first.min(second);
            if x.plus(y.reversed()) != Motion::Free && until > self.env.shift {
                return self.bisect(expr, until);
            }
        }
        self.stable(a).min(self.stable(b))
    }

    /// How the value moves in the near future, and until when that holds: a choice moves like the branch taken, and
    /// what moves to and fro stands still for a while.
    fn for_now(&mut self, expr: &Expr) -> (Motion, i32) {
        let motion = self.motion(expr);
        if motion != Motion::Free {
            return (motion, self.max);
        }
        let (motion, until) = match &expr.node {
            Node::Cond(condition, yes, no) => {
                let until = self.stable(condition);
                let (motion, branch) = match self.now(condition).truth() {
                    Some(true) => self.for_now(yes),
                    Some(false) => self.for_now(no),
                    None => (Motion::Free, self.env.shift),
                };
                (motion, until.min(branch))
            }
            Node::Call(Func::AddMonths | Func::AddYears, a, b)
            | Node::Arith(ArithOp::Add, a, b) => {
                let ((x, first), (y, second)) = (self.for_now(a), self.for_now(b));
                (x.plus(y), first.min(second))
            }
            Node::Call(_, a, b) => {
                let ((x, first), (y, second)) = (self.for_now(a), self.for_now(b));
                (x.reversed().plus(y), first.min(second))
            }
            Node::Arith(ArithOp::Sub, a, b) => {
                let ((x, first), (y, second)) = (self.for_now(a), self.for_now(b));
                (x.plus(y.reversed()), first.min(second))
            }
            _ => (Motion::Free, self.env.shift),
        };
        if motion != Motion::Free {
            return (motion, until);
        }
        (Motion::Still, self.stable(expr))
    }

    fn scalar(&mut self, expr: &Expr) -> i32 {
        if self.motion(expr) != Motion::Free {
            return self.bisect(expr, self.max);
        }
        if let Some(margin) = self.margin(expr) {
            return self.periodic(expr, margin);
        }
        let children = expr.children();
        if children.is_empty() {
            return self.env.shift;
        }
        children
            .into_iter()
            .map(|child| self.stable(child))
            .min()
            .unwrap_or(self.env.shift)
    }

    /// The last shift with today's value of something that moves in one direction only.
    fn bisect(&self, expr: &Expr, limit: i32) -> i32 {
        let now = self.now(expr);
        let same = |shift: i32| alike(&self.value(expr, shift), &now);
        let (mut low, mut high) = (self.env.shift, limit);
        if same(high) {
            return high;
        }
        // Most changes are near, so the reach doubles before it is halved.
        let mut step = 1;
        while low + step < high && same(low + step) {
            low += step;
            step *= 2;
        }
        high = high.min(low + step);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if same(middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Looks through one period; what has not changed then will not before the next exceptional century.
    fn periodic(&self, expr: &Expr, margin: i32) -> i32 {
        let shift = self.env.shift;
        let Some(safe) = self.regular_until(margin) else {
            return shift;
        };
        let now = self.now(expr);
        let last = safe.min(self.max);
        let end = last.min(shift.saturating_add(PERIOD));
        for next in shift + 1..=end {
            if !alike(&self.value(expr, next), &now) {
                return next - 1;
            }
        }
        if end == shift.saturating_add(PERIOD) {
            last
        } else {
            end
        }
    }

    /// The last shift up to which no date, widened by `margin` years, meets a century year without a leap day.
    fn regular_until(&self, margin: i32) -> Option<i32> {
        let dates: Vec<_> = Anchor::ALL
            .iter()
            .filter_map(|anchor| self.env.anchor_date(*anchor))
            .collect();
        let (first, last) = (dates.iter().min()?, dates.iter().max()?);
        let low = first.year() - margin;
        let mut century = low.div_euclid(100) * 100;
        while century < low || century % 400 == 0 {
            century += 100;
        }
        // The latest date may go up to the last day that keeps clear of that year.
        let limit = kernel::CivilDate::new(century - margin - 1, 12, 31).ok()?;
        let days = last.days_until(limit);
        (days >= 0).then(|| self.env.shift.saturating_add(days))
    }

    /// Entries enter and leave a look-back window on known days.
    fn window(&self, list: &Expr, n: &Expr, schema: &ListSchema) -> i32 {
        let (Value::List(items), Value::Int(n)) = (self.now(list), self.now(n)) else {
            return self.max;
        };
        let Some(at) = self.env.anchor_date(self.env.anchor) else {
            return self.max;
        };
        let mut next = self.max;
        let mut change = |day: Option<kernel::CivilDate>| {
            if let Some(day) = day
                && day > at
            {
                next = next.min(self.env.shift + at.days_until(day) - 1);
            }
        };
        let new_year = |year: i64| {
            i32::try_from(year)
                .ok()
                .and_then(|year| kernel::CivilDate::new(year, 1, 1).ok())
        };
        for item in items.iter() {
            let Value::Record(columns) = &item.value else {
                continue;
            };
            match schema.window {
                Window::Year(column) => {
                    if let Some(Value::Int(year)) = columns.get(column) {
                        change(new_year(year.saturating_add(1)));
                        change(new_year(year.saturating_add(n).saturating_add(1)));
                    }
                }
                Window::Date(column) => {
                    if let Some(Value::Date(date)) = columns.get(column) {
                        change(Some(*date));
                        change(i32::try_from(n).ok().and_then(|n| date.add_years(n)));
                    }
                }
            }
        }
        next
    }

    /// A parameter with dates changes when its own anchor passes them.
    fn validity(&self, expr: &Expr) -> i32 {
        let Node::Param(i) = &expr.node else {
            return self.env.shift;
        };
        let Some(param) = self.env.params.get(*i) else {
            return self.max;
        };
        let Some(date) = self.env.anchor_date(param.anchor) else {
            return self.max;
        };
        [param.from, param.to]
            .into_iter()
            .flatten()
            .filter(|bound| *bound > date)
            .map(|bound| self.env.shift + date.days_until(bound) - 1)
            .min()
            .unwrap_or(self.max)
    }

    fn dated_param(&self, i: usize) -> bool {
        self.env
            .params
            .get(i)
            .is_some_and(|param| param.from.is_some() || param.to.is_some())
    }

    fn motion(&self, expr: &Expr) -> Motion {
        if !expr.moves {
            return Motion::Still;
        }
        match &expr.node {
            Node::At | Node::Case(_) => Motion::Up,
            Node::Neg(inner) => self.motion(inner).reversed(),
            Node::Call(Func::AddMonths | Func::AddYears, a, b) => {
                self.motion(a).plus(self.motion(b))
            }
            Node::Call(_, a, b) => self.motion(a).reversed().plus(self.motion(b)),
            Node::Arith(ArithOp::Add, a, b) => self.motion(a).plus(self.motion(b)),
            Node::Arith(ArithOp::Sub, a, b) => self.motion(a).plus(self.motion(b).reversed()),
            Node::Arith(ArithOp::Mul | ArithOp::Div, a, b) => match (&a.node, &b.node) {
                (_, Node::Const(Value::Int(n))) => self.scaled(a, *n),
                (Node::Const(Value::Int(n)), _) => self.scaled(b, *n),
                _ => Motion::Free,
            },
            _ => Motion::Free,
        }
    }

    fn scaled(&self, expr: &Expr, by: i64) -> Motion {
        match by.signum() {
            1 => self.motion(expr),
            -1 => self.motion(expr).reversed(),
            _ => Motion::Free,
        }
    }

    /// For an expression whose dates all move: by how many years it looks beyond them. `None` for any other.
    fn margin(&self, expr: &Expr) -> Option<i32> {
        match &expr.node {
            Node::At => Some(0),
            Node::Case(slot) => Anchor::of_slot(*slot).map(|_| 0),
            Node::Const(Value::Int(_) | Value::Dec(_) | Value::Bool(_)) => Some(0),
            Node::Param(i) => {
                let plain = matches!(
                    self.env.params.get(*i)?.value,
                    Value::Int(_) | Value::Dec(_)
                );
                (plain && !self.dated_param(*i)).then_some(0)
            }
            Node::Neg(inner) => self.margin(inner),
            Node::Arith(_, a, b) => match self.reach(b) {
                Some(years) => Some(self.margin(a)?.saturating_add(years)),
                None => Some(self.margin(a)?.max(self.margin(b)?)),
            },
            Node::Call(Func::AddMonths | Func::AddYears, date, n) => {
                if n.moves {
                    return None;
                }
                let Value::Int(n) = self.now(n) else {
                    return None;
                };
                let years = i32::try_from(n.unsigned_abs()).ok()?.checked_add(1)?;
                let years = match &expr.node {
                    Node::Call(Func::AddMonths, ..) => years / 12 + 1,
                    _ => years,
                };
                self.margin(date)?.checked_add(years)
            }
            Node::Call(Func::Years | Func::Months | Func::Days, a, b) => {
                Some(self.margin(a)?.max(self.margin(b)?))
            }
            _ => None,
        }
    }

    /// Years that a written duration spans, rounded up.
    fn reach(&self, expr: &Expr) -> Option<i32> {
        match &expr.node {
            Node::Const(Value::Span(span)) => {
                Some(span.months.abs() / 12 + span.days.abs() / 365 + 2)
            }
            _ => None,
        }
    }
}

/// Whether two results are the same, unknown being the same as unknown.
fn alike(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Missing, Value::Missing) => true,
        (Value::List(_), _) | (Value::Record(_), _) => a == b,
        _ => compare(CmpOp::Eq, a, b) == Some(true),
    }
}
