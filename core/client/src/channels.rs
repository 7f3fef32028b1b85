//! Channels: founding them with everything that can be chosen, changing that later, and leaving.

use verband_protocol::entry::Class;
use verband_protocol::id::{EventId, LogId, MemberId};
use verband_protocol::policy::{ConversationKind, ConversationPolicy, History, Invite, Join, Write};
use verband_protocol::sign::Purpose;
use verband_protocol::wire::{Append, AppendedAll, ProblemCode, Storage};
use verband_rules::Refusal;
use verband_store::rusqlite::Connection;
use verband_store::{StoreError, Topic};

use crate::account;
use crate::api::Answer;
use crate::client::{Client, Inner};
use crate::committing::{MAX_ROUNDS, Round, Wanted};
use crate::error::ClientError;
use crate::kind::ChannelDetails;
use crate::log::{self, LogStatus};

/// What a channel is founded with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewChannel {
    /// Its title, description and picture.
    pub details: ChannelDetails,
    /// How one comes in.
    pub join: Join,
    /// What newcomers read.
    pub history: History,
    /// Who may write.
    pub write: Write,
    /// Who may bring somebody in.
    pub invite: Invite,
}

impl NewChannel {
    /// A channel with full history in which everybody writes and moderators invite.
    pub fn new(title: &str, join: Join) -> Self {
        let details = ChannelDetails::titled(title);
        Self { details, join, history: History::Full, write: Write::Everyone, invite: Invite::Moderators }
    }

    /// The announcements of the organisation: everybody is in and reads everything from the beginning, moderators write.
    pub fn announcements(title: &str) -> Self {
        Self { write: Write::Moderators, ..Self::new(title, Join::Everyone) }
    }
}

/// What changes in the policy of a channel; none stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChannelChange {
    /// How one comes in.
    pub join: Option<Join>,
    /// What newcomers read: never more than before.
    pub history: Option<History>,
    /// Who may write.
    pub write: Option<Write>,
    /// Who may bring somebody in.
    pub invite: Option<Invite>,
    /// Who moderates: at least one.
    pub moderators: Option<Vec<MemberId>>,
    /// Days after which content is erased; 0: as the organisation's policy says.
    pub retention_days: Option<u32>,
    /// Whether a legal hold keeps everything that is in it.
    pub hold: Option<bool>,
}

impl ChannelChange {
    fn of(&self, old: &ConversationPolicy) -> ConversationPolicy {
        let mut new = old.clone();
        new.join = self.join.unwrap_or(new.join);
        new.history = self.history.unwrap_or(new.history);
        new.write = self.write.unwrap_or(new.write);
        new.invite = self.invite.unwrap_or(new.invite);
        if let Some(days) = self.retention_days {
            new.retention_days = Some(days).filter(|days| *days > 0);
        }
        new.hold = self.hold.unwrap_or(new.hold);
        if let Some(moderators) = &self.moderators {
            new.moderators.clone_from(moderators);
            new.moderators.sort_unstable();
            new.moderators.dedup();
        }
        if new.join == Join::Everyone {
            // Everybody is in, also who had left, and reads what moderators write.
            new.write = Write::Moderators;
            new.gone.retain(|gone| gone.barred);
        }
        new
    }
}

impl Client {
    /// Founds a channel; its founder moderates it. It is on disk when this returns and on the server after the next sync.
    ///
    /// # Errors
    /// [`ClientError::Length`] for an empty or overlong title, [`ClientError::Refused`] without the right,
    /// [`ClientError::Store`].
    pub fn create_channel_with(&self, new: &NewChannel) -> Result<LogId, ClientError> {
        let inner = self.inner()?;
        let policy = ConversationPolicy {
            history: new.history,
            write: new.write,
            invite: new.invite,
            ..ConversationPolicy::channel(new.join, inner.account.member)
        };
        if policy.history == History::Closed {
            return Err(Refusal::Policy.into());
        }
        inner.create(&policy, Some(&new.details))
    }

    /// What holds in a conversation: its kind, history, rights and people.
    ///
    /// # Errors
    /// [`ClientError::NotFound`].
    pub fn conversation_policy(&self, log: &LogId) -> Result<ConversationPolicy, ClientError> {
        self.inner()?.state(log)?.policy.ok_or(ClientError::NotFound("conversation"))
    }

    /// Whether this person moderates a conversation.
    ///
    /// # Errors
    /// [`ClientError::NotFound`].
    pub fn moderates(&self, log: &LogId) -> Result<bool, ClientError> {
        self.inner()?.moderates(log)
    }

    /// Names who moderates a channel.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] for somebody who is not in, [`ClientError::Refused`] for nobody at all or by somebody who
    /// does not moderate, [`ClientError::Offline`].
    pub async fn set_moderators(&self, log: &LogId, moderators: &[MemberId]) -> Result<(), ClientError> {
        let change = ChannelChange { moderators: Some(moderators.to_vec()), ..ChannelChange::default() };
        self.set_channel_policy(log, change).await
    }

    /// Changes what holds in a channel.
    ///
    /// # Errors
    /// [`ClientError::Refused`] for what the rules do not permit: more history than before, nobody who moderates, or by
    /// somebody who does not moderate. [`ClientError::NotFound`], [`ClientError::Offline`].
    pub async fn set_channel_policy(&self, log: &LogId, change: ChannelChange) -> Result<(), ClientError> {
        let inner = self.inner()?;
        let _turn = self.turn(&inner).await?;
        inner.change_policy(log, &change).await
    }

