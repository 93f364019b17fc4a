//! What the parser understood, before names and types are known.

use std::ops::Range;

use crate::value::Decimal;

#[derive(Clone, PartialEq, Debug)]
pub(super) struct Ast {
    pub(super) node: AstNode,
    pub(super) span: Range<usize>,
    /// Height of the tree, 1 for a leaf: what walks it needs so many frames of the stack.
    pub(super) height: usize,
}

impl Ast {
    pub(super) fn new(node: AstNode, span: Range<usize>) -> Self {
        let tallest = |items: &[Ast]| items.iter().map(|item| item.height).max().unwrap_or(0);
        let below = match &node {
            AstNode::Int(_)
            | AstNode::Dec(_)
            | AstNode::Str(_)
            | AstNode::Bool(_)
            | AstNode::Name(_) => 0,
            AstNode::Select(a, ..) | AstNode::Not(a) | AstNode::Neg(a) => a.height,
            AstNode::Call(_, _, args) | AstNode::List(args) => tallest(args),
            AstNode::Method(list, _, _, args) => list.height.max(tallest(args)),
            AstNode::Binary(_, _, a, b) => a.height.max(b.height),
            AstNode::Cond(a, b, c) => a.height.max(b.height).max(c.height),
        };
        Self {
            node,
            span,
            height: below + 1,
        }
    }
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
