//! Tokens to a tree, with the precedence of CEL: `?:` `||` `&&` comparison `+ -` `* / %` `! -` member.

use std::ops::Range;

use super::ExprError;
use super::ast::{Ast, AstNode};
use super::lexer::{Token, lex};

/// Deeper nesting is refused, so that no file can exhaust the stack.
const MAX_DEPTH: usize = 48;

/// Taller trees (long chains of operators lean to one side) are refused for the same reason.
const MAX_HEIGHT: usize = 200;

pub(super) fn parse(text: &str) -> Result<Ast, ExprError> {
    let mut parser = Parser {
        tokens: lex(text)?,
        at: 0,
        depth: 0,
    };
    let ast = parser.expression()?;
    match parser.peek() {
        Token::End => Ok(ast),
        _ => Err(parser.unexpected("an operator or the end of the expression")),
    }
}

struct Parser {
    tokens: Vec<(Token, Range<usize>)>,
    at: usize,
    depth: usize,
}

fn node(node: AstNode, span: Range<usize>) -> Ast {
    Ast::new(node, span)
}

impl Parser {
    fn peek(&self) -> &Token {
        self.tokens.get(self.at).map_or(&Token::End, |(t, _)| t)
    }

    fn span(&self) -> Range<usize> {
        self.tokens
            .get(self.at)
            .or(self.tokens.last())
            .map_or(0..0, |(_, span)| span.clone())
    }

    fn next(&mut self) -> (Token, Range<usize>) {
        let token = (self.peek().clone(), self.span());
        self.at += 1;
        token
    }

