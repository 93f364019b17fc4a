//! The evaluator: three-valued (Kleene) logic over facts, one pass, no failure.

use kernel::CivilDate;

use super::ops::{and, arith, compare, contained, or, same_known};
use super::typed::{ArithOp, Expr, Func, Node};
use super::window::{in_window, was_in_window};
use crate::calendar::Calendar;
use crate::facts::Facts;
use crate::file::{Anchor, Param};
use crate::schema::{Kind, ListSchema};
use crate::value::{Decimal, Item, Value};

/// Everything an expression may look at.
pub(crate) struct Env<'a> {
    pub(crate) person: &'a Facts,
    pub(crate) case: &'a Facts,
    pub(crate) params: &'a [Param],
    pub(crate) calendar: &'a Calendar,
    /// The anchor of the rule: its date is `at`.
    pub(crate) anchor: Anchor,
    /// Days by which decision, start and end are shifted together.
    pub(crate) shift: i32,
    /// Treat a look-back window that ran empty since shift 0 as unknown.
    pub(crate) strict: bool,
}

/// What an evaluation read, in order of first reading.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    pub(crate) read: Vec<Read>,
}

/// A thing that was read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Read {
    Person(usize),
    Case(usize),
    Param(usize),
    /// A missing column inside an entry: position of the list in the person's schema, and of the column.
    Column(usize, usize),
    /// The holiday calendar, which does not know a year.
    Calendar,
}

impl Trace {
    fn note(&mut self, read: Read) {
        if !self.read.contains(&read) {
            self.read.push(read);
        }
    }
}

/// State of one evaluation: the variables of macros, and the trace when one is wanted.
pub(super) struct Run<'e, 'a> {
    pub(super) env: &'e Env<'a>,
    pub(super) locals: Vec<Value>,
    pub(super) trace: Option<&'e mut Trace>,
}

impl<'a> Env<'a> {
    /// The value of an expression without locals.
    pub(crate) fn eval(&self, expr: &Expr) -> Value {
        Run {
            env: self,
            locals: Vec::new(),
            trace: None,
        }
        .eval(expr)
    }

    /// The value of an expression whose first variables have these values.
    pub(crate) fn eval_with(&self, expr: &Expr, locals: Vec<Value>) -> Value {
        Run {
            env: self,
            locals,
            trace: None,
        }
        .eval(expr)
    }

    /// The value, and what was read to find it.
    pub(crate) fn eval_traced(&self, expr: &Expr, trace: &mut Trace) -> Value {
        Run {
            env: self,
            locals: Vec::new(),
            trace: Some(trace),
        }
        .eval(expr)
    }

    /// The sum of two numbers; missing on overflow.
    pub(crate) fn add(&self, a: &Value, b: &Value) -> Value {
        arith(ArithOp::Add, a, b)
    }

    /// The same view at another shift.
    pub(crate) fn at_shift(&self, shift: i32, strict: bool) -> Env<'a> {
        Env {
            shift,
            strict,
            ..*self
        }
    }

    /// The date of an anchor at the present shift, if the case has it.
    pub(crate) fn anchor_date(&self, anchor: Anchor) -> Option<CivilDate> {
        match self.case_value(anchor.slot()) {
            Value::Date(date) => Some(date),
            _ => None,
        }
    }

    pub(crate) fn case_value(&self, slot: usize) -> Value {
        let value = &self.case.slot(slot).value;
        match value {
            Value::Date(date) if self.shift != 0 && Anchor::of_slot(slot).is_some() => date
                .add_days(self.shift)
                .map_or(Value::Missing, Value::Date),
            other => other.clone(),
        }
    }

    /// Value of a parameter: missing outside its dates, or when the date that decides is missing.
    pub(crate) fn param_value(&self, param: &Param) -> Value {
        if param.from.is_none() && param.to.is_none() {
            return param.value.clone();
        }
        match self.anchor_date(param.anchor) {
            Some(date)
                if param.from.is_none_or(|from| from <= date)
                    && param.to.is_none_or(|to| date < to) =>
            {
                param.value.clone()
            }
            _ => Value::Missing,
        }
    }
}

impl Run<'_, '_> {
    fn note(&mut self, read: Read) {
        if let Some(trace) = self.trace.as_deref_mut() {
            trace.note(read);
        }
    }

