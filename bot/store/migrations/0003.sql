-- A file a person sent, until it is read: its bytes, or what the platform calls it, sealed with the person's key. How
-- often its reading was begun is written down before it is read: what ends its reader does not do so for ever.

CREATE TABLE upload (
    org INTEGER NOT NULL,
    person TEXT NOT NULL,
    id TEXT NOT NULL,                           -- the message it came with
    at INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    ref_enc BLOB NOT NULL,
    body_enc BLOB NOT NULL,
    PRIMARY KEY (org, person, id)
) STRICT, WITHOUT ROWID;
