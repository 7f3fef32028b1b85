//! What the whole house has to hold, through the public surface of client and server.

mod blind;
mod closed;
mod edits;
mod kills;
mod live;
mod newcomer;
mod race;
mod removal;
mod weather;
