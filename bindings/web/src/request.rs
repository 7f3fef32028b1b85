//! What the page asks of the worker, as values.

use serde::de::Error;
use serde::{Deserialize, Deserializer};
use serde_bytes::ByteBuf;
use verband_client::ClientError;
use verband_client::protocol::code::{
    CodeError, InvitationCode, InvitationLink, PaperLink, RecoveryKey, RecoveryLink, RootKey, RootLink,
};
use verband_client::protocol::id::{BlobId, EventId, LogId, MemberId};
use zeroize::Zeroizing;

use crate::capture::Capture;
use crate::command::administration::Administration;
use crate::command::album::Album;
use crate::command::calendar::Calendar;
use crate::command::channels::Channels;
use crate::command::conversations::Command;
use crate::command::files::Filing;
use crate::command::invitations::Inviting;
use crate::command::measuring::Measures;
use crate::command::messages::Messaging;
use crate::command::proof::Proof;
use crate::command::record::PatientRecord;
use crate::command::responsibility::Responsibility;
use crate::command::retention::Retaining;
use crate::command::search::Search;
use crate::command::surveys::Surveying;
use crate::command::wounds::WoundRecord;
use crate::file::Piecewise;
use crate::rows::Id;
use crate::rows::album::Query as AlbumQuery;
use crate::rows::files::Folder;
use crate::rows::invitations::LanguageName;
use crate::rows::papers::{Desk, Letter, MailedLetter, RecoveryCard, RecoverySheet};
use crate::rows::photos::Review;
use crate::rows::record::{RecordContext, RecordTarget};
use crate::rows::search::Query;

/// What the page asks for. What comes of each is named in `js/verband.ts`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Request {
    IsEnrolled,
    LookUp {
        invitation: Invitation,
    },
    Found {
        organisation: Organisation,
        key: Key,
    },
    Enrol {
        invitation: Invitation,
        /// With a registration key.
        name: Option<String>,
        key: Key,
    },
    LookUpRecovery {
        paper: PaperKey,
    },
    Recover {
        paper: PaperKey,
        key: Key,
    },
    LookUpRoot {
        paper: PaperKey,
    },
    Restore {
        paper: PaperKey,
        who: Administrator,
        key: Key,
    },
    OfferLink {
        server: String,
    },
    LinkAnswer,
    AcceptLink {
        key: Key,
    },
    ReadLink {
        text: Zeroizing<String>,
    },
    LinkDevice {
        request: u32,
        name: String,
        key: Key,
    },
    MakeRecoveryKey {
        key: Key,
    },
    LockScreen,
    Remove,
    Unlock {
        key: Key,
    },
    ChangePin {
        new: Zeroizing<String>,
        key: Key,
    },
    Lock,
    Follow,
    Pause,
    Status,
    Account,
    Perform {
        command: Command,
    },
    Message {
        command: Messaging,
    },
    Administer {
        command: Administration,
    },
    File {
        command: Filing,
    },
    Piecewise {
        request: Piecewise,
    },
    Capture {
        request: Capture,
        language: LanguageName,
    },
    Invite {
        command: Inviting,
    },
    Prove {
        command: Proof,
    },
    Search {
        command: Search,
    },
    Gather {
        command: Channels,
    },
    Schedule {
        command: Calendar,
    },
    TakeCharge {
        command: Responsibility,
    },
    Survey {
        command: Surveying,
        language: LanguageName,
    },
    Album {
        command: Album,
        language: LanguageName,
    },
    Record {
        command: WoundRecord,
        language: LanguageName,
    },
    Measure {
        command: Measures,
        language: LanguageName,
    },
    PatientRecord {
        command: PatientRecord,
        language: LanguageName,
    },
    Retaining {
        command: Retaining,
        language: LanguageName,
    },
    ExportOrganisation,
    ReadPeople {
        #[serde(with = "serde_bytes")]
        file: Vec<u8>,
        language: LanguageName,
    },
    Letters {
        desk: Desk,
        letters: Vec<Letter>,
    },
    HandOutList {
        desk: Desk,
        letters: Vec<Letter>,
        language: LanguageName,
    },
    RecoverySheet {
        desk: Desk,
        sheet: RecoverySheet,
        language: LanguageName,
    },
    WoundReport {
        desk: Desk,
        conversation: Id<LogId>,
        wound: Id<EventId>,
        zone: String,
        language: LanguageName,
    },
    MarkerSheet {
        desk: Desk,
        language: LanguageName,
    },
    WoundFhir {
        desk: Desk,
        conversation: Id<LogId>,
        wound: Id<EventId>,
        zone: String,
        language: LanguageName,
    },
    WoundPackage {
        desk: Desk,
        conversation: Id<LogId>,
        wound: Id<EventId>,
        zone: String,
        language: LanguageName,
    },
    WoundUpload {
        desk: Desk,
        conversation: Id<LogId>,
        wound: Id<EventId>,
        target: RecordTarget,
        context: RecordContext,
        zone: String,
        language: LanguageName,
    },
    WoundPhotosUpload {
        conversation: Id<LogId>,
        wound: Id<EventId>,
        photos: Option<Vec<Id<EventId>>>,
        target: RecordTarget,
        context: RecordContext,
        zone: String,
        language: LanguageName,
    },
    RecoveryCard {
        desk: Desk,
        card: RecoveryCard,
        language: LanguageName,
    },
    MailDrafts {
        desk: Desk,
        drafts: Vec<MailedLetter>,
        from: String,
    },
    MailDraft {
        desk: Desk,
        letter: Letter,
        from: String,
        to: String,
    },
    SendPhoto {
        conversation: Id<LogId>,
        #[serde(with = "serde_bytes")]
        photo: Vec<u8>,
        caption: String,
        review: Review,
        /// Whether the page's own camera has just made it, and it lies in no file.
        camera: bool,
        language: LanguageName,
    },
    RedactPhoto {
        conversation: Id<LogId>,
        event: Id<EventId>,
        review: Review,
        language: LanguageName,
    },
    ProposeMarks {
        photo: ToLookAt,
        /// The file of the model of faces.
        faces: Option<ByteBuf>,
        language: LanguageName,
    },
    ReadPatientCode {
        #[serde(with = "serde_bytes")]
        picture: Vec<u8>,
        language: LanguageName,
    },
    ReadPatientFrame {
        width: u32,
        height: u32,
        #[serde(with = "serde_bytes")]
        samples: Vec<u8>,
        language: LanguageName,
    },
    ReadCodes {
        width: u32,
        height: u32,
        #[serde(with = "serde_bytes")]
        samples: Vec<u8>,
    },
    DrawCode {
        text: String,
    },
    FitsPatientPattern {
        reference: String,
    },
    TryPatientPattern {
        pattern: String,
        code: String,
        language: LanguageName,
    },
    Photo {
        photo: Id<BlobId>,
        form: PhotoForm,
    },
    OpenFeed {
        kind: FeedKind,
    },
    NextBatch {
        feed: u32,
    },
    GrowFeed {
        feed: u32,
    },
    CloseFeed {
        feed: u32,
    },
    #[cfg(feature = "testing")]
    Panic {
        later: bool,
    },
}

