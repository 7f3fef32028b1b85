-- Everything that was written about wounds, each event by itself. What counts is decided by the order of the log when
-- somebody looks.
CREATE TABLE wound_event (
    log     BLOB    NOT NULL,
    event   BLOB    NOT NULL,
    seq     INTEGER NOT NULL,                 -- above every position while it waits
    member  BLOB    NOT NULL,                 -- who wrote it
    at      INTEGER NOT NULL,                 -- the author's clock
    kind    INTEGER NOT NULL,                 -- number of the payload
    wound   BLOB,                             -- the wound that it is about; NULL: a photo belongs to none
    target  BLOB,                             -- the finding or photo that it is about
    payload BLOB    NOT NULL,
    PRIMARY KEY (log, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX wound_event_wound ON wound_event (log, wound, seq);
CREATE INDEX wound_event_target ON wound_event (log, target, seq);
CREATE INDEX wound_event_made ON wound_event (log) WHERE kind = 60;
