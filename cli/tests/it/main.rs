//! The program as people and scripts meet it, run as a process of its own. No server is needed here: what needs one
//! is told by `cargo xtask demo`.

mod errors;
mod help;
mod offline;
mod proof;
mod tool;
