-- Who may write in a conversation, so that the list can say it without reading the state of every log.

ALTER TABLE conversation ADD COLUMN writers INTEGER; -- 0 everybody, 1 moderators; NULL before its state was next kept
