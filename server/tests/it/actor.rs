//! A device with its keys: signs entries, logs in, and is a leaf of MLS groups. It is written against OpenMLS alone,
//! not against our own client, so that the server is tested against the specification.

use std::collections::BTreeMap;

use ed25519_dalek::{Signer as _, SigningKey};
use openmls::group::{MlsGroup, MlsGroupJoinConfig, PURE_PLAINTEXT_WIRE_FORMAT_POLICY, StagedWelcome};
use openmls::prelude::tls_codec::Deserialize as _;
use openmls::prelude::{
    BasicCredential, Capabilities, Ciphersuite, CredentialType, CredentialWithKey, Extension, ExtensionType,
    Extensions, GroupContext, GroupId, KeyPackage, KeyPackageIn, LeafNodeIndex, LeafNodeParameters, Lifetime,
    MlsMessageBodyIn, MlsMessageIn, MlsMessageOut, OpenMlsProvider, ProcessedMessageContent, ProtocolVersion,
    RatchetTreeIn, RequiredCapabilitiesExtension, SignatureScheme, UnknownExtension,
};
use openmls_rust_crypto::OpenMlsRustCrypto;
use openmls_traits::signatures::{Signer, SignerError};

use verband_protocol::cbor;
use verband_protocol::certificate::{DeviceCertificate, DeviceClass};
use verband_protocol::entry::{Class, CommitRecord, Header, KeyCommitment, Position, Record, SignedEntry};
use verband_protocol::id::{BlobId, DeviceId, EventId, Hash, LogId, MemberId};
use verband_protocol::organisation::OrganisationRecord;
use verband_protocol::policy::{
    ConversationPolicy, EXPIRY_EXTENSION, Leaf, POLICY_EXTENSION, POSITION_EXTENSION, roster_hash,
};
use verband_protocol::port::random;
use verband_protocol::sign::{Purpose, SecretKey};
use verband_protocol::wire::{
    Append, AppendedAll, Challenge, ChallengeRequest, CommitBundle, Login, Page, Problem, Session, Welcome,
    login_message,
};
use verband_protocol::{SUITE, VERSION};
use verband_rules::conversation::LogState;
use verband_rules::organisation::OrganisationState;

use crate::house::{Counting, House, ORIGIN};

const CIPHERSUITE: Ciphersuite = Ciphersuite::MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519;

/// A conversation as a device knows it.
pub(crate) struct Conversation {
    pub(crate) state: LogState,
    pub(crate) group: MlsGroup,
}

/// A device.
pub(crate) struct Actor {
    pub(crate) certificate: DeviceCertificate,
    pub(crate) device: DeviceId,
    pub(crate) member: MemberId,
    pub(crate) organisation: OrganisationState,
    pub(crate) conversations: BTreeMap<LogId, Conversation>,
    pub(crate) token: Option<String>,
    pub(crate) entropy: Counting,
    login: SecretKey,
    event: SecretKey,
    mls: Mls,
    provider: OpenMlsRustCrypto,
}

/// What a commit changes.
#[derive(Default)]
pub(crate) struct Change {
    pub(crate) add: Vec<(Leaf, Vec<u8>)>,
    pub(crate) remove: Vec<DeviceId>,
    pub(crate) policy: Option<ConversationPolicy>,
}

struct Mls(SecretKey);

impl Signer for Mls {
    fn sign(&self, payload: &[u8]) -> Result<Vec<u8>, SignerError> {
        Ok(SigningKey::from_bytes(self.0.seed()).sign(payload).to_vec())
    }

    fn signature_scheme(&self) -> SignatureScheme {
        SignatureScheme::ED25519
    }
}

impl Actor {
    /// A device that nobody knows yet.
    pub(crate) fn new(number: u64) -> Self {
        Self::of(number, DeviceClass::Phone)
    }

    /// The same on a machine of some kind.
    pub(crate) fn of(number: u64, class: DeviceClass) -> Self {
        let entropy = Counting::from((number + 1) << 40);
        let [login, mls, event] = [(); 3].map(|()| SecretKey::random(&entropy));
        let certificate = DeviceCertificate {
            login: login.public(),
            mls: mls.public(),
            event: event.public(),
            hpke: random(&entropy),
            class,
        };
        let device = certificate.id();
        Self {
            certificate,
            device,
            member: MemberId([0; 32]),
            organisation: OrganisationState::new(),
            conversations: BTreeMap::new(),
            token: None,
            entropy,
            login,
            event,
            mls: Mls(mls),
            provider: OpenMlsRustCrypto::default(),
        }
    }

