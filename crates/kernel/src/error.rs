//! One error for the whole system: a sentence for the person, a line for the log, and what to do next.

use std::fmt;

use crate::Text;

/// A result with the system's error.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, as far as the outside must tell cases apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The input is wrong: HTTP 422, exit code 2.
    Invalid,
    /// A rule or the state of things forbids it: HTTP 409, exit code 1.
    Refused,
    /// The actor may not do this: HTTP 403.
    Forbidden,
    /// The actor must log in first: HTTP 401.
    Unauthenticated,
    /// There is no such thing in the actor's scope: HTTP 404.
    NotFound,
    /// Too many tries: HTTP 429.
    TooMany,
    /// A part that is needed does not answer: HTTP 503.
    Unavailable,
    /// A defect of ours: HTTP 500.
    Internal,
}

/// A message at one field of a form or one column of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldError {
    /// Name of the field.
    pub field: String,
    /// What is wrong and what was expected.
    pub text: Text,
}

/// A refusal or failure. The person reads `text`, `fields`, `source` and `next`; only the log gets `log`.
#[derive(Clone, Debug)]
pub struct Error(Box<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    kind: Kind,
    text: Text,
    source: Option<String>,
    next: Option<Text>,
    fields: Vec<FieldError>,
    log: String,
}

impl Error {
    /// An error of `kind` that says `text`.
    pub fn new(kind: Kind, text: impl Into<Text>) -> Self {
        Self(Box::new(Inner {
            kind,
            text: text.into(),
            source: None,
            next: None,
            fields: Vec::new(),
            log: String::new(),
        }))
    }

    /// The input is wrong.
    pub fn invalid(text: impl Into<Text>) -> Self {
        Self::new(Kind::Invalid, text)
    }

    /// One field is wrong; add further ones with [`Error::field`].
    pub fn invalid_field(field: impl Into<String>, text: impl Into<Text>) -> Self {
        Self::new(Kind::Invalid, "error-form").field(field, text)
    }

    /// A rule or state forbids it.
    pub fn refused(text: impl Into<Text>) -> Self {
        Self::new(Kind::Refused, text)
    }

    /// The actor may not do this.
    pub fn forbidden() -> Self {
        Self::new(Kind::Forbidden, "error-forbidden")
    }

    /// There is no such thing, or the actor may not know of it.
    pub fn not_found() -> Self {
        Self::new(Kind::NotFound, "error-not-found")
    }

    /// A defect of ours; `log` says what happened.
    pub fn internal(log: impl fmt::Display) -> Self {
        Self::new(Kind::Internal, "error-internal").log(log)
    }

    /// Something needed does not answer; `log` says what.
    pub fn unavailable(text: impl Into<Text>, log: impl fmt::Display) -> Self {
        Self::new(Kind::Unavailable, text).log(log)
    }

    /// Adds the legal source, such as "PP 94/2021 Ps 4 huruf h".
    #[must_use]
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Adds what the person can do next.
    #[must_use]
    pub fn next(mut self, next: impl Into<Text>) -> Self {
        self.0.next = Some(next.into());
        self
    }

    /// Adds a message at a field.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>, text: impl Into<Text>) -> Self {
        self.0.fields.push(FieldError {
            field: field.into(),
            text: text.into(),
        });
        self
    }

    /// Adds context for the log; never personal data.
    #[must_use]
    pub fn log(mut self, log: impl fmt::Display) -> Self {
        self.0.log = log.to_string();
        self
    }

    /// What kind it is.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The sentence for the person.
    pub fn text(&self) -> &Text {
        &self.0.text
    }

    /// The legal source, if there is one.
    pub fn legal_source(&self) -> Option<&str> {
        self.0.source.as_deref()
    }

    /// What to do next, if it is known.
    pub fn next_step(&self) -> Option<&Text> {
        self.0.next.as_ref()
    }

    /// The messages at fields.
    pub fn fields(&self) -> &[FieldError] {
        &self.0.fields
    }

    /// The line for the log.
    pub fn log_line(&self) -> &str {
        &self.0.log
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.text.key)?;
        for (name, value) in &self.0.text.args {
            write!(f, " {name}={value}")?;
        }
        for field in &self.0.fields {
            write!(f, " [{}: {}]", field.field, field.text.key)?;
        }
        if !self.0.log.is_empty() {
            write!(f, ": {}", self.0.log)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
