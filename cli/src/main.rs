//! `verband`: the command line client, tool of administrators, scripts and bots.
//!
//! It parses, asks for the PIN, names things by what people call them, and prints. What may be done and how is
//! decided in `verband-client`; no rule of the product stands here.

mod commands;
mod failure;
mod names;
mod output;
mod pin;
mod profile;
mod progress;
mod secret_file;
mod session;

use std::process::ExitCode;

use clap::Parser;

use commands::Command;
use output::Output;
use profile::Profile;

/// Messenger of one care organisation. The server never sees what is written.
#[derive(Parser)]
#[command(name = "verband", version, about, after_long_help = HELP)]
struct Cli {
    #[command(flatten)]
    profile: profile::Args,
    /// Print one JSON value instead of text (`follow`, `link` and `run`: one per line). Fields are added, never renamed
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

const HELP: &str = "\
Examples:
  verband found 'verband://found?server=https%3A%2F%2Fverband.example#XXXX-XXXX-XXXX-XXXX' \\
                --organisation 'Pflegedienst Linde' --name 'Anna Arndt'
  verband channel create Wundteam
  verband invite 'Berta Brandt' --channel Wundteam
  verband enrol 'verband://join?server=https%3A%2F%2Fverband.example#XXXX-XXXX-XXXX-XXXX-XXXX'
  verband send Wundteam 'Verband gewechselt, keine Blutung.'
  verband photo Wundteam wound.jpg --caption 'Ferse links'
  verband read Wundteam
  verband export Wundteam newest.jpg
  verband follow Wundteam
  VERBAND_PIN=… verband --json conversations | jq

Names:
  Conversations go by title, members by name, everything by its id or the first digits of it (four or more).
  Where a name fits several, the candidates are listed and nothing is done.

PIN:
  Asked for without echo; for scripts in --pin-file or the environment variable VERBAND_PIN (for `pin`, the new one
  in VERBAND_NEW_PIN). It never stands on the command line, where others on the machine could read it.

Exit status:
  0  done; for `send` and `photo` also: written down, and sent as soon as the server is reached
  1  anything else; the code in square brackets after `error` says what
  2  the command line is not understood: unknown option, ambiguous name, invitation code with a typing error
  3  the server is not reached
  4  wrong or missing PIN, or locked
  5  not allowed: by a rule of the organisation or conversation, or this device does not belong to it (any more)
  6  of `verify`: a package is whole, and something in it is shown by nothing but the word of who made it";

fn main() -> ExitCode {
    let cli = Cli::parse();
    let output = Output::new(cli.json);
    match start(cli, &output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            output.failure(&failure);
            failure.exit_code()
        }
    }
}

fn start(cli: Cli, output: &Output) -> Result<(), failure::Failure> {
    let profile = Profile::new(cli.profile)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| failure::Failure::general("runtime", error))?;
    runtime.block_on(commands::run(cli.command, &profile, output))
}
