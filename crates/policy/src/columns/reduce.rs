//! Histories reduced to columns: whether an entry exists, whether all are so, how many there are, person by person.

use super::bits::{Planes, bit};
use super::column::{Column, ColumnBuilder};
use super::ops::Machine;
use super::plan::{Planner, Steps, Unplanned, evaluate};
use super::shape::{Frame, Leaf, constant, key, make, rewrite, root};
use super::table::{ListColumn, Table};
use crate::expr::{Env, Expr, Node};
use crate::facts::Facts;
use crate::schema::{FieldType, Kind};
use crate::value::Value;

/// Columns that the histories of a table were reduced to, each once.
#[derive(Debug, Default)]
pub(super) struct Derived {
    keys: Vec<String>,
    pub(super) columns: Vec<Option<Column>>,
    /// How many of them were found by evaluating person by person.
    pub(super) one_by_one: usize,
}

impl Derived {
    pub(super) fn column(&self, id: usize) -> Option<&Column> {
        self.columns.get(id).and_then(Option::as_ref)
    }

    fn known(&self, key: &str) -> Option<usize> {
        self.keys.iter().position(|known| known == key)
    }

    pub(super) fn add(&mut self, key: String, column: Option<Column>) -> usize {
        self.keys.push(key);
        self.columns.push(column);
        self.columns.len() - 1
    }

    /// Reduces what a rule asks of histories; the expression then names the new columns as its first variables.
    pub(super) fn hoist(
        &mut self,
        table: &Table,
        env: &Env<'_>,
        expr: &Expr,
    ) -> (Expr, Vec<usize>) {
        let mut wanted: Vec<Expr> = Vec::new();
        find(expr, &mut wanted);
        let mut ids: Vec<usize> = Vec::new();
        for node in &wanted {
            let key = format!("{:?} {}", env.anchor, key(node));
            let id = match self.known(&key) {
                Some(id) => id,
                None => {
                    let column = self.reduce(table, env, node);
                    self.add(key, column)
                }
            };
            ids.push(id);
        }
        let mut next = 0;
        let count = ids.len();
        let expr = rewrite(expr, &mut |e| {
            if reducible(e) {
                next += 1;
                return Some(make(Node::Local(next - 1)));
            }
            match &e.node {
                // Variables of macros over written lists move up behind the new ones.
                Node::Local(i) => Some(make(Node::Local(i + count))),
                _ => None,
            }
        });
        (expr, ids)
    }

    fn reduce(&mut self, table: &Table, env: &Env<'_>, node: &Expr) -> Option<Column> {
        match by_columns(table, env, node) {
            Ok(column) => column,
            Err(Unplanned) => {
                self.one_by_one += 1;
                let whole = matches!(node.node, Node::Size(_) | Node::Level(_));
                let ty = if whole {
                    FieldType::Int
                } else {
                    FieldType::Bool
                };
                row_by_row(table, env, node, ty, &[])
            }
        }
    }
}

fn reducible(expr: &Expr) -> bool {
    let drawn = match &expr.node {
        Node::Exists(list, _) | Node::All(list, _) | Node::Size(list) => root(list).is_some(),
        Node::Level(_) => true,
        _ => false,
    };
    drawn && closed(expr, 0)
}

/// Whether all variables are bound inside the expression.
fn closed(expr: &Expr, bound: usize) -> bool {
    // Variables are numbered from the outside, so that only their count inside the expression tells.
    match &expr.node {
        Node::Exists(list, body) | Node::All(list, body) | Node::Filter(list, body) => {
            closed(list, bound) && closed(body, bound + 1)
        }
        Node::Local(i) => *i < bound,
        _ => expr
            .children()
            .into_iter()
            .all(|child| closed(child, bound)),
    }
}

fn find(expr: &Expr, found: &mut Vec<Expr>) {
    if reducible(expr) {
        found.push(expr.clone());
        return;
    }
    for child in expr.children() {
        find(child, found);
    }
}

/// A value person by person, by the evaluator that explains.
pub(super) fn row_by_row(
    table: &Table,
    env: &Env<'_>,
    expr: &Expr,
    ty: FieldType,
    locals: &[Option<&Column>],
) -> Option<Column> {
    let mut slots = Vec::new();
    expr.walk(&mut |e| match &e.node {
        Node::Person(slot) => slots.push(*slot),
        Node::Level(_) => slots.extend(Kind::Person.position("kompetensi")),
        _ => {}
    });
    slots.sort_unstable();
    slots.dedup();
    let mut builder = ColumnBuilder::new(ty);
    let mut person = Facts::person();
    for row in 0..table.rows() {
        for slot in &slots {
            person.set_slot(*slot, table.value(*slot, row));
        }
        let local = |column: &Option<&Column>| column.map_or(Value::Missing, |c| c.value(row));
        let locals: Vec<Value> = locals.iter().map(local).collect();
        let view = Env {
            person: &person,
            ..*env
        };
        builder.push(&evaluate(&view, expr, &locals));
    }
    builder.finish()
}

