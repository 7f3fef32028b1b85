//! An entry of a conversation as it is handed out: header and signature as they stand in the log, the sealed body, and what
//! opens this body and no other. Or without its body: then it shows who wrote it and when, and not what.

use minicbor::bytes::ByteArray;
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
use crate::kind::wound::About;
use crate::kind::{PhotoMessage, photo_of, wound};
use crate::log::entry_of;

/// The file `entries/EVENT.cbor` of a package.
#[derive(Encode, Decode)]
#[cbor(map)]
pub(crate) struct EntryProof {
    /// As it stands in the log; without its body if what it says is not handed out.
    #[n(0)]
    entry: SignedEntry,
    /// What opens its body.
    #[n(1)]
    disclosure: Option<ByteArray<32>>,
}

/// What an entry proves.
pub(crate) struct Proven {
    pub(crate) header: Header,
    /// Whose device wrote it.
    pub(crate) member: MemberId,
    /// Kind and payload, if they were handed out.
    pub(crate) says: Option<(Kind, Vec<u8>)>,
}

impl Proven {
    /// As whoever examines it reads it.
    pub(super) fn told(&self, wound: Option<EventId>) -> PackageEntry {
        let Header { event, author, sent_at, .. } = self.header;
        let what = match &self.says {
            Some((kind, payload)) if photo_of(*kind, payload).is_some() => "photo",
            Some((kind, _)) => wound::name_of_payload(*kind),
            None if Some(event) == wound => "wound",
            None => "finding",
        };
        PackageEntry { event, member: self.member, device: author, at: sent_at, what, opened: self.says.is_some() }
    }

    /// The photo that it is, if it is one.
    pub(super) fn photo(&self) -> Option<PhotoMessage> {
        self.says.as_ref().and_then(|(kind, payload)| photo_of(*kind, payload))
    }

    /// What it is about, if it is about a wound or where a photo belongs.
    pub(super) fn about(&self) -> Option<About> {
        self.says.as_ref().and_then(|(kind, payload)| wound::about(&self.header.event, *kind, payload))
    }

    /// The finding that it corrects, if it does.
    pub(super) fn corrects(&self) -> Option<EventId> {
        self.says.as_ref().and_then(|(kind, payload)| wound::corrects(*kind, payload))
    }

    /// The wound that it puts a photo at, if it does so.
    pub(super) fn place_of(&self, photo: EventId) -> Option<EventId> {
        let (kind, payload) = self.says.as_ref()?;
        let (put, wound) = wound::place_in(*kind, payload)?;
        wound.filter(|_| put == photo)
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
    /// The proof of an event, with what opens its body or without; none if it is not in the log yet, or its body is erased.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) fn of(
        connection: &Connection,
        log: &LogId,
        event: &EventId,
        opened: bool,
    ) -> Result<Option<Self>, StoreError> {
        let sql = "SELECT author, header, sig, body FROM entry WHERE event = ?1 AND log = ?2";
        let entry =
            connection.prepare_cached(sql)?.query_row((event.as_bytes(), log.as_bytes()), entry_of).optional()?;
        let Some((entry, header)) = entry.and_then(|entry| entry.read().ok().map(|header| (entry, header))) else {
            return Ok(None);
        };
        if !opened {
            return Ok(Some(Self { entry: SignedEntry { body: None, ..entry }, disclosure: None }));
        }
        let archive = groups::archive_key(connection, log, header.epoch)?;
        let disclosure = archive.zip(entry.body()).and_then(|(archive, body)| {
            let disclosure = Disclosure::of(&groups::event_key(&archive), body).ok()?;
            Some(ByteArray::from(*disclosure.expose()))
        });
        Ok(disclosure.map(|disclosure| Self { entry, disclosure: Some(disclosure) }))
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
        if !state.device_active_at(&self.entry.author, known.seq) {
            return Err("is by a device that was not one of the organisation then".to_owned());
        }
        let says = match (&self.disclosure, self.entry.body()) {
            (None, None) => None,
            (Some(disclosure), Some(body)) => {
                let plain = Disclosure::from_bytes(**disclosure).open(&header.seal_context(), body);
                let says = plain.ok().and_then(|plain| unpack(&plain).ok());
                Some(says.ok_or("does not open: what opens it was changed")?)
            }
            _ => return Err("has a body without what opens it, or the other way round".to_owned()),
        };
        Ok(Proven { member: author.member, header, says })
    }
}
