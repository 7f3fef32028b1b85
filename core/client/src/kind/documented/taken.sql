-- Whose it is in the record, of what this device brought there: a mark in the log does not tell.
CREATE TABLE documented_taken (
    log     BLOB NOT NULL,
    event   BLOB NOT NULL,                    -- the mark
    url     TEXT NOT NULL,
    patient TEXT NOT NULL,
    PRIMARY KEY (log, event)
) STRICT, WITHOUT ROWID;
