//! An expression written out again: one spacing, only the brackets that its meaning needs, long ones over several lines.

use super::ast::{Ast, AstNode};
use super::parser::parse;

/// Longest line that is written where a break is possible.
const WIDTH: usize = 96;

const CONDITIONAL: u8 = 0;
const OR: u8 = 1;
const AND: u8 = 2;
const RELATION: u8 = 3;
const SUM: u8 = 4;
const PRODUCT: u8 = 5;
const UNARY: u8 = 6;
const MEMBER: u8 = 7;

/// The lines of an expression in the one form of the formatter; `None` when it cannot be read or not be written safely.
pub(crate) fn print(text: &str) -> Option<Vec<String>> {
    let ast = parse(text).ok()?;
    let lines = lines(&ast, CONDITIONAL, WIDTH);
    let again = parse(&lines.join("\n")).ok()?;
    same(&ast, &again).then_some(lines)
}

/// Whether two texts are the same expression, whatever their spacing and spare brackets.
pub(crate) fn same_meaning(a: &str, b: &str) -> bool {
    match (parse(a), parse(b)) {
        (Ok(a), Ok(b)) => same(&a, &b),
        _ => a == b,
    }
}

/// Equality without places.
fn same(a: &Ast, b: &Ast) -> bool {
    let all = |a: &[Ast], b: &[Ast]| a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b));
    match (&a.node, &b.node) {
        (AstNode::Select(a, x, _), AstNode::Select(b, y, _)) => x == y && same(a, b),
        (AstNode::Call(x, _, a), AstNode::Call(y, _, b)) => x == y && all(a, b),
        (AstNode::Method(a, x, _, p), AstNode::Method(b, y, _, q)) => {
            x == y && same(a, b) && all(p, q)
        }
        (AstNode::List(a), AstNode::List(b)) => all(a, b),
        (AstNode::Not(a), AstNode::Not(b)) | (AstNode::Neg(a), AstNode::Neg(b)) => same(a, b),
        (AstNode::Binary(x, _, a, c), AstNode::Binary(y, _, b, d)) => {
            x == y && same(a, b) && same(c, d)
        }
        (AstNode::Cond(a, b, c), AstNode::Cond(x, y, z)) => same(a, x) && same(b, y) && same(c, z),
        (a, b) => a == b,
    }
}

