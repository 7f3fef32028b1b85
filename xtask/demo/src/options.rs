//! The options of `cargo xtask demo`, for both programs: xtask, which is built without C and looks at them before it
//! builds this one, includes this file.

use std::net::SocketAddr;
use std::path::PathBuf;

/// What a person may say about the demo.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Not the story, but a ward with six weeks behind it, to look at in a browser until Ctrl-C
    #[arg(long, conflicts_with_all = ["photo", "out", "keep"])]
    pub(crate) web: bool,
    /// Where browsers reach the ward; port 0 is any free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0", requires = "web")]
    pub(crate) listen: SocketAddr,
    /// The photo to send, any JPEG; without it one is drawn
    #[arg(long, value_name = "FILE")]
    pub(crate) photo: Option<PathBuf>,
    /// Keep what the newcomer sees, what the server has, and a report in this folder, which must be empty
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Keep the devices and everything else too
    #[arg(long)]
    pub(crate) keep: bool,
}
