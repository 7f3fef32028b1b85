//! What people do, as values, by subject: the same lists as in `bindings/ffi`. A new function is a new case in one of the
//! files here and no new call.

pub(crate) mod administration;
pub(crate) mod album;
pub(crate) mod calendar;
pub(crate) mod channels;
pub(crate) mod conversations;
pub(crate) mod files;
pub(crate) mod invitations;
pub(crate) mod measuring;
pub(crate) mod messages;
pub(crate) mod proof;
pub(crate) mod record;
pub(crate) mod responsibility;
pub(crate) mod retention;
pub(crate) mod search;
pub(crate) mod surveys;
pub(crate) mod wounds;
