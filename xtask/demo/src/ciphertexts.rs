//! Everything sealed that a server's folder holds, each with the context it was sealed for, all of it public, and
//! whether a member who was removed had a right to it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use minicbor::bytes::ByteVec;
use verband_protocol::cbor;
use verband_protocol::entry::{Class, CommitRecord, Header, Record};
use verband_protocol::handover::Handover;
use verband_protocol::id::{BlobId, DeviceId, Hash, LogId, MemberId};
use verband_protocol::organisation::OrganisationRecord;
use verband_store::rusqlite::Connection;

/// What something sealed is, which tells how its key derives from a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// The body of an event: a text, a photo with its keys, a title.
    Event,
    /// A name in the organisation's log.
    Name,
    /// A link from the key of an epoch to the one before.
    Link,
    /// A file: original or preview of a photo.
    Blob,
    /// What an invitation's code opens.
    Bundle,
    /// A directory key, handed to one device.
    Handover,
}

/// When something was written, for the member who was removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Time {
    /// While she belonged to it.
    Before,
    /// After the removal, or the revocation.
    After,
}

/// Something sealed.
pub(crate) struct Ciphertext {
    pub(crate) kind: Kind,
    pub(crate) time: Time,
    /// The only device it is for, if it is for one.
    pub(crate) to: Option<DeviceId>,
    /// What it was sealed for.
    pub(crate) context: Vec<u8>,
    pub(crate) bytes: Vec<u8>,
    /// The encapsulated key of a hand-over.
    pub(crate) handover: Option<Handover>,
}

/// What a server's folder tells whoever reads it about one revoked device.
pub(crate) struct Folder {
    pub(crate) organisation: LogId,
    /// The conversation that she was removed from.
    pub(crate) conversation: LogId,
    /// Whose device it is.
    pub(crate) member: MemberId,
    /// Where the organisation's log revokes her.
    pub(crate) revoked_at: u64,
    /// Who committed her removal.
    pub(crate) removed_by: DeviceId,
    /// Where the conversation's log removes her.
    pub(crate) removed_at: u64,
    pub(crate) sealed: Vec<Ciphertext>,
}

/// The server's database in its data folder.
pub(crate) fn database(data: &Path) -> PathBuf {
    data.join("verband.sqlite")
}

struct Entry {
    log: LogId,
    seq: u64,
    header: Header,
    body: Option<Vec<u8>>,
}

impl Folder {
    /// Reads a server's data folder from the side of whoever stole it.
    pub(crate) fn read(data: &Path, ex: &DeviceId) -> Result<Self> {
        let sql = Connection::open(database(data)).context("the server's database")?;
        let entries = entries(&sql)?;
        let organisation = entries.iter().find_map(|entry| match &entry.header.record {
            Some(Record::Organisation(OrganisationRecord::Genesis { .. })) => Some(entry.log),
            _ => None,
        });
        let organisation = organisation.context("no organisation in the folder")?;
        let removal = entries.iter().find(|entry| commit(entry).is_some_and(|record| record.removed.contains(ex)));
        let removal = removal.context("no commit removes the device")?;
        let added = entries.iter().filter_map(commit).flat_map(|record| &record.added).find(|leaf| leaf.device == *ex);
        let member = added.context("no commit adds the device")?.member;
        let revoked_at = entries.iter().find(|entry| {
            matches!(&entry.header.record,
                Some(Record::Organisation(OrganisationRecord::MemberRevoke(revoked))) if *revoked == member)
        });
        let mut folder = Self {
            organisation,
            conversation: removal.log,
            member,
            revoked_at: revoked_at.context("the organisation's log does not revoke her")?.seq,
            removed_by: removal.header.author,
            removed_at: removal.seq,
            sealed: Vec::new(),
        };
        for entry in &entries {
            folder.sealed.extend(folder.body(entry)?);
        }
        let removed_in = removal.header.epoch;
        folder.sealed.extend(folder.links(&sql, &entries, removed_in)?);
        folder.sealed.extend(folder.blobs(&sql, data)?);
        folder.sealed.extend(folder.bundles(&sql, &entries)?);
        Ok(folder)
    }

    fn time(&self, log: &LogId, seq: u64) -> Time {
        let end = if *log == self.organisation { self.revoked_at } else { self.removed_at };
        if seq < end { Time::Before } else { Time::After }
    }

