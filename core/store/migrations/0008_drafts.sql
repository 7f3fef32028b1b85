-- What somebody has begun in any form, no longer messages alone. `log` is empty for what concerns the whole organisation.

CREATE TABLE begun (
    log      BLOB    NOT NULL,
    form     TEXT    NOT NULL,                -- a name that the app gives it; `message` is the text of a message
    about    BLOB    NOT NULL,                -- the event that it is about; empty for none
    text     TEXT    NOT NULL,
    reply_to BLOB,                            -- what a message answers
    at       INTEGER NOT NULL,
    PRIMARY KEY (log, form, about)
) STRICT, WITHOUT ROWID;

INSERT INTO begun SELECT log, 'message', x'', text, reply_to, at FROM draft;

DROP TABLE draft;

ALTER TABLE begun RENAME TO draft;
