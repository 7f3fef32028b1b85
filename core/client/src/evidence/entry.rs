//! An entry of a conversation as it is handed out: header and signature as they stand in the log, the sealed body, and what
//! opens this body and no other.

use minicbor::{Decode, Encode};
use verband_groups as groups;
use verband_protocol::body::{Kind, unpack};
use verband_protocol::capture::CaptureStatement;
use verband_protocol::entry::{Class, EntryError, Header, SignedEntry};
use verband_protocol::id::{EventId, LogId, MemberId};
use verband_protocol::seal::Disclosure;
use verband_protocol::sign::Purpose;
use verband_rules::organisation::OrganisationState;
use verband_store::StoreError;
use verband_store::rusqlite::{Connection, OptionalExtension};

use super::PackageEntry;
use crate::kind::{photo_of, wound};
use crate::log::entry_of;

/// The file `entries/EVENT.cbor` of a package.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(crate) struct EntryProof {
    /// As it stands in the log.
    #[n(0)]
    entry: SignedEntry,
    /// What opens its body.
    #[cbor(n(1), with = "minicbor::bytes")]
    disclosure: [u8; 32],
}

/// What an entry proves.
pub(super) struct Proven {
    pub(super) header: Header,
    /// Whose device wrote it.
    pub(super) member: MemberId,
    pub(super) kind: Kind,
    pub(super) payload: Vec<u8>,
}

impl Proven {
    /// As whoever examines it reads it.
    pub(super) fn told(&self) -> PackageEntry {
        let Header { event, author, sent_at, .. } = self.header;
        let what =
            if photo_of(self.kind, &self.payload).is_some() { "photo" } else { wound::name_of_payload(self.kind) };
        PackageEntry { event, member: self.member, device: author, at: sent_at, what }
    }

    /// The wound that it puts a photo at, if it does so.
    pub(super) fn place_of(&self, photo: &str) -> Option<EventId> {
        let (put, wound) = wound::place_in(self.kind, &self.payload)?;
        wound.filter(|_| put.to_string() == photo)
    }

    /// Whether a statement is of its author and conversation, and of this time.
    pub(super) fn states(&self, stated: &CaptureStatement, taken_at: u64) -> bool {
        stated.device == self.header.author
            && stated.member == self.member
            && stated.log == self.header.log
            && stated.taken_at == taken_at
    }
}

impl EntryProof {
    /// The proof of an event; none if it is not in the log yet, or its body is erased.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) fn of(connection: &Connection, log: &LogId, event: &EventId) -> Result<Option<Self>, StoreError> {
        let sql = "SELECT author, header, sig, body FROM entry WHERE event = ?1 AND log = ?2";
        let entry =
            connection.prepare_cached(sql)?.query_row((event.as_bytes(), log.as_bytes()), entry_of).optional()?;
        let Some((entry, header)) = entry.and_then(|entry| entry.read().ok().map(|header| (entry, header))) else {
            return Ok(None);
        };
        let archive = groups::archive_key(connection, log, header.epoch)?;
        let disclosure = archive.zip(entry.body()).and_then(|(archive, body)| {
            let disclosure = Disclosure::of(&groups::event_key(&archive), body).ok()?;
            Some(*disclosure.expose())
        });
        Ok(disclosure.map(|disclosure| Self { entry, disclosure }))
    }

    /// What it proves to who has the organisation's log: that a device of a member wrote this in this conversation.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub(super) fn examine(&self, log: &str, state: &OrganisationState) -> Result<Proven, String> {
        let author = state.device(&self.entry.author).ok_or("is by a device that the organisation does not know")?;
        let header = match self.entry.verify(Purpose::Event, &author.certificate.event) {
            Ok(header) => header,
            Err(EntryError::Signature(_)) => return Err("is not signed by the device that it names".to_owned()),
            Err(EntryError::Body | EntryError::TooLarge) => {
                return Err("has another body than the one that was signed".to_owned());
            }
            Err(error) => return Err(format!("is no entry: {error}")),
        };
        if header.log.to_string() != log || header.class != Class::Content {
            return Err("is no entry of this conversation".to_owned());
        }
        let known = header.organisation;
        if state.head_at(known.seq) != Some(known.head) {
            return Err("builds on another history of the organisation".to_owned());
        }
        if author.added_at > known.seq || author.revoked_at.is_some_and(|at| at <= known.seq) {
            return Err("is by a device that was not one of the organisation then".to_owned());
        }
        let body = self.entry.body().ok_or("has no body")?;
        let plain = Disclosure::from_bytes(self.disclosure).open(&header.seal_context(), body);
        let (kind, payload) =
            plain.ok().and_then(|plain| unpack(&plain).ok()).ok_or("does not open: what opens it was changed")?;
        Ok(Proven { member: author.member, header, kind, payload })
    }
}
