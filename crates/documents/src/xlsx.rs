//! Spreadsheets: lists to work on and templates to fill in, with text that stays text.

use kernel::CivilDate;
use rust_xlsxwriter as rx;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Formula, Worksheet,
};

/// Rows of a column with choices that are checked even when they are still empty.
const CHECKED_ROWS: u32 = 5000;
/// Excel takes a list of choices of up to 255 characters in the cell's own rule; longer ones stand on a sheet.
const SHORT_CHOICES: usize = 250;
/// Above this a number in a spreadsheet loses digits (2⁵³).
const EXACT: u64 = 1 << 53;
/// The most rows a sheet can have, its head included.
const LAST_ROW: u32 = 1_048_575;

/// A spreadsheet to write.
#[derive(Default)]
pub struct Workbook<'a> {
    /// Title in the properties of the file.
    pub title: String,
    /// Date in the properties of the file. There is no clock here; without it the file carries 1 January 2000.
    pub created: Option<CivilDate>,
    /// The sheets with data.
    pub sheets: Vec<Sheet<'a>>,
    /// Adds a sheet *Petunjuk*: these lines, then every column with what belongs into it.
    pub petunjuk: Option<Vec<String>>,
}

/// One sheet: a head that stays in view, rows, a filter.
pub struct Sheet<'a> {
    /// Name on the tab, at most 31 characters without `[ ] : * ? / \`.
    pub name: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, taken one by one, so that a long list never lies in memory twice.
    pub rows: Box<dyn Iterator<Item = Vec<Cell>> + 'a>,
    /// Lines below the last row. Not for templates: whoever reads the sheet back would take them for rows.
    pub notes: Vec<String>,
}

/// A name as Excel takes it for a tab: without `[ ] : * ? / \`, at most 31 characters.
fn tab(name: &str) -> String {
    name.chars()
        .map(|c| if "[]:*?/\\".contains(c) { '-' } else { c })
        .take(31)
        .collect()
}

impl<'a> Sheet<'a> {
    /// A sheet of `rows` under `columns`, without notes.
    pub fn new<I>(name: impl Into<String>, columns: Vec<Column>, rows: I) -> Self
    where
        I: IntoIterator<Item = Vec<Cell>>,
        I::IntoIter: 'a,
    {
        Self {
            name: tab(&name.into()),
            columns,
            rows: Box::new(rows.into_iter()),
            notes: Vec::new(),
        }
    }
}

/// What a column holds; it decides format and alignment, also of cells that are still empty.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Text, also NIP and codes: Excel keeps all digits and leading zeros.
    Text,
    /// Whole number.
    Int,
    /// Date, shown as dd-mm-yyyy.
    Date,
    /// Number with two decimals.
    Decimal,
}

/// A column.
#[derive(Clone, PartialEq, Debug)]
pub struct Column {
    /// Its head.
    pub header: String,
    /// Width in characters, 1 to 255.
    pub width: f64,
    /// What it holds.
    pub kind: Kind,
    /// The only values it takes; empty: any. Excel offers them as a list.
    pub choices: Vec<String>,
    /// Whether a template row needs it; its head is marked then, and *Petunjuk* says so.
    pub required: bool,
    /// What belongs into it, for *Petunjuk*.
    pub hint: String,
}

impl Column {
    /// A column that takes anything of its kind.
    pub fn new(header: impl Into<String>, width: f64, kind: Kind) -> Self {
        Self {
            header: header.into(),
            width,
            kind,
            choices: Vec::new(),
            required: false,
            hint: String::new(),
        }
    }

    /// Takes only these values.
    #[must_use]
    pub fn choices(mut self, choices: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.choices = choices.into_iter().map(Into::into).collect();
        self
    }

    /// Must be filled in.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// What belongs into it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// A value.
#[derive(Clone, PartialEq, Debug)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text; it stays text even when it starts with `=`, `+`, `-` or `@`.
    Text(String),
    /// Whole number; beyond ±2⁵³ it is written as text, since a spreadsheet would round it.
    Int(i64),
    /// Date; before 1900, which spreadsheets do not know, it is written as text.
    Date(CivilDate),
    /// Number; not finite: an empty cell.
    Decimal(f64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Cell::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Cell::Int(number)
    }
}

impl From<CivilDate> for Cell {
    fn from(date: CivilDate) -> Self {
        Cell::Date(date)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Empty, Into::into)
    }
}

/// Why no spreadsheet could be written.
#[derive(Debug, thiserror::Error)]
pub enum XlsxError {
    /// A row does not fit its head, or there are more rows than a sheet holds.
    #[error("sheet `{sheet}`, row {row}: {expected}")]
    Row {
        /// Name of the sheet.
        sheet: String,
        /// Row as Excel counts, the head is 1.
        row: u32,
        /// What was expected.
        expected: String,
    },
    /// Excel's own limits: names of sheets, length of a text (32,767 characters), space for the spill file.
    #[error("sheet `{sheet}`: {reason}")]
    Write {
        /// Name of the sheet.
        sheet: String,
        /// What the writer says.
        reason: String,
    },
}

