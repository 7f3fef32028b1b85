//! The options of `cargo xtask demo`, for both programs: xtask, which is built without C and looks at them before it
//! builds this one, includes this file.

use std::path::PathBuf;

/// What a person may say about the demo.
#[derive(clap::Args)]
pub(crate) struct Options {
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
