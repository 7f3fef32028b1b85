//! Devices with stores of their own, and between them a log: what the server does with commits, in memory.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use openmls::prelude::tls_codec::{Deserialize as _, Serialize as _};
use openmls::prelude::{
    MlsMessageBodyIn, MlsMessageIn, ProcessedMessageContent, ProposalStore, PublicGroup, RatchetTreeIn,
};
use openmls_rust_crypto::{MemoryStorage, RustCrypto};
use verband_groups::{
    Addition, Certified, Change, GroupError, Joined, PendingCommit, Processed, create, external_commit, join, process,
};
use verband_protocol::entry::{Class, CommitRecord, Header, Position, Record, SignedEntry};
use verband_protocol::id::{DeviceId, EventId, Hash, LogId, MemberId};
use verband_protocol::policy::{ClosedMember, ConversationPolicy, Join};
use verband_protocol::port::Entropy;
use verband_protocol::sign::Purpose;
use verband_protocol::wire::Link;
use verband_protocol::{SUITE, VERSION};
use verband_rules::conversation::LogState;
use verband_rules::transition::Transition;
use verband_store::{DbKey, Place, Store, StoreError};

use crate::device::{Device, Keys};

/// Some day in 2027, in milliseconds since the Unix epoch.
pub(crate) const NOW: u64 = 1_800_000_000_000;

/// Different bytes at every call, and no real randomness: the library under test draws its own.
pub(crate) struct Chance;

impl Entropy for Chance {
    fn fill(&self, out: &mut [u8]) {
        static CALLS: AtomicU64 = AtomicU64::new(0);
        for chunk in out.chunks_mut(Hash::LEN) {
            let block = Hash::of(&CALLS.fetch_add(1, Ordering::Relaxed).to_be_bytes());
            chunk.copy_from_slice(&block.0[..chunk.len()]);
        }
    }
}

/// The member with this number.
pub(crate) fn member(number: u8) -> MemberId {
    MemberId([number; 32])
}

/// A channel that member 1 moderates.
pub(crate) fn channel() -> ConversationPolicy {
    ConversationPolicy::channel(Join::Open, member(1))
}

/// A closed chat of these members.
pub(crate) fn chat(numbers: &[u8]) -> ConversationPolicy {
    ConversationPolicy::chat(numbers.iter().map(|number| ClosedMember { member: member(*number), generation: 0 }))
}

/// What a commit by a moderator may change: rights are not what is tested here.
pub(crate) fn moderated() -> Transition {
    Transition { moderates: true, ..Transition::default() }
}

/// A welcome that waits.
#[derive(Clone)]
pub(crate) struct Waiting {
    pub(crate) welcome: Vec<u8>,
    pub(crate) tree: Vec<u8>,
}

/// An entry of the log.
#[derive(Clone)]
pub(crate) struct Logged {
    pub(crate) entry: SignedEntry,
    pub(crate) header: Header,
}

pub(crate) struct World {
    pub(crate) log: LogId,
    pub(crate) entries: Vec<Logged>,
    pub(crate) welcomes: Vec<Waiting>,
    pub(crate) links: Vec<Link>,
    pub(crate) group_info: Vec<u8>,
    pub(crate) directory: BTreeMap<DeviceId, Certified>,
    server: Option<(MemoryStorage, PublicGroup)>,
}

impl World {
    pub(crate) fn new() -> Self {
        Self {
            log: LogId::random(&Chance),
            entries: Vec::new(),
            welcomes: Vec::new(),
            links: Vec::new(),
            group_info: Vec::new(),
            directory: BTreeMap::new(),
            server: None,
        }
    }

    /// A world with one device of member 1 alone in a conversation.
    pub(crate) fn founded(policy: &ConversationPolicy) -> (Self, Device) {
        let mut world = Self::new();
        let mut founder = world.device(1);
        world.found(&mut founder, policy);
        (world, founder)
    }

    /// A world with one device of each of the members 1 to `count` in a channel.
    pub(crate) fn with_members(count: u8) -> (Self, Vec<Device>) {
        let (mut world, founder) = Self::founded(&channel());
        let mut devices = vec![founder];
        let mut others: Vec<Device> = (2..=count).map(|number| world.device(number)).collect();
        let (founder, _) = devices.split_at_mut(1);
        world.admit(&mut founder[0], &mut others);
        devices.extend(others);
        (world, devices)
    }

