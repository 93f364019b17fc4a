//! Looking at and rewriting checked expressions: what they depend on, and the same with something put in place.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::expr::{CmpOp, Expr, Func, Node};
use crate::schema::{FieldType, Kind};
use crate::value::Value;

/// A column that an expression may depend on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) enum Leaf {
    /// Fact of the person, by its position in the schema.
    Person(usize),
    /// What a history was reduced to.
    Derived(usize),
    /// Column of the entry that is looked at.
    Entry(usize),
}

/// Where an expression stands, and so what its names mean.
#[derive(Clone, Debug)]
pub(super) enum Frame {
    /// At the top of a rule; the first variables are what histories were reduced to.
    Person(Vec<usize>),
    /// Inside a macro over a history: variable 0 is the entry.
    Entry,
}

impl Frame {
    pub(super) fn leaf(&self, expr: &Expr) -> Option<Leaf> {
        match (self, &expr.node) {
            (Self::Person(_), Node::Person(slot)) if !is_list(*slot) => Some(Leaf::Person(*slot)),
            (Self::Person(derived), Node::Local(i)) => derived.get(*i).copied().map(Leaf::Derived),
            (Self::Entry, Node::Column(entry, column, _)) => {
                matches!(entry.node, Node::Local(0)).then_some(Leaf::Entry(*column))
            }
            _ => None,
        }
    }

    /// The columns it depends on; none when it needs more than columns.
    pub(super) fn leaves(&self, expr: &Expr) -> Option<BTreeSet<Leaf>> {
        let mut found = BTreeSet::new();
        self.collect(expr, &mut found).then_some(found)
    }

    fn collect(&self, expr: &Expr, found: &mut BTreeSet<Leaf>) -> bool {
        if let Some(leaf) = self.leaf(expr) {
            found.insert(leaf);
            return true;
        }
        match &expr.node {
            Node::Person(_) | Node::Level(_) => false,
            _ => expr
                .children()
                .into_iter()
                .all(|child| self.collect(child, found)),
        }
    }

    /// The same expression with a value in place of a column.
    pub(super) fn with(&self, expr: &Expr, leaf: Leaf, value: &Value) -> Expr {
        rewrite(expr, &mut |e| {
            (self.leaf(e) == Some(leaf)).then(|| constant(value.clone()))
        })
    }

    /// The first `c ? a : b` in a place whose value decides that of the expression, outside of every macro.
    pub(super) fn choice<'e>(&self, expr: &'e Expr) -> Option<&'e Expr> {
        match &expr.node {
            Node::Cond(..) => Some(expr),
            Node::Cmp(_, a, b) | Node::Arith(_, a, b) | Node::Call(_, a, b) | Node::In(a, b) => {
                self.choice(a).or_else(|| self.choice(b))
            }
            Node::Neg(a) => self.choice(a),
            _ => None,
        }
    }
}

fn is_list(slot: usize) -> bool {
    let field = Kind::Person.fields().get(slot);
    field.is_some_and(|field| matches!(field.ty, FieldType::List(_)))
}

/// The history of the person from which a list expression is drawn, by position.
pub(super) fn root(list: &Expr) -> Option<usize> {
    match &list.node {
        Node::Person(slot) => Some(*slot),
        Node::Filter(inner, _) | Node::LastYears(inner, ..) => root(inner),
        _ => None,
    }
}

pub(super) fn make(node: Node) -> Expr {
    Expr::new(node, 0..0, false)
}

pub(super) fn constant(value: Value) -> Expr {
    make(Node::Const(value))
}

pub(super) fn equal(a: &Expr, b: &Expr) -> Expr {
    make(Node::Cmp(
        CmpOp::Eq,
        Box::new(a.clone()),
        Box::new(b.clone()),
    ))
}

