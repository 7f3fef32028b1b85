//! Several people on one device: each has a profile of her own, in a folder of its own, which nobody else can open. To
//! change is to lock the one and to unlock the other.

use std::path::{Path, PathBuf};
use std::{fs, io};

use verband_protocol::port::random;
use zeroize::Zeroizing;

use super::{LOCK, ProfileLock, SystemEntropy, device_secret, own, ports};
use crate::error::ClientError;
use crate::order;
use crate::organisation::checked_name;
use crate::port::{LockFile, Ports};

/// The file with what the lock screen calls a profile.
const LABEL: &str = "label";

/// The profiles of a device.
pub struct Profiles {
    folder: PathBuf,
}

/// A profile as the lock screen shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileRow {
    /// Chosen at random: it tells nothing.
    pub id: String,
    /// What its owner calls it, in clear for whoever holds the device: a number, unless she chose her initials or name.
    pub label: String,
}

impl Profiles {
    /// The profiles in a folder of the device, which is created if it is missing. Removes what profiles have left that were
    /// wiped or never finished: only before anything else runs here.
    ///
    /// # Errors
    /// [`ClientError::Files`].
    pub fn open(device: &Path) -> Result<Self, ClientError> {
        let profiles = Self { folder: device.join("profiles") };
        fs::create_dir_all(&profiles.folder)?;
        own(&profiles.folder)?;
        for id in profiles.ids()? {
            let folder = profiles.folder_of(&id)?;
            if !folder.join(LOCK).exists() {
                fs::remove_dir_all(folder)?;
            }
        }
        Ok(profiles)
    }

    /// The profiles that somebody has enrolled in, by label.
    ///
    /// # Errors
    /// [`ClientError::Files`].
    pub fn list(&self) -> Result<Vec<ProfileRow>, ClientError> {
        let mut rows = Vec::new();
        for id in self.ids()? {
            let folder = self.folder_of(&id)?;
            if folder.join(LOCK).exists() {
                rows.push(ProfileRow { id, label: label(&folder)? });
            }
        }
        order::by(&mut rows, |a, b| (&a.label, &a.id).cmp(&(&b.label, &b.id)));
        Ok(rows)
    }

    /// Makes room for a new profile, to found or enrol in. Without a label it gets the first free number: a label is in clear
    /// on the device, so it is for the person to choose.
    ///
    /// # Errors
    /// [`ClientError::Length`], [`ClientError::Files`].
    pub fn create(&self, label: Option<&str>) -> Result<ProfileRow, ClientError> {
        let label = match label {
            Some(label) => checked_name("a label", label)?.to_owned(),
            None => self.free_number()?,
        };
        let id = hex::encode(random::<16>(&SystemEntropy));
        let folder = self.folder_of(&id)?;
        fs::create_dir(&folder)?;
        own(&folder)?;
        fs::write(folder.join(LABEL), &label)?;
        Ok(ProfileRow { id, label })
    }

    /// Wipes a profile, whoever asks: its lock first, then everything. It must be locked.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Files`].
    pub fn remove(&self, id: &str) -> Result<(), ClientError> {
        let folder = self.existing(id)?;
        ProfileLock(folder.join(LOCK)).remove()?;
        Ok(fs::remove_dir_all(folder)?)
    }

    /// The ports of a profile.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Files`], [`ClientError::Certificate`].
    pub fn ports(&self, id: &str, authority: Option<&[u8]>) -> Result<Ports, ClientError> {
        ports(&self.existing(id)?, authority)
    }

    /// The device secret of a profile on a plain computer, of which each has its own: see [`device_secret`]. Phones keep it
    /// in hardware instead.
    ///
    /// # Errors
    /// [`ClientError::NotFound`], [`ClientError::Files`], [`ClientError::Damaged`].
    pub fn secret(&self, id: &str) -> Result<Zeroizing<[u8; 32]>, ClientError> {
        device_secret(&self.existing(id)?)
    }

    /// The folder of a profile, for platforms that make its ports and keep its secret themselves.
    ///
    /// # Errors
    /// [`ClientError::NotFound`].
    pub fn folder(&self, id: &str) -> Result<PathBuf, ClientError> {
        self.existing(id)
    }

    fn ids(&self) -> io::Result<Vec<String>> {
        let names = fs::read_dir(&self.folder)?.map(|entry| Ok(entry?.file_name().into_string().unwrap_or_default()));
        let names: Vec<String> = names.collect::<io::Result<_>>()?;
        Ok(names.into_iter().filter(|name| is_id(name)).collect())
    }

    /// The folder of a profile. What is no id leads nowhere, least of all out of here.
    fn folder_of(&self, id: &str) -> Result<PathBuf, ClientError> {
        if is_id(id) { Ok(self.folder.join(id)) } else { Err(ClientError::NotFound("profile")) }
    }

    fn existing(&self, id: &str) -> Result<PathBuf, ClientError> {
        let folder = self.folder_of(id)?;
        if folder.is_dir() { Ok(folder) } else { Err(ClientError::NotFound("profile")) }
    }

    fn free_number(&self) -> Result<String, ClientError> {
        let taken: Vec<String> = self.ids()?.iter().map(|id| label(&self.folder.join(id))).collect::<Result<_, _>>()?;
        let free = (1..=taken.len() + 1).map(|number| number.to_string()).find(|number| !taken.contains(number));
        Ok(free.unwrap_or_default())
    }
}

fn is_id(name: &str) -> bool {
    name.len() == 32 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn label(folder: &Path) -> Result<String, ClientError> {
    match fs::read_to_string(folder.join(LABEL)) {
        Ok(label) => Ok(label),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(error.into()),
    }
}