    pub(super) fn eval(&mut self, expr: &Expr) -> Value {
        #[cfg(any(test, feature = "testing"))]
        crate::testing::steps::count();
        match &expr.node {
            Node::Const(value) => value.clone(),
            Node::Param(i) => {
                self.note(Read::Param(*i));
                self.env
                    .params
                    .get(*i)
                    .map_or(Value::Missing, |param| self.env.param_value(param))
            }
            Node::Person(i) => {
                self.note(Read::Person(*i));
                self.env.person.slot(*i).value.clone()
            }
            Node::Case(i) => {
                self.note(Read::Case(*i));
                self.env.case_value(*i)
            }
            Node::At => {
                self.note(Read::Case(self.env.anchor.slot()));
                self.env
                    .anchor_date(self.env.anchor)
                    .map_or(Value::Missing, Value::Date)
            }
            Node::Local(i) => self.locals.get(*i).cloned().unwrap_or(Value::Missing),
            Node::Column(entry, i, list) => self.column(entry, *i, list),
            Node::Not(inner) => Value::truth_of(self.eval(inner).truth().map(|b| !b)),
            Node::Neg(inner) => match self.eval(inner) {
                Value::Int(n) => n.checked_neg().map_or(Value::Missing, Value::Int),
                Value::Dec(Decimal(n)) => n
                    .checked_neg()
                    .map_or(Value::Missing, |n| Value::Dec(Decimal(n))),
                _ => Value::Missing,
            },
            Node::Arith(op, a, b) => arith(*op, &self.eval(a), &self.eval(b)),
            Node::Cmp(op, a, b) => Value::truth_of(compare(*op, &self.eval(a), &self.eval(b))),
            Node::In(a, b) => Value::truth_of(contained(&self.eval(a), &self.eval(b))),
            // Both sides are looked at, so that the person sees every fact that counts.
            Node::And(a, b) => {
                let (a, b) = (self.eval(a).truth(), self.eval(b).truth());
                Value::truth_of(and(a, b))
            }
            Node::Or(a, b) => {
                let (a, b) = (self.eval(a).truth(), self.eval(b).truth());
                Value::truth_of(or(a, b))
            }
            Node::Cond(condition, yes, no) => match self.eval(condition).truth() {
                Some(true) => self.eval(yes),
                Some(false) => self.eval(no),
                None => {
                    let (yes, no) = (self.eval(yes), self.eval(no));
                    if same_known(&yes, &no) {
                        yes
                    } else {
                        Value::Missing
                    }
                }
            },
            Node::Has(inner) => Value::Bool(!self.eval(inner).is_missing()),
            Node::Size(list) => match self.eval(list) {
                Value::List(items) if items.iter().all(|item| !item.maybe) => {
                    i64::try_from(items.len()).map_or(Value::Missing, Value::Int)
                }
                _ => Value::Missing,
            },
            Node::Exists(list, body) => self.fold(list, body, Some(false), |so_far, inside, p| {
                or(so_far, and(inside, p))
            }),
            Node::All(list, body) => self.fold(list, body, Some(true), |so_far, inside, p| {
                and(so_far, or(inside.map(|b| !b), p))
            }),
            Node::Filter(list, body) => self.filter(list, body),
            Node::Call(func, a, b) => {
                let (a, b) = (self.eval(a), self.eval(b));
                self.call(*func, &a, &b)
            }
            Node::LastYears(list, n, schema) => {
                let (list, n) = (self.eval(list), self.eval(n));
                self.note(Read::Case(self.env.anchor.slot()));
                self.last_years(&list, &n, schema)
            }
            Node::Level(id) => {
                let id = self.eval(id);
                self.level(&id)
            }
            Node::List(items) => Value::list(items.iter().map(|item| self.eval(item))),
        }
    }

    fn column(&mut self, entry: &Expr, column: usize, list: &'static ListSchema) -> Value {
        let Value::Record(columns) = self.eval(entry) else {
            return Value::Missing;
        };
        let value = columns.get(column).cloned().unwrap_or(Value::Missing);
        if value.is_missing()
            && let Some(position) = Kind::Person.position(list.name)
        {
            self.note(Read::Column(position, column));
        }
        value
    }

