-- What proves something, and who was verified.

ALTER TABLE alarm ADD COLUMN evidence BLOB;  -- what was signed and contradicts what is here, as the protocol defines it

-- People whom this person has verified face to face, on this device alone.
CREATE TABLE verified (
    member     BLOB    NOT NULL PRIMARY KEY,
    generation INTEGER NOT NULL              -- how often she had started anew: another time takes it away
) STRICT, WITHOUT ROWID;
