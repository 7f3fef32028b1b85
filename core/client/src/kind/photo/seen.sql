-- What this device has opened of a photo and held against what was stated: 1 the preview, 2 the original, 4 it was another one.
ALTER TABLE photo ADD COLUMN evidence_seen INTEGER NOT NULL DEFAULT 0;
-- The wound that is stated.
ALTER TABLE photo ADD COLUMN evidence_wound BLOB;
