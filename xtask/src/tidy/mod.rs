//! `cargo xtask tidy`: the house rules of ARCHITECTURE.md, checked on the crate graph and on the text of all files.
//!
//! Every rule is a function from a [`Tree`] to findings, so that its test can hand it a tree that breaks it.

mod catalogue;
mod edges;
mod lex;
mod manifests;
mod powers;
mod shape;
#[cfg(test)]
mod tests;
mod words;

use std::fmt;

use anyhow::{Result, bail};

use crate::project;

/// What the rules look at.
struct Tree {
    files: Vec<File>,
    crates: Vec<Crate>,
}

/// A text file of the project.
struct File {
    /// Relative to the root, with `/`.
    path: String,
    text: String,
    /// For Rust: the text with comments and literals blanked out, line by line as long as before.
    code: String,
}

/// A crate of the workspace.
struct Crate {
    name: String,
    /// The folder of its manifest, relative to the root.
    folder: String,
    needs: Vec<Need>,
}

/// A dependency of a crate.
struct Need {
    name: String,
    /// Whether it is needed only to build tests.
    for_tests: bool,
}

/// A rule broken at a place.
#[derive(Debug, PartialEq, Eq)]
struct Finding {
    path: String,
    /// Counted from one; zero where the whole file is meant.
    line: usize,
    rule: &'static str,
    message: String,
}

type Rule = fn(&Tree) -> Vec<Finding>;

const RULES: [Rule; 6] = [catalogue::check, edges::check, manifests::check, powers::check, shape::check, words::check];

/// Checks this checkout.
///
/// # Errors
/// When a rule is broken; each place is printed.
pub(crate) fn run() -> Result<()> {
    let tree = Tree::read()?;
    let findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&tree)).collect();
    for finding in &findings {
        println!("{finding}");
    }
    if !findings.is_empty() {
        bail!("{} places break the house rules (ARCHITECTURE.md)", findings.len());
    }
    println!("tidy: {} files and {} crates keep the house rules", tree.files.len(), tree.crates.len());
    Ok(())
}

impl Tree {
    fn read() -> Result<Self> {
        let root = project::root();
        let mut files = Vec::new();
        for path in project::files()? {
            let bytes = std::fs::read(root.join(&path))?;
            // Pictures and other binary files have no words to check.
            if let Ok(text) = String::from_utf8(bytes) {
                files.push(File::new(path, text));
            }
        }
        let metadata = project::metadata()?;
        let crates = metadata.workspace_packages().into_iter().map(|package| {
            let folder = package.manifest_path.parent().map(|folder| folder.as_str().to_owned()).unwrap_or_default();
            let folder =
                folder.strip_prefix(metadata.workspace_root.as_str()).unwrap_or(&folder).trim_start_matches('/');
            let needs = package.dependencies.iter().map(|dependency| Need {
                name: dependency.name.clone(),
                for_tests: dependency.kind == cargo_metadata::DependencyKind::Development,
            });
            Crate { name: package.name.to_string(), folder: folder.to_owned(), needs: needs.collect() }
        });
        Ok(Self { files, crates: crates.collect() })
    }

    fn rust(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.is_rust())
    }
}

impl File {
    fn new(path: String, text: String) -> Self {
        let mut file = Self { path, text, code: String::new() };
        if file.is_rust() {
            file.code = lex::code(&file.text);
        }
        file
    }

    fn is_rust(&self) -> bool {
        self.ending() == "rs"
    }

    fn ending(&self) -> &str {
        self.name().rsplit('.').next().unwrap_or_default()
    }

    fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// Whether the file lies in this folder, or is this file.
    fn is_in(&self, room: &str) -> bool {
        self.path.strip_prefix(room).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Whether the whole file is only built for tests and benchmarks (`testing.rs` is a room's test support).
    fn is_test(&self) -> bool {
        let folders = ["tests", "test", "Tests", "benches", "examples"];
        self.path.split('/').any(|part| folders.contains(&part)) || matches!(self.name(), "tests.rs" | "testing.rs")
    }

    fn finding(&self, line: usize, rule: &'static str, message: impl Into<String>) -> Finding {
        Finding { path: self.path.clone(), line, rule, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {} [{}]", self.path, self.line, self.message, self.rule)
    }
}
