//! Conversations: founding them, and who is in.

use verband_groups as groups;
use verband_protocol::cbor;
use verband_protocol::entry::{Class, Header, Record};
use verband_protocol::id::{EventId, LogId, MemberId};
use verband_protocol::policy::{ConversationKind, ConversationPolicy, Join, Leaf};
use verband_protocol::sign::Purpose;
use verband_protocol::wire::CommitBundle;
use verband_rules::Refusal;
use verband_rules::conversation::LogState;
use verband_rules::organisation::OrganisationState;
use verband_rules::transition::may_found;
use verband_store::{Store, StoreError, Topic, Tx};

use crate::client::{Client, Inner};
use crate::committing::{MAX_ROUNDS, Round, Wanted};
use crate::error::ClientError;
use crate::kind::ChannelDetails;
use crate::log::kind_number;
use crate::log::{self, LogStatus};

impl Client {
    /// Founds a channel with full history; its founder moderates it. It is on disk when this returns and on the
    /// server after the next sync.
    ///
    /// # Errors
    /// [`ClientError::Length`] for an empty or overlong title, [`ClientError::Store`].
    pub fn create_channel(&self, title: &str, join: Join) -> Result<LogId, ClientError> {
        let inner = self.inner()?;
        let policy = ConversationPolicy::channel(join, inner.account.member);
        inner.create(&policy, Some(&ChannelDetails::titled(title)))
    }

    /// The chat with one person alone: the one that there is, or a new one.
    ///
    /// # Errors
    /// As for [`Self::create_chat`]; [`ClientError::Store`], [`ClientError::OfflineTooLong`].
    pub fn chat_with(&self, member: &MemberId) -> Result<LogId, ClientError> {
        for row in self.conversations()? {
            if row.kind != ConversationKind::Chat || !row.writable {
                continue;
            }
            let people = self.conversation_members(&row.log)?;
            if people.len() == 2 && people.contains(member) {
                return Ok(row.log);
            }
        }
        self.create_chat(&[*member])
    }

    /// Starts a closed chat with these people. Nobody else can ever be added.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] if one of them does not belong to the organisation.
    pub fn create_chat(&self, members: &[MemberId]) -> Result<LogId, ClientError> {
        let inner = self.inner()?;
        let organisation = inner.organisation()?;
        if members.is_empty() || !members.iter().all(|member| organisation.member_active(member)) {
            return Err(ClientError::NotFound("member"));
        }
        let people = members.iter().copied().chain([inner.account.member]);
        let policy = ConversationPolicy::chat(people.map(|member| organisation.closed_member(member)));
        inner.create(&policy, None)
    }

    /// Adds members to a channel, with all their devices.
    ///
    /// # Errors
    /// [`ClientError::Refused`] if a rule forbids it (a closed chat, no right), [`ClientError::Offline`].
    pub async fn add_members(&self, log: &LogId, members: &[MemberId]) -> Result<(), ClientError> {
        self.change_members(log, members, &[]).await
    }

    /// Removes members from a channel, with all their devices.
    ///
    /// # Errors
    /// As for [`Self::add_members`].
    pub async fn remove_members(&self, log: &LogId, members: &[MemberId]) -> Result<(), ClientError> {
        self.change_members(log, &[], members).await
    }

    async fn change_members(&self, log: &LogId, add: &[MemberId], remove: &[MemberId]) -> Result<(), ClientError> {
        let inner = self.inner()?;
        let _turn = self.turn(&inner).await?;
        inner.change_members(log, add, remove).await
    }

    /// People of a closed chat who started anew with a new letter. They read nothing of it, old or new, before one of the
    /// others says that it is really they: [`Self::take_back`].
    ///
    /// # Errors
    /// [`ClientError::NotFound`].
    pub fn awaiting_consent(&self, log: &LogId) -> Result<Vec<MemberId>, ClientError> {
        let inner = self.inner()?;
        Ok(inner.state(log)?.awaiting_consent(&*inner.organisation()?))
    }

