//! The form of MLS groups: what the server can check of a commit without any secret, so that one broken message
//! cannot stop a conversation. Clients check everything again.
//!
//! A group is kept as clients get it, as group info and tree, and is read anew for every commit.

use std::collections::BTreeMap;

use openmls::group::{GroupContext, ProposalStore, PublicGroup};
use openmls::messages::group_info::VerifiableGroupInfo;
use openmls::prelude::tls_codec::{Deserialize as _, Serialize as _};
use openmls::prelude::{
    BasicCredential, Ciphersuite, Credential, Extension, ExtensionType, Extensions, GroupId, KeyPackage, LeafNodeIndex,
    Lifetime, MlsMessageBodyIn, MlsMessageIn, OpenMlsSignaturePublicKey, ProcessedMessageContent, Proposal,
    ProtocolVersion, RatchetTreeIn, Sender, SignatureScheme, UnknownExtension, Verifiable,
};
use openmls_rust_crypto::RustCrypto;

use verband_protocol::cbor;
use verband_protocol::entry::Position;
use verband_protocol::id::{DeviceId, LogId, MemberId};
use verband_protocol::policy::{ConversationPolicy, EXPIRY_EXTENSION, POLICY_EXTENSION, POSITION_EXTENSION};
use verband_protocol::sign::PublicKey;
use verband_protocol::wire::Group;
use verband_rules::organisation::OrganisationState;

use super::nowhere::Nowhere;
use crate::failure::Failure;

/// RFC 9420 section 17.1, 0x0001.
const CIPHERSUITE: Ciphersuite = Ciphersuite::MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519;

/// What a commit, or the founding, has to lead to.
pub(crate) struct Expected<'a> {
    /// The conversation.
    pub(crate) log: &'a LogId,
    /// The epoch.
    pub(crate) epoch: u64,
    /// The author.
    pub(crate) author: &'a DeviceId,
    /// Who is in.
    pub(crate) roster: &'a BTreeMap<DeviceId, MemberId>,
    /// Knows the keys of devices.
    pub(crate) organisation: &'a OrganisationState,
}

/// A group that was found to be as expected.
pub(crate) struct Checked {
    /// The policy in its context.
    pub(crate) policy: ConversationPolicy,
    /// The position in its group info.
    pub(crate) position: Position,
    /// Its tree.
    pub(crate) tree: Vec<u8>,
}

/// Checks a new group: its author alone, in epoch 0.
pub(crate) fn found(group_info: &[u8], tree: &[u8], expected: &Expected<'_>) -> Result<Checked, Failure> {
    let group = read(group_info, tree)?;
    check(&group, group_info, expected)
}

/// Applies a commit to the public group. `external` says whether its author comes in by it.
pub(crate) fn commit(
    group: &Group,
    message: &[u8],
    external: bool,
    group_info: &[u8],
    expected: &Expected<'_>,
) -> Result<Checked, Failure> {
    let crypto = RustCrypto::default();
    let mut group = read(&group.group_info, &group.tree)?;
    let MlsMessageBodyIn::PublicMessage(message) = read_message(message)? else {
        return Err(Failure::refused("the commit is no PublicMessage"));
    };
    let message = group.process_message(&crypto, message).map_err(mls)?;
    match message.sender() {
        Sender::Member(_) if !external && device_of(message.credential())? == *expected.author => {}
        Sender::NewMemberCommit if external && device_of(message.credential())? == *expected.author => {}
        _ => {
            return Err(Failure::refused("the commit is by another leaf than its entry"));
        }
    }
    let ProcessedMessageContent::StagedCommitMessage(staged) = message.into_content() else {
        return Err(Failure::refused("not a commit"));
    };
    let permitted = |proposal: &Proposal| {
        matches!(
            proposal,
            Proposal::Add(_) | Proposal::Remove(_) | Proposal::GroupContextExtensions(_) | Proposal::ExternalInit(_)
        )
    };
    if !staged.queued_proposals().all(|queued| permitted(queued.proposal())) {
        return Err(Failure::refused("a proposal of a kind that is not used"));
    }
    if staged.update_path_leaf_node().is_none() {
        return Err(Failure::refused("the commit renews no keys"));
    }
    group.merge_commit(&Nowhere, *staged).map_err(mls)?;
    check(&group, group_info, expected)
}

/// Checks that a welcome is one, for this many devices.
pub(crate) fn check_welcome(welcome: &[u8], devices: usize) -> Result<(), Failure> {
    match read_message(welcome)? {
        MlsMessageBodyIn::Welcome(welcome) if welcome.secrets().len() == devices => Ok(()),
        _ => Err(Failure::refused("not a welcome for the devices that come in")),
    }
}

/// Checks a key package, and tells the end of its validity in milliseconds since the Unix epoch and whether it is a
/// last resort.
pub(crate) fn check_key_package(package: &[u8], device: &DeviceId, key: &PublicKey) -> Result<(u64, bool), Failure> {
    let MlsMessageBodyIn::KeyPackage(package) = read_message(package)? else {
        return Err(Failure::refused("not a key package"));
    };
    let package = package.validate(&RustCrypto::default(), ProtocolVersion::Mls10).map_err(mls)?;
    let leaf = package.leaf_node();
    if package.ciphersuite() != CIPHERSUITE || *package.life_time() != Lifetime::init(0, u64::MAX) {
        return Err(Failure::refused("another cipher suite or lifetime"));
    }
    if device_of(leaf.credential())? != *device || leaf.signature_key().as_slice() != key.0 {
        return Err(Failure::refused("a key package of another device"));
    }
    let expiry = expiry(&package).ok_or_else(|| Failure::refused("a key package without end"))?;
    Ok((expiry, package.last_resort()))
}

