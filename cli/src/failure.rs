//! What a command ends with when it does not end well: one line for people, a stable code and an exit status for
//! scripts.

use std::fmt::Display;
use std::process::ExitCode;

use verband_client::ClientError;
use verband_protocol::code::CodeError;
use verband_protocol::wire::ProblemCode;

/// Why a command failed.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The stable code.
    pub(crate) code: &'static str,
    /// One line for people.
    pub(crate) message: String,
    exit: u8,
}

const GENERAL: u8 = 1;
const USAGE: u8 = 2;
const OFFLINE: u8 = 3;
const PIN: u8 = 4;
const NOT_ALLOWED: u8 = 5;
const NOT_PROVEN: u8 = 6;

impl Failure {
    /// Anything without an exit status of its own.
    pub(crate) fn general(code: &'static str, message: impl Display) -> Self {
        Self { code, message: message.to_string(), exit: GENERAL }
    }

    /// The command line cannot mean anything.
    pub(crate) fn usage(code: &'static str, message: impl Display) -> Self {
        Self { code, message: message.to_string(), exit: USAGE }
    }

    /// There is no PIN to try.
    pub(crate) fn pin(message: impl Display) -> Self {
        Self { code: "no-pin", message: message.to_string(), exit: PIN }
    }

    /// This person may not do it.
    pub(crate) fn not_allowed(code: &'static str, message: impl Display) -> Self {
        Self { code, message: message.to_string(), exit: NOT_ALLOWED }
    }

    /// Nothing is wrong with what was examined, and something in it is one person's word.
    pub(crate) fn not_proven(message: impl Display) -> Self {
        Self { code: "not-proven", message: message.to_string(), exit: NOT_PROVEN }
    }

    /// A file of the person's own, outside of the profile.
    pub(crate) fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        let code = match error.kind() {
            std::io::ErrorKind::StorageFull => "disk-full",
            std::io::ErrorKind::AlreadyExists => "exists",
            _ => "file",
        };
        Self::general(code, format_args!("{}: {error}", path.display()))
    }

    /// The exit status.
    pub(crate) fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.exit)
    }
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        let exit = match &error {
            ClientError::Offline(_) => OFFLINE,
            ClientError::Code(_) | ClientError::Address(_) | ClientError::OtherServer(_) => USAGE,
            ClientError::WrongPin { .. }
            | ClientError::PinBlocked { .. }
            | ClientError::PinTooShort(_)
            | ClientError::PinDue(_)
            | ClientError::PinAgain
            | ClientError::Wiped
            | ClientError::Locked => PIN,
            ClientError::Refused(_)
            | ClientError::Revoked
            | ClientError::OfflineTooLong
            | ClientError::Outdated
            | ClientError::DeviceClass
            | ClientError::ByPolicy(_)
            | ClientError::NotLookedThrough
            | ClientError::NotIn
            | ClientError::WaitingForApproval
            | ClientError::WaitingForLink
            | ClientError::Server(ProblemCode::Forbidden, _) => NOT_ALLOWED,
            _ => GENERAL,
        };
        let message = match &error {
            ClientError::Server(code, reason) => server_text(*code, reason.as_deref()),
            ClientError::PinDue(_) => format!("{error}: `verband pin`"),
            other => other.to_string(),
        };
        Self { code: error.code(), message, exit }
    }
}

impl From<CodeError> for Failure {
    fn from(error: CodeError) -> Self {
        ClientError::from(error).into()
    }
}

fn server_text(code: ProblemCode, reason: Option<&str>) -> String {
    let text = match code {
        ProblemCode::Forbidden => "the server does not allow it",
        ProblemCode::NotFound => "the server does not have it",
        ProblemCode::TooLarge => "it is larger than the server takes",
        ProblemCode::Busy => "the server has too much to do: try again later",
        ProblemCode::Full => "the server has no space left",
        ProblemCode::Internal => "the server has a fault",
        ProblemCode::Malformed => "the server does not understand this program",
        ProblemCode::SetUpUsed => {
            "an organisation was founded with this link already: `verband-server setup` makes a new one"
        }
        ProblemCode::SetUpExpired => "the set-up link is out of date: `verband-server setup` makes a new one",
        ProblemCode::NotConfigured => "the server's operator has not set it up",
        _ => "the server refused it",
    };
    match reason {
        Some(reason) => format!("{text}: {reason}"),
        None => text.to_owned(),
    }
}
