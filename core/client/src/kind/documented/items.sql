-- A document is of a wound, or of one photo of it.
CREATE TABLE documented_sending (
    id      BLOB PRIMARY KEY,                 -- the document's own
    log     BLOB NOT NULL,
    wound   BLOB NOT NULL,                    -- as it was when the document was made
    item    BLOB NOT NULL,                    -- what it is of: the wound, or the photo
    record  TEXT NOT NULL,                    -- its name
    url     TEXT NOT NULL,
    patient TEXT NOT NULL,                    -- whose it is there
    items   BLOB NOT NULL,                    -- the events that it covers
    message BLOB NOT NULL,                    -- as it is sent
    UNIQUE (log, item, url, patient)
) STRICT;
INSERT INTO documented_sending SELECT id, log, wound, wound, record, url, patient, items, message FROM documented_upload;
DROP TABLE documented_upload;
ALTER TABLE documented_sending RENAME TO documented_upload;
