-- Who asks to join the channels that this person may let somebody into.
CREATE TABLE join_request (
    log    BLOB    NOT NULL,
    member BLOB    NOT NULL,
    at     INTEGER NOT NULL,                  -- by her clock
    PRIMARY KEY (log, member)
) STRICT, WITHOUT ROWID;

-- What a channel's card says, as far as this device put it.
CREATE TABLE card (
    log    BLOB NOT NULL PRIMARY KEY,
    digest BLOB NOT NULL
) STRICT, WITHOUT ROWID;
