//! The test vectors in `tests/vectors/`: one function per file makes its cases from a fixed stream of "random" bytes.
//! `cargo run -p verband-protocol --example vectors` writes them, the test here compares them with what is checked in,
//! and `tests/vectors/verify.py` derives the same values with other libraries in another language.

pub(crate) mod code;
pub(crate) mod seal;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU8, Ordering};

use serde::Serialize;
use verband_protocol::port::Entropy;

/// Entropy that counts: 0, 1, 2, … 255, 0, … so that vectors can be made again.
#[derive(Default)]
pub(crate) struct Counting(AtomicU8);

impl Counting {
    /// Starts at `first`.
    pub(crate) fn from(first: u8) -> Self {
        Self(AtomicU8::new(first))
    }
}

impl Entropy for Counting {
    fn fill(&self, out: &mut [u8]) {
        for byte in out {
            *byte = self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// One file of vectors.
pub(crate) struct File {
    /// Below [`folder`].
    pub(crate) path: &'static str,
    /// JSON.
    pub(crate) text: String,
}

#[derive(Serialize)]
struct Content<'a, T> {
    /// Chooses the check in `verify.py`.
    kind: &'a str,
    about: &'a str,
    cases: Vec<T>,
}

/// Puts cases into a file of the kind that its path says.
pub(crate) fn file<T: Serialize>(path: &'static str, about: &str, cases: Vec<T>) -> File {
    let kind = path.trim_end_matches(".json");
    let content = Content { kind, about, cases };
    let text = serde_json::to_string_pretty(&content).expect("vectors are plain structures");
    File { path, text: text + "\n" }
}

/// All files of vectors.
pub(crate) fn all() -> Vec<File> {
    [seal::files(), code::files()].into_iter().flatten().collect()
}

/// `tests/vectors` of the repository.
pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors")
}

#[test]
fn files_are_what_the_code_makes() {
    for file in all() {
        let kept = std::fs::read_to_string(folder().join(file.path)).expect("the vector file is checked in");
        assert!(kept == file.text, "{} differs: run `cargo run -p verband-protocol --example vectors`", file.path);
    }
}