    /// What is sealed in the body of an entry.
    fn body(&self, entry: &Entry) -> Result<Vec<Ciphertext>> {
        let Some(body) = &entry.body else { return Ok(Vec::new()) };
        let time = self.time(&entry.log, entry.seq);
        let one = |kind, bytes: &[u8]| Ciphertext {
            kind,
            time,
            to: None,
            context: entry.header.seal_context(),
            bytes: bytes.to_vec(),
            handover: None,
        };
        Ok(match &entry.header.record {
            None if entry.header.class == Class::Content => vec![one(Kind::Event, body)],
            Some(Record::Organisation(OrganisationRecord::Invitation(_))) => {
                let (_, sealed): (u32, ByteVec) = cbor::decode(body).context("a sealed name")?;
                vec![one(Kind::Name, &sealed)]
            }
            Some(Record::Organisation(OrganisationRecord::DirectoryKey { generation, to, .. })) => {
                let handovers: Vec<Handover> = cbor::decode(body).context("hand-overs")?;
                let handed = to.iter().zip(handovers).map(|(device, handover)| Ciphertext {
                    to: Some(*device),
                    context: cbor::encode(&(*generation, *device)),
                    handover: Some(handover),
                    ..one(Kind::Handover, &[])
                });
                handed.collect()
            }
            _ => Vec::new(),
        })
    }

    fn links(&self, sql: &Connection, entries: &[Entry], removed_in: u64) -> Result<Vec<Ciphertext>> {
        let mine = entries.iter().filter(|entry| entry.log == self.conversation);
        let published: BTreeMap<u64, Hash> = mine
            .filter_map(commit)
            .flat_map(|record| &record.commitments)
            .map(|published| (published.epoch, published.commitment))
            .collect();
        let mut rows = sql.prepare("SELECT epoch, link FROM link JOIN log ON log.id = link.log WHERE log.log = ?1")?;
        let rows = rows.query_map([self.conversation.0], |row| Ok((row.get::<_, u64>(0)?, row.get(1)?)))?;
        let mut links = Vec::new();
        for row in rows {
            let (epoch, bytes) = row?;
            let before = published.get(&(epoch - 1)).context("a link without a commitment")?;
            links.push(Ciphertext {
                kind: Kind::Link,
                time: if epoch <= removed_in { Time::Before } else { Time::After },
                to: None,
                context: cbor::encode(&(self.conversation, epoch, *before)),
                bytes,
                handover: None,
            });
        }
        Ok(links)
    }

    fn blobs(&self, sql: &Connection, data: &Path) -> Result<Vec<Ciphertext>> {
        let query =
            "SELECT blob.blob, entry.seq FROM blob JOIN entry ON entry.log = blob.log AND entry.event = blob.event";
        let mut rows = sql.prepare(query)?;
        let rows = rows.query_map([], |row| Ok((BlobId(row.get(0)?), row.get(1)?)))?;
        let mut blobs = Vec::new();
        for row in rows {
            let (blob, seq): (BlobId, u64) = row?;
            let id = blob.to_string();
            let path = data.join("blobs").join(self.organisation.to_string()).join(&id[..2]).join(&id);
            blobs.push(Ciphertext {
                kind: Kind::Blob,
                time: self.time(&self.conversation, seq),
                to: None,
                context: cbor::encode(&("verband/blob/1", blob)),
                bytes: fs::read(&path).with_context(|| path.display().to_string())?,
                handover: None,
            });
        }
        Ok(blobs)
    }

    /// Invitations that were written after she had left: who invited whom, for the holder of the code.
    fn bundles(&self, sql: &Connection, entries: &[Entry]) -> Result<Vec<Ciphertext>> {
        let mut bundles = Vec::new();
        for entry in entries.iter().filter(|entry| entry.log == self.organisation && entry.seq >= self.revoked_at) {
            let Some(Record::Organisation(OrganisationRecord::Invitation(invitation))) = &entry.header.record else {
                continue;
            };
            let query = "SELECT bundle FROM invitation WHERE invitation = ?1";
            bundles.push(Ciphertext {
                kind: Kind::Bundle,
                time: Time::After,
                to: None,
                context: invitation.id.0.to_vec(),
                bytes: sql.query_row(query, [invitation.id.0], |row| row.get(0))?,
                handover: None,
            });
        }
        Ok(bundles)
    }
}

fn entries(sql: &Connection) -> Result<Vec<Entry>> {
    let query = "SELECT log.log, entry.seq, entry.header, entry.body FROM entry
                 JOIN log ON log.id = entry.log ORDER BY log.id, entry.seq";
    let mut rows = sql.prepare(query)?;
    let rows =
        rows.query_map([], |row| Ok((LogId(row.get(0)?), row.get(1)?, row.get::<_, Vec<u8>>(2)?, row.get(3)?)))?;
    let mut entries = Vec::new();
    for row in rows {
        let (log, seq, header, body) = row?;
        entries.push(Entry { log, seq, header: cbor::decode(&header).context("the header of an entry")?, body });
    }
    Ok(entries)
}

fn commit(entry: &Entry) -> Option<&CommitRecord> {
    match &entry.header.record {
        Some(Record::Commit(record)) => Some(record),
        _ => None,
    }
}
