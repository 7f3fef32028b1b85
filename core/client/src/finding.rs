//! Finding colleagues by parts of words: of a name, a function, a ward.

use crate::client::Client;
use crate::error::ClientError;
use crate::search::Words;
use crate::view::MemberRow;

impl Client {
    /// Those who belong to the organisation and whose name, function and ward contain all of these words, by name: as
    /// [`SearchQuery::words`](crate::SearchQuery::words) says. Müller, Mueller and Muller are one.
    ///
    /// # Errors
    /// As for [`Self::members`].
    pub fn find_members(&self, words: &str) -> Result<Vec<MemberRow>, ClientError> {
        let wanted = Words::parse(words);
        let mut rows = self.members()?;
        rows.retain(|row| {
            let said = format!("{} {} {}", row.name, row.function, row.ward);
            row.approved && !row.revoked && wanted.are_in(&said)
        });
        Ok(rows)
    }
}
