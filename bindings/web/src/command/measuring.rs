//! Measuring in photos of wounds, where the policy permits it.

use serde::Deserialize;
use verband_client::protocol::id::{EventId, LogId};
use verband_client::texts::Language;
use verband_client::{Client, ClientError, measuring_caveat};
use wasm_bindgen::JsValue;

use crate::error::Failure;
use crate::rows::invitations::LanguageName;
use crate::rows::measuring::{self as rows, PhotoMeasure};
use crate::rows::wounds::WoundFinding;
use crate::rows::{Id, Plain, row, to_js};

/// What a person asks for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Measures {
    WoundMarkers {
        conversation: Id<LogId>,
        wound: Id<EventId>,
        photo: Id<EventId>,
    },
    MeasurePhoto {
        conversation: Id<LogId>,
        wound: Id<EventId>,
        drawn: PhotoMeasure,
    },
    RecordMeasuredFinding {
        conversation: Id<LogId>,
        wound: Id<EventId>,
        finding: WoundFinding,
        drawn: PhotoMeasure,
    },
    CorrectMeasuredFinding {
        conversation: Id<LogId>,
        finding: Id<EventId>,
        content: WoundFinding,
        drawn: PhotoMeasure,
        reason: String,
    },
    MeasuringCaveat {
        method: String,
        language: LanguageName,
    },
}

/// Which call of the client each of them is.
pub(crate) async fn perform(client: &Client, command: Measures, language: Language) -> Result<JsValue, Failure> {
    use Measures as Asks;
    let said = |error: ClientError| Failure::said(error, language);
    match command {
        Asks::WoundMarkers { conversation, wound, photo } => {
            let markers = client.wound_markers(&conversation.0, &wound.0, &photo.0).await;
            row::<Vec<rows::WoundMarker>, _>(markers.map_err(said)?)
        }
        Asks::MeasurePhoto { conversation, wound, drawn } => {
            let measured = client.measure_photo(&conversation.0, &wound.0, &drawn.core()).await;
            row::<rows::WoundMeasurement, _>(measured.map_err(said)?)
        }
        Asks::RecordMeasuredFinding { conversation, wound, finding, drawn } => {
            let (finding, drawn) = (finding.core(), drawn.core());
            let event = client.record_measured_finding(&conversation.0, &wound.0, &finding, &drawn).await;
            to_js(&Id(event.map_err(said)?))
        }
        Asks::CorrectMeasuredFinding { conversation, finding, content, drawn, reason } => {
            let (content, drawn) = (content.core(), drawn.core());
            let event = client.correct_measured_finding(&conversation.0, &finding.0, &content, &drawn, &reason).await;
            to_js(&Id(event.map_err(said)?))
        }
        Asks::MeasuringCaveat { method, language } => to_js(&measuring_caveat(&method, language.core())),
    }
}
