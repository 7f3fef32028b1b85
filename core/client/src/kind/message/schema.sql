-- What people add to a message: each event by itself. What counts is decided by the highest position.
CREATE TABLE message_change (
    log    BLOB    NOT NULL,
    event  BLOB    NOT NULL,
    seq    INTEGER NOT NULL,                  -- above every position while it waits
    target BLOB    NOT NULL,                  -- the message
    member BLOB    NOT NULL,                  -- who
    what   INTEGER NOT NULL,                  -- 2 as it was first written, 4 edited, 5 reaction, 6 confirmed
    at     INTEGER NOT NULL,
    text   TEXT    NOT NULL DEFAULT '',       -- the text, or the reaction
    gone   INTEGER NOT NULL DEFAULT 0,        -- whether the reaction is taken back
    mentions BLOB,                            -- whom the text calls, CBOR
    PRIMARY KEY (log, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX message_change_target ON message_change (log, target, what, seq);

-- Whom the newest text of a message calls.
CREATE TABLE message_mention (
    log    BLOB    NOT NULL,
    event  BLOB    NOT NULL,                  -- the message
    n      INTEGER NOT NULL,
    what   INTEGER NOT NULL,                  -- 0 a member, 1 a team, 2 a role, 3 everybody here, 4 a role address
    id     BLOB    NOT NULL,
    start  INTEGER NOT NULL,                  -- UTF-16 units of the text
    len    INTEGER NOT NULL,
    PRIMARY KEY (log, event, n)
) STRICT, WITHOUT ROWID;

-- Where a message says that it was written.
CREATE TABLE message_location (
    log       BLOB    NOT NULL,
    event     BLOB    NOT NULL,
    latitude  INTEGER NOT NULL,               -- microdegrees
    longitude INTEGER NOT NULL,
    accuracy  INTEGER NOT NULL,               -- metres
    PRIMARY KEY (log, event)
) STRICT, WITHOUT ROWID;
