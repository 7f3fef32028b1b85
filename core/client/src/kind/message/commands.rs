//! Writing, and what one does with what was written.

use verband_protocol::cbor;
use verband_protocol::id::{EventId, LogId};
use verband_protocol::organisation::Switch;
use verband_store::Tx;

use super::change::{CONFIRMATION, Confirm, EDIT, Edit, MAX_REACTION, REACTION, React, is_reaction};
use super::view::confirmed;
use super::{ALARM, CONFIRM, Location, MAX_TEXT, Mention, Mentioned, Message, are_sound, may_alert};
use crate::client::{Client, Inner};
use crate::drafts::{self, DraftKey};
use crate::error::ClientError;
use crate::kind::row_of;

/// A message to write.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewMessage {
    /// The text, with a small part of Markdown: `**bold**`, `_italic_`, `` `code` ``, `~~struck~~`, lines that begin
    /// with `- ` or `1. `. May be empty beside a location.
    pub text: String,
    /// The event it answers.
    pub reply_to: Option<EventId>,
    /// Whom it calls.
    pub mentions: Vec<Mention>,
    /// Whether everybody who reads it is asked to confirm that.
    pub confirm: bool,
    /// Whether it sounds louder, for who has the right to alert.
    pub alarm: bool,
    /// Where it was written.
    pub location: Option<Location>,
}

impl NewMessage {
    /// A plain text.
    pub fn text(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }

    fn message(&self) -> Message {
        let flag = |set, flag| if set { flag } else { 0 };
        let flags = flag(self.confirm, CONFIRM) | flag(self.alarm, ALARM);
        Message {
            text: self.text.clone(),
            reply_to: self.reply_to,
            mentions: Some(self.mentions.clone()).filter(|mentions| !mentions.is_empty()),
            flags: Some(flags).filter(|flags| *flags != 0),
            location: self.location,
        }
    }
}

impl Client {
    /// Writes a text. It is on disk and shown when this returns, with or without a network.
    ///
    /// # Errors
    /// As for [`Self::send_message`].
    pub fn send_text(&self, log: &LogId, text: &str) -> Result<EventId, ClientError> {
        self.send_message(log, &NewMessage::text(text))
    }

    /// Writes a message and lets go of the conversation's draft. It is on disk and shown when this returns, with or
    /// without a network.
    ///
    /// # Errors
    /// [`ClientError::Length`], [`ClientError::NotFound`], [`ClientError::Halted`], [`ClientError::Store`],
    /// [`ClientError::ByPolicy`] for a location, [`ClientError::Refused`] without the right to alert.
    pub fn send_message(&self, log: &LogId, message: &NewMessage) -> Result<EventId, ClientError> {
        let events = self.broadcast(&[*log], message)?;
        events.into_iter().next().ok_or(ClientError::NotFound("conversation"))
    }

    /// Writes the same message into several conversations: into all of them, or into none.
    ///
    /// # Errors
    /// As for [`Self::send_message`].
    pub fn broadcast(&self, logs: &[LogId], message: &NewMessage) -> Result<Vec<EventId>, ClientError> {
        let inner = self.inner()?;
        if message.location.is_some() {
            inner.check_switch(Switch::Location)?;
        }
        let (kind, payload) = message.message().payload()?;
        let alerts = message.alarm || message.mentions.iter().any(|mention| mention.who == Mentioned::Everybody);
        inner.store.with_tx(|tx| {
            let mut events = Vec::with_capacity(logs.len());
            for log in logs {
                Inner::may_write(tx, log)?;
                if alerts {
                    inner.check_alert(tx, log)?;
                }
                drafts::drop_one(tx, &DraftKey::of(*log, drafts::MESSAGE))?;
                events.push(inner.enqueue(tx, log, kind, payload.clone(), &[])?);
            }
            Ok(events)
        })
    }

