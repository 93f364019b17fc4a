//! Text of an expression to tokens with their places.

use std::ops::Range;

use super::ExprError;
use crate::value::Decimal;

#[derive(Clone, PartialEq, Debug)]
pub(super) enum Token {
    Int(i64),
    Dec(Decimal),
    Str(String),
    Name(String),
    /// Operators and brackets.
    Sign(&'static str),
    End,
}

/// Longest first, so that `<=` is not read as `<` and `=`.
const SIGNS: [&str; 25] = [
    "&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", "(", ")",
    "[", "]", ",", ".", "=", "&", "|",
];

pub(super) fn lex(text: &str) -> Result<Vec<(Token, Range<usize>)>, ExprError> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if c.is_whitespace() {
            at += c.len_utf8();
            continue;
        }
        let (token, end) = match c {
            '0'..='9' => number(text, at)?,
            '"' | '\'' => string(text, at, c)?,
            'a'..='z' | 'A'..='Z' | '_' => {
                let end = scan(text, at, |c| c.is_ascii_alphanumeric() || c == '_');
                (Token::Name(text[at..end].to_owned()), end)
            }
            _ => sign(text, at, c)?,
        };
        tokens.push((token, at..end));
        at = end;
    }
    tokens.push((Token::End, text.len()..text.len()));
    Ok(tokens)
}

fn scan(text: &str, from: usize, accept: impl Fn(char) -> bool) -> usize {
    text[from..]
        .find(|c| !accept(c))
        .map_or(text.len(), |length| from + length)
}

fn number(text: &str, at: usize) -> Result<(Token, usize), ExprError> {
    let mut end = scan(text, at, |c| c.is_ascii_digit());
    let rest = &text[end..];
    let decimal = rest.starts_with('.') && rest[1..].starts_with(|c: char| c.is_ascii_digit());
    if decimal {
        end = scan(text, end + 1, |c| c.is_ascii_digit());
    }
    let day = text.get(at..at + 10).unwrap_or("");
    if day.len() == 10 && day.parse::<kernel::CivilDate>().is_ok() {
        return Err(
            ExprError::new(at..at + 10, "a date stands in quotes inside `date`")
                .help(format!("write `date(\"{day}\")`")),
        );
    }
    let tail = scan(text, end, |c| c.is_ascii_alphanumeric() || c == '_');
    if tail > end {
        return Err(
            ExprError::new(at..tail, format!("`{}` is not a number", &text[at..tail])).help(
                "write whole numbers as 12 and decimals as 2.5; there is no exponent and no suffix",
            ),
        );
    }
    let digits = &text[at..end];
    let token = if decimal {
        Decimal::parse(digits).map(Token::Dec)
    } else {
        digits.parse().ok().map(Token::Int)
    };
    token.map(|token| (token, end)).ok_or_else(|| {
        ExprError::new(at..end, format!("`{digits}` does not fit"))
            .help("whole numbers have 64 bits; decimals have at most four places")
    })
}

fn string(text: &str, at: usize, quote: char) -> Result<(Token, usize), ExprError> {
    let mut out = String::new();
    let mut chars = text[at + 1..].char_indices();
    while let Some((i, c)) = chars.next() {
        match c {
            c if c == quote => return Ok((Token::Str(out), at + 1 + i + 1)),
            '\\' => match chars.next() {
                Some((_, escaped @ ('\\' | '"' | '\''))) => out.push(escaped),
                Some((_, 'n')) => out.push('\n'),
                Some((_, 't')) => out.push('\t'),
                _ => {
                    let place = at + 1 + i;
                    return Err(
                        ExprError::new(place..place + 1, "unknown escape in a string")
                            .help("known are \\\\ \\\" \\' \\n \\t"),
                    );
                }
            },
            c => out.push(c),
        }
    }
    let error = ExprError::new(at..at + 1, "this string is not closed");
    Err(error.help(format!("put `{quote}` where it ends")))
}

fn sign(text: &str, at: usize, c: char) -> Result<(Token, usize), ExprError> {
    let sign = SIGNS.iter().find(|sign| text[at..].starts_with(**sign));
    let error = |length: usize, help: &str| {
        let found = &text[at..at + length];
        Err(ExprError::new(at..at + length, format!("`{found}` means nothing here")).help(help))
    };
    match sign {
        Some(&"=") => error(1, "write `==` to compare"),
        Some(&"&") => error(1, "write `&&` for and"),
        Some(&"|") => error(1, "write `||` for or"),
        Some(sign) => Ok((Token::Sign(sign), at + sign.len())),
        None => error(
            c.len_utf8(),
            "an expression has names, numbers, strings and the operators of CEL",
        ),
    }
}
