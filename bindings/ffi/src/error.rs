//! The one error that crosses the boundary.

use verband_client::protocol::code::CodeError;
use verband_client::protocol::id::IdError;
use verband_client::protocol::organisation::{NoVersion, PatternFlaw};
use verband_client::texts::Language;
use verband_client::{ClientError, Retry as ClientRetry};

/// When trying again makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum Retry {
    /// Not without doing something else first.
    Never,
    /// A little later.
    Later,
    /// After the milliseconds that the error names.
    After,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum VerbandError {
    /// The only case: what to do is decided by the code.
    #[error("{code}: {text}")]
    Failed {
        /// Stable and documented in `bindings/README.md`: what apps decide by.
        code: String,
        /// When trying again makes sense.
        retry: Retry,
        /// Milliseconds to wait first, for `After`; otherwise 0.
        retry_after_ms: u64,
        /// The finer cause, empty if there is none: the code of the server or of a document, the character of a typed code
        /// that is wrong, the switch of the policy, or how many wrong PINs are left until everything is erased. Never
        /// content.
        reference: String,
        /// In English, for logs. What people read is chosen by the code.
        text: String,
        /// For the person, in the language of a call that has one; otherwise empty. It may have a name in it: not for
        /// logs.
        sentence: String,
    },
}

impl VerbandError {
    /// A mistake in the library: a panic that was caught. The next call works.
    pub(crate) fn internal(reference: &str) -> Self {
        Self::failed("internal", reference, "a mistake in the library")
    }

    /// An argument that no user can have typed: the app passed something else.
    pub(crate) fn argument(text: &str) -> Self {
        Self::failed("argument", "", text)
    }

    fn failed(code: &str, reference: &str, text: &str) -> Self {
        Self::Failed {
            code: code.to_owned(),
            retry: Retry::Never,
            retry_after_ms: 0,
            reference: reference.to_owned(),
            text: text.to_owned(),
            sentence: String::new(),
        }
    }

    /// An error with its sentence in a language.
    pub(crate) fn said(error: ClientError, language: Language) -> Self {
        let said = error.sentence(language).unwrap_or_default();
        let Self::Failed { code, retry, retry_after_ms, reference, text, .. } = error.into();
        Self::Failed { code, retry, retry_after_ms, reference, text, sentence: said }
    }
}

impl From<ClientError> for VerbandError {
    fn from(error: ClientError) -> Self {
        let (retry, retry_after_ms) = match error.retry() {
            ClientRetry::Never => (Retry::Never, 0),
            ClientRetry::Later => (Retry::Later, 0),
            ClientRetry::After(ms) => (Retry::After, ms),
        };
        Self::Failed {
            code: error.code().to_owned(),
            retry,
            retry_after_ms,
            reference: reference(&error),
            text: error.to_string(),
            sentence: String::new(),
        }
    }
}

impl From<IdError> for VerbandError {
    fn from(error: IdError) -> Self {
        Self::argument(&error.to_string())
    }
}

impl From<NoVersion> for VerbandError {
    fn from(error: NoVersion) -> Self {
        Self::argument(&error.to_string())
    }
}

fn reference(error: &ClientError) -> String {
    match error {
        ClientError::Server(code, _) => format!("{code:?}"),
        ClientError::ByPolicy(switch) => switch.to_string(),
        ClientError::WrongPin { tries_left: Some(left), .. } => left.to_string(),
        ClientError::Code(CodeError::UnknownSymbol { position, .. } | CodeError::WrongSymbol { position }) => {
            position.to_string()
        }
        ClientError::NotVerified(reason) => format!("{reason:?}"),
        ClientError::Document(error) => error.code().to_owned(),
        ClientError::People(error) => error.code().to_owned(),
        ClientError::Survey(error) => error.code().to_owned(),
        ClientError::Pattern(PatternFlaw::Sign(place) | PatternFlaw::Open(place)) => place.to_string(),
        ClientError::Wound(error) => error.code().to_owned(),
        ClientError::Record(error) => error.code().to_owned(),
        _ => String::new(),
    }
}
