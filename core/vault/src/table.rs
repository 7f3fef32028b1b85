//! Sealed files in a table of the encrypted store: for the browser, which has no folder to keep them in. They are written
//! row by row, so that a file of any size takes the memory of a few rows; a file that is not whole yet is there for nobody.

use verband_store::{Store, StoreError};

use crate::files::{BlobFiles, BlobPart, BlobWriter, FileError, FileId, remove_others};

/// Bytes in one row of the table.
const ROW: usize = 256 << 10;

/// A file in the table is being written, is whole, or grows over several lives.
const PART: i64 = 0;
const WHOLE: i64 = 1;
const GROWING: i64 = 2;

/// Files in a table of the encrypted store.
#[derive(Clone)]
pub struct StoreFiles(Store);

impl StoreFiles {
    /// Files in this store.
    pub fn new(store: Store) -> Self {
        Self(store)
    }

    fn with_state(&self, state: i64) -> Result<Vec<FileId>, FileError> {
        Ok(self.0.read(|connection| -> Result<_, StoreError> {
            let mut statement = connection.prepare_cached("SELECT id FROM vault_file WHERE state = ?1 ORDER BY id")?;
            let rows = statement.query_map([state], |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?)
    }

    /// Reads of the rows of a file, whole or not, that has `len` bytes in them.
    fn read_rows(&self, id: &FileId, len: u64, offset: u64, out: &mut [u8]) -> Result<usize, FileError> {
        let mut done = 0;
        while done < out.len() && offset.saturating_add(done as u64) < len {
            let at = offset + done as u64;
            let row: Vec<u8> = self.0.read(|connection| -> Result<_, StoreError> {
                let mut statement =
                    connection.prepare_cached("SELECT data FROM blob_chunk WHERE id = ?1 AND n = ?2")?;
                Ok(statement.query_row((id, at / ROW as u64), |row| row.get(0))?)
            })?;
            let rest = row.get((at % ROW as u64) as usize..).unwrap_or_default();
            let read = rest.len().min(out.len() - done);
            if read == 0 {
                break;
            }
            out[done..done + read].copy_from_slice(&rest[..read]);
            done += read;
        }
        Ok(done)
    }

    /// Begins a file; whether it was not there.
    fn begin(&self, id: &FileId, state: i64) -> Result<bool, FileError> {
        Ok(self.0.with_tx(|tx| -> Result<_, StoreError> {
            let sql = "INSERT INTO vault_file (id, size, state) VALUES (?1, 0, ?2) ON CONFLICT DO NOTHING";
            Ok(tx.execute(sql, (id, state))? > 0)
        })?)
    }
}

impl BlobFiles for StoreFiles {
    fn create(&self, id: &FileId) -> Result<Box<dyn BlobWriter>, FileError> {
        if !self.begin(id, PART)? {
            return Err(FileError::Exists);
        }
        Ok(Box::new(StoreWriter { rows: Rows::new(self, id), done: false }))
    }

    fn resume(&self, id: &FileId) -> Result<Box<dyn BlobPart>, FileError> {
        if self.exists(id)? {
            return Err(FileError::Exists);
        }
        self.begin(id, GROWING)?;
        // Every row that is there is full: what was not goes with whoever had it.
        let there: u64 = self.0.read(|connection| -> Result<_, StoreError> {
            let mut statement = connection.prepare_cached("SELECT count(*) FROM blob_chunk WHERE id = ?1")?;
            Ok(statement.query_row([id], |row| row.get(0))?)
        })?;
        Ok(Box::new(Rows { full: there, ..Rows::new(self, id) }))
    }

    fn exists(&self, id: &FileId) -> Result<bool, FileError> {
        Ok(self.0.read(|connection| -> Result<_, StoreError> {
            let mut statement = connection.prepare_cached("SELECT 1 FROM vault_file WHERE id = ?1 AND state = ?2")?;
            Ok(statement.exists((id, WHOLE))?)
        })?)
    }

    fn len(&self, id: &FileId) -> Result<u64, FileError> {
        let len: Option<u64> = self.0.read(|connection| -> Result<_, StoreError> {
            let mut statement =
                connection.prepare_cached("SELECT size FROM vault_file WHERE id = ?1 AND state = ?2")?;
            let mut rows = statement.query((id, WHOLE))?;
            Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
        })?;
        len.ok_or(FileError::NotFound)
    }

    fn read_at(&self, id: &FileId, offset: u64, out: &mut [u8]) -> Result<usize, FileError> {
        self.read_rows(id, self.len(id)?, offset, out)
    }

    fn remove(&self, id: &FileId) -> Result<(), FileError> {
        Ok(self.0.with_tx(|tx| -> Result<_, StoreError> {
            tx.execute("DELETE FROM blob_chunk WHERE id = ?1", [id])?;
            tx.execute("DELETE FROM vault_file WHERE id = ?1", [id])?;
            Ok(())
        })?)
    }

    fn list(&self) -> Result<Vec<FileId>, FileError> {
        self.with_state(WHOLE)
    }

    fn sweep(&self, keep: &dyn Fn(&FileId) -> Result<bool, FileError>) -> Result<(), FileError> {
        for id in self.with_state(PART)? {
            self.remove(&id)?;
        }
        for id in self.with_state(GROWING)? {
            if !keep(&id)? {
                self.remove(&id)?;
            }
        }
        remove_others(self, keep)
    }
}

/// The rows of a file that grows.
struct Rows {
    files: StoreFiles,
    id: FileId,
    /// Full rows in the table.
    full: u64,
    /// Less than a row that waits for more.
    pending: Vec<u8>,
}

impl Rows {
    fn new(files: &StoreFiles, id: &FileId) -> Self {
        Self { files: files.clone(), id: *id, full: 0, pending: Vec::new() }
    }

    fn end(&mut self) -> Result<(), FileError> {
        let size = self.grown();
        Ok(self.files.0.with_tx(|tx| -> Result<_, StoreError> {
            if !self.pending.is_empty() {
                let sql = "INSERT INTO blob_chunk (id, n, data) VALUES (?1, ?2, ?3)";
                tx.execute(sql, (&self.id, self.full, &self.pending))?;
            }
            let sql = "UPDATE vault_file SET size = ?2, state = ?3 WHERE id = ?1";
            tx.execute(sql, (&self.id, size, WHOLE))?;
            Ok(())
        })?)
    }
}

impl BlobWriter for Rows {
    fn append(&mut self, mut bytes: &[u8]) -> Result<(), FileError> {
        while self.pending.len() + bytes.len() >= ROW {
            let (now, later) = bytes.split_at(ROW - self.pending.len());
            self.pending.extend_from_slice(now);
            self.files.0.with_tx(|tx| -> Result<_, StoreError> {
                let sql = "INSERT INTO blob_chunk (id, n, data) VALUES (?1, ?2, ?3)";
                tx.execute(sql, (&self.id, self.full, &self.pending))?;
                Ok(())
            })?;
            self.full += 1;
            self.pending.clear();
            bytes = later;
        }
        self.pending.extend_from_slice(bytes);
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), FileError> {
        self.end()
    }
}

impl BlobPart for Rows {
    fn grown(&self) -> u64 {
        self.full * ROW as u64 + self.pending.len() as u64
    }

    fn read_at(&self, offset: u64, out: &mut [u8]) -> Result<usize, FileError> {
        let in_rows = self.full * ROW as u64;
        let mut done = self.files.read_rows(&self.id, in_rows, offset, out)?;
        let behind = (offset + done as u64).checked_sub(in_rows).and_then(|behind| usize::try_from(behind).ok());
        if let Some(rest) = behind.and_then(|behind| self.pending.get(behind..)) {
            let read = rest.len().min(out.len() - done);
            out[done..done + read].copy_from_slice(&rest[..read]);
            done += read;
        }
        Ok(done)
    }

    fn truncate(&mut self, len: u64) -> Result<(), FileError> {
        if len >= self.grown() {
            return Ok(());
        }
        let rows = len / ROW as u64;
        let mut rest = vec![0; (len % ROW as u64) as usize];
        self.read_at(rows * ROW as u64, &mut rest)?;
        self.files.0.with_tx(|tx| tx.execute("DELETE FROM blob_chunk WHERE id = ?1 AND n >= ?2", (&self.id, rows)))?;
        self.full = rows;
        self.pending = rest;
        Ok(())
    }
}

/// A file of one life: dropped before its end, it leaves nothing.
struct StoreWriter {
    rows: Rows,
    done: bool,
}

impl BlobWriter for StoreWriter {
    fn append(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        self.rows.append(bytes)
    }

    fn finish(mut self: Box<Self>) -> Result<(), FileError> {
        self.rows.end()?;
        self.done = true;
        Ok(())
    }
}

impl Drop for StoreWriter {
    fn drop(&mut self) {
        if !self.done {
            // What does not go now, the next start sweeps away.
            let _ = self.rows.files.remove(&self.rows.id);
        }
    }
}
