-- The schema after all migrations, for reading. Written by `cargo run -p verband-store --example vectors`.
PRAGMA user_version = 9;

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE log (
    id           BLOB    NOT NULL PRIMARY KEY,
    kind         INTEGER NOT NULL,            -- 0 organisation, 1 channel, 2 chat, 3 personal space
    seq          INTEGER NOT NULL DEFAULT 0,  -- newest entry applied; 0 is none
    head         BLOB    NOT NULL,            -- head hash at seq
    epoch        INTEGER NOT NULL DEFAULT 0,  -- epoch of the log at seq
    state        INTEGER NOT NULL DEFAULT 0,  -- 0 joining, 1 live, 2 left, 3 paused (unknown version), 4 halted (alarm)
    snapshot     BLOB    NOT NULL DEFAULT x'', -- the state of the log at seq, as `verband-rules` defines it
    history      BLOB                         -- how far back the past is verified; NULL when it is, or never will be
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
    log    BLOB    NOT NULL REFERENCES log (id) ON DELETE CASCADE,
    seq    INTEGER NOT NULL,
    event  BLOB    NOT NULL,                  -- event id, once per log: how a resend is recognised
    author BLOB    NOT NULL,                  -- device that signed
    header BLOB    NOT NULL,
    sig    BLOB    NOT NULL,
    body   BLOB,
    head   BLOB    NOT NULL,                  -- head hash including this entry
    PRIMARY KEY (log, seq)
) STRICT;

CREATE UNIQUE INDEX entry_event ON entry (event, log);

