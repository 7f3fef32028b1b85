//! What stands in a policy, as text.

use verband_protocol::organisation::{NoVersion, ProgramVersion};

#[test]
fn a_version_is_three_numbers() {
    let version: ProgramVersion = "1.4.10".parse().expect("a version");
    assert_eq!(version, ProgramVersion(1, 4, 10));
    assert_eq!(version.to_string(), "1.4.10");
    assert!(version > ProgramVersion(1, 4, 9));
    for text in ["", "1", "1.4", "1.4.10.2", "1.4.x", "1..4", "-1.0.0", "1.4.70000"] {
        assert_eq!(text.parse::<ProgramVersion>(), Err(NoVersion), "{text}");
    }
}