    /// What the photos and files of a conversation take on the server, and may take.
    ///
    /// # Errors
    /// [`ClientError::Offline`], [`ClientError::Server`] for one that this person is not in.
    pub async fn storage_of(&self, log: &LogId) -> Result<Storage, ClientError> {
        self.readable()?.api.get(&format!("/v1/conversations/{log}/storage")).await
    }

    /// Leaves a channel. It is on disk when this returns; this person's devices are out when one of the others has taken
    /// them out, which any of them does by itself. What was read stays on this device.
    ///
    /// # Errors
    /// [`ClientError::Refused`]: [`Refusal::LastModerator`] for the only one who moderates, [`Refusal::Everyone`] for the
    /// announcements, [`Refusal::Closed`] for what is no channel. [`ClientError::NotFound`].
    pub fn leave(&self, log: &LogId) -> Result<(), ClientError> {
        let inner = self.inner()?;
        let organisation = inner.organisation()?;
        let state = inner.state(log)?;
        if !state.has_member(&inner.account.member) {
            return Err(ClientError::NotFound("conversation that you are in"));
        }
        state.may_leave(&inner.account.member, organisation.position().seq, &organisation)?;
        inner.store.with_tx(|tx| {
            account::put(tx, &wish(log), &[])?;
            tx.touch(Topic::Conversations);
            tx.touch(Topic::Outbox);
            Ok(())
        })
    }
}

impl Inner {
    pub(crate) fn moderates(&self, log: &LogId) -> Result<bool, ClientError> {
        let organisation = self.organisation()?;
        Ok(self.state(log)?.moderates(&self.account.member, organisation.position().seq, &organisation))
    }

    async fn change_policy(&self, log: &LogId, change: &ChannelChange) -> Result<(), ClientError> {
        self.sync_organisation().await?;
        self.catch_up(log).await?;
        self.do_duties(log).await?;
        let state = self.state(log)?;
        if state.policy.as_ref().is_none_or(|policy| policy.kind != ConversationKind::Channel) {
            return Err(Refusal::Policy.into());
        }
        if !self.moderates(log)? {
            return Err(Refusal::NotAllowed.into());
        }
        let wanted = change.moderators.iter().flatten();
        if wanted.clone().any(|member| !state.has_member(member)) {
            return Err(ClientError::NotFound("member of this channel"));
        }
        for _ in 0..MAX_ROUNDS {
            let changed = |state: &verband_rules::conversation::LogState, _: &_| Wanted {
                policy: state
                    .policy
                    .as_ref()
                    .map(|old| change.of(old))
                    .filter(|new| state.policy.as_ref() != Some(new)),
                ..Wanted::default()
            };
            if matches!(self.try_change(log, changed).await?, Round::Nothing) {
                break;
            }
        }
        let policy = self.state(log)?.policy;
        let done = policy.as_ref().is_some_and(|policy| change.of(policy) == *policy);
        if done { Ok(()) } else { Err(Refusal::Policy.into()) }
    }

    /// Says in the logs of channels that this person leaves, again after each commit that did not take her out.
    pub(crate) async fn leave_conversations(&self) -> Result<(), ClientError> {
        for log in self.store.read(wishes)? {
            let followed = self.store.read(|connection| log::followed(connection, &log))?;
            let Some(followed) = followed.filter(|followed| followed.status == LogStatus::Live) else {
                self.drop_wish(&log)?;
                continue;
            };
            let state = followed.state;
            if state.leaving.contains(&self.account.member) {
                continue;
            }
            let event = EventId::random(&*self.ports.entropy);
            let (organisation, now) = (self.organisation()?.position(), self.ports.clock.now_ms());
            let header = self.entry_header(&state, organisation, event, Class::Leave, now);
            let append = Append { entries: vec![header.sign(None, Purpose::Event, &self.keys.event)] };
            match self.api.post::<_, AppendedAll>(&format!("/v1/logs/{log}/entries"), &append).await? {
                Answer::Done(_) => self.catch_up(&log).await?,
                Answer::Problem(problem) => match problem.code {
                    // Another commit came first: it is said again on top of it.
                    ProblemCode::StaleEpoch | ProblemCode::Gap => self.catch_up(&log).await?,
                    // She is the last who moderates by now.
                    ProblemCode::Refused | ProblemCode::Forbidden => self.drop_wish(&log)?,
                    _ => return Answer::<()>::Problem(problem).done(),
                },
            }
        }
        Ok(())
    }

    fn drop_wish(&self, log: &LogId) -> Result<(), ClientError> {
        self.store.with_tx(|tx| {
            tx.execute("DELETE FROM meta WHERE key = ?1", [wish(log)])?;
            tx.touch(Topic::Conversations);
            Ok(())
        })
    }
}

/// What begins the name under which it is kept that this person leaves a channel.
const WISH: &str = "leaving ";

fn wish(log: &LogId) -> String {
    format!("{WISH}{log}")
}

fn wishes(connection: &Connection) -> Result<Vec<LogId>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT key FROM meta WHERE key GLOB ?1 ORDER BY key")?;
    let rows = statement.query_map([format!("{WISH}*")], |row| row.get::<_, String>(0))?;
    let keys: Vec<String> = rows.collect::<Result<_, _>>()?;
    Ok(keys.iter().filter_map(|key| key.strip_prefix(WISH)?.parse().ok()).collect())
}
