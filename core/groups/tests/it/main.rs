//! Groups over real stores, with the log and the server's part played by [`world`].

mod archive;
mod external;
mod faults;
mod hostile;
mod members;
mod race;
mod world;
