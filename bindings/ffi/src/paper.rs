//! Papers: lists of people in, letters out. Whole documents, as bytes of sync calls: they are small.

use verband_client::texts::Language;
use verband_client::{self as core, Desk};

use crate::client::VerbandClient;
use crate::error::VerbandError;
use crate::profile::RecoverySheet;
use crate::returning::RecoveryCard;
use crate::rows::invitations::Invited;
use crate::rows::papers::{Letter, MailedLetter, PeoplePlan};
use crate::work::said;

#[uniffi::export]
impl VerbandClient {
    /// Reads a list of people (CSV or XLSX) and says what it would do. Problems are sentences in this language.
    pub fn read_people(&self, file: &[u8], language: Language) -> Result<PeoplePlan, VerbandError> {
        said(language, || Ok(PeoplePlan::new(self.client.read_people(file)?, language)))
    }

    /// Letters in one PDF, in this order. Whoever reads it can enrol: to be printed and removed.
    pub fn letters(&self, desk: Desk, letters: Vec<Letter>) -> Result<Vec<u8>, VerbandError> {
        let language = letters.first().map(|letter| letter.language).unwrap_or_default();
        let letters = invited(letters);
        said(language, || Ok(self.client.letters(&desk, &borrowed(&letters))?.to_vec()))
    }

    /// The list (PDF) that these letters are handed out by, to be signed. It has no codes.
    pub fn hand_out_list(&self, desk: Desk, letters: Vec<Letter>, language: Language) -> Result<Vec<u8>, VerbandError> {
        let letters = invited(letters);
        said(language, || self.client.hand_out_list(&desk, &borrowed(&letters), language))
    }

    /// Several invitations as e-mails with their codes, in an archive (ZIP) of `.eml` files, for the administrator's own mail
    /// program. Nothing is sent.
    pub fn mail_drafts(&self, desk: Desk, drafts: Vec<MailedLetter>, from: String) -> Result<Vec<u8>, VerbandError> {
        let language = drafts.first().map(|draft| draft.letter.language).unwrap_or_default();
        let (letters, addresses): (Vec<_>, Vec<_>) = drafts.into_iter().map(|draft| (draft.letter, draft.to)).unzip();
        let letters = invited(letters);
        let of: Vec<_> =
            letters.iter().zip(&addresses).map(|((invited, language), to)| (invited, *language, to.as_str())).collect();
        said(language, || Ok(self.client.mail_drafts(&desk, &of, &from)?.to_vec()))
    }

    /// An invitation as an e-mail with its code, for the administrator's own mail program (`.eml`). Nothing is sent.
    pub fn mail_draft(&self, desk: Desk, letter: Letter, from: String, to: String) -> Result<Vec<u8>, VerbandError> {
        let (invited, language) = (letter.invited.into(), letter.language);
        said(language, || Ok(self.client.mail_draft(&desk, &invited, language, &from, &to)?.to_vec()))
    }

    /// The sheet (PDF) with the organisation's root key, for the safe.
    pub fn recovery_sheet(
        &self,
        desk: Desk,
        sheet: RecoverySheet,
        language: Language,
    ) -> Result<Vec<u8>, VerbandError> {
        said(language, || Ok(self.client.recovery_sheet(&desk, &sheet.into(), language)?.to_vec()))
    }

    /// The sheet (PDF) of markers that wounds are measured by in photos, to print and cut out.
    pub fn marker_sheet(&self, desk: Desk, language: Language) -> Result<Vec<u8>, VerbandError> {
        said(language, || self.client.marker_sheet(&desk, language))
    }

    /// The card (PDF) with this person's recovery key, to be cut out.
    pub fn recovery_card(&self, desk: Desk, card: RecoveryCard, language: Language) -> Result<Vec<u8>, VerbandError> {
        said(language, || Ok(self.client.recovery_card(&desk, &card.into(), language)?.to_vec()))
    }
}

fn invited(letters: Vec<Letter>) -> Vec<(core::Invited, Language)> {
    letters.into_iter().map(|Letter { invited, language }| (Invited::into(invited), language)).collect()
}

fn borrowed(letters: &[(core::Invited, Language)]) -> Vec<(&core::Invited, Language)> {
    letters.iter().map(|(invited, language)| (invited, *language)).collect()
}
