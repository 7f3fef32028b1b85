//! The server from outside: over its HTTP interface, in the same process, with a real store in a real folder.

#![allow(clippy::unwrap_used, clippy::large_stack_arrays, reason = "a panic is how a test fails")]

mod actor;
mod app;
mod blobs;
mod channels;
mod commits;
mod contacts;
mod delivery;
mod faults;
mod founding;
mod full_disk;
mod guessing;
mod house;
mod key_packages;
mod limits;
mod logs;
mod mail;
mod matrix;
mod organisations;
mod people;
mod postbox;
mod process;
mod quiet;
mod recovery;
mod restart;
mod retention;
mod sessions;
mod slots;
mod sync;
