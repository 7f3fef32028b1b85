//! Groups over real stores, with the log and the server's part played by [`world`].

#![allow(clippy::unwrap_used)] // helpers of tests fail like tests

mod archive;
mod device;
mod external;
mod faults;
mod ghosts;
mod hostile;
mod members;
mod race;
mod raw;
mod refusals;
mod world;
