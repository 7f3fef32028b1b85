//! What can be wrong with a document, for developers and for people.

use verband_texts::{Language, text};

/// Why a document was not made. What it says to a log has nothing personal in it; [`DocumentError::text`] does.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// No font on board has this character.
    #[error("no font has the character U+{:04X}", u32::from(*character))]
    Unprintable {
        /// The person whose paper it is, or the organisation.
        name: String,
        /// The first such character.
        character: char,
    },
    /// A text does not fit into its place, even in the smallest letters that can be read.
    #[error("a text is too long for its place on the paper")]
    TooLong {
        /// How the text begins.
        start: String,
    },
    /// A link has more characters than a QR code of that size holds.
    #[error("a link is too long for a QR code")]
    QrTooLong,
    /// There was nothing to print.
    #[error("there are no letters")]
    NoLetters,
    /// A mail draft was to go to or come from something that is no address.
    #[error("an e-mail address is broken")]
    Address {
        /// What was given.
        address: String,
    },
    /// The PDF library refused: a mistake of this room, not of its caller.
    #[error("PDF: {0}")]
    Pdf(String),
}

impl DocumentError {
    /// Its stable name.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unprintable { .. } => "unprintable",
            Self::TooLong { .. } => "too-long",
            Self::QrTooLong => "qr-too-long",
            Self::NoLetters => "no-letters",
            Self::Address { .. } => "address",
            Self::Pdf(_) => "pdf",
        }
    }

    /// What to tell the person who wanted the document.
    pub fn text(&self, language: Language) -> String {
        match self {
            Self::Unprintable { name, character } => {
                let character = character.to_string();
                text(
                    language,
                    "documents-unprintable",
                    &[("character", character.as_str().into()), ("name", name.as_str().into())],
                )
            }
            Self::TooLong { start } => text(language, "documents-too-long", &[("start", start.as_str().into())]),
            Self::QrTooLong => text(language, "documents-qr-too-long", &[]),
            Self::NoLetters => text(language, "documents-no-letters", &[]),
            Self::Address { address } => text(language, "documents-address", &[("address", address.as_str().into())]),
            Self::Pdf(_) => text(language, "documents-pdf", &[]),
        }
    }
}

/// What went wrong while a paper was laid out, before it is known whose paper it is.
#[derive(Debug)]
pub(crate) enum Fault {
    Unprintable(char),
    TooLong(String),
    QrTooLong,
}

impl Fault {
    /// Only the beginning of the text is kept: it may be a code.
    pub(crate) fn too_long(text: &str) -> Self {
        Self::TooLong(text.chars().take(30).collect())
    }

    pub(crate) fn of(self, name: &str) -> DocumentError {
        match self {
            Self::Unprintable(character) => DocumentError::Unprintable { name: name.to_owned(), character },
            Self::TooLong(start) => DocumentError::TooLong { start },
            Self::QrTooLong => DocumentError::QrTooLong,
        }
    }
}
