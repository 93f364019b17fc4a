//! Forms: what was sent, what is wrong with it, and the same page again with both.

use std::ops::RangeInclusive;
use std::str::FromStr;

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, RawForm, Request};
use axum::http::{StatusCode, header};
use kernel::{CivilDate, Error, FieldError, Kind, Nip, Result, Text};

use super::errors::{Answer, Problem, status};
use super::{AppState, Page};

/// Name of the hidden field with the nonce.
const NONCE: &str = "form_nonce";

/// A file sent with a form.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Name of the field.
    pub field: String,
    /// Name the sender gave; to show again, never to open or store a file by.
    pub file_name: String,
    /// Content.
    pub bytes: Bytes,
}

/// One entry of a select, a radio group or a group of checkboxes.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
}

impl Choice {
    /// A choice.
    pub fn new(value: impl ToString, label: impl Into<String>) -> Self {
        Self {
            value: value.to_string(),
            label: label.into(),
        }
    }
}

/// Marks one rendering of a form, so that sending it twice has one effect: the command stores it with its change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Nonce(String);

impl Nonce {
    /// 16 to 64 characters of base64url.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Values and errors of a form; extracted from a request or made for the first rendering.
#[derive(Clone, Debug, Default)]
pub struct Form {
    values: Vec<(String, String)>,
    files: Vec<Upload>,
    nonce: String,
    error: Option<Error>,
}

impl Form {
    /// An empty form for a first rendering.
    pub fn new(page: &Page) -> Self {
        Self {
            nonce: page.nonce(),
            ..Self::default()
        }
    }

    /// The form with a value to begin with.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.values.push((name.into(), value.to_string()));
        self
    }

    /// The value of `name` without spaces around it; empty when it was not sent.
    pub fn value(&self, name: &str) -> &str {
        self.values
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.trim())
    }

    /// All values of `name`, as several checkboxes send them.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.values
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.trim())
    }

    /// Whether `value` is among the values of `name`.
    pub fn holds(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|held| held == value)
    }

    /// The file of `name`; `None` when none was chosen.
    pub fn file(&self, name: &str) -> Option<&Upload> {
        self.files
            .iter()
            .find(|file| file.field == name && !file.bytes.is_empty())
    }

    /// The nonce of this rendering.
    ///
    /// # Errors
    /// When the form carries none.
    pub fn nonce(&self) -> Result<Nonce> {
        let fits = (16..=64).contains(&self.nonce.len())
            && self
                .nonce
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if fits {
            Ok(Nonce(self.nonce.clone()))
        } else {
            Err(Error::refused("error-nonce"))
        }
    }

    /// The text of the hidden field.
    pub fn nonce_text(&self) -> &str {
        &self.nonce
    }

    /// What is wrong with the form as a whole.
    pub fn error(&self) -> Option<&Error> {
        self.error.as_ref()
    }

    /// What is wrong with the field `name`.
    pub fn error_at(&self, name: &str) -> Option<&Text> {
        self.fields()
            .iter()
            .find(|e| e.field == name)
            .map(|e| &e.text)
    }

    /// What is wrong with the fields, in the order of reading.
    pub fn fields(&self) -> &[FieldError] {
        self.error.as_ref().map_or(&[], Error::fields)
    }

    /// Reads the fields into a value of the domain, collecting all that is wrong.
    ///
    /// # Errors
    /// [`Kind::Invalid`] with one message a field, so that the person sees all of them at once.
    pub fn read<T>(&self, read: impl FnOnce(&mut Reader<'_>) -> T) -> Result<T> {
        let mut reader = Reader {
            form: self,
            errors: Vec::new(),
        };
        let value = read(&mut reader);
        if reader.errors.is_empty() {
            return Ok(value);
        }
        Err(reader
            .errors
            .into_iter()
            .fold(Error::invalid("error-form"), |error, field| {
                error.field(field.field, field.text)
            }))
    }

    /// After a command said no: the same page again with what was typed and what is wrong (status 422 or 409).
    /// Any other error goes on to the error page.
    ///
    /// # Errors
    /// `error` itself when it is neither [`Kind::Invalid`] nor [`Kind::Refused`].
    pub fn again(mut self, error: impl Into<Problem>, page: impl FnOnce(Self) -> Answer) -> Answer {
        let Problem(error) = error.into();
        if !matches!(error.kind(), Kind::Invalid | Kind::Refused) {
            return Err(Problem(error));
        }
        let code: StatusCode = status(error.kind());
        self.error = Some(error);
        let mut response = page(self)?;
        *response.status_mut() = code;
        Ok(response)
    }
}

