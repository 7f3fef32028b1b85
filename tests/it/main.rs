//! What the whole house has to hold, through the public surface of client and server.

mod newcomer;
mod kills;
mod removal;
mod weather;
mod race;
