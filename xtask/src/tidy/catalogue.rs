//! The catalogue of data protection names the tests that prove what it says. A name in it that no test has is an empty
//! promise: `` `path.rs#name` `` has to be a function of that file, `` `path.mjs#what it says` `` a test that is played in a browser.

use super::{Finding, Tree};

const CATALOGUE: &str = "docs/data-protection.md";

const RULE: &str = "catalogue";

/// Finds proofs that do not exist.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files.iter().filter(|file| file.path == CATALOGUE) {
        for (index, line) in file.text.lines().enumerate() {
            // What stands between two backquotes.
            for proof in line.split('`').skip(1).step_by(2) {
                let Some((path, name)) = proof.split_once('#') else { continue };
                let there = match path.rsplit_once('.') {
                    Some((_, "rs")) => has_test(tree, path, name),
                    Some((_, "mjs")) => is_played(tree, path, name),
                    _ => continue,
                };
                if !there {
                    findings.push(file.finding(index + 1, RULE, format!("there is no test `{name}` in {path}")));
                }
            }
        }
    }
    findings
}

fn has_test(tree: &Tree, path: &str, name: &str) -> bool {
    let found = tree.files.iter().find(|file| file.path == path);
    found.is_some_and(|file| file.is_test() && file.code.contains(&format!("fn {name}(")))
}

fn is_played(tree: &Tree, path: &str, name: &str) -> bool {
    let found = tree.files.iter().find(|file| file.path == path);
    found.is_some_and(|file| file.text.contains(&format!("test(\"{name}\"")))
}
