//! Dependencies are named once, in the root manifest, and each with the reason why it is there.

use super::{File, Finding, Tree};

const RULE: &str = "manifests";

/// Finds dependencies without a reason, and versions outside the root manifest.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let manifests = tree.files.iter().filter(|file| file.name() == "Cargo.toml");
    manifests
        .flat_map(|file| {
            if file.path == "Cargo.toml" {
                reasons(file)
            } else {
                versions(file)
            }
        })
        .collect()
}

/// In `[workspace.dependencies]` every crate that is not ours has a comment, on its line or on the one above.
fn reasons(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut explained_above = false;
    for (number, line) in section_lines(file, |section| section == "workspace.dependencies") {
        let is_entry = line.contains('=') && !line.starts_with('#');
        if is_entry && !line.contains("path =") && !line.contains('#') && !explained_above {
            let name = line.split('=').next().unwrap_or(line).trim();
            findings.push(file.finding(
                number,
                RULE,
                format!("`{name}` has no comment that says why it is here"),
            ));
        }
        explained_above = line.starts_with('#');
    }
    findings
}

/// The manifests of the rooms only take over what the root names.
fn versions(file: &File) -> Vec<Finding> {
    let lines = section_lines(file, |section| section.ends_with("dependencies"));
    let own = lines.into_iter().filter(|(_, line)| {
        line.contains('=')
            && !line.starts_with('#')
            && !line.contains("workspace = true")
            && !line.contains(".workspace")
    });
    own.map(|(number, _)| {
        file.finding(
            number,
            RULE,
            "the version belongs into the root manifest, with a reason",
        )
    })
    .collect()
}

fn section_lines(file: &File, wanted: impl Fn(&str) -> bool) -> Vec<(usize, &str)> {
    let mut inside = false;
    let mut lines = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        let line = line.trim();
        if let Some(section) = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            inside = wanted(section);
        } else if inside {
            lines.push((index + 1, line));
        }
    }
    lines
}
