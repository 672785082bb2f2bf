-- What a platform calls the messages of a chat, sealed with the person's key, for as long as it would delete them there.

CREATE TABLE posted (
    id INTEGER PRIMARY KEY AUTOINCREMENT,       -- in the order of time: old rows are the first ones
    org INTEGER NOT NULL,
    person TEXT NOT NULL,
    conversation TEXT NOT NULL,
    at INTEGER NOT NULL,
    said_enc BLOB NOT NULL
) STRICT;
CREATE INDEX posted_person ON posted (org, person);
