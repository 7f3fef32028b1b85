-- Whether somebody covered something on a photo or said that there is nothing to hide.
ALTER TABLE photo ADD COLUMN looked_through INTEGER NOT NULL DEFAULT 0;
