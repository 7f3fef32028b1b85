-- How far sealed files have come on their way up and down. They go on where they were, also after a kill.

ALTER TABLE upload ADD COLUMN name   TEXT    NOT NULL DEFAULT ''; -- what people call it; state: 2 paused, 3 refused
ALTER TABLE upload ADD COLUMN size   INTEGER NOT NULL DEFAULT 0;  -- sealed bytes; 0 while nobody has looked
ALTER TABLE upload ADD COLUMN done   INTEGER NOT NULL DEFAULT 0;  -- sealed bytes that the server has
ALTER TABLE upload ADD COLUMN hash   BLOB;                        -- SHA-256 of all sealed bytes, once it is known
ALTER TABLE upload ADD COLUMN reason TEXT;                        -- code of the last error

CREATE TABLE download (
    blob     BLOB    NOT NULL PRIMARY KEY,
    log      BLOB    NOT NULL,                -- the conversation it is fetched from
    file_key BLOB    NOT NULL,                -- opens it
    size     INTEGER NOT NULL,                -- plaintext bytes
    name     TEXT    NOT NULL DEFAULT '',
    done     INTEGER NOT NULL DEFAULT 0,      -- sealed bytes that are here
    state    INTEGER NOT NULL DEFAULT 0,      -- 0 waiting, 2 paused, 3 failed
    reason   TEXT
) STRICT, WITHOUT ROWID;

ALTER TABLE outbox ADD COLUMN hold_until INTEGER NOT NULL DEFAULT 0; -- not sent before: it can still be undone
