//! Codes are what apps decide by, so each of them is documented.

use std::collections::BTreeSet;

const CLIENT: &str = include_str!("../../../../core/client/src/error.rs");
const README: &str = include_str!("../../../README.md");

/// Where bindings give codes of their own, and what stands before each of them there.
const BINDINGS: [(&str, &str); 5] = [
    (include_str!("../error.rs"), "failed(\""),
    (include_str!("../../../web/src/error.rs"), "never(\""),
    (include_str!("../../../web/src/error.rs"), "is_busy(&error) { \""),
    (include_str!("../../../web/js/verband.ts"), "failed(\""),
    (include_str!("../../../web/js/worker.ts"), "failure(\""),
];

/// The codes that the client gives, which stand in its one `match` on the right side, and those of the bindings.
fn given() -> BTreeSet<&'static str> {
    let mut codes: BTreeSet<_> =
        CLIENT.lines().filter_map(|line| line.trim().split_once("=> \"")?.1.strip_suffix("\",")).collect();
    assert!(codes.len() > 25, "the codes were not found in the source: {codes:?}");
    for (source, before) in BINDINGS {
        let own: Vec<_> = source.split(before).skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(!own.is_empty(), "no code stands behind {before}");
        codes.extend(own);
    }
    codes
}

fn documented() -> BTreeSet<&'static str> {
    README.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect()
}

#[test]
fn every_code_is_documented_and_no_other() {
    assert_eq!(documented(), given());
}
