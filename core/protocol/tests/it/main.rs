//! Tests of the protocol through its public surface. The test vectors in `tests/vectors/` are made by [`vectors`].

mod code;
mod hpke;
mod linking;
mod mail;
mod policy;
mod seal;
mod vectors;
