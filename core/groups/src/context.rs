//! What every group agrees on: cipher suite, capabilities, the extensions of our own, and the framing of messages.

use openmls::prelude::tls_codec::{Deserialize as _, Serialize};
use openmls::prelude::{
    Capabilities, Ciphersuite, CredentialType, Extension, ExtensionType, Extensions, GroupContext, GroupId, Lifetime,
    MlsGroupJoinConfig, MlsMessageBodyIn, MlsMessageIn, PURE_PLAINTEXT_WIRE_FORMAT_POLICY, ProtocolVersion,
    RatchetTreeIn, RequiredCapabilitiesExtension, UnknownExtension,
};
use verband_protocol::cbor;
use verband_protocol::entry::Position;
use verband_protocol::id::LogId;
use verband_protocol::policy::{ConversationPolicy, EXPIRY_EXTENSION, POLICY_EXTENSION, POSITION_EXTENSION};

use crate::error::{broken, invalid};
use crate::{GroupError, Reason};

/// RFC 9420 section 17.1, 0x0001.
pub(crate) const CIPHERSUITE: Ciphersuite = Ciphersuite::MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519;

/// The only MLS lifetime that is permitted, see [`EXPIRY_EXTENSION`].
pub(crate) fn lifetime() -> Lifetime {
    Lifetime::init(0, u64::MAX)
}

/// What every leaf supports.
pub(crate) fn capabilities() -> Capabilities {
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

/// Settings of a group on this device. Messages are plaintext: what they tell stands in the signed header anyway,
/// and the server checks their form. MLS carries no content, so nothing of past epochs is kept; the tree travels
/// apart from welcome and group info.
pub(crate) fn join_config() -> MlsGroupJoinConfig {
    MlsGroupJoinConfig::builder()
        .wire_format_policy(PURE_PLAINTEXT_WIRE_FORMAT_POLICY)
        .use_ratchet_tree_extension(false)
        .max_past_epochs(0)
        .number_of_resumption_psks(0)
        .build()
}

pub(crate) fn group_id(log: &LogId) -> GroupId {
    GroupId::from_slice(log.as_bytes())
}

fn required_capabilities() -> RequiredCapabilitiesExtension {
    RequiredCapabilitiesExtension::new(&[ExtensionType::Unknown(POLICY_EXTENSION)], &[], &[CredentialType::Basic])
}

/// The group context extensions that carry a policy.
pub(crate) fn context_extensions(policy: &ConversationPolicy) -> Result<Extensions<GroupContext>, GroupError> {
    Extensions::from_vec(vec![
        Extension::RequiredCapabilities(required_capabilities()),
        Extension::Unknown(POLICY_EXTENSION, UnknownExtension(cbor::encode(policy))),
    ])
    .map_err(broken)
}

/// The policy of a group context that holds what it has to and nothing else.
pub(crate) fn policy_of(extensions: &Extensions<GroupContext>) -> Result<ConversationPolicy, Reason> {
    if extensions.iter().count() != 2 || extensions.required_capabilities() != Some(&required_capabilities()) {
        return Err(Reason::Context);
    }
    let UnknownExtension(bytes) = extensions.unknown(POLICY_EXTENSION).ok_or(Reason::Context)?;
    cbor::decode(bytes).map_err(|_| Reason::Context)
}

/// The group info extension that tells where in the log its signer stood.
pub(crate) fn position_extension(position: Position) -> Extension {
    Extension::Unknown(POSITION_EXTENSION, UnknownExtension(cbor::encode(&position)))
}

/// Reads [`position_extension`].
pub(crate) fn position_of<T>(extensions: &Extensions<T>) -> Result<Position, Reason> {
    let UnknownExtension(bytes) = extensions.unknown(POSITION_EXTENSION).ok_or(Reason::Context)?;
    cbor::decode(bytes).map_err(|_| Reason::Context)
}

/// Reads an `MLSMessage` (RFC 9420 section 6) that has nothing after it.
pub(crate) fn message(bytes: &[u8]) -> Result<MlsMessageBodyIn, GroupError> {
    MlsMessageIn::tls_deserialize_exact(bytes).map(MlsMessageIn::extract).map_err(invalid)
}

/// Reads a ratchet tree.
pub(crate) fn ratchet_tree(bytes: &[u8]) -> Result<RatchetTreeIn, GroupError> {
    RatchetTreeIn::tls_deserialize_exact(bytes).map_err(invalid)
}

/// Writes what OpenMLS made.
pub(crate) fn to_bytes(value: &impl Serialize) -> Result<Vec<u8>, GroupError> {
    value.tls_serialize_detached().map_err(broken)
}
