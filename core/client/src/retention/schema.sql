-- What was erased because its time was over: one row for each prune of a conversation.
CREATE TABLE prune (
    log     BLOB    NOT NULL,
    event   BLOB    NOT NULL,                 -- the prune
    seq     INTEGER NOT NULL,
    author  BLOB    NOT NULL,                 -- the device that wrote it
    horizon INTEGER NOT NULL,                 -- all that it erased stands at or before this position
    at      INTEGER NOT NULL,                 -- the author's clock
    PRIMARY KEY (log, event)
) STRICT, WITHOUT ROWID;