fn level(ast: &Ast) -> u8 {
    match &ast.node {
        AstNode::Cond(..) => CONDITIONAL,
        AstNode::Binary(sign, ..) => match *sign {
            "||" => OR,
            "&&" => AND,
            "+" | "-" => SUM,
            "*" | "/" | "%" => PRODUCT,
            _ => RELATION,
        },
        AstNode::Not(_) | AstNode::Neg(_) => UNARY,
        _ => MEMBER,
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// On one line; in brackets when it binds less than `least`.
fn flat(ast: &Ast, least: u8) -> String {
    let many = |items: &[Ast]| {
        let items: Vec<String> = items.iter().map(|item| flat(item, CONDITIONAL)).collect();
        items.join(", ")
    };
    let text = match &ast.node {
        AstNode::Int(n) => n.to_string(),
        AstNode::Dec(d) => decimal(&d.to_string()),
        AstNode::Str(s) => quoted(s),
        AstNode::Bool(b) => b.to_string(),
        AstNode::Name(name) => name.clone(),
        AstNode::Select(inner, name, _) => format!("{}.{name}", flat(inner, MEMBER)),
        AstNode::Call(name, _, args) => format!("{name}({})", many(args)),
        AstNode::Method(list, name, _, args) => {
            format!("{}.{name}({})", flat(list, MEMBER), many(args))
        }
        AstNode::List(items) => format!("[{}]", many(items)),
        AstNode::Not(inner) => format!("!{}", flat(inner, UNARY)),
        AstNode::Neg(inner) => format!("-{}", flat(inner, UNARY)),
        AstNode::Binary(sign, _, a, b) => {
            let (left, right) = sides(ast);
            format!("{} {sign} {}", flat(a, left), flat(b, right))
        }
        AstNode::Cond(a, b, c) => format!(
            "{} ? {} : {}",
            flat(a, OR),
            flat(b, OR),
            flat(c, CONDITIONAL)
        ),
    };
    if level(ast) < least {
        format!("({text})")
    } else {
        text
    }
}

/// A decimal keeps a place after the point, or it would read back as a whole number.
fn decimal(text: &str) -> String {
    if text.contains('.') {
        text.to_owned()
    } else {
        format!("{text}.0")
    }
}

/// What the two sides of an operator must bind at least: the left one as much as it, the right one more. `&&` beside
/// `||` stands in brackets, so that nobody need know which binds more.
fn sides(ast: &Ast) -> (u8, u8) {
    let own = level(ast);
    let (mut left, mut right) = match own {
        RELATION => (SUM, SUM),
        own => (own, own + 1),
    };
    if let AstNode::Binary(_, _, a, b) = &ast.node
        && own == OR
    {
        if level(a) == AND {
            left = RELATION;
        }
        if level(b) == AND {
            right = RELATION;
        }
    }
    (left, right)
}

fn indented(lines: Vec<String>, by: &str) -> impl Iterator<Item = String> + '_ {
    lines.into_iter().map(move |line| format!("{by}{line}"))
}

/// Puts `lead` before the first line and four blanks before the others; a lead of one sign moves nothing.
fn led(lead: &str, lines: Vec<String>) -> Vec<String> {
    let blanks = if lead.len() == 1 { "" } else { "    " };
    let mut out = Vec::with_capacity(lines.len());
    for (i, line) in lines.into_iter().enumerate() {
        out.push(if i == 0 {
            format!("{lead}{line}")
        } else {
            format!("{blanks}{line}")
        });
    }
    out
}

fn ended(mut lines: Vec<String>, end: &str) -> Vec<String> {
    if let Some(last) = lines.last_mut() {
        last.push_str(end);
    }
    lines
}

fn lines(ast: &Ast, least: u8, width: usize) -> Vec<String> {
    let one = flat(ast, least);
    if one.chars().count() <= width {
        return vec![one];
    }
    let inner = width.saturating_sub(4);
    if level(ast) < least {
        return ended(led("(", lines(ast, CONDITIONAL, inner)), ")");
    }
    match &ast.node {
        AstNode::Binary(sign @ ("&&" | "||"), ..) => {
            let mut operands = Vec::new();
            chain(ast, sign, &mut operands);
            let mut out = Vec::new();
            for (i, (operand, least)) in operands.into_iter().enumerate() {
                if i == 0 {
                    out.extend(lines(operand, least, width));
                } else {
                    out.extend(led(&format!("{sign} "), lines(operand, least, inner)));
                }
            }
            out
        }
        AstNode::Binary(sign, _, a, b) => {
            let (left, right) = sides(ast);
            let mut out = lines(a, left, width);
            out.extend(led(&format!("{sign} "), lines(b, right, inner)));
            out
        }
        AstNode::Cond(..) => conditional(ast, width),
        AstNode::Not(a) => led("!", lines(a, UNARY, inner)),
        AstNode::Neg(a) => led("-", lines(a, UNARY, inner)),
        AstNode::Method(list, name, _, args) => match args.as_slice() {
            [variable, body] => {
                let mut out = ended(
                    lines(list, MEMBER, inner),
                    &format!(".{name}({},", flat(variable, CONDITIONAL)),
                );
                out.extend(indented(
                    ended(lines(body, CONDITIONAL, inner), ")"),
                    "    ",
                ));
                out
            }
            _ => vec![one],
        },
        AstNode::Call(name, _, args) => {
            let mut out = vec![format!("{name}(")];
            for (i, arg) in args.iter().enumerate() {
                let end = if i + 1 == args.len() { ")" } else { "," };
                out.extend(indented(ended(lines(arg, CONDITIONAL, inner), end), "    "));
            }
            out
        }
        _ => vec![one],
    }
}

/// The operands of a chain of one operator that leans to the left, each with what it must bind at least.
fn chain<'a>(ast: &'a Ast, sign: &str, operands: &mut Vec<(&'a Ast, u8)>) {
    match &ast.node {
        AstNode::Binary(own, _, a, b) if *own == sign => {
            let (left, right) = sides(ast);
            match &a.node {
                AstNode::Binary(inner, ..) if *inner == sign => chain(a, sign, operands),
                _ => operands.push((a, left)),
            }
            operands.push((b, right));
        }
        _ => operands.push((ast, CONDITIONAL)),
    }
}

/// A choice: one line for each case where they fit, else condition, `?` and `:` each on its own.
fn conditional(ast: &Ast, width: usize) -> Vec<String> {
    let inner = width.saturating_sub(4);
    let mut out = Vec::new();
    let mut lead = "";
    let mut rest = ast;
    while let AstNode::Cond(a, b, c) = &rest.node {
        let one = format!("{lead}{} ? {}", flat(a, OR), flat(b, OR));
        if one.chars().count() <= width {
            out.push(one);
        } else {
            out.extend(led(lead, lines(a, OR, inner)));
            out.extend(led("? ", lines(b, OR, inner)));
        }
        lead = ": ";
        rest = c;
    }
    out.extend(led(lead, lines(rest, CONDITIONAL, inner)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> String {
        print(text).unwrap_or_default().join("\n")
    }

    #[test]
    fn spare_brackets_go_and_needed_ones_stay() {
        for (text, wanted) in [
            ("((a))&&( b||c )", "a && (b || c)"),
            ("a&&b||c||d&&e", "(a && b) || c || (d && e)"),
            ("a ? (b?c:d) : (e)", "a ? (b ? c : d) : e"),
            ("a - (b - c) - (d)", "a - (b - c) - d"),
            (
                "(a ? b : c) ? d : (e ? f : g)",
                "(a ? b : c) ? d : e ? f : g",
            ),
            ("!(a == b) && -(-1) < 2.50", "!(a == b) && --1 < 2.5"),
            ("(a < b) == (c in [ 1,2 ])", "(a < b) == (c in [1, 2])"),
            (
                "(skp).exists( s , s.predikat=='a\"b' )",
                "skp.exists(s, s.predikat == \"a\\\"b\")",
            ),
            ("(a + b).c", "(a + b).c"),
            ("2.0 * n", "2.0 * n"),
        ] {
            assert_eq!(one(text), wanted);
            assert_eq!(one(wanted), wanted);
        }
    }

    #[test]
    fn what_is_long_is_broken_where_it_reads_well() {
        let text = "size(skp.filter(s, s.tahun <= years(date(\"0001-01-01\"), at) && s.tahun > years(date(\"0001-01-01\"), at) - perf_years)) >= perf_years && last_years(skp, perf_years).all(s, s.predikat in predikat_baik)";
        let lines = print(text).unwrap_or_default();
        assert!(
            lines.len() > 2 && lines.iter().all(|line| line.chars().count() <= 100),
            "{lines:?}"
        );
        assert!(same_meaning(text, &lines.join("\n")));
    }
}