    pub(crate) fn leaf(&self) -> Leaf {
        Leaf { device: self.device, member: self.member }
    }

    pub(crate) fn organisation_id(&self) -> LogId {
        self.organisation.id().expect("an organisation")
    }

    pub(crate) fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    pub(crate) fn sign_with_event_key(&self, purpose: Purpose, message: &[u8]) -> verband_protocol::sign::Signature {
        self.event.sign(purpose, message)
    }

    /// An entry of the organisation log by this device.
    pub(crate) fn organisation_entry(&self, record: OrganisationRecord) -> SignedEntry {
        self.organisation_entry_at(record, 0)
    }

    /// The same, made at this time by her clock.
    pub(crate) fn organisation_entry_at(&self, record: OrganisationRecord, sent_at: u64) -> SignedEntry {
        let sealed = matches!(record, OrganisationRecord::DirectoryKey { .. } | OrganisationRecord::TeamDefine(_));
        let body = sealed.then(|| vec![7; 80]);
        let header = Header {
            log: self.organisation.id().unwrap_or(LogId([0; 32])),
            counter: self.organisation.next_counter(&self.device),
            class: Class::Organisation,
            seen: self.organisation.position(),
            record: Some(Record::Organisation(record)),
            sent_at,
            ..self.blank()
        };
        header.sign(body, Purpose::Event, &self.event)
    }

    fn blank(&self) -> Header {
        Header {
            version: VERSION,
            suite: SUITE,
            log: LogId([0; 32]),
            epoch: 0,
            author: self.device,
            counter: 1,
            event: EventId::random(&self.entropy),
            class: Class::Content,
            seen: Position::START,
            organisation: self.organisation.position(),
            sent_at: 0,
            blobs: Vec::new(),
            targets: Vec::new(),
            record: None,
            body: None,
        }
    }

    /// A header for the next entry of a conversation.
    pub(crate) fn header(&self, log: &LogId, class: Class) -> Header {
        let state = &self.conversations[log].state;
        Header {
            log: *log,
            epoch: state.epoch,
            counter: state.next_counter(&self.device).expect("a known counter"),
            class,
            seen: state.position,
            ..self.blank()
        }
    }

    pub(crate) fn sign(&self, header: Header, body: Option<Vec<u8>>) -> SignedEntry {
        header.sign(body, Purpose::Event, &self.event)
    }

    /// A content event.
    pub(crate) fn content(&self, log: &LogId, body: &[u8]) -> SignedEntry {
        self.sign(self.header(log, Class::Content), Some(body.to_vec()))
    }

    /// A content event with blobs.
    pub(crate) fn content_with(&self, log: &LogId, blobs: Vec<BlobId>) -> SignedEntry {
        self.sign(Header { blobs, ..self.header(log, Class::Content) }, Some(vec![1; 64]))
    }

    /// A delete.
    pub(crate) fn delete(&self, log: &LogId, targets: Vec<EventId>) -> SignedEntry {
        self.sign(Header { targets, ..self.header(log, Class::Delete) }, None)
    }

    pub(crate) async fn log_in(&mut self, house: &House) {
        let token = self.try_log_in(house, ORIGIN).await.expect("a session").token;
        self.token = Some(token);
    }

    pub(crate) async fn try_log_in(&self, house: &House, origin: &str) -> Result<Session, Problem> {
        let request = ChallengeRequest { device: self.device };
        let challenge: Challenge = house.post("/v1/session/challenge", None, &request).await.message()?;
        house.post("/v1/session", None, &self.login_with(origin, &challenge)).await.message()
    }

    pub(crate) fn login_with(&self, origin: &str, challenge: &Challenge) -> Login {
        let signature = self.login.sign(Purpose::Login, &login_message(origin, &challenge.nonce, &self.device));
        Login { device: self.device, nonce: challenge.nonce.clone(), signature }
    }

    pub(crate) async fn append(
        &self,
        house: &House,
        log: &LogId,
        entries: Vec<SignedEntry>,
    ) -> Result<Vec<u64>, Problem> {
        let path = format!("/v1/logs/{log}/entries");
        let answer = house.post(&path, self.token(), &Append { entries }).await;
        answer.message::<AppendedAll>().map(|appended| appended.seqs)
    }

