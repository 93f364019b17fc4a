//! From the typed tree to steps on bit planes: every condition on one column is worked out beforehand, value by
//! value, by the evaluator that explains; so a screening cannot disagree with an explanation.

use std::cell::RefCell;
use std::collections::HashMap;

use super::column::{Column, Meaning, Numbers};
use super::ops::{Op, Range};
use super::shape::{Frame, Leaf, constant, equal, monotone, never_unknown};
use crate::expr::{CmpOp, Env, Expr, Node};
use crate::facts::Facts;
use crate::schema::{FieldType, Kind, Window};
use crate::value::Value;

/// A column with more possible numbers is not worked out number by number.
const TABULATED: i64 = 1 << 17;
/// More ranges than this are looked up in a table.
const RANGES: usize = 6;
/// A column with at most so many numbers may be split into its cases.
const CASES: usize = 16;
/// So much rewriting is tried for one rule before its condition is evaluated person by person.
const EFFORT: usize = 600;

/// The condition needs more than the columns, or more steps than are worth it.
#[derive(Debug)]
pub(super) struct Unplanned;

/// Steps that several conditions share.
#[derive(Debug, Default)]
pub(super) struct Steps {
    pub(super) ops: Vec<Op>,
    known: HashMap<Op, usize>,
}

impl Steps {
    pub(super) fn add(&mut self, op: Op) -> usize {
        if let Some(known) = self.known.get(&op) {
            return *known;
        }
        self.ops.push(op.clone());
        self.known.insert(op, self.ops.len() - 1);
        self.ops.len() - 1
    }

    pub(super) fn constant(&mut self, truth: Option<bool>) -> usize {
        self.add(Op::Const(truth))
    }

    fn truth(&self, step: usize) -> Option<Option<bool>> {
        match self.ops.get(step) {
            Some(Op::Const(truth)) => Some(*truth),
            _ => None,
        }
    }

    pub(super) fn not(&mut self, a: usize) -> usize {
        match self.truth(a) {
            Some(truth) => self.constant(truth.map(|b| !b)),
            None => self.add(Op::Not(a)),
        }
    }

    pub(super) fn and(&mut self, a: usize, b: usize) -> usize {
        match (self.truth(a), self.truth(b)) {
            (Some(Some(true)), _) => b,
            (_, Some(Some(true))) => a,
            (Some(Some(false)), _) | (_, Some(Some(false))) => self.constant(Some(false)),
            _ => self.add(Op::And(a.min(b), a.max(b))),
        }
    }

    pub(super) fn or(&mut self, a: usize, b: usize) -> usize {
        match (self.truth(a), self.truth(b)) {
            (Some(Some(false)), _) => b,
            (_, Some(Some(false))) => a,
            (Some(Some(true)), _) | (_, Some(Some(true))) => self.constant(Some(true)),
            _ => self.add(Op::Or(a.min(b), a.max(b))),
        }
    }

    fn choose(&mut self, c: usize, a: usize, b: usize) -> usize {
        match self.truth(c) {
            Some(Some(true)) => a,
            Some(Some(false)) => b,
            _ if a == b => a,
            _ => self.add(Op::Choose(c, a, b)),
        }
    }

    /// The steps that the roots need.
    pub(super) fn live(&self, roots: &[usize]) -> Vec<bool> {
        let mut live = vec![false; self.ops.len()];
        for root in roots {
            if let Some(mark) = live.get_mut(*root) {
                *mark = true;
            }
        }
        // Operands come before the steps that use them.
        for (i, op) in self.ops.iter().enumerate().rev() {
            if live[i] {
                for operand in op.operands() {
                    live[operand] = true;
                }
            }
        }
        live
    }
}

/// What a planner knows about the place of an expression.
pub(super) struct Planner<'a> {
    pub(super) frame: Frame,
    /// Evaluates with the facts of the case; the person is `person`.
    pub(super) env: &'a dyn Fn(&Expr, &Facts, &[Value]) -> Value,
    pub(super) column: &'a dyn Fn(Leaf) -> Option<&'a Column>,
    /// Number of columns of an entry, 0 at the top.
    pub(super) width: usize,
    pub(super) person: RefCell<Facts>,
    pub(super) effort: usize,
}

impl<'a> Planner<'a> {
    pub(super) fn new(
        frame: Frame,
        env: &'a dyn Fn(&Expr, &Facts, &[Value]) -> Value,
        column: &'a dyn Fn(Leaf) -> Option<&'a Column>,
        width: usize,
    ) -> Self {
        Self {
            frame,
            env,
            column,
            width,
            person: RefCell::new(Facts::person()),
            effort: EFFORT,
        }
    }

