//! The one error that crosses the boundary.

use serde::Serialize;
use verband_client::protocol::code::CodeError;
use verband_client::protocol::organisation::PatternFlaw;
use verband_client::texts::Language;
use verband_client::{ClientError, Retry, platform};
use wasm_bindgen::JsValue;

/// What went wrong, as `VerbandError` of the façade is made of.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Failure {
    /// Stable: what apps decide by.
    code: &'static str,
    /// When trying again makes sense: `never`, `later` or `after`.
    retry: &'static str,
    /// Milliseconds to wait first, for `after`; otherwise 0.
    retry_after_ms: u64,
    /// The finer cause for a support ticket, empty if there is none. Never content.
    reference: String,
    /// In English, for logs.
    text: String,
    /// For the person, in the language of a call that has one; otherwise empty. It may have a name in it: not for logs.
    sentence: String,
}

impl Failure {
    /// An argument that no user can have typed: the app passed something else.
    pub(crate) fn argument(text: impl ToString) -> Self {
        Self::never("argument", text)
    }

    fn never(code: &'static str, text: impl ToString) -> Self {
        Self {
            code,
            retry: "never",
            retry_after_ms: 0,
            reference: String::new(),
            text: text.to_string(),
            sentence: String::new(),
        }
    }

    /// An error with its sentence in a language.
    pub(crate) fn said(error: ClientError, language: Language) -> Self {
        let sentence = error.sentence(language).unwrap_or_default();
        Self { sentence, ..error.into() }
    }
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        let (retry, retry_after_ms) = match error.retry() {
            _ if platform::is_busy(&error) => ("later", 0),
            Retry::Never => ("never", 0),
            Retry::Later => ("later", 0),
            Retry::After(ms) => ("after", ms),
        };
        // Another tab or worker has the profile: not a state of a client, but of this machine.
        let code = if platform::is_busy(&error) { "in-use" } else { error.code() };
        Self {
            code,
            retry,
            retry_after_ms,
            reference: reference(&error),
            text: error.to_string(),
            sentence: String::new(),
        }
    }
}

impl From<serde_wasm_bindgen::Error> for Failure {
    fn from(error: serde_wasm_bindgen::Error) -> Self {
        Self::argument(error)
    }
}

impl From<Failure> for JsValue {
    fn from(failure: Failure) -> Self {
        serde_wasm_bindgen::to_value(&failure).unwrap_or(JsValue::NULL)
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
