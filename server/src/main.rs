//! `verband-server`: the process around the server. Standard output carries two lines for programs, the set-up token
//! and the address; everything else goes to standard error.

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tokio::net::TcpListener;

use verband_server::config::{Config, Flags};
use verband_server::doctor::{Verdict, examine};
use verband_server::{Server, logging, native, serve};

/// The server of Verband: orders and keeps what it cannot read.
#[derive(Parser)]
#[command(version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve until the process is asked to end.
    ///
    /// While there is no organisation, a set-up token is printed that permits to found one within 30 minutes.
    Serve {
        #[command(flatten)]
        flags: Flags,
        /// Print a set-up token although there is an organisation, to found a further one.
        #[arg(long)]
        further_organisation: bool,
    },
    /// Examine configuration and data folder. Ends with 1 if something does not work.
    Doctor {
        #[command(flatten)]
        flags: Flags,
        /// Read every blob and compare its hash.
        #[arg(long)]
        deep: bool,
    },
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Serve { flags, further_organisation } => run(&flags, further_organisation),
        Command::Doctor { flags, deep } => doctor(&flags, deep),
    };
    result.unwrap_or_else(|error| {
        eprintln!("verband-server: {error}");
        ExitCode::from(2)
    })
}

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn run(flags: &Flags, further_organisation: bool) -> Result<ExitCode> {
    native::keep_private();
    let config = Config::load(flags)?;
    logging::start(config.log);
    let tls = config.tls.as_ref().map(serve::tls).transpose()?;
    // Signals count from here on, also while the store is opened.
    let end = serve::asked_to_end()?;
    let ports = native::open(&config.data)?;
    let listener = TcpListener::bind(config.listen).await?;
    let address = listener.local_addr()?;
    let server = Server::new(config.settings(address), ports)?;
    let mut out = std::io::stdout();
    if further_organisation || !server.is_set_up()? {
        writeln!(out, "set-up token: {}", server.new_set_up_token()?)?;
    }
    let scheme = if tls.is_some() { "https" } else { "http" };
    writeln!(out, "listening on {scheme}://{address}")?;
    out.flush()?;
    serve::serve(server, listener, tls, end).await;
    Ok(ExitCode::SUCCESS)
}

fn doctor(flags: &Flags, deep: bool) -> Result<ExitCode> {
    let config = Config::load(flags)?;
    let findings = examine(&config, deep);
    for finding in &findings {
        println!("{finding}");
    }
    let bad = findings.iter().any(|finding| finding.verdict == Verdict::Bad);
    println!("{}", if bad { "Something does not work." } else { "Everything works." });
    Ok(if bad { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
