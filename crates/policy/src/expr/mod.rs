//! The expression language: a total, terminating subset of CEL over three truth values.

mod ast;
mod deps;
mod eval;
mod functions;
mod horizon;
mod lexer;
mod ops;
mod parser;
mod possible;
mod print;
mod typecheck;
mod typed;
mod window;

pub(crate) use deps::Deps;
pub(crate) use eval::{Env, Read, Trace};
pub(crate) use horizon::{Seen, stable_until};
pub(crate) use possible::could_hold;
pub(crate) use print::{print as print_expression, same_meaning as same_expression};
pub(crate) use typecheck::{ParamType, Scope, compile};
pub(crate) use typed::{ArithOp, CmpOp, Expr, Func, Node, Ty};

/// What is wrong inside an expression: the bytes of the expression text, the message, and what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ExprError {
    pub(crate) span: std::ops::Range<usize>,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    /// A finding that does not make the expression unusable.
    pub(crate) warning: bool,
}

impl ExprError {
    pub(crate) fn new(span: std::ops::Range<usize>, message: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
            help: None,
            warning: false,
        }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
