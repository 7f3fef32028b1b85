//! The program as people and scripts meet it, run as a process of its own. What needs a server has one in this process;
//! the whole story with one is told by `cargo xtask demo`.

mod album;
mod bots;
mod calendar;
mod channels;
mod codes;
mod errors;
mod files;
mod help;
mod inviting;
mod linking;
mod measuring;
mod messages;
mod offline;
mod proof;
mod recordings;
mod redaction;
mod responsibility;
mod retention;
mod search;
mod surveys;
mod tool;
mod wounds;
