//! The wound record: wounds of a channel, findings, photos and the question after six weeks.

use verband_client::protocol::id::{EventId, LogId};
use verband_client::texts::Language;
use verband_client::{
    Client, ClientError, FindingVersionRow, WoundConsent, WoundCurvePoint, WoundDetails, WoundFinding, WoundGhost,
    WoundItem, WoundPair, WoundPhotoRow, WoundRow, WoundTerm, WoundVersionRow, six_week_question, wound_terms,
};

/// A photo that is to belong to a wound.
#[derive(Clone, uniffi::Record)]
pub struct WoundPhoto {
    /// What it shows: a code of `photo`.
    pub role: String,
    /// JPEG, PNG or WebP.
    pub photo: Vec<u8>,
}

/// What a person asks for.
#[derive(Clone, uniffi::Enum)]
pub enum WoundRecord {
    /// The wounds of a channel, open ones first, or of all. Gives `Wounds`.
    Wounds {
        /// Of which channel.
        conversation: Option<LogId>,
    },
    /// The wounds of all channels about which the team is asked, the question that has waited longest first. Gives
    /// `Wounds`.
    WoundQuestions,
    /// The sentence of the question that six weeks without a healing tendency put. Gives `Text`.
    SixWeekQuestion {
        /// In which language.
        language: Language,
    },
    /// The terms that people tick, list by list, with the word for each. Gives `Terms`.
    WoundTerms {
        /// In which language.
        language: Language,
    },
    /// One wound. Gives `Wounds`.
    Wound {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        wound: EventId,
    },
    /// Makes a wound in a channel; it shows in the conversation like a message. Its id comes back. Gives `Event`.
    CreateWound {
        /// In which channel.
        conversation: LogId,
        /// What it is.
        details: WoundDetails,
        /// What the patient consents to, if that is known.
        consent: Option<WoundConsent>,
    },
    /// Changes what is known of a wound, all of it at once. What was known before stays as a version. Gives `Event`.
    ChangeWound {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        wound: EventId,
        /// All of it.
        details: WoundDetails,
    },
    /// Says whether photos of a wound are consented to. Gives `Event`.
    SetWoundConsent {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        wound: EventId,
        /// What the patient consents to.
        consent: WoundConsent,
    },
    /// Closes a wound: it takes no findings and photos until it is opened again. Gives `Event`.
    CloseWound {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        wound: EventId,
        /// A code of `reason`.
        reason: String,
        /// What to write to it; may be empty.
        note: String,
    },
    /// Opens a closed wound again. Gives `Event`.
    ReopenWound {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        wound: EventId,
        /// What to write to it; may be empty.
        note: String,
    },
    /// What was known of a wound: how it was made and every change, the newest first. Gives `Versions`.
    WoundVersions {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        wound: EventId,
    },
    /// The course of a wound: photos, findings and everything that was done, the newest first. Gives `Items`.
    WoundTimeline {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        wound: EventId,
        /// How much of it at most.
        limit: u32,
    },
    /// Enters a finding; it shows in the conversation like a message. Its id comes back. Gives `Event`.
    RecordFinding {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        wound: EventId,
        /// What was found.
        finding: WoundFinding,
    },
    /// Corrects a finding, all of it at once. What it said before stays as a version. Gives `Event`.
    CorrectFinding {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        finding: EventId,
        /// All of it.
        content: WoundFinding,
        /// Why; may be empty.
        reason: String,
    },
    /// Strikes a finding: it still stands there and counts no more. Gives `Event`.
    StrikeFinding {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        finding: EventId,
        /// Why; may be empty.
        reason: String,
    },
    /// Moves a finding that was entered at the wrong wound: it is struck there and entered here. The one that is here
    /// comes back. Gives `Event`.
    MoveFinding {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        finding: EventId,
        /// Where it belongs.
        wound: EventId,
        /// Why; may be empty.
        reason: String,
    },
    /// What a finding said: as it was entered and every correction, the newest first. Gives `FindingVersions`.
    FindingVersions {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        finding: EventId,
    },
    /// Says that a photo of the conversation belongs to a wound, or moves it there from another one. Gives `Event`.
    AttachWoundPhoto {
        /// In which channel.
        conversation: LogId,
        /// The event of the photo.
        photo: EventId,
        /// Where it belongs.
        wound: EventId,
        /// What it shows: a code of `photo`; empty keeps what was said of it before.
        role: String,
    },
    /// Takes a photo off its wound. It stays in the conversation. Gives `Event`.
    DetachWoundPhoto {
        /// In which channel.
        conversation: LogId,
        /// The event of the photo.
        photo: EventId,
    },
    /// Takes photos that the camera has just made of a wound and sends them, all or none. Gives `Events`.
    SendWoundPhotos {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        wound: EventId,
        /// JPEG, PNG or WebP, each with what it shows.
        photos: Vec<WoundPhoto>,
    },
    /// The same with photos that lie in files or a gallery. Gives `Events`.
    SendWoundPhotoFiles {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        wound: EventId,
        /// JPEG, PNG or WebP, each with what it shows.
        photos: Vec<WoundPhoto>,
    },
    /// The photos of a wound by when they were taken, the oldest first. Gives `Photos`.
    WoundPhotos {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        wound: EventId,
    },
    /// The wound that a photo belongs to. Gives `OfPhoto`.
    WoundOfPhoto {
        /// In which channel.
        conversation: LogId,
        /// The event of the photo.
        photo: EventId,
    },
    /// Two photos to look at side by side, the earlier one first: these, or else the first and the last close-up. Gives
    /// `Pair`.
    WoundPair {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        wound: EventId,
        /// The event of one photo.
        first: Option<EventId>,
        /// The event of the other one; both or none.
        second: Option<EventId>,
    },
    /// What a camera shows through while the next photo of a wound is taken: its last close-up. Gives `Ghost`.
    WoundGhost {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        wound: EventId,
    },
    /// The sizes of a wound over time, the oldest first. Gives `Curve`.
    WoundCurve {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        wound: EventId,
    },
    /// Answers the question after six weeks, or puts it off. Gives `Event`.
    AnswerSixWeeks {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        wound: EventId,
        /// A code of `answer`.
        answer: String,
        /// With `later`: until when, in milliseconds since the Unix epoch, at most six weeks.
        until: Option<u64>,
        /// What to write to it; may be empty.
        note: String,
    },
}

