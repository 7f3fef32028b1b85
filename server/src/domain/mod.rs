//! What the server does, without HTTP and without SQL: plain functions over the ports.

pub(crate) mod blob;
pub(crate) mod channel;
pub(crate) mod contact;
pub(crate) mod conversation;
pub(crate) mod group;
pub(crate) mod hub;
pub(crate) mod invitation;
pub(crate) mod key_package;
pub(crate) mod mail;
pub(crate) mod mark;
pub(crate) mod notice;
pub(crate) mod nowhere;
pub(crate) mod organisation;
pub(crate) mod rate;
pub(crate) mod recovery;
pub(crate) mod session;
pub(crate) mod slot;
pub(crate) mod statistics;
pub(crate) mod unreadable;
mod working;
