//! Checked expressions as SQL with the same three truth values; every value is written once.

use crate::expr::{ArithOp, CmpOp, Env, Expr, Func, Node, Ty};
use crate::facts::Facts;
use crate::file::{Anchor, Policy};
use crate::schema::{FieldType, Kind};
use crate::value::{Decimal, Value};
use kernel::Golongan;

use super::dialect::{Dialect, REACH, Sql, Writer};
use crate::columns::never_unknown;

/// A variable of a macro.
#[derive(Clone)]
pub(super) enum Local {
    /// An entry of a history: the name of its row.
    Entry(String),
    /// An element of a written list.
    Value(Sql, Ty),
}

/// Translates the rules of one policy.
pub(super) struct Translator<'a> {
    pub(super) writer: Writer,
    pub(super) policy: &'a Policy,
    pub(super) anchor: Anchor,
    pub(super) locals: Vec<Local>,
}

fn op_sign(op: CmpOp) -> &'static str {
    match op {
        CmpOp::Eq => "=",
        CmpOp::Ne => "<>",
        CmpOp::Lt => "<",
        CmpOp::Le => "<=",
        CmpOp::Gt => ">",
        CmpOp::Ge => ">=",
    }
}

/// A golongan as a number: PNS 1 to 17, PPPK 33 to 49.
pub(super) fn golongan_code(golongan: Golongan) -> i64 {
    match golongan {
        Golongan::Pns(step) => step.into(),
        Golongan::Pppk(step) => 32 + i64::from(step),
    }
}

impl<'a> Translator<'a> {
    pub(super) fn new(policy: &'a Policy, dialect: Dialect) -> Self {
        Self {
            writer: Writer::new(dialect),
            policy,
            anchor: Anchor::Decision,
            locals: Vec::new(),
        }
    }

    pub(super) fn d(&self) -> Dialect {
        self.writer.dialect
    }

    /// Column with the date of an anchor.
    pub(super) fn anchor(&self, anchor: Anchor) -> String {
        format!("c.{}", self.d().name(anchor.name()))
    }

    /// The expression of a rule with this anchor.
    pub(super) fn rule(&mut self, expr: &Expr, anchor: Anchor) -> Sql {
        self.anchor = anchor;
        if matches!(self.ty(expr), Ty::Span) {
            // Points are numbers, so that no rule is a duration; a condition never is.
            return self.d().null(self.d().int_type());
        }
        self.sql(expr)
    }

    /// The type of an expression, from its leaves.
    pub(super) fn ty(&self, expr: &Expr) -> Ty {
        let field = |kind: Kind, i: usize| kind.fields().get(i).map_or(Ty::Int, |f| Ty::of(f.ty));
        match &expr.node {
            Node::Const(value) => type_of(value),
            Node::Param(i) => self.policy.params.get(*i).map_or(Ty::Int, |p| p.ty.clone()),
            Node::Person(i) => field(Kind::Person, *i),
            Node::Case(i) => field(Kind::Case, *i),
            Node::At => Ty::Date,
            Node::Local(i) => match self.locals.get(*i) {
                Some(Local::Value(_, ty)) => ty.clone(),
                _ => Ty::Int,
            },
            Node::Column(_, i, list) => list.fields.get(*i).map_or(Ty::Int, |f| Ty::of(f.ty)),
            Node::Not(_)
            | Node::Cmp(..)
            | Node::In(..)
            | Node::And(..)
            | Node::Or(..)
            | Node::Has(_)
            | Node::Exists(..)
            | Node::All(..) => Ty::Bool,
            Node::Neg(a) => self.ty(a),
            Node::Arith(_, a, b) => match (self.ty(a), self.ty(b)) {
                (Ty::Date, _) => Ty::Date,
                (Ty::Span, _) => Ty::Span,
                (Ty::Int, Ty::Int) => Ty::Int,
                _ => Ty::Dec,
            },
            Node::Cond(_, a, b) => match &a.node {
                Node::Const(Value::Missing) => self.ty(b),
                _ => self.ty(a),
            },
            Node::Size(_) | Node::Level(_) => Ty::Int,
            Node::Call(func, ..) => match func {
                Func::AddMonths | Func::AddYears => Ty::Date,
                _ => Ty::Int,
            },
            Node::Filter(list, _) | Node::LastYears(list, ..) => self.ty(list),
            Node::List(items) => {
                let element = items.iter().map(|item| self.ty(item));
                // One decimal makes all numbers of a list decimals.
                let element = element.reduce(|a, b| if matches!(b, Ty::Dec) { b } else { a });
                Ty::Scalars(element.map(Box::new))
            }
        }
    }

