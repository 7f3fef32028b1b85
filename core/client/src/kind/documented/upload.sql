-- Documents on their way into a record: kept until it has taken or refused them, so that another try sends the same one.
CREATE TABLE documented_upload (
    id       BLOB    PRIMARY KEY,             -- the document's own
    log      BLOB    NOT NULL,
    wound    BLOB    NOT NULL,
    record   TEXT    NOT NULL,                -- its name
    url      TEXT    NOT NULL,
    patient  TEXT    NOT NULL,                -- whose it is there
    items    BLOB    NOT NULL,                -- the events that it covers
    message  BLOB    NOT NULL,                -- as it is sent
    UNIQUE (log, wound, url, patient)
) STRICT;
