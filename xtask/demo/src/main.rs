//! The story of `cargo xtask demo`: a real server and real devices, each a process of its own, and what an observer
//! of the server and a removed member can learn.
//!
//! The devices act through the command line client alone. What stands here drives them, looks at the server's folder
//! and attacks it with a device's own keys; nothing of the product lives here, and no product crate depends on it.

mod attack;
mod cast;
mod ciphertexts;
mod leak;
mod options;
mod outsider;
mod picture;
mod process;
mod proofs;
mod report;
mod secrets;
mod server;
mod stage;
mod story;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use options::Options;

/// The story of `cargo xtask demo`.
#[derive(Parser)]
#[command(name = "cargo xtask demo", bin_name = "cargo xtask demo")]
pub(crate) struct Args {
    /// The server's program
    #[arg(long, value_name = "FILE")]
    server: PathBuf,
    /// The command line client
    #[arg(long, value_name = "FILE")]
    client: PathBuf,
    #[command(flatten)]
    options: Options,
}

fn main() -> ExitCode {
    let args = Args::parse();
    match play(&args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Plays the story. Whether everything held.
fn play(args: &Args) -> anyhow::Result<bool> {
    let photo = story::Photo::choose(args.options.photo.as_deref())?;
    let stage = stage::Stage::set(args)?;
    let mut report = report::Report::new();
    let told = story::tell(&stage, &photo, &mut report);
    if let Err(error) = told {
        report.stop(&stage.explain(&error));
    }
    Ok(report.finish(&stage, args.options.out.is_some()))
}
