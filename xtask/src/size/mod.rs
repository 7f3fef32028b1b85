//! `cargo xtask size`: how large is what people are given, compared with the figures in `docs/size.txt` and
//! `docs/size-web.txt`.
//!
//! A figure only moves by `--accept`, so many small steps add up to one that has to be explained; beyond its goal it
//! does not move at all.

mod library;
mod page;

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use clap::ValueEnum;

use crate::project;
use crate::shell::Shell;

/// What to do with the figures.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Write the new figures down; the commit says why they grew.
    #[arg(long)]
    accept: bool,
    /// Only what one kind of app is given.
    #[arg(long, value_enum)]
    only: Option<Of>,
}

/// Who is given it.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Of {
    /// Apps of phones: the library.
    Library,
    /// Browsers: the web app.
    Web,
}

impl Of {
    /// The file with the figures.
    fn file(self) -> PathBuf {
        let name = match self {
            Self::Library => "docs/size.txt",
            Self::Web => "docs/size-web.txt",
        };
        project::root().join(name)
    }

    fn measure(self, shell: &Shell) -> Result<Vec<Figure>> {
        match self {
            Self::Library => Ok(vec![library::measure(shell)?]),
            Self::Web => page::measure(shell),
        }
    }

    fn compare(self, shell: &Shell) -> Result<()> {
        let text = fs::read_to_string(self.file()).unwrap_or_default();
        for figure in self.measure(shell)? {
            figure.check()?;
            let size = |line: &str| line.strip_prefix(figure.name)?.trim().parse::<u64>().ok();
            let accepted = text.lines().find_map(size).with_context(|| format!("{} has no figure", figure.name))?;
            figure.compare(accepted)?;
        }
        Ok(())
    }

    fn accept(self, shell: &Shell) -> Result<()> {
        let figures = self.measure(shell)?;
        let mut text = "# In bytes; written by `cargo xtask size --accept`.\n".to_owned();
        for Figure { name, about, size, .. } in &figures {
            println!("{name}: {size} bytes");
            writeln!(text, "# {about}\n{name} {size}")?;
        }
        fs::write(self.file(), text)?;
        figures.iter().try_for_each(Figure::check)
    }
}

/// How large something is, in bytes.
struct Figure {
    name: &'static str,
    /// What is counted, for whoever reads the file.
    about: &'static str,
    size: u64,
    /// Growth that needs no explanation.
    tolerance: u64,
    /// What it may be at most, if anything was said of it.
    most: Option<u64>,
}

impl Figure {
    fn check(&self) -> Result<()> {
        let Self { name, size, .. } = self;
        let most = self.most.unwrap_or(u64::MAX);
        ensure!(*size <= most, "{name}: {size} bytes are {} more than people should be given", size - most);
        Ok(())
    }

    /// Says how it has changed.
    ///
    /// # Errors
    /// When it has grown by more than needs no explanation.
    fn compare(&self, accepted: u64) -> Result<()> {
        let Self { name, size, tolerance, .. } = self;
        if size + tolerance < accepted {
            let fewer = accepted - size;
            println!("{name}: {size} bytes, {fewer} fewer than accepted: keep them with `cargo xtask size --accept`");
            return Ok(());
        }
        let growth = size.saturating_sub(accepted);
        println!("{name}: {size} bytes, {growth} more than accepted; {tolerance} need no explanation");
        ensure!(
            growth <= *tolerance,
            "{name} has grown: say why in the commit message and run `cargo xtask size --accept`"
        );
        Ok(())
    }
}

/// Measures; with `--accept` writes the figures, otherwise compares.
///
/// # Errors
/// When something does not compile, has grown, or is larger than people should be given.
pub(crate) fn run(args: &Args) -> Result<()> {
    let shell = Shell::loud();
    let kinds = args.only.as_ref().map_or(Of::value_variants(), std::slice::from_ref);
    kinds.iter().try_for_each(|kind| if args.accept { kind.accept(&shell) } else { kind.compare(&shell) })
}

/// Compares everything with its figures.
///
/// # Errors
/// When something does not compile, has no figure, has grown or is too large.
pub(crate) fn check(shell: &Shell) -> Result<()> {
    Of::value_variants().iter().try_for_each(|kind| kind.compare(shell))
}
