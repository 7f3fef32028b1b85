//! `cargo xtask web`: the web app as a house gets it, in `target/app`, and a server that hands it out. The test of the app
//! takes the same way with a core for debugging.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::bindings::{empty, tool};
use crate::project;
use crate::setup::cross::{self, Cross, WASM};
use crate::setup::{browser, retry};
use crate::shell::{Shell, cargo};

/// The crate of the browser, with what lets a scenario panic.
const TESTING: [&str; 4] = ["--package", "verband-web", "--features", "verband-web/testing"];

/// The crate of the browser as a product has it.
const PRODUCT: [&str; 4] = ["--package", "verband-web", "--profile", "web"];

/// Builds everything and says where it is and how large.
///
/// # Errors
/// When something does not build.
pub(crate) fn run() -> Result<()> {
    let shell = Shell::loud();
    let built = product(&shell)?;
    let mut server = cargo();
    server.args(["build", "--locked", "--release", "--package", "verband-server"]).env("VERBAND_APP_DIR", &built);
    shell.run(&mut server)?;
    println!();
    for entry in fs::read_dir(built.join("assets"))? {
        let entry = entry?;
        println!("{:>10} bytes  {}", entry.metadata()?.len(), entry.path().display());
    }
    println!("a server that hands it out: {}", project::target().join("release/verband-server").display());
    Ok(())
}

/// Opens a ward that has six weeks behind it (`xtask/ward`) with the web app as a house gets it, until somebody ends it.
///
/// # Errors
/// When something does not build, or the ward cannot be opened.
pub(crate) fn ward(listen: SocketAddr) -> Result<()> {
    let shell = Shell::loud();
    println!("Building core, web app and ward; the first time takes some minutes.");
    let built = product(&shell)?;
    let mut ward = cargo();
    ward.args(["run", "--locked", "--quiet", "--package", "verband-ward", "--", "--listen", &listen.to_string()]);
    shell.run(ward.env("VERBAND_APP_DIR", &built))
}

/// Builds the web app as a house gets it; gives the folder.
///
/// # Errors
/// When something is wrongly typed or does not build.
pub(crate) fn product(shell: &Shell) -> Result<PathBuf> {
    let built = built(shell)?;
    npm(shell, "check", &product_core())?;
    Ok(built)
}

/// The same without a look at its types.
///
/// # Errors
/// When something does not build.
pub(crate) fn built(shell: &Shell) -> Result<PathBuf> {
    browser::node(shell)?;
    let core = product_core();
    compile(shell, cross::wasm(shell)?, &PRODUCT, "web", &core)?;
    build(shell, &core)
}

/// Where the core lies as a product has it.
fn product_core() -> PathBuf {
    project::target().join("web-product")
}

/// Compiles the core for the browser as its tests need it; gives the folder with its module.
///
/// # Errors
/// When it does not compile, or clippy has something to say.
pub(crate) fn module(shell: &Shell) -> Result<PathBuf> {
    let cross = cross::wasm(shell)?;
    if cross == Cross::Rustup {
        shell.run(cross.cargo("clippy", WASM)?.args(TESTING).args(["--", "-D", "warnings"]))?;
    }
    let core = project::target().join("web");
    compile(shell, cross, &TESTING, "debug", &core)?;
    Ok(core)
}

/// Compiles the core to a folder.
fn compile(shell: &Shell, cross: Cross, arguments: &[&str], profile: &str, core: &Path) -> Result<()> {
    let mut build = cross.cargo("build", WASM)?;
    if profile != "debug" {
        build.env("RUSTFLAGS", project::remapped());
    }
    shell.run(build.args(arguments))?;
    let module = cross.target_dir().join(WASM).join(profile).join("verband_web.wasm");
    empty(core)?;
    shell.run(tool("wasm-bindgen-tool").arg(module).arg(core))
}

/// Brings the packages of npm that a folder has pinned.
///
/// # Errors
/// When they cannot be had.
pub(crate) fn packages(shell: &Shell, folder: &Path) -> Result<()> {
    retry(shell, Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(folder)).context("npm")
}

/// Checks the types of `web/app` and builds it around a core; gives the folder.
///
/// # Errors
/// When something is wrongly typed or does not build.
pub(crate) fn app(shell: &Shell, core: &Path) -> Result<PathBuf> {
    let built = build(shell, core)?;
    npm(shell, "check", core)?;
    Ok(built)
}

/// Builds `web/app` around a core; gives the folder.
fn build(shell: &Shell, core: &Path) -> Result<PathBuf> {
    packages(shell, &folder())?;
    npm(shell, "build", core)?;
    Ok(target())
}

/// Runs a script of `web/app`.
fn npm(shell: &Shell, script: &str, core: &Path) -> Result<()> {
    let mut npm = Command::new("npm");
    npm.args(["run", "--silent", script]).env("VERBAND_WEB_DIR", core).env("VERBAND_APP_DIR", target());
    shell.run(npm.current_dir(folder()))
}

fn folder() -> PathBuf {
    project::root().join("web/app")
}

/// Where the app is built.
fn target() -> PathBuf {
    project::target().join("app")
}
