//! Reads from a test runner's output how many tests ran. Knows the closing lines of the runners used here, no more.

use anyhow::{Result, ensure};

use super::faults;
use crate::shell::Outcome;

/// How many tests a step ran; all zero for a step that is only right or wrong.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
    /// What the failed ones said.
    pub(crate) faults: Vec<String>,
}

impl Counts {
    /// For a step that has no tests to count.
    pub(crate) fn none() -> Self {
        Self::default()
    }

    /// So many of each.
    pub(crate) fn of(passed: u32, failed: u32) -> Self {
        Self { passed, failed, faults: Vec::new() }
    }

    /// Whether no test failed.
    pub(crate) fn good(&self) -> bool {
        self.failed == 0
    }

    /// Reads the counts from what a runner printed.
    ///
    /// # Errors
    /// When it ran no test, or its exit status does not fit its counts.
    pub(crate) fn read(outcome: &Outcome) -> Result<Self> {
        let mut counts = Self::none();
        // XCTest prints its line once per suite and then for all: the last one counts.
        let mut xctest = Self::none();
        for line in outcome.lines.iter().map(|line| line.trim()) {
            if line.starts_with("Executed ") && line.contains(" test") {
                xctest = all_but(number_before(line, "test"), number_before(line, "failure"));
            } else {
                counts.add(line);
            }
        }
        counts.passed += xctest.passed;
        counts.failed += xctest.failed;
        if counts.failed > 0 {
            counts.faults = faults::read(&outcome.lines);
        }
        ensure!(counts.passed + counts.failed > 0, "no test ran");
        ensure!(outcome.ok || counts.failed > 0, "the test runner failed though no test did");
        ensure!(!outcome.ok || counts.failed == 0, "tests failed though the runner says that all is well");
        Ok(counts)
    }

    fn add(&mut self, line: &str) {
        let found = if let Some(result) = line.strip_prefix("test result:") {
            // cargo test: `test result: ok. 3 passed; 0 failed; 0 ignored; …`
            Self::of(number_before(result, "passed"), number_before(result, "failed"))
        } else if line.contains("Test run with ") {
            // Swift Testing: `✘ Test run with 2 tests failed after 0.1 seconds with 1 issue.`
            all_but(number_before(line, "test"), number_before(line, "issue"))
        } else if line.contains(" passed, ") && line.ends_with(" failed") {
            // Our own runners: `9 passed, 0 failed`
            Self::of(number_before(line, "passed"), number_before(line, "failed"))
        } else {
            return;
        };
        self.passed += found.passed;
        self.failed += found.failed;
    }
}

fn all_but(all: u32, failed: u32) -> Counts {
    Counts::of(all.saturating_sub(failed), failed)
}

/// The number directly in front of a word that begins so; zero without one.
fn number_before(text: &str, word: &str) -> u32 {
    let mut last = "";
    for part in text.split(|sign: char| !sign.is_alphanumeric()).filter(|part| !part.is_empty()) {
        if part.starts_with(word)
            && let Ok(number) = last.parse()
        {
            return number;
        }
        last = part;
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(ok: bool, text: &str) -> Outcome {
        Outcome { lines: text.lines().map(str::to_owned).collect(), ok }
    }

    #[test]
    fn adds_up_the_binaries_of_cargo_test() {
        let text = "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n\
                    test result: FAILED. 4 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(Counts::read(&outcome(false, text)).unwrap(), Counts::of(7, 1));
    }

    #[test]
    fn takes_the_last_line_of_xctest_and_adds_swift_testing() {
        let text = "\t Executed 2 tests, with 0 failures (0 unexpected) in 0.1 (0.1) seconds\n\
                    \t Executed 6 tests, with 1 failure (0 unexpected) in 0.1 (0.1) seconds\n\
                    ✔ Test run with 2 tests passed after 0.001 seconds.";
        assert_eq!(Counts::read(&outcome(false, text)).unwrap(), Counts::of(7, 1));
    }

    #[test]
    fn reads_our_own_runners() {
        assert_eq!(Counts::read(&outcome(true, "9 passed, 0 failed")).unwrap(), Counts::of(9, 0));
    }

    #[test]
    fn refuses_counts_that_do_not_fit_the_exit_status() {
        assert!(Counts::read(&outcome(true, "nothing to do")).is_err());
        assert!(Counts::read(&outcome(false, "9 passed, 0 failed")).is_err());
        assert!(Counts::read(&outcome(true, "8 passed, 1 failed")).is_err());
    }
}
