//! A small table, CSV or XLSX, whose header is found by the names of its columns; for history files and other lists.

use std::borrow::Cow;

use crate::column::slug;
use crate::read::FileError;
use crate::sheet::{self, Limits};
use crate::text::{self, DELIMITERS, Rows};

/// More rows than events that a province records.
const MAX_ROWS: usize = 2_000_000;
/// The header is looked for among so many leading rows.
const HEADER_SEARCH: usize = 10;

/// The rows of a table with their line in the file.
pub(crate) struct Table {
    /// Delimiter of a text file.
    pub delimiter: Option<char>,
    /// Lines before the header that begin with `#`, without it.
    pub comments: Vec<String>,
    /// The header as in the file.
    pub header: Vec<String>,
    /// The rows after it.
    pub rows: Vec<(u32, Vec<String>)>,
}

/// Reads a table; `names` are the slugs of the columns it may have.
pub(crate) fn read(bytes: &[u8], names: &[&str]) -> Result<Table, FileError> {
    let known = |cell: &str| {
        let squeezed = slug(cell).replace('_', "");
        names.iter().any(|name| name.replace('_', "") == squeezed)
    };
    let mut builder = Builder {
        known: &known,
        comments: Vec::new(),
        leading: Vec::new(),
        rows: Vec::new(),
    };
    let mut delimiter = None;
    if sheet::looks_like_spreadsheet(bytes) {
        let mut error = None;
        sheet::for_each_row(bytes, &Limits::default(), |row, cells| {
            let cells = cells.iter().map(|cell| cell.text().into_owned()).collect();
            builder
                .push(row, cells)
                .map_err(|e| error = Some(e))
                .is_ok()
        })
        .map_err(FileError::Sheet)?;
        if let Some(error) = error {
            return Err(error);
        }
    } else {
        let (text, _) = text::decode(bytes).ok_or(FileError::NotATable)?;
        let (found, width) = delimiter_of(&text, &known);
        delimiter = Some(found);
        let mut rows = Rows::new(&text, found);
        let mut cells = Vec::new();
        while let Some((line, _)) = rows.next_row(width, &mut cells) {
            builder.push(line, cells.iter().map(Cow::to_string).collect())?;
        }
    }
    let (comments, header, rows) = builder.finish()?;
    Ok(Table {
        delimiter,
        comments,
        header,
        rows,
    })
}

/// The delimiter that names most columns on one of the first lines, and the number of cells of that line.
fn delimiter_of(text: &str, known: &dyn Fn(&str) -> bool) -> (char, Option<usize>) {
    let mut lines = Rows::new(text, ',');
    let mut best = (0, ',', None);
    for _ in 0..HEADER_SEARCH {
        let Some((_, line)) = lines.next_line() else {
            break;
        };
        for delimiter in DELIMITERS {
            let cells = line.split(delimiter);
            let score = cells.filter(|cell| known(cell.trim_matches('"'))).count();
            if score > best.0 {
                best = (score, delimiter, Some(line.split(delimiter).count()));
            }
        }
    }
    (best.1, best.2)
}

struct Builder<'k> {
    known: &'k dyn Fn(&str) -> bool,
    comments: Vec<String>,
    leading: Vec<(u32, Vec<String>)>,
    rows: Vec<(u32, Vec<String>)>,
}

type Parts = (Vec<String>, Vec<String>, Vec<(u32, Vec<String>)>);

impl Builder<'_> {
    fn push(&mut self, line: u32, cells: Vec<String>) -> Result<(), FileError> {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        if self.leading.len() < HEADER_SEARCH {
            match cells.first().and_then(|cell| cell.trim().strip_prefix('#')) {
                Some(comment) => self.comments.push(comment.trim().to_owned()),
                None => self.leading.push((line, cells)),
            }
            return Ok(());
        }
        if self.rows.len() >= MAX_ROWS {
            return Err(FileError::TooManyRows(MAX_ROWS));
        }
        self.rows.push((line, cells));
        Ok(())
    }

    fn finish(self) -> Result<Parts, FileError> {
        let score = |cells: &[String]| cells.iter().filter(|cell| (self.known)(cell)).count();
        let best = self
            .leading
            .iter()
            .enumerate()
            .max_by_key(|(i, (_, cells))| (score(cells), std::cmp::Reverse(*i)))
            .map(|(i, _)| i);
        let mut leading = self.leading.into_iter().skip(best.unwrap_or_default());
        let (_, header) = leading.next().ok_or(FileError::Empty)?;
        Ok((self.comments, header, leading.chain(self.rows).collect()))
    }
}
