-- Files a counsellor handed over, as the copy that was made of each: kept with the person they are for, and gone with them.

CREATE TABLE desk_paper (
    org INTEGER NOT NULL,
    person TEXT NOT NULL,
    id TEXT NOT NULL,                           -- the word by which its bubble knows it
    at INTEGER NOT NULL,
    body_enc BLOB NOT NULL,
    PRIMARY KEY (org, person, id)
) STRICT;
