-- Surveys and what happens to them. Written by applying events; what counts of it is chosen when somebody looks, by
-- positions in the log, so that the order of applying does not matter. `payload` is as in the protocol.
CREATE TABLE survey (
    log     BLOB    NOT NULL,
    event   BLOB    NOT NULL,
    seq     INTEGER NOT NULL,
    waiting INTEGER NOT NULL,             -- not in the log yet
    member  BLOB    NOT NULL,             -- who asks
    sent_at INTEGER NOT NULL,
    key     BLOB,                         -- votes are sealed to it; NULL: they are open
    payload BLOB    NOT NULL,
    PRIMARY KEY (log, event)
) STRICT, WITHOUT ROWID;

-- Votes, and what authors change: only what a survey's author changes counts.
CREATE TABLE survey_event (
    log     BLOB    NOT NULL,
    event   BLOB    NOT NULL,
    seq     INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    survey  BLOB    NOT NULL,             -- event of the survey, which may not be here yet
    member  BLOB    NOT NULL,
    sent_at INTEGER NOT NULL,
    kind    INTEGER NOT NULL,             -- number of the payload
    payload BLOB    NOT NULL,
    PRIMARY KEY (log, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX survey_event_survey ON survey_event (log, survey, seq);

-- What is being drafted on this device; nobody else has it.
CREATE TABLE survey_draft (
    id         BLOB    NOT NULL PRIMARY KEY,
    log        BLOB    NOT NULL,
    changed_at INTEGER NOT NULL,
    draft      BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

-- The keys that open the votes of one's own secret surveys, until their results are published.
CREATE TABLE survey_key (
    public BLOB NOT NULL PRIMARY KEY,
    seed   BLOB NOT NULL,
    event  BLOB                           -- the event in the personal space that brings it to one's other devices
) STRICT, WITHOUT ROWID;
