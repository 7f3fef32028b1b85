//! What a source file looks like: it says what lives in it, has one subject, is finished, and its tests run.

use super::lex::test_lines;
use super::{File, Finding, Tree};

/// Beyond this a file has a second subject.
const MAX_LINES: usize = 600;

/// Files that people write; what generators write is not checked in.
const SOURCES: [&str; 9] = ["rs", "kt", "swift", "ts", "mjs", "js", "svelte", "py", "sh"];

// Put together here, so that this file does not break its own rules.
const UNFINISHED: [&str; 4] =
    [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("todo", "!("), concat!("unimplemented", "!(")];
const LEFT_OUT: [&str; 6] = [
    concat!("#[ig", "nore"),
    concat!("@Dis", "abled"),
    concat!("@Ig", "nore"),
    concat!("XCT", "Skip"),
    concat!("test", ".skip("),
    concat!("it", ".skip("),
];
const SLEEPS: [&str; 6] = [
    concat!("thread::", "sleep"),
    concat!("time::", "sleep"),
    concat!("Thread.", "sleep"),
    concat!("Task.", "sleep"),
    concat!("waitFor", "Timeout"),
    concat!("time.", "sleep"),
];

/// Its subject is a network that takes its time: there a delay is what is tested, and nothing is waited for.
const SLOW_NETWORK: &str = "tests/src/network.rs";

/// Finds files without a description, long ones, unfinished places, tests that do not run, and tests that sleep.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let sources = tree.files.iter().filter(|file| SOURCES.contains(&file.ending()));
    sources.flat_map(check_file).collect()
}

fn check_file(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    if file.is_rust() && !file.text.trim_start().starts_with("//!") {
        findings.push(file.finding(1, "description", "a `//!` paragraph must say what lives here and what may not"));
    }
    let length = file.text.lines().count();
    if length > MAX_LINES {
        findings.push(file.finding(0, "length", format!("{length} lines: what is its second subject?")));
    }
    let tests = test_lines(&file.code);
    for (index, line) in file.text.lines().enumerate() {
        let has = |words: &[&str]| words.iter().any(|word| line.contains(word));
        if has(&UNFINISHED) {
            findings.push(file.finding(index + 1, "unfinished", "an unfinished place"));
        }
        if has(&LEFT_OUT) {
            findings.push(file.finding(index + 1, "left out", "a test that does not run"));
        }
        if has(&SLEEPS) && !file.is_in(SLOW_NETWORK) && (file.is_test() || tests.get(index) == Some(&true)) {
            findings.push(file.finding(index + 1, "sleep", "a test waits for the event, not for the clock"));
        }
    }
    findings
}
