//! `cargo xtask audit`: every crate of the lock file against deny.toml: licence, source, version, copies.
//!
//! No network is used, so advisories of yesterday are not known here: deny.toml lists the known bad versions of the
//! crates that matter most, and where cargo-deny is installed, its advisory database is asked as well.

mod config;

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use cargo_metadata::Package;

use crate::project;
use crate::shell::{Shell, cargo, find};
use config::Config;

/// Checks the lock file of this checkout.
///
/// # Errors
/// When deny.toml forbids something that is in it; each reason is printed.
pub(crate) fn run() -> Result<()> {
    let config = Config::read(&project::root().join("deny.toml"))?;
    let packages = project::metadata()?.packages;
    let crates: Vec<Linked> = packages.iter().map(Linked::from).collect();
    let findings = check(&config, &crates);
    for finding in &findings {
        println!("{finding}");
    }
    if !findings.is_empty() {
        bail!("deny.toml forbids {} things in Cargo.lock", findings.len());
    }
    println!("audit: {} crates have allowed licences, sources and versions", crates.len());
    if find("cargo-deny").is_some() {
        Shell::loud().run(cargo().args(["deny", "check", "advisories"])).context("asking the advisory database")?;
    } else {
        println!("audit: cargo-deny is not installed, the advisory database was not asked");
    }
    Ok(())
}

/// What is checked of a crate.
struct Linked {
    name: String,
    version: cargo_metadata::semver::Version,
    licence: Option<String>,
    /// `None` for a crate of this workspace.
    source: Option<String>,
}

impl From<&Package> for Linked {
    fn from(package: &Package) -> Self {
        Self {
            name: package.name.to_string(),
            version: package.version.clone(),
            licence: package.license.clone(),
            source: package.source.as_ref().map(|source| source.repr.clone()),
        }
    }
}

fn check(config: &Config, crates: &[Linked]) -> Vec<String> {
    let mut findings = Vec::new();
    for linked in crates {
        let mut add = |what: String| findings.push(format!("{} {}: {what}", linked.name, linked.version));
        if let Err(problem) = licence(config, linked) {
            add(problem);
        }
        if let Some(source) = &linked.source
            && !config.allows_source(source)
        {
            add(format!("comes from {source}"));
        }
        for ban in config.bans.deny.iter().filter(|ban| !ban.only_once && ban.spec.matches(linked)) {
            add(format!("is denied: {}", ban.reason));
        }
    }
    findings.extend(copies(config, crates));
    findings
}

fn licence(config: &Config, linked: &Linked) -> Result<(), String> {
    let text = linked.licence.as_deref().ok_or("names no licence")?;
    let expression = spdx::Expression::parse_mode(text, spdx::ParseMode::LAX)
        .map_err(|error| format!("has a licence `{text}` that cannot be read: {}", error.reason))?;
    let allowed = |requirement: &spdx::LicenseReq| config.licenses.allow.contains(&requirement.to_string());
    if expression.evaluate(allowed) { Ok(()) } else { Err(format!("has the licence `{text}`, which is not allowed")) }
}

/// Crates of which more than one version is linked, though only one may be.
fn copies(config: &Config, crates: &[Linked]) -> Vec<String> {
    let mut findings = Vec::new();
    for ban in config.bans.deny.iter().filter(|ban| ban.only_once) {
        let counted = crates.iter().filter(|linked| ban.spec.matches(linked));
        let counted = counted.filter(|linked| !config.bans.skip.iter().any(|skip| skip.spec.matches(linked)));
        let versions: BTreeSet<String> = counted.map(|linked| linked.version.to_string()).collect();
        if versions.len() > 1 {
            let versions: Vec<String> = versions.into_iter().collect();
            findings.push(format!("{} is linked more than once: {}", ban.spec.name, versions.join(", ")));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONFIG: &str = r#"
        [licenses]
        allow = ["MIT", "Apache-2.0 WITH LLVM-exception"]
        [sources]
        unknown-registry = "deny"
        unknown-git = "deny"
        allow-registry = ["https://example.org/index"]
        allow-git = []
        [bans]
        deny = [
            { crate = "dalek:<4.1.3", reason = "known bad" },
            { crate = "openssl", reason = "not wanted" },
            { crate = "sha", deny-multiple-versions = true },
        ]
        skip = [{ crate = "sha:^0.8", reason = "inside another" }]
    "#;

    fn linked(name: &str, version: &str) -> Linked {
        Linked {
            name: name.to_owned(),
            version: version.parse().unwrap(),
            licence: Some("MIT".to_owned()),
            source: Some("registry+https://example.org/index".to_owned()),
        }
    }

    fn findings(crates: &[Linked]) -> Vec<String> {
        check(&Config::parse(CONFIG).unwrap(), crates)
    }

    #[test]
    fn good_crates_pass() {
        let ours = Linked { source: None, ..linked("ours", "0.1.0") };
        let either = Linked { licence: Some("GPL-3.0 OR MIT".to_owned()), ..linked("either", "1.0.0") };
        let old = Linked { licence: Some("MIT/Apache-2.0".to_owned()), ..linked("old", "1.0.0") };
        let llvm = Linked { licence: Some("Apache-2.0 WITH LLVM-exception".to_owned()), ..linked("llvm", "1.0.0") };
        assert_eq!(findings(&[ours, either, old, llvm, linked("dalek", "4.1.3")]), Vec::<String>::new());
    }

    #[test]
    fn a_licence_that_is_not_allowed_is_found() {
        let copyleft = Linked { licence: Some("MIT AND GPL-3.0".to_owned()), ..linked("copyleft", "1.0.0") };
        let plain = Linked { licence: Some("Apache-2.0".to_owned()), ..linked("plain", "1.0.0") };
        let unclear = Linked { licence: Some("see file".to_owned()), ..linked("unclear", "1.0.0") };
        let silent = Linked { licence: None, ..linked("silent", "1.0.0") };
        assert_eq!(findings(&[copyleft, plain, unclear, silent]).len(), 4);
    }

    #[test]
    fn a_foreign_source_is_found() {
        let fork = Linked { source: Some("git+https://example.org/fork#abc".to_owned()), ..linked("fork", "1.0.0") };
        let other =
            Linked { source: Some("registry+https://example.com/index".to_owned()), ..linked("other", "1.0.0") };
        assert_eq!(findings(&[fork, other]).len(), 2);
    }

    #[test]
    fn known_bad_versions_and_crates_are_found() {
        assert_eq!(findings(&[linked("dalek", "4.1.2")]), ["dalek 4.1.2: is denied: known bad"]);
        assert_eq!(findings(&[linked("openssl", "0.10.1")]), ["openssl 0.10.1: is denied: not wanted"]);
    }

    #[test]
    fn a_second_copy_is_found_unless_it_is_explained() {
        assert_eq!(findings(&[linked("sha", "0.9.0"), linked("sha", "0.8.1")]), Vec::<String>::new());
        let two = findings(&[linked("sha", "0.9.0"), linked("sha", "0.10.0"), linked("sha", "0.8.1")]);
        assert_eq!(two, ["sha is linked more than once: 0.10.0, 0.9.0"]);
    }
}
