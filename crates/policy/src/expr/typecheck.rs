//! Names and types: turns what was parsed into a checked expression, or says what is wrong and what is near.

use std::ops::Range;

use super::ExprError;
use super::ast::{Ast, AstNode};
use super::functions;
use super::parser::parse;
use super::typed::{ArithOp, CmpOp, Expr, Node, Ty};
use crate::diagnostic::nearest;
use crate::schema::{Field, FieldType, Kind};
use crate::value::{Decimal, Value};

/// A parameter that expressions may name.
#[derive(Clone, Debug)]
pub(crate) struct ParamType {
    pub(crate) name: String,
    pub(crate) ty: Ty,
    /// Whether it has dates of its own and so may change while time passes.
    pub(crate) dated: bool,
    /// Number of values of a list, 1 otherwise.
    pub(crate) length: usize,
}

/// The names an expression may use beyond the two schemas.
pub(crate) struct Scope<'a> {
    pub(crate) params: &'a [ParamType],
}

/// Parses and checks; besides the expression comes what deserves a warning.
pub(crate) fn compile(
    text: &str,
    scope: &Scope<'_>,
) -> Result<(Expr, Ty, Vec<ExprError>), ExprError> {
    let ast = parse(text)?;
    let mut checker = Checker {
        scope,
        locals: Vec::new(),
        warnings: Vec::new(),
    };
    let (expr, ty) = checker.check(&ast)?;
    if work(&expr, scope) > MAX_WORK {
        return Err(
            ExprError::new(ast.span, "this expression looks at too many combinations")
                .help("lists inside lists multiply: ask each list by itself, or split the rule"),
        );
    }
    Ok((expr, ty, checker.warnings))
}

/// What one evaluation may take, in looks at a part of the expression: without this bound lists inside lists could
/// make a short text take hours.
const MAX_WORK: u64 = 100_000;

/// Entries that a history is taken to have for that.
const ENTRIES: u64 = 16;

/// About how many parts are looked at to evaluate the expression once.
fn work(expr: &Expr, scope: &Scope<'_>) -> u64 {
    match &expr.node {
        Node::Exists(list, body) | Node::All(list, body) | Node::Filter(list, body) => {
            let each = work(body, scope).saturating_mul(length(list, scope));
            work(list, scope).saturating_add(each).saturating_add(1)
        }
        _ => {
            let own = match &expr.node {
                Node::In(_, list) => length(list, scope),
                _ => 1,
            };
            let children = expr.children().into_iter();
            children.fold(own, |sum, child| sum.saturating_add(work(child, scope)))
        }
    }
}

fn length(list: &Expr, scope: &Scope<'_>) -> u64 {
    match &list.node {
        Node::List(items) => items.len() as u64,
        Node::Param(i) => scope.params.get(*i).map_or(1, |param| param.length as u64),
        Node::Filter(inner, _) | Node::LastYears(inner, ..) => length(inner, scope),
        Node::Cond(_, yes, no) => length(yes, scope).max(length(no, scope)),
        _ => ENTRIES,
    }
}

pub(super) struct Checker<'a> {
    scope: &'a Scope<'a>,
    locals: Vec<(String, Ty)>,
    warnings: Vec<ExprError>,
}

pub(super) type Checked = Result<(Expr, Ty), ExprError>;

pub(super) fn done(node: Node, span: &Range<usize>, ty: Ty) -> Checked {
    Ok((Expr::new(node, span.clone(), false), ty))
}

pub(super) fn mismatch(ast: &Ast, expected: &str, found: &Ty) -> ExprError {
    ExprError::new(
        ast.span.clone(),
        format!("expected {expected}, found {}", found.name()),
    )
}