    /// Takes somebody back into a closed chat who started anew: this person knows that it is she. She reads all of it.
    ///
    /// # Errors
    /// [`ClientError::NotFound`] for somebody who does not wait for it, [`ClientError::Offline`].
    pub async fn take_back(&self, log: &LogId, member: MemberId) -> Result<(), ClientError> {
        let inner = self.inner()?;
        let _turn = self.turn(&inner).await?;
        inner.sync_organisation().await?;
        inner.catch_up(log).await?;
        if !inner.state(log)?.awaiting_consent(&*inner.organisation()?).contains(&member) {
            return Err(ClientError::NotFound("person who waits for it"));
        }
        inner.do_duties(log).await?;
        let taking = |state: &LogState, organisation: &OrganisationState| Wanted {
            policy: state.taking_back(&member, organisation),
            ..wanted(state, organisation, &[member], &[])
        };
        for _ in 0..MAX_ROUNDS {
            if matches!(inner.try_change(log, taking).await?, Round::Nothing) {
                break;
            }
        }
        // Her device may have given no key package yet: then whoever is there when it has, adds it.
        Ok(())
    }

    /// The members of a conversation, by id, each once.
    ///
    /// # Errors
    /// [`ClientError::NotFound`].
    pub fn conversation_members(&self, log: &LogId) -> Result<Vec<MemberId>, ClientError> {
        Ok(self.inner()?.state(log)?.members().into_iter().collect())
    }
}

/// Writes the row of a conversation.
pub(crate) fn insert_conversation(
    tx: &Tx<'_>,
    log: &LogId,
    policy: &ConversationPolicy,
    title: &str,
    now: u64,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO conversation (log, kind, title, history, state, created_at) VALUES (?1, ?2, ?3, ?4, 1, ?5)
         ON CONFLICT (log) DO UPDATE SET state = 1",
        (log.as_bytes(), kind_number(policy), title, policy.history as i64, now),
    )?;
    keep_people(tx, log, policy)?;
    keep_policy(tx, log, policy)
}

/// Writes what the list shows of a policy.
pub(crate) fn keep_policy(tx: &Tx<'_>, log: &LogId, policy: &ConversationPolicy) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE conversation SET history = ?2, writers = ?3, keep_days = ?4, held = ?5 WHERE log = ?1",
        (log.as_bytes(), policy.history as i64, policy.write as i64, policy.retention_days, policy.hold),
    )?;
    tx.touch(Topic::Conversations);
    Ok(())
}

/// Writes who is in a closed chat.
fn keep_people(tx: &Tx<'_>, log: &LogId, policy: &ConversationPolicy) -> Result<(), StoreError> {
    for closed in &policy.closed {
        let person = (log.as_bytes(), closed.member.as_bytes());
        tx.execute("INSERT OR IGNORE INTO chat_member (log, member) VALUES (?1, ?2)", person)?;
    }
    Ok(())
}

/// Writes who is in the closed chats of a database from before there was a table for it.
pub(crate) fn know_people(store: &Store) -> Result<(), ClientError> {
    let unknown = "SELECT log FROM conversation WHERE kind = 2
                   AND NOT EXISTS (SELECT 1 FROM chat_member WHERE chat_member.log = conversation.log)";
    let logs: Vec<LogId> = store.read(|connection| -> Result<_, StoreError> {
        let mut statement = connection.prepare(unknown)?;
        let rows = statement.query_map([], |row| row.get(0).map(LogId))?;
        Ok(rows.collect::<Result<_, _>>()?)
    })?;
    for log in logs {
        store.with_tx(|tx| -> Result<(), ClientError> {
            let followed = log::followed(tx.sql(), &log)?;
            let Some(policy) = followed.and_then(|followed| followed.state.policy) else { return Ok(()) };
            Ok(keep_people(tx, &log, &policy)?)
        })?;
    }
    Ok(())
}

impl Inner {
    pub(crate) fn state(&self, log: &LogId) -> Result<LogState, ClientError> {
        self.store.read(|connection| log::state(connection, log))
    }

    pub(crate) fn create(
        &self,
        policy: &ConversationPolicy,
        details: Option<&ChannelDetails>,
    ) -> Result<LogId, ClientError> {
        self.create_as(LogId::random(&*self.ports.entropy), policy, details)
    }

