//! Who may depend on whom: the one table of the permitted arrows. All of them point down.

use super::{Finding, Tree};

/// A crate and the crates of ours that it may depend on.
struct Row {
    name: &'static str,
    may_need: &'static [&'static str],
}

const TABLE: &[Row] = &[
    Row { name: "verband-protocol", may_need: &[] },
    Row { name: "verband-rules", may_need: &["verband-protocol"] },
    Row { name: "verband-store", may_need: &["verband-protocol"] },
    Row { name: "verband-groups", may_need: &["verband-store", "verband-rules", "verband-protocol"] },
    Row { name: "verband-vault", may_need: &["verband-store", "verband-protocol"] },
    Row { name: "verband-detect", may_need: &[] },
    Row { name: "verband-measure", may_need: &[] },
    Row { name: "verband-texts", may_need: &["verband-protocol"] },
    Row { name: "verband-documents", may_need: &["verband-measure", "verband-texts", "verband-protocol"] },
    Row { name: "verband-calendar", may_need: &["verband-texts"] },
    Row {
        name: "verband-client",
        may_need: &[
            "verband-calendar",
            "verband-detect",
            "verband-documents",
            "verband-measure",
            "verband-texts",
            "verband-vault",
            "verband-groups",
            "verband-store",
            "verband-rules",
            "verband-protocol",
        ],
    },
    Row { name: "verband-server", may_need: &["verband-texts", "verband-rules", "verband-protocol"] },
    Row {
        name: "verband-cli",
        may_need: &["verband-client", "verband-documents", "verband-texts", "verband-protocol"],
    },
    Row {
        name: "verband-ffi",
        may_need: &["verband-client", "verband-documents", "verband-texts", "verband-protocol"],
    },
    Row {
        name: "verband-web",
        may_need: &["verband-client", "verband-documents", "verband-texts", "verband-protocol"],
    },
    Row { name: "verband-bindgen", may_need: &[] },
    // SQLCipher's build needs it, and no crate of ours does.
    Row { name: "openssl-sys", may_need: &[] },
    // As does rqrr.
    Row { name: "g2p", may_need: &[] },
    Row {
        name: "verband-tests",
        may_need: &[
            "verband-client",
            "verband-server",
            "verband-vault",
            "verband-groups",
            "verband-store",
            "verband-rules",
            "verband-protocol",
        ],
    },
    Row { name: "xtask", may_need: &[] },
    // Bots of others stand outside of the house, on the public surface of the client.
    Row { name: "verband-reminder", may_need: &["verband-client"] },
    // Looks at everything, and nothing looks at it. It is no part of xtask, which stays without C.
    Row { name: "verband-demo", may_need: &["verband-client", "verband-vault", "verband-store", "verband-protocol"] },
    // Worlds with a browser in front of them.
    Row {
        name: "verband-ward",
        may_need: &["verband-tests", "verband-client", "verband-server", "verband-vault", "verband-protocol"],
    },
];

/// What only the tests of a crate may depend on: those of the command line client talk to a real server, and send photos and
/// recordings that the vault draws; markers in computed scenes are read by what reads them in photos.
const FOR_TESTS: [(&str, &str); 4] = [
    ("verband-cli", "verband-server"),
    ("verband-cli", "verband-vault"),
    ("verband-reminder", "verband-server"),
    ("verband-measure", "verband-detect"),
];

const RULE: &str = "edges";

/// Finds arrows between our crates that the table does not have, and crates that it does not know.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for ours in &tree.crates {
        let mut add = |message: String| {
            findings.push(Finding { path: format!("{}/Cargo.toml", ours.folder), line: 0, rule: RULE, message });
        };
        let Some(row) = TABLE.iter().find(|row| row.name == ours.name) else {
            add(format!("`{}` has no row in the table of permitted dependencies", ours.name));
            continue;
        };
        for need in &ours.needs {
            // A room's tests may switch on its own test support.
            let itself = need.name == ours.name && need.for_tests;
            let for_tests = need.for_tests && FOR_TESTS.contains(&(ours.name.as_str(), need.name.as_str()));
            let is_ours = tree.crates.iter().any(|other| other.name == need.name);
            if is_ours && !itself && !for_tests && !row.may_need.contains(&need.name.as_str()) {
                add(format!("`{}` may not depend on `{}`", ours.name, need.name));
            }
        }
    }
    findings
}
