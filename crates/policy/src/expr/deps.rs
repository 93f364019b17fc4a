//! What an expression names, found without evaluating it.

use super::typed::{Expr, Node};

/// Positions of everything an expression names, in order of first appearance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Deps {
    pub(crate) params: Vec<usize>,
    /// Lists over which `all` runs, with the place of the macro.
    pub(crate) all_over: Vec<(usize, std::ops::Range<usize>)>,
    /// Lists whose `size` is tested.
    pub(crate) sized: Vec<usize>,
}

impl Deps {
    pub(crate) fn of(expr: &Expr) -> Self {
        let mut deps = Self::default();
        expr.walk(&mut |e| match &e.node {
            Node::Param(i) if !deps.params.contains(i) => deps.params.push(*i),
            Node::All(list, _) => {
                if let Some(root) = root(list) {
                    deps.all_over.push((root, e.span.clone()));
                }
            }
            Node::Size(list) => deps.sized.extend(root(list)),
            _ => {}
        });
        deps
    }
}

/// The history of the person from which a list expression is drawn.
fn root(list: &Expr) -> Option<usize> {
    match &list.node {
        Node::Person(i) => Some(*i),
        Node::Filter(inner, _) | Node::LastYears(inner, ..) => root(inner),
        _ => None,
    }
}
