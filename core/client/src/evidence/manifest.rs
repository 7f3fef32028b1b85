//! Making a package: its files, and the list of them that the device signs.

use serde_json::{Value, json};
use verband_protocol::id::{DeviceId, EventId, Hash, LogId, MemberId};
use verband_protocol::sign::{Purpose, SecretKey};

use super::{BLOCK, MANIFEST, SIGNATURE};
use crate::archive;

/// A file of a package.
pub(crate) struct PackageFile {
    pub(crate) name: String,
    pub(crate) data: Vec<u8>,
}

/// What a package is made of.
pub(crate) struct Package {
    pub(crate) organisation: LogId,
    pub(crate) log: LogId,
    pub(crate) wound: EventId,
    /// Who makes it, on which device and when.
    pub(crate) member: MemberId,
    pub(crate) device: DeviceId,
    pub(crate) at: u64,
    pub(crate) files: Vec<PackageFile>,
}

impl Package {
    /// The package, signed. None if it would have more than four gigabytes.
    pub(crate) fn seal(&self, key: &SecretKey) -> Option<Vec<u8>> {
        let manifest = self.manifest().to_string().into_bytes();
        let signature = key.sign(Purpose::Package, &manifest).0;
        let mut files = vec![(MANIFEST, manifest.as_slice()), (SIGNATURE, signature.as_slice())];
        files.extend(self.files.iter().map(|file| (file.name.as_str(), file.data.as_slice())));
        archive::write(&files)
    }

    fn manifest(&self) -> Value {
        let file = |file: &PackageFile| {
            json!({
                "name": file.name, "size": file.data.len(), "sha256": Hash::of(&file.data).to_string(),
                "blocks": file.data.chunks(BLOCK).map(|block| Hash::of(block).to_string()).collect::<Vec<_>>(),
            })
        };
        json!({
            "format": "verband-package/1", "organisation": self.organisation.to_string(), "conversation": self.log.to_string(),
            "wound": self.wound.to_string(), "member": self.member.to_string(), "device": self.device.to_string(),
            "at": self.at, "block": BLOCK, "files": self.files.iter().map(file).collect::<Vec<_>>(),
        })
    }
}
