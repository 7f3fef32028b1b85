//! `verband-server`: the process around the server. Standard output carries two lines for programs, which begin with
//! `set-up link: ` and `listening on `, and what goes with the link for people; everything else goes to standard error.

use std::io::Write;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Parser, Subcommand};
use tokio::net::TcpListener;

use verband_server::config::{Config, Flags};
use verband_server::doctor::{Verdict, examine};
use verband_server::relay::Relay;
use verband_server::set_up::announcement;
use verband_server::store::sqlite::SqliteStore;
use verband_server::{Ports, Server, logging, native, serve};

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
    /// While there is no organisation, a set-up link is printed that permits to found one within 30 minutes.
    Serve {
        #[command(flatten)]
        flags: Flags,
    },
    /// Print a new set-up link: after the last one has expired, or to found a further organisation.
    ///
    /// It is made in the data folder, also while the server runs on it. Earlier links that were not used are void.
    Setup {
        #[command(flatten)]
        flags: Flags,
        /// Send it to an e-mail address, too.
        #[arg(long, value_name = "ADDRESS")]
        mail: Option<String>,
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
        Command::Serve { flags } => run(&flags),
        Command::Setup { flags, mail } => set_up(&flags, mail.as_deref()),
        Command::Doctor { flags, deep } => doctor(&flags, deep),
    };
    result.unwrap_or_else(|error| {
        eprintln!("verband-server: {error}");
        ExitCode::from(2)
    })
}

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn run(flags: &Flags) -> Result<ExitCode> {
    native::keep_private();
    let config = Config::load(flags)?;
    logging::start(config.log);
    let tls = config.tls.as_ref().map(serve::tls).transpose()?;
    // Signals count from here on, also while the store is opened.
    let end = serve::asked_to_end()?;
    let ports = native::open(&config.data)?;
    let listener = TcpListener::bind(config.listen).await?;
    let address = listener.local_addr()?;
    let server = server(&config, address, ports)?;
    let mut out = std::io::stdout();
    if !server.is_set_up()? {
        writeln!(out, "{}", announcement(&server.new_set_up_link()?))?;
    }
    let scheme = if tls.is_some() { "https" } else { "http" };
    writeln!(out, "listening on {scheme}://{address}")?;
    out.flush()?;
    serve::serve(server, listener, tls, end).await;
    Ok(ExitCode::SUCCESS)
}

/// A server as it is configured, with its mail relay.
fn server(config: &Config, address: SocketAddr, ports: Ports) -> Result<Server> {
    let settings = config.settings(address);
    let relay = config.mail.as_ref().map(|mail| Relay::open(mail, &settings.origin)).transpose()?;
    Ok(Server::new(settings, Ports { relay: relay.map(Arc::new), ..ports })?)
}

#[tokio::main]
async fn set_up(flags: &Flags, mail: Option<&str>) -> Result<ExitCode> {
    native::keep_private();
    let config = Config::load(flags)?;
    if config.origin.is_none() && config.listen.port() == 0 {
        return Err("the server's address is not known: --origin URL".into());
    }
    if !config.data.join(SqliteStore::FILE).is_file() {
        return Err(format!("{} is no data folder of a server: `serve` makes it", config.data.display()).into());
    }
    let server = server(&config, config.listen, native::open(&config.data)?)?;
    let link = server.new_set_up_link()?;
    print!("{}", announcement(&link));
    if let Some(address) = mail {
        server
            .mail_set_up_link(&link, address)
            .await
            .map_err(|failure| format!("the e-mail was not sent: {failure}"))?;
        println!("\nThe mail relay has taken the e-mail with it.");
    }
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
