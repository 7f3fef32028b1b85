//! The report of a wound for the patient's record: what counts now, the findings, the curve and the photos, as PDF/A.
//!
//! Making one takes the wound out of the vault. The policy has to permit that, and everybody who reads the wound sees who
//! did it and when.

use verband_calendar::Timestamp;
use verband_documents::{Curve, Fact, Part};
use verband_protocol::id::{EventId, LogId};
use verband_texts::{Date, Language, term, text};

use super::export::REPORT;
use super::finding::{Undermining, WoundFinding};
use super::rows::{WoundCurvePoint, WoundItem, WoundItemKind, WoundMeasurement, WoundPhotoRow, WoundRow};
use crate::client::Client;
use crate::error::ClientError;
use crate::kind::PhotoEvidence;
use crate::paper::Desk;

impl Client {
    /// The report of a wound, as PDF/A-2a. Photos that are not on this device are fetched; without a network the report says
    /// how many it leaves out. That it was made is written into the log before it is given: the caller decides where it
    /// goes. `zone` is that of the device, as `Europe/Berlin`.
    ///
    /// # Errors
    /// [`ClientError::ByPolicy`] where nothing may leave the vault; [`ClientError::NotFound`] for a wound that is not there
    /// or a zone that nobody knows; [`ClientError::Refused`], [`ClientError::Halted`] for who may not write in the channel;
    /// [`ClientError::Document`], [`ClientError::Vault`], [`ClientError::Store`], [`ClientError::OfflineTooLong`].
    pub async fn wound_report(
        &self,
        log: &LogId,
        wound: &EventId,
        desk: &Desk,
        zone: &str,
        language: Language,
    ) -> Result<Vec<u8>, ClientError> {
        let told = self.tell_of_wound(log, wound, desk, zone, language).await?;
        self.exported(log, wound, REPORT)?;
        Ok(told.pdf)
    }
}

/// How things are said, in a language and a time zone.
pub(super) struct Words {
    pub(super) language: Language,
    pub(super) zone: verband_calendar::TimeZone,
}

impl Words {
    /// The name of a field.
    pub(super) fn field(&self, name: &str) -> String {
        term(self.language, "field", name)
    }

    pub(super) fn fact(&self, field: &str, text: String) -> Fact {
        Fact { label: self.field(field), text }
    }

    /// The words of codes of a list.
    pub(super) fn terms(&self, list: &str, codes: &[String]) -> String {
        let words = codes.iter().filter(|code| !code.is_empty()).map(|code| term(self.language, list, code));
        words.collect::<Vec<_>>().join(", ")
    }

    pub(super) fn term(&self, list: &str, code: &str) -> String {
        self.terms(list, std::slice::from_ref(&code.to_owned()))
    }

    /// Day and time of day.
    pub(super) fn moment(&self, ms: u64) -> String {
        match self.local(ms) {
            Some((day, time)) => format!("{day}, {time}"),
            None => String::new(),
        }
    }

    fn day(&self, ms: u64) -> String {
        self.local(ms).map(|(day, _)| day).unwrap_or_default()
    }

