//! Examining an evidence package: without profile and network.

use std::path::Path;

use serde_json::{Value, json};
use verband_client::protocol::capture::CaptureStatement;
use verband_client::{PackageEntry, PackageFault, PackageVerdict, verify_package};

use crate::failure::Failure;
use crate::output::{Output, local_time, one_line, short, table};

/// Examines a package, and fails if anything of it is not as it was written, or not shown by what others wrote.
pub(super) fn verify(path: &Path, package: &[u8], organisation: Option<&str>, output: &Output) -> Result<(), Failure> {
    let verdict = verify_package(package);
    output.result(&result(&verdict), || text(&verdict));
    if let Some(fault) = verdict.faults.first() {
        return Err(Failure::general("not-intact", format_args!("{}: {}", path.display(), said(fault))));
    }
    let meant = |wanted: &str| wanted.replace('-', "").eq_ignore_ascii_case(&verdict.fingerprint.replace('-', ""));
    if organisation.is_some_and(|wanted| !meant(wanted)) {
        return Err(Failure::general(
            "other-organisation",
            "the package is of an organisation with another fingerprint",
        ));
    }
    match verdict.unproven.first() {
        Some(unproven) => Err(Failure::not_proven(format_args!("{}: {}", path.display(), said(unproven)))),
        None => Ok(()),
    }
}

fn result(verdict: &PackageVerdict) -> Value {
    let fault = |fault: &PackageFault| json!({ "file": fault.file, "what": fault.what, "bytes": fault.bytes });
    let photo = |(name, stated): &(String, CaptureStatement)| {
        json!({
            "file": name, "device": stated.device.to_string(), "member": stated.member.to_string(),
            "taken_at": stated.taken_at, "sha256": stated.original.to_string(),
            "wound": stated.wound.map(|wound| wound.to_string()),
            "derived_from": stated.derived_from.map(|hash| hash.to_string()),
        })
    };
    let entry = |entry: &PackageEntry| {
        json!({
            "event": entry.event.to_string(), "what": entry.what, "member": entry.member.to_string(),
            "device": entry.device.to_string(), "at": entry.at, "opened": entry.opened,
        })
    };
    json!({
        "intact": verdict.faults.is_empty(), "proven": verdict.is_proven(), "faults": verdict.faults.iter().map(fault).collect::<Vec<_>>(),
        "organisation_name": verdict.organisation, "fingerprint": verdict.fingerprint, "wound": verdict.wound,
        "member": verdict.member, "at": verdict.at, "files": verdict.files,
        "photos": verdict.photos.iter().map(photo).collect::<Vec<_>>(),
        "entries": verdict.entries.iter().map(entry).collect::<Vec<_>>(),
        "unproven": verdict.unproven.iter().map(fault).collect::<Vec<_>>(),
    })
}

fn text(verdict: &PackageVerdict) -> String {
    let mut rows = vec![
        ["organisation".to_owned(), one_line(&verdict.organisation)],
        ["fingerprint".to_owned(), verdict.fingerprint.clone()],
        ["wound".to_owned(), short(&verdict.wound)],
        ["made".to_owned(), format!("{} by {}", local_time(verdict.at), short(&verdict.member))],
        ["files".to_owned(), verdict.files.to_string()],
    ];
    for (name, stated) in &verdict.photos {
        let derived = if stated.derived_from.is_some() { ", made of another photo" } else { "" };
        let taken = format!("taken {} on {}{derived}", local_time(stated.taken_at), short(&stated.device));
        rows.push([one_line(name), taken]);
    }
    for entry in &verdict.entries {
        let by = format!("{}, by {} on {}", local_time(entry.at), short(&entry.member), short(&entry.device));
        let shut = if entry.opened { "" } else { "; said anew since, and not handed out" };
        rows.push([format!("{} {}", entry.what, short(&entry.event)), format!("{by}{shut}")]);
    }
    let words = "the word of who made the package; values in bundle.json are held against what others wrote";
    rows.push(["report, words, names".to_owned(), words.to_owned()]);
    rows.extend(verdict.unproven.iter().map(|unproven| ["not proven".to_owned(), said(unproven)]));
    rows.extend(verdict.faults.iter().map(|fault| ["WRONG".to_owned(), said(fault)]));
    if verdict.faults.is_empty() {
        rows.push(["intact".to_owned(), "every bit is as it was written and signed".to_owned()]);
    }
    if verdict.is_proven() {
        rows.push(["proven".to_owned(), "every value in bundle.json and every photo, by what others wrote".to_owned()]);
    }
    table(&rows)
}

fn said(fault: &PackageFault) -> String {
    let range = fault.bytes.map(|(from, to)| format!(", bytes {from} to {}", to.saturating_sub(1))).unwrap_or_default();
    let file = if fault.file.is_empty() { "the package".to_owned() } else { one_line(&fault.file) };
    format!("{file}: {}{range}", fault.what)
}
