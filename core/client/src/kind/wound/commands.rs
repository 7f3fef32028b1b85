//! What people do with wounds and findings. Each act is one event, on disk before the call returns. Whoever may write in
//! the channel may do all of it; the trace says who did.

use verband_protocol::body::Kind;
use verband_protocol::cbor;
use verband_protocol::id::{EventId, LogId};
use verband_protocol::policy::ConversationKind;
use verband_store::Tx;

use super::details::{MAX_NOTE, WoundConsent, WoundDetails, code, written};
use super::error::WoundError;
use super::finding::WoundFinding;
use super::healing::SIX_WEEKS_MS;
use super::measurement::Measurement;
use super::payload::{ANSWER, Answered, CHANGE, CORRECTION, Change, Closing, Correction, FINDING, Found, Made, WOUND};
use super::record::{Record, load, wound_of};
use crate::client::{Client, Inner};
use crate::error::ClientError;

impl Client {
    /// Makes a wound in a channel. It shows in the conversation like a message; its id is that of the event.
    ///
    /// # Errors
    /// [`ClientError::Wound`] names what is wrong with what was entered; [`ClientError::NotFound`] for a conversation that is
    /// no channel, [`ClientError::Refused`], [`ClientError::Halted`], [`ClientError::Store`].
    pub fn create_wound(
        &self,
        log: &LogId,
        details: &WoundDetails,
        consent: Option<&WoundConsent>,
    ) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        let details = details.trimmed();
        details.check(true)?;
        consent.map_or(Ok(()), |consent| consent.check(true))?;
        let channel = inner.state(log)?.policy.as_ref().is_some_and(|policy| policy.kind == ConversationKind::Channel);
        if !channel {
            return Err(ClientError::NotFound("channel"));
        }
        inner.store.with_tx(|tx| {
            Inner::may_write(tx, log)?;
            inner.write_of_wound(tx, log, WOUND, &Made { details, consent: consent.cloned() })
        })
    }

    /// Changes what is known of a wound, all of it at once: a wrong patient reference, too. What was known before stays as a
    /// version.
    ///
    /// # Errors
    /// As for [`Self::create_wound`]; [`ClientError::NotFound`] for a wound that is not there.
    pub fn change_wound(&self, log: &LogId, wound: &EventId, details: &WoundDetails) -> Result<EventId, ClientError> {
        let details = details.trimmed();
        details.check(true)?;
        self.change_of_wound(log, wound, Change { details: Some(details), ..nothing(wound) })
    }

    /// Says whether photos of a wound are consented to. It counts from then on; what was said before stays as a version.
    ///
    /// # Errors
    /// As for [`Self::change_wound`].
    pub fn set_wound_consent(
        &self,
        log: &LogId,
        wound: &EventId,
        consent: &WoundConsent,
    ) -> Result<EventId, ClientError> {
        consent.check(true)?;
        self.change_of_wound(log, wound, Change { consent: Some(consent.clone()), ..nothing(wound) })
    }

    /// Closes a wound: it takes no findings and photos until it is opened again. The reason is a code of `reason`.
    ///
    /// # Errors
    /// As for [`Self::change_wound`].
    pub fn close_wound(&self, log: &LogId, wound: &EventId, reason: &str, note: &str) -> Result<EventId, ClientError> {
        if reason.is_empty() {
            return Err(WoundError::Term("reason").into());
        }
        self.change_of_wound(log, wound, Change { closing: Some(closing(reason, note)?), ..nothing(wound) })
    }

    /// Opens a closed wound again.
    ///
    /// # Errors
    /// As for [`Self::change_wound`].
    pub fn reopen_wound(&self, log: &LogId, wound: &EventId, note: &str) -> Result<EventId, ClientError> {
        self.change_of_wound(log, wound, Change { closing: Some(closing("", note)?), ..nothing(wound) })
    }

    /// Enters a finding. It shows in the conversation like a message; its id is that of the event.
    ///
    /// # Errors
    /// As for [`Self::change_wound`]; [`WoundError::Closed`] for a closed wound, [`WoundError::Empty`] if it says nothing.
    pub fn record_finding(&self, log: &LogId, wound: &EventId, finding: &WoundFinding) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        let finding = inner.entered(finding)?;
        inner.store.with_tx(|tx| {
            Inner::open_wound(tx, log, wound)?;
            inner.write_of_wound(
                tx,
                log,
                FINDING,
                &Found { wound: *wound, finding, moved_from: None, measurement: None },
            )
        })
    }

    /// Corrects a finding, all of it at once. What it said before stays as a version. One that was struck counts again.
    ///
    /// # Errors
    /// As for [`Self::change_wound`]; [`ClientError::NotFound`] for a finding that is not there.
    pub fn correct_finding(
        &self,
        log: &LogId,
        finding: &EventId,
        content: &WoundFinding,
        reason: &str,
    ) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        let content = inner.entered(content)?;
        inner.store.with_tx(|tx| {
            let record = Inner::found_wound(tx, log, finding)?;
            inner.correct(tx, &record, finding, Some(content), None, reason)
        })
    }

    /// Strikes a finding: it still stands there, with who struck it and why, and counts no more.
    ///
    /// # Errors
    /// As for [`Self::correct_finding`].
    pub fn strike_finding(&self, log: &LogId, finding: &EventId, reason: &str) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        inner.store.with_tx(|tx| {
            let record = Inner::found_wound(tx, log, finding)?;
            inner.correct(tx, &record, finding, None, None, reason)
        })
    }

    /// Moves a finding that was entered at the wrong wound: it is struck there and entered here, at once. Gives the one
    /// that is here.
    ///
    /// # Errors
    /// As for [`Self::correct_finding`] and [`Self::record_finding`].
    pub fn move_finding(
        &self,
        log: &LogId,
        finding: &EventId,
        wound: &EventId,
        reason: &str,
    ) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        inner.store.with_tx(|tx| {
            let record = Inner::found_wound(tx, log, finding)?;
            Inner::existing_wound(tx, log, wound)?;
            let moved = record.finding(finding).filter(|finding| !finding.is_struck());
            let moved = moved.ok_or(ClientError::NotFound("finding"))?;
            let (content, measurement) = (moved.content().clone(), moved.measurement().cloned());
            inner.correct(tx, &record, finding, None, None, reason)?;
            let moved = Found { wound: *wound, finding: content, moved_from: Some(*finding), measurement };
            inner.write_of_wound(tx, log, FINDING, &moved)
        })
    }

    /// Answers the question after six weeks, with a code of `answer`. With `later` it is put off until a time, at most six
    /// weeks from now; every other answer lets it rest for six weeks.
    ///
    /// # Errors
    /// As for [`Self::change_wound`].
    pub fn answer_six_weeks(
        &self,
        log: &LogId,
        wound: &EventId,
        answer: &str,
        until: Option<u64>,
        note: &str,
    ) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        let now = inner.ports.clock.now_ms();
        code("answer", answer, true)?;
        if answer.is_empty() {
            return Err(WoundError::Term("answer").into());
        }
        let later = now + 1..=now.saturating_add(SIX_WEEKS_MS);
        if (answer == "later") != until.is_some() || until.is_some_and(|until| !later.contains(&until)) {
            return Err(WoundError::Time("until").into());
        }
        let note = noted(note)?;
        inner.store.with_tx(|tx| {
            Inner::existing_wound(tx, log, wound)?;
            let answered = Answered { wound: *wound, answer: answer.to_owned(), until, note };
            inner.write_of_wound(tx, log, ANSWER, &answered)
        })
    }

    fn change_of_wound(&self, log: &LogId, wound: &EventId, change: Change) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        inner.store.with_tx(|tx| {
            Inner::existing_wound(tx, log, wound)?;
            inner.write_of_wound(tx, log, CHANGE, &change)
        })
    }
}

