//! A small lexer for Rust files: tells code from comments and from string literals, with line numbers.

/// What a piece of a Rust file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Anything that is neither comment nor literal.
    Code,
    /// A comment, documentation included.
    Comment,
    /// The content of a string literal, without its quotes.
    Text,
}

/// One piece and the line on which it starts, counted from one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its text.
    pub text: &'a str,
    /// The line on which it starts.
    pub line: usize,
}

/// Cuts a Rust file into pieces. Character literals count as code.
pub fn pieces(source: &str) -> Vec<Piece<'_>> {
    let bytes = source.as_bytes();
    let mut cutter = Cutter {
        source,
        pieces: Vec::new(),
        line: 1,
        start: 0,
    };
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = &source.as_bytes()[at..];
        let (kind, before, length, after) = match byte {
            b'/' if rest.starts_with(b"//") => {
                (Kind::Comment, 0, find(rest, b"\n").unwrap_or(rest.len()), 0)
            }
            b'/' if rest.starts_with(b"/*") => (Kind::Comment, 0, block_comment(rest), 0),
            b'"' => (Kind::Text, 1, quoted(&rest[1..]), 1),
            b'r' if !follows_word(bytes, at) => match raw(rest) {
                Some((open, length, close)) => (Kind::Text, open, length, close),
                None => {
                    at += 1;
                    continue;
                }
            },
            b'\'' => {
                at += character(rest);
                continue;
            }
            _ => {
                at += 1;
                continue;
            }
        };
        cutter.cut(Kind::Code, at + before);
        cutter.cut(kind, at + before + length);
        at += before + length + after;
        at = at.min(bytes.len());
    }
    cutter.cut(Kind::Code, bytes.len());
    cutter.pieces
}

struct Cutter<'a> {
    source: &'a str,
    pieces: Vec<Piece<'a>>,
    line: usize,
    start: usize,
}

impl Cutter<'_> {
    fn cut(&mut self, kind: Kind, end: usize) {
        let end = end.min(self.source.len());
        let Some(text) = self.source.get(self.start..end) else {
            return;
        };
        if !text.is_empty() {
            self.pieces.push(Piece {
                kind,
                text,
                line: self.line,
            });
            self.line += text.matches('\n').count();
        }
        self.start = end;
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack
        .windows(needle.len())
        .position(|window| window == needle)
}

/// Length of a block comment; they nest.
fn block_comment(rest: &[u8]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < rest.len() {
        if rest[at..].starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// Length up to the closing quote.
fn quoted(rest: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&byte) = rest.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at,
            _ => at += 1,
        }
    }
    rest.len()
}

/// Opening length, content length and closing length of a raw string that starts here.
fn raw(rest: &[u8]) -> Option<(usize, usize, usize)> {
    let hashes = rest[1..].iter().take_while(|byte| **byte == b'#').count();
    if rest.get(1 + hashes) != Some(&b'"') {
        return None;
    }
    let open = hashes + 2;
    let close: Vec<u8> = std::iter::once(b'"')
        .chain(std::iter::repeat_n(b'#', hashes))
        .collect();
    let length = find(&rest[open..], &close).unwrap_or(rest.len() - open);
    Some((open, length, close.len()))
}