    /// A further device of a member, certified by the organisation.
    pub(crate) fn device(&mut self, number: u8) -> Device {
        self.device_at(number, &Place::Memory)
    }

    pub(crate) fn device_at(&mut self, number: u8, place: &Place) -> Device {
        let keys = Keys::new(member(number));
        self.directory.insert(keys.leaf.device, keys.certified());
        let store = Store::open(place, &db_key()).unwrap();
        know_log(&store, &self.log);
        Device { keys, store, state: LogState::new(self.log, None) }
    }

    pub(crate) fn look_up(&self) -> impl Fn(&DeviceId) -> Option<Certified> + '_ {
        |device| self.directory.get(device).copied()
    }

    pub(crate) fn found(&mut self, founder: &mut Device, policy: &ConversationPolicy) {
        let (identity, member) = (founder.identity(), founder.keys.leaf.member);
        let created = founder.tx(|tx| create(tx, &identity, &self.log, member, policy)).unwrap();
        let storage = MemoryStorage::default();
        let MlsMessageBodyIn::GroupInfo(group_info) = read(&created.group_info) else { panic!("no group info") };
        let tree = RatchetTreeIn::tls_deserialize_exact(&created.tree).unwrap();
        let crypto = RustCrypto::default();
        let (group, _) = PublicGroup::from_external(&crypto, &storage, tree, group_info, ProposalStore::new()).unwrap();
        self.server = Some((storage, group));
        self.group_info = created.group_info;
        let logged = self.sign(&founder.keys, &founder.state, EventId::random(&Chance), created.record, None);
        founder.state.apply(&logged.entry, &logged.header);
        self.entries.push(logged);
    }

    /// An entry as its author signs it on top of what he has seen.
    pub(crate) fn sign(
        &self,
        keys: &Keys,
        state: &LogState,
        event: EventId,
        record: CommitRecord,
        body: Option<Vec<u8>>,
    ) -> Logged {
        let header = Header {
            version: VERSION,
            suite: SUITE,
            log: self.log,
            epoch: state.epoch,
            author: keys.leaf.device,
            counter: state.next_counter(&keys.leaf.device).unwrap_or(1),
            event,
            class: Class::Commit,
            seen: state.position,
            organisation: Position::START,
            sent_at: NOW,
            blobs: Vec::new(),
            targets: Vec::new(),
            record: Some(Record::Commit(record)),
            body: None,
        };
        let entry = header.sign(body, Purpose::Event, &keys.event);
        let header = entry.read().unwrap();
        Logged { entry, header }
    }

    /// The epoch of the log.
    pub(crate) fn epoch(&self) -> u64 {
        self.server.as_ref().unwrap().1.group_context().epoch().as_u64()
    }

    /// The tree as the server keeps it.
    pub(crate) fn tree(&self) -> Vec<u8> {
        self.server.as_ref().unwrap().1.export_ratchet_tree().tls_serialize_detached().unwrap()
    }

    /// Takes a commit into the log as the server does: the first one of an epoch wins.
    pub(crate) fn publish(&mut self, by: &Device, commit: &PendingCommit) -> Result<(), u64> {
        if commit.epoch != self.epoch() {
            return Err(self.epoch());
        }
        let record = commit.record.clone();
        let logged = self.sign(&by.keys, &by.state, commit.event, record, Some(commit.mls.clone()));
        let MlsMessageBodyIn::PublicMessage(message) = read(&commit.mls) else { panic!("no public message") };
        let (storage, group) = self.server.as_mut().unwrap();
        let processed = group.process_message(&RustCrypto::default(), message).unwrap();
        let ProcessedMessageContent::StagedCommitMessage(staged) = processed.into_content() else {
            panic!("no commit");
        };
        group.merge_commit(&*storage, *staged).unwrap();
        self.entries.push(logged);
        self.group_info.clone_from(&commit.group_info);
        if let Some(welcome) = &commit.welcome {
            let (welcome, tree) = (welcome.clone(), self.tree());
            self.welcomes.push(Waiting { welcome, tree });
        }
        if let Some(link) = &commit.link {
            self.links.push(Link { epoch: commit.epoch + 1, link: link.clone().into() });
        }
        Ok(())
    }

    /// Applies everything that is new to a device.
    pub(crate) fn sync(&self, device: &mut Device) -> Result<Vec<Processed>, GroupError> {
        let mut all = Vec::new();
        for logged in self.entries.iter().skip(usize::try_from(device.state.position.seq).unwrap()) {
            all.push(self.apply(device, logged)?);
        }
        Ok(all)
    }

    /// Applies one entry to a device.
    pub(crate) fn apply(&self, device: &mut Device, logged: &Logged) -> Result<Processed, GroupError> {
        let body = logged.entry.body().unwrap();
        let processed =
            device.tx(|tx| process(tx, &device.state, &logged.header, body, &moderated(), &self.look_up()))?;
        device.state.apply(&logged.entry, &logged.header);
        Ok(processed)
    }

    /// One device commits, the log takes it, and the device applies it.
    pub(crate) fn change(&mut self, by: &mut Device, change: Change) -> Processed {
        let commit = by.commit(change).unwrap();
        self.publish(by, &commit).unwrap();
        self.sync(by).unwrap().remove(0)
    }

    /// One device adds others, who join.
    pub(crate) fn admit(&mut self, by: &mut Device, newcomers: &mut [Device]) {
        let change = Change { add: additions(newcomers), ..Change::default() };
        self.change(by, change);
        for newcomer in newcomers {
            self.join(newcomer).unwrap();
        }
    }

    /// Joins by the newest welcome.
    pub(crate) fn join(&self, device: &mut Device) -> Result<Joined, GroupError> {
        self.join_by(device, self.welcomes.last().unwrap())
    }

    pub(crate) fn join_by(&self, device: &mut Device, waiting: &Waiting) -> Result<Joined, GroupError> {
        let identity = device.identity();
        let (welcome, tree) = (&waiting.welcome, &waiting.tree);
        let joined = device.tx(|tx| join(tx, &identity, &self.log, welcome, tree, &self.look_up()))?;
        device.state = self.state_in(joined.epoch);
        assert_eq!(joined.roster, device.state.leaves());
        Ok(joined)
    }

    /// The state of the log when an epoch began.
    pub(crate) fn state_in(&self, epoch: u64) -> LogState {
        let mut state = LogState::new(self.log, None);
        for logged in &self.entries {
            state.apply(&logged.entry, &logged.header);
            if state.epoch == epoch {
                break;
            }
        }
        state
    }

    /// Builds an external commit from what the server has.
    pub(crate) fn external(&self, device: &Device) -> Result<PendingCommit, GroupError> {
        let (identity, tree) = (device.identity(), self.tree());
        let look_up = self.look_up();
        device.tx(|tx| external_commit(tx, &identity, &Chance, &device.state, &self.group_info, &tree, &look_up))
    }

    /// The commitments that the log published.
    pub(crate) fn published(&self) -> BTreeMap<u64, Hash> {
        let records = self.entries.iter().filter_map(|logged| match &logged.header.record {
            Some(Record::Commit(record)) => Some(record.commitments.clone()),
            _ => None,
        });
        records.flatten().map(|kc| (kc.epoch, kc.commitment)).collect()
    }
}

/// Checked additions of devices with fresh key packages.
pub(crate) fn additions(devices: &[Device]) -> Vec<Addition> {
    devices.iter().map(|device| addition(device, &device.key_package(false))).collect()
}

pub(crate) fn addition(device: &Device, package: &[u8]) -> Addition {
    Addition::check(device.keys.leaf.device, device.keys.certified(), package, NOW).unwrap()
}

pub(crate) fn read(message: &[u8]) -> MlsMessageBodyIn {
    MlsMessageIn::tls_deserialize_exact(message).unwrap().extract()
}

pub(crate) fn db_key() -> DbKey {
    DbKey::new([7; 32])
}

/// What sync does before the first operation on a conversation.
pub(crate) fn know_log(store: &Store, log: &LogId) {
    let sql = "INSERT INTO log (id, kind, head) VALUES (?1, 1, ?2)";
    store.with_tx::<_, StoreError>(|tx| tx.execute(sql, (log.0, [0_u8; 32]))).unwrap();
}

/// The file of a device in a folder.
pub(crate) fn file(folder: &Path, name: &str) -> Place {
    Place::File(folder.join(name))
}
