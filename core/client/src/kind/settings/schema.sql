-- How this person wants her conversations: one value each, the newest in her personal space.
CREATE TABLE setting (
    log          BLOB    NOT NULL,            -- the personal space
    conversation BLOB    NOT NULL,
    field        INTEGER NOT NULL,            -- 1 muted until, 2 favourite, 3 archived, 4 read receipts, of the personal space for all
    value        INTEGER NOT NULL,
    event        BLOB    NOT NULL,
    seq          INTEGER NOT NULL,            -- above every position while it waits
    PRIMARY KEY (conversation, field)
) STRICT, WITHOUT ROWID;
