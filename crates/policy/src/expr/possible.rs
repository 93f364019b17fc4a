//! What an expression could come to if certain missing facts were supplied, whatever they turn out to be.

use std::collections::BTreeSet;

use super::eval::{Env, Read, Run};
use super::ops::{and, compare, contained, or, same_known};
use super::typed::{CmpOp, Expr, Node};
use crate::schema::Kind;
use crate::value::{Item, Value};

/// A value as far as it is known before the facts are supplied.
#[derive(Clone, Debug)]
enum Abstract {
    Known(Value),
    /// A condition with these possible truths.
    Truths(Vec<Option<bool>>),
    /// Will be known, but nobody knows what.
    Any,
    /// Stays unknown.
    Unknown,
}

/// Whether the condition could be true (a score: known) once `supplied` is known.
pub(crate) fn could_hold(
    env: &Env<'_>,
    expr: &Expr,
    supplied: &BTreeSet<Read>,
    score: bool,
) -> bool {
    let mut search = Search {
        env,
        supplied,
        locals: Vec::new(),
        strangers: BTreeSet::new(),
    };
    let outcome = search.eval(expr);
    if score {
        return !matches!(outcome, Abstract::Unknown);
    }
    truths(&outcome).contains(&Some(true))
}

struct Search<'e, 'a> {
    env: &'e Env<'a>,
    supplied: &'e BTreeSet<Read>,
    locals: Vec<Value>,
    /// Variables that stand for any entry of a history that will be supplied.
    strangers: BTreeSet<usize>,
}

fn truths(outcome: &Abstract) -> Vec<Option<bool>> {
    match outcome {
        Abstract::Known(value) => vec![value.truth()],
        Abstract::Truths(set) => set.clone(),
        Abstract::Any => vec![Some(true), Some(false)],
        Abstract::Unknown => vec![None],
    }
}

fn known(value: Value) -> Abstract {
    if value.is_missing() {
        Abstract::Unknown
    } else {
        Abstract::Known(value)
    }
}

fn set(mut truths: Vec<Option<bool>>) -> Abstract {
    truths.sort_unstable();
    truths.dedup();
    Abstract::Truths(truths)
}

/// A choice whose condition stays unknown: known only where both branches come to the same.
fn either(yes: &Abstract, no: &Abstract) -> Abstract {
    match (yes, no) {
        (Abstract::Unknown, _) | (_, Abstract::Unknown) => Abstract::Unknown,
        (Abstract::Known(a), Abstract::Known(b)) => match same_known(a, b) {
            true => yes.clone(),
            false => Abstract::Unknown,
        },
        (Abstract::Truths(_), _) | (_, Abstract::Truths(_)) => {
            set(combine(&truths(yes), &truths(no), |a, b| {
                if a == b { a } else { None }
            }))
        }
        // What is open may turn out to be the same as what is known, and is then that.
        (Abstract::Known(known), Abstract::Any) | (Abstract::Any, Abstract::Known(known)) => {
            match known.truth() {
                Some(truth) => set(vec![Some(truth), None]),
                None => Abstract::Known(known.clone()),
            }
        }
        _ => Abstract::Any,
    }
}

fn combine(
    a: &[Option<bool>],
    b: &[Option<bool>],
    with: impl Fn(Option<bool>, Option<bool>) -> Option<bool>,
) -> Vec<Option<bool>> {
    let pairs = a.iter().flat_map(|x| b.iter().map(|y| with(*x, *y)));
    let mut all: Vec<_> = pairs.collect();
    all.sort_unstable();
    all.dedup();
    all
}

impl Search<'_, '_> {
    fn concrete(&self, expr: &Expr) -> Value {
        Run {
            env: self.env,
            locals: self.locals.clone(),
            trace: None,
        }
        .eval(expr)
    }

    /// Whether this is a column of an entry that nobody knows.
    fn of_stranger(&self, expr: &Expr) -> bool {
        let Node::Column(entry, ..) = &expr.node else {
            return false;
        };
        matches!(&entry.node, Node::Local(i) if self.strangers.contains(i))
    }

    fn fact(&self, value: Value, read: Read) -> Abstract {
        if value.is_missing() && self.supplied.contains(&read) {
            Abstract::Any
        } else {
            known(value)
        }
    }

    fn eval(&mut self, expr: &Expr) -> Abstract {
        match &expr.node {
            Node::Person(slot) => self.fact(self.concrete(expr), Read::Person(*slot)),
            Node::Case(slot) => self.fact(self.concrete(expr), Read::Case(*slot)),
            Node::At => self.fact(self.concrete(expr), Read::Case(self.env.anchor.slot())),
            Node::Const(_) | Node::Param(_) | Node::Local(_) => known(self.concrete(expr)),
            Node::Column(..) if self.of_stranger(expr) => Abstract::Any,
            Node::Column(_, column, list) => match Kind::Person.position(list.name) {
                Some(slot) => self.fact(self.concrete(expr), Read::Column(slot, *column)),
                None => known(self.concrete(expr)),
            },
            Node::Not(a) => {
                let inner = self.eval(a);
                set(truths(&inner).into_iter().map(|t| t.map(|b| !b)).collect())
            }
            Node::And(a, b) => {
                let (a, b) = (self.eval(a), self.eval(b));
                set(combine(&truths(&a), &truths(&b), and))
            }
            Node::Or(a, b) => {
                let (a, b) = (self.eval(a), self.eval(b));
                set(combine(&truths(&a), &truths(&b), or))
            }
            Node::Cond(condition, yes, no) => self.cond(condition, yes, no),
            // An entry that nobody knows has a column or has it not.
            Node::Has(a) if self.of_stranger(a) => set(vec![Some(true), Some(false)]),
            Node::Has(a) => match self.eval(a) {
                Abstract::Unknown => known(Value::Bool(false)),
                _ => known(Value::Bool(true)),
            },
            Node::Exists(list, body) => self.fold(list, body, Some(false), |so_far, inside, p| {
                or(so_far, and(inside, p))
            }),
            Node::All(list, body) => self.fold(list, body, Some(true), |so_far, inside, p| {
                and(so_far, or(inside.map(|b| !b), p))
            }),
            Node::Filter(list, body) => self.filter(list, body),
            Node::Level(_) => {
                let slot = Kind::Person.position("kompetensi").unwrap_or(usize::MAX);
                self.fact(self.concrete(expr), Read::Person(slot))
            }
            Node::In(a, b) => self.contained(a, b),
            _ => self.strict(expr),
        }
    }

