//! The part of cargo-deny's file format that deny.toml uses. A key that is not known here is an error, so that no rule
//! stands in the file without being checked.

use std::path::Path;

use anyhow::{Context, Result};
use cargo_metadata::semver::VersionReq;
use serde::Deserialize;

use super::Linked;

/// deny.toml.
#[derive(Deserialize)]
pub(super) struct Config {
    pub(super) licenses: Licenses,
    sources: Sources,
    pub(super) bans: Bans,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Licenses {
    /// SPDX names, with `WITH exception` where one belongs to it.
    pub(super) allow: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Sources {
    #[serde(rename = "unknown-registry")]
    _unknown_registry: Deny,
    #[serde(rename = "unknown-git")]
    _unknown_git: Deny,
    allow_registry: Vec<String>,
    allow_git: Vec<String>,
}

/// The one level that is understood here.
#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Deny {
    Deny,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bans {
    /// Crates that may not be linked, or only once.
    pub(super) deny: Vec<Ban>,
    /// Versions that do not count as a second copy.
    #[serde(default)]
    pub(super) skip: Vec<Ban>,
    // These three only say to cargo-deny what is so here anyway.
    #[serde(rename = "multiple-versions")]
    _multiple_versions: Option<String>,
    #[serde(rename = "wildcards")]
    _wildcards: Option<String>,
    #[serde(rename = "allow-wildcard-paths")]
    _allow_wildcard_paths: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ban {
    #[serde(rename = "crate")]
    pub(super) spec: Spec,
    #[serde(default)]
    pub(super) reason: String,
    #[serde(default, rename = "deny-multiple-versions")]
    pub(super) only_once: bool,
}

/// `name`, or `name:requirement` as in a manifest.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Spec {
    pub(super) name: String,
    version: VersionReq,
}

impl Config {
    /// Reads deny.toml.
    ///
    /// # Errors
    /// When it is not there or has something in it that is not understood.
    pub(super) fn read(path: &Path) -> Result<Self> {
        Self::parse(&std::fs::read_to_string(path).context("reading deny.toml")?)
    }

    /// Reads the text of the file.
    ///
    /// # Errors
    /// When something in it is not understood.
    pub(super) fn parse(text: &str) -> Result<Self> {
        toml::from_str(text).context("deny.toml")
    }

    /// Whether a crate may come from here; `source` as cargo writes it (`registry+…`, `git+…`).
    pub(super) fn allows_source(&self, source: &str) -> bool {
        match source.split_once('+') {
            Some(("registry" | "sparse", address)) => {
                self.sources.allow_registry.iter().any(|allowed| allowed == address)
            }
            Some(("git", address)) => {
                let repository = address.split(['?', '#']).next().unwrap_or(address);
                self.sources.allow_git.iter().any(|allowed| allowed == repository)
            }
            _ => false,
        }
    }
}

impl Spec {
    /// Whether this names the crate in its version.
    pub(super) fn matches(&self, linked: &Linked) -> bool {
        self.name == linked.name && self.version.matches(&linked.version)
    }
}

impl TryFrom<String> for Spec {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let (name, version) = text.split_once(':').unwrap_or((&text, "*"));
        let version = version.parse().map_err(|error| format!("`{text}`: {error}"))?;
        Ok(Self { name: name.to_owned(), version })
    }
}