    fn local(&self, ms: u64) -> Option<(String, String)> {
        let moment = Timestamp::from_millisecond(i64::try_from(ms).ok()?).ok()?;
        let local = self.zone.to_datetime(moment);
        let (year, month, day) = (local.year(), local.month(), local.day());
        let date = Date::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)?;
        Some((date.written(self.language), format!("{:02}:{:02}", local.hour(), local.minute())))
    }

    /// What is known of a wound.
    pub(super) fn about(&self, row: &WoundRow) -> Vec<Fact> {
        let WoundRow { details, consent, .. } = row;
        let site = &details.site;
        let clock = site.clock.map(|clock| format!("{} {clock}", self.field("clock")));
        let site = [
            self.term("region", &site.region),
            self.term("side", &site.side),
            self.term("view", &site.view),
            clock.unwrap_or_default(),
        ];
        let kind = [self.term("type", &details.kind), self.term("stage", &details.stage)];
        let language = self.language;
        let recurrent = details.recurrent.map(|recurrent| {
            if recurrent { text(language, "report-yes", &[]) } else { text(language, "report-no", &[]) }
        });
        let consents = [
            self.term("consent", &consent.state),
            self.term("consent-by", &consent.by),
            consent.at.map(|at| self.day(at)).unwrap_or_default(),
            self.terms("purpose", &consent.purposes),
            consent.note.clone(),
        ];
        let closed = [self.term("reason", &row.closed_reason), row.closed_note.clone(), row.closed_by_name.clone()];
        let closed =
            if row.closed { format!("{}: {}", self.day(row.closed_at), joined(&closed)) } else { String::new() };
        let said = |label: String, text: String| Fact { label, text };
        vec![
            self.fact("patient", details.patient.clone()),
            said(text(language, "report-site", &[]), joined(&site)),
            said(text(language, "report-kind", &[]), joined(&kind)),
            self.fact("since", details.since.clone()),
            said(text(language, "report-recurrent", &[]), recurrent.unwrap_or_default()),
            self.fact("position", details.position.clone()),
            self.fact("note", details.note.clone()),
            self.fact("consent", joined(&consents)),
            said(text(language, "report-team", &[]), row.conversation_title.clone()),
            said(text(language, "report-closed", &[]), closed),
        ]
    }

    /// A finding that counts.
    pub(super) fn finding(&self, item: &WoundItem) -> Option<Part> {
        let finding = item.content.as_ref().filter(|_| item.kind == WoundItemKind::Found && !item.struck)?;
        let at = self.moment(finding.examined_at);
        let heading = text(
            self.language,
            "report-finding-by",
            &[("date", at.as_str().into()), ("name", item.by_name.as_str().into())],
        );
        Some(Part { heading, facts: self.found(finding, item.measurement.as_ref(), item.corrections) })
    }

    fn found(&self, finding: &WoundFinding, measurement: Option<&WoundMeasurement>, corrections: u32) -> Vec<Fact> {
        let language = self.language;
        let sides = match finding.length.zip(finding.width) {
            Some((length, width)) => {
                let (length, width) = (length.to_string(), width.to_string());
                text(
                    language,
                    "report-size-sides",
                    &[("length", length.as_str().into()), ("width", width.as_str().into())],
                )
            }
            None => finding.length.or(finding.width).map(|side| format!("{side} mm")).unwrap_or_default(),
        };
        let depth = finding
            .depth
            .map(|depth| text(language, "report-size-depth", &[("depth", depth.to_string().as_str().into())]));
        let tissue = finding.tissue.iter().map(|part| {
            let (percent, tissue) = (part.percent.to_string(), self.term("tissue", &part.tissue));
            text(
                language,
                "report-percent",
                &[("percent", percent.as_str().into()), ("tissue", tissue.as_str().into())],
            )
        });
        let area = finding.area.map(|area| match measurement.and_then(|measurement| measurement.area) {
            Some(figure) => self.area_with_error(area, figure.error),
            None => self.area(area, false),
        });
        let off = measurement.map(|measurement| self.length_error(measurement.length.error)).unwrap_or_default();
        let pain =
            finding.pain.map(|pain| text(language, "report-pain", &[("pain", pain.to_string().as_str().into())]));
        let exudate = [
            self.term("exudate-amount", &finding.exudate_amount),
            self.term("exudate-kind", &finding.exudate_kind),
            self.term("exudate-colour", &finding.exudate_colour),
        ];
        let corrected = match corrections as usize {
            0 => String::new(),
            times => text(self.language, "report-corrected", &[("times", times.into())]),
        };
        vec![
            Fact { label: text(language, "report-size", &[]), text: joined(&[sides, off, depth.unwrap_or_default()]) },
            self.fact("area", area.unwrap_or_default()),
            self.fact("measured", self.term("measured", &finding.measured)),
            self.fact(
                "undermining",
                joined(&finding.undermining.iter().map(|pocket| self.pocket(pocket)).collect::<Vec<_>>()),
            ),
            self.fact("tissue", joined(&tissue.collect::<Vec<_>>())),
            self.fact("edge", self.terms("edge", &finding.edge)),
            self.fact("skin", self.terms("skin", &finding.skin)),
            Fact { label: text(language, "report-exudate", &[]), text: joined(&exudate) },
            self.fact("odour", self.term("odour", &finding.odour)),
            self.fact("pain", pain.unwrap_or_default()),
            self.fact("infection", self.terms("infection", &finding.infection)),
            self.fact("dressing", finding.dressing.clone()),
            self.fact("next-change", finding.next_change.map(|at| self.day(at)).unwrap_or_default()),
            self.fact("note", joined(&[finding.note.clone(), corrected])),
        ]
    }

    fn pocket(&self, pocket: &Undermining) -> String {
        let (from, to) = (pocket.from.to_string(), pocket.to.to_string());
        let Some(depth) = pocket.depth else {
            return text(
                self.language,
                "report-undermining",
                &[("from", from.as_str().into()), ("to", to.as_str().into())],
            );
        };
        text(
            self.language,
            "report-undermining-depth",
            &[("from", from.as_str().into()), ("to", to.as_str().into()), ("depth", depth.to_string().as_str().into())],
        )
    }

    fn area(&self, area: u32, by_sides: bool) -> String {
        let area = area.to_string();
        if by_sides {
            text(self.language, "report-area-sides", &[("area", area.as_str().into())])
        } else {
            text(self.language, "report-area-mm", &[("area", area.as_str().into())])
        }
    }

    fn area_with_error(&self, area: u32, error: u32) -> String {
        let (area, error) = (area.to_string(), error.to_string());
        text(self.language, "report-area-error", &[("area", area.as_str().into()), ("error", error.as_str().into())])
    }

    /// What a length may be off by, given in tenths of a millimetre.
    fn length_error(&self, tenths: u32) -> String {
        let error = tenths.div_ceil(10).to_string();
        text(self.language, "report-length-error", &[("error", error.as_str().into())])
    }

    /// The curve, of sizes that can be held against one another: areas, or else length times width.
    pub(super) fn curve(&self, points: &[WoundCurvePoint]) -> Option<Curve> {
        let areas = points.iter().filter(|point| !point.by_sides).count();
        let points: Vec<_> = points.iter().filter(|point| point.by_sides == (areas < 2)).collect();
        let (first, last) = (points.first()?, points.last()?);
        if points.len() < 2 {
            return None;
        }
        let size = |area: u32| self.area(area, first.by_sides);
        let [from, to] = [first, last].map(|point| self.day(point.at));
        let alt = text(
            self.language,
            "report-curve-alt",
            &[
                ("first", size(first.area).as_str().into()),
                ("from", from.as_str().into()),
                ("last", size(last.area).as_str().into()),
                ("to", to.as_str().into()),
                ("points", points.len().into()),
            ],
        );
        #[expect(clippy::cast_precision_loss, reason = "a line on paper is some hundred points long")]
        let place = |point: &&WoundCurvePoint| [point.at.saturating_sub(first.at) as f32, point.area as f32];
        Some(Curve {
            heading: text(self.language, "report-curve", &[]),
            alt,
            largest: size(points.iter().map(|point| point.area).max()?),
            ends: [from, to],
            points: points.iter().map(place).collect(),
        })
    }

    pub(super) fn caption(&self, row: &WoundPhotoRow) -> String {
        let is_invalid = row.evidence == PhotoEvidence::Invalid;
        let invalid = if is_invalid { self.evidence_invalid() } else { String::new() };
        joined(&[self.moment(row.taken_at), self.term("photo", &row.role), row.by_name.clone(), invalid])
    }

    /// What to say of a photo whose statement is not of it.
    pub(super) fn evidence_invalid(&self) -> String {
        text(self.language, "report-evidence-invalid", &[])
    }
}

/// What says something, one after the other.
pub(super) fn joined(parts: &[String]) -> String {
    let said = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty());
    said.collect::<Vec<_>>().join(", ")
}