/// Whether an entry belongs to the list and fulfils the body, as conditions on the entry alone.
fn parts(list: &Expr, found: &mut Vec<Expr>) -> Result<(), Unplanned> {
    match &list.node {
        Node::Person(_) => Ok(()),
        Node::Filter(inner, body) => {
            parts(inner, found)?;
            found.push((**body).clone());
            Ok(())
        }
        Node::LastYears(inner, n, schema) => {
            parts(inner, found)?;
            // Alone in its list, an entry is in the window exactly when the window is not empty.
            let base = Node::Person(Kind::Person.position(schema.name).ok_or(Unplanned)?);
            let window = Node::LastYears(Box::new(make(base)), n.clone(), schema);
            let any = constant(Value::Bool(true));
            found.push(make(Node::Exists(Box::new(make(window)), Box::new(any))));
            Ok(())
        }
        _ => Err(Unplanned),
    }
}

/// The reduction with all entries of everybody taken together; none when it needs more than the entries.
fn by_columns(table: &Table, env: &Env<'_>, node: &Expr) -> Result<Option<Column>, Unplanned> {
    let (list, body) = match &node.node {
        Node::Exists(list, body) | Node::All(list, body) => (list, Some(body)),
        Node::Size(list) => (list, None),
        _ => return Err(Unplanned),
    };
    let slot = root(list).ok_or(Unplanned)?;
    let Some(entries) = table.lists.get(slot).and_then(Option::as_ref) else {
        // Nobody's history is known.
        return Ok(None);
    };
    // What is said of the list as a whole, such as the length of its window, is the same for everybody.
    let mut person = Facts::person();
    person.set_slot(slot, Value::list([]));
    let empty = evaluate(
        &Env {
            person: &person,
            ..*env
        },
        node,
        &[],
    );
    if !alone(node, slot) {
        return Err(Unplanned);
    }
    if empty.is_missing() {
        return Ok(None);
    }
    let mut inside = Vec::new();
    parts(list, &mut inside)?;

    let column = |leaf: Leaf| match leaf {
        Leaf::Entry(i) => entries.columns.get(i).and_then(Option::as_ref),
        _ => None,
    };
    let view = |expr: &Expr, _: &Facts, locals: &[Value]| {
        // A window is asked about the entry alone in its list.
        let mut person = Facts::person();
        person.set_slot(slot, Value::list(locals.first().cloned()));
        evaluate(
            &Env {
                person: &person,
                ..*env
            },
            expr,
            locals,
        )
    };
    let mut planner = Planner::new(Frame::Entry, &view, &column, entries.columns.len());
    let mut steps = Steps::default();
    let mut member = steps.constant(Some(true));
    for part in &inside {
        let step = match &part.node {
            Node::Exists(window, _) if matches!(window.node, Node::LastYears(..)) => {
                planner.window(&mut steps, part, window)?
            }
            _ => planner.condition(&mut steps, part)?,
        };
        member = steps.and(member, step);
    }
    let asked = match (&node.node, body) {
        (Node::Exists(..), Some(body)) => {
            let body = planner.condition(&mut steps, body)?;
            steps.and(member, body)
        }
        (Node::All(..), Some(body)) => {
            let body = planner.condition(&mut steps, body)?;
            let outside = steps.not(member);
            steps.or(outside, body)
        }
        _ => member,
    };
    let machine = Machine {
        ops: &steps.ops,
        live: &steps.live(&[asked]),
        column: &column,
        rows: entries.entries(),
    };
    let planes = machine.planes(asked);
    Ok(fold(table.rows(), entries, &planes, &node.node))
}

/// Whether the expression looks at one history of the person and at no other fact of hers.
fn alone(node: &Expr, slot: usize) -> bool {
    let (mut seen, mut other) = (0, false);
    node.walk(&mut |e| match &e.node {
        Node::Person(i) if *i == slot => seen += 1,
        Node::Person(_) | Node::Level(_) => other = true,
        _ => {}
    });
    seen == 1 && !other
}

fn fold(rows: usize, entries: &ListColumn, planes: &Planes, node: &Node) -> Option<Column> {
    let count = matches!(node, Node::Size(_));
    let mut builder = ColumnBuilder::new(if count {
        FieldType::Int
    } else {
        FieldType::Bool
    });
    let decides = matches!(node, Node::Exists(..));
    for row in 0..rows {
        if !bit(&entries.known, row) {
            builder.push(&Value::Missing);
            continue;
        }
        let (mut yes, mut no, mut open) = (0i64, 0i64, false);
        for entry in entries.range(row) {
            let (y, n) = (bit(&planes.yes, entry), bit(&planes.no, entry));
            yes += i64::from(y);
            no += i64::from(n);
            open |= !(y | n);
        }
        let deciding = if decides { yes } else { no };
        let value = match (count, open) {
            (true, true) => Value::Missing,
            (true, false) => Value::Int(yes),
            (false, _) if deciding > 0 => Value::Bool(decides),
            (false, true) => Value::Missing,
            (false, false) => Value::Bool(!decides),
        };
        builder.push(&value);
    }
    builder.finish()
}