fn nothing(wound: &EventId) -> Change {
    Change { wound: *wound, details: None, consent: None, closing: None }
}

fn closing(reason: &str, note: &str) -> Result<Closing, WoundError> {
    code("reason", reason, true)?;
    Ok(Closing { reason: reason.to_owned(), note: noted(note)? })
}

fn noted(note: &str) -> Result<String, WoundError> {
    written("note", note, MAX_NOTE)?;
    Ok(note.trim().to_owned())
}

impl Inner {
    pub(super) fn write_of_wound<T: minicbor::Encode<()>>(
        &self,
        tx: &Tx<'_>,
        log: &LogId,
        kind: Kind,
        payload: &T,
    ) -> Result<EventId, ClientError> {
        self.enqueue(tx, log, kind, cbor::encode(payload), &[])
    }

    /// A wound that is there, in a conversation that this device writes into.
    pub(super) fn existing_wound(tx: &Tx<'_>, log: &LogId, wound: &EventId) -> Result<Record, ClientError> {
        Self::may_write(tx, log)?;
        load(tx.sql(), log, wound)?.ok_or(ClientError::NotFound("wound"))
    }

    /// The same, if it is not closed.
    pub(super) fn open_wound(tx: &Tx<'_>, log: &LogId, wound: &EventId) -> Result<Record, ClientError> {
        let record = Self::existing_wound(tx, log, wound)?;
        if record.closing().is_some() { Err(WoundError::Closed.into()) } else { Ok(record) }
    }

    /// The wound of a finding that is there.
    pub(super) fn found_wound(tx: &Tx<'_>, log: &LogId, finding: &EventId) -> Result<Record, ClientError> {
        let wound = wound_of(tx.sql(), log, finding)?.ok_or(ClientError::NotFound("finding"))?;
        Self::existing_wound(tx, log, &wound)
    }

    /// A finding as it is written.
    pub(super) fn entered(&self, finding: &WoundFinding) -> Result<WoundFinding, ClientError> {
        let now = self.ports.clock.now_ms();
        let finding = finding.trimmed(now);
        finding.check(true)?;
        if finding.is_empty() {
            return Err(WoundError::Empty("finding").into());
        }
        if finding.examined_at > now { Err(WoundError::Time("examined").into()) } else { Ok(finding) }
    }

    pub(super) fn correct(
        &self,
        tx: &Tx<'_>,
        record: &Record,
        finding: &EventId,
        content: Option<WoundFinding>,
        measurement: Option<Measurement>,
        reason: &str,
    ) -> Result<EventId, ClientError> {
        let (wound, finding, reason) = (record.event(), *finding, noted(reason)?);
        let correction = Correction { wound, finding, content, reason, measurement };
        self.write_of_wound(tx, &record.log, CORRECTION, &correction)
    }
}
