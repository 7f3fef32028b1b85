//! The hostile server and the hostile member.
//!
//! The server has everything the honest one has, and changes its answers as it likes. What it changes is the wire
//! message, so every trick here is one that a real server could play. The member has the keys of her device and does
//! not run our program: she signs what she likes, and the hostile server gives it to whom she wants.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use http::{Method, Request};
use minicbor::{Decode, Encode};
use openmls::group::CommitBuilder;
use openmls::prelude::tls_codec::Serialize as _;
use openmls::prelude::{GroupId, Initial, MlsGroup};
use openmls_rust_crypto::OpenMlsRustCrypto;
use openmls_traits::OpenMlsProvider;
use verband_client::port::Transport;
use verband_groups::{GroupError, Identity, archive_key, commitment, event_key};
use verband_protocol::body::{Kind, pack};
use verband_protocol::cbor;
use verband_protocol::certificate::{DeviceCertificate, DeviceClass};
use verband_protocol::entry::{Class, CommitRecord, Header, KeyCommitment, Record, SignedEntry};
use verband_protocol::handover::HandoverKey;
use verband_protocol::id::{DeviceId, EventId, LogId, MemberId};
use verband_protocol::organisation::OrganisationRecord;
use verband_protocol::policy::{ConversationPolicy, Leaf, roster_hash};
use verband_protocol::seal::{SealKey, seal};
use verband_protocol::sign::{Purpose, SecretKey, Signature};
use verband_protocol::wire::{Append, Challenge, ChallengeRequest, Login, Page, Placed, Session, login_message};
use verband_protocol::{SUITE, VERSION};
use verband_rules::conversation::LogState;
use verband_rules::organisation::OrganisationState;
use verband_rules::transition::Transition;
use verband_store::{Store, StoreError};

use crate::chance::Seeded;
use crate::device::Device;
use crate::network::{Line, Tamper};
use crate::world::ORIGIN;

