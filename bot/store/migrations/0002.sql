-- A dossier comes back on another phone by four words, of which only a keyed hash is kept; and several people may use
-- one phone: a conversation that rests for somebody else leaves its address, and remembers it.

CREATE TABLE code (
    org INTEGER NOT NULL,
    person TEXT NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (org, person)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX code_hash ON code (org, hash);

ALTER TABLE conversation ADD COLUMN rests_at BLOB;  -- the hash of the address it left; NULL: it is spoken to there
CREATE INDEX conversation_rests ON conversation (org, channel, rests_at) WHERE rests_at IS NOT NULL;