    fn sign(&mut self, wanted: &[&'static str]) -> Option<(&'static str, Range<usize>)> {
        match self.peek() {
            Token::Sign(sign) if wanted.contains(sign) => {
                let sign = *sign;
                Some((sign, self.next().1))
            }
            _ => None,
        }
    }

    fn expect(&mut self, wanted: &'static str) -> Result<Range<usize>, ExprError> {
        match self.sign(&[wanted]) {
            Some((_, span)) => Ok(span),
            None => Err(self.unexpected(&format!("`{wanted}`"))),
        }
    }

    fn unexpected(&self, expected: &str) -> ExprError {
        let found = match self.peek() {
            Token::End => "the end of the expression".to_owned(),
            Token::Int(n) => format!("`{n}`"),
            Token::Dec(d) => format!("`{d}`"),
            Token::Str(s) => format!("the string \"{s}\""),
            Token::Name(name) => format!("`{name}`"),
            Token::Sign(sign) => format!("`{sign}`"),
        };
        let error = ExprError::new(self.span(), format!("expected {expected}, found {found}"));
        // The word before may have been meant as an operator: `not x`, `if x`.
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        if let Some((Token::Name(name), span)) = before
            && let Some(sign) = operator_for(name)
            && expected != "a value"
        {
            let message = format!("`{name}` is not an operator here");
            return ExprError::new(span.clone(), message).help(format!("write `{sign}`"));
        }
        let number = matches!(before, Some((Token::Int(_) | Token::Dec(_), _)));
        match self.peek() {
            Token::Name(name) => match operator_for(name) {
                Some(sign) => error.help(format!("write `{sign}`")),
                None if number => {
                    error.help("numbers stand without a unit: it is in the name of the function")
                }
                None if expected == "`)`" => error.help("put a comma between two arguments"),
                None => error,
            },
            Token::Sign(",") if expected == "`)`" => {
                error.help("lists stand in square brackets: `[a, b]`")
            }
            Token::End if expected == "`:`" => error.help("write `condition ? yes : no`"),
            _ => error,
        }
    }

    /// The end of what was opened at `open`; at the end of the text the opening bracket is shown.
    fn close(&mut self, wanted: &'static str, open: &Range<usize>) -> Result<usize, ExprError> {
        if matches!(self.peek(), Token::End) {
            let error = ExprError::new(open.clone(), "this bracket is not closed");
            return Err(error.help(format!("put `{wanted}` where it ends")));
        }
        Ok(self.expect(wanted)?.end)
    }

    fn expression(&mut self) -> Result<Ast, ExprError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(
                ExprError::new(self.span(), "this expression is nested too deeply")
                    .help("split it into several rules"),
            );
        }
        let condition = self.or()?;
        let ast = if self.sign(&["?"]).is_some() {
            let yes = self.expression()?;
            self.expect(":")?;
            let no = self.expression()?;
            let span = condition.span.start..no.span.end;
            node(
                AstNode::Cond(Box::new(condition), Box::new(yes), Box::new(no)),
                span,
            )
        } else {
            condition
        };
        self.depth -= 1;
        Ok(ast)
    }

    fn binary(
        &mut self,
        signs: &[&'static str],
        operand: fn(&mut Self) -> Result<Ast, ExprError>,
    ) -> Result<Ast, ExprError> {
        let mut left = operand(self)?;
        while let Some((sign, place)) = self.sign(signs) {
            let right = operand(self)?;
            left = join(sign, place, left, right);
            if left.height > MAX_HEIGHT {
                return Err(ExprError::new(left.span, "this expression is too long")
                    .help("split it into several rules, or use `in` with a list"));
            }
        }
        Ok(left)
    }

    fn or(&mut self) -> Result<Ast, ExprError> {
        self.binary(&["||"], Self::and)
    }

    fn and(&mut self) -> Result<Ast, ExprError> {
        self.binary(&["&&"], Self::relation)
    }

    fn relation(&mut self) -> Result<Ast, ExprError> {
        let left = self.sum()?;
        let (sign, place) = match self.relation_sign() {
            Some(found) => found,
            None => return Ok(left),
        };
        let right = self.sum()?;
        if let Some((_, second)) = self.relation_sign() {
            return Err(
                ExprError::new(second, "comparisons do not chain").help("write `a < b && b < c`")
            );
        }
        Ok(join(sign, place, left, right))
    }

    fn relation_sign(&mut self) -> Option<(&'static str, Range<usize>)> {
        if matches!(self.peek(), Token::Name(name) if name == "in") {
            return Some(("in", self.next().1));
        }
        self.sign(&["==", "!=", "<=", ">=", "<", ">"])
    }

    fn sum(&mut self) -> Result<Ast, ExprError> {
        self.binary(&["+", "-"], Self::product)
    }

    fn product(&mut self) -> Result<Ast, ExprError> {
        self.binary(&["*", "/", "%"], Self::unary)
    }

    fn unary(&mut self) -> Result<Ast, ExprError> {
        let mut signs = Vec::new();
        while let Some(found) = self.sign(&["!", "-"]) {
            signs.push(found);
            if signs.len() > MAX_DEPTH {
                return Err(self.unexpected("an operand"));
            }
        }
        let mut ast = self.member()?;
        for (sign, place) in signs.into_iter().rev() {
            let span = place.start..ast.span.end;
            let inner = Box::new(ast);
            ast = match sign {
                "!" => node(AstNode::Not(inner), span),
                _ => node(AstNode::Neg(inner), span),
            };
        }
        Ok(ast)
    }

    fn member(&mut self) -> Result<Ast, ExprError> {
        let mut ast = self.primary()?;
        while self.sign(&["."]).is_some() {
            let (name, place) = match self.next() {
                (Token::Name(name), place) => (name, place),
                _ => {
                    self.at -= 1;
                    return Err(self.unexpected("a name after `.`"));
                }
            };
            let start = ast.span.start;
            if ast.height > MAX_HEIGHT {
                return Err(ExprError::new(ast.span, "this expression is too long"));
            }
            if let Some((_, open)) = self.sign(&["("]) {
                let (args, end) = self.list_until(")", &open)?;
                let method = AstNode::Method(Box::new(ast), name, place, args);
                ast = node(method, start..end);
            } else {
                let end = place.end;
                ast = node(AstNode::Select(Box::new(ast), name, place), start..end);
            }
        }
        Ok(ast)
    }

    fn list_until(
        &mut self,
        close: &'static str,
        open: &Range<usize>,
    ) -> Result<(Vec<Ast>, usize), ExprError> {
        let mut items = Vec::new();
        if let Some((_, span)) = self.sign(&[close]) {
            return Ok((items, span.end));
        }
        loop {
            items.push(self.expression()?);
            if self.sign(&[","]).is_none() {
                let end = self.close(close, open)?;
                return Ok((items, end));
            }
        }
    }

    fn primary(&mut self) -> Result<Ast, ExprError> {
        let (token, span) = self.next();
        let ast = match token {
            Token::Int(n) => AstNode::Int(n),
            Token::Dec(d) => AstNode::Dec(d),
            Token::Str(s) => AstNode::Str(s),
            Token::Name(name) => match name.as_str() {
                "true" => AstNode::Bool(true),
                "false" => AstNode::Bool(false),
                "in" => {
                    self.at -= 1;
                    return Err(self.unexpected("a value"));
                }
                _ => match self.sign(&["("]) {
                    Some((_, open)) => {
                        let (args, end) = self.list_until(")", &open)?;
                        let call = AstNode::Call(name, span.clone(), args);
                        return Ok(node(call, span.start..end));
                    }
                    None => AstNode::Name(name),
                },
            },
            Token::Sign("(") => {
                let inner = self.expression()?;
                let end = self.close(")", &span)?;
                return Ok(Ast {
                    span: span.start..end,
                    ..inner
                });
            }
            Token::Sign("[") => {
                let (items, end) = self.list_until("]", &span)?;
                return Ok(node(AstNode::List(items), span.start..end));
            }
            _ => {
                self.at -= 1;
                return Err(self.unexpected("a value"));
            }
        };
        Ok(node(ast, span))
    }
}

/// The operator for a word of other languages, Indonesian among them.
fn operator_for(word: &str) -> Option<&'static str> {
    Some(match word.to_lowercase().as_str() {
        "and" | "dan" => "&&",
        "or" | "atau" => "||",
        "not" | "bukan" | "tidak" => "!",
        "is" | "equals" | "adalah" => "==",
        "if" | "jika" | "then" | "else" => "condition ? yes : no",
        _ => return None,
    })
}

fn join(sign: &'static str, place: Range<usize>, left: Ast, right: Ast) -> Ast {
    let span = left.span.start..right.span.end;
    node(
        AstNode::Binary(sign, place, Box::new(left), Box::new(right)),
        span,
    )
}