    /// Folds the truth of `body` over a list; `inside` is whether the element belongs to it.
    fn fold(
        &mut self,
        list: &Expr,
        body: &Expr,
        start: Option<bool>,
        step: impl Fn(Option<bool>, Option<bool>, Option<bool>) -> Option<bool>,
    ) -> Value {
        let Value::List(items) = self.eval(list) else {
            return Value::Missing;
        };
        let mut so_far = start;
        for item in items.iter() {
            let truth = self.with(&item.value, body).truth();
            so_far = step(so_far, (!item.maybe).then_some(true), truth);
        }
        Value::truth_of(so_far)
    }

    fn filter(&mut self, list: &Expr, body: &Expr) -> Value {
        let Value::List(items) = self.eval(list) else {
            return Value::Missing;
        };
        let mut kept = Vec::with_capacity(items.len());
        for item in items.iter() {
            let inside = (!item.maybe).then_some(true);
            match and(inside, self.with(&item.value, body).truth()) {
                Some(false) => {}
                known => kept.push(Item {
                    value: item.value.clone(),
                    maybe: known.is_none(),
                }),
            }
        }
        Value::List(kept.into())
    }

    fn with(&mut self, value: &Value, body: &Expr) -> Value {
        self.locals.push(value.clone());
        let result = self.eval(body);
        self.locals.pop();
        result
    }

    fn call(&mut self, func: Func, a: &Value, b: &Value) -> Value {
        match (func, a, b) {
            (Func::Years, Value::Date(a), Value::Date(b)) => Value::Int(a.years_until(*b).into()),
            (Func::Months, Value::Date(a), Value::Date(b)) => Value::Int(a.months_until(*b).into()),
            (Func::Days, Value::Date(a), Value::Date(b)) => Value::Int(a.days_until(*b).into()),
            (Func::Workdays, Value::Date(a), Value::Date(b)) => {
                let count = self.env.calendar.workdays(*a, *b);
                if count.is_none() {
                    self.note(Read::Calendar);
                }
                count.map_or(Value::Missing, Value::Int)
            }
            (Func::AddMonths, Value::Date(date), Value::Int(n)) => i32::try_from(*n)
                .ok()
                .and_then(|n| date.add_months(n))
                .map_or(Value::Missing, Value::Date),
            (Func::AddYears, Value::Date(date), Value::Int(n)) => i32::try_from(*n)
                .ok()
                .and_then(|n| date.add_years(n))
                .map_or(Value::Missing, Value::Date),
            _ => Value::Missing,
        }
    }

    fn last_years(&self, list: &Value, n: &Value, schema: &ListSchema) -> Value {
        let (Value::List(items), Value::Int(n)) = (list, n) else {
            return Value::Missing;
        };
        let Some(at) = self.env.anchor_date(self.env.anchor) else {
            return Value::Missing;
        };
        let mut kept = Vec::new();
        for item in items.iter() {
            let inside = in_window(&item.value, schema.window, at, *n);
            match and((!item.maybe).then_some(true), inside) {
                Some(false) => {}
                known => kept.push(Item {
                    value: item.value.clone(),
                    maybe: known.is_none(),
                }),
            }
        }
        let ran_empty = self.env.strict
            && kept.is_empty()
            && items
                .iter()
                .any(|item| was_in_window(&item.value, schema.window, at, self.env.shift, *n));
        if ran_empty {
            Value::Missing
        } else {
            Value::List(kept.into())
        }
    }

    /// The level of the latest assessment of a competency; of two on the same day the higher.
    fn level(&mut self, id: &Value) -> Value {
        let Some(position) = Kind::Person.position("kompetensi") else {
            return Value::Missing;
        };
        self.note(Read::Person(position));
        let (Value::List(items), Value::Str(id)) = (&self.env.person.slot(position).value, id)
        else {
            return Value::Missing;
        };
        let mut best: Option<(CivilDate, i64)> = None;
        for item in items.iter() {
            let Value::Record(columns) = &item.value else {
                continue;
            };
            match columns.as_ref() {
                [Value::Str(name), Value::Int(level), date, ..] if name == id => {
                    let Value::Date(date) = date else {
                        return Value::Missing;
                    };
                    best = best.max(Some((*date, *level)));
                }
                _ => {}
            }
        }
        best.map_or(Value::Missing, |(_, level)| Value::Int(level))
    }
}
