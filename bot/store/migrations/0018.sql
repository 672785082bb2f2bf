-- Several programs on one database: each holds some of 256 slots, and a person falls into one of them (slots.py).
-- worker: who is alive. An id is never given again: who was taken for dead cannot write under it any more.
CREATE TABLE worker (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    until INTEGER NOT NULL                      -- by the clock of the database
) STRICT;

CREATE TABLE lease (
    slot INTEGER PRIMARY KEY,
    worker INTEGER NOT NULL                     -- who holds it; nobody when there is no such worker
) STRICT;

-- What came in where its slot is not held: it waits, in its order, for who holds it. Sealed with the person's key.
CREATE TABLE arrival (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    org INTEGER NOT NULL,
    person TEXT NOT NULL,
    slot INTEGER NOT NULL,
    body_enc BLOB NOT NULL,
    word TEXT NOT NULL                          -- drawn; part of the seal
) STRICT;
CREATE INDEX arrival_slot ON arrival (slot, id);
CREATE INDEX arrival_person ON arrival (org, person);

-- Which keys belong to these rows: a program with others is not let in.
CREATE TABLE keyring (id INTEGER PRIMARY KEY CHECK (id = 1), proof BLOB NOT NULL) STRICT;

ALTER TABLE outbox ADD COLUMN slot INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN sender INTEGER NOT NULL DEFAULT 0;   -- the worker that sends it, while it is being sent
CREATE INDEX outbox_sending ON outbox (sender) WHERE status = 'sending';
ALTER TABLE job ADD COLUMN slot INTEGER NOT NULL DEFAULT 0;