    pub(crate) async fn page(&self, house: &House, log: &LogId, query: &str) -> Result<Page, Problem> {
        house.get(&format!("/v1/logs/{log}/entries{query}"), self.token()).await.message()
    }

    /// Reads the organisation log.
    pub(crate) async fn sync_organisation(&mut self, house: &House) {
        let path = format!("/v1/logs/{}/entries?after={}", self.organisation_id(), self.organisation.position().seq);
        let page: Page = house.get(&path, self.token()).await.message().expect("a page");
        for placed in page.entries {
            self.organisation.apply(&placed.entry).expect("a valid entry");
        }
    }

    /// Reads a conversation and follows its commits.
    pub(crate) async fn sync(&mut self, house: &House, log: &LogId) {
        self.sync_organisation(house).await;
        let after = self.conversations[log].state.position.seq;
        for placed in self.page(house, log, &format!("?after={after}")).await.expect("a page").entries {
            self.apply(&placed.entry);
        }
    }

    /// Applies an entry that the log shows.
    pub(crate) fn apply(&mut self, entry: &SignedEntry) {
        let header = entry.read().expect("a header");
        let conversation = self.conversations.get_mut(&header.log).expect("a conversation");
        if let (Some(Record::Commit(_)), Some(message)) = (&header.record, entry.body()) {
            if header.author == self.device && conversation.group.pending_commit().is_some() {
                conversation.group.merge_pending_commit(&self.provider).expect("the own commit");
            } else if conversation.group.epoch().as_u64() == header.epoch {
                let message = MlsMessageIn::tls_deserialize_exact(message).expect("a message");
                let message = message.try_into_protocol_message().expect("a protocol message");
                let processed = conversation.group.process_message(&self.provider, message).expect("a valid commit");
                let ProcessedMessageContent::StagedCommitMessage(staged) = processed.into_content() else {
                    panic!("a commit");
                };
                conversation.group.merge_staged_commit(&self.provider, *staged).expect("a commit that merges");
            }
        }
        conversation.state.apply(entry, &header);
    }

    pub(crate) fn forget_pending(&mut self, log: &LogId) {
        let conversation = self.conversations.get_mut(log).expect("a conversation");
        let storage = self.provider.storage();
        conversation.group.clear_pending_commit(storage).expect("nothing pending any more");
    }

    /// Deletes the MLS state of a conversation, as after damage.
    pub(crate) fn forget_group(&mut self, log: &LogId) {
        let storage = self.provider.storage();
        let group = MlsGroup::load(storage, &GroupId::from_slice(&log.0)).expect("storage");
        group.expect("a group").delete(storage).expect("storage");
    }

    // MLS

    fn credential(&self) -> CredentialWithKey {
        CredentialWithKey {
            credential: BasicCredential::new(self.device.0.to_vec()).into(),
            signature_key: self.certificate.mls.0.to_vec().into(),
        }
    }

    /// A key package that is good for an hour after `now`.
    pub(crate) fn key_package(&self, now: u64, last_resort: bool) -> Vec<u8> {
        let expiry = UnknownExtension((now + 3_600_000).to_be_bytes().to_vec());
        let extensions = Extensions::single(Extension::Unknown(EXPIRY_EXTENSION, expiry)).expect("an extension");
        let mut builder = KeyPackage::builder()
            .key_package_lifetime(Lifetime::init(0, u64::MAX))
            .key_package_extensions(extensions)
            .leaf_node_capabilities(capabilities());
        if last_resort {
            builder = builder.mark_as_last_resort();
        }
        let bundle = builder.build(CIPHERSUITE, &self.provider, &self.mls, self.credential()).expect("a key package");
        bytes(&MlsMessageOut::from(bundle.key_package().clone()))
    }

