//! A message without a language: a Fluent key and its arguments.

use serde::{Deserialize, Serialize};

/// What is said to a person, named by its key in the `.ftl` files; the page or the command line puts it into words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Text {
    /// Key in the Fluent files, such as `people-not-found`.
    pub key: String,
    /// Arguments by name.
    pub args: Vec<(String, String)>,
    /// Arguments that are words themselves: name and key, put into the reader's language with the message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<(String, String)>,
}

impl Text {
    /// A message without arguments.
    pub fn new(key: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            args: Vec::new(),
            words: Vec::new(),
        }
    }

    /// The same message with one more argument.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.args.push((name.into(), value.to_string()));
        self
    }

    /// The same message with one more argument, which is the message under `key`.
    #[must_use]
    pub fn with_word(mut self, name: impl Into<String>, key: impl Into<String>) -> Self {
        self.words.push((name.into(), key.into()));
        self
    }
}

impl From<&str> for Text {
    fn from(key: &str) -> Self {
        Self::new(key)
    }
}