    /// The value when the column has this value and nothing else is looked at.
    fn at(&self, expr: &Expr, leaf: Leaf, value: &Value) -> Value {
        let mut person = self.person.borrow_mut();
        let locals = match (&self.frame, leaf) {
            (Frame::Person(derived), Leaf::Derived(id)) => derived
                .iter()
                .map(|d| {
                    if *d == id {
                        value.clone()
                    } else {
                        Value::Missing
                    }
                })
                .collect(),
            (Frame::Person(derived), Leaf::Person(slot)) => {
                person.set_slot(slot, value.clone());
                vec![Value::Missing; derived.len()]
            }
            (Frame::Entry, Leaf::Entry(column)) => {
                let mut columns = vec![Value::Missing; self.width];
                if let Some(place) = columns.get_mut(column) {
                    *place = value.clone();
                }
                vec![Value::Record(columns.into())]
            }
            // A column of another frame is never asked for.
            _ => Vec::new(),
        };
        (self.env)(expr, &person, &locals)
    }

    fn constant(&self, expr: &Expr) -> Value {
        let locals = match &self.frame {
            Frame::Person(derived) => vec![Value::Missing; derived.len()],
            Frame::Entry => vec![Value::Missing],
        };
        (self.env)(expr, &self.person.borrow(), &locals)
    }

    /// A step with the truth of the expression.
    pub(super) fn condition(&mut self, steps: &mut Steps, expr: &Expr) -> Result<usize, Unplanned> {
        self.effort = self.effort.checked_sub(1).ok_or(Unplanned)?;
        if let Some(leaves) = self.frame.leaves(expr) {
            let absent = leaves.iter().find(|leaf| (self.column)(**leaf).is_none());
            if let Some(absent) = absent {
                let known = self.frame.with(expr, *absent, &Value::Missing);
                return self.condition(steps, &known);
            }
            if leaves.is_empty() {
                return Ok(steps.constant(self.constant(expr).truth()));
            }
        }
        match &expr.node {
            Node::Not(a) => {
                let a = self.condition(steps, a)?;
                return Ok(steps.not(a));
            }
            Node::And(a, b) => {
                let (a, b) = (self.condition(steps, a)?, self.condition(steps, b)?);
                return Ok(steps.and(a, b));
            }
            Node::Or(a, b) => {
                let (a, b) = (self.condition(steps, a)?, self.condition(steps, b)?);
                return Ok(steps.or(a, b));
            }
            Node::Cond(c, a, b) => {
                let c = self.condition(steps, c)?;
                let (a, b) = (self.condition(steps, a)?, self.condition(steps, b)?);
                return Ok(steps.choose(c, a, b));
            }
            Node::Cmp(op @ (CmpOp::Eq | CmpOp::Ne), a, b)
                if self.is_truth(a) || self.is_truth(b) =>
            {
                let (a, b) = (self.condition(steps, a)?, self.condition(steps, b)?);
                let same = steps.add(Op::Same(a, b));
                return Ok(if *op == CmpOp::Eq {
                    same
                } else {
                    steps.not(same)
                });
            }
            _ => {}
        }
        let leaves: Vec<Leaf> = self
            .frame
            .leaves(expr)
            .ok_or(Unplanned)?
            .into_iter()
            .collect();
        if let [leaf] = leaves.as_slice()
            && let Some(step) = self.on_one(steps, expr, *leaf)
        {
            return Ok(step);
        }
        if let Some(choice) = self.frame.choice(expr)
            && let Node::Cond(c, a, b) = &choice.node
        {
            let place = choice.span.clone();
            let put = |value: &Expr| {
                // A choice is told from others by its place; copies of it have the same place and the same value.
                super::shape::rewrite(expr, &mut |e| {
                    (e.span == place && matches!(e.node, Node::Cond(..))).then(|| value.clone())
                })
            };
            let (certain, lost) = (never_unknown(c), put(&constant(Value::Missing)));
            let (yes, no) = (put(a), put(b));
            let c = self.condition(steps, c)?;
            let (yes, no) = (self.condition(steps, &yes)?, self.condition(steps, &no)?);
            match steps.truth(c) {
                Some(Some(true)) => return Ok(yes),
                Some(Some(false)) => return Ok(no),
                // Where one of the two applies, choosing between truth values is the same.
                _ if certain => return Ok(steps.choose(c, yes, no)),
                _ => {}
            }
            let same = self.condition(steps, &equal(a, b))?;
            let lost = self.condition(steps, &lost)?;
            return Ok(steps.add(Op::Lift {
                c,
                a: yes,
                b: no,
                same,
                lost,
            }));
        }
        let small = leaves.iter().find(|leaf| match (self.column)(**leaf) {
            Some(Column::Numbers(n)) => n.few().is_some_and(|few| few.len() <= CASES),
            _ => true,
        });
        self.by_cases(steps, expr, *small.ok_or(Unplanned)?)
    }