/// The two halves that open a profile.
#[derive(Deserialize)]
pub(crate) struct Key {
    pub(crate) pin: Zeroizing<String>,
    #[serde(deserialize_with = "secret")]
    pub(crate) secret: Zeroizing<[u8; 32]>,
}

/// An invitation as a person brings it.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Invitation {
    /// From a QR code or a link.
    Link { link: Zeroizing<String> },
    /// Typed from a letter.
    Code { server: String, code: Zeroizing<String> },
}

impl Invitation {
    pub(crate) fn link(self) -> Result<InvitationLink, ClientError> {
        Ok(match self {
            Self::Link { link } => InvitationLink::parse(&link)?,
            Self::Code { server, code } => InvitationLink { server, code: InvitationCode::parse(&code)? },
        })
    }
}

/// A key on paper as a person brings it.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum PaperKey {
    /// From the QR code.
    Link { link: Zeroizing<String> },
    /// Typed. The person compares the fingerprint herself.
    Typed { server: String, key: Zeroizing<String> },
}

impl PaperKey {
    fn read<K>(
        self,
        parse: impl FnOnce(&str) -> Result<PaperLink<K>, CodeError>,
        typed: impl FnOnce(&str) -> Result<K, CodeError>,
    ) -> Result<PaperLink<K>, ClientError> {
        Ok(match self {
            Self::Link { link } => parse(&link)?,
            Self::Typed { server, key } => PaperLink { server, fingerprint: None, key: typed(&key)? },
        })
    }

    pub(crate) fn recovery(self) -> Result<RecoveryLink, ClientError> {
        self.read(RecoveryLink::parse, RecoveryKey::parse)
    }

    pub(crate) fn root(self) -> Result<RootLink, ClientError> {
        self.read(RootLink::parse, RootKey::parse)
    }
}

/// As whom somebody comes in by the root key.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Administrator {
    /// She stays who she is.
    Again { member: Id<MemberId> },
    /// Somebody new.
    New { name: String },
}

/// An organisation to be founded.
#[derive(Deserialize)]
pub(crate) struct Organisation {
    pub(crate) server: String,
    pub(crate) token: String,
    pub(crate) name: String,
    pub(crate) founder: String,
}

/// Which form of a photo.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum PhotoForm {
    Original,
    Preview,
    Export,
}

/// A photo to look at: one that is about to be sent, or one that was.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ToLookAt {
    File { bytes: ByteBuf },
    Sent { photo: Id<BlobId> },
}

/// What a feed shows.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum FeedKind {
    Conversations,
    Messages { conversation: Id<LogId> },
    Search { query: Query },
    Agenda { conversation: Option<Id<LogId>>, from: String, days: u32, zone: String },
    Requests,
    RoleAddresses { conversation: Id<LogId> },
    JoinRequests,
    Surveys { conversation: Id<LogId> },
    Wounds { conversation: Id<LogId> },
    Wound { conversation: Id<LogId>, wound: Id<EventId> },
    Album { query: AlbumQuery },
    Outbox,
    Transfers,
    Files { conversation: Id<LogId>, folder: Folder },
}

fn secret<'de, D: Deserializer<'de>>(value: D) -> Result<Zeroizing<[u8; 32]>, D::Error> {
    let bytes = Zeroizing::new(serde_bytes::ByteBuf::deserialize(value)?.into_vec());
    let secret = bytes.as_slice().try_into().map_err(|_| D::Error::custom("the secret has 32 bytes"))?;
    Ok(Zeroizing::new(secret))
}
