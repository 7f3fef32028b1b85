//! Measuring in photos of wounds, where the policy permits it.

use verband_client::protocol::id::{EventId, LogId};
use verband_client::texts::Language;
use verband_client::{
    Client, ClientError, PhotoMeasure, WoundFinding, WoundMarker, WoundMeasurement, measuring_caveat,
};

/// What a person asks for.
#[derive(Clone, uniffi::Enum)]
pub enum Measuring {
    /// The markers that can be measured by in a photo of a wound. Gives `Markers`.
    WoundMarkers {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        wound: EventId,
        /// The event of the photo.
        photo: EventId,
    },
    /// Measures an outline, or a length, in a photo of a wound. Nothing is written. Gives `Measured`.
    MeasurePhoto {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        wound: EventId,
        /// What was drawn.
        drawn: PhotoMeasure,
    },
    /// Enters a finding with what is measured in a photo of the wound. Its id comes back. Gives `Event`.
    RecordMeasuredFinding {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        wound: EventId,
        /// What was found besides; its length, width and area are those that are measured.
        finding: WoundFinding,
        /// What was drawn.
        drawn: PhotoMeasure,
    },
    /// Corrects a finding, all of it at once, with what is measured in a photo of its wound. Gives `Event`.
    CorrectMeasuredFinding {
        /// In which channel.
        conversation: LogId,
        /// Which one.
        finding: EventId,
        /// All of it; its length, width and area are those that are measured.
        content: WoundFinding,
        /// What was drawn.
        drawn: PhotoMeasure,
        /// Why; may be empty.
        reason: String,
    },
    /// What holds of figures that were measured in this way, a code of `measured`: to be shown beside them. Gives `Text`.
    MeasuringCaveat {
        /// A code of `measured`.
        method: String,
        /// In which language.
        language: Language,
    },
}

/// What came of it.
#[derive(uniffi::Enum)]
pub enum MeasuringResult {
    /// An event was written.
    Event {
        /// Its id.
        event: EventId,
    },
    /// Markers.
    Markers {
        /// One row each.
        markers: Vec<WoundMarker>,
    },
    /// What was measured.
    Measured {
        /// It.
        measurement: WoundMeasurement,
    },
    /// A sentence; empty if there is nothing to say.
    Text {
        /// It.
        text: String,
    },
}

/// Which call of the client each of them is.
pub(crate) async fn perform(client: &Client, command: Measuring) -> Result<MeasuringResult, ClientError> {
    use Measuring as Asks;
    use MeasuringResult as Gives;
    Ok(match command {
        Asks::WoundMarkers { conversation, wound, photo } => {
            Gives::Markers { markers: client.wound_markers(&conversation, &wound, &photo).await? }
        }
        Asks::MeasurePhoto { conversation, wound, drawn } => {
            Gives::Measured { measurement: client.measure_photo(&conversation, &wound, &drawn).await? }
        }
        Asks::RecordMeasuredFinding { conversation, wound, finding, drawn } => {
            let event = client.record_measured_finding(&conversation, &wound, &finding, &drawn).await?;
            Gives::Event { event }
        }
        Asks::CorrectMeasuredFinding { conversation, finding, content, drawn, reason } => {
            let event = client.correct_measured_finding(&conversation, &finding, &content, &drawn, &reason).await?;
            Gives::Event { event }
        }
        Asks::MeasuringCaveat { method, language } => Gives::Text { text: measuring_caveat(&method, language) },
    })
}
