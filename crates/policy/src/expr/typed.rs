//! The checked expression: names are positions, types are known, literals are values.

use std::ops::Range;

use crate::file::Anchor;
use crate::schema::{FieldType, ListSchema};
use crate::value::Value;

/// Type of an expression.
#[derive(Clone, Debug)]
pub(crate) enum Ty {
    Int,
    Dec,
    Str,
    Bool,
    Date,
    Span,
    Golongan,
    /// List of scalars; `None` for the empty list literal.
    Scalars(Option<Box<Ty>>),
    /// History list.
    History(&'static ListSchema),
    /// Entry of a history.
    Entry(&'static ListSchema),
}

impl Ty {
    pub(crate) fn of(field: FieldType) -> Self {
        match field {
            FieldType::Int => Self::Int,
            FieldType::Decimal => Self::Dec,
            FieldType::Text => Self::Str,
            FieldType::Bool => Self::Bool,
            FieldType::Date => Self::Date,
            FieldType::Golongan => Self::Golongan,
            FieldType::List(list) => Self::History(list),
        }
    }

    pub(crate) fn name(&self) -> String {
        match self {
            Self::Int => "integer".into(),
            Self::Dec => "decimal".into(),
            Self::Str => "string".into(),
            Self::Bool => "boolean".into(),
            Self::Date => "date".into(),
            Self::Span => "duration".into(),
            Self::Golongan => "golongan".into(),
            Self::Scalars(Some(inner)) => format!("list of {}", inner.name()),
            Self::Scalars(None) => "empty list".into(),
            Self::History(list) => format!("history list `{}`", list.name),
            Self::Entry(list) => format!("entry of `{}`", list.name),
        }
    }

    pub(crate) fn is_number(&self) -> bool {
        matches!(self, Self::Int | Self::Dec)
    }

    /// Whether two values of these types can be compared.
    pub(crate) fn comparable(&self, other: &Self) -> bool {
        self.is_number() && other.is_number()
            || std::mem::discriminant(self) == std::mem::discriminant(other)
                && !matches!(self, Self::Scalars(_) | Self::History(_) | Self::Entry(_))
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum CmpOp {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ArithOp {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Func {
    Years,
    Months,
    Days,
    Workdays,
    AddMonths,
    AddYears,
}

#[derive(Clone, Debug)]
pub(crate) struct Expr {
    pub(crate) node: Node,
    pub(crate) span: Range<usize>,
    /// Whether the value may change when the dates of the case move.
    pub(crate) moves: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum Node {
    Const(Value),
    Param(usize),
    Person(usize),
    Case(usize),
    At,
    /// Variable of a macro, by nesting from the outside.
    Local(usize),
    /// Column of an entry, with its list for messages.
    Column(Box<Expr>, usize, &'static ListSchema),
    Not(Box<Expr>),
    Neg(Box<Expr>),
    Arith(ArithOp, Box<Expr>, Box<Expr>),
    Cmp(CmpOp, Box<Expr>, Box<Expr>),
    In(Box<Expr>, Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    Cond(Box<Expr>, Box<Expr>, Box<Expr>),
    Has(Box<Expr>),
    Size(Box<Expr>),
    Exists(Box<Expr>, Box<Expr>),
    All(Box<Expr>, Box<Expr>),
    Filter(Box<Expr>, Box<Expr>),
    Call(Func, Box<Expr>, Box<Expr>),
    LastYears(Box<Expr>, Box<Expr>, &'static ListSchema),
    Level(Box<Expr>),
    List(Vec<Expr>),
}

impl Expr {
    /// A node; `dated` says whether a parameter named here has dates of its own.
    pub(crate) fn new(node: Node, span: Range<usize>, dated: bool) -> Self {
        let own = match &node {
            Node::At | Node::LastYears(..) => true,
            Node::Case(slot) => Anchor::of_slot(*slot).is_some(),
            Node::Param(_) => dated,
            _ => false,
        };
        let mut expr = Self {
            node,
            span,
            moves: own,
        };
        expr.moves = own || expr.children().iter().any(|child| child.moves);
        expr
    }

    /// Calls `visit` on this node and all below, parents first.
    pub(crate) fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr)) {
        visit(self);
        for child in self.children() {
            child.walk(visit);
        }
    }

    pub(crate) fn children(&self) -> Vec<&Expr> {
        match &self.node {
            Node::Const(_)
            | Node::Param(_)
            | Node::Person(_)
            | Node::Case(_)
            | Node::At
            | Node::Local(_) => Vec::new(),
            Node::Column(a, ..)
            | Node::Not(a)
            | Node::Neg(a)
            | Node::Has(a)
            | Node::Size(a)
            | Node::Level(a) => vec![a],
            Node::Arith(_, a, b)
            | Node::Cmp(_, a, b)
            | Node::In(a, b)
            | Node::And(a, b)
            | Node::Or(a, b)
            | Node::Exists(a, b)
            | Node::All(a, b)
            | Node::Filter(a, b)
            | Node::Call(_, a, b)
            | Node::LastYears(a, b, _) => vec![a, b],
            Node::Cond(a, b, c) => vec![a, b, c],
            Node::List(items) => items.iter().collect(),
        }
    }
}
