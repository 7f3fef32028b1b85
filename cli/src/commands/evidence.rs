//! Examining evidence packages and the evidence of alarms: without profile and network. What is wrong is an error at once;
//! what is not proven comes back with the device that made the file, so that the log in it can be compared first.

use std::path::Path;

use serde_json::{Value, json};
use verband_client::protocol::capture::CaptureStatement;
use verband_client::rules::evidence::{Case, Doubt, Examined, Finding, Signer};
use verband_client::{PackageEntry, PackageFault, PackageVerdict, verify_package};
use verband_protocol::code::fingerprint;
use verband_protocol::id::DeviceId;

use crate::failure::Failure;
use crate::output::{Output, local_time, one_line, short, table};

/// Whether all is proven of what is intact, and which device made the file.
type Intact = (Result<(), Failure>, Option<DeviceId>);

/// Examines a package, and fails if anything of it is not as it was written.
pub(super) fn package(
    path: &Path,
    package: &[u8],
    organisation: Option<&str>,
    output: &Output,
) -> Result<Intact, Failure> {
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
    let proven = match verdict.unproven.first() {
        Some(unproven) => Err(Failure::not_proven(format_args!("{}: {}", path.display(), said(unproven)))),
        None => Ok(()),
    };
    Ok((proven, verdict.device))
}

/// Examines evidence of alarms, and fails if anything of it is not as it was written.
pub(super) fn alarms(path: &Path, file: &[u8], organisation: Option<&str>, output: &Output) -> Result<Intact, Failure> {
    let examined = Examined::of(file);
    let examined = examined.map_err(|why| Failure::general("not-intact", format_args!("{}: {why}", path.display())))?;
    let fault = examined.fault();
    output.result(&told(&examined), || told_text(&examined));
    if let Some(fault) = fault {
        return Err(Failure::general("not-intact", format_args!("{}: {fault}", path.display())));
    }
    super::proof::check_organisation(organisation, examined.audit.state.id())?;
    let doubt = examined.cases.iter().find_map(|case| case.found.as_ref().err());
    let proven = match doubt {
        Some(doubt) => Err(Failure::not_proven(format_args!("{}: {doubt}", path.display()))),
        None => Ok(()),
    };
    Ok((proven, Some(examined.statement.device)))
}

/// What evidence of alarms shows, for scripts.
fn told(examined: &Examined) -> Value {
    let state = &examined.audit.state;
    let case = |case: &Case| {
        let (finding, by, named, since) = match &case.found {
            Ok(Finding::Fork { by, named }) => ("fork", *by, Some(named), None),
            Ok(Finding::Withheld { by, named, since }) => ("withheld", *by, Some(named), Some(since)),
            Ok(Finding::Lost { by }) => ("lost", *by, None, None),
            Err(_) => ("not-proven", None, None, None),
        };
        json!({
            "log": case.log.to_string(), "finding": finding, "doubt": case.found.as_ref().err().map(Doubt::to_string),
            "position": case.known.seq, "head": case.known.head.to_string(), "head_follows": case.follows,
            "device": by.map(|(device, _)| device.to_string()), "member": by.map(|(_, member)| member.to_string()),
            "named_position": named.map(|named| named.seq), "named_head": named.map(|named| named.head.to_string()),
            "given_since": since,
        })
    };
    json!({
        "intact": examined.fault().is_none(), "organisation_name": state.name(), "fingerprint": state.id().map(|id| fingerprint(&id)),
        "entries": state.position().seq, "device": examined.statement.device.to_string(),
        "member": examined.member.map(|member| member.to_string()), "at": examined.statement.at,
        "cases": examined.cases.iter().map(case).collect::<Vec<_>>(),
    })
}

fn told_text(examined: &Examined) -> String {
    let state = &examined.audit.state;
    let maker = examined.member.map(|member| short(&member)).unwrap_or_default();
    let mut rows = vec![
        ["organisation".to_owned(), one_line(state.name())],
        ["fingerprint".to_owned(), state.id().map(|id| fingerprint(&id)).unwrap_or_default()],
        ["entries".to_owned(), state.position().seq.to_string()],
        ["made".to_owned(), format!("{} by {maker}", local_time(examined.statement.at))],
    ];
    let own = |case: &Case| if case.follows { "as the signed entries lead to" } else { "by the word of who made this" };
    for case in &examined.cases {
        let log = if state.id() == Some(case.log) { "the organisation".to_owned() } else { short(&case.log) };
        let (seq, head) = (case.known.seq, short(&case.known.head));
        let row = match &case.found {
            Ok(Finding::Fork { by, named }) => {
                let other = format!("{} signed that it knows {} at {}", signer(*by), short(&named.head), named.seq);
                ["TWO HISTORIES".to_owned(), format!("{log}, position {seq}: {head}, {}; {other}", own(case))]
            }
            Ok(Finding::Withheld { by, named, since }) => {
                let since = if *since { "; the log in this file has it by now" } else { "" };
                let other = format!("{} signed that it knows position {}{since}", signer(*by), named.seq);
                ["WITHHELD".to_owned(), format!("{log}, after position {seq}: {other}")]
            }
            Ok(Finding::Lost { by }) => {
                ["LOST".to_owned(), format!("{log}, position {seq}: {} signed the entry there", signer(*by))]
            }
            Err(doubt) => ["not proven".to_owned(), format!("{log}, position {seq}: {doubt}")],
        };
        rows.push(row);
    }
    let words = "what the server gave, and to whom, is the word of who made this";
    rows.push(["not in it".to_owned(), words.to_owned()]);
    table(&rows)
}

fn signer(by: Signer) -> String {
    by.map_or_else(|| "the root key".to_owned(), |(device, member)| format!("{} on {}", short(&member), short(&device)))
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
