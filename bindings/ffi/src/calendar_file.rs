//! iCalendar files that come in. Whole files, as bytes of sync calls: they are small.

use verband_client::CalendarImport;
use verband_client::protocol::id::LogId;
use verband_client::texts::Language;

use crate::client::VerbandClient;
use crate::error::VerbandError;
use crate::rows::calendar::CalendarPlan;
use crate::work::said;

#[uniffi::export]
impl VerbandClient {
    /// What importing an iCalendar file into a conversation would do. What is wrong with it is said in this language.
    pub fn plan_import(
        &self,
        conversation: LogId,
        file: &[u8],
        zone: String,
        language: Language,
    ) -> Result<CalendarPlan, VerbandError> {
        said(language, || Ok(CalendarPlan::new(self.client.plan_import(&conversation, file, &zone)?, language)))
    }

    /// Imports it: all of it or nothing.
    pub fn import_appointments(
        &self,
        conversation: LogId,
        file: &[u8],
        zone: String,
        language: Language,
    ) -> Result<CalendarImport, VerbandError> {
        said(language, || self.client.import_appointments(&conversation, file, &zone))
    }
}
