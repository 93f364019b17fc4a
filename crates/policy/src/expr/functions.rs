//! The named functions: how many arguments of which types, and what comes out.

use std::ops::Range;

use kernel::CivilDate;

use super::ExprError;
use super::ast::{Ast, AstNode};
use super::typecheck::{Checked, Checker, done, field_of, mismatch};
use super::typed::{Expr, Func, Node, Ty};
use crate::diagnostic::nearest;
use crate::value::{Span, Value};

const NAMES: [&str; 13] = [
    "date",
    "duration",
    "golongan",
    "has",
    "size",
    "years",
    "months",
    "days",
    "workdays",
    "add_months",
    "add_years",
    "last_years",
    "level",
];

pub(super) fn call(
    checker: &mut Checker<'_>,
    name: &str,
    place: &Range<usize>,
    args: &[Ast],
    span: &Range<usize>,
) -> Checked {
    match name {
        "date" => literal(name, args, span, "date(\"2026-03-01\")", Ty::Date, |text| {
            text.parse::<CivilDate>().ok().map(Value::Date)
        }),
        "duration" => literal(name, args, span, "duration(\"P1M\")", Ty::Span, |text| {
            Span::parse(text).map(Value::Span)
        }),
        "golongan" => literal(
            name,
            args,
            span,
            "golongan(\"III/a\")",
            Ty::Golongan,
            |text| text.parse().ok().map(Value::Golongan),
        ),
        "has" => {
            let [arg] = exactly(name, args, span)?;
            let (expr, _) = checker.check(arg)?;
            if field_of(&expr).is_none() {
                return Err(ExprError::new(
                    arg.span.clone(),
                    "`has` takes a fact of the person, of the case, or of an entry",
                ));
            }
            done(Node::Has(Box::new(expr)), span, Ty::Bool)
        }
        "size" => {
            let [arg] = exactly(name, args, span)?;
            let (expr, ty) = checker.check(arg)?;
            match ty {
                Ty::Scalars(_) | Ty::History(_) => done(Node::Size(Box::new(expr)), span, Ty::Int),
                other => Err(mismatch(arg, "a list", &other)),
            }
        }
        "years" => dates(checker, Func::Years, name, args, span),
        "months" => dates(checker, Func::Months, name, args, span),
        "days" => dates(checker, Func::Days, name, args, span),
        "workdays" => dates(checker, Func::Workdays, name, args, span),
        "add_months" => shift(checker, Func::AddMonths, name, args, span),
        "add_years" => shift(checker, Func::AddYears, name, args, span),
        "last_years" => {
            let [list, n] = exactly(name, args, span)?;
            let (list_expr, list_ty) = checker.check(list)?;
            let Ty::History(schema) = list_ty else {
                return Err(mismatch(list, "a history list", &list_ty));
            };
            let n = typed(checker, n, &Ty::Int)?;
            done(
                Node::LastYears(Box::new(list_expr), Box::new(n), schema),
                span,
                Ty::History(schema),
            )
        }
        "level" => {
            let [arg] = exactly(name, args, span)?;
            let arg = typed(checker, arg, &Ty::Str)?;
            done(Node::Level(Box::new(arg)), span, Ty::Int)
        }
        _ => {
            let error = ExprError::new(place.clone(), format!("there is no function `{name}`"));
            Err(match (instead(name), nearest(name, NAMES)) {
                (Some(help), _) => error.help(help),
                (None, Some(near)) => error.help(format!("did you mean `{near}`?")),
                (None, None) => error.help(format!("known are {}", NAMES.join(", "))),
            })
        }
    }
}

