//! `cargo xtask <command>`: the commands that developers and CI run.
//!
//! One file or folder per command, each with a `run`. Nothing of the product lives here, and no crate depends on it.

mod audit;
mod bench;
mod bindings;
mod demo;
mod project;
mod setup;
mod shell;
mod size;
mod test;
mod tidy;
mod web;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The commands that developers and CI run.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Play the main story with a real server and real devices, and prove who can read what.
    Demo(demo::Options),
    /// Run everything that CI runs: format, lints, tidy, audit, tests in every language, sizes.
    Test(test::Args),
    /// Measure every row of the performance bars beside its peer, or what one waits for in a browser; write docs/performance.md.
    Bench(bench::Args),
    /// Check the house rules: who may depend on whom, who may use clock, files and network, what a file looks like.
    Tidy,
    /// Check licences, sources and known bad versions of every crate in the lock file against deny.toml.
    Audit,
    /// Install the tools that the tests of the bindings need (all of them when none is named).
    Setup(setup::Args),
    /// Build the web app and a server that hands it out.
    Web,
    /// Build library and web app as released, and compare their sizes with docs/size.txt and docs/size-web.txt.
    Size(size::Args),
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    match Cli::parse().command {
        Command::Demo(options) => demo::run(&options),
        Command::Test(args) => test::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::Tidy => tidy::run(),
        Command::Audit => audit::run(),
        Command::Setup(args) => setup::run(&args),
        Command::Web => web::run(),
        Command::Size(args) => size::run(&args),
    }
}