/// Formats of one workbook.
struct Formats {
    head: Format,
    head_required: Format,
    text: Format,
    text_quoted: Format,
    int: Format,
    date: Format,
    decimal: Format,
    note: Format,
    title: Format,
    wrapped: Format,
}

impl Formats {
    fn new() -> Self {
        let head = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_background_color(0xE8_EE_F4_u32)
            .set_border_bottom(FormatBorder::Thin);
        let text = Format::new().set_num_format("@");
        Self {
            head_required: head.clone().set_background_color(0xFF_E8_B3_u32),
            head,
            text_quoted: text.clone().set_quote_prefix(),
            text,
            int: Format::new().set_num_format("0"),
            date: Format::new().set_num_format("dd-mm-yyyy"),
            decimal: Format::new().set_num_format("0.00"),
            note: Format::new().set_italic(),
            title: Format::new().set_bold().set_font_size(14.0),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
        }
    }

    fn of(&self, kind: Kind) -> &Format {
        match kind {
            Kind::Text => &self.text,
            Kind::Int => &self.int,
            Kind::Date => &self.date,
            Kind::Decimal => &self.decimal,
        }
    }
}

/// Writes the workbook; the same content gives the same bytes. Rows pass through a temporary file of the system
/// and are not held in memory.
///
/// # Errors
/// [`XlsxError`] names the sheet and, where it can, the row.
pub fn write(workbook: Workbook<'_>) -> Result<Vec<u8>, XlsxError> {
    let formats = Formats::new();
    let mut book = rx::Workbook::new();
    let created = workbook
        .created
        .map_or((2000, 1, 1), |d| (d.year(), d.month(), d.day()));
    let properties = DocProperties::new()
        .set_title(&workbook.title)
        .set_author("Titian");
    let properties = match excel_date(created.0, created.1, created.2) {
        Some(date) => properties.set_creation_datetime(&date),
        None => properties,
    };
    book.set_properties(&properties);
    let described: Vec<(String, Vec<Column>)> = workbook
        .sheets
        .iter()
        .map(|sheet| (sheet.name.clone(), sheet.columns.clone()))
        .collect();
    let long: Vec<&Column> = described
        .iter()
        .flat_map(|(_, columns)| columns)
        .filter(|column| is_long(column))
        .collect();
    let mut long_index = 0;
    for sheet in workbook.sheets {
        let name = sheet.name.clone();
        let wrong = |error: rx::XlsxError| XlsxError::Write {
            sheet: name.clone(),
            reason: error.to_string(),
        };
        let page = book.add_worksheet_with_constant_memory().map_err(wrong)?;
        write_sheet(page, sheet, &formats, &mut long_index)?;
    }
    if let Some(lines) = &workbook.petunjuk {
        let page = book.add_worksheet();
        petunjuk(page, lines, &described, &formats).map_err(|error| XlsxError::Write {
            sheet: "Petunjuk".to_owned(),
            reason: error.to_string(),
        })?;
    }
    let wrong = |error: rx::XlsxError| XlsxError::Write {
        sheet: CHOICES.to_owned(),
        reason: error.to_string(),
    };
    if !long.is_empty() {
        let page = book.add_worksheet();
        page.set_name(CHOICES).map_err(wrong)?.set_hidden(true);
        for (col, column) in (0_u16..).zip(&long) {
            for (row, choice) in (0_u32..).zip(&column.choices) {
                page.write_string(row, col, choice).map_err(wrong)?;
            }
        }
    }
    book.save_to_buffer().map_err(wrong)
}

const CHOICES: &str = "Pilihan";

fn is_long(column: &Column) -> bool {
    // Excel parts the choices of a short rule at commas.
    let length: usize = column
        .choices
        .iter()
        .map(|c| c.encode_utf16().count() + 1)
        .sum();
    length > SHORT_CHOICES || column.choices.iter().any(|c| c.contains(','))
}

fn write_sheet(
    page: &mut Worksheet,
    sheet: Sheet<'_>,
    formats: &Formats,
    long_index: &mut u16,
) -> Result<(), XlsxError> {
    let name = sheet.name;
    let wrong = |error: rx::XlsxError| XlsxError::Write {
        sheet: name.clone(),
        reason: error.to_string(),
    };
    page.set_name(&name).map_err(wrong)?;
    page.set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0);
    page.set_repeat_rows(0, 0).map_err(wrong)?;
    page.set_freeze_panes(1, 0).map_err(wrong)?;
    for (col, column) in (0_u16..).zip(&sheet.columns) {
        let head = if column.required {
            &formats.head_required
        } else {
            &formats.head
        };
        page.set_column_width(col, column.width.clamp(1.0, 255.0))
            .map_err(wrong)?;
        page.set_column_format(col, formats.of(column.kind))
            .map_err(wrong)?;
        page.write_string_with_format(0, col, &column.header, head)
            .map_err(wrong)?;
    }
    let mut last = 0_u32;
    for row in sheet.rows {
        last += 1;
        let refuse = |expected: String| XlsxError::Row {
            sheet: name.clone(),
            row: last + 1,
            expected,
        };
        if last > LAST_ROW - 2 {
            return Err(refuse(format!(
                "a sheet holds at most {LAST_ROW} rows; filter the list or part it"
            )));
        }
        if row.len() != sheet.columns.len() {
            return Err(refuse(format!(
                "expected {} cells, found {}",
                sheet.columns.len(),
                row.len()
            )));
        }
        for (col, cell) in (0_u16..).zip(row) {
            write_cell(page, last, col, cell, formats)
                .map_err(|error| refuse(error.to_string()))?;
        }
    }
    if let Some(last_col) = sheet.columns.len().checked_sub(1) {
        let last_col = u16::try_from(last_col).unwrap_or(u16::MAX);
        page.autofilter(0, 0, last.max(1), last_col)
            .map_err(wrong)?;
    }
    for (col, column) in (0_u16..).zip(&sheet.columns) {
        if let Some(rule) = choice_rule(column, long_index).map_err(wrong)? {
            page.add_data_validation(1, col, last.max(CHECKED_ROWS), col, &rule)
                .map_err(wrong)?;
        }
    }
    for (row, note) in (last + 2..).zip(&sheet.notes) {
        page.write_string_with_format(row, 0, note, &formats.note)
            .map_err(wrong)?;
    }
    Ok(())
}

