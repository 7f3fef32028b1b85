-- Appointments as they were made.
CREATE TABLE appointment (
    log     BLOB    NOT NULL,
    event   BLOB    NOT NULL,
    seq     INTEGER NOT NULL,                 -- above every position while it waits
    member  BLOB    NOT NULL,                 -- who made it
    made    BLOB    NOT NULL,                 -- the payload
    starts  INTEGER NOT NULL,                 -- no occurrence is earlier: ms since the Unix epoch, less a day for zones
    ends    INTEGER,                          -- none is later, and a day; NULL without an end
    PRIMARY KEY (log, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX appointment_when ON appointment (ends, starts);

-- Changes to them, each by itself. What counts for an occurrence is the last one that is about it.
CREATE TABLE appointment_change (
    log     BLOB    NOT NULL,
    event   BLOB    NOT NULL,
    seq     INTEGER NOT NULL,
    target  BLOB    NOT NULL,                 -- the appointment
    member  BLOB    NOT NULL,                 -- who changed it
    changed BLOB    NOT NULL,                 -- the payload
    PRIMARY KEY (log, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX appointment_change_target ON appointment_change (log, target, seq);

-- Answers of the people who are invited.
CREATE TABLE appointment_answer (
    log        BLOB    NOT NULL,
    event      BLOB    NOT NULL,
    seq        INTEGER NOT NULL,
    target     BLOB    NOT NULL,              -- the appointment
    member     BLOB    NOT NULL,              -- who answers
    occurrence TEXT    NOT NULL,              -- local time of the occurrence; empty for the whole series
    answer     INTEGER NOT NULL,              -- 0 none any more, 1 yes, 2 maybe, 3 no
    at         INTEGER NOT NULL,              -- the author's clock
    PRIMARY KEY (log, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX appointment_answer_target ON appointment_answer (log, target, seq);

-- What became of reminders, on this device only.
CREATE TABLE appointment_reminder (
    log        BLOB    NOT NULL,
    event      BLOB    NOT NULL,
    occurrence TEXT    NOT NULL,
    minutes    INTEGER NOT NULL,              -- which of its reminders
    again      INTEGER,                       -- when it comes again; NULL when it was put away
    at         INTEGER NOT NULL,              -- when that was said
    PRIMARY KEY (log, event, occurrence, minutes)
) STRICT, WITHOUT ROWID;

-- What the last imports brought, on this device only: to undo them.
CREATE TABLE appointment_import (
    import INTEGER NOT NULL,
    ord    INTEGER NOT NULL,
    log    BLOB    NOT NULL,
    event  BLOB    NOT NULL,
    PRIMARY KEY (import, ord)
) STRICT, WITHOUT ROWID;
