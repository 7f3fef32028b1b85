-- People whom this person has verified face to face, on this device alone.
CREATE TABLE verified (
    member     BLOB    NOT NULL PRIMARY KEY,
    generation INTEGER NOT NULL              -- how often she had started anew: another time takes it away
) STRICT, WITHOUT ROWID;
