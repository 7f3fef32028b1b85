//! Responsibility: who holds which role address, requests to them, and what happened since one's last shift.

mod addresses;
mod requests;
mod shift;

pub(crate) use addresses::{RoleAddress, role_address};
pub(crate) use requests::{Requests, requests};
pub(crate) use shift::{Handover, handover};
