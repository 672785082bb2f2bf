-- Who follows whom: a person said yes to one counsellor. The row names nobody but by ids, and goes with the person. An
-- invitation is the keyed hash of a word that opens once.

CREATE TABLE bond (
    id TEXT PRIMARY KEY,                        -- how a page of the desk names it
    org INTEGER NOT NULL,
    person TEXT NOT NULL,
    account TEXT NOT NULL,
    at INTEGER NOT NULL                         -- when the person said yes
) STRICT;
CREATE UNIQUE INDEX bond_once ON bond (org, person, account);
CREATE INDEX bond_account ON bond (org, account);

CREATE TABLE bond_word (
    word_hash BLOB PRIMARY KEY,                 -- keyed hash; the row goes when it is used or taken back
    id TEXT NOT NULL,                           -- how a page of the desk names it; it opens nothing
    org INTEGER NOT NULL,
    account TEXT NOT NULL,
    at INTEGER NOT NULL,
    until INTEGER NOT NULL
) STRICT;
CREATE INDEX bond_word_account ON bond_word (org, account);
