-- What an album shows: a row for each photo, with what counts of what was said about it.
CREATE TABLE album_item (
    log      BLOB    NOT NULL,
    event    BLOB    NOT NULL,
    kind     INTEGER NOT NULL,                -- number of the payload that brought it
    item     BLOB    NOT NULL,                -- by what it is opened: photo.id
    taken_at INTEGER NOT NULL,
    at       INTEGER NOT NULL,                -- when it came into the conversation, by the author's clock
    member   BLOB    NOT NULL,                -- who brought it
    wound    BLOB,                            -- where it was put last, whether there is such a wound or not
    patient  TEXT    NOT NULL DEFAULT '',     -- the wound's, or else what it was filed under
    sent     INTEGER NOT NULL DEFAULT 0,      -- in a personal space: whether it has become something elsewhere
    PRIMARY KEY (log, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX album_item_newest ON album_item (taken_at, event);
CREATE INDEX album_item_log ON album_item (log, taken_at, event);
CREATE INDEX album_item_patient ON album_item (patient, taken_at, event) WHERE patient <> '';
CREATE INDEX album_item_wound ON album_item (wound, taken_at, event) WHERE wound IS NOT NULL;

-- What people said about photos, each by itself. What counts is decided by the highest position.
CREATE TABLE album_filing (
    log     BLOB    NOT NULL,
    event   BLOB    NOT NULL,
    seq     INTEGER NOT NULL,                 -- above every position while it waits
    target  BLOB    NOT NULL,                 -- the photo
    member  BLOB    NOT NULL,                 -- who said it
    at      INTEGER NOT NULL,                 -- the author's clock
    kind    INTEGER NOT NULL,                 -- 80 its patient reference, 81 it has become something elsewhere
    patient TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (log, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX album_filing_target ON album_filing (log, target, kind, seq);

-- Photos that are being moved by this device: gone from where they were once their copies are in the log.
CREATE TABLE album_move (
    copy_log   BLOB    NOT NULL,
    copy_event BLOB    NOT NULL,
    from_log   BLOB    NOT NULL,
    from_event BLOB    NOT NULL,
    at         INTEGER NOT NULL,              -- when they were moved
    PRIMARY KEY (copy_log, copy_event)
) STRICT, WITHOUT ROWID;
CREATE INDEX album_move_from ON album_move (from_log, from_event);