/// What came of it.
#[derive(uniffi::Enum)]
pub enum WoundRecordResult {
    /// An event was written.
    Event {
        /// Its id.
        event: EventId,
    },
    /// Events were written.
    Events {
        /// Their ids.
        events: Vec<EventId>,
    },
    /// Wounds.
    Wounds {
        /// One row each.
        rows: Vec<WoundRow>,
    },
    /// Versions of a wound.
    Versions {
        /// One row each.
        rows: Vec<WoundVersionRow>,
    },
    /// The course of a wound.
    Items {
        /// One row each.
        rows: Vec<WoundItem>,
    },
    /// Versions of a finding.
    FindingVersions {
        /// One row each.
        rows: Vec<FindingVersionRow>,
    },
    /// Photos.
    Photos {
        /// One row each.
        rows: Vec<WoundPhotoRow>,
    },
    /// The wound of a photo.
    OfPhoto {
        /// None: it belongs to none.
        wound: Option<EventId>,
    },
    /// Two photos.
    Pair {
        /// Both.
        pair: WoundPair,
    },
    /// What a camera shows through.
    Ghost {
        /// None before the first photo.
        ghost: Option<WoundGhost>,
    },
    /// The sizes of a wound.
    Curve {
        /// One point each.
        points: Vec<WoundCurvePoint>,
    },
    /// The terms that people tick.
    Terms {
        /// One row each.
        terms: Vec<WoundTerm>,
    },
    /// A sentence.
    Text {
        /// It.
        text: String,
    },
}

