-- What the organisation knows of its people beyond names: details, roles, teams, and its privacy notice. Written by the
-- organisation log alone, like member, device and invitation.

ALTER TABLE member ADD COLUMN function     TEXT    NOT NULL DEFAULT '';  -- what she does
ALTER TABLE member ADD COLUMN ward         TEXT    NOT NULL DEFAULT '';  -- where
ALTER TABLE member ADD COLUMN availability TEXT    NOT NULL DEFAULT '';  -- what she says of herself
ALTER TABLE member ADD COLUMN picture      BLOB;                         -- JPEG
ALTER TABLE member ADD COLUMN until        INTEGER;                      -- when her membership ends by itself
ALTER TABLE member ADD COLUMN renewals     INTEGER NOT NULL DEFAULT 0;   -- how often she started anew

ALTER TABLE device ADD COLUMN name TEXT NOT NULL DEFAULT '';

ALTER TABLE invitation ADD COLUMN function  TEXT    NOT NULL DEFAULT '';
ALTER TABLE invitation ADD COLUMN ward      TEXT    NOT NULL DEFAULT '';
ALTER TABLE invitation ADD COLUMN claims    INTEGER NOT NULL DEFAULT 0;  -- how often it was used
ALTER TABLE invitation ADD COLUMN not_after INTEGER NOT NULL DEFAULT 0;  -- end of validity

-- Titles of roles and teams, where this device can read them.
CREATE TABLE title (
    id    BLOB NOT NULL PRIMARY KEY,
    title TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Versions of the privacy notice.
CREATE TABLE notice (
    version INTEGER NOT NULL PRIMARY KEY,
    german  TEXT    NOT NULL,
    english TEXT    NOT NULL
) STRICT;
