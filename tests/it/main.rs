//! What the whole house has to hold, through the public surface of client and server.

mod admission;
mod blind;
mod closed;
mod directory;
mod edits;
mod forged;
mod ghosts;
mod joining;
mod kills;
mod limits;
mod live;
mod mail;
mod misled;
mod newcomer;
mod organisation;
mod photos;
mod pin;
mod poison;
mod race;
mod removal;
mod rules;
mod sessions;
mod stopped;
mod tls;
mod unsent;
mod weather;
