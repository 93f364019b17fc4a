//! What the parser understood, before names and types are known.

use std::ops::Range;

use crate::value::Decimal;

#[derive(Clone, PartialEq, Debug)]
pub(super) struct Ast {
    pub(super) node: AstNode,
    pub(super) span: Range<usize>,
}

#[derive(Clone, PartialEq, Debug)]
pub(super) enum AstNode {
    Int(i64),
    Dec(Decimal),
    Str(String),
    Bool(bool),
    Name(String),
    /// `x.field`; the span of the field's name comes with it.
    Select(Box<Ast>, String, Range<usize>),
    /// `f(args)`; the span of the function's name comes with it.
    Call(String, Range<usize>, Vec<Ast>),
    /// `x.method(args)`.
    Method(Box<Ast>, String, Range<usize>, Vec<Ast>),
    List(Vec<Ast>),
    Not(Box<Ast>),
    Neg(Box<Ast>),
    Binary(&'static str, Range<usize>, Box<Ast>, Box<Ast>),
    Cond(Box<Ast>, Box<Ast>, Box<Ast>),
}
