//! The offline attack: every secret of a device on everything sealed in the server's folder, in every way in which a
//! key derives from a secret.

use verband_protocol::handover::HandoverKey;
use verband_protocol::seal::{HEADER_LEN, Opener, SealKey, open};

use crate::ciphertexts::{Ciphertext, Kind};
use crate::secrets::{Secret, Secrets};

/// Which of them opened, in the same order.
pub(crate) fn try_all(secrets: &Secrets, sealed: &[Ciphertext]) -> Vec<bool> {
    // What its keys open as they stand, opens at once; everything else is for the long search.
    let mut opened = vec![false; sealed.len()];
    try_keys(&secrets.keys, sealed, &mut opened);
    try_seeds(&secrets.seeds, sealed, &mut opened);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = secrets.all.len().div_ceil(threads).max(1);
    let so_far = &opened;
    let search = |share: &[Secret]| {
        let mut opened = so_far.clone();
        try_keys(share, sealed, &mut opened);
        opened
    };
    let found: Vec<Vec<bool>> = std::thread::scope(|scope| {
        let workers: Vec<_> = secrets.all.chunks(share).map(|share| scope.spawn(|| search(share))).collect();
        workers.into_iter().map(|worker| worker.join().expect("a worker only opens")).collect()
    });
    for found in found {
        opened.iter_mut().zip(found).for_each(|(opened, found)| *opened |= found);
    }
    opened
}

fn try_keys(secrets: &[Secret], sealed: &[Ciphertext], opened: &mut [bool]) {
    for secret in secrets {
        let raw = SealKey::from_bytes(*secret);
        let derived =
            [b"verband/ev/1".as_slice(), b"verband/directory/1", b"verband/ln/1"].map(|label| raw.derive(label));
        let [event, name, link] = &derived;
        for (opened, sealed) in opened.iter_mut().zip(sealed).filter(|(opened, _)| !**opened) {
            let derived = match sealed.kind {
                Kind::Event => Some(event),
                Kind::Name => Some(name),
                Kind::Link => Some(link),
                Kind::Blob | Kind::Bundle => None,
                Kind::Handover => continue,
            };
            *opened = opens(&raw, sealed) || derived.is_some_and(|key| opens(key, sealed));
        }
    }
}

/// The commitment tells at once whether a key is the right one; then the whole of it must open.
fn opens(key: &SealKey, sealed: &Ciphertext) -> bool {
    let header = sealed.bytes.first_chunk::<HEADER_LEN>();
    header.is_some_and(|header| Opener::new(key, &sealed.context, header).is_ok())
        && open(key, &sealed.context, &sealed.bytes).is_ok()
}

fn try_seeds(seeds: &[Secret], sealed: &[Ciphertext], opened: &mut [bool]) {
    for seed in seeds {
        let key = HandoverKey::from_seed(seed);
        for (opened, sealed) in opened.iter_mut().zip(sealed).filter(|(opened, _)| !**opened) {
            if let Some(handover) = &sealed.handover {
                *opened = key.open(&sealed.context, handover).is_ok();
            }
        }
    }
}