impl Checker<'_> {
    pub(super) fn check(&mut self, ast: &Ast) -> Checked {
        let span = &ast.span;
        match &ast.node {
            AstNode::Int(n) => done(Node::Const(Value::Int(*n)), span, Ty::Int),
            AstNode::Dec(d) => done(Node::Const(Value::Dec(*d)), span, Ty::Dec),
            AstNode::Str(s) => done(Node::Const(Value::text(s)), span, Ty::Str),
            AstNode::Bool(b) => done(Node::Const(Value::Bool(*b)), span, Ty::Bool),
            AstNode::Name(name) => self.name(name, span),
            AstNode::Select(inner, name, place) => self.select(inner, name, place, span),
            AstNode::Call(name, place, args) => functions::call(self, name, place, args, span),
            AstNode::Method(list, name, place, args) => self.method(list, name, place, args, span),
            AstNode::List(items) => self.list(items, span),
            AstNode::Not(inner) => {
                let inner = self.boolean(inner).map_err(|error| {
                    let bare = matches!(inner.node, AstNode::Name(_) | AstNode::Select(..));
                    if bare && error.help.is_none() {
                        error
                            .help("`!` binds more than a comparison: write `!(a == b)` or `a != b`")
                    } else {
                        error
                    }
                })?;
                done(Node::Not(Box::new(inner)), span, Ty::Bool)
            }
            AstNode::Neg(inner) => {
                let (expr, ty) = self.check(inner)?;
                if !ty.is_number() {
                    return Err(mismatch(inner, "a number", &ty));
                }
                // A negative number written out is a literal too.
                match expr.node {
                    Node::Const(Value::Int(n)) => done(Node::Const(Value::Int(-n)), span, ty),
                    Node::Const(Value::Dec(Decimal(n))) => {
                        done(Node::Const(Value::Dec(Decimal(-n))), span, ty)
                    }
                    _ => done(Node::Neg(Box::new(expr)), span, ty),
                }
            }
            AstNode::Binary(sign, place, a, b) => self.binary(sign, place, a, b, span),
            AstNode::Cond(condition, yes, no) => self.cond(condition, yes, no, span),
        }
    }

    pub(super) fn boolean(&mut self, ast: &Ast) -> Result<Expr, ExprError> {
        match self.check(ast)? {
            (expr, Ty::Bool) => Ok(expr),
            (_, ty) => Err(mismatch(ast, "a condition (boolean)", &ty)),
        }
    }

    fn name(&mut self, name: &str, span: &Range<usize>) -> Checked {
        if let Some(i) = self.locals.iter().rposition(|(local, _)| local == name) {
            let ty = self.locals[i].1.clone();
            return done(Node::Local(i), span, ty);
        }
        if name == "at" {
            return done(Node::At, span, Ty::Date);
        }
        if let Some(i) = self.scope.params.iter().position(|p| p.name == name) {
            let param = &self.scope.params[i];
            let expr = Expr::new(Node::Param(i), span.clone(), param.dated);
            return Ok((expr, param.ty.clone()));
        }
        if let Some(i) = Kind::Person.position(name) {
            let ty = Ty::of(Kind::Person.fields()[i].ty);
            return done(Node::Person(i), span, ty);
        }
        let error = ExprError::new(
            span.clone(),
            format!("`{name}` is neither a fact of the person nor a parameter of this file"),
        );
        if name == "case" {
            return Err(error.help("name one of its facts, such as `case.start`"));
        }
        if Kind::Case.position(name).is_some() {
            return Err(error.help(format!("it is a fact of the case: write `case.{name}`")));
        }
        if let Some(help) = stranger(name) {
            return Err(error.help(help));
        }
        let known = self.locals.iter().map(|(local, _)| local.as_str());
        let known = known
            .chain(self.scope.params.iter().map(|p| p.name.as_str()))
            .chain(Kind::Person.fields().iter().map(|f| f.name))
            .chain(["at", "true", "false"]);
        Err(match nearest(name, known) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error.help("`titian policy schema` lists the names"),
        })
    }

    fn select(
        &mut self,
        inner: &Ast,
        name: &str,
        place: &Range<usize>,
        span: &Range<usize>,
    ) -> Checked {
        let shadowed = self.locals.iter().any(|(local, _)| local == "case");
        if matches!(&inner.node, AstNode::Name(n) if n == "case") && !shadowed {
            return match Kind::Case.position(name) {
                Some(i) => done(Node::Case(i), span, Ty::of(Kind::Case.fields()[i].ty)),
                None => Err(unknown_column("the case", name, place, Kind::Case.fields())),
            };
        }
        let (expr, ty) = self.check(inner)?;
        match ty {
            Ty::Entry(list) => match list.position(name) {
                Some(i) => {
                    let ty = Ty::of(list.fields[i].ty);
                    done(Node::Column(Box::new(expr), i, list), span, ty)
                }
                None => Err(unknown_column(
                    &format!("an entry of `{}`", list.name),
                    name,
                    place,
                    list.fields,
                )),
            },
            Ty::History(list) => Err(ExprError::new(
                place.clone(),
                format!("`{}` is a list and has no `{name}`", list.name),
            )
            .help(format!(
                "look at its entries: `{0}.exists(x, x.{name} …)` or `{0}.all(x, …)`",
                list.name
            ))),
            ty => Err(ExprError::new(
                place.clone(),
                format!("a value of type {} has no `{name}`", ty.name()),
            )),
        }
    }

    fn method(
        &mut self,
        list: &Ast,
        name: &str,
        place: &Range<usize>,
        args: &[Ast],
        span: &Range<usize>,
    ) -> Checked {
        if !["exists", "all", "filter"].contains(&name) {
            let error = ExprError::new(place.clone(), format!("there is no method `{name}`"));
            return Err(match nearest(name, ["exists", "all", "filter"]) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error.help("lists have `exists(x, p)`, `all(x, p)` and `filter(x, p)`"),
            });
        }
        let (list_expr, list_ty) = self.check(list)?;
        let element = match &list_ty {
            Ty::History(schema) => Ty::Entry(schema),
            Ty::Scalars(Some(inner)) => (**inner).clone(),
            Ty::Scalars(None) => Ty::Bool,
            other => return Err(mismatch(list, "a list", other)),
        };
        let [variable, body] = args else {
            return Err(ExprError::new(
                span.clone(),
                format!("`{name}` takes a variable and a condition"),
            )
            .help(format!("write `list.{name}(x, …)`")));
        };
        let AstNode::Name(variable_name) = &variable.node else {
            return Err(ExprError::new(
                variable.span.clone(),
                "expected the name of a variable",
            ));
        };
        let taken = variable_name == "at"
            || variable_name == "case"
            || Kind::Person.position(variable_name).is_some()
            || self.scope.params.iter().any(|p| &p.name == variable_name);
        if taken {
            return Err(ExprError::new(
                variable.span.clone(),
                format!("`{variable_name}` already names something else"),
            )
            .help("choose another variable"));
        }
        self.locals.push((variable_name.clone(), element));
        let body = self.boolean(body);
        self.locals.pop();
        let (list_expr, body) = (Box::new(list_expr), Box::new(body?));
        match name {
            "exists" => done(Node::Exists(list_expr, body), span, Ty::Bool),
            "all" => done(Node::All(list_expr, body), span, Ty::Bool),
            _ => done(Node::Filter(list_expr, body), span, list_ty),
        }
    }

    fn list(&mut self, items: &[Ast], span: &Range<usize>) -> Checked {
        let mut exprs = Vec::with_capacity(items.len());
        let mut element: Option<Ty> = None;
        for item in items {
            let (expr, ty) = self.check(item)?;
            let fits = element.as_ref().is_none_or(|first| first.comparable(&ty));
            if !fits || !ty.comparable(&ty) {
                let expected = element.as_ref().map_or("a single value".into(), Ty::name);
                return Err(mismatch(item, &expected, &ty));
            }
            element.get_or_insert(ty);
            exprs.push(expr);
        }
        done(Node::List(exprs), span, Ty::Scalars(element.map(Box::new)))
    }

    fn cond(&mut self, condition: &Ast, yes: &Ast, no: &Ast, span: &Range<usize>) -> Checked {
        let condition = self.boolean(condition)?;
        let (mut yes_expr, yes_ty) = self.check(yes)?;
        let (mut no_expr, no_ty) = self.check(no)?;
        if !yes_ty.comparable(&no_ty) {
            return Err(mismatch(
                no,
                &format!("{} as in the other branch", yes_ty.name()),
                &no_ty,
            ));
        }
        let ty = if matches!((&yes_ty, &no_ty), (Ty::Int, Ty::Dec) | (Ty::Dec, Ty::Int)) {
            yes_expr = widen(yes_expr);
            no_expr = widen(no_expr);
            Ty::Dec
        } else {
            yes_ty
        };
        done(
            Node::Cond(Box::new(condition), Box::new(yes_expr), Box::new(no_expr)),
            span,
            ty,
        )
    }

    fn binary(
        &mut self,
        sign: &str,
        place: &Range<usize>,
        a: &Ast,
        b: &Ast,
        span: &Range<usize>,
    ) -> Checked {
        if sign == "&&" || sign == "||" {
            let (a, b) = (Box::new(self.boolean(a)?), Box::new(self.boolean(b)?));
            let node = if sign == "&&" {
                Node::And(a, b)
            } else {
                Node::Or(a, b)
            };
            return done(node, span, Ty::Bool);
        }
        let (left, left_ty) = self.check(a)?;
        let (right, right_ty) = self.check(b)?;
        let (l, r) = (Box::new(left), Box::new(right));
        if sign == "in" {
            let element = match &right_ty {
                Ty::Scalars(inner) => inner.as_deref(),
                other => return Err(mismatch(b, "a list of values", other)),
            };
            if element.is_some_and(|element| !element.comparable(&left_ty)) {
                let expected = element.map_or_else(String::new, Ty::name);
                return Err(mismatch(a, &format!("{expected} as in the list"), &left_ty));
            }
            self.warn_words(&l, b, &r);
            return done(Node::In(l, r), span, Ty::Bool);
        }
        if let Some(op) = compare_op(sign) {
            if !left_ty.comparable(&right_ty) {
                return Err(self.not_comparable(place, &left_ty, &right_ty));
            }
            let ordered = !matches!(op, CmpOp::Eq | CmpOp::Ne);
            if ordered && matches!(left_ty, Ty::Str | Ty::Bool) {
                return Err(ExprError::new(
                    place.clone(),
                    format!("{} values have no order", left_ty.name()),
                )
                .help("only `==`, `!=` and `in` compare them"));
            }
            self.warn_words(&l, b, &r);
            self.warn_words(&r, a, &l);
            return done(Node::Cmp(op, l, r), span, Ty::Bool);
        }
        self.arith(sign, place, (a, l, left_ty), (b, r, right_ty), span)
    }

    fn not_comparable(&self, place: &Range<usize>, a: &Ty, b: &Ty) -> ExprError {
        let error = ExprError::new(
            place.clone(),
            format!("cannot compare {} with {}", a.name(), b.name()),
        );
        match (a, b) {
            (Ty::Date, Ty::Str) | (Ty::Str, Ty::Date) => error.help("write `date(\"2026-03-01\")`"),
            (Ty::Date, Ty::Int | Ty::Dec) | (Ty::Int | Ty::Dec, Ty::Date) => error.help(
                "count the time between two dates: `years(a, b)`, `months(a, b)`, `days(a, b)`",
            ),
            (Ty::Bool, Ty::Str) | (Ty::Str, Ty::Bool) => {
                error.help("a yes-or-no fact stands alone: write `x`, or `!x` for no")
            }
            (Ty::Int | Ty::Dec, Ty::Str) | (Ty::Str, Ty::Int | Ty::Dec) => {
                error.help("numbers stand without quotes")
            }
            (Ty::Str, Ty::Scalars(_)) => error.help("write `x in list`"),
            (Ty::Golongan, Ty::Str) | (Ty::Str, Ty::Golongan) => {
                error.help("write `golongan(\"III/a\")`")
            }
            _ => error,
        }
    }

    fn arith(
        &mut self,
        sign: &str,
        place: &Range<usize>,
        (a, left, left_ty): (&Ast, Box<Expr>, Ty),
        (b, right, right_ty): (&Ast, Box<Expr>, Ty),
        span: &Range<usize>,
    ) -> Checked {
        let op = match sign {
            "+" => ArithOp::Add,
            "-" => ArithOp::Sub,
            "*" => ArithOp::Mul,
            "/" => ArithOp::Div,
            _ => ArithOp::Rem,
        };
        if matches!(op, ArithOp::Div | ArithOp::Rem) {
            if !matches!(left_ty, Ty::Int) {
                return Err(mismatch(a, "an integer to divide", &left_ty));
            }
            return match right.node {
                Node::Const(Value::Int(n)) if n != 0 => {
                    done(Node::Arith(op, left, right), span, Ty::Int)
                }
                _ => Err(ExprError::new(
                    b.span.clone(),
                    "the divisor must be a whole number other than 0, written out",
                )
                .help("so that no division can fail: write `x / 12`, not `x / n`")),
            };
        }
        let ty = match (op, &left_ty, &right_ty) {
            (_, Ty::Int, Ty::Int) => Ty::Int,
            (_, x, y) if x.is_number() && y.is_number() => Ty::Dec,
            (ArithOp::Add | ArithOp::Sub, Ty::Date, Ty::Span) => Ty::Date,
            (ArithOp::Add | ArithOp::Sub, Ty::Span, Ty::Span) => Ty::Span,
            _ => {
                let error = ExprError::new(
                    place.clone(),
                    format!(
                        "`{sign}` does not take {} and {}",
                        left_ty.name(),
                        right_ty.name()
                    ),
                );
                return Err(match (&left_ty, &right_ty) {
                    (Ty::Date, Ty::Date) => error.help("write `days(a, b)` for the days between"),
                    (Ty::Date, Ty::Int) => {
                        error.help("write `add_months(d, n)`, or add a length of time such as `duration(\"P30D\")`")
                    }
                    _ => error,
                });
            }
        };
        done(Node::Arith(op, left, right), span, ty)
    }

    /// Warns when a fact with a closed vocabulary is compared with a word that it never has.
    fn warn_words(&mut self, fact: &Expr, ast: &Ast, other: &Expr) {
        let Some(field) = field_of(fact) else { return };
        if field.words.is_empty() {
            return;
        }
        let mut literals: Vec<(&Range<usize>, &str)> = Vec::new();
        match &other.node {
            Node::Const(Value::Str(s)) => literals.push((&ast.span, s)),
            Node::List(items) => {
                literals.extend(items.iter().filter_map(|item| match &item.node {
                    Node::Const(Value::Str(s)) => Some((&item.span, s.as_ref())),
                    _ => None,
                }));
            }
            _ => {}
        }
        for (span, word) in literals {
            if field.word(word).is_some() {
                continue;
            }
            let codes = field.words.iter().map(|w| w.code);
            let help = match nearest(word, codes.clone()) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("it has {}", codes.collect::<Vec<_>>().join(", ")),
            };
            let mut warning = ExprError::new(
                span.clone(),
                format!("`{}` never has the value \"{word}\"", field.name),
            )
            .help(help);
            warning.warning = true;
            self.warnings.push(warning);
        }
    }
}

