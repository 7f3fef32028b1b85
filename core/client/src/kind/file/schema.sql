-- Files and folders of a conversation. What people change is kept by its event; the columns behind it are what counts, by
-- the highest position, whatever came first.
CREATE TABLE file_item (
    log        BLOB    NOT NULL,
    event      BLOB    NOT NULL,              -- the event that made it, which is its id
    seq        INTEGER NOT NULL,              -- above every position while it waits
    folder     INTEGER NOT NULL,              -- whether it is one
    member     BLOB    NOT NULL,              -- who made it
    at         INTEGER NOT NULL,
    name0      TEXT    NOT NULL,              -- as it was made
    parent0    BLOB,
    name       TEXT    NOT NULL,              -- as it counts
    parent     BLOB,                          -- where it was put
    parent_seq INTEGER NOT NULL,              -- when: 0 as it was made
    place      BLOB,                          -- the folder that shows it; NULL is the root
    current    BLOB,                          -- the version that counts: file_version.event
    PRIMARY KEY (log, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX file_item_place ON file_item (log, place);
CREATE INDEX file_item_parent ON file_item (log, parent);

CREATE TABLE file_version (
    log         BLOB    NOT NULL,
    event       BLOB    NOT NULL,             -- of the first version, the item's
    item        BLOB    NOT NULL,
    seq         INTEGER NOT NULL,
    member      BLOB    NOT NULL,
    at          INTEGER NOT NULL,
    media       TEXT    NOT NULL,
    blob        BLOB    NOT NULL,
    file_key    BLOB    NOT NULL,             -- opens it
    size        INTEGER NOT NULL,             -- plaintext bytes
    thumb       BLOB,                         -- of a picture: JPEG, 320 px
    width       INTEGER,                      -- pixels as shown
    height      INTEGER,
    orientation INTEGER,                      -- EXIF value 1 to 8, to be applied to the file
    PRIMARY KEY (log, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX file_version_item ON file_version (log, item, seq);
CREATE INDEX file_version_blob ON file_version (blob);

CREATE TABLE file_change (
    log     BLOB    NOT NULL,
    event   BLOB    NOT NULL,
    seq     INTEGER NOT NULL,
    item    BLOB    NOT NULL,
    what    INTEGER NOT NULL,                 -- 12 another name, 13 another folder, 15 an earlier version
    name    TEXT,
    target  BLOB,                             -- the folder, or the version
    PRIMARY KEY (log, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX file_change_item ON file_change (log, item, what, seq);