    /// Anything else is unknown when a part is, and open when a part is open.
    fn strict(&mut self, expr: &Expr) -> Abstract {
        let parts: Vec<Abstract> = expr.children().into_iter().map(|c| self.eval(c)).collect();
        if parts.iter().any(|part| matches!(part, Abstract::Unknown)) {
            return Abstract::Unknown;
        }
        let open = |part: &Abstract| matches!(part, Abstract::Any | Abstract::Truths(_));
        if parts.iter().any(open) {
            return Abstract::Any;
        }
        let value = self.concrete(expr);
        let calendar = value.is_missing() && self.supplied.contains(&Read::Calendar);
        if calendar {
            Abstract::Any
        } else {
            known(value)
        }
    }

    fn cond(&mut self, condition: &Expr, yes: &Expr, no: &Expr) -> Abstract {
        let condition = truths(&self.eval(condition));
        let (yes, no) = (self.eval(yes), self.eval(no));
        let mut outcomes = Vec::new();
        if condition.contains(&Some(true)) {
            outcomes.push(yes.clone());
        }
        if condition.contains(&Some(false)) {
            outcomes.push(no.clone());
        }
        if condition.contains(&None) {
            outcomes.push(either(&yes, &no));
        }
        match outcomes.as_slice() {
            [] => Abstract::Unknown,
            [only] => only.clone(),
            many => {
                // Of a value nothing but "open" is kept; of a condition each truth that a branch can have.
                let value = |outcome: &Abstract| match outcome {
                    Abstract::Known(value) => value.truth().is_none(),
                    _ => false,
                };
                if many.iter().all(|o| matches!(o, Abstract::Unknown)) {
                    Abstract::Unknown
                } else if !many.iter().any(value) {
                    set(many.iter().flat_map(truths).collect())
                } else {
                    // Either branch may come, so the hopeful one is taken.
                    Abstract::Any
                }
            }
        }
    }

    fn fold(
        &mut self,
        list: &Expr,
        body: &Expr,
        start: Option<bool>,
        step: impl Fn(Option<bool>, Option<bool>, Option<bool>) -> Option<bool>,
    ) -> Abstract {
        let items = match self.eval(list) {
            Abstract::Known(Value::List(items)) => items,
            // The list may turn out to be empty, or to have an entry of any kind.
            Abstract::Any => {
                let stranger = self.locals.len();
                self.locals.push(Value::Missing);
                self.strangers.insert(stranger);
                let body = truths(&self.eval(body));
                self.strangers.remove(&stranger);
                self.locals.pop();
                let mut outcomes = combine(&[start], &body, |s, p| step(s, Some(true), p));
                outcomes.push(start);
                return set(outcomes);
            }
            _ => return Abstract::Unknown,
        };
        let mut so_far = vec![start];
        for item in items.iter() {
            self.locals.push(item.value.clone());
            let body = truths(&self.eval(body));
            self.locals.pop();
            let inside = (!item.maybe).then_some(true);
            so_far = combine(&so_far, &body, |s, p| step(s, inside, p));
        }
        set(so_far)
    }

    fn filter(&mut self, list: &Expr, body: &Expr) -> Abstract {
        let items = match self.eval(list) {
            Abstract::Known(Value::List(items)) => items,
            Abstract::Any => return Abstract::Any,
            _ => return Abstract::Unknown,
        };
        let mut kept = Vec::new();
        for item in items.iter() {
            self.locals.push(item.value.clone());
            let body = truths(&self.eval(body));
            self.locals.pop();
            let inside = (!item.maybe).then_some(true);
            match combine(&[inside], &body, and).as_slice() {
                [Some(false)] => {}
                [one] => kept.push(Item {
                    value: item.value.clone(),
                    maybe: one.is_none(),
                }),
                _ => return Abstract::Any,
            }
        }
        Abstract::Known(Value::List(kept.into()))
    }

    fn contained(&mut self, a: &Expr, b: &Expr) -> Abstract {
        let x = self.eval(a);
        if let Node::List(items) = &b.node {
            let mut so_far = vec![Some(false)];
            for item in items {
                let equal = match (&x, self.eval(item)) {
                    (Abstract::Unknown, _) | (_, Abstract::Unknown) => vec![None],
                    (Abstract::Known(x), Abstract::Known(y)) => vec![compare(CmpOp::Eq, x, &y)],
                    _ => vec![Some(true), Some(false)],
                };
                so_far = combine(&so_far, &equal, or);
            }
            return set(so_far);
        }
        match (x, self.eval(b)) {
            (_, Abstract::Known(Value::List(items))) if items.is_empty() => {
                known(Value::Bool(false))
            }
            (Abstract::Unknown, _) | (_, Abstract::Unknown) => Abstract::Unknown,
            (Abstract::Known(x), Abstract::Known(list)) => set(vec![contained(&x, &list)]),
            _ => Abstract::Any,
        }
    }
}
