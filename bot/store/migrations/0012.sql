-- Workshops: a group that begins together. The title and the word of the link are under the key of the house. A seat says
-- that somebody takes part and how far they came, and cannot be led back to them: it is found from the person, by a keyed
-- hash, and never the other way. Both go when the workshop ends.

CREATE TABLE workshop (
    id TEXT PRIMARY KEY,
    org INTEGER NOT NULL,
    account TEXT NOT NULL,                      -- who made it, and alone reads its counts
    at INTEGER NOT NULL,
    until INTEGER NOT NULL,
    hash BLOB NOT NULL,                         -- keyed hash of the word of its link
    body_enc BLOB NOT NULL                      -- the title, and the word
) STRICT;
CREATE UNIQUE INDEX workshop_hash ON workshop (org, hash);

CREATE TABLE workshop_seat (
    hash BLOB PRIMARY KEY,                      -- keyed hash of the person: one seat each
    org INTEGER NOT NULL,
    id TEXT NOT NULL,                           -- the workshop
    reached INTEGER NOT NULL                    -- 0 joined, 1 told an experience, 2 has a CV
) STRICT, WITHOUT ROWID;
CREATE INDEX workshop_seat_id ON workshop_seat (org, id);
