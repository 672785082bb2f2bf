-- Replies the team has ready, in several languages, under the key of the house: they are about nobody. And the lines of
-- a summary that a counsellor set aside, under the person's key.

CREATE TABLE desk_reply (
    id TEXT PRIMARY KEY,
    org INTEGER NOT NULL,
    account TEXT NOT NULL,                      -- who wrote it; everybody of the team may use it
    at INTEGER NOT NULL,
    body_enc BLOB NOT NULL                      -- its shortcut, and a text for each language
) STRICT;
CREATE INDEX desk_reply_org ON desk_reply (org, id);

CREATE TABLE desk_aside (
    org INTEGER NOT NULL,
    person TEXT NOT NULL,
    line_hash BLOB NOT NULL,                    -- which line: keyed hash of the facts it rests on
    account TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (org, person, line_hash)
) STRICT, WITHOUT ROWID;
