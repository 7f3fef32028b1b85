-- What the device that a photo was taken on states of it, as it was signed, and what that is worth: 0 there is nothing, 1 valid,
-- 2 not its sender's, or of another photo.
ALTER TABLE photo ADD COLUMN evidence BLOB;
ALTER TABLE photo ADD COLUMN evidence_state INTEGER NOT NULL DEFAULT 0;