    /// Founds a conversation under an id.
    pub(crate) fn create_as(
        &self,
        log: LogId,
        policy: &ConversationPolicy,
        details: Option<&ChannelDetails>,
    ) -> Result<LogId, ClientError> {
        let title = details.map(|details| details.title.trim().to_owned());
        let details = details.map(ChannelDetails::payload).transpose()?;
        let state = self.organisation()?;
        let organisation = state.position();
        may_found(policy, &self.account.member, organisation.seq, &state)?;
        let now = self.ports.clock.now_ms();
        self.store.with_tx(|tx| -> Result<(), ClientError> {
            let state = LogState::new(log, Some(policy.clone()));
            log::follow(tx, kind_number(policy), &state, None, LogStatus::Joining)?;
            let created = groups::create(tx, &self.identity(), &log, self.account.member, policy)?;
            let event = EventId::random(&*self.ports.entropy);
            let record = Record::Commit(created.record);
            let header =
                Header { record: Some(record), ..self.entry_header(&state, organisation, event, Class::Commit, now) };
            let bundle = CommitBundle {
                entry: header.sign(None, Purpose::Event, &self.keys.event),
                group_info: created.group_info.into(),
                tree: Some(created.tree.into()),
                welcome: None,
                link: None,
            };
            tx.execute("INSERT INTO founding (log, bundle) VALUES (?1, ?2)", (log.as_bytes(), cbor::encode(&bundle)))?;
            insert_conversation(tx, &log, policy, title.as_deref().unwrap_or_default(), now)?;
            if let Some((kind, payload)) = details {
                self.enqueue(tx, &log, kind, payload, &[])?;
            }
            tx.touch(Topic::Outbox);
            Ok(())
        })?;
        self.backup_is_due();
        Ok(log)
    }

    pub(crate) async fn change_members(
        &self,
        log: &LogId,
        add: &[MemberId],
        remove: &[MemberId],
    ) -> Result<(), ClientError> {
        self.sync_organisation().await?;
        self.catch_up(log).await?;
        self.do_duties(log).await?;
        let state = self.state(log)?;
        let organisation = self.organisation()?;
        self.check_rights(&state, &organisation, add, remove)?;
        for _ in 0..MAX_ROUNDS {
            let outcome = self.try_change(log, |state, organisation| wanted(state, organisation, add, remove)).await?;
            match outcome {
                Round::Done | Round::Raced => {}
                Round::Nothing => break,
            }
        }
        let state = self.state(log)?;
        let Wanted { add: missing, remove: left, .. } = wanted(&state, &*self.organisation()?, add, remove);
        // A device without a key package, off since it enrolled, is added by whoever is there when it has one.
        let absent = add.iter().any(|member| !state.has_member(member) && !missing.is_empty());
        if absent || !left.is_empty() { Err(ClientError::NotFound("key package of this member")) } else { Ok(()) }
    }

    /// Asks the rules before anything is built, so that the answer is a clear one.
    pub(crate) fn check_rights(
        &self,
        state: &LogState,
        organisation: &OrganisationState,
        add: &[MemberId],
        remove: &[MemberId],
    ) -> Result<(), ClientError> {
        if add.iter().chain(remove).any(|member| organisation.member(member).is_none()) {
            return Err(ClientError::NotFound("member"));
        }
        let seq = organisation.position().seq;
        for (device, member) in add.iter().flat_map(|member| {
            organisation.active_devices_of(member).map(|(device, _)| (*device, *member)).collect::<Vec<_>>()
        }) {
            state.may_add(self.account.member, &Leaf { device, member }, seq, organisation)?;
        }
        if !remove.is_empty() && state.policy.as_ref().is_some_and(|policy| policy.join == Join::Everyone) {
            return Err(Refusal::Everyone.into());
        }
        for device in state.roster.iter().filter(|(_, member)| remove.contains(member)).map(|(device, _)| device) {
            state.may_remove(self.account.member, device, seq, organisation)?;
        }
        Ok(())
    }
}

/// The leaves to add and devices to remove for a change of members.
fn wanted(state: &LogState, organisation: &OrganisationState, add: &[MemberId], remove: &[MemberId]) -> Wanted {
    let missing = add
        .iter()
        .flat_map(|member| organisation.active_devices_of(member).map(|(id, _)| (*id, *member)))
        .filter(|(device, _)| !state.roster.contains_key(device))
        .map(|(device, member)| Leaf { device, member });
    let gone = state.roster.iter().filter(|(_, member)| remove.contains(member)).map(|(device, _)| *device);
    Wanted { add: missing.collect(), remove: gone.collect(), policy: None, publish: false }
}
