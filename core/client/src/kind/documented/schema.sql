-- Who said of what that it is in the patient's record, and who took that back. What counts is decided by the order of the
-- log when somebody looks.
CREATE TABLE documented_mark (
    log       BLOB    NOT NULL,
    event     BLOB    NOT NULL,
    seq       INTEGER NOT NULL,               -- above every position while it waits
    member    BLOB    NOT NULL,               -- who said it
    at        INTEGER NOT NULL,               -- the author's clock
    withdrawn INTEGER NOT NULL,               -- whether it takes back what was said
    wound     BLOB,                           -- the wound as which it is documented
    record    TEXT    NOT NULL,               -- where it is documented
    document  TEXT    NOT NULL,               -- its id there
    by_hand   INTEGER NOT NULL,               -- whether a person says so, and no server
    reason    TEXT    NOT NULL,               -- why it was taken back
    PRIMARY KEY (log, event)
) STRICT, WITHOUT ROWID;
-- What each of them is about.
CREATE TABLE documented_item (
    log   BLOB NOT NULL,
    item  BLOB NOT NULL,
    event BLOB NOT NULL,
    PRIMARY KEY (log, item, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX documented_item_event ON documented_item (log, event);