    /// Founds a conversation; it is not on the server yet.
    pub(crate) fn found(&mut self, log: LogId, policy: &ConversationPolicy) -> CommitBundle {
        let group = MlsGroup::builder()
            .with_group_id(GroupId::from_slice(&log.0))
            .ciphersuite(CIPHERSUITE)
            .with_wire_format_policy(PURE_PLAINTEXT_WIRE_FORMAT_POLICY)
            .use_ratchet_tree_extension(false)
            .lifetime(Lifetime::init(0, u64::MAX))
            .with_capabilities(capabilities())
            .with_group_context_extensions(context(policy))
            .build(&self.provider, &self.mls, self.credential())
            .expect("a group");
        let record = CommitRecord {
            commitments: Vec::new(),
            roster: roster_hash([&self.leaf()]),
            policy: policy.hash(),
            added: vec![self.leaf()],
            removed: Vec::new(),
            external: false,
        };
        let info = group
            .export_group_info_with_additional_extensions(
                self.provider.crypto(),
                &self.mls,
                false,
                [position(Position::START)],
            )
            .expect("a group info");
        let bundle = CommitBundle {
            group_info: bytes(&info).into(),
            tree: Some(bytes(&group.export_ratchet_tree()).into()),
            welcome: None,
            link: None,
            entry: SignedEntry {
                author: self.device,
                header: Vec::new(),
                signature: self.sign_with_event_key(Purpose::Event, &[]),
                body: None,
            },
        };
        self.conversations.insert(log, Conversation { state: LogState::new(log, Some(policy.clone())), group });
        let header = Header { record: Some(Record::Commit(record)), ..self.header(&log, Class::Commit) };
        CommitBundle { entry: self.sign(header, None), ..bundle }
    }

    /// Builds a commit; it is pending until [`Self::apply`] sees it.
    pub(crate) fn commit(&mut self, log: &LogId, change: Change) -> CommitBundle {
        let conversation = self.conversations.get_mut(log).expect("a conversation");
        let places: BTreeMap<DeviceId, LeafNodeIndex> =
            conversation.group.members().map(|member| (device_of(&member.credential), member.index)).collect();
        let packages = change.add.iter().map(|(_, package)| read_key_package(package, &self.provider));
        let packages: Vec<KeyPackage> = packages.collect();
        let mut builder = conversation
            .group
            .commit_builder()
            .force_self_update(true)
            .propose_adds(packages)
            .propose_removals(change.remove.iter().map(|device| places[device]));
        if let Some(policy) = &change.policy {
            builder = builder.propose_group_context_extensions(context(policy)).expect("extensions");
        }
        let bundle = builder
            .load_psks(self.provider.storage())
            .expect("no PSKs")
            .create_group_info(true)
            .create_group_info_with_extensions([position(conversation.state.position)])
            .expect("extensions")
            .build(self.provider.rand(), self.provider.crypto(), &self.mls, |_| true)
            .expect("a commit")
            .stage_commit(&self.provider)
            .expect("a staged commit");
        let (message, welcome, info) = bundle.into_messages();
        let state = &conversation.state;
        let policy = change.policy.as_ref().map_or(state.policy_hash, ConversationPolicy::hash);
        let added: Vec<Leaf> = change.add.into_iter().map(|(leaf, _)| leaf).collect();
        let record = record(state, added, change.remove, policy, false);
        let header = Header { record: Some(Record::Commit(record)), ..self.header(log, Class::Commit) };
        CommitBundle {
            entry: self.sign(header, Some(bytes(&message))),
            group_info: bytes(&info.expect("a group info")).into(),
            tree: None,
            welcome: welcome.map(|welcome| bytes(&welcome).into()),
            link: Some(vec![9; 120].into()),
        }
    }

    /// Builds an external commit into a conversation whose log is known.
    pub(crate) fn external_commit(&mut self, state: LogState, group: &verband_protocol::wire::Group) -> CommitBundle {
        let log = state.log;
        let MlsMessageBodyIn::GroupInfo(info) =
            MlsMessageIn::tls_deserialize_exact(group.group_info.as_slice()).expect("a message").extract()
        else {
            panic!("a group info");
        };
        let (joined, bundle) = MlsGroup::external_commit_builder()
            .with_ratchet_tree(RatchetTreeIn::tls_deserialize_exact(group.tree.as_slice()).expect("a tree"))
            .with_config(join_config())
            .skip_lifetime_validation()
            .build_group(&self.provider, info, self.credential())
            .expect("a group")
            .leaf_node_parameters(LeafNodeParameters::builder().with_capabilities(capabilities()).build())
            .load_psks(self.provider.storage())
            .expect("no PSKs")
            .create_group_info(true)
            .create_group_info_with_extensions([position(state.position)])
            .expect("extensions")
            .build(self.provider.rand(), self.provider.crypto(), &self.mls, |_| true)
            .expect("a commit")
            .finalize(&self.provider)
            .expect("a commit");
        let (message, _, info) = bundle.into_messages();
        let old = state.roster.contains_key(&self.device).then_some(self.device);
        let record = record(&state, vec![self.leaf()], old.into_iter().collect(), state.policy_hash, true);
        self.conversations.insert(log, Conversation { state, group: joined });
        let header = Header { record: Some(Record::Commit(record)), ..self.header(&log, Class::Commit) };
        CommitBundle {
            entry: self.sign(header, Some(bytes(&message))),
            group_info: bytes(&info.expect("a group info")).into(),
            tree: None,
            welcome: None,
            link: None,
        }
    }

