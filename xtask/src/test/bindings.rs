//! The same scenario in Kotlin, in Swift and in a browser, each against a real server that the test starts itself; and the web app's.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::counts::Counts;
use crate::bindings::{Programs, files_below, fingerprint};
use crate::setup::{browser, kotlin, swift};
use crate::shell::{Shell, limited};
use crate::{project, web};

/// After this a scenario hangs.
const MINUTES: u32 = 20;

/// Compiles bindings, façade (`bindings/kotlin/src`) and tests (`bindings/kotlin/test`), and runs `MainKt`.
///
/// # Errors
/// When something does not compile, or no test ran.
pub(super) fn kotlin(shell: &Shell) -> Result<Counts> {
    let programs = Programs::build(shell)?;
    let kotlin = kotlin::ensure(shell)?;
    let work = project::target().join("kotlin");
    programs.generate(shell, "kotlin", &work.join("gen"))?;

    // The generated code takes longest to compile and changes least.
    let bindings = work.join("bindings.jar");
    let generated = files_below(&work.join("gen"), ".kt")?;
    let stamp = work.join("bindings.stamp");
    let print = fingerprint(&generated)?;
    if !bindings.is_file() || fs::read_to_string(&stamp).ok().as_ref() != Some(&print) {
        compile(shell, &kotlin, &kotlin.libraries(), &generated, &bindings)?;
        fs::write(stamp, print)?;
    }

    let ours = project::root().join("bindings/kotlin");
    let mut sources = files_below(&ours.join("src"), ".kt")?;
    sources.extend(files_below(&ours.join("test"), ".kt")?);
    let mut libraries = kotlin.libraries();
    libraries.push(bindings);
    let tests = work.join("tests.jar");
    compile(shell, &kotlin, &libraries, &sources, &tests)?;

    libraries.push(tests);
    let mut java = limited("java", MINUTES);
    java.arg("-ea").arg(format!("-Djna.library.path={}", programs.folder().display()));
    java.arg("-cp").arg(std::env::join_paths(&libraries)?).arg("MainKt");
    programs.tell(&mut java);
    Counts::read(&shell.outcome(java.current_dir(&ours))?)
}

fn compile(
    shell: &Shell,
    kotlin: &kotlin::Kotlin,
    libraries: &[PathBuf],
    sources: &[PathBuf],
    jar: &Path,
) -> Result<()> {
    let mut compiler = kotlin.compiler();
    compiler.args(["-nowarn", "-jvm-target", "17", "-cp"]).arg(std::env::join_paths(libraries)?);
    shell.run(compiler.args(sources).arg("-d").arg(jar))
}

/// Puts the generated code beside the façade and runs the package's tests.
///
/// # Errors
/// When something does not compile, or no test ran.
pub(super) fn swift(shell: &Shell) -> Result<Counts> {
    let root = project::root();
    ensure!(project::target().starts_with(&root), "the Swift test needs the target folder inside the checkout");
    let programs = Programs::build(shell)?;
    let swift = swift::ensure(shell)?;
    let generated = project::target().join("swift/gen");
    programs.generate(shell, "swift", &generated)?;

    // `.generated/swift` is the code, `.generated/c` the module of C headers that it imports.
    let package = root.join("bindings/swift");
    fs::create_dir_all(package.join(".generated"))?;
    fs::write(package.join(".generated/.gitignore"), "*\n")?;
    for (ending, folder, name) in
        [(".swift", "swift", None), (".h", "c", None), (".modulemap", "c", Some("module.modulemap"))]
    {
        for file in files_below(&generated, ending)? {
            let name = name.map(Into::into).or(file.file_name().map(ToOwned::to_owned)).context("a file has a name")?;
            update(&file, &package.join(".generated").join(folder).join(name))?;
        }
    }

    // The folder with Debian's compiler sees the checkout under the same path, so the scratch folder is in there too.
    let mut test = swift.command(&root);
    test.args(["test", "--package-path"]).arg(&package);
    test.arg("--scratch-path").arg(project::target().join("swift/build"));
    programs.tell(&mut test);
    Counts::read(&shell.outcome(&mut test)?)
}

/// Copies a file unless it is there already, so that nothing is compiled again.
fn update(from: &Path, to: &Path) -> Result<()> {
    let new = fs::read(from)?;
    if fs::read(to).is_ok_and(|old| old == new) {
        return Ok(());
    }
    fs::create_dir_all(to.parent().context("a file is in a folder")?)?;
    fs::write(to, new).with_context(|| format!("writing {}", to.display()))
}

/// Builds `bindings/web` for the browser and runs `bindings/web/test/run.mjs` with it.
///
/// # Errors
/// When something does not compile, or no test ran.
pub(super) fn browser(shell: &Shell) -> Result<Counts> {
    let core = web::module(shell)?;
    let tests = project::root().join("bindings/web/test");
    web::packages(shell, &tests)?;
    let programs = Programs::build(shell)?;
    scenario(shell, &programs, limited("node", MINUTES).arg("run.mjs").env("VERBAND_WEB_DIR", core).current_dir(tests))
}

/// Builds the app in `web/app` around the same module, and runs `web/app/test/run.mjs` with a server that hands it out.
///
/// # Errors
/// When something is wrongly typed or does not build, or no test ran.
pub(super) fn app(shell: &Shell) -> Result<Counts> {
    let app = web::app(shell, &web::module(shell)?)?;
    let programs = Programs::build_with(shell, &app)?;
    let tests = project::root().join("web/app/test");
    scenario(shell, &programs, limited("node", MINUTES).arg("run.mjs").current_dir(tests))
}

/// Runs a scenario in Chromium against the real programs.
fn scenario(shell: &Shell, programs: &Programs, node: &mut Command) -> Result<Counts> {
    programs.tell(node);
    Counts::read(&shell.outcome(node.env("CHROMIUM_BIN", browser::ensure(shell)?))?)
}