CREATE TABLE founding (
    log    BLOB NOT NULL PRIMARY KEY REFERENCES log (id) ON DELETE CASCADE,
    bundle BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE archive_key (
    log   BLOB    NOT NULL REFERENCES log (id) ON DELETE CASCADE,
    epoch INTEGER NOT NULL,
    key   BLOB    NOT NULL,
    kc    BLOB    NOT NULL,
    PRIMARY KEY (log, epoch)
) STRICT, WITHOUT ROWID;

CREATE TABLE mls (
    kind  INTEGER NOT NULL,                   -- which kind of value
    grp   BLOB    NOT NULL,                   -- MLS group id; empty for what belongs to no group
    key   BLOB    NOT NULL,                   -- key inside the kind; empty where there is one per group
    value BLOB    NOT NULL,
    PRIMARY KEY (kind, grp, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE conversation (
    log        BLOB    NOT NULL PRIMARY KEY REFERENCES log (id),
    kind       INTEGER NOT NULL,              -- 1 channel, 2 chat, 3 personal space
    title      TEXT    NOT NULL,
    history    INTEGER NOT NULL,              -- 0 full, 1 from join, 2 closed
    state      INTEGER NOT NULL DEFAULT 0,    -- 0 joining, 1 live, 2 left or removed, 3 paused, 4 halted
    title_seq  INTEGER NOT NULL DEFAULT 0,    -- where the title was given
    created_at INTEGER NOT NULL,
    last_seq   INTEGER NOT NULL DEFAULT 0,    -- newest message
    last_at    INTEGER NOT NULL DEFAULT 0,
    last_text  TEXT    NOT NULL DEFAULT '',
    read_seq   INTEGER NOT NULL DEFAULT 0,    -- read by this person up to here
    unread     INTEGER NOT NULL DEFAULT 0,
    muted      INTEGER NOT NULL DEFAULT 0,
    favourite  INTEGER NOT NULL DEFAULT 0
, description   TEXT    NOT NULL DEFAULT '', picture       BLOB, marked_unread INTEGER NOT NULL DEFAULT 0, archived      INTEGER NOT NULL DEFAULT 0, writers INTEGER) STRICT, WITHOUT ROWID;

CREATE INDEX conversation_newest ON conversation (last_at);

CREATE TABLE message (
    id            INTEGER NOT NULL PRIMARY KEY,
    log           BLOB    NOT NULL REFERENCES conversation (log),
    place         INTEGER NOT NULL,
    seq           INTEGER,                    -- NULL until the server has given a position
    event         BLOB    NOT NULL,
    author_device BLOB    NOT NULL,
    author_member BLOB,                       -- NULL while the author's certificate is unknown
    sent_at       INTEGER NOT NULL,
    kind          INTEGER NOT NULL,           -- content kind, as in the protocol
    text          TEXT    NOT NULL DEFAULT '',
    photo         BLOB,                       -- photo.id
    state         INTEGER NOT NULL,           -- 0 waiting, 1 sent, 2 failed, 3 unreadable
    deleted       INTEGER NOT NULL DEFAULT 0
, reply_to BLOB, flags    INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE UNIQUE INDEX message_page ON message (log, place);

CREATE UNIQUE INDEX message_waiting ON message (event) WHERE seq IS NULL;

CREATE TABLE outbox (
    event      BLOB    NOT NULL PRIMARY KEY,
    log        BLOB    NOT NULL REFERENCES log (id) ON DELETE CASCADE,
    ord        INTEGER NOT NULL,              -- the order in which events were made
    ctr        INTEGER,                       -- counter of this device, once the event has been sealed
    created_at INTEGER NOT NULL,
    class      INTEGER NOT NULL,              -- class of the header
    payload    BLOB    NOT NULL,              -- plaintext payload; sealed anew for whatever epoch it is sent in
    state      INTEGER NOT NULL DEFAULT 0,    -- 0 waiting, 1 on its way, 2 failed for good
    attempts   INTEGER NOT NULL DEFAULT 0,
    last_error TEXT
, targets BLOB, hold_until INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_order ON outbox (log, ord);

CREATE TABLE upload (
    blob   BLOB    NOT NULL PRIMARY KEY,
    event  BLOB    NOT NULL REFERENCES outbox (event) ON DELETE CASCADE,
    log    BLOB    NOT NULL,
    ord    INTEGER NOT NULL,                  -- the order in which the header names them
    state  INTEGER NOT NULL DEFAULT 0         -- 0 waiting, 1 complete
, name   TEXT    NOT NULL DEFAULT '', size   INTEGER NOT NULL DEFAULT 0, done   INTEGER NOT NULL DEFAULT 0, hash   BLOB, reason TEXT) STRICT, WITHOUT ROWID;

CREATE INDEX upload_event ON upload (event);

CREATE TABLE photo (
    id           BLOB    NOT NULL PRIMARY KEY, -- blob id of the original
    log          BLOB,                         -- the conversation it can be fetched from
    file_key     BLOB    NOT NULL,             -- opens the original
    size         INTEGER NOT NULL,             -- plaintext bytes of the original
    preview      BLOB    NOT NULL,             -- blob id of the preview
    preview_key  BLOB    NOT NULL,             -- opens the preview
    preview_size INTEGER NOT NULL,             -- plaintext bytes of the preview
    orientation  INTEGER NOT NULL,             -- EXIF value 1 to 8, to be applied to the original
    width        INTEGER NOT NULL,             -- pixels, orientation applied
    height       INTEGER NOT NULL,
    taken_at     INTEGER NOT NULL,
    thumb        BLOB    NOT NULL              -- JPEG, 320 px
, event BLOB) STRICT;

CREATE INDEX photo_newest ON photo (taken_at);

CREATE UNIQUE INDEX photo_preview ON photo (preview);

CREATE TABLE vault_file (
    id    BLOB    NOT NULL PRIMARY KEY,
    key   BLOB,                               -- opens it; NULL when another table holds the key
    size  INTEGER NOT NULL,                   -- sealed bytes
    state INTEGER NOT NULL DEFAULT 0          -- 0 being written, 1 complete
) STRICT, WITHOUT ROWID;

CREATE TABLE blob_chunk (
    id   BLOB    NOT NULL REFERENCES vault_file (id) ON DELETE CASCADE,
    n    INTEGER NOT NULL,                    -- from 0
    data BLOB    NOT NULL,
    PRIMARY KEY (id, n)
) STRICT;

CREATE TABLE member (
    id          BLOB    NOT NULL PRIMARY KEY,
    name        TEXT    NOT NULL DEFAULT '',  -- empty while, or after, the sealed part cannot be read
    state       INTEGER NOT NULL DEFAULT 0,   -- 0 waits for approval, 1 active, 2 revoked
    admin       INTEGER NOT NULL DEFAULT 0,
    claim_seq   INTEGER NOT NULL,
    revoked_seq INTEGER
, function     TEXT    NOT NULL DEFAULT '', ward         TEXT    NOT NULL DEFAULT '', availability TEXT    NOT NULL DEFAULT '', picture      BLOB, until        INTEGER, renewals     INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;

CREATE TABLE device (
    id          BLOB    NOT NULL PRIMARY KEY,
    member      BLOB    NOT NULL,
    certificate BLOB    NOT NULL,
    class       INTEGER NOT NULL,             -- as in the certificate
    added_seq   INTEGER NOT NULL,
    revoked_seq INTEGER
, name TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;

CREATE INDEX device_member ON device (member);

CREATE TABLE invitation (
    id     BLOB    NOT NULL PRIMARY KEY,
    kind   INTEGER NOT NULL,                  -- as in the record
    record BLOB    NOT NULL,                  -- the public record, as signed
    state  INTEGER NOT NULL DEFAULT 0,        -- 0 open, 1 used up, 2 withdrawn
    name   TEXT    NOT NULL DEFAULT '',       -- for whom, if this device can read it
    seq    INTEGER NOT NULL
, function  TEXT    NOT NULL DEFAULT '', ward      TEXT    NOT NULL DEFAULT '', claims    INTEGER NOT NULL DEFAULT 0, not_after INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;

CREATE TABLE directory_key (
    generation INTEGER NOT NULL PRIMARY KEY,
    key        BLOB    NOT NULL
) STRICT;

CREATE TABLE alarm (
    id     INTEGER NOT NULL PRIMARY KEY,
    at     INTEGER NOT NULL,
    log    BLOB,
    kind   INTEGER NOT NULL,
    detail TEXT    NOT NULL                   -- ids and positions only
, evidence BLOB, member BLOB) STRICT;

CREATE TABLE title (
    id    BLOB NOT NULL PRIMARY KEY,
    title TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE notice (
    version INTEGER NOT NULL PRIMARY KEY,
    german  TEXT    NOT NULL,
    english TEXT    NOT NULL
) STRICT;

CREATE TABLE verified (
    member     BLOB    NOT NULL PRIMARY KEY,
    generation INTEGER NOT NULL              -- how often she had started anew: another time takes it away
) STRICT, WITHOUT ROWID;

CREATE TABLE part (
    name    TEXT    NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX photo_event ON photo (event);

CREATE TABLE deletion (
    log     BLOB    NOT NULL,
    target  BLOB    NOT NULL,                 -- the event that is deleted
    event   BLOB    NOT NULL,                 -- the one that deletes it
    seq     INTEGER NOT NULL,
    member  BLOB    NOT NULL,                 -- who deleted it
    trace   INTEGER NOT NULL,                 -- whether a trace of it stays in the conversation
    PRIMARY KEY (log, target, event)
) STRICT, WITHOUT ROWID;

CREATE TABLE litter (
    blob BLOB NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE message_text USING fts5 (
    text,
    content = '', columnsize = 0,
    tokenize = 'trigram case_sensitive 1', detail = none
);

CREATE INDEX message_photo ON message (id) WHERE photo IS NOT NULL;

CREATE TABLE chat_member (
    log    BLOB NOT NULL,
    member BLOB NOT NULL,
    PRIMARY KEY (log, member)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE "draft" (
    log      BLOB    NOT NULL,
    form     TEXT    NOT NULL,                -- a name that the app gives it; `message` is the text of a message
    about    BLOB    NOT NULL,                -- the event that it is about; empty for none
    text     TEXT    NOT NULL,
    reply_to BLOB,                            -- what a message answers
    at       INTEGER NOT NULL,
    PRIMARY KEY (log, form, about)
) STRICT, WITHOUT ROWID;
