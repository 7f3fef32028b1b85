-- The first schema. Every row names its organisation or hangs on a log that does.

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE set_up_token (
    token      BLOB PRIMARY KEY,              -- hash
    expires_at INTEGER NOT NULL,
    used_for   BLOB                           -- the organisation founded with it
) STRICT, WITHOUT ROWID;

CREATE TABLE organisation (
    organisation BLOB PRIMARY KEY,
    bytes        INTEGER NOT NULL DEFAULT 0   -- of bodies and announced blobs
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
    device       BLOB PRIMARY KEY,            -- in one organisation only: logging in names no organisation
    organisation BLOB NOT NULL REFERENCES organisation,
    contact_day  INTEGER                      -- of its last request, in days since the Unix epoch: never the time
) STRICT, WITHOUT ROWID;
CREATE INDEX device_organisation ON device (organisation);

CREATE TABLE session (
    token        BLOB PRIMARY KEY,            -- hash
    organisation BLOB NOT NULL REFERENCES organisation,
    device       BLOB NOT NULL,
    expires_at   INTEGER NOT NULL,
    challenge    BLOB NOT NULL UNIQUE         -- hash: each challenge opens one session
) STRICT, WITHOUT ROWID;
CREATE INDEX session_device ON session (organisation, device);

CREATE TABLE invitation (
    invitation   BLOB PRIMARY KEY,            -- looked up by people who know no organisation yet
    organisation BLOB NOT NULL REFERENCES organisation,
    bundle       BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE backup (                         -- what opens with a member's key on paper alone
    device       BLOB PRIMARY KEY,
    organisation BLOB NOT NULL REFERENCES organisation,
    member       BLOB NOT NULL,
    backup       BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX backup_member ON backup (organisation, member);

CREATE TABLE slot (                           -- two devices meet, one of which belongs to nobody yet
    slot       BLOB PRIMARY KEY,
    expires_at INTEGER NOT NULL,
    part_0     BLOB NOT NULL,
    part_1     BLOB,
    part_2     BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX slot_end ON slot (expires_at);

CREATE TABLE log (
    id           INTEGER PRIMARY KEY,
    organisation BLOB NOT NULL REFERENCES organisation,
    log          BLOB NOT NULL,
    seq          INTEGER NOT NULL,            -- newest position
    UNIQUE (organisation, log)
) STRICT;

CREATE TABLE entry (
    log         INTEGER NOT NULL REFERENCES log,
    seq         INTEGER NOT NULL,
    head        BLOB NOT NULL,
    event       BLOB NOT NULL,
    author      BLOB NOT NULL,
    received_at INTEGER NOT NULL,
    header      BLOB NOT NULL,
    signature   BLOB NOT NULL,
    body        BLOB,                         -- absent, or erased
    PRIMARY KEY (log, seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX entry_event ON entry (log, event);

CREATE TABLE counter (
    log     INTEGER NOT NULL REFERENCES log,
    device  BLOB NOT NULL,
    counter INTEGER NOT NULL,
    PRIMARY KEY (log, device)
) STRICT, WITHOUT ROWID;

CREATE TABLE conversation (
    log        INTEGER PRIMARY KEY REFERENCES log,
    epoch      INTEGER NOT NULL,
    from_join  INTEGER NOT NULL,              -- whether newcomers read from their admission on
    state      BLOB NOT NULL,                 -- of the rules, as the last commit left it
    group_info BLOB NOT NULL,
    tree       BLOB NOT NULL
) STRICT;

CREATE TABLE roster (
    log    INTEGER NOT NULL REFERENCES log,
    device BLOB NOT NULL,
    member BLOB NOT NULL,
    since  INTEGER NOT NULL,                  -- first position for the member, who is in since without a break
    PRIMARY KEY (log, device)
) STRICT, WITHOUT ROWID;
CREATE INDEX roster_device ON roster (device, log);
CREATE INDEX roster_member ON roster (log, member);

CREATE TABLE link (
    log    INTEGER NOT NULL REFERENCES log,
    epoch  INTEGER NOT NULL,
    number INTEGER NOT NULL,
    link   BLOB NOT NULL,
    PRIMARY KEY (log, epoch, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE welcome (
    log     INTEGER NOT NULL REFERENCES log,
    epoch   INTEGER NOT NULL,
    welcome BLOB NOT NULL,
    tree    BLOB NOT NULL,
    PRIMARY KEY (log, epoch)
) STRICT, WITHOUT ROWID;

CREATE TABLE waiting (                        -- who has not fetched a welcome yet; it goes with the last one
    device BLOB NOT NULL,
    log    INTEGER NOT NULL,
    epoch  INTEGER NOT NULL,
    PRIMARY KEY (device, log, epoch),
    FOREIGN KEY (log, epoch) REFERENCES welcome
) STRICT, WITHOUT ROWID;
CREATE INDEX waiting_welcome ON waiting (log, epoch);

CREATE TABLE key_package (
    id           INTEGER PRIMARY KEY,
    organisation BLOB NOT NULL REFERENCES organisation,
    device       BLOB NOT NULL,
    package      BLOB NOT NULL,
    expires_at   INTEGER NOT NULL,
    last_resort  INTEGER NOT NULL,
    UNIQUE (organisation, device, package)    -- given twice by a retry, kept once
) STRICT;
CREATE INDEX key_package_device ON key_package (organisation, device, last_resort, id);

CREATE TABLE blob (
    organisation BLOB NOT NULL REFERENCES organisation,
    blob         BLOB NOT NULL,
    log          INTEGER NOT NULL REFERENCES log,
    device       BLOB NOT NULL,
    size         INTEGER NOT NULL,
    hash         BLOB NOT NULL,
    received     INTEGER NOT NULL,            -- durable bytes
    stage        INTEGER NOT NULL,            -- 0 growing, 1 whole, 2 doomed
    event        BLOB,
    created_at   INTEGER NOT NULL,
    PRIMARY KEY (organisation, blob)
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_event ON blob (log, event);
CREATE INDEX blob_stage ON blob (stage, created_at);
