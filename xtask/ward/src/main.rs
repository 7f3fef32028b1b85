//! A ward to look at in a browser: a server on loopback, four colleagues whose devices live in this process, and letters
//! for two more who are going to be people with browsers. What they find is six weeks old: the clock of this world begins
//! then, and stands at now when the letters are printed.
//!
//! Everything goes through the core, as in any house; nothing of the product lives here. Keys are drawn from a seed and
//! folders are gone when it ends: a ward for a look, not for a patient.

mod colleagues;
mod weeks;

use std::io::Write as _;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Parser;
use tokio::net::TcpListener;
use verband_protocol::port::{Clock as _, Entropy as _};
use verband_server::native::{self, SystemClock, SystemEntropy};
use verband_server::{Server, Settings, router, serve};
use verband_tests::chance::Hands;
use verband_tests::world::World;

use colleagues::Who;
use weeks::{DAY, WEEKS};

/// The ward of `cargo xtask demo --web`.
#[derive(Parser)]
#[command(name = "cargo xtask demo --web", bin_name = "cargo xtask demo --web")]
struct Args {
    /// Where browsers reach it; port 0 is any free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0")]
    listen: SocketAddr,

    /// So many messages more, in a channel of their own: for whoever measures
    #[arg(long, value_name = "COUNT", default_value_t = 0)]
    entries: u32,
}

/// How often the colleagues' devices ask for what is new.
const BREATH: Duration = Duration::from_secs(2);

fn main() -> Result<()> {
    let args = Args::parse();
    // Six weeks pass at once.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build()?;
    runtime.block_on(open(&args))
}

async fn open(args: &Args) -> Result<()> {
    let listen = args.listen;
    let listener = TcpListener::bind(listen).await.with_context(|| format!("nothing can listen on {listen}"))?;
    let address = format!("http://{}", listener.local_addr()?);
    let clock = Hands::at(SystemClock.now_ms() - u64::from(WEEKS) * 7 * DAY);
    let mut seed = [0; 8];
    SystemEntropy.fill(&mut seed);

    println!("Six weeks on a ward …");
    let mut world = World::elsewhere(u64::from_be_bytes(seed), clock, &address);
    let letters = weeks::pass(&mut world, args.entries).await?;
    catch_up(&world);

    // From here on it is any other server, on the folder of this one.
    world.kill_server();
    let server = Server::new(Settings::new(&address), native::open(world.server_folder())?)?;
    world.socket.connect(Some(router(server.clone())));
    tokio::time::resume();
    tell(&address, &letters)?;
    let end = serve::asked_to_end()?;
    tokio::select! {
        () = serve::serve(server, listener, None, end) => {}
        () = live(&world) => {}
    }
    Ok(())
}

/// Sets the clock of the world to what it is.
fn catch_up(world: &World) {
    world.clock.advance(SystemClock.now_ms().saturating_sub(world.clock.now_ms()));
}

/// The colleagues' devices, as long as the ward is open: they let people into their conversations.
async fn live(world: &World) {
    loop {
        tokio::time::sleep(BREATH).await;
        catch_up(world);
        world.pass().await;
        // What cannot be done now is done with the next breath.
        let _ = appoint(world).await;
    }
}

/// Makes the colleague an administrator whose letter says so.
async fn appoint(world: &World) -> Result<()> {
    let anna = colleagues::client(world, Who::Anna);
    let come = anna.members()?.into_iter().find(|row| row.name == weeks::ADMINISTRATOR && !row.admin);
    if let Some(row) = come {
        anna.set_admin(row.id, true).await?;
    }
    Ok(())
}

/// What a person with a browser has to know.
fn tell(address: &str, letters: &[weeks::Letter]) -> Result<()> {
    let mut out = std::io::stdout();
    writeln!(
        out,
        "\nThe ward is open: {address}\n\nLetters, each for one browser profile (\"Ich habe einen Brief\"):\n"
    )?;
    for letter in letters {
        writeln!(out, "  {:<16} {:<32} {}", letter.name, letter.what, letter.code)?;
    }
    writeln!(out, "\nCtrl-C closes the ward, and nothing of it stays.")?;
    Ok(out.flush()?)
}
