-- Role addresses and requests: every event as it was written, and beside it what follows from all of them.

-- What was done with a role address: made or changed (settings), retired (neither), or handed over (holders).
CREATE TABLE address_step (
    log      BLOB    NOT NULL REFERENCES log (id) ON DELETE CASCADE,
    event    BLOB    NOT NULL,
    seq      INTEGER NOT NULL,      -- position; above every position while it waits
    address  BLOB    NOT NULL,      -- the event that made it
    member   BLOB    NOT NULL,
    at       INTEGER NOT NULL,      -- the author's clock
    appoints INTEGER NOT NULL,      -- whether she had the right to moderate channels when she wrote it
    settings BLOB,
    holders  BLOB,                  -- with what the organisation said of them then
    PRIMARY KEY (log, event)
) STRICT, WITHOUT ROWID;

CREATE INDEX address_step_order ON address_step (address, log, seq);

-- What follows: settings and holders now.
CREATE TABLE role_address (
    log      BLOB    NOT NULL REFERENCES log (id) ON DELETE CASCADE,
    address  BLOB    NOT NULL,
    creator  BLOB    NOT NULL,
    title    TEXT    NOT NULL,
    settings BLOB    NOT NULL,
    retired  INTEGER NOT NULL,
    holders  BLOB    NOT NULL,
    since    INTEGER NOT NULL,      -- when it was handed over last; 0 if nobody ever had it
    by       BLOB,                  -- by whom
    PRIMARY KEY (log, address)
) STRICT, WITHOUT ROWID;

CREATE TABLE request (
    log        BLOB    NOT NULL REFERENCES log (id) ON DELETE CASCADE,
    event      BLOB    NOT NULL,
    seq        INTEGER NOT NULL,
    member     BLOB    NOT NULL,
    at         INTEGER NOT NULL,
    first      BLOB    NOT NULL,    -- the role address that it was sent to
    text       TEXT    NOT NULL,
    -- What follows from what was done with it:
    state      INTEGER NOT NULL,    -- 0 open, 1 taken over, 2 done, 3 cancelled
    address    BLOB    NOT NULL,    -- where it is now
    person     BLOB,                -- to whom it was passed on
    since      INTEGER NOT NULL,    -- from when on it waits there
    taker      BLOB,
    taken_at   INTEGER NOT NULL,
    closer     BLOB,
    closed_at  INTEGER NOT NULL,
    PRIMARY KEY (log, event)
) STRICT, WITHOUT ROWID;

CREATE INDEX request_open ON request (state, log) WHERE state < 2;

-- What was done with a request.
CREATE TABLE request_act (
    log     BLOB    NOT NULL REFERENCES log (id) ON DELETE CASCADE,
    event   BLOB    NOT NULL,
    seq     INTEGER NOT NULL,
    request BLOB    NOT NULL,
    member  BLOB    NOT NULL,
    at      INTEGER NOT NULL,
    act     BLOB    NOT NULL,
    effect  INTEGER NOT NULL,       -- whether it counts: of two who take it over the first one does
    PRIMARY KEY (log, event)
) STRICT, WITHOUT ROWID;

CREATE INDEX request_act_order ON request_act (request, log, seq);