/// The expression with every node for which `change` gives another replaced, from the outside in.
pub(super) fn rewrite(expr: &Expr, change: &mut dyn FnMut(&Expr) -> Option<Expr>) -> Expr {
    if let Some(changed) = change(expr) {
        return changed;
    }
    let mut go = |e: &Expr| Box::new(rewrite(e, change));
    let node = match &expr.node {
        leaf @ (Node::Const(_)
        | Node::Param(_)
        | Node::Person(_)
        | Node::Case(_)
        | Node::At
        | Node::Local(_)) => leaf.clone(),
        Node::Column(a, i, list) => Node::Column(go(a), *i, list),
        Node::Not(a) => Node::Not(go(a)),
        Node::Neg(a) => Node::Neg(go(a)),
        Node::Has(a) => Node::Has(go(a)),
        Node::Size(a) => Node::Size(go(a)),
        Node::Level(a) => Node::Level(go(a)),
        Node::Arith(op, a, b) => Node::Arith(*op, go(a), go(b)),
        Node::Cmp(op, a, b) => Node::Cmp(*op, go(a), go(b)),
        Node::In(a, b) => Node::In(go(a), go(b)),
        Node::And(a, b) => Node::And(go(a), go(b)),
        Node::Or(a, b) => Node::Or(go(a), go(b)),
        Node::Exists(a, b) => Node::Exists(go(a), go(b)),
        Node::All(a, b) => Node::All(go(a), go(b)),
        Node::Filter(a, b) => Node::Filter(go(a), go(b)),
        Node::Call(func, a, b) => Node::Call(*func, go(a), go(b)),
        Node::LastYears(a, b, list) => Node::LastYears(go(a), go(b), list),
        Node::Cond(a, b, c) => Node::Cond(go(a), go(b), go(c)),
        Node::List(items) => Node::List(items.iter().map(|item| *go(item)).collect()),
    };
    Expr {
        node,
        span: expr.span.clone(),
        moves: expr.moves,
    }
}

/// Whether the condition is true or false for everybody.
pub(crate) fn never_unknown(expr: &Expr) -> bool {
    match &expr.node {
        Node::Has(_) | Node::Const(Value::Bool(_)) => true,
        Node::Not(a) => never_unknown(a),
        Node::And(a, b) | Node::Or(a, b) => never_unknown(a) && never_unknown(b),
        Node::Cond(c, a, b) => [c, a, b].into_iter().all(|e| never_unknown(e)),
        _ => false,
    }
}

/// Whether the value of the expression rises, or falls, all along with the column, wherever it is known; what is
/// not known then lies at the ends.
pub(super) fn monotone(expr: &Expr, frame: &Frame, leaf: Leaf) -> bool {
    if frame.leaf(expr) == Some(leaf) {
        return true;
    }
    let free = |e: &Expr| frame.leaves(e).is_some_and(|found| found.is_empty());
    let one = |a: &Expr, b: &Expr| {
        monotone(a, frame, leaf) && free(b) || free(a) && monotone(b, frame, leaf)
    };
    match &expr.node {
        Node::Neg(a) => monotone(a, frame, leaf),
        // The divisor of `/` is a constant; the remainder goes up and down.
        Node::Arith(op, a, b) => *op != crate::expr::ArithOp::Rem && one(a, b),
        Node::Call(Func::AddMonths | Func::AddYears, date, n) => {
            monotone(date, frame, leaf) && free(n)
        }
        Node::Call(Func::Years | Func::Months | Func::Days, a, b) => one(a, b),
        _ => false,
    }
}

/// A text that two expressions share exactly when they are the same but for their places in the file.
pub(super) fn key(expr: &Expr) -> String {
    let mut out = String::new();
    write_key(expr, &mut out);
    out
}

fn write_key(expr: &Expr, out: &mut String) {
    let plain = match &expr.node {
        Node::Const(value) => format!("{value:?}"),
        Node::Param(i) => format!("param {i}"),
        Node::Person(i) => format!("person {i}"),
        Node::Case(i) => format!("case {i}"),
        Node::Local(i) => format!("local {i}"),
        Node::Column(_, i, _) => format!("column {i}"),
        Node::Arith(op, ..) => format!("{op:?}"),
        Node::Cmp(op, ..) => format!("{op:?}"),
        Node::Call(func, ..) => format!("{func:?}"),
        Node::At => "at".to_owned(),
        Node::Not(_) => "not".to_owned(),
        Node::Neg(_) => "neg".to_owned(),
        Node::In(..) => "in".to_owned(),
        Node::And(..) => "and".to_owned(),
        Node::Or(..) => "or".to_owned(),
        Node::Cond(..) => "cond".to_owned(),
        Node::Has(_) => "has".to_owned(),
        Node::Size(_) => "size".to_owned(),
        Node::Exists(..) => "exists".to_owned(),
        Node::All(..) => "all".to_owned(),
        Node::Filter(..) => "filter".to_owned(),
        Node::LastYears(_, _, list) => format!("last_years {}", list.name),
        Node::Level(_) => "level".to_owned(),
        Node::List(_) => "list".to_owned(),
    };
    // Writing to a string cannot fail.
    let _ = write!(out, "({plain}");
    for child in expr.children() {
        write_key(child, out);
    }
    out.push(')');
}