    /// Whether an entry lies in a look-back window: a condition on the column by which the list looks back.
    pub(super) fn window(
        &mut self,
        steps: &mut Steps,
        asked: &Expr,
        window: &Expr,
    ) -> Result<usize, Unplanned> {
        let Node::LastYears(_, _, schema) = &window.node else {
            return Err(Unplanned);
        };
        let (Window::Year(column) | Window::Date(column)) = schema.window;
        let leaf = Leaf::Entry(column);
        let missing = self.at(asked, leaf, &Value::Missing).truth();
        match (self.column)(leaf) {
            None => Ok(steps.constant(missing)),
            Some(Column::Flags(_)) => Err(Unplanned),
            Some(Column::Numbers(numbers)) => {
                let runs = self.one_by_one(asked, leaf, numbers).ok_or(Unplanned)?;
                Ok(steps.add(test(leaf, numbers, runs, missing)))
            }
        }
    }

    /// The truth case by case of a column with few values.
    fn by_cases(&mut self, steps: &mut Steps, expr: &Expr, leaf: Leaf) -> Result<usize, Unplanned> {
        let missing = self.frame.with(expr, leaf, &Value::Missing);
        let mut result = self.condition(steps, &missing)?;
        let cases: Vec<(usize, Value)> = match (self.column)(leaf) {
            Some(Column::Flags(_)) => {
                let flags = steps.add(Op::Flags(leaf));
                let yes = self.is_known_and(steps, flags, true);
                let no = self.is_known_and(steps, flags, false);
                vec![(yes, Value::Bool(true)), (no, Value::Bool(false))]
            }
            Some(Column::Numbers(n)) => n
                .few()
                .unwrap_or_default()
                .into_iter()
                .map(|raw| (steps.add(one(leaf, raw)), n.meaning.value(raw)))
                .collect(),
            None => Vec::new(),
        };
        for (is_it, value) in cases {
            let then = self.frame.with(expr, leaf, &value);
            let then = self.condition(steps, &then)?;
            result = steps.choose(is_it, then, result);
        }
        Ok(result)
    }

    /// Whether a truth value is known to be this one: never unknown itself.
    fn is_known_and(&self, steps: &mut Steps, flags: usize, wanted: bool) -> usize {
        let (yes, no) = (steps.constant(Some(true)), steps.constant(Some(false)));
        let (a, b) = if wanted { (yes, no) } else { (no, yes) };
        steps.add(Op::Lift {
            c: flags,
            a,
            b,
            same: no,
            lost: no,
        })
    }

    fn is_truth(&self, expr: &Expr) -> bool {
        let flag = |kind: Kind, slot: usize| {
            let field = kind.fields().get(slot);
            field.is_some_and(|field| matches!(field.ty, FieldType::Bool))
        };
        match &expr.node {
            Node::Not(_)
            | Node::Cmp(..)
            | Node::In(..)
            | Node::And(..)
            | Node::Or(..)
            | Node::Has(_)
            | Node::Exists(..)
            | Node::All(..)
            | Node::Const(Value::Bool(_)) => true,
            Node::Person(slot) => flag(Kind::Person, *slot),
            Node::Case(slot) => flag(Kind::Case, *slot),
            Node::Column(_, column, list) => list
                .fields
                .get(*column)
                .is_some_and(|field| matches!(field.ty, FieldType::Bool)),
            Node::Cond(_, a, b) => self.is_truth(a) || self.is_truth(b),
            Node::Local(_) => self
                .frame
                .leaf(expr)
                .and_then(|leaf| (self.column)(leaf))
                .is_some_and(|column| matches!(column, Column::Flags(_))),
            _ => false,
        }
    }

    /// A condition on one column, worked out for each of its values.
    fn on_one(&self, steps: &mut Steps, expr: &Expr, leaf: Leaf) -> Option<usize> {
        let truth = |value: &Value| self.at(expr, leaf, value).truth();
        let missing = truth(&Value::Missing);
        match (self.column)(leaf)? {
            Column::Flags(_) => {
                let flags = steps.add(Op::Flags(leaf));
                if self.frame.leaf(expr) == Some(leaf) {
                    return Some(flags);
                }
                let (yes, no) = (truth(&Value::Bool(true)), truth(&Value::Bool(false)));
                let [a, b, lost, same] =
                    [yes, no, missing, Some(false)].map(|truth| steps.constant(truth));
                Some(steps.add(Op::Lift {
                    c: flags,
                    a,
                    b,
                    same,
                    lost,
                }))
            }
            Column::Numbers(numbers) => {
                let op = match &expr.node {
                    Node::Has(_) => test(leaf, numbers, vec![(numbers.lo, Some(true))], missing),
                    _ => {
                        let runs = self
                            .by_halving(expr, leaf, numbers)
                            .or_else(|| self.one_by_one(expr, leaf, numbers))?;
                        test(leaf, numbers, runs, missing)
                    }
                };
                Some(steps.add(op))
            }
        }
    }

