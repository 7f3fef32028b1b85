//! Drafts: what somebody has begun and neither sent nor saved, on this device alone. All of them lie in one table: the text of
//! a message, which the list of conversations shows, and whatever a form was filled with, which only that form reads.
//!
//! Not here: drafts of surveys, which stand in the list of surveys and are published as they are.

use verband_protocol::id::{EventId, LogId};
use verband_store::{StoreError, Topic, Tx};

use crate::client::Client;
use crate::error::ClientError;
use crate::log;

/// Where they are; `log` and `about` are empty for none.
pub(crate) const TABLE: &str = "draft";

/// The form of messages: that of a conversation is the text that its row has.
pub(crate) const MESSAGE: &str = "message";

/// The longest draft, in bytes of UTF-8.
pub const MAX_DRAFT: usize = 200_000;

/// The longest name of a form, in bytes.
const MAX_FORM: usize = 40;

/// Which draft it is: there is one for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftKey {
    /// The conversation that it is begun in; none for what concerns the whole organisation.
    pub conversation: Option<LogId>,
    /// The form, by a name that the app gives it: at most 40 of a-z and `-`.
    pub form: String,
    /// What it is about, if there is one of its kind for each event: a wound, an appointment.
    pub about: Option<EventId>,
}

impl DraftKey {
    /// The form of a conversation.
    pub fn of(conversation: LogId, form: &str) -> Self {
        Self { conversation: Some(conversation), form: form.to_owned(), about: None }
    }

    fn check(&self) -> Result<(), ClientError> {
        let named = self.form.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        if !named || self.form.is_empty() || self.form.len() > MAX_FORM {
            return Err(ClientError::Length("the name of a form", MAX_FORM));
        }
        Ok(())
    }

    fn columns(&self) -> (&[u8], &str, &[u8]) {
        let log = self.conversation.as_ref().map_or(&[][..], |log| log.as_bytes());
        (log, &self.form, self.about.as_ref().map_or(&[][..], |event| event.as_bytes()))
    }
}

impl Client {
    /// Keeps what somebody has begun, in the place of what was kept there before; an empty text lets go of it. It is on disk
    /// when this returns, goes to nobody, and is gone with the conversation, with what it is about, and with the profile.
    ///
    /// # Errors
    /// [`ClientError::Length`] beyond [`MAX_DRAFT`], or for a form that cannot be called so; [`ClientError::NotFound`] for a
    /// conversation that is not here, [`ClientError::Store`].
    pub fn keep_draft(&self, key: &DraftKey, text: &str) -> Result<(), ClientError> {
        let inner = self.inner()?;
        let now = inner.ports.clock.now_ms();
        inner.store.with_tx(|tx| keep(tx, key, text, None, now))
    }

    /// What somebody has begun; none if nothing is kept.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn draft(&self, key: &DraftKey) -> Result<Option<String>, ClientError> {
        let sql = "SELECT text FROM draft WHERE log = ?1 AND form = ?2 AND about = ?3";
        Ok(self.readable()?.store.with_tx(|tx| tx.query_opt(sql, key.columns(), |row| row.get(0)))?)
    }

    /// Lets go of what was begun. That there is none is no error.
    ///
    /// # Errors
    /// [`ClientError::Store`], [`ClientError::Locked`].
    pub fn drop_draft(&self, key: &DraftKey) -> Result<(), ClientError> {
        Ok(self.inner()?.store.with_tx(|tx| drop_one(tx, key))?)
    }
}

/// Keeps a draft, and what it answers.
pub(crate) fn keep(
    tx: &Tx<'_>,
    key: &DraftKey,
    text: &str,
    reply_to: Option<EventId>,
    now: u64,
) -> Result<(), ClientError> {
    key.check()?;
    if text.len() > MAX_DRAFT {
        return Err(ClientError::Length("a draft", MAX_DRAFT));
    }
    if let Some(conversation) = &key.conversation
        && log::followed(tx.sql(), conversation)?.is_none_or(|followed| followed.status == log::LogStatus::Left)
    {
        return Err(ClientError::NotFound("conversation"));
    }
    if text.is_empty() {
        return Ok(drop_one(tx, key)?);
    }
    let (log, form, about) = key.columns();
    tx.execute(
        "INSERT INTO draft (log, form, about, text, reply_to, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (log, form, about) DO UPDATE SET text = excluded.text, reply_to = excluded.reply_to, at = excluded.at",
        (log, form, about, text, reply_to.as_ref().map(EventId::as_bytes), now),
    )?;
    tell(tx, key);
    Ok(())
}

/// Lets go of a draft.
pub(crate) fn drop_one(tx: &Tx<'_>, key: &DraftKey) -> Result<(), StoreError> {
    tx.execute("DELETE FROM draft WHERE log = ?1 AND form = ?2 AND about = ?3", key.columns())?;
    tell(tx, key);
    Ok(())
}

/// Lets go of all that was begun in a conversation.
pub(crate) fn drop_of(tx: &Tx<'_>, log: &LogId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM draft WHERE log = ?1", [log.as_bytes()])?;
    Ok(())
}

/// Lets go of what was begun about an event that is gone.
pub(crate) fn drop_about(tx: &Tx<'_>, log: &LogId, event: &EventId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM draft WHERE log = ?1 AND about = ?2", (log.as_bytes(), event.as_bytes()))?;
    Ok(())
}

/// The list of conversations shows what was begun as a message.
fn tell(tx: &Tx<'_>, key: &DraftKey) {
    if key.form == MESSAGE {
        tx.touch(Topic::Conversations);
    }
}