    /// Joins by a welcome. `state` is the conversation as somebody else knows it after that commit.
    pub(crate) fn join(&mut self, welcome: &Welcome, state: LogState) {
        let message = MlsMessageIn::tls_deserialize_exact(welcome.welcome.as_slice()).expect("a message");
        let MlsMessageBodyIn::Welcome(message) = message.extract() else { panic!("a welcome") };
        let tree = RatchetTreeIn::tls_deserialize_exact(welcome.tree.as_slice()).expect("a tree");
        let group = StagedWelcome::new_from_welcome(&self.provider, &join_config(), message, Some(tree))
            .expect("a welcome that opens")
            .into_group(&self.provider)
            .expect("a group");
        assert_eq!(group.epoch().as_u64(), welcome.epoch);
        self.conversations.insert(welcome.log, Conversation { state, group });
    }
}

fn record(
    state: &LogState,
    mut added: Vec<Leaf>,
    mut removed: Vec<DeviceId>,
    policy: Hash,
    external: bool,
) -> CommitRecord {
    added.sort_unstable();
    removed.sort_unstable();
    let mut roster = state.roster.clone();
    roster.retain(|device, _| !removed.contains(device));
    roster.extend(added.iter().map(|leaf| (leaf.device, leaf.member)));
    let leaves: Vec<Leaf> = roster.into_iter().map(|(device, member)| Leaf { device, member }).collect();
    let due = state.unpublished.iter().copied().chain([state.epoch]).filter(|_| !external);
    let commitments = due.map(|epoch| KeyCommitment { epoch, commitment: Hash::of(&epoch.to_be_bytes()) });
    CommitRecord { commitments: commitments.collect(), roster: roster_hash(&leaves), policy, added, removed, external }
}

pub(crate) fn device_of(credential: &openmls::prelude::Credential) -> DeviceId {
    let basic = BasicCredential::try_from(credential.clone()).expect("a basic credential");
    DeviceId::from_slice(basic.identity()).expect("a device")
}

fn read_key_package(package: &[u8], provider: &OpenMlsRustCrypto) -> KeyPackage {
    let package: KeyPackageIn = match MlsMessageIn::tls_deserialize_exact(package).expect("a message").extract() {
        MlsMessageBodyIn::KeyPackage(package) => package,
        _ => panic!("a key package"),
    };
    package.validate(provider.crypto(), ProtocolVersion::Mls10).expect("a valid key package")
}

fn capabilities() -> Capabilities {
    Capabilities::new(
        Some(&[ProtocolVersion::Mls10]),
        Some(&[CIPHERSUITE]),
        Some(&[
            ExtensionType::Unknown(POLICY_EXTENSION),
            ExtensionType::Unknown(EXPIRY_EXTENSION),
            ExtensionType::LastResort,
        ]),
        None,
        Some(&[CredentialType::Basic]),
    )
}

fn context(policy: &ConversationPolicy) -> Extensions<GroupContext> {
    let policy = UnknownExtension(cbor::encode(policy));
    let required =
        RequiredCapabilitiesExtension::new(&[ExtensionType::Unknown(POLICY_EXTENSION)], &[], &[CredentialType::Basic]);
    Extensions::from_vec(vec![Extension::RequiredCapabilities(required), Extension::Unknown(POLICY_EXTENSION, policy)])
        .expect("extensions")
}

fn position(position: Position) -> Extension {
    Extension::Unknown(POSITION_EXTENSION, UnknownExtension(cbor::encode(&position)))
}

fn join_config() -> MlsGroupJoinConfig {
    MlsGroupJoinConfig::builder()
        .wire_format_policy(PURE_PLAINTEXT_WIRE_FORMAT_POLICY)
        .use_ratchet_tree_extension(false)
        .build()
}

fn bytes(value: &impl openmls::prelude::tls_codec::Serialize) -> Vec<u8> {
    value.tls_serialize_detached().expect("bytes")
}
