-- What search and long lists need. The index holds folded texts (see `fold.rs`), which the message row does not: it keeps no content,
-- and what is taken out of it is derived from the row again. Its trigrams are of folded letters already. Nothing asks how
-- long a text was, so that is not kept either.

DROP TABLE message_text;
CREATE VIRTUAL TABLE message_text USING fts5 (
    text,
    content = '', columnsize = 0,
    tokenize = 'trigram case_sensitive 1', detail = none
);
INSERT INTO message_text (message_text, rank) VALUES ('secure-delete', 1);
INSERT INTO message_text (message_text, rank) VALUES ('automerge', 8);

-- Photos, for who looks for nothing else.
CREATE INDEX message_photo ON message (id) WHERE photo IS NOT NULL;

-- The people of closed chats, whose names are what a chat is shown as. They never change.
CREATE TABLE chat_member (
    log    BLOB NOT NULL,
    member BLOB NOT NULL,
    PRIMARY KEY (log, member)
) STRICT, WITHOUT ROWID;
