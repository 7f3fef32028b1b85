//! Several people on one device, each with a profile of her own.

use std::path::Path;

use verband_client::platform::{self, ProfileRow};

use crate::error::VerbandError;
use crate::work::guarded;

/// A profile as the lock screen shows it.
#[uniffi::remote(Record)]
pub struct ProfileRow {
    /// Chosen at random: it tells nothing.
    pub id: String,
    /// What its owner calls it, in clear for whoever holds the device: a number, unless she chose her initials or name.
    pub label: String,
}

/// The profiles of a device. To change is to lock the one and to unlock the other.
#[derive(uniffi::Object)]
pub struct Profiles(platform::Profiles);

#[uniffi::export]
impl Profiles {
    /// The profiles in a folder of the device. Removes what profiles have left that were wiped or never finished: only
    /// before anything else runs there.
    #[uniffi::constructor]
    pub fn open(folder: &str) -> Result<Self, VerbandError> {
        guarded(|| Ok(Self(platform::Profiles::open(Path::new(folder))?)))
    }

    /// Those that somebody has enrolled in, by label.
    pub fn list(&self) -> Result<Vec<ProfileRow>, VerbandError> {
        guarded(|| self.0.list())
    }

    /// Makes room for a new one. Without a label it gets the first free number.
    pub fn create(&self, label: Option<String>) -> Result<ProfileRow, VerbandError> {
        guarded(|| self.0.create(label.as_deref()))
    }

    /// The folder of a profile: what `Profile` wants.
    pub fn folder(&self, id: &str) -> Result<String, VerbandError> {
        guarded(|| Ok(self.0.folder(id)?.to_string_lossy().into_owned()))
    }

    /// Wipes a profile, whoever asks. It must be locked.
    pub fn remove(&self, id: &str) -> Result<(), VerbandError> {
        guarded(|| self.0.remove(id))
    }
}