/// What stands here for a function of another language.
fn instead(name: &str) -> Option<&'static str> {
    Some(match name.to_lowercase().as_str() {
        "len" | "length" | "count" | "jumlah" => "the number of entries of a list is `size(list)`",
        "min" | "max" => "write `a < b ? a : b`",
        "today" | "now" => "the date of the case with which the rule is compared is `at`",
        "year" | "tahun" | "age" | "umur" => "whole years between two dates are `years(a, b)`",
        "month" | "bulan" => "whole months between two dates are `months(a, b)`",
        "day" | "hari" | "datediff" => "days between two dates are `days(a, b)`",
        "exists" | "any" | "all" | "filter" => {
            "it is written behind its list: `list.exists(x, …)`, `list.all(x, …)`, `list.filter(x, …)`"
        }
        "sum" | "avg" => "there are no sums: a policy asks with `exists`, `all` and `size`",
        "if" | "case" | "jika" => "write `condition ? yes : no`",
        "not" => "write `!x`",
        "contains" => "write `x in list`",
        _ => return None,
    })
}

fn signature(name: &str) -> &'static str {
    match name {
        "years" | "months" | "days" | "workdays" => match name {
            "years" => "years(from, to)",
            "months" => "months(from, to)",
            "days" => "days(from, to)",
            _ => "workdays(from, to)",
        },
        "add_months" => "add_months(date, n)",
        "add_years" => "add_years(date, n)",
        "last_years" => "last_years(list, n)",
        "date" => "date(\"2026-03-01\")",
        "duration" => "duration(\"P1M\")",
        "golongan" => "golongan(\"III/a\")",
        "level" => "level(\"id of a competency\")",
        "size" => "size(list)",
        _ => "has(fact)",
    }
}

fn exactly<'a, const N: usize>(
    name: &str,
    args: &'a [Ast],
    span: &Range<usize>,
) -> Result<&'a [Ast; N], ExprError> {
    args.try_into().map_err(|_| {
        ExprError::new(
            span.clone(),
            format!("`{name}` takes {N} argument(s), found {}", args.len()),
        )
        .help(format!("write `{}`", signature(name)))
    })
}

fn typed(checker: &mut Checker<'_>, ast: &Ast, wanted: &Ty) -> Result<Expr, ExprError> {
    let (expr, ty) = checker.check(ast)?;
    if std::mem::discriminant(&ty) == std::mem::discriminant(wanted) {
        return Ok(expr);
    }
    let error = mismatch(ast, &wanted.name(), &ty);
    Err(match (wanted, &ty) {
        (Ty::Date, Ty::Str) => error.help("write `date(\"2026-03-01\")`"),
        _ => error,
    })
}

fn dates(
    checker: &mut Checker<'_>,
    func: Func,
    name: &str,
    args: &[Ast],
    span: &Range<usize>,
) -> Checked {
    let [a, b] = exactly(name, args, span)?;
    let a = typed(checker, a, &Ty::Date)?;
    let b = typed(checker, b, &Ty::Date)?;
    done(Node::Call(func, Box::new(a), Box::new(b)), span, Ty::Int)
}

fn shift(
    checker: &mut Checker<'_>,
    func: Func,
    name: &str,
    args: &[Ast],
    span: &Range<usize>,
) -> Checked {
    let [date, n] = exactly(name, args, span)?;
    let date = typed(checker, date, &Ty::Date)?;
    let n = typed(checker, n, &Ty::Int)?;
    done(
        Node::Call(func, Box::new(date), Box::new(n)),
        span,
        Ty::Date,
    )
}

/// A function of a literal is worked out here, so that nothing can go wrong while screening.
fn literal(
    name: &str,
    args: &[Ast],
    span: &Range<usize>,
    example: &str,
    ty: Ty,
    read: impl Fn(&str) -> Option<Value>,
) -> Checked {
    let [arg] = exactly(name, args, span)?;
    let AstNode::Str(text) = &arg.node else {
        return Err(ExprError::new(
            arg.span.clone(),
            format!("`{name}` takes a string written out"),
        )
        .help(format!("write `{example}`")));
    };
    match read(text) {
        Some(value) => done(Node::Const(value), span, ty),
        None => Err(
            ExprError::new(arg.span.clone(), format!("\"{text}\" is not a {name}"))
                .help(format!("write it as in `{example}`")),
        ),
    }
}
