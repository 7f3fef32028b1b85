//! The course of a wound: photos, findings and everything that was done, by time.

use std::cmp::Reverse;

use verband_protocol::id::{EventId, LogId};
use verband_store::StoreError;

use super::documenting::of_finding;
use super::measurement::Measurement;
use super::payload::Change;
use super::record::{Entry, Finding, Put, Record};
use super::rows::{WoundItem, WoundItemKind};
use super::view::{Eye, number};
use crate::kind::{DocumentedRow, documented_of_wound};
use crate::order;

/// A row with its place in the log: it decides where times are the same.
type Placed = (u64, WoundItem);

impl Eye<'_> {
    /// The course of a wound, the newest first.
    pub(super) fn items(&self, record: &Record, limit: u32) -> Result<Vec<WoundItem>, StoreError> {
        let mut items = vec![self.item(&record.made, WoundItemKind::Made)?];
        for change in &record.changes {
            self.changed(change, &mut items)?;
        }
        for finding in &record.findings {
            self.found(&record.log, finding, &mut items)?;
        }
        for puts in record.puts.values() {
            self.put(record, puts, &mut items)?;
        }
        for answer in &record.answers {
            let (seq, item) = self.item(answer, WoundItemKind::Answered)?;
            let (code, text) = (answer.what.answer.clone(), answer.what.note.clone());
            items.push((seq, WoundItem { code, until: answer.what.until, text, ..item }));
        }
        for export in &record.exports {
            let (seq, item) = self.item(export, WoundItemKind::Exported)?;
            items.push((seq, WoundItem { code: export.what.form.clone(), ..item }));
        }
        for (seq, said) in documented_of_wound(self.connection, self.own, &record.log, &record.event())? {
            items.push(self.documented(seq, said)?);
        }
        order::by_key(&mut items, |(seq, item)| Reverse((item.at, *seq, item.event)));
        items.truncate(limit as usize);
        Ok(items.into_iter().map(|(_, item)| item).collect())
    }

    fn item<T>(&self, entry: &Entry<T>, kind: WoundItemKind) -> Result<Placed, StoreError> {
        let by = self.by(entry)?;
        let item = WoundItem {
            event: entry.event,
            kind,
            at: entry.at,
            by: entry.member,
            by_name: by.name,
            own: by.own,
            photo_event: None,
            photo: None,
            thumbnail: None,
            role: String::new(),
            other_wound: None,
            finding: None,
            content: None,
            measurement: None,
            corrections: 0,
            struck: false,
            moved_from: None,
            code: String::new(),
            until: None,
            text: String::new(),
            documented_at: None,
            documented_in: String::new(),
            waiting: entry.waits(),
        };
        Ok((entry.seq, item))
    }

    /// That something was documented, or that this was taken back.
    fn documented(&self, seq: u64, said: DocumentedRow) -> Result<Placed, StoreError> {
        let kind = if said.withdrawn { WoundItemKind::Withdrawn } else { WoundItemKind::Documented };
        let entry = Entry { event: said.event, seq, member: said.by, at: said.at, what: () };
        let (seq, item) = self.item(&entry, kind)?;
        let documented_at = (!said.withdrawn).then_some(said.at);
        let text = if said.withdrawn { said.reason } else { said.document };
        Ok((seq, WoundItem { documented_at, documented_in: said.record, text, ..item }))
    }

    fn changed(&self, change: &Entry<Change>, items: &mut Vec<Placed>) -> Result<(), StoreError> {
        let Change { details, consent, closing, .. } = &change.what;
        if details.is_some() {
            items.push(self.item(change, WoundItemKind::Changed)?);
        }
        if let Some(consent) = consent {
            let (seq, item) = self.item(change, WoundItemKind::Consented)?;
            items.push((seq, WoundItem { code: consent.state.clone(), text: consent.note.clone(), ..item }));
        }
        if let Some(closing) = closing {
            let closed = !closing.reason.is_empty();
            let kind = if closed { WoundItemKind::Closed } else { WoundItemKind::Reopened };
            let (seq, item) = self.item(change, kind)?;
            items.push((seq, WoundItem { code: closing.reason.clone(), text: closing.note.clone(), ..item }));
        }
        Ok(())
    }

    fn found(&self, log: &LogId, finding: &Finding, items: &mut Vec<Placed>) -> Result<(), StoreError> {
        let (event, content) = (Some(finding.found.event), finding.content());
        let (seq, item) = self.item(&finding.found, WoundItemKind::Found)?;
        let documented = of_finding(self.connection, log, finding)?;
        let found = WoundItem {
            at: content.examined_at,
            finding: event,
            content: Some(content.clone()),
            measurement: finding.measurement().map(Measurement::row),
            corrections: number(finding.corrections.len()),
            struck: finding.is_struck(),
            moved_from: finding.moved_from,
            documented_at: documented.as_ref().map(|documented| documented.at),
            documented_in: documented.map(|documented| documented.record).unwrap_or_default(),
            ..item
        };
        items.push((seq, found));
        for correction in &finding.corrections {
            let struck = correction.what.content.is_none();
            let kind = if struck { WoundItemKind::Struck } else { WoundItemKind::Corrected };
            let (seq, item) = self.item(correction, kind)?;
            items.push((seq, WoundItem { finding: event, text: correction.what.reason.clone(), ..item }));
        }
        Ok(())
    }

    /// A photo that is here as such; of one that was here, that it went.
    fn put(&self, record: &Record, puts: &[Entry<Put>], items: &mut Vec<Placed>) -> Result<(), StoreError> {
        let here = Some(record.event());
        let mut before: Option<EventId> = None;
        for put in puts {
            let (from, to) = (before, put.what.wound);
            before = to;
            if from == here && to != here {
                let (seq, item) = self.item(put, WoundItemKind::PhotoGone)?;
                items.push((seq, WoundItem { photo_event: Some(put.what.photo), other_wound: to, ..item }));
            }
        }
        let Some(last) = puts.last().filter(|put| put.what.wound == here) else { return Ok(()) };
        let Some(photo) = self.photo(&record.log, last)? else { return Ok(()) };
        let came_from = puts.iter().rev().map(|put| put.what.wound).find(|wound| *wound != here).flatten();
        let (seq, item) = self.item(last, WoundItemKind::Photo)?;
        let shown = WoundItem {
            at: photo.taken_at,
            photo_event: Some(photo.event),
            photo: Some(photo.photo),
            thumbnail: Some(photo.thumbnail),
            role: photo.role,
            documented_at: photo.documented_at,
            documented_in: photo.documented_in,
            other_wound: came_from,
            ..item
        };
        items.push((seq, shown));
        Ok(())
    }
}
