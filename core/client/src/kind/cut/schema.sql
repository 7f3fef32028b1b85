-- Archive keys at which the history of a channel was cut for a newcomer, kept for this person's later devices.
CREATE TABLE cut_key (
    log   BLOB    NOT NULL,
    epoch INTEGER NOT NULL,                   -- the last one before the newcomer
    key   BLOB    NOT NULL,
    PRIMARY KEY (log, epoch)
) STRICT, WITHOUT ROWID;
