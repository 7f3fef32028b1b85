//! Where the PIN comes from: a file, the environment, or a question without echo. Never the command line.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::failure::Failure;

/// A PIN. It is wiped when dropped.
pub(crate) type Pin = Zeroizing<String>;

/// The PIN of a profile that exists.
pub(crate) fn current(file: Option<&Path>) -> Result<Pin, Failure> {
    match given(file, "VERBAND_PIN")? {
        Some(pin) => Ok(pin),
        None => ask("PIN: "),
    }
}

/// The PIN of a new profile.
pub(crate) fn first(file: Option<&Path>) -> Result<Pin, Failure> {
    match given(file, "VERBAND_PIN")? {
        Some(pin) => Ok(pin),
        None => ask_twice("Choose a PIN"),
    }
}

/// The PIN that replaces another.
pub(crate) fn new(file: Option<&Path>) -> Result<Pin, Failure> {
    match given(file, "VERBAND_NEW_PIN")? {
        Some(pin) => Ok(pin),
        None => ask_twice("New PIN"),
    }
}

fn given(file: Option<&Path>, variable: &str) -> Result<Option<Pin>, Failure> {
    if let Some(path) = file {
        return from_file(path).map(Some);
    }
    match std::env::var(variable) {
        // No PIN is empty: to try this one would count as a wrong one.
        Ok(pin) if pin.is_empty() => Err(Failure::pin(format_args!("{variable} is empty"))),
        Ok(pin) => Ok(Some(Zeroizing::new(pin))),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => Err(Failure::pin(format_args!("{variable} is not text"))),
    }
}

fn from_file(path: &Path) -> Result<Pin, Failure> {
    let text = std::fs::read_to_string(path).map(Zeroizing::new);
    let text = text.map_err(|error| Failure::pin(format_args!("{}: {error}", path.display())))?;
    match text.lines().next().map(str::trim) {
        Some(pin) if !pin.is_empty() => Ok(Zeroizing::new(pin.to_owned())),
        _ => Err(Failure::pin(format_args!("{}: no PIN on its first line", path.display()))),
    }
}

fn ask(question: &str) -> Result<Pin, Failure> {
    match rpassword::prompt_password(question).map(Zeroizing::new) {
        Ok(pin) if pin.is_empty() => Err(Failure::pin("no PIN was typed")),
        Ok(pin) => Ok(pin),
        Err(_) => Err(Failure::pin("there is no terminal to ask for the PIN: give it in --pin-file or VERBAND_PIN")),
    }
}

fn ask_twice(question: &str) -> Result<Pin, Failure> {
    let length = verband_client::MIN_PIN;
    let pin = ask(&format!("{question} (at least {length} characters): "))?;
    if pin == ask("The same again: ")? { Ok(pin) } else { Err(Failure::pin("the two PINs differ")) }
}

/// The options of the commands that read a second PIN.
#[derive(clap::Args)]
pub(crate) struct NewPinArgs {
    /// Read the new PIN from the first line of a file
    #[arg(long, value_name = "FILE")]
    pub(crate) new_pin_file: Option<PathBuf>,
}
