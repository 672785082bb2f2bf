-- Who said what, and what is still to be said. Everything a person said, was asked or was told is sealed with the
-- person's own key (columns *_enc); ids of platforms are keyed hashes (columns *_hash). Every row about a person
-- carries org and person, and both are part of the seal; forgetting a person deletes by them, table by table.

CREATE TABLE person (
    org INTEGER NOT NULL,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    consent TEXT NOT NULL DEFAULT 'open',       -- open | given | refused | erasing
    forget_at INTEGER,                          -- when all of it is destroyed, unless something changes
    PRIMARY KEY (org, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_forget ON person (forget_at) WHERE forget_at IS NOT NULL;

CREATE TABLE conversation (
    id TEXT PRIMARY KEY,
    org INTEGER NOT NULL,
    person TEXT NOT NULL,
    channel TEXT NOT NULL,
    address_hash BLOB NOT NULL,
    address_enc BLOB NOT NULL,
    state_enc BLOB NOT NULL,
    version INTEGER NOT NULL DEFAULT 0,
    floor_n INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,        -- events that could not be folded: the next apology is worded anew
    touched INTEGER NOT NULL,
    UNIQUE (org, channel, address_hash)
) STRICT;
CREATE INDEX conversation_person ON conversation (org, person);

-- The insert is the test for a repeat. The payload needs no column: it becomes a message in this same commit.
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,       -- in the order of time: old rows are the first ones
    channel TEXT NOT NULL,
    ext_hash BLOB NOT NULL,
    org INTEGER NOT NULL,
    person TEXT,                                -- NULL once the person was erased
    at INTEGER NOT NULL,
    outcome TEXT NOT NULL,                      -- done | failed
    UNIQUE (channel, ext_hash)
) STRICT;
CREATE INDEX inbox_person ON inbox (org, person);

-- The only transcript: words received and bubbles, in the order in which they were seen (line).
CREATE TABLE message (
    id TEXT PRIMARY KEY,
    org INTEGER NOT NULL,
    person TEXT NOT NULL,
    conversation TEXT NOT NULL,
    line INTEGER,                               -- NULL: not shown yet
    at INTEGER NOT NULL,
    direction TEXT NOT NULL,                    -- in | out
    body_enc BLOB NOT NULL,
    said_hash BLOB                              -- the platform's own id of this message
) STRICT;
CREATE INDEX message_line ON message (conversation, line);
CREATE INDEX message_said ON message (conversation, said_hash) WHERE said_hash IS NOT NULL;

CREATE TABLE fact (
    org INTEGER NOT NULL,
    person TEXT NOT NULL,
    seq INTEGER NOT NULL,
    body_enc BLOB NOT NULL,
    PRIMARY KEY (org, person, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE ask (
    org INTEGER NOT NULL,
    person TEXT NOT NULL,
    id TEXT NOT NULL,
    body_enc BLOB NOT NULL,
    PRIMARY KEY (org, person, id)
) STRICT, WITHOUT ROWID;

-- No words here: a row points to its message.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    org INTEGER NOT NULL,
    person TEXT NOT NULL,
    conversation TEXT NOT NULL,
    channel TEXT NOT NULL,
    message TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'due',         -- due | sending | sent | failed | unsure
    part INTEGER NOT NULL DEFAULT 0,            -- parts of this bubble that have left already
    tries INTEGER NOT NULL DEFAULT 0,
    doubts INTEGER NOT NULL DEFAULT 0,          -- times nobody could say whether it arrived
    due INTEGER NOT NULL,
    at INTEGER NOT NULL,
    floor_n INTEGER NOT NULL,
    error TEXT
) STRICT;
CREATE INDEX outbox_due ON outbox (due, id) WHERE status IN ('due', 'unsure');
CREATE INDEX outbox_open ON outbox (conversation, id) WHERE status IN ('due', 'sending', 'unsure');
CREATE INDEX outbox_person ON outbox (org, person);

-- What is due later (tick) and what takes long (consult).
CREATE TABLE job (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    org INTEGER NOT NULL,
    person TEXT NOT NULL,
    conversation TEXT NOT NULL,
    kind TEXT NOT NULL,                         -- tick | consult
    key_hash BLOB NOT NULL,
    status TEXT NOT NULL DEFAULT 'due',         -- due | done | failed | dropped
    due INTEGER NOT NULL,
    version INTEGER NOT NULL,
    floor_n INTEGER NOT NULL,
    body_enc BLOB NOT NULL,
    UNIQUE (conversation, kind, key_hash)
) STRICT;
CREATE INDEX job_due ON job (due, id) WHERE status = 'due';
CREATE INDEX job_person ON job (org, person);

CREATE TABLE floor_log (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    org INTEGER NOT NULL,
    person TEXT NOT NULL,
    conversation TEXT NOT NULL,
    at INTEGER NOT NULL,
    n INTEGER NOT NULL,
    holder TEXT NOT NULL,
    owner_enc BLOB NOT NULL
) STRICT;

-- An edit that came before its message waits here for a while.
CREATE TABLE orphan (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    org INTEGER NOT NULL,
    person TEXT NOT NULL,
    conversation TEXT NOT NULL,
    said_hash BLOB NOT NULL,
    at INTEGER NOT NULL,
    body_enc BLOB NOT NULL
) STRICT;
CREATE INDEX orphan_said ON orphan (conversation, said_hash);

-- How far a channel has read its platform.
CREATE TABLE cursor (channel TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;
