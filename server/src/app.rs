//! The web app that this program hands out, if one was built into it (`build.rs`): files, and nothing that knows of anybody.

/// A file of the web app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AppFile {
    /// Its name below the root of the server, without a slash in front.
    pub path: &'static str,
    /// What it has.
    pub bytes: &'static [u8],
}

/// The app that was there when this program was built; none of it if there was none.
pub(crate) const BUILT_IN: &[AppFile] = include!(concat!(env!("OUT_DIR"), "/app.rs"));
