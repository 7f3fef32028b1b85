//! Codes are what apps decide by, so each of them is documented.

use std::collections::BTreeSet;

const CLIENT: &str = include_str!("../../../../core/client/src/error.rs");
const README: &str = include_str!("../../../README.md");

/// The codes that the client gives: what stands in its one `match` on the right side.
fn given() -> BTreeSet<&'static str> {
    let of_client = CLIENT.lines().filter_map(|line| line.trim().split_once("=> \"")?.1.strip_suffix("\","));
    of_client.chain(["internal", "argument"]).collect()
}

fn documented() -> BTreeSet<&'static str> {
    README.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect()
}

#[test]
fn every_code_is_documented_and_no_other() {
    assert!(given().len() > 25, "the codes were not found in the source: {:?}", given());
    assert_eq!(documented(), given());
}
