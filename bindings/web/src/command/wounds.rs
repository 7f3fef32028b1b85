//! The wound record: wounds of a channel, findings, photos and the question after six weeks.

use serde::Deserialize;
use serde_bytes::ByteBuf;
use verband_client::protocol::id::{EventId, LogId};
use verband_client::texts::Language;
use verband_client::{Client, ClientError, six_week_question, wound_terms};
use wasm_bindgen::JsValue;

use crate::error::Failure;
use crate::rows::invitations::LanguageName;
use crate::rows::{Id, Plain, row, to_js, wounds as rows};

/// A photo that is to belong to a wound.
#[derive(Deserialize)]
pub(crate) struct Picture {
    role: String,
    photo: ByteBuf,
}

/// What a person asks for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum WoundRecord {
    Wounds { conversation: Option<Id<LogId>> },
    WoundQuestions,
    SixWeekQuestion { language: LanguageName },
    WoundTerms { language: LanguageName },
    Wound { conversation: Id<LogId>, wound: Id<EventId> },
    CreateWound { conversation: Id<LogId>, details: rows::WoundDetails, consent: Option<rows::WoundConsent> },
    ChangeWound { conversation: Id<LogId>, wound: Id<EventId>, details: rows::WoundDetails },
    SetWoundConsent { conversation: Id<LogId>, wound: Id<EventId>, consent: rows::WoundConsent },
    CloseWound { conversation: Id<LogId>, wound: Id<EventId>, reason: String, note: String },
    ReopenWound { conversation: Id<LogId>, wound: Id<EventId>, note: String },
    WoundVersions { conversation: Id<LogId>, wound: Id<EventId> },
    WoundTimeline { conversation: Id<LogId>, wound: Id<EventId>, limit: u32 },
    RecordFinding { conversation: Id<LogId>, wound: Id<EventId>, finding: rows::WoundFinding },
    CorrectFinding { conversation: Id<LogId>, finding: Id<EventId>, content: rows::WoundFinding, reason: String },
    StrikeFinding { conversation: Id<LogId>, finding: Id<EventId>, reason: String },
    MoveFinding { conversation: Id<LogId>, finding: Id<EventId>, wound: Id<EventId>, reason: String },
    FindingVersions { conversation: Id<LogId>, finding: Id<EventId> },
    AttachWoundPhoto { conversation: Id<LogId>, photo: Id<EventId>, wound: Id<EventId>, role: String },
    DetachWoundPhoto { conversation: Id<LogId>, photo: Id<EventId> },
    SendWoundPhotos { conversation: Id<LogId>, wound: Id<EventId>, photos: Vec<Picture> },
    SendWoundPhotoFiles { conversation: Id<LogId>, wound: Id<EventId>, photos: Vec<Picture> },
    WoundPhotos { conversation: Id<LogId>, wound: Id<EventId> },
    WoundOfPhoto { conversation: Id<LogId>, photo: Id<EventId> },
    WoundPair { conversation: Id<LogId>, wound: Id<EventId>, first: Option<Id<EventId>>, second: Option<Id<EventId>> },
    WoundGhost { conversation: Id<LogId>, wound: Id<EventId> },
    WoundCurve { conversation: Id<LogId>, wound: Id<EventId> },
    AnswerSixWeeks { conversation: Id<LogId>, wound: Id<EventId>, answer: String, until: Option<u64>, note: String },
}

