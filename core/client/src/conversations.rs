//! Conversations: founding them, who is in, and what this device owes them: removals of who was revoked, and
//! additions of who is expected.

use minicbor::bytes::ByteVec;
use verband_groups::{self as groups, Addition, Certified, Change, GroupError, PendingCommit};
use verband_protocol::cbor;
use verband_protocol::entry::{Class, Header, Record};
use verband_protocol::id::{DeviceId, EventId, LogId, MemberId};
use verband_protocol::policy::{ConversationPolicy, Join, Leaf};
use verband_protocol::sign::Purpose;
use verband_protocol::wire::{Appended, CommitBundle, ProblemCode, TakeKeyPackages, TakenKeyPackages};
use verband_rules::conversation::LogState;
use verband_rules::organisation::OrganisationState;
use verband_rules::transition::may_found;
use verband_store::rusqlite::OptionalExtension;
use verband_store::{StoreError, Topic, Tx};

use crate::api::Answer;
use crate::client::{Client, Inner};
use crate::error::ClientError;
use crate::kind::Details;
use crate::log::{self, LogStatus};
use crate::sync::kind_number;

/// Rounds of building a commit again after another one came first.
pub(crate) const MAX_ROUNDS: usize = 40;

impl Client {
    /// Founds a channel with full history; its founder moderates it. It is on disk when this returns and on the
    /// server after the next sync.
    ///
    /// # Errors
    /// [`ClientError::Length`] for an empty or overlong title, [`ClientError::Store`].
    pub fn create_channel(&self, title: &str, join: Join) -> Result<LogId, ClientError> {
        let inner = self.inner()?;
        let policy = ConversationPolicy::channel(join, inner.account.member);
        inner.create(&policy, Some(title))
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
        let state = self.inner()?.state(log)?;
        let mut members: Vec<MemberId> = state.roster.values().copied().collect();
        members.sort_unstable();
        members.dedup();
        Ok(members)
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
    tx.touch(Topic::Conversations);
    Ok(())
}

/// How one round of building and sending a commit ended.
enum Round {
    /// The commit is in the log.
    Done,
    /// Another commit came first; this device is up to date again.
    Raced,
    /// There is nothing to do.
    Nothing,
}

impl Inner {
    pub(crate) fn state(&self, log: &LogId) -> Result<LogState, ClientError> {
        self.store.read(|connection| log::state(connection, log))
    }

