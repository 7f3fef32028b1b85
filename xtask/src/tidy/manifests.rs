//! Every dependency has the reason why it is there, beside its version. Versions are named in the root manifest, and in
//! a room's own only where no other room needs the crate.

use super::{File, Finding, Tree};

const RULE: &str = "manifests";

/// Finds dependencies without a reason.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let manifests = tree.files.iter().filter(|file| file.name() == "Cargo.toml");
    manifests.flat_map(reasons).collect()
}

/// A line that names a version has a comment, at its end or on the line above.
fn reasons(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (mut inside, mut explained_above) = (false, false);
    for (index, line) in file.text.lines().map(str::trim).enumerate() {
        if let Some(section) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            inside = section.ends_with("dependencies");
        } else if inside && names_version(line) && !line.contains('#') && !explained_above {
            let name = line.split('=').next().unwrap_or(line).trim();
            let message = format!("`{name}` has no comment that says why it is here");
            findings.push(file.finding(index + 1, RULE, message));
        }
        explained_above = line.starts_with('#');
    }
    findings
}

fn names_version(line: &str) -> bool {
    let ours = ["path =", "workspace = true", ".workspace"];
    line.contains('=') && !line.starts_with('#') && !ours.iter().any(|word| line.contains(word))
}
