//! Flat rows and ids, by subject. Rows of the client that the generator can carry as they are, are only declared again;
//! ids are hex text.

pub(crate) mod album;
pub(crate) mod calendar;
pub(crate) mod channels;
pub(crate) mod conversations;
pub(crate) mod files;
pub(crate) mod invitations;
pub(crate) mod measuring;
pub(crate) mod members;
pub(crate) mod messages;
pub(crate) mod papers;
pub(crate) mod photos;
pub(crate) mod policy;
pub(crate) mod profile;
pub(crate) mod proof;
pub(crate) mod record;
pub(crate) mod recordings;
pub(crate) mod responsibility;
pub(crate) mod retention;
pub(crate) mod search;
pub(crate) mod surveys;
pub(crate) mod wounds;

use uniffi::custom_type;
use verband_client::protocol::id::{BlobId, DeviceId, EventId, InvitationId, LogId, MemberId, RoleId, TeamId};

use crate::error::VerbandError;

custom_type!(LogId, String, { remote, lower: |id| id.to_string(), try_lift: |text| Ok(parse(&text)?) });
custom_type!(DeviceId, String, { remote, lower: |id| id.to_string(), try_lift: |text| Ok(parse(&text)?) });
custom_type!(MemberId, String, { remote, lower: |id| id.to_string(), try_lift: |text| Ok(parse(&text)?) });
custom_type!(EventId, String, { remote, lower: |id| id.to_string(), try_lift: |text| Ok(parse(&text)?) });
custom_type!(BlobId, String, { remote, lower: |id| id.to_string(), try_lift: |text| Ok(parse(&text)?) });
custom_type!(InvitationId, String, { remote, lower: |id| id.to_string(), try_lift: |text| Ok(parse(&text)?) });
custom_type!(RoleId, String, { remote, lower: |id| id.to_string(), try_lift: |text| Ok(parse(&text)?) });
custom_type!(TeamId, String, { remote, lower: |id| id.to_string(), try_lift: |text| Ok(parse(&text)?) });

/// What is carried as text.
pub(crate) fn parse<T: std::str::FromStr<Err: Into<VerbandError>>>(text: &str) -> Result<T, VerbandError> {
    text.parse().map_err(Into::into)
}

/// Values with a secret in them are printed by their name alone, so that none ends up in an app's log.
macro_rules! not_printed {
    ($($name:ident),*) => {$(
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}
pub(crate) use not_printed;
