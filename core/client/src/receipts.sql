-- What other devices tell of how far they have come, as far as it is here.
CREATE TABLE mark (
    log          BLOB    NOT NULL,
    device       BLOB    NOT NULL,
    member       BLOB    NOT NULL,
    received     INTEGER NOT NULL,            -- up to this position
    read         INTEGER NOT NULL,            -- the same, where its person tells
    typing_until INTEGER NOT NULL,            -- by this device's clock
    PRIMARY KEY (log, device)
) STRICT, WITHOUT ROWID;

-- How far this device has come with the marks of a conversation, and what it has told itself.
CREATE TABLE told (
    log    BLOB    NOT NULL PRIMARY KEY,
    newest INTEGER NOT NULL DEFAULT 0,        -- number of the newest mark that is here
    mark   BLOB,                              -- what was told last, CBOR
    typing INTEGER NOT NULL DEFAULT 0         -- this person types until then
) STRICT, WITHOUT ROWID;