    /// Truth value of each number from `lo` on as runs: where each begins, and its value.
    fn one_by_one(
        &self,
        expr: &Expr,
        leaf: Leaf,
        numbers: &Numbers,
    ) -> Option<Vec<(i64, Option<bool>)>> {
        // A number that nobody has may belong to the run before it.
        let values = match numbers.distinct() {
            Some(few) => few,
            None if numbers.hi.checked_sub(numbers.lo)? < TABULATED => {
                (numbers.lo..=numbers.hi).collect()
            }
            None => return None,
        };
        let mut runs: Vec<(i64, Option<bool>)> = Vec::new();
        for raw in values {
            let truth = self.at(expr, leaf, &numbers.meaning.value(raw)).truth();
            if runs.last().is_none_or(|(_, last)| *last != truth) {
                runs.push((raw, truth));
            }
        }
        Some(runs)
    }

    /// The same for an order relation with something that only rises or only falls: the truth changes once.
    fn by_halving(
        &self,
        expr: &Expr,
        leaf: Leaf,
        numbers: &Numbers,
    ) -> Option<Vec<(i64, Option<bool>)>> {
        let Node::Cmp(CmpOp::Lt | CmpOp::Le | CmpOp::Gt | CmpOp::Ge, a, b) = &expr.node else {
            return None;
        };
        let free = |e: &Expr| self.frame.leaves(e).is_some_and(|found| found.is_empty());
        let fits =
            monotone(a, &self.frame, leaf) && free(b) || free(a) && monotone(b, &self.frame, leaf);
        if !fits || matches!(numbers.meaning, Meaning::Golongan | Meaning::Text(_)) {
            return None;
        }
        let truth = |raw: i64| self.at(expr, leaf, &numbers.meaning.value(raw)).truth();
        let (first, last) = (truth(numbers.lo)?, truth(numbers.hi)?);
        if first == last {
            return Some(vec![(numbers.lo, Some(first))]);
        }
        let (mut low, mut high) = (numbers.lo, numbers.hi);
        while high.abs_diff(low) > 1 {
            let middle = low.midpoint(high);
            if truth(middle)? == first {
                low = middle;
            } else {
                high = middle;
            }
        }
        Some(vec![(numbers.lo, Some(first)), (high, Some(last))])
    }
}

fn one(leaf: Leaf, raw: i64) -> Op {
    Op::Test {
        leaf,
        ranges: vec![(raw, raw)],
        invert: false,
        unknown: Vec::new(),
        missing: Some(false),
    }
}

/// The cheapest step for these runs.
fn test(
    leaf: Leaf,
    numbers: &Numbers,
    runs: Vec<(i64, Option<bool>)>,
    missing: Option<bool>,
) -> Op {
    let ranges = |wanted: Option<bool>| -> Vec<Range> {
        let ends = runs.iter().skip(1).map(|(start, _)| start - 1);
        let ends = ends.chain([numbers.hi]);
        runs.iter()
            .zip(ends)
            .filter(|((_, truth), _)| *truth == wanted)
            .map(|((start, _), end)| (*start, end))
            .collect()
    };
    let (yes, no, unknown) = (ranges(Some(true)), ranges(Some(false)), ranges(None));
    let invert = no.len() < yes.len();
    let chosen = if invert { no } else { yes };
    if chosen.len() + unknown.len() <= RANGES {
        return Op::Test {
            leaf,
            ranges: chosen,
            invert,
            unknown,
            missing,
        };
    }
    let starts = runs.iter().skip(1).map(|(start, _)| *start);
    if numbers.hi.abs_diff(numbers.lo) >= TABULATED.unsigned_abs() {
        return Op::Test {
            leaf,
            ranges: chosen,
            invert,
            unknown,
            missing,
        };
    }
    let mut table = Vec::new();
    for ((start, truth), end) in runs.iter().zip(starts.chain([numbers.hi + 1])) {
        let code = match truth {
            Some(true) => 1,
            Some(false) => 2,
            None => 0,
        };
        let count = usize::try_from(end - start).unwrap_or(0);
        table.resize(table.len() + count, code);
    }
    Op::Table {
        leaf,
        table,
        missing,
    }
}

/// The view of a rule on a person and the variables of its expression.
pub(super) fn evaluate(env: &Env<'_>, expr: &Expr, locals: &[Value]) -> Value {
    env.eval_with(expr, locals.to_vec())
}
