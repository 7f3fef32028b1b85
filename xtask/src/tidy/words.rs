//! What stands in no file: hosts of package registries and paths of one machine. A project that names them builds only
//! where they exist.

use super::{File, Finding, Tree};

// Put together here, so that this file does not break its own rule.
const HOSTS: [&str; 9] = [
    concat!("static.cr", "ates.io"),
    concat!("index.cr", "ates.io"),
    concat!("pypi", ".org"),
    concat!("pythonhosted", ".org"),
    concat!("npmjs", ".org"),
    concat!("repo.ma", "ven.apache"),
    concat!("repo1.ma", "ven.org"),
    concat!("deb.de", "bian.org"),
    concat!("proxy.golang", ".org"),
];
const FOLDERS: [&str; 4] = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/fa", "rm/"), concat!("/ho", "me/")];

const RULE: &str = "words";

/// Finds hosts of registries and paths of one machine, everywhere but in lock files.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let locks = ["Cargo.lock", "package-lock.json"];
    tree.files.iter().filter(|file| !locks.contains(&file.name())).flat_map(check_file).collect()
}

fn check_file(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        if HOSTS.iter().any(|host| line.contains(host)) {
            findings.push(file.finding(index + 1, RULE, "the host of a package registry"));
        }
        if FOLDERS.iter().any(|folder| begins_path(line, folder)) {
            findings.push(file.finding(index + 1, RULE, "a path of one machine"));
        }
    }
    findings
}

/// Whether an absolute path begins with the folder, unlike `a/folder/` or `https://host/folder/`.
fn begins_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        !before.is_some_and(|sign| sign.is_alphanumeric() || "._-}/~*)".contains(sign))
    })
}
