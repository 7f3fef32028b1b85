//! `cargo xtask setup`: brings the tools that tests need besides Rust.
//!
//! Each file here knows one tool and has an `ensure`: it first looks for what a developer has anyway, then installs it
//! on a Debian machine as root, or says in one line what is missing. Calling it again costs nothing.

pub(crate) mod browser;
pub(crate) mod cross;
mod debian;
pub(crate) mod kotlin;
pub(crate) mod poppler;
pub(crate) mod python;
pub(crate) mod swift;
pub(crate) mod verapdf;

pub(crate) use debian::retry;

use anyhow::Result;
use clap::ValueEnum;

use crate::shell::Shell;

/// Which tools to bring.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The tools; all of them when none is named.
    tools: Vec<Tool>,
}

/// A tool that `setup` can bring.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tool {
    /// Poppler's programs for PDF.
    Poppler,
    /// veraPDF, with Java and Maven, which bring it.
    Verapdf,
    /// Python with the two libraries that verify the test vectors.
    Python,
    /// The Kotlin compiler, a Java runtime and JNA.
    Kotlin,
    /// The Swift compiler.
    Swift,
    /// Rust for wasm32 and a C compiler that can write it.
    Wasm,
    /// Chromium and Node.js.
    Chromium,
    /// Rust for Android and iOS, enough to check types.
    Phones,
}

impl Tool {
    /// Brings this tool, or only finds that it is here.
    ///
    /// # Errors
    /// One line that says what is missing and how to get it, or what failed.
    pub(crate) fn ensure(self, shell: &Shell) -> Result<()> {
        match self {
            Self::Poppler => poppler::ensure(shell),
            Self::Verapdf => verapdf::ensure(shell).map(drop),
            Self::Python => python::ensure(shell).map(drop),
            Self::Kotlin => kotlin::ensure(shell).map(drop),
            Self::Swift => swift::ensure(shell).map(drop),
            Self::Wasm => cross::wasm(shell).map(drop),
            Self::Chromium => browser::ensure(shell).map(drop),
            Self::Phones => cross::phones(shell).map(drop),
        }
    }
}

/// Brings the named tools, or all.
///
/// # Errors
/// At the first tool that cannot be had.
pub(crate) fn run(args: &Args) -> Result<()> {
    let tools = if args.tools.is_empty() { Tool::value_variants() } else { &args.tools };
    let shell = Shell::loud();
    for tool in tools {
        tool.ensure(&shell)?;
        let name = tool.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        println!("{name}: ready");
    }
    Ok(())
}
