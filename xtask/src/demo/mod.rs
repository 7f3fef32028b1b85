//! `cargo xtask demo`: builds server, command line client and the story, and plays it. The story itself is
//! `xtask/demo`, a program of its own: this one stays without C, so that it can say what is missing.

mod before;
#[path = "../../demo/src/options.rs"]
mod options;

use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use cargo_metadata::Message;

pub(crate) use options::Options;

use crate::{project, shell, web};

/// Builds everything and plays the story. The network is used by cargo alone, for crates that are not there yet.
///
/// # Errors
/// When something is missing, does not build, or does not hold.
pub(crate) fn run(options: &Options) -> Result<()> {
    if options.web {
        return web::ward(options.listen);
    }
    let photo = options.photo.as_deref().map_or(Ok(0), before::photo)?;
    before::folders(options.out.as_deref(), photo)?;
    ensure!(
        shell::find("cc").is_some(),
        "cc is missing: the encrypted database is built from C (on Debian: sudo apt-get install build-essential)"
    );
    println!("Building server, client and demo; the first time takes some minutes.");
    let mut programs = build()?;
    let mut program = |name: &str| {
        let found = programs.iter().position(|path| path.file_stem().is_some_and(|stem| stem == name));
        found.map(|index| programs.swap_remove(index)).with_context(|| format!("cargo built no {name}"))
    };
    let mut demo = Command::new(program("verband-demo")?);
    demo.arg("--server").arg(program("verband-server")?).arg("--client").arg(program("verband")?);
    // It understands the same options: they are passed on as they were given, behind the name of the command.
    demo.args(std::env::args_os().skip(2));
    let status = demo.status().context("cannot start the demo")?;
    ensure!(status.success(), "the demo did not end well");
    Ok(())
}

/// Builds the three programs as every developer does, and gives their paths.
fn build() -> Result<Vec<PathBuf>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.current_dir(project::root()).args(["build", "--locked", "--message-format=json-render-diagnostics"]);
    for package in ["verband-server", "verband-cli", "verband-demo"] {
        build.args(["--package", package]);
    }
    let mut child = build.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().context("cannot start cargo")?;
    let out = child.stdout.take().context("a pipe")?;
    let mut programs = Vec::new();
    for message in Message::parse_stream(std::io::BufReader::new(out)) {
        if let Message::CompilerArtifact(artifact) = message? {
            programs.extend(artifact.executable.map(PathBuf::from));
        }
    }
    ensure!(
        child.wait()?.success(),
        "the build failed (see above); without network, crates that are not there yet are missing"
    );
    Ok(programs)
}