fn write_cell(
    page: &mut Worksheet,
    row: u32,
    col: u16,
    cell: Cell,
    formats: &Formats,
) -> Result<(), rx::XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            // The mark keeps the text a text even when somebody edits the cell later.
            let format = if text.starts_with(['=', '+', '-', '@']) {
                &formats.text_quoted
            } else {
                &formats.text
            };
            page.write_string_with_format(row, col, text, format)?;
        }
        Cell::Int(number) if number.unsigned_abs() > EXACT => {
            page.write_string_with_format(row, col, number.to_string(), &formats.text)?;
        }
        Cell::Int(number) => {
            page.write_number_with_format(row, col, number as f64, &formats.int)?;
        }
        Cell::Date(date) => match excel_date(date.year(), date.month(), date.day()) {
            Some(value) => {
                page.write_datetime_with_format(row, col, &value, &formats.date)?;
            }
            None => {
                page.write_string_with_format(row, col, date.to_string(), &formats.text)?;
            }
        },
        Cell::Decimal(number) if number.is_finite() => {
            page.write_number_with_format(row, col, number, &formats.decimal)?;
        }
        Cell::Decimal(_) => {}
    }
    Ok(())
}

fn excel_date(year: i32, month: u32, day: u32) -> Option<ExcelDateTime> {
    let year = u16::try_from(year).ok().filter(|year| *year >= 1900)?;
    ExcelDateTime::from_ymd(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?).ok()
}

/// The rule that offers a column's choices; long ones stand in their own column of the hidden sheet.
fn choice_rule(
    column: &Column,
    long_index: &mut u16,
) -> Result<Option<DataValidation>, rx::XlsxError> {
    if column.choices.is_empty() {
        return Ok(None);
    }
    let rule = if is_long(column) {
        let letters = rx::utility::column_number_to_name(*long_index);
        *long_index += 1;
        DataValidation::new().allow_list_formula(Formula::new(format!(
            "={CHOICES}!${letters}$1:${letters}${}",
            column.choices.len()
        )))
    } else {
        DataValidation::new().allow_list_strings(&column.choices)?
    };
    Ok(Some(
        rule.set_error_style(DataValidationErrorStyle::Stop)
            .set_error_title("Tidak ada dalam daftar")?
            .set_error_message("Pilih salah satu isi dari daftar pada sel ini.")?,
    ))
}

fn petunjuk(
    page: &mut Worksheet,
    lines: &[String],
    sheets: &[(String, Vec<Column>)],
    formats: &Formats,
) -> Result<(), rx::XlsxError> {
    page.set_name("Petunjuk")?;
    page.set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0);
    for (col, width) in (0_u16..).zip([30.0, 10.0, 22.0, 70.0]) {
        page.set_column_width(col, width)?;
    }
    page.write_string_with_format(0, 0, "Petunjuk Pengisian", &formats.title)?;
    let mut row = 2;
    for line in lines {
        page.write_string(row, 0, line)?;
        row += 1;
    }
    for (name, columns) in sheets {
        row += 1;
        page.write_string_with_format(row, 0, format!("Lembar {name}"), &formats.title)?;
        row += 1;
        for (col, head) in (0_u16..).zip(["Kolom", "Wajib", "Isi", "Keterangan"]) {
            page.write_string_with_format(row, col, head, &formats.head)?;
        }
        row += 1;
        for column in columns {
            let content = match column.kind {
                _ if !column.choices.is_empty() => "pilih dari daftar",
                Kind::Text => "teks",
                Kind::Int => "bilangan bulat",
                Kind::Date => "tanggal (hh-bb-tttt)",
                Kind::Decimal => "bilangan desimal",
            };
            let required = if column.required { "ya" } else { "tidak" };
            for (col, text) in
                (0_u16..).zip([column.header.as_str(), required, content, &column.hint])
            {
                page.write_string_with_format(row, col, text, &formats.wrapped)?;
            }
            row += 1;
        }
    }
    Ok(())
}
