//! Finding colleagues by parts of words: of a name, a function, a ward.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::client::Client;
use crate::error::ClientError;
use crate::view::MemberRow;

impl Client {
    /// Those who belong to the organisation and whose name, function and ward contain all of these words, by name. Letters
    /// count without case and accents, and umlauts however they are written: Müller, Mueller and Muller are one.
    ///
    /// # Errors
    /// As for [`Self::members`].
    pub fn find_members(&self, words: &str) -> Result<Vec<MemberRow>, ClientError> {
        let wanted = plain(words);
        let mut rows = self.members()?;
        rows.retain(|row| {
            let said = plain(&format!("{} {} {}", row.name, row.function, row.ward));
            row.approved && !row.revoked && wanted.split_whitespace().all(|word| said.contains(word))
        });
        Ok(rows)
    }
}

/// A text as it is compared.
fn plain(text: &str) -> String {
    let bare: String = text.nfkd().filter(|character| !is_combining_mark(*character)).collect();
    bare.to_lowercase().replace('ß', "ss").replace("ae", "a").replace("oe", "o").replace("ue", "u")
}
