//! The profile: the folder that holds what one person's device knows, and what is needed to open it.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use verband_client::platform;
use verband_client::port::Ports;
use verband_client::{Client, PinProof};
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::pin::{self, Pin};

/// Options that say which profile, and how to open it.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Folder of the profile [default: verband in the user's data folder, ~/.local/share]
    #[arg(long, global = true, value_name = "DIR", env = "VERBAND_PROFILE")]
    profile: Option<PathBuf>,
    /// Read the PIN from the first line of a file
    #[arg(long, global = true, value_name = "FILE")]
    pin_file: Option<PathBuf>,
    /// Trust the servers that this certificate authority (PEM) vouches for, and no others; kept in the profile
    /// [default: the public authorities]
    #[arg(long, global = true, value_name = "FILE")]
    authority: Option<PathBuf>,
}

/// A profile, locked.
pub(crate) struct Profile {
    folder: PathBuf,
    pin_file: Option<PathBuf>,
    authority: Option<Vec<u8>>,
}

/// Where the authority is kept once it was given.
const AUTHORITY: &str = "authority.pem";

impl Profile {
    pub(crate) fn new(args: Args) -> Result<Self, Failure> {
        let folder = match args.profile {
            Some(folder) => folder,
            None => default_folder()?,
        };
        let authority = match &args.authority {
            Some(path) => Some(fs::read(path).map_err(|error| Failure::file(path, &error))?),
            None => fs::read(folder.join(AUTHORITY)).ok(),
        };
        Ok(Self { folder, pin_file: args.pin_file, authority })
    }

    /// Opens the profile for looking at what is there.
    pub(crate) fn unlock(&self) -> Result<Client, Failure> {
        self.must_exist()?;
        self.unlock_with(&self.pin()?)
    }

    /// The same with a PIN that was asked for already.
    pub(crate) fn unlock_with(&self, pin: &Pin) -> Result<Client, Failure> {
        self.must_exist()?;
        Ok(Client::unlock(self.ports()?, pin, &*self.secret()?)?)
    }

    /// Opens the profile for talking to the server, which one program at a time may do.
    pub(crate) fn unlock_alone(&self) -> Result<(Client, Turn), Failure> {
        self.must_exist()?;
        let turn = self.turn()?;
        Ok((self.unlock()?, turn))
    }

    /// Prepares a new profile.
    pub(crate) fn begin(&self) -> Result<NewProfile<'_>, Failure> {
        let was_there = self.folder.exists();
        let ports = self.ports()?;
        if Client::enrolled(&ports)? {
            return Err(verband_client::ClientError::AlreadyEnrolled.into());
        }
        let turn = self.turn()?;
        if let Some(authority) = &self.authority {
            let path = self.folder.join(AUTHORITY);
            fs::write(&path, authority).map_err(|error| Failure::file(&path, &error))?;
        }
        Ok(NewProfile { profile: self, ports, turn, was_there })
    }

    /// The PIN of this profile.
    pub(crate) fn pin(&self) -> Result<Pin, Failure> {
        pin::current(self.pin_file.as_deref())
    }

    /// The PIN again, for what an open profile alone is not enough for.
    pub(crate) fn pin_again(&self, client: &Client) -> Result<PinProof, Failure> {
        Ok(client.verify_pin(&self.pin()?, &*self.secret()?)?)
    }

    /// The PIN for a new profile.
    pub(crate) fn first_pin(&self) -> Result<Pin, Failure> {
        pin::first(self.pin_file.as_deref())
    }

    /// The secret of this device.
    pub(crate) fn secret(&self) -> Result<Zeroizing<[u8; 32]>, Failure> {
        Ok(platform::device_secret(&self.folder)?)
    }

    fn ports(&self) -> Result<Ports, Failure> {
        Ok(platform::ports(&self.folder, self.authority.as_deref())?)
    }

    /// A mistyped folder is not created.
    fn must_exist(&self) -> Result<(), Failure> {
        if self.folder.is_dir() && Client::enrolled(&self.ports()?)? {
            return Ok(());
        }
        let folder = self.folder.display();
        let message = format!("nobody has enrolled in {folder}: `verband enrol` or `verband found` comes first");
        Err(Failure::general("not-enrolled", message))
    }

    fn turn(&self) -> Result<Turn, Failure> {
        let path = self.folder.join("in-use");
        let file = File::create(&path).map_err(|error| Failure::file(&path, &error))?;
        match file.try_lock() {
            Ok(()) => Ok(Turn { _held: Arc::new(file) }),
            Err(TryLockError::WouldBlock) => Err(Failure::general(
                "in-use",
                "another `verband` works with this profile (perhaps `run` or `follow`): let it end first",
            )),
            Err(TryLockError::Error(error)) => Err(Failure::file(&path, &error)),
        }
    }
}

/// The right to talk to the server with a profile, held while this or a clone of it lives.
#[derive(Clone)]
pub(crate) struct Turn {
    _held: Arc<File>,
}

/// A profile about to be written. If there is none in the end, what this client put beside it goes too.
pub(crate) struct NewProfile<'a> {
    profile: &'a Profile,
    /// Where it will be.
    pub(crate) ports: Ports,
    /// Nobody else writes it.
    pub(crate) turn: Turn,
    was_there: bool,
}

impl NewProfile<'_> {
    /// Whether it is written: then it stays.
    pub(crate) fn is_written(&self) -> bool {
        Client::enrolled(&self.ports).unwrap_or(true)
    }
}

impl Drop for NewProfile<'_> {
    fn drop(&mut self) {
        if self.is_written() {
            return;
        }
        let folder = &self.profile.folder;
        for name in ["device.key", "in-use", AUTHORITY] {
            let _ = fs::remove_file(folder.join(name));
        }
        let _ = fs::remove_dir(folder.join("vault"));
        if !self.was_there {
            let _ = fs::remove_dir(folder);
        }
    }
}

fn default_folder() -> Result<PathBuf, Failure> {
    let data = match std::env::var_os("XDG_DATA_HOME").filter(|folder| Path::new(folder).is_absolute()) {
        Some(folder) => PathBuf::from(folder),
        None => match std::env::var_os("HOME") {
            Some(home) => Path::new(&home).join(".local/share"),
            None => {
                return Err(Failure::usage("no-profile", "there is no HOME: say where with --profile DIR"));
            }
        },
    };
    Ok(data.join("verband"))
}
