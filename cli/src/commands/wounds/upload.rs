//! The report of a wound, or its photos, on their way into a patient's record.

use std::path::PathBuf;

use serde_json::json;
use verband_client::{RecordContext, RecordReceipt, RecordTarget};

use super::Which;
use crate::commands::letters::DeskArgs;
use crate::failure::Failure;
use crate::output::{Output, local_zone, one_line};
use crate::profile::Profile;
use crate::session::Later;

/// Options of `wounds upload`.
#[derive(clap::Args)]
#[command(after_help = "\
The token is read from a file or from VERBAND_RECORD_TOKEN, and kept nowhere. If nobody knows whether the record has the
document, the same command asks for it and sends the same document again.

Photos are sent in full size, each as a document by itself; those that the record has already are not sent again.

Examples:
  verband wounds upload 4711 https://kis.example.org/fhir --in KIS --patient Patient/123 --encounter Encounter/456
  verband wounds upload 4711 https://kis.example.org/fhir --in KIS --patient Patient/123 --photos")]
pub(crate) struct Upload {
    #[command(flatten)]
    which: Which,
    /// The base of the record's FHIR interface
    url: String,
    /// The name of the record, as the mark says it
    #[arg(long = "in", value_name = "RECORD")]
    record: String,
    /// The patient there: make sure that it is the right one
    #[arg(long, value_name = "Patient/ID")]
    patient: String,
    /// The stay or visit there
    #[arg(long, value_name = "Encounter/ID", default_value = "", hide_default_value = true)]
    encounter: String,
    /// Send the photos of the wound instead of its report
    #[arg(long)]
    photos: bool,
    /// A file with the bearer token
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// A file with the certificate authority of the record (PEM)
    #[arg(long, value_name = "FILE")]
    ca: Option<PathBuf>,
    /// The kind of house, a code of IHE Germany
    #[arg(long, value_name = "CODE", default_value = "KHS")]
    facility: String,
    /// The medical discipline, a code of IHE Germany
    #[arg(long, value_name = "CODE", default_value = "ALLG")]
    setting: String,
    #[command(flatten)]
    desk: DeskArgs,
    #[command(flatten)]
    later: Later,
}

impl Upload {
    pub(super) async fn run(self, profile: &Profile, output: &Output) -> Result<(), Failure> {
        let (session, row) = self.which.find(profile)?;
        let read = |path: &PathBuf| std::fs::read(path).map_err(|error| Failure::file(path, &error));
        let token = match &self.token_file {
            Some(path) => std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?,
            None => std::env::var("VERBAND_RECORD_TOKEN").unwrap_or_default(),
        };
        let target = RecordTarget {
            name: self.record,
            url: self.url,
            token: token.trim().to_owned().into(),
            authority: self.ca.as_ref().map(read).transpose()?,
            facility: self.facility,
            setting: self.setting,
            ..RecordTarget::default()
        };
        let context = RecordContext { patient: self.patient, encounter: self.encounter };
        let (client, language) = (&session.client, self.desk.language());
        let (desk, zone) = (self.desk.desk(client.from_now(0)?), local_zone());
        let (log, wound) = (&row.conversation, &row.event);
        if self.photos {
            let sent = client.wound_photos_upload(log, wound, None, &target, &context, &zone, language).await;
            // What is there is marked, whatever became of the others.
            let delivery = session.deliver(self.later, output).await?;
            let receipts = sent?;
            let photo = |receipt: &RecordReceipt| {
                json!({ "photo": receipt.item.to_string(), "document": receipt.document,
                    "event": receipt.event.to_string(), "earlier": receipt.earlier })
            };
            let result = json!({
                "wound": wound.to_string(), "record": target.name,
                "photos": receipts.iter().map(photo).collect::<Vec<_>>(), "delivery": delivery.word(),
                "reason": delivery.reason(),
            });
            output.result(&result, || {
                let line = |receipt: &RecordReceipt| format!("{}: {}", one_line(&target.name), receipt.document);
                receipts.iter().map(line).collect::<Vec<_>>().join("\n")
            });
            return Ok(());
        }
        let receipt = client.wound_upload(log, wound, &target, &context, &desk, &zone, language).await?;
        let delivery = session.deliver(self.later, output).await?;
        let result = json!({
            "wound": row.event.to_string(), "record": target.name, "document": receipt.document,
            "event": receipt.event.to_string(), "earlier": receipt.earlier, "delivery": delivery.word(),
            "reason": delivery.reason(),
        });
        output.result(&result, || format!("{}: {}", one_line(&target.name), receipt.document));
        Ok(())
    }
}
