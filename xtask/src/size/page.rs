//! The web app as a house hands it out (`cargo xtask web`), each file packed by itself with `gzip -9`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::Figure;
use crate::shell::Shell;
use crate::web;

/// What the module of the core may take at most, in bytes.
const MOST_MODULE: u64 = 3_000_000;

/// What scripts and styles may take that every page loads.
const MOST_SCRIPTS: u64 = 250_000;

/// Builds it and packs its files.
///
/// # Errors
/// When it does not build, or has no page.
pub(super) fn measure(shell: &Shell) -> Result<Vec<Figure>> {
    let built = web::built(shell)?;
    let assets = built.join("assets");
    let mut all = BTreeSet::new();
    for entry in fs::read_dir(&assets)? {
        all.insert(entry?.file_name().to_string_lossy().into_owned());
    }
    let module = all.iter().find(|name| name.starts_with("verband_web_bg"));
    let module = module.context("the app has no module")?;
    let scripts = all.iter().filter(|name| is_script(name));
    let first = first(&built, &all)?;
    Ok(vec![
        Figure {
            name: "module",
            about: "The module of the core, by `gzip -9`.",
            size: packed(&assets.join(module))?,
            tolerance: 30_000,
            most: Some(MOST_MODULE),
        },
        Figure {
            name: "first-scripts",
            about: "Scripts and styles that every page loads, the worker's and one language's as well, by `gzip -9`.",
            size: first.iter().map(|name| packed(&assets.join(name))).sum::<Result<u64>>()?,
            tolerance: 3_000,
            most: Some(MOST_SCRIPTS),
        },
        Figure {
            name: "all-scripts",
            about: "All scripts and styles, with the viewer of PDFs and others that come when they are asked for.",
            size: scripts.map(|name| packed(&assets.join(name))).sum::<Result<u64>>()?,
            tolerance: 5_000,
            most: None,
        },
    ])
}

fn is_script(name: &str) -> bool {
    [".js", ".css"].iter().any(|ending| name.ends_with(ending))
}

/// What is loaded by a call and yet always: the worker of the core, and the texts of one language, of which German's are more.
const ALWAYS: [&str; 2] = ["worker-", "german-"];

/// The scripts and styles that a page has loaded before somebody does anything: what `index.html` names, and what that imports.
fn first(built: &Path, all: &BTreeSet<String>) -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let page = fs::read_to_string(built.join("index.html"))?;
    let always = |name: &str| ALWAYS.iter().any(|start| name.starts_with(start));
    let named = |name: &&String| is_script(name) && (always(name) || page.contains(*name));
    let mut next: Vec<String> = all.iter().filter(named).cloned().collect();
    ensure!(next.len() >= 2 + ALWAYS.len(), "the page has no script, style, worker or texts");
    while let Some(name) = next.pop() {
        let text = fs::read_to_string(built.join("assets").join(&name))?;
        // As the bundler writes it; what is imported by a call comes when it is asked for.
        let imports =
            |other: &&String| ["from", "import"].iter().any(|word| text.contains(&format!("{word}\"./{other}\"")));
        next.extend(all.iter().filter(imports).filter(|other| !found.contains(*other)).cloned());
        found.insert(name);
    }
    Ok(found)
}

fn packed(file: &Path) -> Result<u64> {
    let mut gzip = Command::new("gzip");
    let out = gzip.args(["-9", "-n", "-c"]).arg(file).stdin(Stdio::null()).output().context("gzip")?;
    ensure!(out.status.success(), "gzip {}: {}", file.display(), String::from_utf8_lossy(&out.stderr));
    Ok(out.stdout.len() as u64)
}