/// Help for a name of another language, or a word that lacks its quotes.
fn stranger(name: &str) -> Option<String> {
    let fields = Kind::Person.fields().iter().chain(Kind::Case.fields());
    let mut columns = fields.flat_map(|field| match field.ty {
        FieldType::List(list) => list.fields,
        _ => std::slice::from_ref(field),
    });
    if let Some(field) = columns.find(|field| field.word(name).is_some()) {
        return Some(format!(
            "it is a word of `{}`: write it in quotes, \"{name}\"",
            field.name
        ));
    }
    Some(match name.to_lowercase().as_str() {
        "today" | "now" | "hari_ini" | "sekarang" => {
            "the date of the case with which the rule is compared is `at`".to_owned()
        }
        "null" | "none" | "nil" | "kosong" | "undefined" => {
            "ask with `has(x)` whether a fact is known; a list that is known to be empty has `size(x) == 0`".to_owned()
        }
        "and" | "or" | "not" | "dan" | "atau" | "bukan" | "tidak" => {
            "write `&&` for and, `||` for or, `!` for not".to_owned()
        }
        _ => return None,
    })
}

fn unknown_column(owner: &str, name: &str, place: &Range<usize>, fields: &[Field]) -> ExprError {
    let error = ExprError::new(place.clone(), format!("{owner} has no `{name}`"));
    match nearest(name, fields.iter().map(|f| f.name)) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error.help(format!(
            "it has {}",
            fields.iter().map(|f| f.name).collect::<Vec<_>>().join(", ")
        )),
    }
}

/// The field of the schema that an expression names, if it names one.
pub(super) fn field_of(expr: &Expr) -> Option<&'static Field> {
    match &expr.node {
        Node::Person(i) => Kind::Person.fields().get(*i),
        Node::Case(i) => Kind::Case.fields().get(*i),
        Node::Column(_, i, list) => list.fields.get(*i),
        _ => None,
    }
}

fn compare_op(sign: &str) -> Option<CmpOp> {
    Some(match sign {
        "==" => CmpOp::Eq,
        "!=" => CmpOp::Ne,
        "<" => CmpOp::Lt,
        "<=" => CmpOp::Le,
        ">" => CmpOp::Gt,
        ">=" => CmpOp::Ge,
        _ => return None,
    })
}

/// Makes a number a decimal, so that both branches of `?:` give the same type.
fn widen(expr: Expr) -> Expr {
    let span = expr.span.clone();
    let zero = Expr::new(Node::Const(Value::Dec(Decimal(0))), span.clone(), false);
    let sum = Node::Arith(ArithOp::Add, Box::new(expr), Box::new(zero));
    Expr::new(sum, span, false)
}
