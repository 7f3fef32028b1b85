-- What a conversation says of how long things stay in it, so that the list can say it without reading the state of every log.
ALTER TABLE conversation ADD COLUMN keep_days INTEGER; -- NULL: as the organisation says
ALTER TABLE conversation ADD COLUMN held      INTEGER; -- whether its moderators hold it; NULL before its state was next kept
