//! Keys on paper, and key backups.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;

use verband_protocol::sign::PublicKey;
use verband_protocol::wire::{AppendedAll, Backup, Backups, Recover, RecoveryFound};

use super::answer::Cbor;
use super::gate::Program;
use crate::domain::recovery;
use crate::domain::session::Caller;
use crate::failure::Failure;
use crate::server::Server;

/// Says what a key on paper is good for.
pub(super) async fn look_up(
    State(server): State<Server>,
    Extension(Program(program)): Extension<Program>,
    Path(key): Path<String>,
) -> Result<Cbor<RecoveryFound>, Failure> {
    let key = public_key(&key)?;
    Ok(Cbor(server.run(move |inner| recovery::look_up(inner, &key, program)).await?))
}

/// Brings in a device by a key on paper.
pub(super) async fn recover(
    State(server): State<Server>,
    Extension(Program(program)): Extension<Program>,
    Path(key): Path<String>,
    Cbor(recover): Cbor<Recover>,
) -> Result<Cbor<AppendedAll>, Failure> {
    let key = public_key(&key)?;
    let seqs = server.run(move |inner| recovery::recover(inner, &key, &recover.entries, program)).await?;
    Ok(Cbor(AppendedAll { seqs }))
}

/// Keeps a key backup.
pub(super) async fn put_backup(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
    Cbor(backup): Cbor<Backup>,
) -> Result<StatusCode, Failure> {
    server.run(move |inner| recovery::put_backup(inner, &caller, &backup)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives the key backups of the member.
pub(super) async fn backups(
    State(server): State<Server>,
    Extension(caller): Extension<Caller>,
) -> Result<Cbor<Backups>, Failure> {
    let backups = server.run(move |inner| recovery::backups(inner, &caller)).await?;
    Ok(Cbor(Backups { backups }))
}

/// What is no key is answered like an unknown one.
fn public_key(text: &str) -> Result<PublicKey, Failure> {
    let mut key = [0; 32];
    hex::decode_to_slice(text, &mut key).map_err(|_| Failure::InvitationGone)?;
    Ok(PublicKey(key))
}
