//! The server: orders ciphertext, keeps it, and decides who may have it. It holds no key and reads nothing.
//!
//! [`Server`] is everything over its ports (store, blobs, clock, entropy, mail relay), [`router`] is its HTTP interface.
//! A process is made of them in `main.rs`; tests call the router in their own process. What lies between: `http` turns
//! requests into calls, `domain` decides and does, `store` and `blobs` remember. The rules of validity are
//! `verband_rules`, the same as on every client. `app` is the web app as files.

mod app;
pub mod blobs;
pub mod config;
mod delivery;
pub mod doctor;
mod domain;
mod failure;
mod http;
pub mod logging;
pub mod native;
pub mod relay;
pub mod serve;
mod server;
pub mod set_up;
mod settings;
pub mod store;

pub use app::AppFile;
pub use domain::session::SESSION_VALIDITY;
pub use failure::Failure;
pub use http::{matrix, router};
pub use server::{Ports, SET_UP_VALIDITY, Server};
pub use settings::{Limits, Rate, Settings, Work};
