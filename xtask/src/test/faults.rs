//! Finds in a test runner's output what the tests that failed said, to be read again at the end: between the two lie
//! minutes of other output, and often only the end of it is kept.

/// So much of one failure is enough to know where to look.
const LINES_EACH: usize = 14;
/// The failures after these usually follow from them.
const LINES: usize = 60;

/// The lines of the tests that failed, each from the one that names it.
pub(super) fn read(lines: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    let mut left = 0;
    for line in lines {
        if begins(line) {
            left = LINES_EACH;
        } else if ends(line) {
            left = 0;
        }
        if left > 0 && !line.trim().is_empty() {
            left -= 1;
            found.push(line.clone());
        }
    }
    found.truncate(LINES);
    found
}

fn begins(line: &str) -> bool {
    // cargo test prints what a failed test printed under its name, Swift Testing marks a failure with a cross, and the
    // others are our own runners.
    (line.starts_with("---- ") && line.ends_with(" stdout ----")) || line.starts_with("✘ ") || line.starts_with("FAIL")
}

fn ends(line: &str) -> bool {
    ["ok ", "failures:", "test result:", "✔ ", "◇ "].iter().any(|start| line.starts_with(start))
        || (line.contains(" passed, ") && line.ends_with(" failed"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> String {
        read(&text.lines().map(str::to_owned).collect::<Vec<_>>()).join("\n")
    }

    #[test]
    fn of_cargo_what_failed_tests_printed() {
        let text = "test a::b ... ok\ntest a::c ... FAILED\n\nfailures:\n\n---- a::c stdout ----\n\n\
                    thread 'a::c' panicked at a.rs:1:2:\nseed 7\n\nfailures:\n    a::c\n\ntest result: FAILED. 1 passed; 1 failed";
        assert_eq!(found(text), "---- a::c stdout ----\nthread 'a::c' panicked at a.rs:1:2:\nseed 7");
    }

    #[test]
    fn of_swift_testing_the_expectation() {
        let text = "◇ Test \"one\" started.\n✘ Test \"one\" recorded an issue at A.swift:3:9: Expectation failed: a == b\n\
                    ↳ \n↳ a → 1\n✔ Test \"two\" passed after 0.1 seconds.\n↳ not of it";
        assert_eq!(
            found(text),
            "✘ Test \"one\" recorded an issue at A.swift:3:9: Expectation failed: a == b\n↳ \n↳ a → 1"
        );
    }

    #[test]
    fn of_our_own_runners_the_error_and_not_all_of_its_trace() {
        let trace = "    at somewhere\n".repeat(40);
        let text = format!("ok    one (3 ms)\nFAIL  two\nError: late\n{trace}1 passed, 1 failed");
        assert!(found(&text).starts_with("FAIL  two\nError: late\n    at somewhere"));
        assert_eq!(found(&text).lines().count(), LINES_EACH);
        assert_eq!(found("ok    one (3 ms)\n1 passed, 0 failed"), "");
    }
}
