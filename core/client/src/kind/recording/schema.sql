-- Voice notes and videos of conversations, and what is being recorded on this device.
CREATE TABLE recording (
    log            BLOB    NOT NULL,
    event          BLOB    NOT NULL,
    seq            INTEGER NOT NULL,              -- above every position while it waits
    media          TEXT    NOT NULL,
    duration       INTEGER NOT NULL,              -- milliseconds
    blob           BLOB    NOT NULL,
    file_key       BLOB    NOT NULL,              -- opens it
    size           INTEGER NOT NULL,              -- plaintext bytes
    waveform       BLOB,                          -- 64 levels
    poster         BLOB,                          -- JPEG, 320 px
    width          INTEGER,                       -- pixels as shown
    height         INTEGER,
    looked_through INTEGER NOT NULL,
    PRIMARY KEY (log, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX recording_blob ON recording (blob);

-- A recording that is not finished: its pieces are sealed under its key, each in a file of its own.
CREATE TABLE recorder (
    id       BLOB    PRIMARY KEY,
    log      BLOB    NOT NULL,                    -- where it is to go
    what     INTEGER NOT NULL,                    -- 90 voice note, 91 video
    source   INTEGER NOT NULL,                    -- 0 recorded here, 1 out of a file
    file_key BLOB    NOT NULL,
    began_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE recorder_piece (
    recorder BLOB    NOT NULL,
    number   INTEGER NOT NULL,                    -- from 0
    blob     BLOB    NOT NULL,
    size     INTEGER NOT NULL,                    -- plaintext bytes
    levels   BLOB    NOT NULL,                    -- how loud it was meanwhile
    PRIMARY KEY (recorder, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX recorder_piece_blob ON recorder_piece (blob);
