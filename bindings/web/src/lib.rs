//! The client as a browser sees it: one [`Core`] in a dedicated worker, which answers requests that are plain values.
//!
//! What lives here: mapping between JavaScript's values and the client's types, and the calls that are under way.
//! Not here: any rule of the product, any decision. What an app sees of this crate is the hand-written façade in
//! `js/verband.ts`.

mod capture;
mod command;
mod core;
mod error;
mod file;
mod read;
mod request;
mod rows;

pub use core::Core;
