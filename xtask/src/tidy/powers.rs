//! Which room may use clock, randomness, files, network and the target's name. Everywhere else these come in as ports,
//! so that a test can drive the whole house from one seed.

use super::lex::{has_word, test_lines};
use super::{File, Finding, Tree};

/// A power, the words in the code that show it, and who has it.
struct Power {
    name: &'static str,
    words: &'static [&'static str],
    rooms: &'static [&'static str],
    /// Whether files called `native.rs` and `web.rs` have it: they are the platform's side of a room.
    platform_files: bool,
    /// Whether tests of every room have it.
    tests: bool,
}

const CLOCK: Power = Power {
    name: "the clock",
    words: &["SystemTime", "Utc::now", "Zoned::now", "Timestamp::now"],
    rooms: &["server/src/main.rs", "cli/src/main.rs", "bindings/web", "tests", "xtask"],
    platform_files: true,
    tests: false,
};
// It decides nothing that is written down, but in the browser it panics.
const STOPWATCH: Power = Power {
    name: "the stopwatch (`Instant`)",
    words: &["Instant::now"],
    rooms: &["server", "cli", "tests", "xtask"],
    platform_files: true,
    tests: true,
};
const RANDOMNESS: Power = Power {
    name: "randomness",
    words: &["getrandom", "OsRng", "SysRng", "thread_rng", "rand::"],
    // MLS and HPKE make their keys themselves, and ask for no port (ARCHITECTURE.md, Ports).
    rooms: &["server/src/main.rs", "cli/src/main.rs", "bindings/web", "core/protocol/src/hpke.rs", "tests", "xtask"],
    platform_files: true,
    tests: false,
};
const FILES: Power = Power {
    name: "the file system",
    words: &["std::fs", "fs::", "File::open", "File::create", "OpenOptions"],
    rooms: &["server", "cli", "tests", "xtask", "bindings/bindgen", "core/texts/build.rs"],
    platform_files: true,
    tests: true,
};
const RUNTIME: Power = Power {
    name: "tokio",
    words: &["tokio", "tokio_util"],
    rooms: &["core/client", "server", "cli", "tests", "bindings", "examples", "xtask/ward"],
    platform_files: false,
    tests: false,
};
const NETWORK: Power = Power {
    name: "reqwest",
    words: &["reqwest"],
    rooms: &["core/client", "cli", "tests", "bindings"],
    platform_files: false,
    tests: false,
};

const POWERS: [Power; 6] = [CLOCK, STOPWATCH, RANDOMNESS, FILES, RUNTIME, NETWORK];

const RULE: &str = "powers";

/// Finds code that uses what its room does not own.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.rust() {
        let tests = test_lines(&file.code);
        for power in POWERS.iter().filter(|power| !power.is_owned_by(file)) {
            for (index, line) in file.code.lines().enumerate() {
                let allowed = power.tests && (file.is_test() || tests.get(index) == Some(&true));
                if !allowed && power.words.iter().any(|word| has_word(line, word)) {
                    findings.push(file.finding(
                        index + 1,
                        RULE,
                        format!("{} does not belong to this room", power.name),
                    ));
                }
            }
        }
        findings.extend(target_names(file));
    }
    findings.extend(network_crates(tree));
    findings
}

impl Power {
    fn is_owned_by(&self, file: &File) -> bool {
        self.rooms.iter().any(|room| file.is_in(room)) || (self.platform_files && is_platform_file(file))
    }
}

fn is_platform_file(file: &File) -> bool {
    matches!(file.name(), "native.rs" | "web.rs")
}

/// The browser is told from the rest only in the platform files, and on the line or just above it where one is chosen.
fn target_names(file: &File) -> Vec<Finding> {
    if is_platform_file(file) || file.is_in("bindings/web") {
        return Vec::new();
    }
    let code: Vec<&str> = file.code.lines().collect();
    let text: Vec<&str> = file.text.lines().collect();
    let mut findings = Vec::new();
    for (index, line) in code.iter().enumerate() {
        let arch = has_word(line, "target_arch") && text.get(index).is_some_and(|text| text.contains("wasm"));
        if !arch && !has_word(line, "target_family") {
            continue;
        }
        // `#[cfg_attr(…, path = "native.rs")]`
        let by_path = text.get(index).is_some_and(|text| text.contains("\"native.rs\"") || text.contains("\"web.rs\""));
        // `#[cfg(…)]` above `mod native;` or `use web::…;`
        let next = code.iter().skip(index + 1).find(|next| !next.trim().is_empty() && !next.trim().starts_with('#'));
        let by_name = next.is_some_and(|next| {
            (has_word(next, "mod") || has_word(next, "use")) && (has_word(next, "native") || has_word(next, "web"))
        });
        let chooses = by_path || by_name;
        if !chooses {
            findings.push(file.finding(index + 1, RULE, "the target is told apart only in native.rs and web.rs"));
        }
    }
    findings
}

/// A crate that may not use the network in its code may not link it either.
fn network_crates(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for ours in &tree.crates {
        for power in [RUNTIME, NETWORK] {
            let owned =
                power.rooms.iter().any(|room| ours.folder == *room || ours.folder.starts_with(&format!("{room}/")));
            let named = |need: &&super::Need| power.words.contains(&need.name.replace('-', "_").as_str());
            for need in ours.needs.iter().filter(|need| !owned && !need.for_tests).filter(named) {
                findings.push(Finding {
                    path: format!("{}/Cargo.toml", ours.folder),
                    line: 0,
                    rule: RULE,
                    message: format!("`{}` does not belong to this room", need.name),
                });
            }
        }
    }
    findings
}
