//! What the tests of all bindings share: the programs they start, and the generators that write their code.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::project;
use crate::shell::{Shell, cargo};

/// The real programs and the library that a scenario runs against, built like the Rust tests.
pub(crate) struct Programs {
    folder: PathBuf,
}

impl Programs {
    /// Builds server, command line client and library, with what lets a scenario make the library panic.
    ///
    /// # Errors
    /// When they do not compile.
    pub(crate) fn build(shell: &Shell) -> Result<Self> {
        Self::compile(shell, cargo())
    }

    /// The same with a web app in the server, from the folder that Vite wrote.
    ///
    /// # Errors
    /// As for [`Self::build`].
    pub(crate) fn build_with(shell: &Shell, app: &Path) -> Result<Self> {
        let mut cargo = cargo();
        cargo.env("VERBAND_APP_DIR", app);
        Self::compile(shell, cargo)
    }

    fn compile(shell: &Shell, mut cargo: Command) -> Result<Self> {
        let packages = ["--package", "verband-server", "--package", "verband-cli", "--package", "verband-ffi"];
        let testing = ["--features", "verband-ffi/testing"];
        shell.run(cargo.args(["build", "--locked"]).args(packages).args(testing))?;
        Ok(Self { folder: project::target().join("debug") })
    }

    /// The folder of the library, and of the two programs.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Tells a test where the programs are; it starts the server itself.
    pub(crate) fn tell(&self, test: &mut Command) {
        test.env("VERBAND_SERVER_BIN", self.folder.join("verband-server"));
        test.env("VERBAND_CLI_BIN", self.folder.join("verband"));
        test.env("VERBAND_FFI_DIR", &self.folder);
    }

    /// Writes the bindings for `kotlin` or `swift` to a folder, which holds nothing else afterwards.
    ///
    /// # Errors
    /// When the library has no bindings in it (a stripped one has not) or the folder cannot be written.
    pub(crate) fn generate(&self, shell: &Shell, language: &str, folder: &Path) -> Result<()> {
        empty(folder)?;
        let library =
            self.folder.join(format!("{}verband_ffi{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX));
        let mut generator = tool("uniffi-bindgen");
        generator.arg("generate").arg(library).args(["--language", language, "--no-format", "--out-dir"]).arg(folder);
        shell.run(&mut generator)
    }
}

/// One of the programs of `bindings/bindgen`, to be given its arguments.
pub(crate) fn tool(name: &str) -> Command {
    let mut command = cargo();
    command.args(["run", "--locked", "--quiet", "--profile", "tool"]);
    command.args(["--package", "verband-bindgen", "--bin", name, "--"]);
    command
}

/// Makes a folder that has nothing in it.
///
/// # Errors
/// When the disk says no.
pub(crate) fn empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("emptying {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))
}

/// All files below a folder whose name ends so, sorted.
///
/// # Errors
/// When the folder cannot be read.
pub(crate) fn files_below(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files_below(&path, ending)?);
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// A fingerprint of the contents of files, to leave out a compilation whose input did not change.
///
/// # Errors
/// When a file cannot be read.
pub(crate) fn fingerprint(files: &[PathBuf]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(file).with_context(|| format!("reading {}", file.display()))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}
