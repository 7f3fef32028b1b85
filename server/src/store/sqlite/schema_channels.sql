-- The third step of the schema: what channels show, who asks to join, and what devices tell for a while.

CREATE TABLE card (
    log       INTEGER PRIMARY KEY REFERENCES log,
    join_rule INTEGER NOT NULL,               -- as in the policy
    sealed    BLOB NOT NULL
) STRICT;

CREATE TABLE request (
    log       INTEGER NOT NULL REFERENCES log,
    member    BLOB NOT NULL,
    device    BLOB NOT NULL,
    at        INTEGER NOT NULL,               -- what was signed
    signature BLOB NOT NULL,
    refused   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (log, member)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_device ON request (device);

CREATE TABLE mark (
    log     INTEGER NOT NULL REFERENCES log,
    device  BLOB NOT NULL,
    number  INTEGER NOT NULL,                 -- ascends with each change in this log
    epoch   INTEGER NOT NULL,
    sealed  BLOB NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (log, device)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX mark_number ON mark (log, number);
CREATE INDEX mark_end ON mark (at);

CREATE INDEX blob_size ON blob (log, stage, size);