/// Reads fields one by one. A field that is wrong is noted and gives a placeholder, which never leaves [`Form::read`].
#[derive(Debug)]
pub struct Reader<'a> {
    form: &'a Form,
    errors: Vec<FieldError>,
}

impl Reader<'_> {
    /// Notes that a field is wrong, for checks of your own.
    pub fn wrong(&mut self, name: &str, text: impl Into<Text>) {
        self.errors.push(FieldError {
            field: name.to_owned(),
            text: text.into(),
        });
    }

    /// A text that must be given, at most `max` characters.
    pub fn text(&mut self, name: &str, max: usize) -> String {
        self.optional_text(name, max).unwrap_or_else(|| {
            self.wrong(name, "error-required");
            String::new()
        })
    }

    /// A text that may be missing, at most `max` characters.
    pub fn optional_text(&mut self, name: &str, max: usize) -> Option<String> {
        let value = self.form.value(name);
        let length = value.chars().count();
        if length > max {
            let text = Text::new("error-too-long")
                .with("max", max)
                .with("length", length);
            self.wrong(name, text);
        }
        // Browsers send line ends as CR LF.
        (!value.is_empty()).then(|| value.replace("\r\n", "\n"))
    }

    /// A date that must be given.
    pub fn date(&mut self, name: &str) -> CivilDate {
        match self.optional_date(name) {
            Some(date) => date,
            None => {
                self.missing(name);
                Self::epoch()
            }
        }
    }

    /// A date that may be missing: `2026-08-17` as date fields send it, or `17-08-2026` as people type it.
    pub fn optional_date(&mut self, name: &str) -> Option<CivilDate> {
        let value = self.form.value(name);
        if value.is_empty() {
            return None;
        }
        let date = parse_date(value);
        if date.is_none() {
            self.wrong(name, "error-date");
        }
        date
    }

    /// A whole number that must be given.
    pub fn integer(&mut self, name: &str, range: RangeInclusive<i64>) -> i64 {
        match self.optional_integer(name, range) {
            Some(number) => number,
            None => {
                self.missing(name);
                0
            }
        }
    }

    /// A whole number that may be missing. Separators of thousands are understood.
    pub fn optional_integer(&mut self, name: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let value = self.form.value(name);
        if value.is_empty() {
            return None;
        }
        match value.replace(['.', ' '], "").parse() {
            Ok(number) if range.contains(&number) => Some(number),
            Ok(_) => {
                let text = Text::new("error-number-range")
                    .with("min", range.start())
                    .with("max", range.end());
                self.wrong(name, text);
                None
            }
            Err(_) => {
                self.wrong(name, "error-number");
                None
            }
        }
    }

    /// Whether a checkbox is set.
    pub fn checked(&mut self, name: &str) -> bool {
        !self.form.value(name).is_empty()
    }

    /// One of the values that `parse` understands (a select, a radio group, an id); `None` leads to a message.
    pub fn choice<T>(&mut self, name: &str) -> Option<T>
    where
        T: FromStr,
    {
        let chosen = self.optional_choice(name);
        if chosen.is_none() {
            self.missing_as(name, "error-choice");
        }
        chosen
    }

    /// One of the values that `T` understands, or nothing.
    pub fn optional_choice<T>(&mut self, name: &str) -> Option<T>
    where
        T: FromStr,
    {
        let value = self.form.value(name);
        if value.is_empty() {
            return None;
        }
        let chosen = value.parse().ok();
        if chosen.is_none() {
            self.wrong(name, "error-choice");
        }
        chosen
    }

    /// All the values of a group of checkboxes that `T` understands.
    pub fn choices<T>(&mut self, name: &str) -> Vec<T>
    where
        T: FromStr,
    {
        let all: Vec<&str> = self.form.all(name).filter(|v| !v.is_empty()).collect();
        let chosen: Vec<T> = all.iter().filter_map(|value| value.parse().ok()).collect();
        if chosen.len() < all.len() {
            self.wrong(name, "error-choice");
        }
        chosen
    }

    /// A NIP that must be given, with or without spaces.
    pub fn nip(&mut self, name: &str) -> Option<Nip> {
        let nip = self.form.value(name).parse().ok();
        if nip.is_none() {
            self.wrong(name, "error-nip");
        }
        nip
    }

    /// A file that must be chosen.
    pub fn file(&mut self, name: &str) -> Option<Upload> {
        let file = self.form.file(name).cloned();
        if file.is_none() {
            self.wrong(name, "error-file");
        }
        file
    }

    fn missing(&mut self, name: &str) {
        self.missing_as(name, "error-required");
    }

    /// Says that a field is missing, unless something is said about it already.
    fn missing_as(&mut self, name: &str, key: &str) {
        if !self.errors.iter().any(|error| error.field == name) {
            self.wrong(name, key);
        }
    }

    fn epoch() -> CivilDate {
        CivilDate::from_epoch_days(0).unwrap_or_else(|| unreachable!("1970-01-01 is a date"))
    }
}

