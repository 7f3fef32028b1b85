-- Whom an alarm is about, for a person to ask.

ALTER TABLE alarm ADD COLUMN member BLOB;
