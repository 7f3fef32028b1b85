//! Commits: what changes who is in a conversation is built on top of its log, sent, and built again if another one came
//! first. What this device owes every conversation without being asked is here too.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use minicbor::bytes::ByteVec;
use verband_groups::{self as groups, Addition, Certified, Change, GroupError, PendingCommit};
use verband_protocol::cbor;
use verband_protocol::entry::{Class, Header, Record};
use verband_protocol::id::{DeviceId, LogId};
use verband_protocol::policy::{ConversationPolicy, Leaf, is_personal_space};
use verband_protocol::sign::Purpose;
use verband_protocol::wire::{Appended, CommitBundle, ProblemCode, TakeKeyPackages, TakenKeyPackages};
use verband_rules::conversation::LogState;
use verband_rules::organisation::OrganisationState;
use verband_store::StoreError;
use verband_store::rusqlite::OptionalExtension;

use crate::api::Answer;
use crate::client::Inner;
use crate::error::ClientError;
use crate::log::{self, LogStatus};

/// Rounds of building a commit again after another one came first.
pub(crate) const MAX_ROUNDS: usize = 40;

/// How one round of building and sending a commit ended.
pub(crate) enum Round {
    /// The commit is in the log.
    Done,
    /// Another commit came first; this device is up to date again.
    Raced,
    /// There is nothing to do.
    Nothing,
}

/// What a commit is to change.
#[derive(Default)]
pub(crate) struct Wanted {
    pub(crate) add: Vec<Leaf>,
    pub(crate) remove: Vec<DeviceId>,
    pub(crate) policy: Option<ConversationPolicy>,
    /// Whether a commit is due without any of it: for the key commitments that external commits have left out.
    pub(crate) publish: bool,
}

impl Wanted {
    fn is_nothing(&self) -> bool {
        self.add.is_empty() && self.remove.is_empty() && self.policy.is_none() && !self.publish
    }
}

/// Conversations that this device owed nothing when it last looked: where they and the organisation were then. A device
/// of a thousand conversations looks again at what has changed.
#[derive(Default)]
pub(crate) struct Owes(Mutex<BTreeMap<LogId, (u64, u64)>>);

impl Owes {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<LogId, (u64, u64)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it owes nothing there.
    pub(crate) fn nothing(&self, log: &LogId, seq: u64, organisation: u64) -> bool {
        self.lock().get(log) == Some(&(seq, organisation))
    }

    fn note_nothing(&self, log: &LogId, seq: u64, organisation: u64) {
        self.lock().insert(*log, (seq, organisation));
    }

    /// It looks again.
    pub(crate) fn forget(&self, log: &LogId) {
        self.lock().remove(log);
    }
}

impl Inner {
    /// What any member's device does for a conversation without being asked: brings a new conversation to the
    /// server, finishes a commit that a kill interrupted, removes who was revoked, adds who is expected.
    pub(crate) async fn do_duties(&self, log: &LogId) -> Result<(), ClientError> {
        self.send_founding(log).await?;
        // Whether it came first or not, what is left to do is seen anew below.
        let _round = self.finish_pending(log).await?;
        self.post_late_links(log).await?;
        let done = Mutex::new(None);
        for _ in 0..MAX_ROUNDS {
            let due = |state: &LogState, organisation: &OrganisationState| {
                let remove = self.due_removals(state, organisation);
                // Removals go alone, so that a missing key package never holds them up.
                let add = if remove.is_empty() { state.missing_leaves(organisation) } else { Vec::new() };
                let wanted = Wanted { add, remove, policy: None, publish: !state.unpublished.is_empty() };
                let at = (state.position.seq, organisation.position().seq);
                *done.lock().unwrap_or_else(PoisonError::into_inner) = wanted.is_nothing().then_some(at);
                wanted
            };
            match self.try_change(log, due).await? {
                Round::Done | Round::Raced => {}
                Round::Nothing => break,
            }
        }
        if let Some((seq, organisation)) = done.into_inner().unwrap_or_else(PoisonError::into_inner) {
            self.owes.note_nothing(log, seq, organisation);
        }
        Ok(())
    }

    /// Devices that whoever commits next takes out: revoked ones, and those of who is leaving. Who leaves herself leaves
    /// that to the others.
    fn due_removals(&self, state: &LogState, organisation: &OrganisationState) -> Vec<DeviceId> {
        let mut due = state.revoked_leaves(organisation);
        if !state.leaving.contains(&self.account.member) {
            due.extend(state.leaving_leaves());
        }
        due.sort_unstable();
        due.dedup();
        due
    }

    /// Builds one commit for what is wanted and brings it into the log.
    pub(crate) async fn try_change(
        &self,
        log: &LogId,
        want: impl Fn(&LogState, &OrganisationState) -> Wanted,
    ) -> Result<Round, ClientError> {
        let organisation = self.organisation()?;
        let Some(followed) = self.store.read(|connection| log::followed(connection, log))? else {
            return Ok(Round::Nothing);
        };
        let state = followed.state;
        if followed.status != LogStatus::Live || !self.is_whole(&state, &organisation)? {
            return Ok(Round::Nothing);
        }
        let Wanted { add: missing, mut remove, policy, publish } = want(&state, &organisation);
        let add = if missing.is_empty() { Vec::new() } else { self.additions(&missing, &organisation).await? };
        if add.is_empty() && remove.is_empty() && policy.is_none() && !publish {
            return Ok(Round::Nothing);
        }
        remove.extend(self.due_removals(&state, &organisation));
        remove.sort_unstable();
        remove.dedup();
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
        match self.api.post::<_, Appended>("/v1/conversations", &bundle).await? {
            Answer::Done(_) => self.catch_up(log).await,
            // Another device of this person was faster, before either of them was revoked: this one comes in there.
            Answer::Problem(problem) if problem.code == ProblemCode::Refused && is_personal_space(log) => {
                self.store.with_tx(|tx| -> Result<(), ClientError> {
                    groups::unjoin(tx, log)?;
                    tx.execute("DELETE FROM founding WHERE log = ?1", [log.as_bytes()])?;
                    Ok(log::set_status(tx, log, LogStatus::Returning)?)
                })
            }
            Answer::Problem(problem) => Answer::<()>::Problem(problem).done(),
        }
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