fn parse_date(value: &str) -> Option<CivilDate> {
    if let Ok(date) = value.parse() {
        return Some(date);
    }
    let mut parts = value.split(['-', '/', '.', ' ']);
    let day = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    parts.next().is_none().then_some(())?;
    CivilDate::new(year, month, day).ok()
}

impl FromRequest<AppState> for Form {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Problem> {
        let multipart = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|kind| kind.starts_with("multipart/form-data"));
        let mut form = if multipart {
            Self::of_multipart(request, state).await?
        } else {
            let RawForm(bytes) = RawForm::from_request(request, state)
                .await
                .map_err(|rejection| unreadable(rejection.status(), &rejection))?;
            Self {
                values: form_urlencoded::parse(&bytes).into_owned().collect(),
                ..Self::default()
            }
        };
        form.nonce = form.value(NONCE).to_owned();
        Ok(form)
    }
}

impl Form {
    async fn of_multipart(request: Request, state: &AppState) -> Result<Self, Problem> {
        let mut form = Self::default();
        let mut parts = Multipart::from_request(request, state)
            .await
            .map_err(|rejection| unreadable(rejection.status(), &rejection))?;
        while let Some(part) = parts
            .next_field()
            .await
            .map_err(|error| unreadable(error.status(), &error))?
        {
            let field = part.name().unwrap_or_default().to_owned();
            let file_name = part.file_name().map(str::to_owned);
            let bytes = part
                .bytes()
                .await
                .map_err(|error| unreadable(error.status(), &error))?;
            match file_name {
                Some(file_name) => form.files.push(Upload {
                    field,
                    file_name,
                    bytes,
                }),
                None => form
                    .values
                    .push((field, String::from_utf8_lossy(&bytes).into_owned())),
            }
        }
        Ok(form)
    }
}

fn unreadable(status: StatusCode, error: &dyn std::fmt::Display) -> Problem {
    let key = match status {
        StatusCode::PAYLOAD_TOO_LARGE => "error-too-large",
        _ => "error-request",
    };
    Problem(Error::invalid(key).log(error))
}
