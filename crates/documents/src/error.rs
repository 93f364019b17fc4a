//! Why a letter could not be set, said so that the one who wrote its data can mend it.

/// A letter that cannot be printed as given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// The data contradict the form of the letter.
    #[error("{path}: {expected}")]
    Data {
        /// Where in the letter's JSON, such as `daftar.rows[3]`.
        path: String,
        /// What was expected there.
        expected: String,
    },
    /// A character that the letter font has no sign for, or that could hide what a text says.
    /// An official letter never prints an empty box in somebody's name.
    #[error(
        "{path}: the letter font has no sign for {character:?} (U+{:04X}); write the text without it",
        u32::from(*character)
    )]
    Character {
        /// Where in the letter's data.
        path: String,
        /// The character.
        character: char,
    },
    /// The letterhead names a logo that [`crate::Look::logos`] does not hold, or that is neither PNG nor SVG.
    #[error("logo `{name}`: {reason}")]
    Logo {
        /// The name in the letterhead.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The text does not fit into a QR code.
    #[error(
        "the QR text of {bytes} bytes does not fit; at most 2331 bytes at error correction M, and at most 600 stay scannable on paper"
    )]
    Qr {
        /// Length of the text.
        bytes: usize,
    },
    /// A template of this crate is wrong: a defect of ours, the text is for the log.
    #[error("the letter template failed: {0}")]
    Template(String),
}

impl RenderError {
    pub(crate) fn data(path: impl Into<String>, expected: impl Into<String>) -> Self {
        Self::Data {
            path: path.into(),
            expected: expected.into(),
        }
    }
}
