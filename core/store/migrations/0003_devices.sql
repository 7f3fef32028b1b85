-- Evidence of alarms --------------------------------------------------------------------------------------------

ALTER TABLE alarm ADD COLUMN evidence BLOB;  -- what was signed and contradicts what is here, as the protocol defines it
