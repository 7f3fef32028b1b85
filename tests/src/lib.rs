//! Worlds for tests: N real clients and the real server code in one process, driven from one seed.
//!
//! What lives here: the seeded clock, chance and network, the world that founds organisations and starts, kills and
//! restarts its parts, the hostile server, and the invariants that hold after every run. The tests are in `it/`.
//!
//! Not here: anything that the product uses.

pub mod chance;
pub mod device;
pub mod hostile;
pub mod invariants;
pub mod network;
pub mod world;
