//! Lists as SQL: written lists element by element, histories as sub-queries (in Spark as arrays), working days.

use super::dialect::{Dialect, Sql};
use super::expr::{Local, Translator, same_scale};
use super::schema::{known_name, spark_rows};
use crate::expr::{Expr, Node, Ty};
use crate::schema::{FieldType, Kind, ListSchema, Window};
use crate::value::{Decimal, Value};

/// A list of single values, written out.
struct Scalars {
    /// Whether the list is known, where that is not certain.
    known: Option<String>,
    /// Each element, and whether it belongs to the list, where a filter decides that.
    items: Vec<(Sql, Option<String>)>,
    ty: Ty,
}

/// A history drawn from a person.
struct History {
    list: &'static ListSchema,
    /// Whether it is known.
    known: String,
    row: String,
    /// Whether an entry belongs to it, as a three-valued condition; none when all do.
    member: Option<String>,
}

impl Translator<'_> {
    /// Working days in (a, b]: whole weeks and the rest, less the holidays on working days.
    pub(super) fn workdays(&mut self, a: Sql, b: Sql) -> Sql {
        let d = self.d();
        let text = self.writer.with([a, b], |_, [a, b]| {
            let (a, b) = (a.text, b.text);
            // Working days from Monday, 1 January of the year 1, to a day.
            let until = |date: &str| {
                let count = format!("({} + 1)", d.day_number(date));
                let rest = d.least(&format!("{count} % 7"), "5");
                format!("(5 * {} + {rest})", d.divide(&count, "7"))
            };
            let first = d.next_day(&a);
            let years = format!("{} - {} + 1", d.year(&b), d.year(&first));
            let working = |day: &str| format!("{} % 7 < 5", d.day_number(day));
            let (known, holidays) = match d {
                Dialect::Spark => (
                    format!(
                        "size(filter(cal.years, y -> y BETWEEN {} AND {}))",
                        d.year(&first),
                        d.year(&b)
                    ),
                    format!(
                        "size(filter(cal.days, h -> h > {a} AND h <= {b} AND {}))",
                        working("h")
                    ),
                ),
                _ => {
                    let day = format!("hol.{}", d.name("tanggal"));
                    (
                        format!(
                            "(SELECT COUNT(DISTINCT {}) FROM holidays hol WHERE {} BETWEEN {} AND {})",
                            d.year(&day),
                            d.year(&day),
                            d.year(&first),
                            d.year(&b)
                        ),
                        format!(
                            "(SELECT COUNT(DISTINCT {day}) FROM holidays hol \
                             WHERE {day} > {a} AND {day} <= {b} AND {})",
                            working(&day)
                        ),
                    )
                }
            };
            let count = format!("{} - {} - {holidays}", until(&b), until(&a));
            format!(
                "CASE WHEN {b} <= {a} THEN {} WHEN {known} = {years} THEN {count} END",
                d.int(0).text
            )
        });
        Sql::new(text).bits(23)
    }

    pub(super) fn level(&mut self, id: &Expr) -> Sql {
        let d = self.d();
        let id = self.sql(id);
        let known = format!("p.{}", d.name("kompetensi_known"));
        let row = self.writer.fresh("h");
        let column = |name: &str| format!("{row}.{}", d.name(name));
        let (name, level, date) = (column("kompetensi"), column("level"), column("tanggal"));
        let text = self.writer.with([id], |_, [id]| {
            let id = id.text;
            let here = format!("{name} = {id} AND {level} IS NOT NULL");
            match d {
                Dialect::Spark => {
                    let rows = spark_rows("kompetensi");
                    format!(
                        "CASE WHEN {known} AND NOT exists({rows}, {row} -> coalesce({here} AND {date} IS NULL, false)) \
                         THEN array_max(transform(filter({rows}, {row} -> {here}), \
                         {row} -> struct({date} AS d, {level} AS l))).l END"
                    )
                }
                _ => {
                    let from = format!(
                        "FROM kompetensi {row} WHERE {row}.{key} = p.{key} AND {here}",
                        key = d.name("pns_id")
                    );
                    format!(
                        "CASE WHEN {known} AND NOT EXISTS (SELECT 1 {from} AND {date} IS NULL) \
                         THEN (SELECT {level} {from} ORDER BY {date} DESC, {level} DESC LIMIT 1) END"
                    )
                }
            }
        });
        Sql::new(text)
    }

    /// A three-valued condition on the element; the variable is bound while it is translated.
    fn body(&mut self, local: Local, body: &Expr) -> String {
        self.locals.push(local);
        let text = self.sql(body).text;
        self.locals.pop();
        text
    }

    fn scalars(&mut self, list: &Expr) -> Scalars {
        let Ty::Scalars(element) = self.ty(list) else {
            return Scalars {
                known: Some(self.d().truth(false).to_owned()),
                items: Vec::new(),
                ty: Ty::Bool,
            };
        };
        let ty = element.map_or(Ty::Bool, |ty| *ty);
        match &list.node {
            Node::List(items) => {
                let items = items.iter().map(|item| {
                    let sql = match ty {
                        Ty::Dec => self.decimal(item),
                        _ => self.sql(item),
                    };
                    (sql, None)
                });
                Scalars {
                    known: None,
                    items: items.collect(),
                    ty,
                }
            }
            Node::Filter(inner, body) => {
                let mut list = self.scalars(inner);
                for (item, member) in &mut list.items {
                    let kept = self.body(Local::Value(item.clone(), list.ty.clone()), body);
                    *member = Some(match member {
                        Some(before) => format!("({before} AND {kept})"),
                        None => kept,
                    });
                }
                list
            }
            _ => {
                let (value, known) = match &list.node {
                    Node::Param(i) => (
                        self.policy.params.get(*i).map(|p| p.value.clone()),
                        self.in_force(*i),
                    ),
                    Node::Const(value) => (Some(value.clone()), None),
                    _ => (None, None),
                };
                let Some(Value::List(items)) = value else {
                    return Scalars {
                        known: Some(self.d().truth(false).to_owned()),
                        items: Vec::new(),
                        ty,
                    };
                };
                let item = |item: &crate::value::Item| match (&item.value, &ty) {
                    (Value::Int(n), Ty::Dec) => {
                        let scaled = Decimal::from_int(*n).map_or(Value::Missing, Value::Dec);
                        (self.literal(&scaled, &ty), None)
                    }
                    (value, _) => (self.literal(value, &ty), None),
                };
                Scalars {
                    known,
                    items: items.iter().map(item).collect(),
                    ty,
                }
            }
        }
    }

    fn when_known(&self, known: Option<String>, text: String) -> Sql {
        match known {
            Some(known) => Sql::new(format!("CASE WHEN {known} THEN {text} END")),
            None => Sql::new(text),
        }
    }

    pub(super) fn contained(&mut self, x: &Expr, list: &Expr) -> Sql {
        let list = self.scalars(list);
        let x_ty = self.ty(x);
        let x = match (&x_ty, &list.ty) {
            (Ty::Int, Ty::Dec) => self.decimal(x),
            _ => self.sql(x),
        };
        let no = self.d().truth(false).to_owned();
        let scale = self.d().int(Decimal::SCALE);
        let text = self.writer.with([x], |w, [x]| {
            let mut any = Vec::new();
            for (item, member) in &list.items {
                let equal = match (&x_ty, &list.ty) {
                    (Ty::Golongan, _) => same_scale(&x, "=", item),
                    (Ty::Dec, Ty::Int) => {
                        format!("{} = {}", x.text, w.checked('*', item, &scale).text)
                    }
                    _ => format!("{} = {}", x.text, item.text),
                };
                any.push(match member {
                    Some(member) => format!("{member} AND {equal}"),
                    None => equal,
                });
            }
            match any.is_empty() {
                true => no,
                false => format!("({})", any.join(" OR ")),
            }
        });
        self.when_known(list.known, text)
    }

    pub(super) fn fold(&mut self, list: &Expr, body: &Expr, exists: bool) -> Sql {
        let d = self.d();
        let Ty::History(_) = self.ty(list) else {
            let list = self.scalars(list);
            let mut all = Vec::new();
            for (item, member) in list.items {
                let truth = self.body(Local::Value(item, list.ty.clone()), body);
                all.push(match (member, exists) {
                    (None, _) => truth,
                    (Some(member), true) => format!("({member} AND {truth})"),
                    (Some(member), false) => format!("(NOT {member} OR {truth})"),
                });
            }
            let text = match (all.is_empty(), exists) {
                (true, _) => d.truth(!exists).to_owned(),
                (false, true) => format!("({})", all.join(" OR ")),
                (false, false) => format!("({})", all.join(" AND ")),
            };
            return self.when_known(list.known, text);
        };
        let Some(history) = self.history(list) else {
            return d.null(d.bool_type());
        };
        let truth = self.body(Local::Entry(history.row.clone()), body);
        let asked = match (&history.member, exists) {
            (None, _) => truth,
            (Some(member), true) => format!("({member} AND {truth})"),
            (Some(member), false) => format!("(NOT {member} OR {truth})"),
        };
        let text = match d {
            Dialect::Spark => {
                let function = if exists { "exists" } else { "forall" };
                let rows = spark_rows(history.list.name);
                format!("{function}({rows}, {} -> {asked})", history.row)
            }
            _ => {
                // 2 true, 1 unknown, 0 false: of the entries the highest for `exists`, the lowest for `all`.
                let (pick, none) = if exists { ("MAX", 0) } else { ("MIN", 2) };
                let table = self.writer.fresh("t");
                let from = self.rows(&history, &format!("CAST({asked} AS INTEGER)"));
                format!(
                    "(SELECT CASE COALESCE({pick}(COALESCE({table}.m * 2, 1)), {none}) \
                     WHEN 2 THEN {} WHEN 0 THEN {} END FROM {from} AS {table})",
                    d.truth(true),
                    d.truth(false)
                )
            }
        };
        self.when_known(Some(history.known), text)
    }

    pub(super) fn size(&mut self, list: &Expr) -> Sql {
        let d = self.d();
        let Ty::History(_) = self.ty(list) else {
            let list = self.scalars(list);
            let ones = list.items.iter().map(|(_, member)| match member {
                // PostgreSQL casts no truth to BIGINT.
                Some(member) => {
                    let (one, none) = (d.int(1).text, d.int(0).text);
                    format!("CASE WHEN {member} THEN {one} WHEN NOT {member} THEN {none} END")
                }
                None => d.int(1).text,
            });
            let ones: Vec<String> = ones.collect();
            let text = if ones.is_empty() {
                d.int(0).text
            } else {
                format!("({})", ones.join(" + "))
            };
            return self.when_known(list.known, text).bits(32);
        };
        let Some(history) = self.history(list) else {
            return d.null(d.int_type());
        };
        let (yes, rows) = (d.truth(true).to_owned(), spark_rows(history.list.name));
        let member = history.member.clone().unwrap_or(yes);
        let text = match d {
            Dialect::Spark => {
                let sum = self.writer.fresh("s");
                let row = &history.row;
                format!(
                    "aggregate({rows}, CAST(0 AS BIGINT), ({sum}, {row}) -> {sum} + CAST({member} AS BIGINT))"
                )
            }
            _ => {
                let table = self.writer.fresh("t");
                let from = self.rows(&history, &format!("CAST({member} AS INTEGER)"));
                format!(
                    "(SELECT CASE WHEN COUNT(*) = COUNT({table}.m) THEN CAST(COALESCE(SUM({table}.m), 0) AS {}) END \
                     FROM {from} AS {table})",
                    d.int_type()
                )
            }
        };
        self.when_known(Some(history.known), text).bits(32)
    }

    /// The entries of the person with a value for each, as a table of one column `m`.
    fn rows(&self, history: &History, value: &str) -> String {
        let key = self.d().name("pns_id");
        let (list, row) = (history.list.name, &history.row);
        format!(
            "(SELECT {value} AS m FROM {} {row} WHERE {row}.{key} = p.{key})",
            self.d().name(list)
        )
    }

    fn history(&mut self, list: &Expr) -> Option<History> {
        let d = self.d();
        match &list.node {
            Node::Filter(inner, body) => {
                let mut history = self.history(inner)?;
                let kept = self.body(Local::Entry(history.row.clone()), body);
                history.narrow(kept);
                Some(history)
            }
            Node::LastYears(inner, n, schema) => {
                let mut history = self.history(inner)?;
                let n = self.sql(n).text;
                let at = self.anchor(self.anchor);
                history.known =
                    format!("{} AND {n} IS NOT NULL AND {at} IS NOT NULL", history.known);
                let column = |i: usize| {
                    let name = schema.fields.get(i).map_or("", |field| field.name);
                    format!("{}.{}", history.row, d.name(name))
                };
                let inside = match schema.window {
                    Window::Year(i) => {
                        let (year, now) = (column(i), d.year(&at));
                        let (wide, first) = (d.wide(&year), d.wide(&now));
                        format!("({year} < {now} AND {wide} >= {first} - {})", d.wide(&n))
                    }
                    Window::Date(i) => {
                        let date = column(i);
                        let years = Sql::simple(date.clone());
                        let years = self.writer.years(years, Sql::simple(at.clone())).text;
                        let no = d.truth(false);
                        format!("CASE WHEN {date} > {at} THEN {no} ELSE {years} < {n} END")
                    }
                };
                history.narrow(inside);
                Some(history)
            }
            Node::Person(slot) => {
                let FieldType::List(list) = Kind::Person.fields().get(*slot)?.ty else {
                    return None;
                };
                Some(History {
                    list,
                    known: format!("p.{}", d.name(&known_name(list))),
                    row: self.writer.fresh("h"),
                    member: None,
                })
            }
            _ => None,
        }
    }
}

impl History {
    fn narrow(&mut self, kept: String) {
        self.member = Some(match &self.member {
            Some(before) => format!("({before} AND {kept})"),
            None => kept,
        });
    }
}
