//! How much attention a message wants from this person: the one place that decides what rings.

use verband_protocol::id::{EventId, LogId};

use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::kind::{Mention, Mentioned, muted_until};

/// What a platform does when a message has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Attention {
    /// Nothing: it is one's own, or the conversation is muted.
    None,
    /// A notification.
    Notify,
    /// A notification that says that one is called: by name, team, role, or by an answer.
    Called,
    /// The alarm tone.
    Alarm,
}

impl Client {
    /// How much attention a row of a conversation wants from this person now.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Store`], [`ClientError::Locked`], [`ClientError::OfflineTooLong`].
    pub fn attention(&self, log: &LogId, event: &EventId) -> Result<Attention, ClientError> {
        let inner = self.readable()?;
        let own = inner.account.member;
        let row = inner.store.read(|connection| crate::timeline::one(connection, &own, log, event))?;
        let row = row.ok_or(ClientError::NotFound("message"))?;
        if row.own || row.deleted_by.is_some() {
            return Ok(Attention::None);
        }
        if row.alarm {
            return Ok(Attention::Alarm);
        }
        let answered = match row.reply_to {
            Some(target) => inner.store.read(|sql| crate::timeline::author_of(sql, log, &target))? == Some(own),
            None => false,
        };
        if answered || self.calls(&inner, log, &row.mentions)? {
            return Ok(Attention::Called);
        }
        let muted = inner.store.read(|connection| muted_until(connection, log))? > inner.ports.clock.now_ms();
        Ok(if muted { Attention::None } else { Attention::Notify })
    }

    /// Whether one of these mentions is this person.
    fn calls(&self, inner: &Inner, log: &LogId, mentions: &[Mention]) -> Result<bool, ClientError> {
        let organisation = inner.organisation()?;
        let own = inner.account.member;
        let Some(member) = organisation.member(&own) else { return Ok(false) };
        for mention in mentions {
            let called = match mention.who {
                Mentioned::Member(id) => id == own,
                Mentioned::Team(id) => member.teams().contains(&id),
                Mentioned::Role(id) => member.roles().contains(&id),
                Mentioned::Everybody => true,
                Mentioned::Address(id) => self.holders(log, &id)?.contains(&own),
            };
            if called {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
