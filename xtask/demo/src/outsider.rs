//! A server that helps a revoked member: the real program on a folder in which the organisation has never revoked
//! her and she is still in the conversation's roster. It gives her device everything that it asks for.

use std::path::Path;

use anyhow::Result;
use verband_protocol::cbor;
use verband_protocol::entry::Header;
use verband_protocol::id::DeviceId;
use verband_store::rusqlite::Connection;

use crate::ciphertexts::{Folder, database};

/// Changes the server's database in her favour.
pub(crate) fn help(data: &Path, folder: &Folder, device: &DeviceId) -> Result<()> {
    let mut sql = Connection::open(database(data))?;
    let tx = sql.transaction()?;
    let row = |log: [u8; 32]| tx.query_row("SELECT id FROM log WHERE log = ?1", [log], |row| row.get::<_, i64>(0));
    let (organisation, conversation) = (row(folder.organisation.0)?, row(folder.conversation.0)?);
    // The organisation's log ends before the revocation, and its authors have not counted on.
    for header in headers_from(&tx, organisation, folder.revoked_at)? {
        let header: Header = cbor::decode(&header)?;
        tx.execute(
            "UPDATE counter SET counter = ?3 WHERE log = ?1 AND device = ?2",
            (organisation, header.author.0, header.counter - 1),
        )?;
    }
    tx.execute("DELETE FROM entry WHERE log = ?1 AND seq >= ?2", (organisation, folder.revoked_at))?;
    tx.execute("UPDATE log SET seq = ?2 WHERE id = ?1", (organisation, folder.revoked_at - 1))?;
    tx.execute(
        "INSERT INTO roster (log, device, member, since) VALUES (?1, ?2, ?3, 1)",
        (conversation, device.0, folder.member.0),
    )?;
    tx.commit()?;
    Ok(())
}

/// The signed headers of a log from a position on, newest first.
fn headers_from(sql: &Connection, log: i64, seq: u64) -> Result<Vec<Vec<u8>>> {
    let mut headers = sql.prepare("SELECT header FROM entry WHERE log = ?1 AND seq >= ?2 ORDER BY seq DESC")?;
    let headers = headers.query_map((log, seq), |row| row.get(0))?;
    Ok(headers.collect::<Result<_, _>>()?)
}
