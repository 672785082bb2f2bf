-- A dossier comes back on another phone by four words, of which only a keyed hash is kept; and several people may use
-- one phone: a conversation that rests for somebody else leaves its address, and remembers it.

CREATE TABLE code (
    org INTEGER NOT NULL,
    person TEXT NOT NULL,
    code_hash BLOB NOT NULL,
    PRIMARY KEY (org, person)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX code_opens ON code (org, code_hash);

ALTER TABLE conversation ADD COLUMN rests_hash BLOB;  -- the hash of the address it left; NULL: it is spoken to there
CREATE INDEX conversation_rests ON conversation (org, channel, rests_hash) WHERE rests_hash IS NOT NULL;
