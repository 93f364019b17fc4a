//! Forms: what was sent, what is wrong with it, and the same page again with both.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, RawForm, Request};
use axum::http::{StatusCode, header};
use kernel::{Error, FieldError, Kind, Result, Text};

use super::errors::{Answer, Problem, status};
use super::{AppState, Page, Reader};

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
    /// Labels that the template has shown, for the summary, which is written after the fields.
    labels: Arc<Mutex<Vec<(String, String)>>>,
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

    /// The form with a value where the person left `name` empty.
    #[must_use]
    pub fn or(mut self, name: &str, value: impl ToString) -> Self {
        if self.value(name).is_empty() {
            self.values.retain(|(key, _)| key != name);
            return self.with(name, value);
        }
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

    /// The names that were sent, in the order of the form.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(|(name, _)| name.as_str())
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

    /// Notes the label of a field while it is being shown, and gives it back.
    pub fn label(&self, name: &str, label: impl Into<String>) -> String {
        let label = label.into();
        let mut labels = self.labels.lock().unwrap_or_else(PoisonError::into_inner);
        labels.push((name.to_owned(), label.clone()));
        label
    }

    /// The lines of the summary: field and what is wrong with it, under the label that the template has shown.
    pub fn lines(&self, page: &Page) -> Vec<(&str, String)> {
        let labels = self.labels.lock().unwrap_or_else(PoisonError::into_inner);
        self.fields()
            .iter()
            .map(|error| {
                let text = page.say(&error.text);
                let label = labels.iter().find(|(name, _)| *name == error.field);
                let line = match label {
                    Some((_, label)) => {
                        page.ta("summary-line", [("label", label), ("text", &text)])
                    }
                    None => text,
                };
                (error.field.as_str(), line)
            })
            .collect()
    }

    /// Ids of what describes the field `name` to a screen reader; empty when nothing does.
    pub fn described(&self, name: &str, hint: impl AsRef<str>) -> String {
        let hint = (!hint.as_ref().is_empty()).then(|| format!("h-{name}"));
        let error = self.error_at(name).map(|_| format!("e-{name}"));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
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
        let mut reader = Reader::new(self);
        let value = read(&mut reader);
        match reader.error() {
            None => Ok(value),
            Some(error) => Err(error),
        }
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