/// Changes the answer to one path, if it can be read.
pub fn answers<T>(path: String, change: impl Fn(&mut T) + Send + Sync + 'static) -> Tamper
where
    T: Encode<()> + for<'b> Decode<'b, ()>,
{
    Arc::new(move |asked: &str, body: Bytes| {
        if asked != path {
            return body;
        }
        let Ok(mut answer) = cbor::decode::<T>(&body) else { return body };
        change(&mut answer);
        cbor::encode(&answer).into()
    })
}

/// Changes every page of entries of one log.
pub fn pages(log: &LogId, change: impl Fn(&mut Page) + Send + Sync + 'static) -> Tamper {
    answers(format!("/v1/logs/{log}/entries"), change)
}

/// Puts entries into a log at a position, and moves what truly stands there and later behind them. At the end of the
/// log they are given once.
pub fn insert(log: &LogId, at: u64, forged: Vec<SignedEntry>) -> Tamper {
    let given = AtomicBool::new(false);
    pages(log, move |page| {
        let index = page.entries.iter().position(|placed| placed.seq == at);
        let index = index.or_else(|| (page.entries.is_empty() && page.last + 1 == at).then_some(0));
        for placed in page.entries.iter_mut().filter(|placed| placed.seq >= at) {
            placed.seq += forged.len() as u64;
        }
        page.last += forged.len() as u64;
        let Some(index) = index.filter(|_| !given.swap(true, Ordering::Relaxed)) else { return };
        let forged = (at..).zip(&forged).map(|(seq, entry)| Placed { seq, entry: entry.clone() });
        page.entries.splice(index..index, forged);
    })
}

/// Hides everything of a log from a position on.
pub fn cut(log: &LogId, at: u64) -> Tamper {
    pages(log, move |page| {
        page.entries.retain(|placed| placed.seq < at);
        page.last = page.last.min(at - 1);
    })
}

/// The seeds of a device's keys as its store has them.
#[derive(Encode, Decode)]
struct Seeds {
    #[cbor(n(0), with = "minicbor::bytes")]
    login: [u8; 32],
    #[cbor(n(1), with = "minicbor::bytes")]
    mls: [u8; 32],
    #[cbor(n(2), with = "minicbor::bytes")]
    event: [u8; 32],
    #[cbor(n(3), with = "minicbor::bytes")]
    handover: [u8; 32],
    #[n(4)]
    class: DeviceClass,
}

/// The keys of a device that nobody certified.
pub struct Ghost {
    /// Its certificate, signed by nobody.
    pub certificate: DeviceCertificate,
    /// Its login key.
    pub login: SecretKey,
    /// Its MLS key.
    pub mls: SecretKey,
    /// Its event key.
    pub event: SecretKey,
}

impl Ghost {
    /// A device of its own making.
    pub fn new(chance: &Seeded) -> Self {
        let (login, mls, event) = (SecretKey::random(chance), SecretKey::random(chance), SecretKey::random(chance));
        let (handover, _) = HandoverKey::random(chance);
        Self::of(login, mls, event, handover.public(), DeviceClass::Phone)
    }

    fn of(login: SecretKey, mls: SecretKey, event: SecretKey, hpke: [u8; 32], class: DeviceClass) -> Self {
        let certificate =
            DeviceCertificate { login: login.public(), mls: mls.public(), event: event.public(), hpke, class };
        Self { certificate, login, mls, event }
    }

    /// Its id.
    pub fn id(&self) -> DeviceId {
        self.certificate.id()
    }

    /// It as a leaf of MLS groups.
    pub fn identity(&self) -> Identity {
        Identity::new(self.id(), self.mls.clone())
    }
}

/// A hostile member: the keys of her device and what it knows, taken out of its store.
pub struct Mole {
    /// The keys of her device.
    pub keys: Ghost,
    /// Who she is.
    pub member: MemberId,
    /// Her organisation.
    pub organisation: LogId,
    /// Randomness for what she makes.
    pub chance: Seeded,
    store: Store,
}

impl Mole {
    /// Turns the member of a device.
    ///
    /// # Panics
    /// If the device is off.
    pub fn of(device: &Device, seed: u64) -> Self {
        let store = device.client().store().expect("unlocked");
        let seeds: Vec<u8> = one(&store, "SELECT value FROM meta WHERE key = 'device-keys'");
        let seeds: Seeds = cbor::decode(&seeds).expect("as the client wrote it");
        let key = |seed: &[u8; 32]| SecretKey::from_seed(*seed);
        let hpke = HandoverKey::from_seed(&seeds.handover).public();
        let account = device.client().account().expect("unlocked");
        Self {
            keys: Ghost::of(key(&seeds.login), key(&seeds.mls), key(&seeds.event), hpke, seeds.class),
            member: account.member,
            organisation: account.organisation,
            chance: Seeded::new(seed, &format!("{}/mole", device.name)),
            store,
        }
    }

    /// Her device.
    pub fn device(&self) -> DeviceId {
        self.keys.id()
    }

    /// The organisation as her device knows it.
    pub fn organisation(&self) -> OrganisationState {
        let count: u64 =
            one(&self.store, &format!("SELECT seq FROM log WHERE hex(id) = upper('{}')", self.organisation));
        let mut state = OrganisationState::new();
        for entry in (1..=count).filter_map(|seq| self.entry(&self.organisation, seq)) {
            // What was refused has its place and no effect, as on her device.
            let _refused = state.apply(&entry);
        }
        state
    }

    /// An entry as her device has it.
    pub fn entry(&self, log: &LogId, seq: u64) -> Option<SignedEntry> {
        let found = self.store.read(|connection| -> Result<_, StoreError> {
            let mut statement =
                connection.prepare_cached("SELECT author, header, sig, body FROM entry WHERE log = ?1 AND seq = ?2")?;
            let mut rows = statement.query((log.as_bytes(), seq))?;
            let Some(row) = rows.next()? else { return Ok(None) };
            Ok(Some(SignedEntry {
                author: DeviceId(row.get(0)?),
                header: row.get(1)?,
                signature: Signature(row.get(2)?),
                body: row.get::<_, Option<Vec<u8>>>(3)?.map(Into::into),
            }))
        });
        found.expect("readable")
    }

    /// A conversation as her device follows it.
    pub fn state(&self, log: &LogId) -> LogState {
        let sql = format!("SELECT snapshot FROM log WHERE hex(id) = upper('{log}')");
        cbor::decode(&one::<Vec<u8>>(&self.store, &sql)).expect("as the client wrote it")
    }

    /// The archive key of the epoch she is in.
    pub fn archive(&self, log: &LogId, epoch: u64) -> SealKey {
        let key = self.store.read(|connection| archive_key(connection, log, epoch));
        key.expect("readable").expect("she is in that epoch")
    }

    /// The header that an honest program would sign next in a conversation.
    pub fn header(&self, log: &LogId) -> Header {
        let state = self.state(log);
        Header {
            epoch: state.epoch,
            counter: state.next_counter(&self.device()).unwrap_or(1),
            seen: state.position,
            ..self.draft(*log)
        }
    }

    /// The header that an honest program would sign next in the organisation log, with any record.
    pub fn organisation_header(&self, record: OrganisationRecord) -> Header {
        let state = self.organisation();
        Header {
            counter: state.next_counter(&self.device()),
            class: Class::Organisation,
            seen: state.position(),
            record: Some(Record::Organisation(record)),
            ..self.draft(self.organisation)
        }
    }

    fn draft(&self, log: LogId) -> Header {
        Header {
            version: VERSION,
            suite: SUITE,
            log,
            epoch: 0,
            author: self.device(),
            counter: 1,
            event: EventId::random(&self.chance),
            class: Class::Content,
            seen: verband_protocol::entry::Position::START,
            organisation: self.organisation().position(),
            sent_at: 1_795_000_000_000,
            blobs: Vec::new(),
            targets: Vec::new(),
            record: None,
            body: None,
        }
    }

    /// Signs with her event key.
    pub fn sign(&self, header: Header, body: Option<Vec<u8>>) -> SignedEntry {
        header.sign(body, Purpose::Event, &self.keys.event)
    }

    /// An event with any plaintext, sealed as it has to be and signed.
    pub fn event(&self, header: Header, plain: &[u8]) -> SignedEntry {
        let key = event_key(&self.archive(&header.log, header.epoch));
        let body = seal(&key, &header.seal_context(), plain, &self.chance);
        self.sign(header, Some(body))
    }

    /// Writes a payload of any kind into the log, past what her client would let her.
    ///
    /// # Panics
    /// If the server does not take it.
    pub async fn write(&self, line: &Line, log: &LogId, kind: u16, payload: Vec<u8>) {
        let plain = pack(Kind(kind), payload).expect("short");
        let entry = self.event(self.header(log), &plain);
        self.append(line, log, vec![entry]).await;
    }

    /// An event as people would write it.
    pub fn text(&self, header: Header, text: &str) -> SignedEntry {
        self.event(header, &text_plain(text))
    }

    /// Works with the raw library on her group.
    ///
    /// # Panics
    /// If she is not in the conversation.
    pub fn raw<T>(&self, log: &LogId, work: impl FnOnce(&mut MlsGroup, &Identity) -> T) -> T {
        self.store
            .with_tx(|tx| {
                let provider = verband_groups::testing::provider(tx);
                let group = MlsGroup::load(provider.storage(), &GroupId::from_slice(log.as_bytes()));
                let mut group = group.ok().flatten().expect("she is in the conversation");
                Ok::<_, GroupError>(work(&mut group, &self.keys.identity()))
            })
            .expect("the store works")
    }

    /// An MLS commit with any proposals. Her own group goes nowhere: its new keys are thrown away.
    pub fn mls_commit(&self, log: &LogId, propose: impl FnOnce(RawCommit<'_>) -> RawCommit<'_>) -> Vec<u8> {
        self.raw(log, |group, identity| {
            let memory = OpenMlsRustCrypto::default();
            let builder = propose(group.commit_builder().force_self_update(true));
            let built = builder.load_psks(memory.storage()).expect("there are none");
            let built = built.build(memory.rand(), memory.crypto(), identity, |_| true).expect("valid MLS");
            let commit = built.stage_commit(&memory).expect("valid MLS").into_commit();
            commit.tls_serialize_detached().expect("it can be written")
        })
    }

    /// The record that says so.
    pub fn record(
        &self,
        log: &LogId,
        added: &[Leaf],
        removed: &[DeviceId],
        policy: verband_protocol::id::Hash,
    ) -> CommitRecord {
        let state = self.state(log);
        let mut leaves = state.leaves();
        leaves.retain(|leaf| !removed.contains(&leaf.device));
        leaves.extend(added);
        let kc = commitment(&self.archive(log, state.epoch), log, state.epoch);
        CommitRecord {
            commitments: vec![KeyCommitment { epoch: state.epoch, commitment: kc }],
            roster: roster_hash(&leaves),
            policy,
            added: added.to_vec(),
            removed: removed.to_vec(),
            external: false,
        }
    }

    /// A commit entry with any record and body.
    pub fn commit(&self, log: &LogId, record: CommitRecord, body: Vec<u8>) -> SignedEntry {
        let header = Header { class: Class::Commit, record: Some(Record::Commit(record)), ..self.header(log) };
        self.sign(header, Some(body))
    }

    /// Builds a commit with our own library, as an honest program would, but without asking anybody. Her device sends
    /// it with its next sync.
    pub fn change(&self, log: &LogId, change: verband_groups::Change) {
        let state = self.state(log);
        let identity = self.keys.identity();
        let transition = Transition { moderates: true, ..Transition::default() };
        let built =
            self.store.with_tx(|tx| verband_groups::commit(tx, &identity, &self.chance, &state, change, &transition));
        built.expect("it can be built");
    }

    /// A fresh key package of her own device, as others would get it from the server.
    pub fn key_package(&self, now_ms: u64) -> Vec<u8> {
        self.key_package_of(&self.keys.identity(), now_ms)
    }

    /// A key package in anybody's name.
    pub fn key_package_of(&self, identity: &Identity, now_ms: u64) -> Vec<u8> {
        let made = self.store.with_tx(|tx| verband_groups::key_packages(tx, identity, 1, false, now_ms));
        made.expect("the store works").pop().expect("one was asked for")
    }

    /// Sends entries to the honest server in her own session.
    ///
    /// # Panics
    /// If the server does not take them.
    pub async fn append(&self, line: &Line, log: &LogId, entries: Vec<SignedEntry>) {
        let ask = ChallengeRequest { device: self.device() };
        let challenge: Challenge = post(line, "/v1/session/challenge", None, &ask).await;
        let message = login_message(ORIGIN, &challenge.nonce, &self.device());
        let signature = self.keys.login.sign(Purpose::Login, &message);
        let login = Login { device: self.device(), nonce: challenge.nonce, signature };
        let session: Session = post(line, "/v1/session", None, &login).await;
        let path = format!("/v1/logs/{log}/entries");
        let _: verband_protocol::wire::AppendedAll = post(line, &path, Some(&session.token), &Append { entries }).await;
    }
}

/// A commit that is being built with the raw library.
pub type RawCommit<'g> = CommitBuilder<'g, Initial, &'g mut MlsGroup>;

/// What a text message is before it is sealed.
///
/// # Panics
/// For a text that is too long.
pub fn text_plain(text: &str) -> Vec<u8> {
    #[derive(Encode)]
    #[cbor(map)]
    struct Text<'a>(#[n(0)] &'a str);
    pack(Kind(2), minicbor::to_vec(Text(text)).expect("writing to memory does not fail")).expect("short")
}

/// The group context extensions that carry a policy.
pub fn context(policy: &ConversationPolicy) -> openmls::prelude::Extensions<openmls::prelude::GroupContext> {
    verband_groups::testing::context_extensions(policy)
}

fn one<T: verband_store::rusqlite::types::FromSql>(store: &Store, sql: &str) -> T {
    store
        .read(|connection| Ok::<_, StoreError>(connection.query_row(sql, [], |row| row.get(0))?))
        .expect("there is one")
}

async fn post<Q, R>(line: &Line, path: &str, token: Option<&str>, body: &Q) -> R
where
    Q: Encode<()>,
    R: Encode<()> + for<'b> Decode<'b, ()>,
{
    let mut request = Request::builder().method(Method::POST).uri(format!("{ORIGIN}{path}"));
    request = request.header(http::header::CONTENT_TYPE, verband_protocol::wire::CONTENT_TYPE);
    if let Some(token) = token {
        request = request.header(http::header::AUTHORIZATION, format!("Bearer {token}"));
    }
    let request = request.body(Bytes::from(cbor::encode(body))).expect("a request");
    let answer = line.send(request).await.expect("the server answers");
    assert!(
        answer.status().is_success(),
        "{path}: {:?}",
        cbor::decode::<verband_protocol::wire::Problem>(answer.body())
    );
    cbor::decode(answer.body()).expect("an answer")
}
