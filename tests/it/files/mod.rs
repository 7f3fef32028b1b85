//! Files: what people do with them, how they travel, and that all devices end with the same.

mod acts;
mod interrupted;
mod travel;
mod tree;

use verband_client::protocol::id::{EventId, LogId};
use verband_client::{Client, ClientError, FileKind, FileRow, FolderId};
use verband_protocol::wire::BlobState;
use verband_store::StoreError;
use verband_tests::device::Device;
use verband_tests::world::World;

/// Anna and Berta in a channel.
async fn two(number: u64) -> (World, LogId) {
    let mut world = World::with_members(verband_tests::chance::seed(number), &["Anna", "Berta"]).await;
    let log = world.channel("Wundteam", &[1]).await;
    (world, log)
}

/// Bytes that nothing takes for a picture.
fn content(len: usize, salt: u8) -> Vec<u8> {
    (0..len).map(|n| (n * 13 + n / 511) as u8 ^ salt).collect()
}

/// Puts a file into a folder.
fn put(
    client: &Client,
    log: &LogId,
    folder: Option<EventId>,
    name: &str,
    bytes: &[u8],
) -> Result<EventId, ClientError> {
    let writer = client.add_file(log, folder, name, None, Some(bytes.len() as u64))?;
    for piece in bytes.chunks(100_000) {
        writer.append(piece)?;
    }
    writer.finish()
}

/// Reads a file whole.
async fn get(client: &Client, log: &LogId, event: &EventId) -> Result<Vec<u8>, ClientError> {
    let reader = client.open_file(log, event, None).await?;
    let mut bytes = vec![0; usize::try_from(reader.len()).expect("small")];
    let mut done = 0;
    while done < bytes.len() {
        done += reader.read_at(done as u64, &mut bytes[done..])?;
    }
    Ok(bytes)
}

/// Names in a folder; of folders with a stroke.
fn names(device: &Device, log: &LogId, folder: FolderId) -> Vec<String> {
    let name = |row: &FileRow| match row.kind {
        FileKind::Folder => format!("{}/", row.name),
        FileKind::Photos => "(photos)".to_owned(),
        _ => row.name.clone(),
    };
    device.client().files(log, folder).expect("readable").iter().map(name).collect()
}

/// Everything that a device keeps of files and folders, to compare row by row.
fn tables(device: &Device) -> Vec<String> {
    let store = device.client().store().expect("unlocked");
    let sql = "SELECT hex(event) || folder || name || coalesce(hex(parent), '-') || parent_seq || coalesce(hex(place), '-')
                   || coalesce(hex(current), '-') || seq FROM file_item
               UNION ALL SELECT hex(event) || hex(item) || seq || media || hex(blob) || hex(file_key) || size FROM file_version
               UNION ALL SELECT hex(event) || hex(item) || seq || what || coalesce(name, '-') || coalesce(hex(target), '-')
                   FROM file_change
               ORDER BY 1";
    let rows = store.read(|connection| -> Result<Vec<String>, StoreError> {
        let mut statement = connection.prepare(sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    });
    rows.expect("readable")
}

/// Lets a server say of every part of a file that goes up that it has none of it: the upload goes on for ever.
fn forgetful(path: &str, body: bytes::Bytes, size: u64) -> bytes::Bytes {
    if !path.contains("/blobs/") {
        return body;
    }
    verband_protocol::cbor::encode(&BlobState { offset: 0, size, complete: false }).into()
}