/// Which call of the client each of them is.
pub(crate) fn perform(client: &Client, command: WoundRecord, language: Language) -> Result<JsValue, Failure> {
    use WoundRecord as Asks;
    let said = |error: ClientError| Failure::said(error, language);
    match command {
        Asks::Wounds { conversation: Some(log) } => row::<Vec<rows::Wound>, _>(client.wounds(&log.0).map_err(said)?),
        Asks::Wounds { conversation: None } => row::<Vec<rows::Wound>, _>(client.all_wounds().map_err(said)?),
        Asks::WoundQuestions => row::<Vec<rows::Wound>, _>(client.wound_questions().map_err(said)?),
        Asks::SixWeekQuestion { language } => to_js(&six_week_question(language.core())),
        Asks::WoundTerms { language } => row::<Vec<rows::WoundTerm>, _>(wound_terms(language.core())),
        Asks::Wound { conversation, wound } => {
            row::<rows::Wound, _>(client.wound(&conversation.0, &wound.0).map_err(said)?)
        }
        Asks::CreateWound { conversation, details, consent } => {
            to_js(&Id(client.create_wound(&conversation.0, &details.core(), consent.core().as_ref()).map_err(said)?))
        }
        Asks::ChangeWound { conversation, wound, details } => {
            to_js(&Id(client.change_wound(&conversation.0, &wound.0, &details.core()).map_err(said)?))
        }
        Asks::SetWoundConsent { conversation, wound, consent } => {
            to_js(&Id(client.set_wound_consent(&conversation.0, &wound.0, &consent.core()).map_err(said)?))
        }
        Asks::CloseWound { conversation, wound, reason, note } => {
            to_js(&Id(client.close_wound(&conversation.0, &wound.0, &reason, &note).map_err(said)?))
        }
        Asks::ReopenWound { conversation, wound, note } => {
            to_js(&Id(client.reopen_wound(&conversation.0, &wound.0, &note).map_err(said)?))
        }
        Asks::WoundVersions { conversation, wound } => {
            row::<Vec<rows::WoundVersion>, _>(client.wound_versions(&conversation.0, &wound.0).map_err(said)?)
        }
        Asks::WoundTimeline { conversation, wound, limit } => {
            row::<Vec<rows::WoundItem>, _>(client.wound_timeline(&conversation.0, &wound.0, limit).map_err(said)?)
        }
        Asks::RecordFinding { conversation, wound, finding } => {
            to_js(&Id(client.record_finding(&conversation.0, &wound.0, &finding.core()).map_err(said)?))
        }
        Asks::CorrectFinding { conversation, finding, content, reason } => {
            to_js(&Id(client.correct_finding(&conversation.0, &finding.0, &content.core(), &reason).map_err(said)?))
        }
        Asks::StrikeFinding { conversation, finding, reason } => {
            to_js(&Id(client.strike_finding(&conversation.0, &finding.0, &reason).map_err(said)?))
        }
        Asks::MoveFinding { conversation, finding, wound, reason } => {
            to_js(&Id(client.move_finding(&conversation.0, &finding.0, &wound.0, &reason).map_err(said)?))
        }
        Asks::FindingVersions { conversation, finding } => {
            row::<Vec<rows::FindingVersion>, _>(client.finding_versions(&conversation.0, &finding.0).map_err(said)?)
        }
        Asks::AttachWoundPhoto { conversation, photo, wound, role } => {
            to_js(&Id(client.attach_wound_photo(&conversation.0, &photo.0, &wound.0, &role).map_err(said)?))
        }
        Asks::DetachWoundPhoto { conversation, photo } => {
            to_js(&Id(client.detach_wound_photo(&conversation.0, &photo.0).map_err(said)?))
        }
        Asks::SendWoundPhotos { conversation, wound, photos } => to_js(&Vec::<Id<_>>::plain(
            client.send_wound_photos(&conversation.0, &wound.0, &borrowed(&photos)).map_err(said)?,
        )),
        Asks::SendWoundPhotoFiles { conversation, wound, photos } => to_js(&Vec::<Id<_>>::plain(
            client.send_wound_photo_files(&conversation.0, &wound.0, &borrowed(&photos)).map_err(said)?,
        )),
        Asks::WoundPhotos { conversation, wound } => {
            row::<Vec<rows::WoundPhoto>, _>(client.wound_photos(&conversation.0, &wound.0).map_err(said)?)
        }
        Asks::WoundOfPhoto { conversation, photo } => {
            to_js(&Option::<Id<_>>::plain(client.wound_of_photo(&conversation.0, &photo.0).map_err(said)?))
        }
        Asks::WoundPair { conversation, wound, first, second } => row::<rows::WoundPair, _>(
            client.wound_pair(&conversation.0, &wound.0, first.core().zip(second.core())).map_err(said)?,
        ),
        Asks::WoundGhost { conversation, wound } => {
            row::<Option<rows::WoundGhost>, _>(client.wound_ghost(&conversation.0, &wound.0).map_err(said)?)
        }
        Asks::WoundCurve { conversation, wound } => {
            row::<Vec<rows::WoundCurvePoint>, _>(client.wound_curve(&conversation.0, &wound.0).map_err(said)?)
        }
        Asks::AnswerSixWeeks { conversation, wound, answer, until, note } => {
            to_js(&Id(client.answer_six_weeks(&conversation.0, &wound.0, &answer, until, &note).map_err(said)?))
        }
    }
}

fn borrowed(photos: &[Picture]) -> Vec<(&str, &[u8])> {
    photos.iter().map(|photo| (photo.role.as_str(), photo.photo.as_slice())).collect()
}