    /// Gives an own message, or the caption of an own photo, another text. Earlier ones stay for everybody to see.
    ///
    /// # Errors
    /// [`ClientError::Length`]; [`ClientError::NotFound`] for what is not one's own message; as for [`Self::send_message`].
    pub fn edit_message(
        &self,
        log: &LogId,
        event: &EventId,
        text: &str,
        mentions: &[Mention],
    ) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        if text.trim().is_empty() || text.len() > MAX_TEXT || !are_sound(mentions, text) {
            return Err(ClientError::Length("a message", MAX_TEXT));
        }
        inner.store.with_tx(|tx| {
            Inner::may_write(tx, log)?;
            if mentions.iter().any(|mention| mention.who == Mentioned::Everybody) {
                inner.check_alert(tx, log)?;
            }
            let own =
                row_of(tx, log, event)?.is_some_and(|row| row.has_own_text() && row.author == inner.account.member);
            if !own {
                return Err(ClientError::NotFound("own message"));
            }
            let edit = Edit { target: *event, text: text.to_owned(), mentions: mentions.to_vec() };
            inner.enqueue(tx, log, EDIT, cbor::encode(&edit), &[])
        })
    }

    /// Puts a sign beside something in a conversation, or takes it away again.
    ///
    /// # Errors
    /// [`ClientError::Length`] for what is no single sign; as for [`Self::send_message`].
    pub fn react(&self, log: &LogId, event: &EventId, sign: &str, there: bool) -> Result<EventId, ClientError> {
        let inner = self.inner()?;
        if !is_reaction(sign) {
            return Err(ClientError::Length("a reaction", MAX_REACTION));
        }
        inner.store.with_tx(|tx| {
            Inner::may_write(tx, log)?;
            if row_of(tx, log, event)?.is_none() {
                return Err(ClientError::NotFound("message"));
            }
            let react = React { target: *event, sign: sign.to_owned(), gone: !there };
            inner.enqueue(tx, log, REACTION, cbor::encode(&react), &[])
        })
    }

    /// Confirms a message that asks for it. Once is enough: a second time changes nothing.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] for what asks for no confirmation or is one's own; as for [`Self::send_message`].
    pub fn confirm_message(&self, log: &LogId, event: &EventId) -> Result<(), ClientError> {
        let inner = self.inner()?;
        inner.store.with_tx(|tx| {
            Inner::may_write(tx, log)?;
            let row = row_of(tx, log, event)?;
            if !row.is_some_and(|row| row.flags & CONFIRM != 0 && row.author != inner.account.member) {
                return Err(ClientError::NotFound("message to confirm"));
            }
            let (_, done) = confirmed(tx.sql(), log, event, &inner.account.member)?;
            if !done {
                inner.enqueue(tx, log, CONFIRMATION, cbor::encode(&Confirm { target: *event }), &[])?;
            }
            Ok(())
        })
    }

    /// Keeps what was begun in a conversation and not sent; an empty text lets go of it. It stays on this device.
    ///
    /// # Errors
    /// [`ClientError::Length`], [`ClientError::NotFound`], [`ClientError::Store`].
    pub fn set_draft(&self, log: &LogId, text: &str, reply_to: Option<EventId>) -> Result<(), ClientError> {
        let inner = self.inner()?;
        if text.len() > MAX_TEXT {
            return Err(ClientError::Length("a draft", MAX_TEXT));
        }
        let now = inner.ports.clock.now_ms();
        inner.store.with_tx(|tx| drafts::keep(tx, &DraftKey::of(*log, drafts::MESSAGE), text, reply_to, now))
    }
}

impl Inner {
    /// Whether this person may call everybody of a conversation, or be loud in it.
    fn check_alert(&self, tx: &Tx<'_>, log: &LogId) -> Result<(), ClientError> {
        let organisation = self.organisation_in(tx)?;
        let seq = organisation.position().seq;
        let may = may_alert(tx, log, &self.account.member, seq, &organisation)?;
        if may { Ok(()) } else { Err(ClientError::Refused(verband_rules::Refusal::NotAllowed)) }
    }
}
