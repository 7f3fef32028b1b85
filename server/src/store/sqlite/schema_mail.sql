-- The second step of the schema: e-mails.

CREATE TABLE mail (                           -- the newest one for each invitation
    organisation BLOB NOT NULL REFERENCES organisation,
    invitation   BLOB NOT NULL,
    request      BLOB NOT NULL,               -- asked again with the same, nothing is sent again
    state        INTEGER NOT NULL,            -- 0 waiting, 1 sent, 2 failed
    changed_at   INTEGER NOT NULL,
    reason       TEXT,                        -- the relay's, without the address
    asked_at     INTEGER NOT NULL,
    attempts     INTEGER NOT NULL,
    due_at       INTEGER,                     -- these four only while it waits
    address      TEXT,
    subject      TEXT,
    body         TEXT,
    PRIMARY KEY (organisation, invitation)
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_due ON mail (due_at) WHERE state = 0;

CREATE TABLE mail_text (                      -- an organisation's own words
    organisation BLOB NOT NULL REFERENCES organisation,
    language     INTEGER NOT NULL,
    subject      TEXT NOT NULL,
    greeting     TEXT NOT NULL,
    closing      TEXT NOT NULL,
    PRIMARY KEY (organisation, language)
) STRICT, WITHOUT ROWID;
