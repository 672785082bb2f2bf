-- How the staff is told that a person waits: ways to each account, sealed with the key of the house, when not to, and
-- what was told. A request is a keyed hash here: once its person is forgotten, nothing leads back to them.

CREATE TABLE notice_way (
    id TEXT PRIMARY KEY,
    org INTEGER NOT NULL,
    account TEXT NOT NULL,
    kind TEXT NOT NULL,                         -- telegram | push | mail
    address_hash BLOB NOT NULL,
    address_enc BLOB NOT NULL,
    silenced INTEGER NOT NULL DEFAULT 0,
    rests INTEGER NOT NULL DEFAULT 0,           -- nothing is tried there before
    tries INTEGER NOT NULL DEFAULT 0,           -- times in a row it did not work
    at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX notice_way_once ON notice_way (org, account, kind, address_hash);

CREATE TABLE notice_quiet (
    org INTEGER NOT NULL,
    account TEXT NOT NULL,
    begins INTEGER NOT NULL,                    -- minutes of a day, by the office's clocks
    ends INTEGER NOT NULL,                      -- the same as begins: no quiet hours
    PRIMARY KEY (org, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE notice (
    org INTEGER NOT NULL,
    account TEXT NOT NULL,
    request_hash BLOB NOT NULL,                 -- keyed hash of a conversation and when its person asked
    n INTEGER NOT NULL,                         -- the number of the floor it waited under
    kind TEXT NOT NULL,                         -- waits | nobody | returned
    at INTEGER NOT NULL,
    status TEXT NOT NULL DEFAULT 'sending',     -- sending | sent
    PRIMARY KEY (org, account, request_hash, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_at ON notice (at);
CREATE INDEX notice_sending ON notice (status) WHERE status = 'sending';

CREATE TABLE notice_word (
    word_hash BLOB PRIMARY KEY,                 -- keyed hash of the word of a link that names a chat as a way
    org INTEGER NOT NULL,
    account TEXT NOT NULL,
    until INTEGER NOT NULL,
    used_hash BLOB                              -- keyed hash of the chat that used it: the same may do so again
) STRICT;

CREATE TABLE notice_key (
    org INTEGER PRIMARY KEY,
    key_enc BLOB NOT NULL                       -- what signs web push for this house (RFC 8292), made at its first use
) STRICT;