/// Which call of the client each of them is.
pub(crate) fn perform(client: &Client, command: WoundRecord) -> Result<WoundRecordResult, ClientError> {
    use WoundRecord as Asks;
    use WoundRecordResult as Gives;
    Ok(match command {
        Asks::Wounds { conversation: Some(log) } => Gives::Wounds { rows: client.wounds(&log)? },
        Asks::Wounds { conversation: None } => Gives::Wounds { rows: client.all_wounds()? },
        Asks::WoundQuestions => Gives::Wounds { rows: client.wound_questions()? },
        Asks::SixWeekQuestion { language } => Gives::Text { text: six_week_question(language) },
        Asks::WoundTerms { language } => Gives::Terms { terms: wound_terms(language) },
        Asks::Wound { conversation, wound } => Gives::Wounds { rows: vec![client.wound(&conversation, &wound)?] },
        Asks::CreateWound { conversation, details, consent } => {
            Gives::Event { event: client.create_wound(&conversation, &details, consent.as_ref())? }
        }
        Asks::ChangeWound { conversation, wound, details } => {
            Gives::Event { event: client.change_wound(&conversation, &wound, &details)? }
        }
        Asks::SetWoundConsent { conversation, wound, consent } => {
            Gives::Event { event: client.set_wound_consent(&conversation, &wound, &consent)? }
        }
        Asks::CloseWound { conversation, wound, reason, note } => {
            Gives::Event { event: client.close_wound(&conversation, &wound, &reason, &note)? }
        }
        Asks::ReopenWound { conversation, wound, note } => {
            Gives::Event { event: client.reopen_wound(&conversation, &wound, &note)? }
        }
        Asks::WoundVersions { conversation, wound } => {
            Gives::Versions { rows: client.wound_versions(&conversation, &wound)? }
        }
        Asks::WoundTimeline { conversation, wound, limit } => {
            Gives::Items { rows: client.wound_timeline(&conversation, &wound, limit)? }
        }
        Asks::RecordFinding { conversation, wound, finding } => {
            Gives::Event { event: client.record_finding(&conversation, &wound, &finding)? }
        }
        Asks::CorrectFinding { conversation, finding, content, reason } => {
            Gives::Event { event: client.correct_finding(&conversation, &finding, &content, &reason)? }
        }
        Asks::StrikeFinding { conversation, finding, reason } => {
            Gives::Event { event: client.strike_finding(&conversation, &finding, &reason)? }
        }
        Asks::MoveFinding { conversation, finding, wound, reason } => {
            Gives::Event { event: client.move_finding(&conversation, &finding, &wound, &reason)? }
        }
        Asks::FindingVersions { conversation, finding } => {
            Gives::FindingVersions { rows: client.finding_versions(&conversation, &finding)? }
        }
        Asks::AttachWoundPhoto { conversation, photo, wound, role } => {
            Gives::Event { event: client.attach_wound_photo(&conversation, &photo, &wound, &role)? }
        }
        Asks::DetachWoundPhoto { conversation, photo } => {
            Gives::Event { event: client.detach_wound_photo(&conversation, &photo)? }
        }
        Asks::SendWoundPhotos { conversation, wound, photos } => {
            Gives::Events { events: client.send_wound_photos(&conversation, &wound, &borrowed(&photos))? }
        }
        Asks::SendWoundPhotoFiles { conversation, wound, photos } => {
            Gives::Events { events: client.send_wound_photo_files(&conversation, &wound, &borrowed(&photos))? }
        }
        Asks::WoundPhotos { conversation, wound } => {
            Gives::Photos { rows: client.wound_photos(&conversation, &wound)? }
        }
        Asks::WoundOfPhoto { conversation, photo } => {
            Gives::OfPhoto { wound: client.wound_of_photo(&conversation, &photo)? }
        }
        Asks::WoundPair { conversation, wound, first, second } => {
            Gives::Pair { pair: client.wound_pair(&conversation, &wound, first.zip(second))? }
        }
        Asks::WoundGhost { conversation, wound } => Gives::Ghost { ghost: client.wound_ghost(&conversation, &wound)? },
        Asks::WoundCurve { conversation, wound } => Gives::Curve { points: client.wound_curve(&conversation, &wound)? },
        Asks::AnswerSixWeeks { conversation, wound, answer, until, note } => {
            Gives::Event { event: client.answer_six_weeks(&conversation, &wound, &answer, until, &note)? }
        }
    })
}

fn borrowed(photos: &[WoundPhoto]) -> Vec<(&str, &[u8])> {
    photos.iter().map(|photo| (photo.role.as_str(), photo.photo.as_slice())).collect()
}
