-- What content kinds have in common. Each kind brings its own tables as a part of the schema, from its own folder.

-- The parts, and how many of its SQL files each has applied.
CREATE TABLE part (
    name    TEXT    NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE message ADD COLUMN reply_to BLOB;                       -- the event it answers
ALTER TABLE message ADD COLUMN flags    INTEGER NOT NULL DEFAULT 0; -- 1 to be confirmed, 2 alarm, 4 forwarded, 8 edited

ALTER TABLE photo ADD COLUMN event BLOB;                            -- the event that shows it
CREATE INDEX photo_event ON photo (event);

ALTER TABLE outbox ADD COLUMN targets BLOB;                         -- events that a delete erases, CBOR

ALTER TABLE conversation ADD COLUMN description   TEXT    NOT NULL DEFAULT '';
ALTER TABLE conversation ADD COLUMN picture       BLOB;                       -- JPEG
ALTER TABLE conversation ADD COLUMN marked_unread INTEGER NOT NULL DEFAULT 0; -- by this person, read or not
ALTER TABLE conversation ADD COLUMN archived      INTEGER NOT NULL DEFAULT 0;

-- What was deleted for everybody, and by whom. The deleted may come after its deletion: a newcomer reads backwards.
CREATE TABLE deletion (
    log     BLOB    NOT NULL,
    target  BLOB    NOT NULL,                 -- the event that is deleted
    event   BLOB    NOT NULL,                 -- the one that deletes it
    seq     INTEGER NOT NULL,
    member  BLOB    NOT NULL,                 -- who deleted it
    trace   INTEGER NOT NULL,                 -- whether a trace of it stays in the conversation
    PRIMARY KEY (log, target, event)
) STRICT, WITHOUT ROWID;

-- Sealed files whose keys are gone, until the files are gone too.
CREATE TABLE litter (
    blob BLOB NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- What was begun and not sent, one per conversation.
CREATE TABLE draft (
    log      BLOB    NOT NULL PRIMARY KEY REFERENCES conversation (log),
    text     TEXT    NOT NULL,
    reply_to BLOB,
    at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
