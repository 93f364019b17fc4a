//! A strict JSON reader for documents whose numbers are all integers, and their canonical bytes (RFC 8785).

use std::fmt::Write;

/// A JSON value; numbers are exact integers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Int(i128),
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

/// Parses a whole document or says at which byte it stops being one.
pub(crate) fn parse(text: &str) -> Result<Value, String> {
    let mut parser = Parser {
        bytes: text.as_bytes(),
        text,
        at: 0,
    };
    let value = parser.value(0)?;
    parser.space();
    if parser.at == text.len() {
        Ok(value)
    } else {
        Err(parser.error("nothing more"))
    }
}

struct Parser<'a> {
    bytes: &'a [u8],
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    fn error(&self, expected: &str) -> String {
        format!("byte {}: expected {expected}", self.at)
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn eat(&mut self, byte: u8) -> bool {
        self.space();
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn need(&mut self, byte: u8) -> Result<(), String> {
        if self.eat(byte) {
            Ok(())
        } else {
            Err(self.error(&format!("'{}'", char::from(byte))))
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value, String> {
        if depth > 32 {
            return Err(self.error("fewer than 32 levels"));
        }
        self.space();
        match self.peek() {
            Some(b'{') => self.map(depth),
            Some(b'[') => {
                self.at += 1;
                let mut items = Vec::new();
                if self.eat(b']') {
                    return Ok(Value::List(items));
                }
                loop {
                    items.push(self.value(depth + 1)?);
                    if !self.eat(b',') {
                        self.need(b']')?;
                        return Ok(Value::List(items));
                    }
                }
            }
            Some(b'"') => self.string().map(Value::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => {
                for (word, value) in [
                    ("null", Value::Null),
                    ("true", Value::Bool(true)),
                    ("false", Value::Bool(false)),
                ] {
                    if self
                        .bytes
                        .get(self.at..)
                        .unwrap_or_default()
                        .starts_with(word.as_bytes())
                    {
                        self.at += word.len();
                        return Ok(value);
                    }
                }
                Err(self.error("a JSON value"))
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Value, String> {
        self.at += 1;
        let mut fields: Vec<(String, Value)> = Vec::new();
        let mut known = std::collections::HashSet::new();
        if self.eat(b'}') {
            return Ok(Value::Map(fields));
        }
        loop {
            self.space();
            let key = self.string()?;
            if !known.insert(key.clone()) {
                return Err(self.error(&format!("the key \"{key}\" only once")));
            }
            self.need(b':')?;
            let value = self.value(depth + 1)?;
            fields.push((key, value));
            if !self.eat(b',') {
                self.need(b'}')?;
                return Ok(Value::Map(fields));
            }
        }
    }

    fn number(&mut self) -> Result<Value, String> {
        let start = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        let digits = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        let leading_zero = self.at > digits + 1 && self.bytes.get(digits) == Some(&b'0');
        if self.at == digits || leading_zero || matches!(self.peek(), Some(b'.' | b'e' | b'E')) {
            return Err(self.error("a number written as an integer"));
        }
        let written = self.text.get(start..self.at).unwrap_or_default();
        if written == "-0" {
            return Err(self.error("0 without a sign"));
        }
        written
            .parse()
            .map(Value::Int)
            .map_err(|_| self.error("an integer of at most 127 bits"))
    }

    fn string(&mut self) -> Result<String, String> {
        if self.peek() != Some(b'"') {
            return Err(self.error("a string"));
        }
        self.at += 1;
        let mut out = String::new();
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let Some(c) = rest.chars().next() else {
                return Err(self.error("the end of the string"));
            };
            self.at += c.len_utf8();
            match c {
                '"' => return Ok(out),
                '\\' => out.push(self.escape()?),
                c if u32::from(c) < 0x20 => return Err(self.error("no bare control character")),
                c => out.push(c),
            }
        }
    }

    fn escape(&mut self) -> Result<char, String> {
        let byte = self.peek();
        self.at += 1;
        Ok(match byte {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let first = self.hex()?;
                let code = if (0xD800..0xDC00).contains(&first) {
                    let second = if self.text.get(self.at..self.at + 2) == Some("\\u") {
                        self.at += 2;
                        self.hex()?
                    } else {
                        0
                    };
                    if !(0xDC00..0xE000).contains(&second) {
                        return Err(self.error("the second half of a surrogate pair"));
                    }
                    0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
                } else {
                    first
                };
                char::from_u32(code).ok_or_else(|| self.error("a Unicode character"))?
            }
            _ => return Err(self.error("an escape of JSON")),
        })
    }

    fn hex(&mut self) -> Result<u32, String> {
        let digits = self.text.get(self.at..self.at + 4).unwrap_or("!");
        let code = digits
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit())
            .then(|| u32::from_str_radix(digits, 16).ok())
            .flatten()
            .ok_or_else(|| self.error("four hexadecimal digits"))?;
        self.at += 4;
        Ok(code)
    }
}

/// The canonical bytes of a value: keys in the order of their UTF-16 units, no space, fewest escapes.
pub(crate) fn canonical(value: &Value, out: &mut String) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        // Writing to a String cannot fail.
        Value::Int(number) => drop(write!(out, "{number}")),
        Value::Text(text) => canonical_text(text, out),
        Value::List(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                canonical(item, out);
            }
            out.push(']');
        }
        Value::Map(fields) => {
            let mut sorted: Vec<&(String, Value)> = fields.iter().collect();
            sorted.sort_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()));
            out.push('{');
            for (i, (key, item)) in sorted.into_iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                canonical_text(key, out);
                out.push(':');
                canonical(item, out);
            }
            out.push('}');
        }
    }
}

fn canonical_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        let short = match c {
            '\u{8}' => Some('b'),
            '\t' => Some('t'),
            '\n' => Some('n'),
            '\u{c}' => Some('f'),
            '\r' => Some('r'),
            '"' | '\\' => Some(c),
            _ => None,
        };
        match short {
            Some(letter) => {
                out.push('\\');
                out.push(letter);
            }
            None if u32::from(c) < 0x20 => drop(write!(out, "\\u{:04x}", u32::from(c))),
            None => out.push(c),
        }
    }
    out.push('"');
}