    pub(super) fn sql_type(&self, ty: &Ty) -> &'static str {
        match ty {
            Ty::Str => self.d().text_type(),
            Ty::Bool => self.d().bool_type(),
            Ty::Date => self.d().date_type(),
            _ => self.d().int_type(),
        }
    }

    pub(super) fn literal(&self, value: &Value, ty: &Ty) -> Sql {
        let d = self.d();
        match value {
            Value::Int(n) => d.int(*n),
            Value::Dec(Decimal(n)) => d.int(*n),
            Value::Str(text) => Sql::simple(d.text(text)),
            Value::Bool(b) => Sql::simple(d.truth(*b)),
            Value::Date(date) => Sql::simple(d.date(*date)),
            Value::Golongan(g) => d.int(golongan_code(*g)),
            _ => d.null(self.sql_type(ty)),
        }
    }

    /// The value when it depends on nothing but the policy.
    pub(super) fn fixed(&self, expr: &Expr) -> Option<Value> {
        let mut free = true;
        expr.walk(&mut |e| match &e.node {
            Node::Person(_) | Node::Case(_) | Node::At | Node::Local(_) | Node::Level(_) => {
                free = false;
            }
            Node::LastYears(..) => free = false,
            Node::Call(Func::Workdays, ..) => free = false,
            Node::Param(i) => {
                let param = self.policy.params.get(*i);
                free &= param.is_some_and(|p| p.from.is_none() && p.to.is_none());
            }
            _ => {}
        });
        if !free {
            return None;
        }
        let (person, case) = (Facts::person(), Facts::case());
        let calendar = crate::calendar::Calendar::default();
        let env = Env {
            person: &person,
            case: &case,
            params: &self.policy.params,
            calendar: &calendar,
            anchor: self.anchor,
            shift: 0,
            strict: false,
        };
        Some(env.eval(expr))
    }

    /// Any expression but a duration, a list or an entry.
    pub(super) fn sql(&mut self, expr: &Expr) -> Sql {
        let ty = self.ty(expr);
        if !matches!(ty, Ty::Scalars(_) | Ty::History(_) | Ty::Entry(_))
            && let Some(value) = self.fixed(expr)
        {
            return self.literal(&value, &ty);
        }
        let d = self.d();
        match &expr.node {
            Node::Const(value) => self.literal(value, &ty),
            Node::Param(i) => self.dated_param(*i, &ty),
            Node::Person(i) => self.fact("p", Kind::Person, *i),
            Node::Case(i) => self.fact("c", Kind::Case, *i),
            Node::At => Sql::simple(self.anchor(self.anchor)),
            Node::Local(i) => match self.locals.get(*i) {
                Some(Local::Value(sql, _)) => sql.clone(),
                _ => d.null(d.int_type()),
            },
            Node::Column(entry, i, list) => match &entry.node {
                Node::Local(local) => match (self.locals.get(*local), list.fields.get(*i)) {
                    (Some(Local::Entry(row)), Some(field)) => {
                        Sql::simple(format!("{row}.{}", d.name(field.name)))
                    }
                    _ => d.null(d.int_type()),
                },
                _ => d.null(d.int_type()),
            },
            Node::Not(a) => Sql::new(format!("(NOT {})", self.sql(a).text)),
            Node::And(a, b) => Sql::new(format!("({} AND {})", self.sql(a).text, self.sql(b).text)),
            Node::Or(a, b) => Sql::new(format!("({} OR {})", self.sql(a).text, self.sql(b).text)),
            Node::Has(a) => match self.ty(a) {
                Ty::History(list) => {
                    let known = format!("p.{}", d.name(&super::schema::known_name(list)));
                    let no = d.truth(false);
                    Sql::new(format!("COALESCE({known}, {no})"))
                }
                _ => Sql::new(format!("({} IS NOT NULL)", self.sql(a).text)),
            },
            Node::Neg(a) => {
                let a = self.sql(a);
                let zero = d.int(0);
                self.writer.checked('-', &zero, &a)
            }
            Node::Arith(op, a, b) => self.arith(*op, a, b),
            Node::Cmp(op, a, b) => self.compare(*op, a, b),
            Node::Cond(c, a, b) => self.choice(c, a, b),
            Node::Call(func, a, b) => self.call(*func, a, b),
            Node::Level(id) => self.level(id),
            Node::In(x, list) => self.contained(x, list),
            Node::Exists(list, body) => self.fold(list, body, true),
            Node::All(list, body) => self.fold(list, body, false),
            Node::Size(list) => self.size(list),
            // Lists have no value of their own in SQL; only what is asked of them has.
            Node::Filter(..) | Node::LastYears(..) | Node::List(_) => d.null(d.int_type()),
        }
    }

    pub(super) fn fact(&self, table: &str, kind: Kind, slot: usize) -> Sql {
        let d = self.d();
        let Some(field) = kind.fields().get(slot) else {
            return d.null(d.int_type());
        };
        let name = match field.ty {
            FieldType::Golongan => super::schema::code_name(field),
            _ => field.name.to_owned(),
        };
        Sql::simple(format!("{table}.{}", d.name(&name)))
    }

    /// Whether the date of a parameter with dates of its own lies within them.
    pub(super) fn in_force(&self, param: usize) -> Option<String> {
        let param = self.policy.params.get(param)?;
        let date = self.anchor(param.anchor);
        let from = param
            .from
            .map(|from| format!("{date} >= {}", self.d().date(from)));
        let to = param.to.map(|to| format!("{date} < {}", self.d().date(to)));
        let both: Vec<String> = from.into_iter().chain(to).collect();
        (!both.is_empty()).then(|| both.join(" AND "))
    }

    pub(super) fn dated_param(&self, param: usize, ty: &Ty) -> Sql {
        let value = self.policy.params.get(param).map(|p| &p.value);
        let value = self.literal(value.unwrap_or(&Value::Missing), ty);
        match self.in_force(param) {
            Some(dates) => {
                Sql::new(format!("CASE WHEN {dates} THEN {} END", value.text)).bits(value.bits)
            }
            None => value,
        }
    }

    /// A number as a decimal scaled by 10⁴.
    pub(super) fn decimal(&mut self, expr: &Expr) -> Sql {
        let (sql, ty) = (self.sql(expr), self.ty(expr));
        match ty {
            Ty::Int => {
                let scale = self.d().int(Decimal::SCALE);
                self.writer.checked('*', &sql, &scale)
            }
            _ => sql,
        }
    }

    pub(super) fn arith(&mut self, op: ArithOp, a: &Expr, b: &Expr) -> Sql {
        let d = self.d();
        match (op, self.ty(a), self.ty(b)) {
            (ArithOp::Add | ArithOp::Sub, Ty::Date, _) => {
                let date = self.sql(a);
                let (months, days) = self.span(b);
                let (months, days) = if op == ArithOp::Sub {
                    let zero = d.int(0);
                    let turn = |w: &mut Writer, n: Sql| w.checked('-', &zero, &n);
                    (turn(&mut self.writer, months), turn(&mut self.writer, days))
                } else {
                    (months, days)
                };
                let date = if months.text == d.int(0).text {
                    date
                } else {
                    self.writer.add_months(date, months)
                };
                if days.text == d.int(0).text {
                    return date;
                }
                self.writer.add_days(date, days)
            }
            (ArithOp::Div, ..) => self.divide(a, b),
            (ArithOp::Rem, ..) => {
                let (x, n) = (self.sql(a), self.sql(b));
                if let Node::Const(Value::Int(-1)) = b.node {
                    // The remainder is 0, but for the smallest number there is none.
                    let text = self.writer.with([x], |_, [x]| {
                        let (x, least, zero) = (x.text, d.int(i64::MIN).text, d.int(0).text);
                        format!("CASE WHEN {x} <> {least} THEN {zero} END")
                    });
                    return Sql::new(text).bits(1);
                }
                Sql::new(format!("({} % {})", x.text, n.text)).bits(n.bits)
            }
            (ArithOp::Mul, Ty::Int, Ty::Int) => {
                let (a, b) = (self.sql(a), self.sql(b));
                self.writer.checked('*', &a, &b)
            }
            (ArithOp::Mul, ..) => {
                let (a, b) = (self.decimal(a), self.decimal(b));
                self.writer.decimal_product(a, b)
            }
            (_, x, y) => {
                let whole = matches!((x, y), (Ty::Int, Ty::Int));
                let (a, b) = if whole {
                    (self.sql(a), self.sql(b))
                } else {
                    (self.decimal(a), self.decimal(b))
                };
                let sign = if op == ArithOp::Sub { '-' } else { '+' };
                self.writer.checked(sign, &a, &b)
            }
        }
    }

    pub(super) fn divide(&mut self, a: &Expr, b: &Expr) -> Sql {
        let (x, n) = (self.sql(a), self.sql(b));
        if let Node::Const(Value::Int(-1)) = b.node {
            let zero = self.d().int(0);
            return self.writer.checked('-', &zero, &x);
        }
        Sql::new(self.d().divide(&x.text, &n.text)).bits(x.bits)
    }

    /// Months and days of a duration; both NULL when it is not known.
    pub(super) fn span(&mut self, expr: &Expr) -> (Sql, Sql) {
        let d = self.d();
        if let Some(value) = self.fixed(expr) {
            return match value {
                Value::Span(span) => (d.int(span.months.into()), d.int(span.days.into())),
                _ => (d.null(d.int_type()), d.null(d.int_type())),
            };
        }
        match &expr.node {
            Node::Arith(op, a, b) => {
                let ((am, ad), (bm, bd)) = (self.span(a), self.span(b));
                let sign = if *op == ArithOp::Sub { '-' } else { '+' };
                let (m, n) = (
                    self.writer.checked(sign, &am, &bm),
                    self.writer.checked(sign, &ad, &bd),
                );
                // Each part must fit 32 bits, or the duration is not known.
                let fits = |part: &str, m: &str, n: &str| {
                    let range = "BETWEEN -2147483648 AND 2147483647";
                    format!("CASE WHEN {m} {range} AND {n} {range} THEN {part} END")
                };
                let months = self.writer.with([m.clone(), n.clone()], |_, [m, n]| {
                    fits(&m.text, &m.text, &n.text)
                });
                let days = self
                    .writer
                    .with([m, n], |_, [m, n]| fits(&n.text, &m.text, &n.text));
                (Sql::new(months).bits(32), Sql::new(days).bits(32))
            }
            Node::Cond(c, a, b) => {
                let c = self.sql(c);
                let ((am, ad), (bm, bd)) = (self.span(a), self.span(b));
                let pick = |w: &mut Writer, second: bool| {
                    let values = [c.clone(), am.clone(), ad.clone(), bm.clone(), bd.clone()];
                    w.with(values, |_, [c, am, ad, bm, bd]| {
                        let (a, b) = if second { (&ad, &bd) } else { (&am, &bm) };
                        format!(
                            "CASE WHEN {c} THEN {} WHEN NOT {c} THEN {} \
                             WHEN {} = {} AND {} = {} THEN {} END",
                            a.text,
                            b.text,
                            am.text,
                            bm.text,
                            ad.text,
                            bd.text,
                            a.text,
                            c = c.text
                        )
                    })
                };
                let (months, days) = (pick(&mut self.writer, false), pick(&mut self.writer, true));
                (Sql::new(months).bits(32), Sql::new(days).bits(32))
            }
            _ => (d.null(d.int_type()), d.null(d.int_type())),
        }
    }

    pub(super) fn compare(&mut self, op: CmpOp, a: &Expr, b: &Expr) -> Sql {
        let sign = op_sign(op);
        let d = self.d();
        match (self.ty(a), self.ty(b)) {
            (Ty::Int, Ty::Dec) => {
                let (a, b) = (self.sql(a), self.sql(b));
                let a = format!("{} * {}", d.wide(&a.text), d.wide("10000"));
                Sql::new(format!("({a} {sign} {})", d.wide(&b.text)))
            }
            (Ty::Dec, Ty::Int) => {
                let (a, b) = (self.sql(a), self.sql(b));
                let b = format!("{} * {}", d.wide(&b.text), d.wide("10000"));
                Sql::new(format!("({} {sign} {b})", d.wide(&a.text)))
            }
            (Ty::Golongan, Ty::Golongan) => {
                let (a, b) = (self.sql(a), self.sql(b));
                Sql::new(
                    self.writer
                        .with([a, b], |_, [a, b]| same_scale(&a, sign, &b)),
                )
            }
            (Ty::Span, Ty::Span) => {
                let ((am, ad), (bm, bd)) = (self.span(a), self.span(b));
                let text = self.writer.with([am, ad, bm, bd], |_, [am, ad, bm, bd]| {
                    let (am, ad, bm, bd) = (am.text, ad.text, bm.text, bd.text);
                    // A month has no fixed number of days, so that one part more and the other less has no order.
                    format!(
                        "CASE WHEN {am} > {bm} AND {ad} < {bd} OR {am} < {bm} AND {ad} > {bd} \
                         OR {am} IS NULL OR {bm} IS NULL THEN {} \
                         ELSE CASE WHEN {am} > {bm} OR {ad} > {bd} THEN 1 \
                         WHEN {am} < {bm} OR {ad} < {bd} THEN -1 ELSE 0 END {sign} 0 END",
                        d.null(d.bool_type()).text
                    )
                });
                Sql::new(text)
            }
            _ => {
                let (a, b) = (self.sql(a), self.sql(b));
                Sql::new(format!("({} {sign} {})", a.text, b.text))
            }
        }
    }

    pub(super) fn choice(&mut self, c: &Expr, a: &Expr, b: &Expr) -> Sql {
        let certain = never_unknown(c);
        let boolean = matches!(self.ty(a), Ty::Bool) || matches!(self.ty(b), Ty::Bool);
        let (c, a, b) = (self.sql(c), self.sql(a), self.sql(b));
        let bits = a.bits.max(b.bits);
        let text = if certain {
            format!("CASE WHEN {} THEN {} ELSE {} END", c.text, a.text, b.text)
        } else {
            self.writer.with([c, a, b], |_, [c, a, b]| {
                let (c, a, b) = (c.text, a.text, b.text);
                if boolean {
                    format!("({c} AND {a} OR NOT {c} AND {b} OR {a} AND {b})")
                } else {
                    format!(
                        "CASE WHEN {c} THEN {a} WHEN NOT {c} THEN {b} WHEN {a} = {b} THEN {a} END"
                    )
                }
            })
        };
        Sql::new(text).bits(bits)
    }

    pub(super) fn call(&mut self, func: Func, a: &Expr, b: &Expr) -> Sql {
        let (x, y) = (self.sql(a), self.sql(b));
        let d = self.d();
        match func {
            Func::Years => self.writer.years(x, y),
            Func::Months => self.writer.months(x, y),
            Func::Days => Sql::new(d.days(&x.text, &y.text)).bits(23),
            Func::Workdays => self.workdays(x, y),
            Func::AddMonths => self.writer.add_months(x, y),
            Func::AddYears => {
                // More years than there are lead nowhere; the guard keeps the product small.
                let years = self.writer.with([y], |_, [n]| {
                    let most = REACH / 12;
                    let n = n.text;
                    format!("CASE WHEN {n} BETWEEN -{most} AND {most} THEN {n} * 12 END")
                });
                self.writer.add_months(x, Sql::new(years).bits(18))
            }
        }
    }
}

/// Comparison of two golongan: unknown across the two scales.
pub(super) fn same_scale(a: &Sql, sign: &str, b: &Sql) -> String {
    let (a, b) = (&a.text, &b.text);
    format!("CASE WHEN ({a} > 32) = ({b} > 32) THEN {a} {sign} {b} END")
}

fn type_of(value: &Value) -> Ty {
    match value {
        Value::Dec(_) => Ty::Dec,
        Value::Str(_) => Ty::Str,
        Value::Bool(_) => Ty::Bool,
        Value::Date(_) => Ty::Date,
        Value::Span(_) => Ty::Span,
        Value::Golongan(_) => Ty::Golongan,
        Value::List(items) => {
            let types = items.iter().map(|item| type_of(&item.value));
            let element = types.reduce(|a, b| if matches!(b, Ty::Dec) { b } else { a });
            Ty::Scalars(element.map(Box::new))
        }
        Value::Missing | Value::Int(_) | Value::Record(_) => Ty::Int,
    }
}