fn expiry(package: &KeyPackage) -> Option<u64> {
    package.extensions().iter().find_map(|extension| match extension {
        Extension::Unknown(EXPIRY_EXTENSION, UnknownExtension(bytes)) => {
            bytes.as_slice().try_into().ok().map(u64::from_be_bytes)
        }
        _ => None,
    })
}

/// Reads the group that group info and tree describe.
fn read(group_info: &[u8], tree: &[u8]) -> Result<PublicGroup, Failure> {
    let tree = RatchetTreeIn::tls_deserialize_exact(tree).map_err(mls)?;
    let info = read_group_info(group_info)?;
    let (group, _) =
        PublicGroup::from_external(&RustCrypto::default(), &Nowhere, tree, info, ProposalStore::new()).map_err(mls)?;
    Ok(group)
}

/// Checks a group, and that the group info describes it.
fn check(group: &PublicGroup, group_info: &[u8], expected: &Expected<'_>) -> Result<Checked, Failure> {
    let context = group.group_context();
    if *context.group_id() != GroupId::from_slice(expected.log.as_bytes())
        || context.epoch().as_u64() != expected.epoch
        || context.ciphersuite() != CIPHERSUITE
    {
        return Err(Failure::refused("another group, epoch or cipher suite"));
    }
    let mut roster = BTreeMap::new();
    let mut author = None;
    for member in group.members() {
        let id = device_of(&member.credential)?;
        let device = expected.organisation.device(&id).ok_or_else(|| Failure::refused("a leaf of no device"))?;
        if device.certificate.mls.0 != *member.signature_key || roster.insert(id, device.member).is_some() {
            return Err(Failure::refused("a leaf with a key that is not its device's"));
        }
        if id == *expected.author {
            author = Some((member.index, device.certificate.mls));
        }
    }
    if roster != *expected.roster {
        return Err(Failure::refused("the tree is not the roster of the record"));
    }
    let (index, key) = author.ok_or_else(|| Failure::refused("the author is not in the tree"))?;
    Ok(Checked {
        policy: policy_of(context.extensions())?,
        position: check_group_info(group, group_info, index, &key)?,
        tree: group.export_ratchet_tree().tls_serialize_detached().map_err(internal)?,
    })
}

/// Checks that a group info is the author's, of exactly this group, and fit for external commits.
fn check_group_info(
    group: &PublicGroup,
    group_info: &[u8],
    author: LeafNodeIndex,
    key: &PublicKey,
) -> Result<Position, Failure> {
    let info = read_group_info(group_info)?;
    let key = OpenMlsSignaturePublicKey::new(key.0.to_vec().into(), SignatureScheme::ED25519).map_err(internal)?;
    let verified = info.clone().verify(&RustCrypto::default(), &key).map_err(mls)?;
    let expected: VerifiableGroupInfo = VerifiableGroupInfo::new(
        group.group_context().clone(),
        verified.extensions().clone(),
        group.confirmation_tag().clone(),
        author,
        verified.signature().clone(),
    );
    let extensions = info.extensions();
    if info != expected || extensions.iter().count() != 2 || !extensions.contains(ExtensionType::ExternalPub) {
        return Err(Failure::refused("a group info that does not describe the group"));
    }
    let Some(UnknownExtension(position)) = extensions.unknown(POSITION_EXTENSION) else {
        return Err(Failure::refused("a group info without position"));
    };
    Ok(cbor::decode(position.as_slice())?)
}

fn policy_of(extensions: &Extensions<GroupContext>) -> Result<ConversationPolicy, Failure> {
    let policy = extensions.unknown(POLICY_EXTENSION);
    match policy {
        Some(UnknownExtension(policy))
            if extensions.iter().count() == 2 && extensions.required_capabilities().is_some() =>
        {
            Ok(cbor::decode(policy.as_slice())?)
        }
        _ => Err(Failure::refused("a group context without policy, or with more")),
    }
}

fn device_of(credential: &Credential) -> Result<DeviceId, Failure> {
    BasicCredential::try_from(credential.clone())
        .ok()
        .and_then(|basic| DeviceId::from_slice(basic.identity()))
        .ok_or_else(|| Failure::refused("a credential of another form"))
}

fn read_message(bytes: &[u8]) -> Result<MlsMessageBodyIn, Failure> {
    MlsMessageIn::tls_deserialize_exact(bytes).map(MlsMessageIn::extract).map_err(mls)
}

fn read_group_info(bytes: &[u8]) -> Result<VerifiableGroupInfo, Failure> {
    match read_message(bytes)? {
        MlsMessageBodyIn::GroupInfo(info) => Ok(info),
        _ => Err(Failure::refused("not a group info")),
    }
}

fn mls(error: impl std::fmt::Display) -> Failure {
    Failure::refused(format!("MLS: {error}"))
}

fn internal(error: impl std::fmt::Display) -> Failure {
    Failure::Internal(format!("MLS: {error}"))
}