/// Whether the `r` at this place ends or continues a word, so that no raw string starts here.
fn follows_word(bytes: &[u8], at: usize) -> bool {
    let before = at
        .checked_sub(1)
        .and_then(|i| bytes.get(i))
        .copied()
        .unwrap_or(b' ');
    // `br"…"` and `cr"…"` are raw strings too; their letter stands alone.
    let prefix = matches!(before, b'b' | b'c')
        && !at
            .checked_sub(2)
            .and_then(|i| bytes.get(i))
            .is_some_and(|b| is_word(*b));
    is_word(before) && !prefix
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// Length of a character literal, or of the tick alone when it opens a lifetime.
fn character(rest: &[u8]) -> usize {
    if rest.get(1) == Some(&b'\\') {
        return rest[3.min(rest.len())..]
            .iter()
            .position(|byte| *byte == b'\'')
            .map_or(1, |end| end + 4);
    }
    // At most four bytes of one character, then the closing tick.
    let width = match rest.get(1) {
        Some(byte) if *byte >= 0xf0 => 4,
        Some(byte) if *byte >= 0xe0 => 3,
        Some(byte) if *byte >= 0xc0 => 2,
        _ => 1,
    };
    if rest.get(1 + width) == Some(&b'\'') {
        width + 2
    } else {
        1
    }
}

/// The file without comments and with empty literals, line for line, for rules about code.
pub fn code_only(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    for piece in pieces(source) {
        match piece.kind {
            Kind::Code => out.push_str(piece.text),
            Kind::Comment | Kind::Text => {
                out.extend(piece.text.chars().filter(|letter| *letter == '\n'));
            }
        }
    }
    out
}

/// Lines of an inline `mod tests` with its attribute: first and last, counted from one.
pub fn inline_tests(source: &str) -> Option<(usize, usize)> {
    let code = code_only(source);
    let lines: Vec<&str> = code.lines().collect();
    let first = lines.iter().enumerate().position(|(i, line)| {
        line.trim_start().starts_with("#[cfg(test)]")
            && lines
                .iter()
                .skip(i)
                .take(4)
                .any(|next| next.contains("mod ") && next.trim_end().ends_with('{'))
    })?;
    let mut depth = 0_i32;
    let mut opened = false;
    for (i, line) in lines.iter().enumerate().skip(first) {
        for letter in line.chars() {
            match letter {
                '{' => {
                    depth += 1;
                    opened = true;
                }
                '}' => depth -= 1,
                _ => {}
            }
        }
        if opened && depth == 0 {
            return Some((first + 1, i + 1));
        }
    }
    Some((first + 1, lines.len()))
}

/// Whether a Rust file serves tests only: an integration test, `tests.rs`, a folder of tests, or what
/// sets tests up (`testing.rs`).
pub fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("/tests.rs") || path.ends_with("/testing.rs")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str, kind: Kind) -> Vec<&str> {
        pieces(source)
            .iter()
            .filter(|p| p.kind == kind)
            .map(|p| p.text)
            .collect()
    }

    #[test]
    fn strings_of_every_form_are_found() {
        let source = r###"f("a \" b", r"c", r#"d " e"#, b"g", br"h", cr#"i"#);"###;
        assert_eq!(
            texts(source, Kind::Text),
            ["a \\\" b", "c", "d \" e", "g", "h", "i"]
        );
    }

    #[test]
    fn comments_nest_and_quotes_in_them_open_nothing() {
        let source = "a /* x /* \" */ y */ b // it's \"one\n c";
        assert_eq!(
            texts(source, Kind::Comment),
            ["/* x /* \" */ y */", "// it's \"one"]
        );
        assert_eq!(texts(source, Kind::Text), Vec::<&str>::new());
    }

    #[test]
    fn characters_and_lifetimes_do_not_open_strings() {
        let source = "fn f<'a>(x: &'a str) { let q = '\"'; let s = '\\''; let e = 'é'; g(\"t\") }";
        assert_eq!(texts(source, Kind::Text), ["t"]);
    }

    #[test]
    fn lines_are_counted() {
        let found: Vec<usize> = pieces("a\n\"b\n\"\n// c\n")
            .iter()
            .map(|p| p.line)
            .collect();
        assert_eq!(found, [1, 2, 3, 4, 4]);
    }

    #[test]
    fn a_word_that_ends_in_r_is_no_raw_string() {
        assert_eq!(texts("for\"x\"", Kind::Text), ["x"]);
    }

    #[test]
    fn the_inline_tests_are_measured() {
        let source = "fn f() {}\n\n#[cfg(test)]\nmod tests {\n    fn g() { \"}\"; }\n}\n";
        assert_eq!(inline_tests(source), Some((3, 6)));
        assert_eq!(inline_tests("#[cfg(test)]\nmod tests;\n"), None);
    }
}