    fn create(&self, policy: &ConversationPolicy, title: Option<&str>) -> Result<LogId, ClientError> {
        let details = title.map(Details::payload).transpose()?;
        let log = LogId::random(&*self.ports.entropy);
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
            insert_conversation(tx, &log, policy, title.unwrap_or_default().trim(), now)?;
            if let Some((kind, payload)) = details {
                self.enqueue(tx, &log, kind, payload, &[])?;
            }
            tx.touch(Topic::Outbox);
            Ok(())
        })?;
        self.backup_is_due();
        Ok(log)
    }

    /// What any member's device does for a conversation without being asked: brings a new conversation to the
    /// server, finishes a commit that a kill interrupted, removes who was revoked, adds who is expected.
    pub(crate) async fn do_duties(&self, log: &LogId) -> Result<(), ClientError> {
        self.send_founding(log).await?;
        // Whether it came first or not, what is left to do is seen anew below.
        let _round = self.finish_pending(log).await?;
        self.post_late_links(log).await?;
        for _ in 0..MAX_ROUNDS {
            match self
                .try_change(log, |state, organisation| {
                    let gone = state.revoked_leaves(organisation);
                    // Removals go alone, so that a missing key package never holds them up.
                    let add = if gone.is_empty() { state.missing_leaves(organisation) } else { Vec::new() };
                    Wanted { add, remove: gone, policy: None, publish: !state.unpublished.is_empty() }
                })
                .await?
            {
                Round::Done | Round::Raced => {}
                Round::Nothing => return Ok(()),
            }
        }
        Ok(())
    }

    async fn change_members(&self, log: &LogId, add: &[MemberId], remove: &[MemberId]) -> Result<(), ClientError> {
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
    fn check_rights(
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
        for device in state.roster.iter().filter(|(_, member)| remove.contains(member)).map(|(device, _)| device) {
            state.may_remove(self.account.member, device, seq, organisation)?;
        }
        Ok(())
    }

    /// Builds one commit for what is wanted and brings it into the log.
    async fn try_change(
        &self,
        log: &LogId,
        want: impl Fn(&LogState, &OrganisationState) -> Wanted,
    ) -> Result<Round, ClientError> {
        let organisation = self.organisation()?;
        let Some(followed) = self.store.read(|connection| log::followed(connection, log))? else {
            return Ok(Round::Nothing);
        };
        let state = followed.state;
        if followed.status != LogStatus::Live {
            return Ok(Round::Nothing);
        }
        let Wanted { add: missing, remove, policy, publish } = want(&state, &organisation);
        let add = if missing.is_empty() { Vec::new() } else { self.additions(&missing, &organisation).await? };
        if add.is_empty() && remove.is_empty() && policy.is_none() && !publish {
            return Ok(Round::Nothing);
        }
        let built = self.store.with_tx(|tx| {
            let added: Vec<Leaf> = add.iter().map(Addition::leaf).collect();
            let seq = organisation.position().seq;
            let transition = state.transition(self.account.member, &added, &remove, seq, &organisation);
            let change = Change { add, remove, policy: policy.clone() };
            groups::commit(tx, &self.identity(), &*self.ports.entropy, &state, change, &transition)
        });
        match built {
            Ok(_) => self.backup_is_due(),
            // The newcomer's key chain is not complete yet, or the rules say no: another member commits.
            Err(GroupError::MissingKey(_) | GroupError::Refused(_)) => return Ok(Round::Nothing),
            Err(error) => return Err(error.into()),
        }
        self.finish_pending(log).await
    }

    /// Takes key packages of devices and checks them. Devices without a usable one are left out.
    async fn additions(&self, leaves: &[Leaf], organisation: &OrganisationState) -> Result<Vec<Addition>, ClientError> {
        let take = TakeKeyPackages { devices: leaves.iter().map(|leaf| leaf.device).collect() };
        let taken: TakenKeyPackages = self.api.post("/v1/key-packages/take", &take).await?.done()?;
        let now = self.ports.clock.now_ms();
        let mut additions = Vec::with_capacity(taken.packages.len());
        for package in taken.packages {
            let leaf = leaves.iter().find(|leaf| leaf.device == package.device);
            let device = organisation.device(&package.device);
            let Some((leaf, device)) = leaf.zip(device) else { continue };
            let certified =
                Certified { member: leaf.member, mls: device.certificate.mls, generation: device.generation };
            if let Ok(addition) = Addition::check(leaf.device, certified, &package.package, now) {
                additions.push(addition);
            }
        }
        Ok(additions)
    }

    async fn send_founding(&self, log: &LogId) -> Result<(), ClientError> {
        let bundle: Option<Vec<u8>> = self.store.read(|connection| -> Result<_, StoreError> {
            let mut statement = connection.prepare_cached("SELECT bundle FROM founding WHERE log = ?1")?;
            Ok(statement.query_row([log.as_bytes()], |row| row.get(0)).optional()?)
        })?;
        let Some(bundle) = bundle else { return Ok(()) };
        let bundle: CommitBundle = cbor::decode(&bundle).map_err(|_| ClientError::Damaged("the database"))?;
        let _: Appended = self.api.post("/v1/conversations", &bundle).await?.done()?;
        self.catch_up(log).await
    }

    /// Sends the commit that waits, if there is one, until the log shows it or another one came first.
    async fn finish_pending(&self, log: &LogId) -> Result<Round, ClientError> {
        let Some(pending) = self.store.with_tx(|tx| groups::pending(tx, log))? else { return Ok(Round::Done) };
        let bundle = self.bundle(log, &pending)?;
        let path = format!("/v1/conversations/{log}/commits");
        match self.api.post::<_, Appended>(&path, &bundle).await? {
            Answer::Done(_) => {
                self.catch_up(log).await?;
                Ok(Round::Done)
            }
            Answer::Problem(problem) => match problem.code {
                ProblemCode::StaleEpoch | ProblemCode::Gap => {
                    // Applying the winner discards ours; if the log shows ours after all, it is taken.
                    self.catch_up(log).await?;
                    self.store.with_tx(|tx| groups::discard_pending(tx, log))?;
                    Ok(Round::Raced)
                }
                ProblemCode::Refused | ProblemCode::Forbidden | ProblemCode::NotFound => {
                    self.store.with_tx(|tx| groups::discard_pending(tx, log))?;
                    Ok(Round::Nothing)
                }
                _ => Answer::Problem(problem).done(),
            },
        }
    }

    pub(crate) fn bundle(&self, log: &LogId, pending: &PendingCommit) -> Result<CommitBundle, ClientError> {
        let state = self.state(log)?;
        let organisation = self.organisation()?.position();
        let record = Record::Commit(pending.record.clone());
        let now = self.ports.clock.now_ms();
        let header = Header {
            epoch: pending.epoch,
            record: Some(record),
            ..self.entry_header(&state, organisation, pending.event, Class::Commit, now)
        };
        Ok(CommitBundle {
            entry: header.sign(Some(pending.mls.clone()), Purpose::Event, &self.keys.event),
            group_info: pending.group_info.clone().into(),
            tree: None,
            welcome: pending.welcome.clone().map(ByteVec::from),
            link: pending.link.clone().map(ByteVec::from),
        })
    }
}

/// What a commit is to change.
struct Wanted {
    add: Vec<Leaf>,
    remove: Vec<DeviceId>,
    policy: Option<ConversationPolicy>,
    /// Whether a commit is due without any of it: for the key commitments that external commits have left out.
    publish: bool,
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
